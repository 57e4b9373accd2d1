"""A statement that takes long to plan does not keep other sessions waiting, and sees the catalog that they leave."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest

from tests.server import Server

ANSWERS = 3
"""What others get at most where they have to wait: one before, one behind, and one beside."""
ROWS = 6_000
LONG = "INSERT INTO thing VALUES " + ", ".join(f"({n}, 'text {n}', {n}.25)" for n in range(ROWS))
DEEP = "SELECT " + "lower(" * 300 + "label" + ")" * 300 + " FROM thing"
WIDE = "SELECT " + ", ".join(f"CASE WHEN a = {n} THEN price + {n} END" for n in range(600)) + " FROM thing"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running, psycopg.connect(running.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE thing (a int, label text, price numeric)")
        connection.execute("CREATE TABLE other (a int PRIMARY KEY)")
        connection.execute("INSERT INTO other VALUES (1)")
        yield running


@pytest.mark.parametrize("statement", [LONG, DEEP, WIDE], ids=["long", "deep", "wide"])
def test_others_go_on(server: Server, statement: str) -> None:
    with psycopg.connect(server.dsn, autocommit=True) as planning, psycopg.connect(server.dsn, autocommit=True) as c:
        worker = threading.Thread(target=planning.execute, args=(statement.encode(),))
        worker.start()
        answers = 0
        while worker.is_alive():
            assert c.execute("SELECT a FROM other WHERE a = 1").fetchall() == [(1,)]
            answers += 1
        assert answers > ANSWERS


def test_it_can_be_canceled(server: Server) -> None:
    with psycopg.connect(server.dsn, autocommit=True) as planning:
        planning.execute("SET statement_timeout = 20")
        with pytest.raises(psycopg.errors.QueryCanceled, match="due to statement timeout"):
            planning.execute(LONG.encode())
        assert planning.execute("SELECT count(*) FROM thing").fetchone() == (0,)


def test_a_table_changes_meanwhile(server: Server) -> None:
    """The columns come and go while others plan what they read of them: no answer is that of an old table."""
    with psycopg.connect(server.dsn, autocommit=True) as planning, psycopg.connect(server.dsn, autocommit=True) as c:
        stop = threading.Event()

        def change() -> None:
            while not stop.is_set():
                c.execute("BEGIN; ALTER TABLE other ADD b int DEFAULT 7; UPDATE other SET b = 8; COMMIT")
                c.execute("ALTER TABLE other DROP b")

        changing = threading.Thread(target=change)
        changing.start()
        try:
            for n in range(60):
                many = ", ".join(f"a + {n + place}" for place in range(40))
                (row,) = planning.execute(f"SELECT o.*, {many} FROM other o".encode()).fetchall()
                assert row[0] == 1
                assert row[1:-40] in ((), (8,))
                assert row[-40:] == tuple(range(n + 1, n + 41))
        finally:
            stop.set()
            changing.join()
