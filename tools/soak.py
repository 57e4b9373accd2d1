"""`python -m tools.soak MINUTES`: a mixed load for a while, with an eye on the server's memory and file handles.

Clients connect, read, write in transactions, copy, fail, cancel, listen and leave, all at once. The exit status is 1
when something went wrong, when the last third took well more memory than the one before, or when a handle stays.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

import asyncpg

from tests.server import Server

CLIENTS = 24
ROWS = 200
SAMPLE_SECONDS = 2.0
GROWTH = 1.10
"""How far above the middle third's the last third's memory may be."""
HANDLES = 8
"""How many more handles than at the start may be open at the end: of connections that wait in the pool."""
Action = Callable[[asyncpg.Connection, random.Random], Awaitable[None]]


async def _read(connection: asyncpg.Connection, dice: random.Random) -> None:
    await connection.fetchval("SELECT n FROM soaked WHERE id = $1", dice.randrange(ROWS))
    await connection.fetch("SELECT id, n, repeat('x', 100) FROM soaked WHERE n % 3 = $1 ORDER BY n", dice.randrange(3))


async def _write(connection: asyncpg.Connection, dice: random.Random) -> None:
    async with connection.transaction():
        row = dice.randrange(ROWS)
        before = await connection.fetchval("SELECT n FROM soaked WHERE id = $1 FOR UPDATE", row)
        await connection.execute("UPDATE soaked SET n = $2 WHERE id = $1", row, before + 1)


async def _copy(connection: asyncpg.Connection, dice: random.Random) -> None:
    await connection.execute("CREATE TEMP TABLE IF NOT EXISTS copied (a int, b text)")
    records = [(number, "y" * dice.randrange(50)) for number in range(300)]
    await connection.copy_records_to_table("copied", records=records)
    await connection.execute("DROP TABLE copied")


async def _text(connection: asyncpg.Connection, dice: random.Random) -> None:
    """Statements that no two clients send alike, so that no plan fits twice."""
    name = f"c{dice.getrandbits(40)}"
    await connection.execute(f"SELECT {dice.randrange(1000)} AS {name}, ARRAY[{dice.random()}], '{name}'::text")


async def _fail(connection: asyncpg.Connection, dice: random.Random) -> None:
    with contextlib.suppress(asyncpg.PostgresError):
        await connection.execute(
            dice.choice(("SELECT 1/0", "SELEC", "SELECT * FROM nothing", "INSERT INTO soaked VALUES (0, 0)"))
        )


async def _cancel(connection: asyncpg.Connection, dice: random.Random) -> None:
    with contextlib.suppress(asyncio.TimeoutError, asyncpg.QueryCanceledError):
        await connection.execute("SELECT pg_sleep(10)", timeout=0.02 + dice.random() / 20)


async def _define(connection: asyncpg.Connection, dice: random.Random) -> None:
    name = f"made_{dice.getrandbits(30)}"
    await connection.execute(
        f"CREATE TABLE {name} (id serial PRIMARY KEY, v text); INSERT INTO {name} (v) VALUES ('x')"
    )
    await connection.execute(f"ALTER TABLE {name} ADD COLUMN w int DEFAULT 5; DROP TABLE {name}")


async def _listen(connection: asyncpg.Connection, dice: random.Random) -> None:
    channel = f"channel_{dice.randrange(5)}"
    await connection.execute(f"LISTEN {channel}")
    await connection.execute(f"NOTIFY {channel}, 'x'")
    await connection.execute("UNLISTEN *")


ACTIONS: tuple[Action, ...] = (_read, _read, _read, _write, _write, _copy, _text, _fail, _cancel, _define, _listen)


class Soak:
    """One run: what was done, what went wrong, and the samples of memory (bytes) and handles."""

    def __init__(self, server: Server, seconds: float) -> None:
        self.server = server
        self.until = time.monotonic() + seconds
        self.done: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.samples: list[tuple[int, int]] = []

    async def run(self) -> None:
        """All clients, until the time is over."""
        connection = await self._connect()
        await connection.execute("CREATE TABLE soaked (id int PRIMARY KEY, n int)")
        await connection.execute(f"INSERT INTO soaked SELECT i, 0 FROM generate_series(0, {ROWS - 1}) i")
        await connection.close()
        await asyncio.gather(self._watch(), *(self._client(random.Random(seed)) for seed in range(CLIENTS)))

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=self.server.host, port=self.server.port, user=self.server.user, database="postgres"
        )

    async def _client(self, dice: random.Random) -> None:
        while time.monotonic() < self.until:
            try:
                connection = await self._connect()
                for _ in range(dice.randrange(1, 40)):
                    action = dice.choice(ACTIONS)
                    await action(connection, dice)
                    self.done[action.__name__.strip("_")] += 1
                    if connection.is_closed():  # by the driver, which could not cancel in time
                        break
                if dice.random() < 0.2:
                    connection.terminate()
                else:
                    await connection.close()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                self.errors[f"{type(error).__name__}: {error}"] += 1

    async def _watch(self) -> None:
        while time.monotonic() < self.until:
            self.samples.append(self.sample())
            await asyncio.sleep(SAMPLE_SECONDS)

    def sample(self) -> tuple[int, int]:
        """The server's memory and handles now."""
        assert self.server.process is not None
        process = Path(f"/proc/{self.server.process.pid}")
        pages = int((process / "statm").read_text().split()[1])
        return pages * 4096, len(list((process / "fd").iterdir()))

    def problems(self) -> list[str]:
        """What is wrong with the run."""
        found = [f"{count} x {error}" for error, count in self.errors.most_common()]
        third = len(self.samples) // 3
        middle, last = (
            median(memory for memory, _ in part) for part in (self.samples[third:-third], self.samples[-third:])
        )
        if last > middle * GROWTH:
            found.append(f"memory grows: {middle / 2**20:.0f} MB, then {last / 2**20:.0f} MB")
        if self.samples[-1][1] > max(handles for _, handles in self.samples[: third + 1]) + HANDLES:
            found.append(f"handles stay: {self.samples[0][1]} at first, {self.samples[-1][1]} at last")
        return found


def main() -> int:
    """Soak; 1 when something was wrong."""
    parser = argparse.ArgumentParser(prog="tools.soak", description=__doc__)
    parser.add_argument("minutes", type=float)
    arguments = parser.parse_args()
    with Server() as server:
        soak = Soak(server, arguments.minutes * 60)
        asyncio.run(soak.run())
        time.sleep(SAMPLE_SECONDS)
        soak.samples.append(soak.sample())
        log = server.log.read_text()
    for memory, handles in soak.samples[:: max(1, len(soak.samples) // 20)]:
        print(f"{memory / 2**20:8.1f} MB {handles:5d} handles")
    print(", ".join(f"{name} {count}" for name, count in soak.done.most_common()))
    problems = soak.problems() + (["internal errors in the log"] if "internal error" in log else [])
    print("\n".join(problems) or "nothing is wrong")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
