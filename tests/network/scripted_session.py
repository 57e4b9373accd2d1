"""A session of a few words, to test the pump and the server without an engine."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import greenlet
from msgspec.structs import replace

from pgproxy.auth import SUPERUSER, Role, encrypt_password
from pgproxy.config import Config
from pgproxy.connection import ClientConnection
from pgproxy.report import report
from pgproxy.server import Server
from protocol import backend
from protocol.fields import Column
from protocol.frontend import Query, Terminate
from protocol.message import Message
from translator.errors import PgError
from translator.errors.objects import undefined_database
from translator.errors.transactions import query_canceled

ROW_DESCRIPTION = backend.RowDescription((Column(b"?column?", 0, 0, 23, 4, -1, 0),)).encode()
MANY_ROWS = 400_000


class ScriptedSession:
    """Answers every query with one row, 1, but: sleep waits to be cancelled, many sends much, fail is a bug."""

    client_encoding = "UTF8"

    def __init__(
        self, connection: ClientConnection, user: str, database: str, settings: dict[str, str], server: Server
    ) -> None:
        if database == "missing":
            error = undefined_database(database)
            error.severity = "FATAL"
            raise error
        self.connection = connection
        self.settings = settings
        self.sleeper: greenlet.greenlet | None = None

    def parameter_status(self) -> dict[str, str]:
        return {"server_version": "18.0", "client_encoding": "UTF8", **self.settings}

    def run(self) -> None:
        self.ready()
        while not isinstance(message := self.next_message(), Terminate):
            try:
                self.answer(message)
            except PgError as error:
                if error.severity == "FATAL":
                    raise
                self.connection.send(report(error))
                self.connection.protocol.after_error()
            self.ready()

    def next_message(self) -> Message:
        while True:
            try:
                return self.connection.read_message()
            except PgError as error:
                if error.severity == "FATAL":
                    raise
                self.connection.send(report(error))
                if not self.connection.protocol.after_error():
                    self.ready()

    def answer(self, message: Message) -> None:
        if not isinstance(message, Query):
            return
        if message.query == b"sleep":
            self.sleep()
        if message.query == b"fail":
            raise RuntimeError("a bug")
        count = MANY_ROWS if message.query == b"many" else 1
        self.connection.send(ROW_DESCRIPTION)
        for _ in range(count):
            self.connection.send(backend.data_row([b"1"]))
        self.connection.send(backend.command_complete(b"SELECT %d" % count))

    def sleep(self) -> None:
        self.sleeper = greenlet.getcurrent()
        assert self.sleeper.parent is not None
        error = self.sleeper.parent.switch()
        self.sleeper = None
        raise error

    def ready(self) -> None:
        self.connection.send(backend.READY_FOR_QUERY["I"])
        self.connection.flush()

    def cancel(self) -> None:
        if self.sleeper is not None:
            self.sleeper.switch(query_canceled())

    def terminate(self, error: PgError) -> None:
        if self.sleeper is not None:
            self.sleeper.switch(error)

    def close(self) -> None:
        """Holds nothing."""


class OneRole:
    """Roles for a server without a cluster: the superuser alone."""

    def __init__(self, password: str, method: str) -> None:
        stored = encrypt_password(password, SUPERUSER, method) if password else None
        self._superuser = Role(SUPERUSER, 10, True, True, stored)

    def lookup(self, name: str) -> Role | None:
        return self._superuser if name == SUPERUSER else None


class RunningServer:
    """A server in a thread of its own, on a free port."""

    def __init__(self, **options: Any) -> None:
        self.config = replace(Config(port=0, shutdown_timeout=2), **options)
        roles = cast("Any", OneRole(self.config.password, self.config.auth_method))
        self.server = Server(self.config, cast("Any", None), cast("Any", ScriptedSession), roles)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run)

    @property
    def port(self) -> int:
        return self.server.port

    def _run(self) -> None:
        asyncio.run(self.server.serve(self.ready.set))

    def call(self, action: Callable[[], object]) -> None:
        """Runs something in the server's loop."""
        self.server.loop.call_soon_threadsafe(action)


@contextlib.contextmanager
def running(**options: Any) -> Iterator[RunningServer]:
    """A server for the time of a test."""
    running_server = RunningServer(**options)
    running_server.server._watch_signals = lambda: None  # type: ignore[method-assign]  # signals are the main thread's
    running_server.thread.start()
    try:
        assert running_server.ready.wait(10)
        yield running_server
    finally:
        running_server.call(running_server.server.stop)
        running_server.thread.join(10)


def data_folder(path: Path) -> Path:
    """Where a test's certificate goes."""
    return path / "data"
