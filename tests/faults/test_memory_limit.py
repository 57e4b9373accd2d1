"""A statement that asks for more memory than the server was given fails alone."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.server import Server

SORTED = "SELECT n, md5(n::text) || repeat('x', 400) FROM generate_series(1, 400000) n ORDER BY 2 DESC"
KEPT = f"CREATE TEMP TABLE kept AS {SORTED}"


@pytest.fixture(scope="module")
def limited() -> Iterator[Server]:
    with Server("--memory-limit", "64") as server:
        yield server


def test_others_go_on(limited: Server) -> None:
    with psycopg.connect(limited.dsn, autocommit=True) as one, psycopg.connect(limited.dsn, autocommit=True) as two:
        two.execute("CREATE TABLE thing (a int PRIMARY KEY)")
        for statement in (SORTED, KEPT, SORTED):
            with pytest.raises(psycopg.errors.OutOfMemory):
                one.execute(statement)
            two.execute("INSERT INTO thing SELECT coalesce(max(a), 0) + 1 FROM thing")
            assert one.execute("SELECT count(*) FROM generate_series(1, 10000)").fetchone() == (10_000,)
        assert one.execute("SELECT array_agg(a ORDER BY a) FROM thing").fetchone() == ([1, 2, 3],)
        two.execute("DROP TABLE thing")


def test_the_transaction_fails_as_a_whole(limited: Server) -> None:
    with psycopg.connect(limited.dsn, autocommit=True) as session:
        session.execute("CREATE TABLE thing (a int, b text)")
        session.execute("BEGIN; INSERT INTO thing VALUES (1, 'x')")
        with pytest.raises(psycopg.errors.OutOfMemory):
            session.execute(KEPT)
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            session.execute("SELECT 1")
        session.execute("ROLLBACK")
        assert session.execute("SELECT count(*) FROM thing").fetchone() == (0,)
        session.execute("INSERT INTO thing VALUES (2, 'y')")
        assert session.execute("SELECT a FROM thing").fetchall() == [(2,)]
        session.execute("DROP TABLE thing")
