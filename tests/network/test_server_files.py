"""COPY with files and programs of the server, as PostgreSQL does it where the server allows it."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.oracle import Cluster
from tests.server import Server

TABLE = "CREATE TABLE thing (a int, b text)"
STATEMENTS = (
    "COPY thing TO 'relative'",
    "COPY (SELECT 1) TO 'relative'",
    "COPY thing FROM 'relative'",
    "COPY thing FROM '/nonexistent/file'",
    "COPY thing TO '/nonexistent/file'",
    "COPY thing FROM '{folder}'",
    "COPY thing TO '{folder}'",
    "COPY thing FROM ''",
    "COPY thing (a) FROM /* the client's */ ''",
    "COPY thing TO $$$$",
    "COPY (SELECT 1) TO E'' (FORMAT csv)",
    "COPY nosuch FROM '/nonexistent/file'",
    "COPY thing FROM PROGRAM 'printf \"1\\tx\\n2\\ty\\n\"'",
    "COPY thing TO '{folder}/text'",
    "COPY thing FROM '{folder}/text'",
    "COPY thing TO '{folder}/csv' (FORMAT csv, HEADER)",
    "COPY thing FROM '{folder}/csv' (FORMAT csv, HEADER)",
    "COPY thing TO '{folder}/binary' (FORMAT binary)",
    "COPY thing FROM '{folder}/binary' (FORMAT binary)",
    "COPY thing FROM '{folder}/csv'",
    "COPY thing FROM '{folder}/csv' (FORMAT binary)",
    "COPY thing (a) FROM PROGRAM 'seq 1 1000' WHERE a % 2 = 0",
    "COPY (SELECT n, repeat('x', 200) FROM generate_series(1, 20000) n) TO '{folder}/large'",
    "COPY thing FROM '{folder}/large'",
    "COPY (SELECT n / (n - 3) FROM generate_series(1, 10) n) TO '{folder}/zero'",
    "COPY thing TO PROGRAM 'cat > {folder}/program; chmod a+rw {folder}/program'",
    "COPY thing FROM PROGRAM 'gzip -c {folder}/program | gunzip'",
    "COPY thing TO PROGRAM 'false'",
    "COPY thing FROM PROGRAM 'false'",
    "COPY thing FROM PROGRAM 'nosuchprogram 2> /dev/null'",
    "COPY thing TO PROGRAM 'cat > /dev/null; exit 3'",
    "COPY thing FROM PROGRAM 'kill -9 $$'",
    "COPY thing (a) FROM PROGRAM 'yes 1 | head -3; exit 4'",
    "COPY thing FROM PROGRAM 'yes'",
    "COPY thing FROM PROGRAM ''",
    "COPY thing TO PROGRAM ''",
    "COPY (SELECT generate_series(1, 1000000)) TO PROGRAM 'true'",
    "COPY (SELECT generate_series(1, 1000000)) TO PROGRAM 'exit 2'",
    "COPY thing TO '/dev/null'",
    "COPY thing FROM '/dev/null'",
    "TABLE pg_temp.nosuch",
    "SELECT count(*), sum(a), sum(length(b)) FROM thing",
)


@pytest.fixture(scope="module")
def allowing() -> Iterator[Server]:
    with Server("--allow-server-files") as server:
        yield server


def _outcome(connection: psycopg.Connection, statement: str) -> tuple[object, ...]:
    try:
        cursor = connection.execute(statement)
    except psycopg.Error as error:
        found = error.diag
        return found.sqlstate, found.message_primary, found.message_detail, found.message_hint, found.context
    return cursor.statusmessage, tuple(cursor.fetchall()) if cursor.description else ()


def _run(dsn: str, folder: Path) -> list[tuple[object, ...]]:
    folder.mkdir()
    folder.chmod(0o777)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(TABLE)
        outcomes = [_outcome(connection, statement.format(folder=folder)) for statement in STATEMENTS]
        connection.execute("DROP TABLE thing")
    return [tuple(str(value).replace(str(folder), "FOLDER") for value in outcome) for outcome in outcomes]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody reaches: the oracle runs as somebody else."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def test_files_and_programs(oracle: Cluster, allowing: Server, folder: Path) -> None:
    theirs, ours = folder / "theirs", folder / "ours"
    wanted = _run(oracle.dsn, theirs)
    assert _run(allowing.dsn, ours) == wanted
    for name in ("text", "csv", "binary", "large", "program"):
        assert (ours / name).read_bytes() == (theirs / name).read_bytes(), name
    assert (ours / "text").stat().st_mode == (theirs / "text").stat().st_mode


def test_a_program_that_takes_long_stops_nobody_and_can_be_canceled(allowing: Server) -> None:
    with psycopg.connect(allowing.dsn, autocommit=True) as one, psycopg.connect(allowing.dsn, autocommit=True) as two:
        one.execute("CREATE TEMP TABLE thing (a int)")
        for statement in ("COPY thing FROM PROGRAM 'sleep 60'", "COPY thing TO PROGRAM 'sleep 60'"):
            canceler = threading.Timer(0.3, one.cancel)
            started = time.monotonic()
            canceler.start()
            with pytest.raises(psycopg.errors.QueryCanceled):
                one.execute(statement)
            assert time.monotonic() - started < 10
            canceler.join()
            assert two.execute("SELECT 1").fetchone() == (1,)


def test_a_table_is_free_once_its_copy_has_failed(allowing: Server) -> None:
    with psycopg.connect(allowing.dsn, autocommit=True) as connection:
        for _ in range(20):
            connection.execute("CREATE TABLE freed AS SELECT n, repeat('x', 100) FROM generate_series(1, 20000) n")
            assert _outcome(connection, "COPY freed TO PROGRAM 'exit 3'")[0] == "38000"
            connection.execute("DROP TABLE freed")


def test_a_named_pipe_is_refused(allowing: Server, tmp_path: Path) -> None:
    with psycopg.connect(allowing.dsn, autocommit=True) as connection:
        subject = tmp_path / "pipe"
        os.mkfifo(subject)
        assert _outcome(connection, f"COPY (SELECT 1) TO '{subject}'")[0] == "0A000"


def test_roles_and_the_option(server: Server, allowing: Server, tmp_path: Path) -> None:
    path = tmp_path / "file"
    statements = (f"COPY (SELECT 1) TO '{path}'", "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'")
    for each, allowed in ((server, False), (allowing, True)):
        with psycopg.connect(each.dsn, autocommit=True) as connection:
            for statement in statements:
                assert (_outcome(connection, statement)[0] == "COPY 1") is allowed
                assert allowed or "--allow-server-files" in str(_outcome(connection, statement)[3])
            connection.execute("CREATE ROLE plain; CREATE ROLE writer IN ROLE pg_write_server_files")
            connection.execute("SET ROLE plain")
            assert [_outcome(connection, statement)[0] for statement in statements] == ["42501", "42501"]
            connection.execute("RESET ROLE; SET ROLE writer")
            expected = "COPY 1" if allowed else "0A000"
            assert [_outcome(connection, statement)[0] for statement in statements] == [expected, "42501"]
            connection.execute("RESET ROLE; DROP ROLE plain, writer")
