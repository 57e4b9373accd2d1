"""Mutated messages over TCP to a server in a process of its own, from several clients at once.

What the local server tells by itself is seen here from outside: the log, the sessions that are left, the process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from random import Random

import asyncpg

from protocol import backend
from protocol.connection import HEADER
from tests.hostile.byte_mutations import chunks, spoiled_stream
from tests.hostile.findings import Findings
from tests.hostile.streams import stream
from tests.server import Server

CLIENTS = 8
PER_ROUND = 200
"""Streams after which the server is looked at."""
PATIENCE = 30.0
SETTLED = 10.0


async def run(count: int, seed: int, findings: Findings) -> int:
    """Send at least `count` messages; gives how many were sent."""
    sent = number = 0
    with Server("--max-connections", "50", "--shutdown-timeout", "1") as server:
        while sent < count:
            turns = iter(range(number, number + PER_ROUND))
            findings.input = f"seed {seed} streams {number} to {number + PER_ROUND - 1}"
            sent += sum(await asyncio.gather(*(_client(server, seed, turns, findings) for _ in range(CLIENTS))))
            number += PER_ROUND
            await _check(server, findings)
    return sent


async def _client(server: Server, seed: int, turns: Iterator[int], findings: Findings) -> int:
    """Send streams one by one; gives the number of their messages. turns: shared by all clients."""
    sent = 0
    for number in turns:
        dice = Random(f"{seed}/{number}")
        messages = spoiled_stream(dice, stream(dice), stream(dice))
        sent += len(messages)
        try:
            answer = await asyncio.wait_for(_converse(server, chunks(dice, messages)), PATIENCE)
        except TimeoutError:
            findings.add(f"hang: seed {seed} stream {number}", repr(messages)[:4000])
        except OSError:
            findings.answers["reset"] += 1
        else:
            _read(answer, findings, f"seed {seed} stream {number}")
    return sent


async def _converse(server: Server, parts: list[bytes]) -> bytes:
    """Everything that the server says to the parts, up to the end. Raises OSError where the server resets it."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    try:
        answer = asyncio.ensure_future(reader.read())
        for part in parts:
            if answer.done() or writer.is_closing():
                break
            writer.write(part)
            await asyncio.wait((asyncio.ensure_future(writer.drain()), answer), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done() and not writer.is_closing():
            writer.write_eof()
        return await answer
    finally:
        writer.transport.abort()


def _read(answer: bytes, findings: Findings, name: str) -> None:
    """What no client could read is a finding; the letter that answers a request for encryption stands before all."""
    at = 0
    while answer[at : at + 1] in (b"N", b"S") and answer[at + 1 : at + 2] in (b"", b"N", b"S", b"R", b"E", b"v"):
        at += 1
    try:
        while at < len(answer):
            tag, length = HEADER.unpack_from(answer, at)
            message = backend.decode(bytes((tag,)), answer[at + HEADER.size : at + 1 + length])
            at += 1 + length
            if isinstance(message, backend.ErrorResponse):
                findings.answers[message.error_fields[b"C"].decode()] += 1
    except Exception as error:
        findings.add_exception(f"unreadable answer to {name}", error)


async def _check(server: Server, findings: Findings) -> None:
    """The server is there and well, and nobody is left."""
    assert server.process is not None
    if server.process.poll() is not None:
        findings.add("the server has ended", server.log.read_text()[-4000:])
        raise RuntimeError("the server has ended")
    errors = [line for line in server.log.read_text().splitlines() if "level=error" in line or "Traceback" in line]
    if errors:
        findings.add(f"log: {errors[0].partition('event=')[2][:200]}", server.log.read_text()[:4000])
    connection = await asyncpg.connect(host=server.host, port=server.port, user="postgres", database="postgres")
    left = -1
    for _ in range(int(SETTLED * 10)):
        left = await connection.fetchval(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid())"
            " + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"
        )
        if not left:
            break
        await asyncio.sleep(0.1)
    if left:
        findings.add("sessions or locks are left", str(left))
    await connection.execute("DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (a int, b text)")
    await connection.close()
