"""Workloads through Python drivers: each runs a fixed number of operations and gives operations per second."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import psycopg
import psycopg2

from benchmarks.workload import Target, Workload

ROWS = 10_000
COPY_ROWS = 100_000


def prepare_tables(target: Target) -> None:
    """The tables of all workloads, made anew."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_point, bench_insert, bench_mixed, bench_copy")
        connection.execute("CREATE TABLE bench_point (id int PRIMARY KEY, n int NOT NULL, label text)")
        connection.execute(f"INSERT INTO bench_point SELECT i, i, 'label ' || i FROM generate_series(1, {ROWS}) AS i")
        connection.execute("CREATE TABLE bench_insert (id serial PRIMARY KEY, n int, label text)")
        connection.execute(
            "CREATE TABLE bench_mixed (id int PRIMARY KEY, label text, price numeric(10,2), ratio float8,"
            " at timestamptz, day date, flag bool, key uuid)"
        )
        connection.execute(
            "INSERT INTO bench_mixed SELECT i, 'label ' || i, i / 4.0, i / 3.0::float8, '2024-01-01 12:34:56.789+00',"
            " date '2024-01-01' + i % 365, i % 2 = 0, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"
            f" FROM generate_series(1, {ROWS}) AS i"
        )
        connection.execute("CREATE TABLE bench_copy (id int, label text, price numeric(10,2), day date)")


def per_second(operations: int, started: float) -> float:
    """Operations per second since `started`."""
    return operations / (time.perf_counter() - started)


def through_asyncpg(work: Callable[[Any], Awaitable[float]]) -> Callable[[Target], float]:
    """A round that runs in an asyncpg connection of its own, which is not part of the figure."""

    async def connected(target: Target) -> float:
        connection = await asyncpg.connect(target.dsn)
        try:
            return await work(connection)
        finally:
            await connection.close()

    return lambda target: asyncio.run(connected(target))


def connect(target: Target) -> float:
    """Open and close a session, without a query."""
    count = 60
    started = time.perf_counter()
    for _ in range(count):
        psycopg2.connect(target.dsn).close()
    return per_second(count, started)


async def prepared_point_select(connection: Any) -> float:
    """One row by its primary key through a prepared statement."""
    count = 3000
    statement = await connection.prepare("SELECT id, n, label FROM bench_point WHERE id = $1")
    started = time.perf_counter()
    for i in range(count):
        await statement.fetchrow(i % ROWS + 1)
    return per_second(count, started)


def literal_point_select(target: Target) -> float:
    """One row by its primary key, the key written into the text, another one each time."""
    count = 2000
    connection = psycopg2.connect(target.dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        started = time.perf_counter()
        for i in range(count):
            cursor.execute("SELECT id, n, label FROM bench_point WHERE id = %s", [i % ROWS + 1])
            cursor.fetchone()
        result = per_second(count, started)
    connection.close()
    return result


async def insert_autocommit(connection: Any) -> float:
    """One row per transaction."""
    count = 2000
    statement = await connection.prepare("INSERT INTO bench_insert (n, label) VALUES ($1, $2)")
    started = time.perf_counter()
    for i in range(count):
        await statement.fetch(i, "a label")
    return per_second(count, started)


async def insert_many(connection: Any) -> float:
    """A hundred rows by executemany in one transaction; the figure counts rows."""
    batches = 20
    rows = [(i, "a label") for i in range(100)]
    started = time.perf_counter()
    for _ in range(batches):
        async with connection.transaction():
            await connection.executemany("INSERT INTO bench_insert (n, label) VALUES ($1, $2)", rows)
    return per_second(batches * len(rows), started)


async def update_by_key(connection: Any) -> float:
    """One row per transaction, found by its primary key."""
    count = 2000
    statement = await connection.prepare("UPDATE bench_point SET n = n + 1 WHERE id = $1")
    started = time.perf_counter()
    for i in range(count):
        await statement.fetch(i * 7 % ROWS + 1)
    return per_second(count, started)


def fetch(binary: bool) -> Callable[[Target], float]:
    """Ten thousand rows of mixed types in one result."""

    def run(target: Target) -> float:
        repeats = 3
        with psycopg.connect(target.dsn) as connection, connection.cursor(binary=binary) as cursor:
            started = time.perf_counter()
            for _ in range(repeats):
                cursor.execute("SELECT * FROM bench_mixed")
                assert cursor.pgresult is not None
                assert cursor.pgresult.ntuples == ROWS
            return per_second(repeats * ROWS, started)

    return run


COPY_DATA = b"".join(b"%d\tlabel %d\t%d.25\t2024-01-%02d\n" % (i, i, i, i % 28 + 1) for i in range(COPY_ROWS))


def copy_in(target: Target) -> float:
    """COPY FROM STDIN of a hundred thousand rows."""
    with psycopg.connect(target.dsn, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE bench_copy")
        started = time.perf_counter()
        with cursor.copy("COPY bench_copy FROM STDIN") as copy:
            for at in range(0, len(COPY_DATA), 65536):
                copy.write(COPY_DATA[at : at + 65536])
        return per_second(COPY_ROWS, started)


def copy_out(target: Target) -> float:
    """COPY TO STDOUT of the same."""
    with psycopg.connect(target.dsn) as connection, connection.cursor() as cursor:
        started = time.perf_counter()
        with cursor.copy("COPY bench_copy TO STDOUT") as copy:
            for _ in copy:
                pass
        return per_second(COPY_ROWS, started)


WORKLOADS = [
    Workload("connect (psycopg2)", "connections/s", connect, prepare_tables),
    Workload("prepared point select (asyncpg)", "queries/s", through_asyncpg(prepared_point_select)),
    Workload("point select, constants in the text (psycopg2)", "queries/s", literal_point_select),
    Workload("1-row insert, autocommit (asyncpg)", "inserts/s", through_asyncpg(insert_autocommit)),
    Workload("100-row executemany in a transaction (asyncpg)", "rows/s", through_asyncpg(insert_many)),
    Workload("update by primary key (asyncpg)", "updates/s", through_asyncpg(update_by_key)),
    Workload("fetch 10,000 mixed rows as text (psycopg)", "rows/s", fetch(binary=False)),
    Workload("fetch 10,000 mixed rows in binary (psycopg)", "rows/s", fetch(binary=True)),
    Workload("COPY in 100,000 rows (psycopg)", "rows/s", copy_in, rounds=3),
    Workload("COPY out 100,000 rows (psycopg)", "rows/s", copy_out, rounds=3),
]
