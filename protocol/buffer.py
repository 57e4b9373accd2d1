"""Framing: holds the byte stream and cuts it into messages.

Chunks are kept as they came. The common chunk holds several whole messages and is never copied as a whole; chunks of a
message that is still incomplete are joined once, when its last byte is there.
"""

from struct import Struct

from protocol.errors import invalid_startup_length

LENGTH = Struct(">I")
MIN_STARTUP_LENGTH = 8


class MessageBuffer:
    """What arrived and was not read yet.

    The next message starts at `_at` in `_data`; `_chunks` came behind it, while `_data` was not used up. A reader takes
    bytes by moving `_at`, and calls `_gather` when `_data` has too few. Whatever a reader does between two chunks, they
    are read in the order in which they came.
    """

    __slots__ = ("_at", "_chunks", "_chunks_size", "_data")

    def __init__(self) -> None:
        self._data = b""
        self._at = 0
        self._chunks: list[bytes] = []
        self._chunks_size = 0

    @property
    def waiting(self) -> int:
        """How many bytes were received and not read yet."""
        return len(self._data) - self._at + self._chunks_size

    def receive_data(self, chunk: bytes) -> None:
        """Takes what was received, in any cut."""
        if self._at == len(self._data) and not self._chunks:
            self._data = chunk
            self._at = 0
        elif chunk:
            self._chunks.append(chunk)
            self._chunks_size += len(chunk)

    def next_packet(self, limit: int) -> bytes | None:
        """The body of the next startup packet, which has no tag, or None as long as it is not complete.

        limit: the greatest length. Raises ProtocolViolation for one that is not allowed.
        """
        if len(self._data) - self._at < 4 and not self._gather(4):
            return None
        (length,) = LENGTH.unpack_from(self._data, self._at)
        if not MIN_STARTUP_LENGTH <= length <= limit:
            raise invalid_startup_length()
        if len(self._data) - self._at < length and not self._gather(length):
            return None
        body = self._data[self._at + 4 : self._at + length]
        self._at += length
        return body

    def _split_off(self, start: int, end: int) -> bytes:
        """A part of `_data`, of which only what follows is kept."""
        body = self._data[start:end]
        self._data, self._at = self._data[end:], 0
        return body

    def _gather(self, size: int) -> bool:
        """Joins what is there when it amounts to `size` bytes, so that `_data` starts with them."""
        if not self._chunks:
            if self._at == len(self._data):
                self._data = b""
                self._at = 0
            return False
        if self.waiting < size:
            return False
        self._data = b"".join([self._data[self._at :], *self._chunks])
        self._at = 0
        self._chunks.clear()
        self._chunks_size = 0
        return True
