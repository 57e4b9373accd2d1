"""While a server runs, its files are its own: what another process did there would be seen by none of its sessions."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.server import Server

READ = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1], timeout=0).execute('SELECT * FROM held').fetchall())"


def _read_elsewhere(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=False)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The folder of a running server with a table `held`."""
    with Server(data=tmp_path / "data") as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE held (id int)")
        connection.execute("INSERT INTO held VALUES (1)")
        yield tmp_path / "data"


def test_another_process_finds_a_file_locked(data: Path) -> None:
    assert "database is locked" in _read_elsewhere(data / "postgres.sqlite").stderr


def test_a_file_that_was_copied_is_still_locked(tmp_path: Path) -> None:
    with Server(data=tmp_path / "data") as server:
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE source")
        with psycopg.connect(server.dsn, dbname="source", autocommit=True) as connection:
            connection.execute("CREATE TABLE held (id int)")
            connection.execute("CREATE DATABASE copied TEMPLATE source")
            assert "database is locked" in _read_elsewhere(tmp_path / "data" / "source.sqlite").stderr


def test_the_files_are_ordinary_ones_afterwards(tmp_path: Path) -> None:
    with Server(data=tmp_path / "data") as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE held (id int)")
        connection.execute("INSERT INTO held VALUES (1)")
    assert _read_elsewhere(tmp_path / "data" / "postgres.sqlite").stdout.strip() == "[(1,)]"


def test_a_file_held_by_another_process_is_refused(tmp_path: Path) -> None:
    """The session is refused until the file is free; the server lives."""
    with Server(data=tmp_path / "data") as server:
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE other")
        holder = sqlite3.connect(tmp_path / "data" / "other.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(psycopg.OperationalError) as refused:
            psycopg.connect(server.dsn, dbname="other")
        assert "used by another process" in str(refused.value)
        holder.execute("ROLLBACK")
        holder.close()
        psycopg.connect(server.dsn, dbname="other").close()
