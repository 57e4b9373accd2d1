"""Mutated messages against a server without sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random

from protocol.frontend import Query
from tests.hostile.byte_mutations import chunks, spoiled_stream
from tests.hostile.conversations import FROZEN, all_topics
from tests.hostile.findings import Findings, Watched
from tests.hostile.local import Hang, LocalServer
from tests.hostile.streams import stream

PER_SERVER = 2000
"""Streams that one server, with one set of files, gets."""
SETUP = (b"DROP TABLE IF EXISTS t CASCADE", b"CREATE TABLE t (a int, b text)")
PATIENCE = 200


async def run(count: int, seed: int, findings: Findings) -> int:
    """Send at least `count` messages; gives how many were sent."""
    return await run_with(all_topics(), count, seed, findings)


async def run_frozen(count: int, seed: int, findings: Findings) -> int:
    """The same about some topics."""
    return await run_with(FROZEN, count, seed, findings)


async def run_with(topics: Sequence[str], count: int, seed: int, findings: Findings) -> int:
    """The same about these topics."""
    sent = number = 0
    while sent < count:
        with Watched(findings), LocalServer(findings) as server:
            for _ in range(PER_SERVER):
                sent += await one(server, topics, Random(f"{seed}/{number}"), findings, f"seed {seed} stream {number}")
                number += 1
                if sent >= count:
                    break
    return sent


async def one(server: LocalServer, topics: Sequence[str], dice: Random, findings: Findings, name: str) -> int:
    """Send one stream on a connection of its own; gives the number of its messages."""
    messages = spoiled_stream(dice, stream(dice, topics), stream(dice, topics))
    parts = chunks(dice, messages)
    findings.input = f"{name}\n{parts!r:.4000}"
    client = server.client()
    try:
        await client.ask(*parts)
        await client.leave()
    except Hang as hang:
        findings.add_exception("hang", hang)
    await _check(server, dice)
    return len(messages)


async def _check(server: LocalServer, dice: Random) -> None:
    """Nothing is held, and now and then that others are still served."""
    for _ in range(PATIENCE):
        if not server.server.connections and not server.held():
            break
        await asyncio.sleep(0)
    server.check_quiet()
    if dice.random() < 0.05:
        client = server.client()
        await client.start()
        for sql in SETUP:
            await client.ask(Query(sql).encode())
        await client.leave()
