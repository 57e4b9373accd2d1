"""A pgproxy server for tests: its own process, its own data directory, a free port."""

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from tests.oracle.cluster import free_port

STARTUP_SECONDS = 30.0
SHUTDOWN_SECONDS = 20.0


class Server:
    """pgproxy, from `start()` to `stop()`; also a context manager."""

    host = "127.0.0.1"
    user = "postgres"

    def __init__(
        self,
        *options: str,
        data: Path | None = None,
        port: int | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
        run_by: Sequence[str] = (),
    ) -> None:
        """run_by: a command that starts the server instead of us."""
        self.options = options
        self.environment = environment
        self.run_by = run_by
        self.port = port or free_port()
        self._own_data = data is None
        self.data = data
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The connection URI of database `postgres`."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/postgres"

    @property
    def log(self) -> Path:
        """What the server wrote to its standard output and error."""
        assert self.data is not None
        return self.data.with_suffix(".log")

    def start(self) -> Self:
        """Start the server; returns when a session can be opened. Raises RuntimeError with the log otherwise."""
        if self.data is None:
            self.data = Path(tempfile.mkdtemp(prefix="pgproxy-data-"))
        ready, told = os.pipe()
        address = ["--host", self.host, "--port", str(self.port), "--ready-fd", str(told)]
        program = str(Path(sys.executable).parent / "pgproxy")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.run_by, program, "serve", str(self.data), *address, *self.options],
                stdout=log,
                stderr=log,
                env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "", **self.environment},
                pass_fds=[told],
            )
        os.close(told)
        with open(ready, "rb") as pipe:
            if not select.select([pipe], [], [], STARTUP_SECONDS)[0] or not pipe.read():
                raise RuntimeError(f"pgproxy did not start: {self.log.read_text()}")
        return self

    def stop(self) -> None:
        """Stop the server in order and remove its data, if it made them."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(SHUTDOWN_SECONDS)
            finally:
                self.kill()
        if self._own_data and self.data is not None:
            self.log.unlink(missing_ok=True)
            shutil.rmtree(self.data, ignore_errors=True)
            self.data = None

    def kill(self) -> None:
        """End the process at once, as a crash would; the data stay."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
