"""What a table stores as expressions is computed on a connection that has never seen their functions."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from tests.server import Server

SCHEMA = """
    CREATE TABLE word (
        text text,
        length int,
        upper text GENERATED ALWAYS AS (upper(text)) STORED,
        CHECK (length(lpad(text, 10)) = 10),
        CHECK (length::text ~ '^[0-9]+$')
    );
    CREATE INDEX ON word (lower(text));
    CREATE INDEX ON word (length) WHERE md5(text) <> 'x';
    CREATE UNIQUE INDEX ON word (reverse(text));
    CREATE VIEW letter AS SELECT initcap(text) AS title, place FROM word, generate_series(1, length) AS place;
    INSERT INTO word VALUES ('abc', 2)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that has registered no function yet, over data that need several."""
    data = tmp_path / "data"
    with Server(data=data) as first, psycopg.connect(first.dsn) as connection:
        connection.execute(SCHEMA)
    with Server(data=data) as again:
        yield again


@pytest.fixture
def connection(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn) as connection:
        yield connection


def test_insert(connection: psycopg.Connection) -> None:
    row = connection.execute("INSERT INTO word VALUES ('x', 1) RETURNING *").fetchone()
    assert row == ("x", 1, "X")


def test_constraints(connection: psycopg.Connection) -> None:
    with pytest.raises(errors.UniqueViolation):
        connection.execute("INSERT INTO word VALUES ('abc', 1)")
    connection.rollback()
    with pytest.raises(errors.CheckViolation):
        connection.execute("INSERT INTO word VALUES ('y', -1)")


def test_copy_keeps_its_first_row(connection: psycopg.Connection) -> None:
    with connection.cursor().copy("COPY word (text, length) FROM STDIN") as copy:
        for number in range(3):
            copy.write_row((f"c{number}", number))
    rows = connection.execute("SELECT upper FROM word ORDER BY 1").fetchall()
    assert rows == [("ABC",), ("C0",), ("C1",), ("C2",)]


def test_index(connection: psycopg.Connection) -> None:
    assert connection.execute("SELECT length FROM word WHERE lower(text) = 'abc'").fetchall() == [(2,)]


def test_view(connection: psycopg.Connection) -> None:
    assert connection.execute("SELECT * FROM letter ORDER BY 2").fetchall() == [("Abc", 1), ("Abc", 2)]
