"""Statements longer than what SQLite takes in one piece."""

import datetime as dt
from decimal import Decimal

import psycopg
import pytest

from tests.clients.target import Target, Targets, assert_same
from tests.server import Server

MOST = 40_000
"""Parameters; SQLite has 32,766 variables."""
NUMBERS = ", ".join(map(str, range(1500)))
DOUBLED = " ".join(f", w{n} AS (SELECT x.n FROM w{n - 1} x, w{n - 1} y OFFSET 0)" for n in range(1, 12))


def long_statements(target: Target) -> list[object]:
    """Arrays, set operations and calls of many members."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        notes: list[object] = []
        connection.execute("CREATE TEMP TABLE square AS SELECT 5 AS side, 25 AS area")
        for query in (
            f"SELECT ARRAY[{NUMBERS}], 1.5 = ANY (ARRAY[{NUMBERS}]::float8[]), 7 IN ({NUMBERS})",
            "SELECT count(*) FROM (" + " UNION ALL ".join(f"SELECT {n}" for n in range(1500)) + ") AS t",
            "SELECT count(*) FROM (" + " UNION ".join(f"SELECT '{n % 700}'::text" for n in range(1500)) + ") AS t",
            f"SELECT concat({NUMBERS})",
            "SELECT count(*) FROM (SELECT 5 AS a) AS t WHERE "
            + " OR ".join(f"t.a = {n} OR {n} = 1" for n in range(400)),
            "SELECT * FROM square WHERE " + " OR ".join(f"side = {n} AND area = {n * n}" for n in range(4000)),
        ):
            try:
                notes.append(connection.execute(query).fetchall())
            except psycopg.Error as error:
                notes.append((error.sqlstate, error.diag.message_primary, error.diag.statement_position))
        return notes


def test_long_statements(targets: Targets) -> None:
    assert_same(long_statements, targets)


def many_parameters(target: Target) -> list[object]:
    """More than SQLite has variables."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE wide (id serial, n int, label text, price numeric, at timestamptz)")
        rows = [
            (n, f"label {n}", Decimal(n) / 8, dt.datetime(2020, 1, 1, n % 24, tzinfo=dt.UTC)) for n in range(MOST // 4)
        ]
        query = "INSERT INTO wide (n, label, price, at) VALUES " + ", ".join(["(%s, %s, %s, %s)"] * len(rows))
        inserted = connection.execute(query, [value for row in rows for value in row]).rowcount
        marks = ", ".join(["%s"] * MOST)
        among = connection.execute(f"SELECT count(*), sum(id) FROM wide WHERE n IN ({marks})", range(MOST)).fetchall()
        ordered = connection.execute(f"SELECT ARRAY[{marks}]", [f"{n}" for n in range(MOST)]).fetchall()
        sums = connection.execute("SELECT sum(n), sum(price), min(label), max(at) FROM wide").fetchall()
        with connection.transaction(), connection.cursor("suspended") as cursor:
            cursor.execute(f"SELECT n, label FROM wide WHERE n NOT IN ({marks}) ORDER BY n", range(5, MOST + 5))
            some = [cursor.fetchone(), cursor.fetchmany(3), cursor.fetchall()]
        return [inserted, among, ordered, sums, some]


def test_many_parameters(targets: Targets) -> None:
    assert_same(many_parameters, targets)


@pytest.mark.parametrize(
    "query",
    [
        f"WITH w0 AS (SELECT 1 AS n){DOUBLED} SELECT n FROM w11",
        "SELECT 1 FROM " + ", ".join(f"(SELECT {n}) AS t{n}" for n in range(70)),
    ],
)
def test_what_sqlite_cannot_take_is_refused(server: Server, query: str) -> None:
    with psycopg.connect(server.dsn, autocommit=True) as connection, pytest.raises(psycopg.errors.FeatureNotSupported):
        connection.execute(query)
