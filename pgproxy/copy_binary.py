"""COPY's binary format: a signature, then each row as a count of fields and the fields with their lengths.

Mirrors "Binary Format" of the manual's chapter "COPY".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from struct import Struct
from typing import Any

from translator.errors.values import bad_copy_file_format

SIGNATURE = b"PGCOPY\n\xff\r\n\0"
HEADER = SIGNATURE + bytes(8)
"""The signature, no flags, no extension."""
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
_CRITICAL_FLAGS = 0xFFFF0000
_OIDS_FLAG = 1 << 16
_int16, _int32, _uint32 = Struct(">h"), Struct(">i"), Struct(">I")

Field = bytes | None


class _Stream:
    """Bytes that arrive in pieces, read by the number."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._data = b""
        self._at = 0

    def take(self, size: int) -> bytes | None:
        """The next bytes, or None when so many do not come any more."""
        while len(self._data) - self._at < size:
            piece = next(self._pieces, None)
            if piece is None:
                return None
            self._data = self._data[self._at :] + piece
            self._at = 0
        taken = self._data[self._at : self._at + size]
        self._at += size
        return taken

    def drain(self) -> bool:
        """Read to the end; whether there was anything."""
        found = self._at < len(self._data)
        for piece in self._pieces:
            found = found or bool(piece)
        return found


def read_rows(pieces: Iterable[bytes], width: int, begin: Callable[[], None]) -> Iterator[Callable[[], Field]]:
    """For each row of a stream what reads its next field, None for NULL; `begin` is called as each row is met.

    Raises PgError 22P04.
    """
    stream = _Stream(pieces)
    _read_header(stream)
    while True:
        begin()
        count = stream.take(2)
        if count is None:
            return
        fields = _int16.unpack(count)[0]
        if fields == -1:
            if stream.drain():
                raise bad_copy_file_format("received copy data after EOF marker")
            return
        if fields != width:
            raise bad_copy_file_format(f"row field count is {fields}, expected {width}")
        yield partial(_read_field, stream)


def _read_header(stream: _Stream) -> None:
    if stream.take(len(SIGNATURE)) != SIGNATURE:
        raise bad_copy_file_format("COPY file signature not recognized")
    flags = stream.take(4)
    if flags is None:
        raise bad_copy_file_format("invalid COPY file header (missing flags)")
    value = _uint32.unpack(flags)[0]
    if value & _OIDS_FLAG:
        raise bad_copy_file_format("invalid COPY file header (WITH OIDS)")
    if value & _CRITICAL_FLAGS:
        raise bad_copy_file_format("unrecognized critical flags in COPY file header")
    length = stream.take(4)
    if length is None or (size := _int32.unpack(length)[0]) < 0:
        raise bad_copy_file_format("invalid COPY file header (missing length)")
    if stream.take(size) is None:
        raise bad_copy_file_format("invalid COPY file header (wrong length)")


def _read_field(stream: _Stream) -> Field:
    length = stream.take(4)
    if length is None:
        raise bad_copy_file_format("unexpected EOF in COPY data")
    size = _int32.unpack(length)[0]
    if size == -1:
        return None
    if size < 0:
        raise bad_copy_file_format("invalid field size")
    data = stream.take(size)
    if data is None:
        raise bad_copy_file_format("unexpected EOF in COPY data")
    return data


def row_writer(encoders: Sequence[Callable[[Any], bytes]]) -> Callable[[Sequence[Any]], bytes]:
    """What turns a row of storage values into its bytes."""
    count = _int16.pack(len(encoders))
    pack = _int32.pack

    def write(row: Sequence[Any]) -> bytes:
        parts = [count]
        for encode, value in zip(encoders, row, strict=True):
            if value is None:
                parts.append(NULL)
            else:
                data = encode(value)
                parts += (pack(len(data)), data)
        return b"".join(parts)

    return write
