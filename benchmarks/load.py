"""What keeps a server busy while others measure it: `python -m benchmarks.load DSN aggregate|copy|writers`.

In a process of its own, so that it takes no time from the client that measures. Says `ready` when it has begun, and
goes on until SIGTERM, when it cancels what runs: a server goes on with a statement whose client has just vanished.
"""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import asyncpg

MILLION = 1_000_000
AGGREGATE = (
    "SELECT sum(a.n * b.n) FROM bench_long a, bench_long b WHERE a.id <= 40 AND b.id % 7 = 0 AND (a.id + b.id) % 3 = 1"
)
WRITERS = 8
COPY_LINES = 200_000
LINE = b"%d\t%d\n"


@dataclass(frozen=True)
class Connections:
    """Makes them, and closes them in the end, which waits until the server has canceled what they asked for."""

    dsn: str
    stack: contextlib.AsyncExitStack

    async def connect(self) -> asyncpg.Connection:
        connection = await asyncpg.connect(self.dsn)
        self.stack.push_async_callback(connection.close)
        return connection


async def aggregate(connections: Connections) -> None:
    """A query that takes seconds, again and again."""
    connection = await connections.connect()
    await announce()
    while True:
        await connection.fetchval(AGGREGATE)


async def copy(connections: Connections) -> None:
    """Rows by the hundred thousand."""
    connection = await connections.connect()
    await connection.execute("CREATE TABLE IF NOT EXISTS bench_long_copy (id int, n bigint)")
    await announce()
    while True:
        await connection.execute("TRUNCATE bench_long_copy")
        await connection.copy_to_table("bench_long_copy", source=_lines())


async def _lines() -> AsyncIterator[bytes]:
    for first in range(0, COPY_LINES, 1000):
        yield b"".join(LINE % (number, number) for number in range(first, first + 1000))


async def writers(connections: Connections) -> None:
    """Eight sessions that want to change the same row."""
    setup = await connections.connect()
    await setup.execute("CREATE TABLE IF NOT EXISTS bench_counter (id int PRIMARY KEY, n bigint)")
    await setup.execute("INSERT INTO bench_counter VALUES (1, 0) ON CONFLICT DO NOTHING")
    await setup.execute("CREATE TABLE IF NOT EXISTS bench_log (n bigint)")
    writing = [await connections.connect() for _ in range(WRITERS)]
    await announce()
    await asyncio.gather(*(_write(connection) for connection in writing))


async def _write(connection: asyncpg.Connection) -> None:
    while True:
        async with connection.transaction():
            await connection.execute("UPDATE bench_counter SET n = n + 1 WHERE id = 1")
            await connection.execute("INSERT INTO bench_log SELECT i FROM generate_series(1, 100) AS i")


async def announce() -> None:
    """Tell the process that waits for it."""
    print("ready", flush=True)


LOADS: dict[str, Callable[[Connections], Awaitable[None]]] = {"aggregate": aggregate, "copy": copy, "writers": writers}


async def main(dsn: str, name: str) -> None:
    """Run one."""
    async with contextlib.AsyncExitStack() as stack:
        task = asyncio.ensure_future(LOADS[name](Connections(dsn, stack)))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
