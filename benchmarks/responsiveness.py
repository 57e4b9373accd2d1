"""Whether some keep others waiting: point reads beside long queries, COPY and many writers, and cancelling."""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import asyncpg

from benchmarks.workload import Target

MILLION = 1_000_000
READING_SECONDS = 5.0
ROUNDS = 3
BESIDE = {
    "": "point reads alone",
    "aggregate": "point reads beside a long aggregate",
    "copy": "point reads beside a bulk COPY",
    "writers": "point reads beside 8 writers of a row",
}
"""By the load of `benchmarks.load`."""
AGGREGATE = "SELECT sum(a.n * b.n) FROM bench_long a, bench_long b WHERE a.id % 7 = 0 OR b.id % 11 = 0"
UPDATE = "UPDATE bench_long SET n = n + 1"


@dataclass(frozen=True, slots=True)
class Figures:
    """All in milliseconds."""

    median_read: float
    p99_read: float
    worst_read: float
    cancel_aggregate: float
    cancel_update: float

    def lines(self) -> list[str]:
        """As text."""
        return [
            f"point reads beside a long aggregate and a million-row update: median {self.median_read:.2f} ms, "
            f"99th percentile {self.p99_read:.2f} ms, worst {self.worst_read:.2f} ms",
            f"cancelling takes: aggregate {self.cancel_aggregate:.1f} ms, update {self.cancel_update:.1f} ms",
        ]


async def prepare(target: Target) -> None:
    """A table of a million rows."""
    connection = await asyncpg.connect(target.dsn)
    await connection.execute("DROP TABLE IF EXISTS bench_long")
    await connection.execute("CREATE TABLE bench_long (id int PRIMARY KEY, n bigint NOT NULL)")
    await connection.execute(f"INSERT INTO bench_long SELECT i, i FROM generate_series(1, {MILLION}) AS i", timeout=120)
    await connection.close()


async def point_reads(target: Target, seconds: float) -> list[float]:
    """The durations, in milliseconds, of point reads made one after another."""
    connection = await asyncpg.connect(target.dsn)
    statement = await connection.prepare("SELECT n FROM bench_long WHERE id = $1")
    durations: list[float] = []
    end = time.perf_counter() + seconds
    while (started := time.perf_counter()) < end:
        await statement.fetchval(len(durations) * 7919 % MILLION + 1)
        durations.append((time.perf_counter() - started) * 1000)
    await connection.close()
    return sorted(durations)


async def cancelled_after(target: Target, sql: str, running: asyncio.Event, until: asyncio.Event) -> float:
    """Run a long statement until the event, then cancel it: the milliseconds until the session is free again."""
    connection = await asyncpg.connect(target.dsn)
    await connection.execute("BEGIN")
    query = asyncio.create_task(connection.execute(sql))
    running.set()
    waiting = asyncio.create_task(until.wait())
    await asyncio.wait([query, waiting], return_when=asyncio.FIRST_COMPLETED)
    while query.done() and not until.is_set():
        query.result()
        query = asyncio.create_task(connection.execute(sql))
        await asyncio.wait([query, waiting], return_when=asyncio.FIRST_COMPLETED)
    started = time.perf_counter()
    query.cancel()
    with contextlib.suppress(asyncio.CancelledError, asyncpg.QueryCanceledError):
        await query
    await connection.execute("ROLLBACK")
    elapsed = (time.perf_counter() - started) * 1000
    await connection.close()
    return elapsed


async def measure(target: Target, seconds: float = READING_SECONDS) -> Figures:
    """Three sessions at once."""
    await prepare(target)
    over = asyncio.Event()
    started = [asyncio.Event(), asyncio.Event()]
    long_ones = [
        asyncio.create_task(cancelled_after(target, sql, event, over))
        for sql, event in zip((AGGREGATE, UPDATE), started, strict=True)
    ]
    for event in started:
        await event.wait()
    durations = await point_reads(target, seconds)
    over.set()
    aggregate, update = await asyncio.gather(*long_ones)
    count = len(durations)
    return Figures(durations[count // 2], durations[count * 99 // 100], durations[-1], aggregate, update)


@contextlib.contextmanager
def load(target: Target, name: str) -> Iterator[None]:
    """Another process that keeps the server busy meanwhile; none for no name."""
    if not name:
        yield
        return
    command = [sys.executable, "-m", "benchmarks.load", target.dsn, name]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            if not process.stdout.readline():
                raise RuntimeError(f"the load {name} did not begin")
            yield
        finally:
            process.terminate()
            process.wait()


def beside(targets: Mapping[str, Target], name: str, seconds: float = READING_SECONDS) -> str:
    """A line with the median and the 99th percentile on each server, which take turns."""
    durations: dict[str, list[float]] = {server: [] for server in targets}
    for _ in range(ROUNDS):
        for server, target in targets.items():
            with load(target, name):
                durations[server] += asyncio.run(point_reads(target, seconds / ROUNDS))
    figures = []
    for found in durations.values():
        found.sort()
        figures += [found[len(found) // 2], found[len(found) * 99 // 100]]
    medians = " ".join(f"{figure:>12.2f}" for figure in figures)
    return f"{BESIDE[name]:<50} {medians} {figures[3] / figures[1]:>8.2f}"


def table(targets: Mapping[str, Target]) -> Iterator[str]:
    """A heading and a line for each load."""
    for target in targets.values():
        asyncio.run(prepare(target))
    columns = [f"{server} {figure}" for server in targets for figure in ("50 %", "99 %")]
    yield f"{'in milliseconds':<50} {' '.join(f'{column:>12}' for column in columns)} {'99 %':>8}"
    for name in BESIDE:
        yield beside(targets, name)
