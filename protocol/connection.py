"""The server's end of one connection, sans-io: bytes in, messages out. It decides nothing.

    connection.receive_data(chunk)
    while (message := connection.next_message()) is not None:
        transport.write(connection.send(answer))

Messages that change no state may also be sent as prebuilt bytes, past `send`.
"""

from struct import Struct

from protocol import startup
from protocol.backend import NegotiateProtocolVersion
from protocol.buffer import MessageBuffer
from protocol.errors import (
    ProtocolViolation,
    invalid_message_length,
    synchronization_lost,
    unencrypted_data_after,
    unsupported_protocol,
)
from protocol.frontend import Bind, CopyData, Sync, unread_parameter
from protocol.message import Message
from protocol.startup import GSSENCRequest, SSLRequest, StartupMessage
from protocol.state import LARGE_MESSAGE, SENT, State, table

HEADER = Struct(">BI")
_COPY_DATA = CopyData.tag[0]
LARGE = 1 << 20
"""Length beyond which nothing of a message is kept but what is made of it, not even for a report of what is wrong."""
_BIND = Bind.tag[0]
_unpack_header = HEADER.unpack_from


class Connection(MessageBuffer):
    """Reads one client. state: where the connection stands. version: the protocol version, from StartupMessage on."""

    __slots__ = (
        "_extended",
        "_in_step",
        "_max_message_size",
        "_refused_requests",
        "_rows",
        "_unexpected",
        "state",
        "version",
    )

    def __init__(self, max_message_size: int = LARGE_MESSAGE) -> None:
        """max_message_size: in bytes, for the messages that may be large (queries, parameters, COPY data)."""
        super().__init__()
        self._max_message_size = max_message_size
        self._extended = False
        self._in_step = True
        self._refused_requests: tuple[type[Message], ...] = ()
        self.version = startup.VERSION_3_0
        self._enter(State.STARTUP)

    def next_message(self) -> Message | None:
        """The next message, or None when more data is needed.

        Raises ProtocolViolation; unless it is fatal, reading goes on behind the offending message (see after_error).
        """
        if self.state is State.STARTUP:
            return self._next_startup_packet()
        while True:
            data, at = self._data, self._at
            if len(data) - at < 5:
                if self._gather(5):
                    continue
                return None
            tag, length = _unpack_header(data, at)
            row = self._rows.get(tag)
            if row is None:
                self._in_step = False
                raise self._unexpected(tag)
            layout, after, extended, limit = row
            if not 4 <= length <= limit:
                raise invalid_message_length()
            end = at + 1 + length
            if end > len(data):
                if self._gather(1 + length):
                    continue
                return None
            self._at = end
            if after is not None:
                self._enter(after)
            if layout is not None:
                if extended is not None:
                    self._extended = extended
                if length > LARGE:
                    data = b""
                    return layout.decoder(self._split_off(at + 5, end))
                body = data[at + 5 : end]
                try:
                    return layout.decoder(body)
                except ProtocolViolation as violation:
                    if tag == _BIND:
                        violation.context = unread_parameter(body)
                    raise

    @property
    def sync_follows(self) -> bool:
        """Whether the next message is here already and is Sync."""
        return self._data[self._at : self._at + 1] == Sync.tag

    def take_copy_data(self, enough: int) -> list[bytes]:
        """The data of CopyData messages that stand complete at the front, in COPY_IN; may be none.

        enough: after this many bytes there are no more for now.

        The same as next_message() as long as it gives CopyData, without the objects; the rest is for next_message().
        """
        pieces: list[bytes] = []
        limit = self._rows[_COPY_DATA].limit
        data, at, size = self._data, self._at, len(self._data)
        last = min(size - 5, at + enough)
        while at <= last:
            tag, length = _unpack_header(data, at)
            end = at + 1 + length
            if tag != _COPY_DATA or end > size or not 4 <= length <= limit:
                break
            pieces.append(data[at + 5 : end])
            at = end
        self._at = at
        return pieces

    def send(self, message: Message) -> bytes:
        """The bytes of a message for the client, after the state changed as the message tells the client."""
        after = SENT.get(type(message))
        if after is not None:
            self._enter(after)
        return message.encode()

    def after_error(self) -> bool:
        """Puts the connection where an ErrorResponse (not a fatal one) leaves it.

        True: everything up to Sync is skipped. False: the client waits for ReadyForQuery now. Raises ProtocolViolation
        (fatal) when the error was a message that could not be read, so that nobody knows where the next one starts.
        """
        if not self._in_step:
            raise synchronization_lost()
        self._enter(State.SKIP if self._extended else State.READY)
        return self._extended

    def answer_encryption(self, request: SSLRequest | GSSENCRequest, accept: bool) -> bytes:
        """The one byte that answers a request for encryption.

        Raises ProtocolViolation when data came with the request, as it does when somebody in the middle injects it.
        """
        is_ssl = isinstance(request, SSLRequest)
        if self.waiting:
            raise unencrypted_data_after("SSL" if is_ssl else "GSSAPI encryption")
        self._refused_requests = (SSLRequest, GSSENCRequest) if accept else (*self._refused_requests, type(request))
        if not accept:
            return b"N"
        return b"S" if is_ssl else b"G"

    def negotiate(self, message: StartupMessage) -> bytes:
        """Fixes the protocol version; gives the NegotiateProtocolVersion that the client must see, or nothing."""
        self.version, unrecognized = startup.negotiated(message)
        if unrecognized is None:
            return b""
        return NegotiateProtocolVersion(self.version, unrecognized).encode()

    def _next_startup_packet(self) -> Message | None:
        body = self.next_packet(startup.MAX_STARTUP_LENGTH)
        if body is None:
            return None
        message = startup.decode(body)
        if isinstance(message, self._refused_requests):
            code = message.code or 0
            raise unsupported_protocol(code >> 16, code & 0xFFFF)
        if isinstance(message, StartupMessage):
            self._enter(State.AUTHENTICATION)
        return message

    def _enter(self, state: State) -> None:
        self.state = state
        self._rows, self._unexpected = table(state, self._max_message_size)
