"""Databases that come and go by the hundred leave nothing behind."""

from dataclasses import dataclass

import psutil
import psycopg

from pgproxy.cluster import MAX_IDLE
from tests.server import Server

CYCLES = 100


@dataclass(frozen=True)
class Traces:
    """The files of the data folder, those that the server holds open, and the databases that it knows."""

    files: set[str]
    opened: list[str]
    databases: int


def traces(server: Server) -> Traces:
    assert server.data is not None
    assert server.process is not None
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        known = connection.execute("SELECT count(*) FROM pg_database").fetchone()
    assert known is not None
    opened = [file.path for file in psutil.Process(server.process.pid).open_files()]
    return Traces({path.name for path in server.data.iterdir()}, opened, known[0])


def test_clones_of_a_template_leave_nothing_behind() -> None:
    with Server() as server, psycopg.connect(server.dsn, autocommit=True) as administrator:
        administrator.execute("CREATE DATABASE template_of_all")
        template = server.dsn.removesuffix("postgres") + "template_of_all"
        with psycopg.connect(template, autocommit=True) as connection:
            connection.execute("CREATE TABLE t (id serial PRIMARY KEY, label text)")
            connection.execute("INSERT INTO t (label) SELECT repeat('x', 100) FROM generate_series(1, 1000)")
        cycle(server, administrator)
        before = traces(server)
        for _ in range(CYCLES):
            cycle(server, administrator)
        after = traces(server)
        assert after.files == before.files
        assert set(after.opened) == set(before.opened)
        assert len(after.opened) - len(before.opened) < CYCLES // 20  # a few are opened when first needed
        assert after.databases == before.databases


def cycle(server: Server, administrator: psycopg.Connection) -> None:
    administrator.execute("CREATE DATABASE clone TEMPLATE template_of_all")
    with psycopg.connect(server.dsn.removesuffix("postgres") + "clone", autocommit=True) as connection:
        row = connection.execute("INSERT INTO t (label) VALUES ('y') RETURNING id").fetchone()
        assert row == (1001,)
    administrator.execute("DROP DATABASE clone WITH (FORCE)")


def test_a_copy_made_ahead_is_of_the_template_as_it_is() -> None:
    with Server() as server, psycopg.connect(server.dsn, autocommit=True) as administrator:
        at = server.dsn.removesuffix("postgres")
        administrator.execute("CREATE DATABASE filled")
        with psycopg.connect(at + "filled", autocommit=True) as connection:
            connection.execute("CREATE TABLE t (id serial PRIMARY KEY, label text)")
            connection.execute("INSERT INTO t (label) SELECT repeat('x', 1000) FROM generate_series(1, 3000)")
        assert server.data is not None
        before = {path.name for path in server.data.iterdir()}
        for clone, rows in (("one", 3000), ("two", 3000), ("three", 3001), ("four", 3001)):
            if clone == "three":
                with psycopg.connect(at + "filled", autocommit=True) as connection:
                    connection.execute("INSERT INTO t (label) VALUES ('y')")
            administrator.execute(f"CREATE DATABASE {clone} TEMPLATE filled")
            with psycopg.connect(at + clone) as connection:
                assert connection.execute("SELECT count(*), max(id) FROM t").fetchone() == (rows, rows)
                assert connection.execute("INSERT INTO t DEFAULT VALUES RETURNING id").fetchone() == (rows + 1,)
        for clone in ("one", "two", "three", "four"):
            administrator.execute(f"DROP DATABASE {clone} WITH (FORCE)")
        administrator.execute("CREATE DATABASE five TEMPLATE filled")
        administrator.execute("DROP DATABASE filled")  # with its copy made ahead
        with psycopg.connect(at + "five") as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (3001,)
        after = {path.name for path in server.data.iterdir()}
        assert {name for name in after if not name.startswith(("five.", "filled."))} <= before
        assert not any(name.startswith("filled.") for name in after)


def test_databases_that_nobody_uses_are_closed() -> None:
    names = [f"idle_{number}" for number in range(3 * MAX_IDLE)]
    with Server() as server, psycopg.connect(server.dsn, autocommit=True) as administrator:
        at = server.dsn.removesuffix("postgres")
        for name in names:
            administrator.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(at + names[0], autocommit=True) as used:
            used.execute("CREATE TEMP TABLE kept AS SELECT 1 AS a")
            for name in names:
                with psycopg.connect(at + name, autocommit=True) as connection:
                    connection.execute("CREATE TABLE t (id serial, name text)")
                    connection.execute("INSERT INTO t (name) VALUES (current_database())")
            opened = {path for path in traces(server).opened if "/idle_" in path and path.endswith(".sqlite")}
            assert 0 < len(opened) <= MAX_IDLE + 2  # with the one in use, and one whose session is just ending
            assert used.execute("SELECT * FROM kept").fetchall() == [(1,)]
        for name in names:
            with psycopg.connect(at + name, autocommit=True) as connection:
                connection.execute("INSERT INTO t (name) VALUES ('again')")
                assert connection.execute("SELECT id, name FROM t ORDER BY id").fetchall() == [(1, name), (2, "again")]
            administrator.execute(f"DROP DATABASE {name}")
