"""ALTER SYSTEM: what sessions begin with, once the server has reloaded it or was started again."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.server import Server

SOURCES = "SELECT setting, source, sourceline, pending_restart FROM pg_settings WHERE name = %s"
FILE = "SELECT name, setting, applied, error FROM pg_file_settings ORDER BY seqno"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_sessions_follow_after_a_reload(data: Path) -> None:
    with Server(data=data) as server, psycopg.connect(server.dsn, autocommit=True) as one:
        with psycopg.connect(server.dsn, autocommit=True) as two:
            two.execute("SET work_mem = '9MB'")
            one.execute("ALTER SYSTEM SET work_mem = '5MB'")
            one.execute('ALTER SYSTEM SET search_path TO a, "B c"')
            assert one.execute("SHOW work_mem").fetchone() == ("4MB",)
            one.execute("SELECT pg_reload_conf()")
            assert one.execute(SOURCES, ("work_mem",)).fetchone() == ("5120", "configuration file", 3, False)
            assert one.execute("SHOW search_path").fetchone() == ('a, "B c"',)
            assert two.execute("SHOW work_mem").fetchone() == ("9MB",)
            two.execute("RESET work_mem")
            assert two.execute("SHOW work_mem").fetchone() == ("5MB",)
            two.execute("ALTER ROLE postgres SET work_mem = '7MB'")
        with psycopg.connect(server.dsn, autocommit=True) as three:
            assert three.execute("SHOW work_mem").fetchone() == ("7MB",)
            one.execute("ALTER SYSTEM RESET ALL")
            one.execute("SELECT pg_reload_conf()")
            assert three.execute("SHOW work_mem").fetchone() == ("7MB",)
        assert one.execute(SOURCES, ("work_mem",)).fetchone() == ("4096", "default", None, False)
        assert one.execute("SHOW search_path").fetchone() == ('"$user", public',)


def test_some_settings_wait_for_another_start(data: Path) -> None:
    with Server(data=data) as server, psycopg.connect(server.dsn, autocommit=True) as session:
        session.execute("ALTER SYSTEM SET max_connections = 77")
        session.execute("ALTER SYSTEM SET shared_buffers = '1GB'")
        session.execute("ALTER SYSTEM SET my.own = 'it''s \\ here'")
        session.execute("SELECT pg_reload_conf()")
        assert session.execute(SOURCES, ("max_connections",)).fetchone() == ("300", "command line", None, True)
        assert session.execute(FILE).fetchall() == [
            ("max_connections", "77", False, "setting could not be applied"),
            ("shared_buffers", "1GB", False, "setting could not be applied"),
            ("my.own", "it's \\ here", True, None),
        ]
    with Server(data=data) as again, psycopg.connect(again.dsn, autocommit=True) as session:
        assert session.execute("SHOW max_connections").fetchone() == ("77",)
        assert session.execute("SHOW shared_buffers").fetchone() == ("1GB",)
        assert session.execute("SHOW my.own").fetchone() == ("it's \\ here",)
        assert session.execute(FILE).fetchall()[0] == ("max_connections", "77", True, None)
    with Server("--max-connections", "66", data=data) as told, psycopg.connect(told.dsn) as session:
        assert session.execute("SHOW max_connections").fetchone() == ("66",)


def test_a_file_that_cannot_be_read_changes_nothing(data: Path) -> None:
    with Server(data=data) as server, psycopg.connect(server.dsn, autocommit=True) as session:
        session.execute("ALTER SYSTEM SET work_mem = '5MB'")
        (data / "postgresql.auto.conf").write_text("work_mem = '6MB'\nnosuch = 1\nwork_mem '7MB # comment\n")
        session.execute("SELECT pg_reload_conf()")
        assert session.execute("SHOW work_mem").fetchone() == ("4MB",)
        assert session.execute(FILE).fetchall() == [
            ("work_mem", "6MB", False, None),
            ("nosuch", "1", False, 'unrecognized configuration parameter "nosuch"'),
            (None, "", False, "syntax error"),
        ]
