"""Random transactions of one client: appends to lists, writes of registers, reads of both."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import count

import asyncpg

from tests.history.record import LEVELS, History, Read, Transaction, Write

SCHEMA = """
CREATE TABLE IF NOT EXISTS list (key int PRIMARY KEY, elements int[] NOT NULL);
CREATE TABLE IF NOT EXISTS register (key int PRIMARY KEY, value int);
"""
APPEND = (
    "INSERT INTO list AS l VALUES ($1, ARRAY[$2::int]) ON CONFLICT (key) DO UPDATE SET elements = l.elements || $2::int"
)
PUT = "INSERT INTO register VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = $2 RETURNING old.value"
READ_LIST = "SELECT elements FROM list WHERE key = $1"
READ_REGISTER = "SELECT value FROM register WHERE key = $1"

KEYS = 5
"""How many keys of each kind a level uses at a time."""
TRANSACTIONS_PER_KEYS = 120
"""After this many transactions come fresh keys, so that lists stay short."""
KINDS = ("list", "register")
ROUND_KEYS = 1_000_000
MAX_OPERATIONS = 5


@dataclass(slots=True)
class Observed:
    """A read of a register: its one value, whose place among the versions is known when the round has ended."""

    key: int
    value: int | None
    place: int
    """The number of the operation in its transaction."""


@dataclass(slots=True)
class Round:
    """What all clients of a round share: the histories by level, and what each write of a register replaced."""

    number: int
    histories: dict[str, History] = field(default_factory=lambda: {level: History() for level in LEVELS})
    replaced: dict[tuple[int, int], int | None] = field(default_factory=dict)
    observed: list[tuple[Transaction, Observed]] = field(default_factory=list)
    started: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    values: count[int] = field(default_factory=lambda: count(1))
    transactions: count[int] = field(default_factory=lambda: count(1))

    def key(self, chance: random.Random, level: str, kind: str) -> int:
        """A key of the level's present ones."""
        first = self.started[level] // TRANSACTIONS_PER_KEYS * KEYS
        place = (LEVELS.index(level) * len(KINDS) + KINDS.index(kind)) * 100_000
        return self.number * ROUND_KEYS + place + first + chance.randrange(KEYS)

    def is_register(self, key: int) -> bool:
        return key % ROUND_KEYS // 100_000 % len(KINDS) == KINDS.index("register")


class Client:
    """One client: its connection, its random numbers, and the transaction that it is in."""

    def __init__(self, shared: Round, connection: asyncpg.Connection, chance: random.Random) -> None:
        self.shared = shared
        self.connection = connection
        self.chance = chance

    async def run_one(self) -> Transaction:
        """One transaction.  Raises what ends a connection, the transaction being unknown if it was committing."""
        level = self.chance.choice(LEVELS)
        self.shared.started[level] += 1
        transaction = Transaction(next(self.shared.transactions), level)
        self.shared.histories[level].transactions.append(transaction)
        try:
            await self.connection.execute(f"BEGIN ISOLATION LEVEL {level}")
            for _ in range(self.chance.randint(1, MAX_OPERATIONS)):
                await self._operate(transaction)
            if self.chance.random() < 0.1:
                await self.connection.execute("ROLLBACK")
                return transaction
            transaction.outcome = "unknown"
            await self.connection.execute("COMMIT")
            transaction.outcome = "committed"
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
            transaction.outcome = "aborted"
            await self.connection.execute("ROLLBACK")
        return transaction

    async def _operate(self, transaction: Transaction) -> None:
        match self.chance.random():
            case low if low < 0.45:
                await self._write(transaction)
            case low if low < 0.52:
                await self.connection.execute("SAVEPOINT a")
                await self._write(transaction, undone=True)
                await self.connection.execute("ROLLBACK TO a")
            case low if low < 0.58:
                await self.connection.execute("SAVEPOINT b")
                await self._write(transaction)
                await self.connection.execute("RELEASE b")
            case _:
                await self._read(transaction)

    async def _write(self, transaction: Transaction, *, undone: bool = False) -> None:
        kind, value = self.chance.choice(KINDS), next(self.shared.values)
        key = self.shared.key(self.chance, transaction.level, kind)
        transaction.operations.append(Write(key, value, undone))
        if kind == "list":
            await self.connection.execute(APPEND, key, value)
        else:
            replaced = await self.connection.fetchval(PUT, key, value)
            if not undone:
                self.shared.replaced[key, value] = replaced

    async def _read(self, transaction: Transaction) -> None:
        kind = self.chance.choice(KINDS)
        key = self.shared.key(self.chance, transaction.level, kind)
        locking = " FOR UPDATE" if self.chance.random() < 0.1 else ""
        if kind == "list":
            elements = await self.connection.fetchval(READ_LIST + locking, key)
            transaction.operations.append(Read(key, tuple(elements or ())))
        else:
            value = await self.connection.fetchval(READ_REGISTER + locking, key)
            self.shared.observed.append((transaction, Observed(key, value, len(transaction.operations))))
            transaction.operations.append(Read(key, ()))


async def finish(shared: Round, connection: asyncpg.Connection) -> dict[str, History]:
    """The round's histories, once all clients have ended: what is there now, and registers as lists of versions."""
    first, last = shared.number * ROUND_KEYS, (shared.number + 1) * ROUND_KEYS
    final: dict[int, tuple[int, ...]] = {}
    for key, elements in await connection.fetch("SELECT * FROM list WHERE key >= $1 AND key < $2", first, last):
        final[key] = tuple(elements)
    for key, value in await connection.fetch("SELECT * FROM register WHERE key >= $1 AND key < $2", first, last):
        final[key] = _versions(shared, key, value)
    for transaction, observed in shared.observed:
        versions = _versions(shared, observed.key, observed.value)
        transaction.operations[observed.place] = Read(observed.key, versions)
    for history in shared.histories.values():
        keys = {operation.key for transaction in history.transactions for operation in transaction.operations}
        history.final = {key: final[key] for key in keys if key in final}
    return shared.histories


def _versions(shared: Round, key: int, value: int | None) -> tuple[int, ...]:
    """The versions of a register up to one, each known by the write that replaced it."""
    versions: list[int] = []
    while value is not None and value not in versions[-1:]:
        versions.append(value)
        value = shared.replaced.get((key, value))
    return tuple(reversed(versions))
