"""Tablespaces with directories of their own, kept over a restart; and sessions that end with their first error."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.server import Server

PLACES = "SELECT spcname, pg_tablespace_location(oid), pg_tablespace_size(oid) FROM pg_tablespace WHERE oid > 16383"


def test_directories_are_kept_and_nothing_is_written_there(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    data = tmp_path / "data"
    with Server(data=data) as server, psycopg.connect(server.dsn, autocommit=True) as session:
        session.execute(f"CREATE TABLESPACE here LOCATION '{place}/'")
        with pytest.raises(psycopg.errors.ObjectInUse, match="already in use as a tablespace"):
            session.execute(f"CREATE TABLESPACE again LOCATION '{place}'")
        session.execute("CREATE TABLE thing (a int PRIMARY KEY USING INDEX TABLESPACE here) TABLESPACE here")
        session.execute("INSERT INTO thing VALUES (1)")
        session.execute("CREATE DATABASE other TABLESPACE here")
    with Server(data=data) as server, psycopg.connect(server.dsn, autocommit=True) as session:
        assert session.execute(PLACES).fetchall() == [("here", str(place), 0)]
        assert session.execute("SELECT * FROM thing").fetchall() == [(1,)]
        with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match='tablespace "here" is not empty'):
            session.execute("DROP TABLESPACE here")
        session.execute("DROP TABLE thing")
        found = session.execute(
            "SELECT datname FROM pg_tablespace t, pg_tablespace_databases(t.oid) d, pg_database b "
            "WHERE spcname = 'here' AND b.oid = d"
        )
        assert found.fetchall() == [("other",)]
        with psycopg.connect(server.dsn, dbname="other", autocommit=True) as elsewhere:
            elsewhere.execute("CREATE TABLE plain (a int) TABLESPACE here")
            elsewhere.execute("CREATE TABLE moved (a int) TABLESPACE pg_default")
            found = elsewhere.execute("SELECT relname, reltablespace FROM pg_class WHERE relname IN ('plain', 'moved')")
            assert sorted(found.fetchall()) == [("moved", 1663), ("plain", 0)]
        with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
            session.execute("DROP TABLESPACE here")
        session.execute("DROP DATABASE other")
        session.execute("DROP TABLESPACE here")
    assert list(place.iterdir()) == []


def test_a_file_is_no_directory(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with psycopg.connect(server.dsn, autocommit=True) as session, pytest.raises(psycopg.errors.WrongObjectType):
        session.execute(f"CREATE TABLESPACE x LOCATION '{tmp_path}/file'")


def test_an_error_ends_a_session_that_asked_for_it(server: Server) -> None:
    with psycopg.connect(server.dsn, autocommit=True) as session:
        session.execute("SET exit_on_error = on")
        session.execute("SELECT 1")
        with pytest.raises(psycopg.errors.DivisionByZero) as raised:
            session.execute("SELECT 1 / 0")
        assert raised.value.diag.severity == "FATAL"
        assert session.closed
