"""Clients that hang up in the middle of a conversation, at each of its messages: before it, within it and behind it.

Over real sockets, with encryption and passwords. Nothing of them stays, and nobody else notices.
"""

from __future__ import annotations

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from wire_client import WireClient

from protocol.backend import (
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
    CopyInResponse,
    ReadyForQuery,
)
from protocol.frontend import (
    Bind,
    CopyData,
    CopyDone,
    Describe,
    Execute,
    Flush,
    Parse,
    Query,
    SASLInitialResponse,
    SASLResponse,
    Sync,
    Terminate,
)
from protocol.message import Message
from protocol.scram_client import ScramClient
from protocol.startup import VERSION_3_0, GSSENCRequest, SSLRequest, StartupMessage
from tests.server import Server

PASSWORD = "open sesame"
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing drops what was sent and tells the other side so."""


class HungUp(Exception):
    """The client has sent as much as it was to send."""


class LeavingClient(WireClient):
    """Hangs up instead of its message number `last`: before it, or in the middle."""

    def __init__(self, port: int, last: int, *, half: bool, reset: bool) -> None:
        super().__init__(port)
        self._left = last
        self._half = half
        self._reset = reset
        self._tls: ssl.SSLObject | None = None
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()

    def hang_up(self) -> None:
        if self._reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.socket.close()

    def send(self, *messages: Message | bytes) -> None:
        for message in messages:
            data = message if isinstance(message, bytes) else message.encode()
            if self._tls is None:
                self._put(data)
            else:
                self._tls.write(data)
                self._put(self._outgoing.read())

    def encrypt(self) -> None:
        """Everything from here on is encrypted."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["postgresql"])
        self._tls = context.wrap_bio(self._incoming, self._outgoing)
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._put(self._outgoing.read())
                self._incoming.write(self.socket.recv(1 << 16))
            else:
                break
        self._put(self._outgoing.read())

    def log_in(self) -> None:
        startup = {b"user": b"postgres", b"database": b"postgres"}
        self.send(StartupMessage(VERSION_3_0, startup))
        self.read()
        scram = ScramClient(PASSWORD)
        self.send(SASLInitialResponse(b"SCRAM-SHA-256", scram.first()))
        answer = self.read()
        assert isinstance(answer, AuthenticationSASLContinue)
        self.send(SASLResponse(scram.final(answer.data)))
        assert any(isinstance(message, AuthenticationSASLFinal) for message in self.read_until(ReadyForQuery))

    def ask(self, sql: str) -> None:
        self.send(Query(sql.encode()))
        self.read_until(ReadyForQuery)

    def _put(self, data: bytes) -> None:
        if self._left == 0:
            self.socket.sendall(data[: len(data) // 2] if self._half else b"")
            self.hang_up()
            raise HungUp
        self._left -= 1
        self.socket.sendall(data)

    def _take(self, size: int) -> bytes | None:
        while self._tls is not None and len(self.received) < size:
            try:
                self.received += self._tls.read(1 << 16)
            except ssl.SSLWantReadError:
                self._incoming.write(self.socket.recv(1 << 16))
        return super()._take(size)


def _plain(client: LeavingClient) -> None:
    client.log_in()
    client.ask("SELECT 1")
    client.ask("BEGIN; SELECT pg_advisory_lock(1); CREATE TEMP TABLE mine (a int)")
    client.ask("INSERT INTO thing VALUES (1)")
    client.send(Terminate())


def _encrypted(client: LeavingClient) -> None:
    client.send(GSSENCRequest())
    client._take(1)
    client.send(SSLRequest())
    client._take(1)
    client.encrypt()
    _plain(client)


def _encrypted_at_once(client: LeavingClient) -> None:
    client.encrypt()
    _plain(client)


def _pipeline(client: LeavingClient) -> None:
    """Nothing is read until all is sent."""
    client.log_in()
    client.send(
        Parse(b"p", b"SELECT repeat('x', $1) FROM generate_series(1, 100)", ()),
        Describe(b"S", b"p"),
        Bind(b"", b"p", (), [b"100000"], ()),
        Execute(b"", 5),
        Execute(b"", 0),
        Flush(),
        Bind(b"k", b"p", (), [b"3"], ()),
        Execute(b"k", 1),
        Parse(b"", b"INSERT INTO thing VALUES ($1)", ()),
        Bind(b"", b"", (), [b"1"], ()),
        Execute(b"", 0),
        Sync(),
        Query(b"SELECT pg_sleep(0.01)"),
        Sync(),
    )


def _copy_in(client: LeavingClient) -> None:
    client.log_in()
    for statement in (b"COPY thing FROM STDIN", b"BEGIN; COPY thing FROM STDIN (FORMAT csv)"):
        client.send(Query(statement))
        client.read_until(CopyInResponse)
        client.send(CopyData(b"1\n2"), CopyData(b"\n3\n" * 20_000), CopyData(b"4\n"), CopyDone())
        client.read_until(ReadyForQuery)
    client.send(Terminate())


def _copy_out(client: LeavingClient) -> None:
    client.log_in()
    client.send(Query(b"COPY (SELECT repeat('x', 1000) FROM generate_series(1, 20000)) TO STDOUT"))
    client.read()
    client.send(Query(b"COPY (SELECT repeat('x', 1000) FROM generate_series(1, 20000)) TO STDOUT (FORMAT binary)"))
    client.read()
    client.send(Sync())


CONVERSATIONS: tuple[Callable[[LeavingClient], None], ...] = (
    _plain, _encrypted, _encrypted_at_once, _pipeline, _copy_in, _copy_out,
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server("--password", PASSWORD, "--tls", "self-signed") as server:
        with psycopg.connect(_dsn(server), autocommit=True) as connection:
            connection.execute("CREATE TABLE thing (a int)")
        yield server


def _dsn(server: Server) -> str:
    return f"host={server.host} port={server.port} user=postgres dbname=postgres password='{PASSWORD}' sslmode=disable"


@pytest.fixture(scope="module")
def observer(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(_dsn(server), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module", autouse=True)
def bystander(server: Server) -> Iterator[None]:
    """Somebody who works all the time, and must not notice anything."""
    done = threading.Event()
    failures: list[Exception] = []

    def work() -> None:
        try:
            with psycopg.connect(_dsn(server), autocommit=True) as connection:
                while not done.wait(0.01):
                    assert connection.execute("SELECT count(*) FROM generate_series(1, 1000)").fetchone() == (1000,)
        except Exception as failure:
            failures.append(failure)

    worker = threading.Thread(target=work)
    worker.start()
    yield
    done.set()
    worker.join()
    assert not failures


def _held(observer: psycopg.Connection) -> tuple[int, int]:
    """Sessions and locks of others than the observer and the bystander."""
    row = observer.execute(
        "SELECT (SELECT count(*) FROM pg_stat_activity) - 2,"
        " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _play(server: Server, conversation: Callable[[LeavingClient], None], *, half: bool, reset: bool) -> int:
    """Hang up at every message; gives how many there are."""
    for last in range(100):
        client = LeavingClient(server.port, last, half=half, reset=reset)
        try:
            conversation(client)
        except HungUp:
            continue
        client.hang_up()
        return last
    raise AssertionError("the conversation has no end")


@pytest.mark.parametrize("reset", [False, True], ids=["end", "reset"])
@pytest.mark.parametrize("half", [False, True], ids=["between", "within"])
@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_hanging_up(
    server: Server, observer: psycopg.Connection, conversation: Callable[[LeavingClient], None], half: bool, reset: bool
) -> None:
    assert _play(server, conversation, half=half, reset=reset) > 2
    deadline = time.monotonic() + 10
    while _held(observer) != (0, 0) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _held(observer) == (0, 0)
    observer.execute("SET statement_timeout = '5s'; BEGIN; LOCK thing; TRUNCATE thing; COMMIT; RESET statement_timeout")
    assert "Traceback" not in server.log.read_text()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what /proc shows")
def test_nothing_leaks(server: Server, observer: psycopg.Connection) -> None:
    assert server.process is not None
    folder = f"/proc/{server.process.pid}/fd"

    def is_socket(path: str) -> bool:
        try:
            return os.readlink(path).startswith("socket:")
        except FileNotFoundError:  # closed since the folder was read
            return False

    def sockets() -> int:
        return sum(is_socket(entry.path) for entry in os.scandir(folder))

    deadline = time.monotonic() + 10
    while _held(observer) != (0, 0) and time.monotonic() < deadline:
        time.sleep(0.02)
    before = len(os.listdir(folder)), sockets()
    for conversation in CONVERSATIONS:
        _play(server, conversation, half=False, reset=True)
    while (len(os.listdir(folder)), sockets()) > before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (len(os.listdir(folder)), sockets()) <= before
