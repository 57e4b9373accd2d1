"""A client of a few lines that speaks raw messages, for what real clients never do."""

from __future__ import annotations

import socket
from types import TracebackType

from protocol import backend
from protocol.backend import AuthenticationOk, BackendKeyData, ErrorResponse, ReadyForQuery
from protocol.connection import HEADER
from protocol.message import Message
from protocol.startup import VERSION_3_0, StartupMessage


class WireClient:
    """One connection. Reads fail after five seconds."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.received = b""

    def __enter__(self) -> WireClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def send(self, *messages: Message | bytes) -> None:
        parts = [part if isinstance(part, bytes) else part.encode() for part in messages]
        self.socket.sendall(b"".join(parts))

    def read(self) -> Message | None:
        """The next message, None at the end of the connection."""
        header = self._take(HEADER.size)
        if header is None:
            return None
        tag, length = HEADER.unpack(header)
        body = self._take(length - 4)
        assert body is not None
        return backend.decode(bytes([tag]), body)

    def read_until(self, kind: type[Message]) -> list[Message]:
        """All messages up to the first of a class, or to the end."""
        found: list[Message] = []
        while (message := self.read()) is not None:
            found.append(message)
            if isinstance(message, kind):
                break
        return found

    def start(self, version: int = VERSION_3_0, **parameters: str) -> list[Message]:
        """Connects as postgres, with trust."""
        named = {"user": "postgres"} | parameters
        self.send(StartupMessage(version, {name.encode(): value.encode() for name, value in named.items()}))
        return self.read_until(ReadyForQuery)

    def _take(self, size: int) -> bytes | None:
        while len(self.received) < size:
            piece = self.socket.recv(1 << 16)
            if not piece:
                return None
            self.received += piece
        taken, self.received = self.received[:size], self.received[size:]
        return taken


def key_of(messages: list[Message]) -> BackendKeyData:
    """The cancel key among the messages of a start."""
    assert any(isinstance(message, AuthenticationOk) for message in messages)
    return next(message for message in messages if isinstance(message, BackendKeyData))


def error_of(messages: list[Message]) -> tuple[str, str, str]:
    """Severity, SQLSTATE and message of the first error."""
    error = next(message for message in messages if isinstance(message, ErrorResponse))
    fields = error.error_fields
    return fields[b"S"].decode(), fields[b"C"].decode(), fields[b"M"].decode()
