"""Rounds of random transactions against a server, which is killed and started again in between."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

import asyncpg

from tests.history.checker import Anomaly, forbidden
from tests.history.workload import SCHEMA, Client, Round, finish

CLIENTS = 16
LOST_CONNECTION = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    ConnectionError,
    OSError,
)
RECONNECT_SECONDS = 0.05


class Target(Protocol):
    """A server under test."""

    @property
    def dsn(self) -> str: ...


class Killable(Target, Protocol):
    """A server that can be ended as by a crash, and started again with the same data."""

    def kill(self) -> None: ...
    def start(self) -> object: ...


@dataclass(slots=True)
class Report:
    """Figures of a run, and what was found."""

    outcomes: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    kills: int = 0
    anomalies: list[tuple[str, Anomaly]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """As text."""
        ended = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        found = [f"{level}: {anomaly.name}: {anomaly.description}" for level, anomaly in self.anomalies]
        return [f"{self.rounds} rounds, {self.kills} kills, transactions: {ended}", *(found or ["nothing found"])]


async def run(
    target: Target, *, seconds: float, seed: int, round_seconds: float, killable: Killable | None, at_least: int = 0
) -> Report:
    """Rounds until the time is over, and at least so many transactions were committed.

    killable: the target, where it is to be killed in every round.
    """
    report = Report()
    chance = random.Random(seed)
    deadline = time.monotonic() + seconds
    while report.rounds == 0 or time.monotonic() < deadline or report.outcomes["committed"] < at_least:
        shared = Round(report.rounds)
        await _prepare(target)
        ends = time.monotonic() + round_seconds
        seeds = [chance.randrange(2**32) for _ in range(CLIENTS)]
        clients = [asyncio.create_task(_client(target, shared, random.Random(seed), ends)) for seed in seeds]
        if killable is not None:
            await asyncio.sleep(round_seconds * chance.uniform(0.2, 0.8))
            await asyncio.to_thread(killable.kill)
            await asyncio.to_thread(killable.start)
            report.kills += 1
        await asyncio.gather(*clients)
        await _check(target, shared, report)
        report.rounds += 1
    return report


async def _prepare(target: Target) -> None:
    connection = await asyncpg.connect(target.dsn)
    await connection.execute(SCHEMA)
    await connection.close()


async def _client(target: Target, shared: Round, chance: random.Random, ends: float) -> None:
    """Transactions one after another, on a new connection when one is lost."""
    while time.monotonic() < ends:
        with contextlib.suppress(*LOST_CONNECTION):
            connection = await asyncpg.connect(target.dsn, timeout=10)
            client = Client(shared, connection, chance)
            while time.monotonic() < ends:
                await client.run_one()
            await connection.close()
        await asyncio.sleep(RECONNECT_SECONDS)


async def _check(target: Target, shared: Round, report: Report) -> None:
    connection = await asyncpg.connect(target.dsn)
    histories = await finish(shared, connection)
    await connection.close()
    for level, history in histories.items():
        report.outcomes.update(transaction.outcome for transaction in history.transactions)
        report.anomalies += ((level, anomaly) for anomaly in forbidden(history, level))
