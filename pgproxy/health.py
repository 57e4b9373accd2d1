"""Asks a running server a query, as a client over a socket: `pgproxy health`, which container health checks call."""

from __future__ import annotations

import socket
from typing import TypeVar

from pgproxy.auth import SUPERUSER
from pgproxy.config import Config
from pgproxy.probe import ANSWER, QUESTION, ProbeFailed
from protocol import backend, md5
from protocol.backend import (
    AuthenticationCleartextPassword,
    AuthenticationMD5Password,
    AuthenticationOk,
    AuthenticationSASL,
    AuthenticationSASLContinue,
    AuthenticationSASLFinal,
    DataRow,
    ErrorResponse,
    ReadyForQuery,
)
from protocol.connection import HEADER
from protocol.frontend import PasswordMessage, Query, SASLInitialResponse, SASLResponse, Terminate
from protocol.message import Message
from protocol.scram import MECHANISM
from protocol.scram_client import ScramClient
from protocol.startup import VERSION_3_0, StartupMessage

TIMEOUT_SECONDS = 5.0
WILDCARDS = {None: "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}

AnyMessage = TypeVar("AnyMessage", bound=Message)


def check(config: Config) -> None:
    """Returns when the server that runs with this configuration answers. Raises OSError or ProbeFailed."""
    address = WILDCARDS.get(config.hosts, config.host)
    with socket.create_connection((address, config.port), timeout=TIMEOUT_SECONDS) as link:
        _Client(link, config.password).ask()


class _Client:
    """One connection as the superuser."""

    def __init__(self, link: socket.socket, password: str) -> None:
        self._link = link
        self._stream = link.makefile("rb")
        self._password = password

    def ask(self) -> None:
        self._send(StartupMessage(VERSION_3_0, {b"user": SUPERUSER.encode()}))
        self._authenticate()
        while not isinstance(self._read(), ReadyForQuery):
            pass
        self._send(Query(QUESTION))
        answered = False
        while not isinstance(message := self._read(), ReadyForQuery):
            answered |= isinstance(message, DataRow) and message.values == ANSWER
        self._send(Terminate())
        if not answered:
            raise ProbeFailed("the server gave a wrong answer")

    def _authenticate(self) -> None:
        request = self._read()
        if isinstance(request, AuthenticationCleartextPassword):
            self._send(PasswordMessage(self._password.encode()))
        elif isinstance(request, AuthenticationMD5Password):
            stored = md5.verifier(self._password, SUPERUSER)
            self._send(PasswordMessage(md5.response(stored, request.salt)))
        elif isinstance(request, AuthenticationSASL):
            self._scram()
        if not isinstance(request, AuthenticationOk):
            self._expect(AuthenticationOk)

    def _scram(self) -> None:
        scram = ScramClient(self._password)
        self._send(SASLInitialResponse(MECHANISM, scram.first()))
        self._send(SASLResponse(scram.final(self._expect(AuthenticationSASLContinue).data)))
        if not scram.verify(self._expect(AuthenticationSASLFinal).data):
            raise ProbeFailed("the server does not know the password")

    def _send(self, message: Message) -> None:
        self._link.sendall(message.encode())

    def _expect(self, kind: type[AnyMessage]) -> AnyMessage:
        message = self._read()
        if not isinstance(message, kind):
            raise ProbeFailed(f"the server sent {type(message).__name__} instead of {kind.__name__}")
        return message

    def _read(self) -> Message:
        header = self._stream.read(HEADER.size)
        if len(header) < HEADER.size:
            raise ProbeFailed("the server closed the connection")
        tag, length = HEADER.unpack(header)
        message = backend.decode(bytes((tag,)), self._stream.read(length - 4))
        if isinstance(message, ErrorResponse):
            raise ProbeFailed(message.error_fields.get(b"M", b"").decode())
        return message
