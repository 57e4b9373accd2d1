"""The field types of the manual's chapter "Message Formats", each with the source text that reads and writes it.

A message class is annotated with the names at the end of this module. To a type checker they are plain Python types;
at run time their metadata are `Field` objects, from which `protocol.message` composes one straight-line function per
direction. Strings are bytes in the client's encoding, without the terminating zero byte:
the protocol knows no encoding.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from itertools import count
from struct import Struct
from typing import Annotated, Any, NamedTuple

INT32 = Struct(">i")
UINT16 = Struct(">H")
NUL = b"\0"
NULL_LENGTH = b"\xff\xff\xff\xff"


@cache
def array_struct(code: str, size: int) -> Struct:
    """The layout of `size` (at most 65535) numbers of the struct code `code`."""
    return Struct(f">{size}{code}")


class DecoderSource:
    """The text of a decoder while it is written. `data` holds what is left to read, from position `at` on."""

    def __init__(self, at: int) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "NUL": NUL, "uint16": UINT16.unpack_from, "int32": INT32.unpack_from, "array_struct": array_struct
        }  # fmt: skip
        self.at: int | None = at

    def line(self, text: str) -> None:
        """Adds one line."""
        self.lines.append(text)

    @property
    def position(self) -> str:
        """The expression for the current position: a number as long as it is known, else the variable `at`."""
        return "at" if self.at is None else str(self.at)

    def advance(self, size: int) -> None:
        """Moves the position over a field of fixed size."""
        if self.at is None:
            self.line(f"at += {size}")
        else:
            self.at += size

    def float_position(self) -> None:
        """From here on the position is known at run time only."""
        if self.at is not None:
            self.line(f"at = {self.at}")
            self.at = None

    def constant(self, value: object) -> str:
        """A name for a value that the text refers to."""
        name = next(name for number in count() if (name := f"constant{number}") not in self.names)
        self.names[name] = value
        return name


class EncoderSource:
    """The text of an encoder while it is written: bytes expressions that are added up to the body."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.parts: list[str] = []
        self.names: dict[str, Any] = {
            "NUL": NUL, "uint16": UINT16.pack, "int32": INT32.pack, "array_struct": array_struct,
            "NULL_LENGTH": NULL_LENGTH,
        }  # fmt: skip

    def constant(self, value: object) -> str:
        """A name for a value that the text refers to."""
        name = next(name for number in count() if (name := f"constant{number}") not in self.names)
        self.names[name] = value
        return name


Run = list[tuple[str, "Field"]]


class Field(ABC):
    """One field type: how it is read, written and shown in a trace."""

    @classmethod
    def decode_run(cls, source: DecoderSource, run: Run) -> None:
        """Writes the text that reads neighbouring fields of this class into the variables named in `run`."""
        for name, field in run:
            field.decode(source, name)

    @classmethod
    def encode_run(cls, source: EncoderSource, run: Run) -> None:
        """Writes the text that turns the expressions in `run`, neighbours of this class, into bytes."""
        for name, field in run:
            field.encode(source, name)

    def decode(self, source: DecoderSource, name: str) -> None:
        """Writes the text that reads one field into the variable `name`."""
        raise NotImplementedError

    def encode(self, source: EncoderSource, value: str) -> None:
        """Writes the text that turns the expression `value` into bytes."""
        raise NotImplementedError

    @abstractmethod
    def trace(self, value: Any) -> str:
        """The field as libpq's PQtrace prints it, with a leading blank."""


class Fixed(Field):
    """A number or a byte string of fixed size. Neighbours share one struct."""

    def __init__(self, code: str) -> None:
        self.code = code

    @classmethod
    def decode_run(cls, source: DecoderSource, run: Run) -> None:
        layout = _layout(run)
        names = ", ".join(name for name, _ in run)
        source.line(f"{names}, = {source.constant(layout.unpack_from)}(data, {source.position})")
        source.advance(layout.size)

    @classmethod
    def encode_run(cls, source: EncoderSource, run: Run) -> None:
        values = ", ".join(name for name, _ in run)
        source.parts.append(f"{source.constant(_layout(run).pack)}({values})")

    def trace(self, value: Any) -> str:
        if not isinstance(value, bytes):
            return f" {value}"
        return f" {value.decode('latin-1')}" if self.code == "c" else _quoted_bytes(value)


