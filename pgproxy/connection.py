"""One client's connection: moves bytes between the event loop and the greenlet that the client's session runs in.

The event loop calls this object in its own greenlet, the hub. The connection's life, from startup packet to goodbye, is
synchronous code in a greenlet of its own, which waits by switching to the hub. What the session means by a message is
none of this module's business.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import greenlet

from pgproxy import hba, refusals
from pgproxy.errors import is_bug
from pgproxy.log import Logger
from pgproxy.report import report, violation_error
from pgproxy.startup_options import StartupOptions, read_startup
from pgproxy.tls import TlsLayer
from protocol.backend import AuthenticationOk, BackendKeyData, ParameterStatus
from protocol.connection import Connection
from protocol.errors import ProtocolViolation
from protocol.message import Message
from protocol.startup import (
    ALPN_PROTOCOL,
    DIRECT_TLS,
    CancelRequest,
    GSSENCRequest,
    SSLRequest,
    StartupMessage,
)
from protocol.state import State
from translator.encoding import encode
from translator.errors import PgError
from translator.errors.state import too_many_connections

if TYPE_CHECKING:
    from pgproxy.server import Server

AnyMessage = TypeVar("AnyMessage", bound=Message)

FLUSH_SIZE = 1 << 16
"""Output is written once this much has gathered, without waiting for a flush."""
READ_AHEAD_SIZE = 1 << 20
"""Reading pauses once a busy session has this much waiting."""
LINGER_SECONDS = 2.0
"""How long a client gets to read the error that ends its connection."""


class Session(Protocol):
    """What a connection hosts. It is made after authentication, in the connection's greenlet."""

    connection: Any
    """The ClientConnection, or what stands in for it."""

    @property
    def client_encoding(self) -> str:
        """PostgreSQL's name of the encoding that the client speaks."""

    def parameter_status(self) -> dict[str, str]:
        """The settings that clients are told at the start."""

    def run(self) -> None:
        """Serves until the client leaves; begins with ReadyForQuery. May raise PgError of severity FATAL."""

    def close(self) -> None:
        """Gives everything back, whatever happened."""

    def cancel(self) -> None:
        """Cancels the running statement. Called in the hub."""

    def terminate(self, error: PgError) -> None:
        """Ends a session that is busy: its running statement raises the (FATAL) error. Called in the hub."""


class ConnectionClosed(Exception):
    """The client is gone: there will be no further message."""


