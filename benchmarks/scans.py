"""Queries that compute something for each of a hundred thousand rows."""

import time
from collections.abc import Callable

import psycopg

from benchmarks.workload import Target, Workload

ROWS = 100_000

QUERIES = {
    "sum and avg of numeric": "SELECT sum(amount), avg(amount) FROM bench_facts",
    "group by numeric": "SELECT amount, count(*) FROM bench_facts GROUP BY amount",
    "date arithmetic": (
        "SELECT count(*) FROM bench_facts WHERE day + 30 > date '2024-06-01' AND day - date '2020-01-01' > 99"
    ),
    "date_trunc": "SELECT date_trunc('month', at), count(*) FROM bench_facts GROUP BY 1",
    "jsonb extraction": "SELECT sum((doc ->> 'n')::int) FROM bench_facts",
    "jsonb containment": """SELECT count(*) FROM bench_facts WHERE doc @> '{"kind": 3}'""",
    "text LIKE": "SELECT count(*) FROM bench_facts WHERE label LIKE '%99%'",
    "text regular expression": "SELECT count(*) FROM bench_facts WHERE label ~ '9[0-4]$'",
    "array containment": "SELECT count(*) FROM bench_facts WHERE tags @> ARRAY[3]",
    "order by timestamptz": f"SELECT at FROM bench_facts ORDER BY at OFFSET {ROWS - 1}",
}


def prepare_facts(target: Target) -> None:
    """The table, made once for all queries."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('bench_facts')").fetchone() != (None,):
            return
        connection.execute(
            "CREATE TABLE bench_facts (id int PRIMARY KEY, amount numeric(12,2), day date, at timestamptz, doc jsonb,"
            " label text, tags int[])"
        )
        connection.execute(
            "INSERT INTO bench_facts SELECT i, (i * 7919 % 1000) / 4.0, date '2024-01-01' + i % 365,"
            " timestamptz '2024-01-01 00:00+00' + i * 7919 % 500000 * interval '1 minute',"
            " jsonb_build_object('n', i, 'kind', i % 10, 'name', 'name ' || i, 'tags', jsonb_build_array(i, i % 7)),"
            f" 'label ' || i * 7919 % 100003, ARRAY[i % 10, i % 7, i % 3] FROM generate_series(1, {ROWS}) AS i"
        )
        connection.execute("ANALYZE bench_facts")


def answer(query: str) -> Callable[[Target], float]:
    """Milliseconds of a query."""

    def run(target: Target) -> float:
        with psycopg.connect(target.dsn, autocommit=True) as connection:
            started = time.perf_counter()
            connection.execute(query)
            return (time.perf_counter() - started) * 1000

    return run


WORKLOADS = [
    Workload(f"100,000 rows: {name}", "ms", answer(query), prepare_facts, more_is_better=False, rounds=3)
    for name, query in QUERIES.items()
]