class Version(Fixed):
    """A protocol version: major in the upper, minor in the lower two bytes."""

    def trace(self, value: Any) -> str:
        return f" {value >> 16 & 0xFFFF} {value & 0xFFFF}"


class String(Field):
    """A string up to its zero byte. Neighbours are split off at once."""

    @classmethod
    def decode_run(cls, source: DecoderSource, run: Run) -> None:
        names = ", ".join(name for name, _ in run)
        rest = "data" if source.at == 0 else f"data[{source.position}:]"
        source.line(f"{names}, data = {rest}.split(NUL, {len(run)})")
        source.at = 0

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts += [value, "NUL"]

    def trace(self, value: Any) -> str:
        return f' "{value.decode("utf-8", "backslashreplace")}"'


class Rest(Field):
    """All that is left of the message."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.line(f"{name} = " + ("data" if source.at == 0 else f"data[{source.position}:]"))
        source.line("data = b''")
        source.at = 0

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts.append(value)

    def trace(self, value: Any) -> str:
        return _quoted_bytes(value)


class Numbers(Field):
    """A count of two bytes and that many numbers of one size."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.size = Struct(f">{code}").size

    def decode(self, source: DecoderSource, name: str) -> None:
        at = source.position
        source.line(f"count, = uint16(data, {at})")
        source.line("if count == 1:")
        source.line(f"    {name} = {source.constant(array_struct(self.code, 1).unpack_from)}(data, {at} + 2)")
        source.line(f"    at = {at} + {2 + self.size}")
        source.line("elif count:")
        source.line(f"    {name} = array_struct({self.code!r}, count).unpack_from(data, {at} + 2)")
        source.line(f"    at = {at} + 2 + count * {self.size}")
        source.line("else:")
        source.line(f"    {name} = ()")
        source.line(f"    at = {at} + 2")
        source.at = None

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts.append(f"uint16(len({value}))")
        source.parts.append(f"array_struct({self.code!r}, len({value})).pack(*{value})")

    def trace(self, value: Any) -> str:
        return f" {len(value)}" + "".join(f" {number}" for number in value)


class OptionalBytes(Field):
    """A length of four bytes and that many bytes; length -1 stands for None."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.float_position()
        for line in _READ_VALUE:
            source.line(line)
        source.line(f"{name} = value")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts.append(f"(NULL_LENGTH if {value} is None else int32(len({value})) + {value})")

    def trace(self, value: Any) -> str:
        return " -1" if value is None else f" {len(value)}{_quoted_bytes(value)}"


class Cells(Field):
    """A count of two bytes and that many values, each with its length; None for NULL."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.line(f"count, = uint16(data, {source.position})")
        source.advance(2)
        source.float_position()
        source.line(f"{name} = []")
        source.line("for _ in range(count):")
        for line in _READ_VALUE:
            source.line(f"    {line}")
        source.line(f"    {name}.append(value)")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.lines.append("parts = []")
        source.lines.append(f"for value in {value}:")
        source.lines.append("    parts.append(NULL_LENGTH if value is None else int32(len(value)) + value)")
        source.parts += [f"uint16(len({value}))", "b''.join(parts)"]

    def trace(self, value: Any) -> str:
        return f" {len(value)}" + "".join(OptionalBytes().trace(cell) for cell in value)


class Strings(Field):
    """Strings up to an empty one."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.float_position()
        source.line("strings = []")
        source.line("while (end := data.index(NUL, at)) != at:")
        source.line("    strings.append(data[at:end])")
        source.line("    at = end + 1")
        source.line("at += 1")
        source.line(f"{name} = tuple(strings)")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts.append(f"b''.join([string + NUL for string in {value}]) + NUL")

    def trace(self, value: Any) -> str:
        return "".join(String().trace(string) for string in value) + ' ""'


class CountedStrings(Field):
    """A count of four bytes and that many strings."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.line(f"count, = int32(data, {source.position})")
        source.advance(4)
        source.float_position()
        source.line("strings = []")
        source.line("for _ in range(count):")
        source.line("    end = data.index(NUL, at)")
        source.line("    strings.append(data[at:end])")
        source.line("    at = end + 1")
        source.line(f"{name} = tuple(strings)")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts += [f"int32(len({value}))", f"b''.join([string + NUL for string in {value}])"]

    def trace(self, value: Any) -> str:
        return f" {len(value)}" + "".join(String().trace(string) for string in value)