class ClientConnection(asyncio.Protocol):
    """The pump of one connection.

    protocol: the sans-io end. closed: the client is gone. output: bytes not yet written. peer: the client's address and
    port, ("", 0) for a Unix socket. tls: the encryption, if any. process_id: of the session, once there is one.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.protocol = Connection(server.config.max_message_size)
        self.output = bytearray()
        self.closed = False
        self.peer: tuple[str, int] = ("", 0)
        self.tls: TlsLayer | None = None
        self.process_id = 0
        self.options: StartupOptions | None = None
        self.session: Session | None = None
        self.transport: asyncio.Transport
        self.greenlet = greenlet.greenlet(self._live)
        self._hub: greenlet.greenlet = greenlet.getcurrent()
        self._waits_for_input = False
        self._waits_for_output = False
        self._output_paused = False
        self._input_paused = False
        self._eof = False
        self._fresh = True
        self._direct_tls = False
        self._finished = False
        self._pending: PgError | None = None
        self._deadline: asyncio.TimerHandle | None = None

    # What the event loop calls, in the hub

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Starts the clock and the greenlet."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own class does not inherit from it
        peer = transport.get_extra_info("peername")
        self.peer = (peer[0], peer[1]) if isinstance(peer, tuple) else ("", 0)
        self.server.connections.add(self)
        if (found := transport.get_extra_info("socket")) is not None:
            self.server.input_watch.add(found.fileno())
        self._deadline = self.server.loop.call_later(self.server.config.authentication_timeout, self._expire)
        self.greenlet.switch()

    def data_received(self, data: bytes) -> None:
        """Hands the bytes on and, if the session waits for them, runs it until it waits again."""
        if self._finished:
            return
        if self._fresh or self.tls is not None:
            data = self._plaintext(data)
        self.protocol.receive_data(data)
        if self._waits_for_input:
            if data:
                self._resume_input()
                self.server.busy_wait.answered()
        elif self.protocol.waiting > READ_AHEAD_SIZE and not self._input_paused:
            self._input_paused = True
            self.transport.pause_reading()

    def eof_received(self) -> bool:
        """The client sends no more; what it sent is still served. True keeps our side open."""
        self._eof = True
        if self._waits_for_input:
            self._resume_input()
        return not self._finished

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone; a waiting session learns it now, a busy one when it waits next."""
        self.closed = True
        self.server.connections.discard(self)
        if self._deadline is not None:
            self._deadline.cancel()
        if self._waits_for_input:
            self._resume_input()
        elif self._waits_for_output:
            self._resume_output()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._output_paused = True

    def resume_writing(self) -> None:
        """The client caught up."""
        self._output_paused = False
        if self._waits_for_output:
            self._resume_output()

    def cancel(self) -> None:
        """Cancels what the session runs, if it runs anything. Called in the hub."""
        if self.session is not None:
            self.session.cancel()

    def terminate(self, error: PgError) -> None:
        """Ends the connection with a FATAL error, as soon as its session can be interrupted. Called in the hub."""
        self._pending = error
        if self._waits_for_input:
            self._resume_input()
        elif self._waits_for_output:
            self.transport.abort()
        elif self.session is not None:
            self.session.terminate(error)

    # What the session calls, in the connection's greenlet

    def read_message(self) -> Message:
        """The client's next message, for which it waits.

        Raises ConnectionClosed, and PgError when the client broke the protocol (FATAL when it cannot go on) or the
        connection is being terminated.
        """
        try:
            while (message := self.protocol.next_message()) is None:
                self.wait_input()
        except ProtocolViolation as violation:
            raise violation_error(violation) from violation
        return message

    def wait_input(self) -> None:
        """Waits until more bytes have arrived. Raises ConnectionClosed, and PgError when being terminated."""
        self._check_alive()
        if self._input_paused:
            self._input_paused = False
            self.transport.resume_reading()
        self._waits_for_input = True
        self._hub.switch()
        self._check_alive(with_input=True)

    def send(self, data: bytes) -> None:
        """Appends to the output; when much has gathered, writes it and waits for a client that cannot keep up."""
        if len(data) > FLUSH_SIZE and self.tls is None and not self.closed and not self.transport.is_closing():
            self.flush()
            self.transport.write(data)  # without a copy
            self.wait_writable()
            return
        self.output += data
        if len(self.output) >= FLUSH_SIZE:
            self.wait_writable()

    def flush(self) -> None:
        """Writes the gathered output."""
        if not self.output:
            return
        data: bytes | bytearray = self.output
        self.output = bytearray()
        if self.closed or self.transport.is_closing():
            return
        self.transport.write(data if self.tls is None else self.tls.encrypt(data))

    def wait_writable(self) -> None:
        """Writes the gathered output and waits while the client cannot keep up. Raises ConnectionClosed."""
        self.flush()
        while self._output_paused and not self.closed:
            self._waits_for_output = True
            self._hub.switch()
        if self.closed:
            raise ConnectionClosed

    def ask(self, message: Message) -> None:
        """Sends a message that the client has to answer."""
        self.output += self.protocol.send(message)
        self.flush()

    def expect(self, kind: type[AnyMessage]) -> AnyMessage:
        """The client's answer, which the protocol's state allows to be of this kind only. Raises as read_message."""
        message = self.read_message()
        assert isinstance(message, kind)
        return message

    @cached_property
    def log(self) -> Logger:
        """A logger that names this connection. Made when first used, since most connections log nothing."""
        logger = self.server.log.bind(client=self.peer[0] or "local", client_port=self.peer[1])
        if self.options is None:
            return logger
        return logger.bind(process_id=self.process_id, user=self.options.user, database=self.options.database)

    @property
    def idle(self) -> bool:
        """Whether the session waits for its client."""
        return self._waits_for_input

    @property
    def channel_binding(self) -> bytes | None:
        """What SCRAM can bind to this connection; None without TLS."""
        return None if self.tls is None else self.tls.channel_binding

    # The connection's life

    def _live(self) -> None:
        """The greenlet: everything from the first packet on. Nothing leaves it but the end."""
        try:
            self._serve()
        except ConnectionClosed:
            self._finish()
        except ProtocolViolation as violation:
            self._fail(violation_error(violation))
        except PgError as error:
            if is_bug(error):
                self.log.exception("connection failed", process_id=self.process_id)
            self._fail(error)
        except Exception:
            self.log.exception("connection failed", process_id=self.process_id)
            self._fail(refusals.internal_failure())
        else:
            self._finish()
        finally:
            self._finished = True

    def _serve(self) -> None:
        message = self._startup()
        if message is None:
            return
        self.output += self.protocol.negotiate(message)
        self.options = read_startup(message)
        if self.server.sessions >= self.server.config.max_connections:
            raise too_many_connections()
        self.server.sessions += 1
        try:
            self.server.authenticator.authenticate(self, self.options.user, self._required_method(self.options))
            if self._deadline is not None:
                self._deadline.cancel()
            self._host(self.options)
        finally:
            self.server.sessions -= 1

    def _required_method(self, options: StartupOptions) -> str:
        """How the client has to prove who it is.  Raises PgError 28000 when it may not, or lacks a certificate."""
        user = options.user
        client = hba.Client(
            self.peer[0], self.tls is not None, options.database, user, partial(self.server.memberships, user)
        )
        rule = hba.find_rule(self.server.hba_rules, client)
        if rule is None:
            raise refusals.no_hba_entry(client.described)
        if rule.method == "reject":
            raise refusals.hba_rejects(client.described)
        if rule.needs_certificate:
            name = None if self.tls is None else self.tls.client_name
            if name is None:
                raise refusals.certificate_required()
            if name != user and rule.verifies_name:
                raise refusals.certificate_failed(user)
        return rule.method

    def _startup(self) -> StartupMessage | None:
        """The startup message, after the requests for encryption; None when the client wanted something else."""
        while True:
            message = self.read_message()
            if isinstance(message, StartupMessage):
                return message
            if isinstance(message, CancelRequest):
                self.server.cancel(message.process_id, message.key)
                return None
            assert isinstance(message, SSLRequest | GSSENCRequest)
            self._answer_encryption(message)

    def _answer_encryption(self, request: SSLRequest | GSSENCRequest) -> None:
        tls = self.server.tls if isinstance(request, SSLRequest) else None
        accept = tls is not None and self.tls is None
        self.output += self.protocol.answer_encryption(request, accept)
        self.flush()
        if accept and tls is not None:
            self.tls = TlsLayer(tls)

    def _host(self, options: StartupOptions) -> None:
        """Runs the session of an authenticated client."""
        self.output += self.protocol.send(AuthenticationOk())
        self.process_id, key = self.server.cancel_keys.add(self, self.protocol.version)
        try:
            server = self.server
            self.session = server.open_session(self, options.user, options.database, options.settings, server)
            for name, value in self.session.parameter_status().items():
                self.output += ParameterStatus(name.encode(), encode(value, self.session.client_encoding)).encode()
            self.output += BackendKeyData(self.process_id, key).encode()
            if server.log_connections:
                self.log.debug("connection authorized", tls=self.tls is not None)
            self.session.run()
        finally:
            self.server.cancel_keys.remove(self.process_id)
            session, self.session = self.session, None
            if session is not None:
                session.close()

    def _finish(self) -> None:
        """Writes what is left and closes."""
        if not self.transport.is_closing():
            self._say_goodbye()
            self.transport.close()

    def _fail(self, error: PgError) -> None:
        """Tells the client the error and closes; after input that nobody read, which makes TCP reset, only when the
        client had time to read.
        """
        if self.transport.is_closing():
            return
        if self.tls is not None and not self.tls.established:
            self.transport.abort()
            return
        self.output += report(error)
        self._say_goodbye()
        if not self._input_paused and not self.protocol.waiting:
            self.transport.close()
            return
        if self._input_paused:
            self.transport.resume_reading()
        with contextlib.suppress(OSError):  # a vanished client, whose reset the loop has yet to notice
            self.transport.write_eof()
        self.server.loop.call_later(LINGER_SECONDS, self.transport.abort)
        if self._eof:
            self.transport.close()

    def _say_goodbye(self) -> None:
        self.flush()
        if self.tls is not None:
            self.transport.write(self.tls.close())

    # Inside

    def _check_alive(self, with_input: bool = False) -> None:
        """Raises what ends the connection. with_input: bytes may just have arrived, so an end of input waits."""
        if self._pending is not None:
            error, self._pending = self._pending, None
            raise error
        if self.closed or (self._eof and not (with_input and self.protocol.waiting)):
            raise ConnectionClosed

    def _resume_input(self) -> None:
        self._waits_for_input = False
        self.greenlet.switch()

    def _resume_output(self) -> None:
        self._waits_for_output = False
        self.greenlet.switch()

    def _expire(self) -> None:
        """The time to authenticate is over: an error for a client that spoke the protocol, silence for others."""
        if self.protocol.state is State.STARTUP:
            self.transport.abort()
        else:
            self.terminate(refusals.authentication_timeout())

    def _plaintext(self, data: bytes) -> bytes:
        """What the bytes say once TLS is taken off; TLS may also begin here, for a client that does not ask first."""
        if self._fresh:
            self._fresh = False
            if data[:1] == DIRECT_TLS and self.server.tls is not None:
                self.tls = TlsLayer(self.server.tls)
                self._direct_tls = True
        return data if self.tls is None else self._decrypt(self.tls, data)

    def _decrypt(self, tls: TlsLayer, data: bytes) -> bytes:
        """The plaintext in the bytes; writes what TLS itself has to answer."""
        try:
            plain = tls.decrypt(data)
        except ssl.SSLError as error:
            self.log.info("could not accept SSL connection", reason=str(error))
            self.transport.write(tls.outgoing())
            self.transport.close()
            return b""
        if answer := tls.outgoing():
            self.transport.write(answer)
        if self._direct_tls and tls.established and tls.alpn_protocol != ALPN_PROTOCOL:
            self.terminate(refusals.direct_tls_without_alpn())
            return b""
        return plain
