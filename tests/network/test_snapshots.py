"""Snapshots tell a reader which writers it must wait for, and transaction ids go on behind a restart."""

import tempfile
from pathlib import Path

import psycopg

from tests.server import Server

BEHIND = "SELECT count(*) FROM outbox WHERE xid < pg_snapshot_xmin(pg_current_snapshot())"


def test_a_reader_sees_who_still_runs() -> None:
    with Server() as server, psycopg.connect(server.dsn) as writer, psycopg.connect(server.dsn) as reader:
        reader.autocommit = True
        reader.execute("CREATE TABLE outbox (id int, xid xid8 DEFAULT pg_current_xact_id())")
        writer.execute("INSERT INTO outbox (id) VALUES (1)")
        (xid,) = writer.execute("SELECT pg_current_xact_id()::text").fetchone() or ()
        # a later transaction that ends before the writer does
        reader.execute("SELECT pg_current_xact_id()")
        running = "SELECT x::text FROM pg_snapshot_xip(pg_current_snapshot()) x"
        assert reader.execute(running).fetchall() == [(xid,)]
        assert reader.execute("SELECT pg_xact_status(%s::xid8)", [xid]).fetchone() == ("in progress",)
        assert reader.execute(BEHIND).fetchone() == (0,)
        writer.commit()
        assert reader.execute(running).fetchall() == []
        assert reader.execute("SELECT pg_xact_status(%s::xid8)", [xid]).fetchone() == ("committed",)
        assert reader.execute(BEHIND).fetchone() == (1,)
        writer.execute("INSERT INTO outbox (id) VALUES (2)")
        (lost,) = writer.execute("SELECT pg_current_xact_id()::text").fetchone() or ()
        writer.rollback()
        assert reader.execute("SELECT pg_xact_status(%s::xid8)", [lost]).fetchone() == ("aborted",)


def test_a_repeatable_read_keeps_its_snapshot() -> None:
    with Server() as server, psycopg.connect(server.dsn) as writer, psycopg.connect(server.dsn) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        writer.execute("SELECT pg_current_xact_id()")
        (before,) = reader.execute("SELECT pg_current_snapshot()::text").fetchone() or ()
        writer.commit()
        assert reader.execute("SELECT pg_current_snapshot()::text").fetchone() == (before,)
        reader.commit()
        assert reader.execute("SELECT pg_current_snapshot()::text").fetchone() != (before,)


def test_ids_go_on_behind_a_restart() -> None:
    with tempfile.TemporaryDirectory() as folder:
        given = []
        for _ in range(2):
            with Server(data=Path(folder) / "data") as server, psycopg.connect(server.dsn) as session:
                (xid,) = session.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or ()
                given.append(xid)
        assert given[0] < given[1]
