"""However much a client asks for, sends, or leaves unread, the server holds little of it."""

import time
from pathlib import Path

import psycopg
import pytest

from protocol.backend import DataRow, ReadyForQuery
from protocol.frontend import Query
from tests.server import Server
from tests.wire.client import WireClient

MEGABYTE = 1 << 20
VALUE_SIZE = 64 * MEGABYTE
ROWS = 2_000_000
UNREAD = 100_000


def _resident(server: Server) -> int:
    """Bytes of memory that the server has."""
    assert server.process is not None
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def _peak(server: Server) -> int:
    assert server.process is not None
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


@pytest.fixture
def own(tmp_path: Path) -> Server:
    return Server(data=tmp_path / "data")


def test_millions_of_rows(own: Server) -> None:
    with own as server, psycopg.connect(server.dsn) as connection:
        before = _resident(server)
        with connection.cursor(name="many") as cursor:
            cursor.itersize = 200_000
            cursor.execute(f"SELECT n FROM generate_series(1, {ROWS}) n".encode())
            assert sum(1 for _ in cursor) == ROWS
        assert _peak(server) - before < 64 * MEGABYTE


def test_a_client_that_does_not_read(own: Server) -> None:
    """Its statement waits; others are served meanwhile."""
    with own as server, WireClient(server.host, server.port) as client:
        before = _resident(server)
        client.send(Query(f"SELECT repeat('x', 1000) FROM generate_series(1, {UNREAD})".encode()))
        until = time.monotonic() + 2
        while time.monotonic() < until:
            with psycopg.connect(server.dsn) as other:
                assert other.execute("SELECT 1").fetchone() == (1,)
        assert _resident(server) - before < 64 * MEGABYTE
        assert sum(isinstance(message, DataRow) for message in client.until_ready()) == UNREAD
        client.send(Query(b"SELECT 1"))
        assert any(isinstance(message, ReadyForQuery) for message in client.until_ready())


def test_large_values(own: Server) -> None:
    """Large bytea and text, in and out: some copies of one value, and given back afterwards."""
    with own as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE large (b bytea, t text)")
        before = _resident(server)
        data = b"\xab" * VALUE_SIZE
        connection.execute("INSERT INTO large (b) VALUES (%b)", (data,))
        found = connection.execute("SELECT b FROM large", binary=True).fetchone()
        assert found is not None
        assert found[0] == data
        assert connection.execute("SELECT length(b) FROM large").fetchone() == (VALUE_SIZE,)
        connection.execute("DELETE FROM large")
        text = "x" * VALUE_SIZE
        with connection.cursor() as cursor, cursor.copy("COPY large (t) FROM STDIN") as copy:
            copy.write(text)
        assert connection.execute("SELECT length(t) FROM large").fetchone() == (VALUE_SIZE,)
        found = connection.execute("SELECT t FROM large").fetchone()
        assert found is not None
        assert found[0] == text
        assert _peak(server) - before < 10 * VALUE_SIZE
        connection.execute("SELECT 1")
        assert _resident(server) - before < 5 * VALUE_SIZE  # the file's pages, which SQLite maps, among them


def test_a_stream_larger_than_a_value_may_be(own: Server) -> None:
    """Many rows of COPY, in text and in binary, through little memory."""
    with own as server, psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE copied (a int, b text)")
        before = _resident(server)
        block = "".join(f"{number}\t{'y' * 100}\n" for number in range(10_000))
        with connection.cursor() as cursor, cursor.copy("COPY copied FROM STDIN") as copy:
            for _ in range(50):
                copy.write(block)
        with connection.cursor() as cursor, cursor.copy("COPY copied TO STDOUT (FORMAT binary)") as out:
            size = sum(len(data) for data in out)
        assert size > 50 * 10_000 * 100
        assert _peak(server) - before < 400 * MEGABYTE
