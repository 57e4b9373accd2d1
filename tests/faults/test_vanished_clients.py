"""Clients that are gone without a word, and what a server does to notice: keepalives, the time that TCP waits for an
acknowledgement, and a look at the socket while a statement runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from protocol.frontend import Query
from tests.network.wire_client import WireClient
from tests.server import Server

ADDRESSES = ("10.99.0.1", "10.99.0.2")
CLIENT = """
import sys, time, psycopg
connection = psycopg.connect(sys.argv[1], autocommit=True)
for statement in sys.argv[2:-1]:
    connection.execute(statement)
print("ready", flush=True)
try:
    connection.execute(sys.argv[-1])
except psycopg.Error:
    pass
time.sleep(60)
"""
QUIET = "SELECT"
ACKNOWLEDGED = 0.3
"""Seconds until all that was sent to a client has been acknowledged: what has not is sent again, and not kept alive."""


def _has_namespaces() -> bool:
    if os.name == "nt" or os.geteuid() or not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        return False
    return subprocess.run(["unshare", "--net", "true"], check=False).returncode == 0


class Network:
    """Two network namespaces with a cable between them: the server's and the clients'."""

    def __init__(self) -> None:
        self._ends = [subprocess.Popen(["unshare", "--net", "sleep", "300"]) for _ in range(2)]
        self.server, self.client = (("nsenter", f"--target={end.pid}", "--net") for end in self._ends)
        here = os.readlink("/proc/self/ns/net")
        wait_until(lambda: all(os.readlink(f"/proc/{end.pid}/ns/net") != here for end in self._ends))
        one, two = (str(end.pid) for end in self._ends)
        link = ["ip", "link", "add", "cable", "netns", one, "type", "veth", "peer", "name", "cable", "netns", two]
        subprocess.run(link, check=True)
        for prefix, address in zip((self.server, self.client), ADDRESSES, strict=True):
            subprocess.run([*prefix, "ip", "address", "add", f"{address}/24", "dev", "cable"], check=True)
            for device in ("lo", "cable"):
                subprocess.run([*prefix, "ip", "link", "set", device, "up"], check=True)

    def cut(self) -> None:
        """From now on nothing gets through to the server, and the client does not answer it."""
        subprocess.run([*self.client, "ip", "route", "add", "blackhole", ADDRESSES[0]], check=True)

    def mend(self) -> None:
        """What was sent meanwhile is lost."""
        subprocess.run([*self.client, "ip", "route", "delete", "blackhole", ADDRESSES[0]], check=True)

    def close(self) -> None:
        for end in self._ends:
            end.kill()
            end.wait()


def wait_until(condition: Callable[[], bool], seconds: float = 15) -> float:
    """Gives how long it took."""
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        with suppress(OSError):
            if condition():
                return time.monotonic() - started
        time.sleep(0.02)
    raise AssertionError("it did not come about in time")


def sessions(observer: psycopg.Connection) -> int:
    """How many there are besides the observer's own."""
    row = observer.execute("SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchone()
    assert row is not None
    return int(row[0])


class TestCutCables:
    """The network fails behind a client."""

    pytestmark = pytest.mark.skipif(not _has_namespaces(), reason="needs network namespaces")

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        network = Network()
        yield network
        network.close()

    @pytest.fixture
    def server(self, network: Network, tmp_path: Path) -> Iterator[Server]:
        server = Server("--allow-trust-anywhere", "on", "--socket-dir", str(tmp_path), run_by=network.server)
        server.host = ADDRESSES[0]
        with server:
            yield server

    @pytest.fixture
    def observer(self, server: Server, tmp_path: Path) -> Iterator[psycopg.Connection]:
        dsn = f"host={tmp_path} port={server.port} user=postgres dbname=postgres"
        with psycopg.connect(dsn, autocommit=True) as observer:
            yield observer

    def _client(self, network: Network, server: Server, *statements: str) -> subprocess.Popen[str]:
        """A client in its own namespace, whose last statement is under way."""
        dsn = f"host={server.host} port={server.port} user=postgres dbname=postgres"
        command = [*network.client, sys.executable, "-c", CLIENT, dsn, *statements]
        client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
        time.sleep(ACKNOWLEDGED)
        return client

    def test_keepalives_end_what_an_idle_client_has_left(
        self, network: Network, server: Server, observer: psycopg.Connection
    ) -> None:
        alive = ("SET tcp_keepalives_idle = 1", "SET tcp_keepalives_interval = 1", "SET tcp_keepalives_count = 2")
        with self._client(network, server, *alive, "BEGIN", "SELECT pg_advisory_xact_lock(1)", QUIET) as client:
            assert sessions(observer) == 1
            assert observer.execute("SELECT pg_try_advisory_lock(1)").fetchone() == (False,)
            network.cut()
            assert wait_until(lambda: not sessions(observer)) > 0.5
            assert observer.execute("SELECT pg_try_advisory_lock(1)").fetchone() == (True,)
            client.kill()

    def test_a_client_that_comes_back_in_time_is_kept(
        self, network: Network, server: Server, observer: psycopg.Connection
    ) -> None:
        alive = ("SET tcp_keepalives_idle = 1", "SET tcp_keepalives_interval = 1", "SET tcp_keepalives_count = 9")
        with self._client(network, server, *alive, QUIET) as client:
            network.cut()
            time.sleep(2)
            network.mend()
            time.sleep(2)
            assert sessions(observer) == 1
            client.kill()

    def test_what_nobody_acknowledges_ends_the_connection(
        self, network: Network, server: Server, observer: psycopg.Connection
    ) -> None:
        answer = "SELECT pg_sleep(1), repeat('x', 5000000)"
        with self._client(network, server, "SET tcp_user_timeout = '1s'", "BEGIN", answer) as client:
            network.cut()
            assert 0.5 < wait_until(lambda: not sessions(observer)) < 10
            client.kill()


@pytest.fixture
def observer(server: Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn, autocommit=True) as observer:
        yield observer


def _leave(server: Server, *statements: str) -> None:
    """Start a statement and hang up."""
    with WireClient(server.port) as client:
        client.start()
        for statement in statements:
            client.send(Query(statement.encode()))
        time.sleep(0.2)


def test_a_running_statement_is_ended_when_asked_to_look(server: Server, observer: psycopg.Connection) -> None:
    _leave(server, "SET client_connection_check_interval = '100ms'", "SELECT pg_sleep(60)")
    assert wait_until(lambda: not sessions(observer)) < 5


def test_so_is_one_that_waits_for_a_lock(server: Server, observer: psycopg.Connection) -> None:
    observer.execute("SELECT pg_advisory_lock(7)")
    _leave(server, "SET client_connection_check_interval = '100ms'", "SELECT pg_advisory_lock(7)")
    assert wait_until(lambda: not sessions(observer)) < 5
    observer.execute("SELECT pg_advisory_unlock(7)")
    assert observer.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)


