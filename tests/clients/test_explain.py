"""EXPLAIN: SQLite's plans in PostgreSQL's form, and that SQLite uses the indexes that it should."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.server import Server

SCHEMA = """
    CREATE TABLE thing (id int PRIMARY KEY, kind int, name text, price numeric(10,2), at timestamptz);
    CREATE TABLE part (id int PRIMARY KEY, thing int REFERENCES thing);
    CREATE INDEX thing_kind ON thing (kind);
    CREATE INDEX thing_name ON thing (name);
    CREATE INDEX thing_price ON thing (price);
    CREATE INDEX thing_at ON thing (at DESC);
    CREATE INDEX thing_lower ON thing (lower(name));
    CREATE INDEX thing_shown ON thing ((kind % 7), left(name, 3));
"""


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    with Server() as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(SCHEMA)
        yield connection


def plan(connection: psycopg.Connection, query: str, *parameters: Any) -> list[str]:
    rows = connection.execute(f"EXPLAIN (COSTS OFF) {query}".encode(), parameters or None).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM thing WHERE id = 1", "thing_pkey"),
        ("SELECT * FROM thing WHERE id IN (1, 2)", "thing_pkey"),
        ("SELECT * FROM thing WHERE kind > 3 AND kind < 9", "thing_kind"),
        ("SELECT * FROM thing WHERE kind BETWEEN 3 AND 9", "thing_kind"),
        ("SELECT * FROM thing WHERE name = 'x'", "thing_name"),
        ("SELECT * FROM thing WHERE name >= 'x'", "thing_name"),
        ("SELECT * FROM thing WHERE price = 1.5", "thing_price"),
        ("SELECT * FROM thing WHERE price > 1.5", "thing_price"),
        ("SELECT * FROM thing WHERE at > '2024-01-01+00'", "thing_at"),
        ("SELECT * FROM thing WHERE at > now() - interval '1 day'", "thing_at"),
        ("SELECT * FROM thing WHERE lower(name) = 'x'", "thing_lower"),
        ("SELECT * FROM thing WHERE kind % 7 = 3", "thing_shown"),
        ("SELECT * FROM thing ORDER BY name LIMIT 1", "thing_name"),
        ("SELECT * FROM thing AS t JOIN part AS p ON p.thing = t.id", "thing_pkey"),
        ("SELECT * FROM thing WHERE id = (SELECT max(thing) FROM part)", "thing_pkey"),
        ("UPDATE thing SET name = 'y' WHERE id = 3", "thing_pkey"),
        ("DELETE FROM part WHERE id = 3", "part_pkey"),
    ],
)
def test_an_index_is_used(connection: psycopg.Connection, query: str, index: str) -> None:
    assert any(f" using {index} on " in line for line in plan(connection, query)), plan(connection, query)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("SELECT * FROM thing WHERE id = 1", ["Index Scan using thing_pkey on thing", "  Index Cond: (id = ?)"]),
        (
            "SELECT * FROM thing WHERE lower(name) = 'x'",
            ["Index Scan using thing_lower on thing", "  Index Cond: (lower(name) = ?)"],
        ),
        (
            "SELECT * FROM thing WHERE kind % 7 = 3 AND left(name, 3) > 'x'",
            [
                "Index Scan using thing_shown on thing",
                """  Index Cond: (((kind % 7) = ?) AND ("left"(name, 3) > ?))""",
            ],
        ),
        (
            "SELECT * FROM thing AS t LEFT JOIN part AS p ON p.id = t.kind",
            [
                "Nested Loop Left Join",
                "  ->  Seq Scan on thing t",
                "  ->  Index Scan using part_pkey on part p",
                "        Index Cond: (id = ?)",
            ],
        ),
        (
            "SELECT thing, count(*) FROM part GROUP BY thing ORDER BY 2",
            ["Sort", "  ->  GroupAggregate", "        ->  Sort", "              ->  Seq Scan on part"],
        ),
        (
            "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT * FROM n",
            [
                "CTE Scan on n",
                "  CTE n",
                "    ->  Recursive Union",
                "          ->  Result",
                "          ->  WorkTable Scan on n",
            ],
        ),
        (
            "SELECT id, (SELECT count(*) FROM part AS p WHERE p.thing = thing.id) FROM thing",
            ["Seq Scan on thing", "  SubPlan 1", "    ->  Seq Scan on part p"],
        ),
        ("DELETE FROM thing WHERE kind = 1", ["Delete on thing", "  ->  Index Only Scan using thing_kind on thing"]),
    ],
)
def test_the_form(connection: psycopg.Connection, query: str, lines: list[str]) -> None:
    assert plan(connection, query)[: len(lines)] == lines


def test_analyze_runs_the_statement(connection: psycopg.Connection) -> None:
    query = "EXPLAIN (ANALYZE, FORMAT JSON) INSERT INTO thing (id) VALUES (1), (2) RETURNING id"
    row = connection.execute(query).fetchone()
    assert row is not None
    (document,) = row[0]
    assert document["Plan"]["Node Type"] == "ModifyTable"
    assert document["Plan"]["Operation"] == "Insert"
    assert document["Plan"]["Actual Rows"] == 2
    assert document["Execution Time"] >= document["Plan"]["Actual Startup Time"] >= 0
    assert connection.execute("SELECT count(*) FROM thing").fetchone() == (2,)


def test_parameters(connection: psycopg.Connection) -> None:
    assert plan(connection, "SELECT * FROM thing WHERE id = %s", 5)[0] == "Index Scan using thing_pkey on thing"
