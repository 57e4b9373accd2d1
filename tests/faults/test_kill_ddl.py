"""kill -9 amid DDL: the schema is the old or the new one, in the catalogs and in the file alike."""

import shutil
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from protocol import frontend
from tests.server import Server
from tests.wire.client import WireClient

START = """
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL);
INSERT INTO t SELECT n, n FROM generate_series(1, 2000) AS n;
CREATE VIEW v AS SELECT id FROM t;
"""
STATEMENTS = [
    "ALTER TABLE t ADD COLUMN b int DEFAULT 7 CHECK (b > 0), ADD COLUMN c text DEFAULT 'x'",
    "CREATE INDEX t_b ON t (b, lower(c))",
    "ALTER TABLE t ALTER a TYPE text USING a::text, ALTER a SET DEFAULT 'none'",
    "CREATE TABLE child (t int REFERENCES t ON DELETE CASCADE, kind serial)",
    "ALTER TABLE t RENAME TO u",
    "DROP TABLE u CASCADE",
]
KILLS = 3
"""For every statement, at as many moments of the time that it takes."""


def schema(server: Server) -> list[Any]:
    """What the catalogs say, and what reading and writing by it finds."""
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        found: list[Any] = []
        for query in (
            "SELECT relname, relkind, relnatts FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " ORDER BY 1",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
            "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), pg_get_expr(adbin, adrelid)"
            " FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid LEFT JOIN pg_attrdef"
            " ON adrelid = attrelid AND adnum = attnum WHERE relnamespace = 'public'::regnamespace AND attnum > 0"
            " ORDER BY attrelid::regclass::text, attnum",
            "SELECT count(*), count(DISTINCT objid) FROM pg_depend WHERE objid >= 16384",
        ):
            found.append(connection.execute(query).fetchall())
        for name, kind, _ in found[0]:
            if kind == "r":
                found.append(
                    connection.execute(f"SELECT count(*), min(t::text), max(t::text) FROM {name} AS t").fetchall()
                )
        for name in {"t", "u"} & {name for name, _, _ in found[0]}:
            with connection.transaction(force_rollback=True):
                connection.execute(f"UPDATE {name} SET id = id + 100000")
                connection.execute(f"DELETE FROM {name}")
        return found


def seconds_of(server: Server, statement: str) -> float:
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        started = time.perf_counter()
        connection.execute(statement)
        return time.perf_counter() - started


def kill_amid(server: Server, statement: str, seconds: float) -> None:
    """Send a statement, and kill the server that long afterwards."""
    with WireClient(server.host, server.port) as client:
        client.send(frontend.Query(statement.encode()))
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            pass
        server.kill()


@pytest.mark.parametrize("number", range(len(STATEMENTS)))
def test_a_schema_is_the_old_or_the_new_one(tmp_path: Path, number: int) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    with Server(data=before) as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(START)
        for statement in STATEMENTS[:number]:
            connection.execute(statement)
    shutil.copytree(before, after)
    with Server(data=after) as server:
        old = schema(server)
        seconds = seconds_of(server, STATEMENTS[number])
        new = schema(server)
    for kill in range(KILLS):
        data = tmp_path / f"killed {kill}"
        shutil.copytree(before, data)
        kill_amid(Server(data=data).start(), STATEMENTS[number], seconds * (kill + 1) / KILLS)
        with Server(data=data) as server:
            assert schema(server) in (old, new)
