"""Statements longer than what SQLite takes in one piece."""

import psycopg
import pytest

from tests.clients.target import Target, Targets, assert_same
from tests.server import Server

NUMBERS = ", ".join(map(str, range(1500)))
DOUBLED = " ".join(f", w{n} AS (SELECT x.n FROM w{n - 1} x, w{n - 1} y OFFSET 0)" for n in range(1, 12))


def long_statements(target: Target) -> list[object]:
    """Arrays, set operations and calls of many members."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        notes: list[object] = []
        for query in (
            f"SELECT ARRAY[{NUMBERS}], 1.5 = ANY (ARRAY[{NUMBERS}]::float8[]), 7 IN ({NUMBERS})",
            "SELECT count(*) FROM (" + " UNION ALL ".join(f"SELECT {n}" for n in range(1500)) + ") AS t",
            "SELECT count(*) FROM (" + " UNION ".join(f"SELECT '{n % 700}'::text" for n in range(1500)) + ") AS t",
            f"SELECT concat({NUMBERS})",
        ):
            try:
                notes.append(connection.execute(query).fetchall())
            except psycopg.Error as error:
                notes.append((error.sqlstate, error.diag.message_primary, error.diag.statement_position))
        return notes


def test_long_statements(targets: Targets) -> None:
    assert_same(long_statements, targets)


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