class Pairs(Field):
    """Names and values, both strings, up to an empty name; a later value of the same name wins."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.float_position()
        source.line(f"{name} = {{}}")
        source.line("while (end := data.index(NUL, at)) != at:")
        source.line("    value_end = data.index(NUL, end + 1)")
        source.line(f"    {name}[data[at:end]] = data[end + 1:value_end]")
        source.line("    at = value_end + 1")
        source.line("at += 1")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts.append(f"b''.join([name + NUL + value + NUL for name, value in {value}.items()]) + NUL")

    def trace(self, value: Any) -> str:
        return "".join(String().trace(string) for pair in value.items() for string in pair)


class CodedStrings(Field):
    """One-byte field codes, each with a string, up to a zero byte: the body of errors and notices."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.float_position()
        source.line(f"{name} = {{}}")
        source.line("while data[at]:")
        source.line("    end = data.index(NUL, at)")
        source.line(f"    {name}[data[at:at + 1]] = data[at + 1:end]")
        source.line("    at = end + 1")
        source.line("at += 1")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.parts.append(f"b''.join([code + text + NUL for code, text in {value}.items()]) + NUL")

    def trace(self, value: Any) -> str:
        return "".join(f" {code.decode('latin-1')}{String().trace(text)}" for code, text in value.items()) + " \\x00"


class Column(NamedTuple):
    """One column of a RowDescription. format: 0 text, 1 binary."""

    name: bytes
    table_oid: int
    attribute_number: int
    type_oid: int
    type_size: int
    typmod: int
    format: int


_COLUMN = Struct(">IhIhih")


class Columns(Field):
    """A count of two bytes and that many column descriptions."""

    def decode(self, source: DecoderSource, name: str) -> None:
        source.names |= {"Column": Column, "column": _COLUMN.unpack_from}
        source.line(f"count, = uint16(data, {source.position})")
        source.advance(2)
        source.float_position()
        source.line("columns = []")
        source.line("for _ in range(count):")
        source.line("    end = data.index(NUL, at)")
        source.line("    columns.append(Column(data[at:end], *column(data, end + 1)))")
        source.line(f"    at = end + 1 + {_COLUMN.size}")
        source.line(f"{name} = tuple(columns)")

    def encode(self, source: EncoderSource, value: str) -> None:
        source.names["column"] = _COLUMN.pack
        source.parts.append(f"uint16(len({value}))")
        source.parts.append(f"b''.join([name + NUL + column(*rest) for name, *rest in {value}])")

    def trace(self, value: Any) -> str:
        texts = (String().trace(name) + "".join(f" {number}" for number in rest) for name, *rest in value)
        return f" {len(value)}" + "".join(texts)


_READ_VALUE = (
    "size, = int32(data, at)",
    "start = at = at + 4",
    "if size >= 0:",
    "    at += size",
    "    value = data[start:at]",
    "elif size == -1:",
    "    value = None",
    "else:",
    "    raise IndexError(size)",
)


def _layout(run: Run) -> Struct:
    return Struct(">" + "".join(field.code for _, field in run if isinstance(field, Fixed)))


def _quoted_bytes(value: bytes) -> str:
    shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in value)
    return f" '{shown}'"


Byte1 = Annotated[bytes, Fixed("c")]
Byte4 = Annotated[bytes, Fixed("4s")]
Int8 = Annotated[int, Fixed("b")]
Int16 = Annotated[int, Fixed("h")]
Int32 = Annotated[int, Fixed("i")]
UInt32 = Annotated[int, Fixed("I")]
ProtocolVersion = Annotated[int, Version("i")]
CString = Annotated[bytes, String()]
ByteN = Annotated[bytes, Rest()]
Value = Annotated[bytes | None, OptionalBytes()]
Int16Array = Annotated[tuple[int, ...], Numbers("h")]
UInt32Array = Annotated[tuple[int, ...], Numbers("I")]
Values = Annotated[list[bytes | None], Cells()]
CStringList = Annotated[tuple[bytes, ...], Strings()]
CStringArray = Annotated[tuple[bytes, ...], CountedStrings()]
Parameters = Annotated[dict[bytes, bytes], Pairs()]
ErrorFields = Annotated[dict[bytes, bytes], CodedStrings()]
ColumnArray = Annotated[tuple[Column, ...], Columns()]
