"""A whole server without sockets: bytes go in by a function call, and the event loop runs until it is answered.

Everything behind the transport is the real thing: connection, session, databases in a folder of their own.
"""

from __future__ import annotations

import asyncio
import signal
import tempfile
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from pgproxy.busy_wait import BusyWait
from pgproxy.cluster import Cluster
from pgproxy.config import Config
from pgproxy.connection import ClientConnection
from pgproxy.roles import StoredRoles
from pgproxy.server import Server
from pgproxy.session import Session
from protocol import backend
from protocol.connection import HEADER
from protocol.errors import ProtocolViolation
from protocol.message import Message
from protocol.startup import VERSION_3_0, StartupMessage
from protocol.state import State
from tests.hostile.findings import Findings, LogKeeper

HANG_SECONDS = 20
"""No input may keep the server busy for so long. Counted second by second: one in which we were stopped is one."""
SETTINGS = {b"statement_timeout": b"1000", b"lock_timeout": b"200"}


class Hang(BaseException):
    """Something did not come to an end."""


class LocalTransport:
    """What a connection writes to: keeps the output, and loses the connection when it is closed."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._closing = False
        self.connection: Any = None
        self.output = bytearray()

    def get_extra_info(self, name: str) -> object:
        """Where the client is; there is no socket."""
        return None if name == "socket" else ("127.0.0.1", 1)

    def write(self, data: bytes) -> None:
        """Takes output, except the one letter that answers a request for encryption."""
        if self.connection.protocol.state is not State.STARTUP or data not in (b"N", b"S"):
            self.output += data

    def is_closing(self) -> bool:
        """Whether the server has closed the connection."""
        return self._closing

    def close(self) -> None:
        """The server closes the connection."""
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self.connection.connection_lost, None)

    abort = close

    def pause_reading(self) -> None:
        """The client is not asked to wait: what it sends is kept."""

    resume_reading = write_eof = pause_reading


class LocalServer:
    """A server with a fresh folder of databases; a context manager, inside a running event loop."""

    def __init__(self, findings: Findings, **options: Any) -> None:
        self.findings = findings
        self._folder = tempfile.TemporaryDirectory(prefix="pgproxy-hostile-")
        config = Config(data=Path(self._folder.name), **options)
        self.cluster = Cluster(config.data, "off")
        roles = StoredRoles(self.cluster.shared, config.password, config.auth_method)
        self.server = Server(config, self.cluster, Session, roles)
        self.server.loop = asyncio.get_running_loop()
        self.server.busy_wait = BusyWait(self.server.loop)
        self.server.log = LogKeeper(findings)  # type: ignore[assignment]  # a logger in all that is asked of it
        self.server.loop.set_exception_handler(self._loop_failed)

    def _loop_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None:
            self.findings.add(f"event loop: {context.get('message')}")
        else:
            self.findings.add_exception("event loop", error)

    def client(self) -> Client:
        """A new connection, which has sent nothing yet."""
        return Client(self.server, self.findings)

    def held(self) -> list[str]:
        """What is held; without a client it is nothing."""
        server, databases = self.server, self.cluster.open_databases()
        held = {
            "connections": server.connections,
            "sessions": server.sessions,
            "cancel keys": server.cancel_keys._sessions,
            "sessions of a database": any(each.sessions for each in databases),
            "write lock": any(each.write_lock.holder is not None for each in databases),
            "listeners": any(server.notifications._listeners.values()),
            "advisory locks": any(server.locks.rows()),
        }
        return [name for name, is_held in held.items() if is_held]

    def check_quiet(self) -> None:
        """With no client left, nothing may be held."""
        for name in self.held():
            self.findings.add(f"still held: {name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cluster.close()
        self._folder.cleanup()


class Client:
    """One connection to a LocalServer."""

    def __init__(self, server: Server, findings: Findings) -> None:
        self._findings = findings
        self.transport = LocalTransport(server.loop)
        self.connection = ClientConnection(server)
        self.transport.connection = self.connection
        self.connection.connection_made(self.transport)  # type: ignore[arg-type]  # a transport in all that is asked of it

    @property
    def ended(self) -> bool:
        """Whether the server has ended the connection."""
        return self.connection.closed or self.transport.is_closing()

    @property
    def status(self) -> str:
        """The transaction's, I when there is no session."""
        session: Any = self.connection.session
        return "I" if session is None else str(session.transaction.status)

    async def start(self, database: str = "postgres", user: str = "postgres") -> list[Message]:
        """Open a session; gives what the server says."""
        parameters = {b"user": user.encode(), b"database": database.encode(), **SETTINGS}
        return await self.ask(StartupMessage(VERSION_3_0, parameters).encode())

    async def ask(self, *chunks: bytes) -> list[Message]:
        """Send chunks one by one, each when the one before was dealt with; gives the answers."""
        for chunk in chunks:
            if self.ended:
                break
            with Deadline():
                try:
                    self.connection.data_received(chunk)
                    await self._settle()
                except Exception as error:
                    self._findings.add_exception("connection raised", error)
                    self.transport.close()
        return self.answers()

    async def leave(self) -> None:
        """The client's side of the connection ends; returns when the server's side has, too."""
        with Deadline():
            if not self.ended:
                self.connection.eof_received()
                await self._settle()
            if not self.connection.closed:
                self.transport.close()
            while not self.connection.closed or not self.connection.greenlet.dead:
                await asyncio.sleep(0)

    async def _settle(self) -> None:
        """Let the event loop run until the session waits for its client."""
        while not (self.connection.idle or self.connection.greenlet.dead):
            await asyncio.sleep(0)

    def answers(self) -> list[Message]:
        """The messages that came since this was last asked; what no client could read is a finding."""
        output, self.transport.output = bytes(self.transport.output), bytearray()
        messages: list[Message] = []
        at = 0
        try:
            while at < len(output):
                tag, length = HEADER.unpack_from(output, at)
                messages.append(backend.decode(bytes((tag,)), output[at + HEADER.size : at + 1 + length]))
                at += 1 + length
        except (ProtocolViolation, Exception) as error:
            self._findings.add_exception("unreadable answer", error)
        self._findings.answers.update(outcome for message in messages if (outcome := _outcome(message)))
        return messages


def _outcome(message: Message) -> str | None:
    """How a statement ended."""
    if isinstance(message, backend.CommandComplete):
        return "complete"
    if not isinstance(message, backend.ErrorResponse):
        return None
    sqlstate = message.error_fields[b"C"].decode()
    return f"{sqlstate} ({message.error_fields[b'M'].decode()})" if sqlstate == "XX000" else sqlstate


class Deadline:
    """Raises Hang in whatever runs for too long inside it."""

    def __init__(self) -> None:
        self._seconds = 0

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._strike)
        signal.setitimer(signal.ITIMER_REAL, 1, 1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _strike(self, _number: int, _frame: FrameType | None) -> None:
        self._seconds += 1
        if self._seconds >= HANG_SECONDS:
            raise Hang
