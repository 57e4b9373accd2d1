"""Framing: cuts the byte stream into messages, of which it knows no more than tag and length.

Chunks are kept as they came. The common chunk holds several whole messages and is never copied as a whole; chunks of a
message that is still incomplete are joined once, when its last byte is there.
"""

from collections.abc import Callable, Mapping
from struct import Struct

from protocol.errors import ProtocolViolation, invalid_message_length, invalid_startup_length

HEADER = Struct(">BI")
LENGTH = Struct(">I")
MIN_STARTUP_LENGTH = 8

_unpack_header = HEADER.unpack_from


class MessageBuffer:
    """What arrived and was not read yet. `len()` of it is the number of bytes waiting."""

    __slots__ = ("_at", "_chunks", "_chunks_size", "_data")

    def __init__(self) -> None:
        self._data = b""
        self._at = 0
        self._chunks: list[bytes] = []
        self._chunks_size = 0

    def __len__(self) -> int:
        return len(self._data) - self._at + self._chunks_size

    def append(self, chunk: bytes) -> None:
        """Takes what was received, in any cut."""
        if self._at == len(self._data) and not self._chunks:
            self._data = chunk
            self._at = 0
        elif chunk:
            self._chunks.append(chunk)
            self._chunks_size += len(chunk)

    def next_frame(
        self, limits: Mapping[int, int], unexpected: Callable[[int], ProtocolViolation]
    ) -> tuple[int, bytes] | None:
        """Tag and body of the next message, or None as long as it is not complete.

        limits: the greatest length by tag. A tag that is missing there raises unexpected(tag), a length beyond the
        limit ProtocolViolation, both before the body is waited for.
        """
        data = self._data
        at = self._at
        if len(data) - at < 5:
            if not self._gather(5):
                return None
            data = self._data
            at = 0
        tag, length = _unpack_header(data, at)
        limit = limits.get(tag)
        if limit is None:
            raise unexpected(tag)
        if not 4 <= length <= limit:
            raise invalid_message_length()
        end = at + 1 + length
        if end > len(data):
            if not self._gather(1 + length):
                return None
            data = self._data
            at = 0
            end = 1 + length
        self._at = end
        return tag, data[at + 5 : end]

    def next_tag(self) -> int | None:
        """The tag of the next message, once it is there."""
        if self._at < len(self._data):
            return self._data[self._at]
        return self._chunks[0][0] if self._chunks else None

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

    def _gather(self, size: int) -> bool:
        """Joins what is there when it amounts to `size` bytes, so that `_data` starts with them."""
        if len(self) < size:
            if self._at == len(self._data):
                self._data = b""
                self._at = 0
            return False
        self._data = b"".join([self._data[self._at :], *self._chunks])
        self._at = 0
        self._chunks.clear()
        self._chunks_size = 0
        return True
