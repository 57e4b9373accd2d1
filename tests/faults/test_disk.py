"""Files that cannot be written or read: each error is told to the client that meets it, and hurts nobody else."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.server import Server

SIZE = "size=24m"


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _mount("-t", "tmpfs", "-o", SIZE, "tmpfs", str(disk)):
        pytest.skip("mounting is not possible here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def _rows(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(str(found[0]))


def _prepare(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.execute("CREATE TABLE kept (id int PRIMARY KEY, filling text)")
    connection.execute("INSERT INTO kept VALUES (1, 'x')")


def test_a_full_disk(small_disk: Path) -> None:
    """The statement fails, the session goes on, and there is room again when rows were removed elsewhere."""
    with Server(data=small_disk / "data") as server:
        with psycopg.connect(server.dsn, autocommit=True) as one, psycopg.connect(server.dsn, autocommit=True) as two:
            _prepare(one)
            ballast = small_disk / "ballast"
            ballast.write_bytes(bytes(4 << 20))
            with pytest.raises(psycopg.errors.DiskFull) as caught:
                one.execute("INSERT INTO kept SELECT n, repeat('x', 1000) FROM generate_series(2, 40000) n")
            assert "could not extend file" in str(caught.value)
            assert _rows(one) == 1
            assert _rows(two) == 1
            with pytest.raises(psycopg.errors.DiskFull):
                two.execute("INSERT INTO kept SELECT n, repeat('y', 1000) FROM generate_series(2, 40000) n")
            ballast.unlink()
            two.execute("INSERT INTO kept SELECT n, 'y' FROM generate_series(2, 100) n")
            assert _rows(one) == 100
        server.kill()
        with Server(data=small_disk / "data") as again, psycopg.connect(again.dsn) as connection:
            assert _rows(connection) == 100


def test_a_full_disk_inside_a_transaction(small_disk: Path) -> None:
    with Server(data=small_disk / "data") as server, psycopg.connect(server.dsn) as connection:
        _prepare(connection)
        connection.commit()
        connection.execute("INSERT INTO kept VALUES (2, 'y')")
        with pytest.raises(psycopg.errors.DiskFull):
            connection.execute("INSERT INTO kept SELECT n, repeat('x', 1000) FROM generate_series(3, 60000) n")
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            connection.execute("SELECT 1")
        connection.rollback()
        assert _rows(connection) == 1


def test_a_read_only_file_system(small_disk: Path) -> None:
    """The server says why it does not start."""
    with Server(data=small_disk / "data"):
        pass
    assert _mount("-o", "remount,ro," + SIZE, str(small_disk))
    command = [str(Path(sys.executable).parent / "pgproxy"), "serve", str(small_disk / "data"), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_file(tmp_path: Path) -> None:
    """Whoever reads the damaged part is told; other databases are served."""
    data = tmp_path / "data"
    with Server(data=data) as server:
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE damaged")
            connection.execute("CREATE DATABASE garbage")
        with psycopg.connect(server.dsn, dbname="damaged", autocommit=True) as connection:
            _prepare(connection)
            connection.execute("INSERT INTO kept SELECT n, repeat('x', 1000) FROM generate_series(2, 3000) n")
    file = data / "damaged.sqlite"
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size - (2 << 20))
        opened.write(b"\xaa" * (1 << 20))
    (data / "garbage.sqlite").write_bytes(b"this is no database at all" * 1000)
    with Server(data=data) as server:
        with (
            psycopg.connect(server.dsn, dbname="damaged", autocommit=True) as connection,
            pytest.raises(psycopg.errors.DataCorrupted),
        ):
            connection.execute("SELECT count(*), sum(length(filling)) FROM kept")
        with pytest.raises(psycopg.OperationalError) as caught:
            psycopg.connect(server.dsn, dbname="garbage")
        assert "not a SQLite database" in str(caught.value)
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
