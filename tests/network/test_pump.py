"""The pump and the server over real sockets, with a scripted session in place of the engine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from scripted_session import MANY_ROWS, RunningServer, data_folder, running
from wire_client import WireClient, error_of, key_of

from pgproxy import health
from pgproxy.probe import ProbeFailed
from protocol import startup
from protocol.backend import (
    AuthenticationSASL,
    CommandComplete,
    ErrorResponse,
    NegotiateProtocolVersion,
    ParameterStatus,
    ReadyForQuery,
)
from protocol.frontend import Bind, Query, Sync, Terminate
from protocol.startup import CancelRequest, GSSENCRequest, SSLRequest, StartupMessage
from translator.errors.transactions import admin_shutdown

DATABASE = "host=127.0.0.1 user=postgres dbname=postgres"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running() as running_server:
        yield running_server


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def wait_until_alone(server: RunningServer) -> None:
    wait_until(lambda: not server.server.connections)


def test_a_query_is_answered(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        started = client.start()
        assert ParameterStatus(b"server_version", b"18.0") in started
        assert len(key_of(started).key) == 4
        client.send(Query(b"one"))
        assert CommandComplete(b"SELECT 1") in client.read_until(ReadyForQuery)
        client.send(Terminate())
        assert client.read() is None


def test_pipelined_messages_are_answered_in_order(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        client.send(StartupMessage(startup.VERSION_3_0, {b"user": b"postgres"}), *[Query(b"one")] * 50, Terminate())
        answers = client.read_until(ErrorResponse)
        assert sum(isinstance(answer, CommandComplete) for answer in answers) == 50


def test_byte_by_byte(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        client.start()
        for byte in Query(b"one").encode():
            client.send(bytes([byte]))
            time.sleep(0.001)
        assert CommandComplete(b"SELECT 1") in client.read_until(ReadyForQuery)


def test_a_client_that_half_closes_still_gets_its_answers(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        client.start()
        client.send(Query(b"one"))
        client.socket.shutdown(socket.SHUT_WR)
        assert CommandComplete(b"SELECT 1") in client.read_until(ReadyForQuery)
        assert client.read() is None


def test_settings_reach_the_session(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        started = client.start(options="-c geqo=off --statement-timeout=5s", application_name="test")
        for name, value in ((b"geqo", b"off"), (b"statement_timeout", b"5s"), (b"application_name", b"test")):
            assert ParameterStatus(name, value) in started


def test_protocol_3_2_has_longer_keys(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        assert len(key_of(client.start(startup.VERSION_3_2)).key) == 32


def test_newer_protocols_are_negotiated_down(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        started = client.start(3 << 16 | 99, **{"_pq_.wish": "x"})
        assert started[0] == NegotiateProtocolVersion(startup.VERSION_3_2, (b"_pq_.wish",))


@pytest.mark.parametrize(
    ("packet", "error"),
    [
        (b"\0\0\0\x08\0\2\0\0", ("0A000", "unsupported frontend protocol 2.0: server supports 3.0 to 3.2")),
        (StartupMessage(startup.VERSION_3_0, {}), ("28000", "no PostgreSQL user name specified in startup packet")),
        (b"GET / HTTP/1.1\r\n\r\n", ("08P01", "invalid length of startup packet")),
        (
            StartupMessage(startup.VERSION_3_0, {b"user": b"u", b"database": b"missing"}),
            ("3D000", 'database "missing" does not exist'),
        ),
        (
            StartupMessage(startup.VERSION_3_0, {b"user": b"u", b"replication": b"true"}),
            ("0A000", "replication is not supported"),
        ),
        (
            StartupMessage(startup.VERSION_3_0, {b"user": b"u", b"options": b"-z"}),
            ("42601", "invalid command-line argument for server process: -z"),
        ),
    ],
)
def test_refused_starts(server: RunningServer, packet: StartupMessage | bytes, error: tuple[str, str]) -> None:
    with WireClient(server.port) as client:
        client.send(packet)
        assert error_of(client.read_until(ErrorResponse)) == ("FATAL", *error)
        assert client.read() is None


@pytest.mark.parametrize(
    "noise", [b"\xff" * 40, b"Q\0\0\0\1", b"Q\xff\xff\xff\xff" + b"x" * 100_000, b"p\0\0\0\4", b"\0" * 9]
)
def test_noise_ends_the_connection_and_harms_nobody(server: RunningServer, noise: bytes) -> None:
    with WireClient(server.port) as client, WireClient(server.port) as other:
        client.start()
        other.start()
        client.send(noise)
        severity, sqlstate, _ = error_of(client.read_until(ErrorResponse))
        assert (severity, sqlstate) == ("FATAL", "08P01")
        assert client.read() is None
        other.send(Query(b"one"))
        assert CommandComplete(b"SELECT 1") in other.read_until(ReadyForQuery)


def test_a_malformed_body_is_an_error_of_its_message_only(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        client.start()
        client.send(b"B\0\0\0\x05x", Bind(b"", b"", (), [], ()), Sync(), Query(b"one"))
        assert error_of(client.read_until(ReadyForQuery)) == ("ERROR", "08P01", "invalid string in message")
        assert CommandComplete(b"SELECT 1") in client.read_until(ReadyForQuery)


def test_a_bug_ends_its_session_with_an_error(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    with WireClient(server.port) as client:
        client.start()
        client.send(Query(b"fail"))
        assert error_of(client.read_until(ErrorResponse)) == ("FATAL", "XX000", "internal error")
        assert client.read() is None


def test_cancel_needs_the_key(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        key = key_of(client.start())
        client.send(Query(b"sleep"))
        for wrong in (CancelRequest(key.process_id, b"????"), CancelRequest(key.process_id + 1, key.key)):
            with WireClient(server.port) as canceller:
                canceller.send(wrong)
                assert canceller.read() is None
        client.socket.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.read()
        client.socket.settimeout(5)
        with WireClient(server.port) as canceller:
            canceller.send(CancelRequest(key.process_id, key.key))
            assert canceller.read() is None
        canceled = ("ERROR", "57014", "canceling statement due to user request")
        assert error_of(client.read_until(ReadyForQuery)) == canceled


def test_a_slow_reader_holds_only_its_own_session_back(server: RunningServer) -> None:
    with WireClient(server.port) as slow, WireClient(server.port) as quick:
        slow.start()
        quick.start()
        slow.send(Query(b"many"))
        quick.send(Query(b"one"))
        assert CommandComplete(b"SELECT 1") in quick.read_until(ReadyForQuery)
        pumps = list(server.server.connections)
        assert all(pump.transport.get_write_buffer_size() < 1 << 20 for pump in pumps)
        received = 0
        while received < MANY_ROWS * 12:
            received += len(slow.socket.recv(1 << 20))


def test_clients_that_vanish_leave_nothing(server: RunningServer) -> None:
    for query in (b"one", b"many", b""):
        with WireClient(server.port) as client:
            if query:
                client.start()
                client.send(Query(query))
    wait_until_alone(server)
    assert server.server.sessions == 0


def test_a_client_vanishes_as_its_connection_is_ended(server: RunningServer) -> None:
    ended = threading.Event()
    with WireClient(server.port) as client:
        client.start()
        client.send(b"Q")  # what is left unread makes the server wait before it closes
        wait_until(lambda: any(connection.protocol.waiting for connection in list(server.server.connections)))

        def close_and_end() -> None:
            client.socket.close()
            for connection in list(server.server.connections):
                connection.terminate(admin_shutdown())
            ended.set()

        server.call(close_and_end)
        assert ended.wait(5)
    wait_until_alone(server)


def test_encryption_is_declined_when_off(server: RunningServer) -> None:
    with WireClient(server.port) as client:
        for request in (GSSENCRequest(), SSLRequest()):
            client.send(request)
            assert client._take(1) == b"N"
        assert client.start()


def test_too_many_connections() -> None:
    with running(max_connections=1) as server, WireClient(server.port) as first, WireClient(server.port) as second:
        first.start()
        assert error_of(second.start()) == ("FATAL", "53300", "sorry, too many clients already")


def test_time_to_authenticate() -> None:
    options = {"authentication_timeout": 0.2, "password": "x"}
    with running(**options) as server, WireClient(server.port) as mute, WireClient(server.port) as slow:
        slow.send(StartupMessage(startup.VERSION_3_0, {b"user": b"postgres"}))
        assert isinstance(slow.read(), AuthenticationSASL)
        assert error_of(slow.read_until(ErrorResponse)) == ("FATAL", "57014", "canceling authentication due to timeout")
        assert mute.read() is None


def test_shutdown_tells_every_session() -> None:
    with running() as server, WireClient(server.port) as idle, WireClient(server.port) as busy:
        idle.start()
        busy.start()
        busy.send(Query(b"sleep"))
        time.sleep(0.05)
        server.call(server.server.stop)
        for client in (idle, busy):
            ended = ("FATAL", "57P01", "terminating connection due to administrator command")
            assert error_of(client.read_until(ErrorResponse)) == ended
            assert client.read() is None


@pytest.mark.parametrize("method", ["password", "md5", "scram-sha-256"])
def test_passwords(method: str) -> None:
    with running(auth=method, password="secret") as server:
        with psycopg.connect(f"{DATABASE} port={server.port} password=secret") as connection:
            assert connection.pgconn.used_password
        for login in ("password=wrong", "user=nobody password=secret"):
            user = "nobody" if "nobody" in login else "postgres"
            with pytest.raises(psycopg.OperationalError, match=f'password authentication failed for user "{user}"'):
                psycopg.connect(f"{DATABASE} port={server.port} {login}")


@pytest.mark.parametrize("method", ["trust", "password", "md5", "scram-sha-256"])
def test_the_health_check_asks_a_query(method: str) -> None:
    password = "" if method == "trust" else "secret"
    with running(auth=method, password=password) as server:
        config = replace(server.config, port=server.port)
        health.check(config)
        if password:
            with pytest.raises(ProbeFailed, match="password authentication failed"):
                health.check(replace(config, password="wrong"))
    with pytest.raises(OSError, match="refused"):
        health.check(config)


@pytest.mark.parametrize("negotiation", ["postgres", "direct"])
def test_tls(tmp_path: Path, negotiation: str) -> None:
    data = data_folder(tmp_path)
    with running(tls="self-signed", data=data, password="secret") as server:
        login = f"{DATABASE} port={server.port} password=secret sslnegotiation={negotiation}"
        with psycopg.connect(
            f"{login} sslmode=verify-full sslrootcert={data}/server.crt channel_binding=require"
        ) as connection:
            assert connection.pgconn.ssl_in_use
            assert connection.pgconn.exec_(b"many").ntuples == MANY_ROWS
        assert (data / "server.key").stat().st_mode & 0o777 == 0o600


def test_plaintext_behind_a_tls_request_is_refused(tmp_path: Path) -> None:
    with running(tls="self-signed", data=data_folder(tmp_path)) as server, WireClient(server.port) as client:
        client.send(SSLRequest(), StartupMessage(startup.VERSION_3_0, {b"user": b"postgres"}))
        refused = ("FATAL", "08P01", "received unencrypted data after SSL request")
        assert error_of(client.read_until(ErrorResponse)) == refused


def test_broken_tls_ends_the_connection(tmp_path: Path) -> None:
    with running(tls="self-signed", data=data_folder(tmp_path)) as server, WireClient(server.port) as client:
        client.send(SSLRequest())
        assert client._take(1) == b"S"
        client.send(b"this is not a handshake" * 10)
        while client.socket.recv(1000):
            pass
