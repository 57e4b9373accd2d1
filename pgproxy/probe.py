"""Asks a session a question as a client would, without a socket: the server calls itself ready once it was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import greenlet

from pgproxy.auth import SUPERUSER
from pgproxy.log import Logger
from protocol import backend
from protocol.connection import HEADER, Connection
from protocol.frontend import Query, Terminate
from protocol.message import Message
from protocol.startup import VERSION_3_2
from protocol.state import State

if TYPE_CHECKING:
    from pgproxy.server import Server

QUESTION = b"SELECT 1"
ANSWER = [b"1"]


class ProbeFailed(Exception):
    """The server could not answer; the message is the error it gave."""


class ProbeConnection:
    """What a session sees of a connection, with a fixed conversation instead of a client."""

    def __init__(self, log: Logger) -> None:
        self.log = log
        self.protocol = Connection()
        self.protocol.state = State.READY
        self.protocol.version = VERSION_3_2
        self.output = bytearray()
        self.closed = False
        self.idle = False
        self.peer = ("", 0)
        self.tls = None
        self.process_id = 0
        self._questions: Iterator[Message] = iter((Query(QUESTION), Terminate()))

    def read_message(self) -> Message:
        """The next part of the conversation."""
        return next(self._questions)

    def send(self, data: bytes) -> None:
        """Collects the answer."""
        self.output += data

    def flush(self) -> None:
        """Nothing to do: the answer is read at the end."""

    def wait_writable(self) -> None:
        """Nothing to do: the output has no limit."""

    def answers(self) -> Iterator[Message]:
        """The messages that the session sent."""
        at = 0
        while at < len(self.output):
            tag, length = HEADER.unpack_from(self.output, at)
            end = at + 1 + length
            yield backend.decode(bytes((tag,)), bytes(self.output[at + HEADER.size : end]))
            at = end


async def probe(server: Server) -> None:
    """Returns when a session has answered a query. Raises ProbeFailed."""
    done: asyncio.Future[None] = server.loop.create_future()
    connection = ProbeConnection(server.log)

    def converse() -> None:
        try:
            session = server.open_session(connection, SUPERUSER, SUPERUSER, {}, server)
            try:
                session.run()
            finally:
                session.close()
            _check(connection)
        except Exception as error:
            done.set_exception(error)
        else:
            done.set_result(None)

    greenlet.greenlet(converse).switch()
    await done


def _check(connection: ProbeConnection) -> None:
    for message in connection.answers():
        if isinstance(message, backend.ErrorResponse):
            raise ProbeFailed(message.error_fields.get(b"M", b"").decode())
        if isinstance(message, backend.DataRow) and message.values == ANSWER:
            return
    raise ProbeFailed("the server did not answer a query")
