"""A client that sends exactly the messages it is told to and hands back exactly the messages that come."""

import socket
import struct
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from protocol import backend
from protocol.message import Message
from protocol.startup import VERSION_3_0, StartupMessage

TIMEOUT_SECONDS = 30.0
HEADER = struct.Struct(">cI")


class ConnectionRefusedByServer(Exception):
    """The server answered the startup with an error."""


class WireClient:
    """One connection to a server that trusts us."""

    def __init__(self, host: str, port: int, database: str = "postgres", user: str = "postgres") -> None:
        self.socket = socket.create_connection((host, port), TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self.socket.sendall(
            StartupMessage(VERSION_3_0, {b"user": user.encode(), b"database": database.encode()}).encode()
        )
        self.greeting = list(self.until_ready())
        for message in self.greeting:
            if isinstance(message, backend.ErrorResponse):
                self.socket.close()
                raise ConnectionRefusedByServer(message.error_fields[b"M"].decode())

    def send(self, *messages: Message) -> None:
        """Send messages in one write."""
        self.socket.sendall(b"".join(message.encode() for message in messages))

    def receive(self) -> Message:
        """The next message. Raises EOFError when the server closed the connection, TimeoutError after a while."""
        while len(self._received) < HEADER.size:
            self._read()
        tag, length = HEADER.unpack_from(self._received)
        while len(self._received) < length + 1:
            self._read()
        body = bytes(self._received[HEADER.size : length + 1])
        del self._received[: length + 1]
        return backend.decode(tag, body)

    @property
    def pending(self) -> bool:
        """Whether bytes have come that no message was made of."""
        return bool(self._received)

    def until(self, *kinds: type[Message]) -> Iterator[Message]:
        """Messages up to and including the first of one of these kinds, or to the end of the connection."""
        while True:
            try:
                message = self.receive()
            except EOFError:
                return
            yield message
            if isinstance(message, kinds):
                return

    def until_ready(self) -> Iterator[Message]:
        """Messages up to and including ReadyForQuery."""
        return self.until(backend.ReadyForQuery)

    def _read(self) -> None:
        chunk = self.socket.recv(65536)
        if not chunk:
            raise EOFError("the server closed the connection")
        self._received += chunk

    def close(self) -> None:
        """Leave without a word; the server must cope."""
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
