"""TPC-H: its schema, rows of our own, and its 22 queries with the parameters by which results are validated."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from benchmarks.tpch.data import Data
from benchmarks.workload import Result, Target, Workload

SCALE = 0.1
_HERE = Path(__file__).parent


def queries() -> dict[str, str]:
    """The queries by what they are called: a number and a few words."""
    text = (_HERE / "queries.sql").read_text()
    return {
        name: query.strip().rstrip(";") for name, query in re.findall(r"^-- (\d+ .*)\n([^;]*;)", text, re.MULTILINE)
    }


def prepare(target: Target, scale: float) -> None:
    """The tables with their rows, as PostgreSQL's users load them: keys first, ANALYZE last."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS lineitem, orders, customer, partsupp, supplier, part, nation, region")
        for statement in (_HERE / "schema.sql").read_text().split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        for table, rows in Data(scale).tables():
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        connection.execute("ANALYZE")


def answer(target: Target, query: str) -> tuple[float, list[tuple[object, ...]]]:
    """Milliseconds and rows of a query."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        started = time.perf_counter()
        rows = connection.execute(query.encode()).fetchall()
        return (time.perf_counter() - started) * 1000, rows


def measure(targets: dict[str, Target]) -> Iterator[Result]:
    """Every query on each server, which must give the same rows, then their total."""
    for target in targets.values():
        prepare(target, SCALE)
    total = Result(_workload("all 22 queries"), {name: [0.0] for name in targets})
    for name, query in queries().items():
        result = Result(_workload(name), {})
        rows = {}
        for server, target in targets.items():
            milliseconds, rows[server] = answer(target, query)
            result.figures[server] = [milliseconds]
            total.figures[server][0] += milliseconds
        if len({repr(found) for found in rows.values()}) > 1:
            result.failure = "the servers give different rows"
        yield result
    yield total


def _workload(name: str) -> Workload:
    return Workload(f"TPC-H {SCALE}: {name}", "ms", lambda _: 0.0, more_is_better=False)