def test_so_is_one_that_computes(server: Server, observer: psycopg.Connection) -> None:
    endless = "SELECT count(*) FROM generate_series(1, 1000000000) a"
    _leave(server, "SET client_connection_check_interval = '100ms'", endless)
    assert wait_until(lambda: not sessions(observer)) < 5


def test_a_client_that_has_sent_much_ahead_is_seen_to_leave(server: Server, observer: psycopg.Connection) -> None:
    ahead = ["SELECT pg_sleep(0)" + " " * 400_000] * 8
    _leave(server, "SET client_connection_check_interval = '100ms'", "SELECT pg_sleep(60)", *ahead)
    assert wait_until(lambda: not sessions(observer)) < 5


def test_without_looking_the_statement_is_done(server: Server, observer: psycopg.Connection) -> None:
    observer.execute("CREATE TABLE done (at int)")
    _leave(server, "INSERT INTO done SELECT 1 FROM pg_sleep(0.6)")
    assert sessions(observer) == 1
    wait_until(lambda: not sessions(observer))
    assert observer.execute("SELECT count(*) FROM done").fetchone() == (1,)
    observer.execute("DROP TABLE done")


def test_the_socket_says_what_is_in_force(server: Server, observer: psycopg.Connection, tmp_path: Path) -> None:
    def shown(name: str) -> str:
        row = observer.execute(f"SHOW {name}").fetchone()
        assert row is not None
        return str(row[0])

    system = Path("/proc/sys/net/ipv4/tcp_keepalive_time")
    if system.exists():
        assert shown("tcp_keepalives_idle") == system.read_text().strip()
    before = shown("tcp_keepalives_idle")
    observer.execute("BEGIN; SET tcp_keepalives_idle = 33")
    assert shown("tcp_keepalives_idle") == "33"
    observer.execute("ROLLBACK")
    assert shown("tcp_keepalives_idle") == before
    observer.execute("SET tcp_keepalives_count = 100000")
    assert shown("tcp_keepalives_count") != "100000"
    options = "-c tcp_user_timeout=4000"
    with psycopg.connect(server.dsn, options=options) as other:
        assert other.execute("SHOW tcp_user_timeout").fetchone() == ("4000",)
