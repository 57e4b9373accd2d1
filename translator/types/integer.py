"""int2, int4, int8, oid and the other whole numbers ("Numeric Types", "Object Identifier Types")."""

from __future__ import annotations

import re
import sys
from struct import Struct

from translator.errors.values import invalid_text_representation, numeric_value_out_of_range
from translator.settings_view import TypeSettings
from translator.types.binary import unpack
from translator.types.datatype import DataType, Encoder

MAX_DIGITS = 150_000
"""Somewhat more than the longest numeric has. Python reads numbers of 4300 digits, beyond which it takes long."""
sys.set_int_max_str_digits(MAX_DIGITS)
DIGITS = r"\d+(?:_\d+)*"
LEADING_DIGITS = re.compile(r"[ \t\n\r\f\v]*[-+]?(\d+)", re.ASCII)
LITERAL = re.compile(
    r"[ \t\n\r\f\v]*([-+]?)(?:0[xX]((?:_?[0-9a-fA-F])+)|0[oO]((?:_?[0-7])+)|0[bB]((?:_?[01])+)"
    rf"|({DIGITS}))[ \t\n\r\f\v]*",
    re.ASCII,
)


def parse_integer(text: str) -> int | None:
    """The integer that `text` spells in decimal, hexadecimal, octal or binary digits; None when it spells none."""
    match = LITERAL.fullmatch(text)
    if match is None:
        return None
    sign, hexadecimal, octal, binary, decimal = match.groups()
    if decimal is not None:
        value = int(decimal) if len(decimal) < 4000 else 10**4000
    else:
        digits, base = next((d, b) for d, b in ((hexadecimal, 16), (octal, 8), (binary, 2)) if d is not None)
        value = int(digits.replace("_", ""), base)
    return -value if sign == "-" else value


def encode_text(value: int) -> bytes:
    return b"%d" % value


class Integer(DataType):
    """A signed integer of a fixed size."""

    affinity = "INTEGER"
    minimum: int
    maximum: int
    layout: Struct

    def parse(self, text: str, settings: TypeSettings) -> int:
        try:
            value = int(text) if text.isascii() and text.isdigit() else parse_integer(text)
        except ValueError:
            value = 10**4000
        if value is None:
            digits = LEADING_DIGITS.match(text)
            if digits and int(digits[1][:-1][:40] or 0) > self.maximum // 10:  # which PostgreSQL sees first
                raise numeric_value_out_of_range(text, self.sqlname)
            raise invalid_text_representation(self.sqlname, text)
        if not self.minimum <= value <= self.maximum:
            raise numeric_value_out_of_range(text, self.sqlname)
        return value

    def output(self, value: int, settings: TypeSettings) -> str:
        return str(value)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        value: int = unpack(self.layout, data)[0]
        return value

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return self.layout.pack(value)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return encode_text

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return self.layout.pack


class Int2(Integer):
    typname, sqlname = "int2", "smallint"
    minimum, maximum, layout = -(2**15), 2**15 - 1, Struct("!h")


class Int4(Integer):
    typname, sqlname = "int4", "integer"
    minimum, maximum, layout = -(2**31), 2**31 - 1, Struct("!i")


class Int8(Integer):
    typname, sqlname = "int8", "bigint"
    minimum, maximum, layout = -(2**63), 2**63 - 1, Struct("!q")


UNSIGNED = re.compile(r"[ \t\n\r\f\v]*([-+]?)(0[xX][0-9a-fA-F]+|\d+)[ \t\n\r\f\v]*", re.ASCII)


class Unsigned(DataType):
    """oid and its kin: 32 bits without sign, stored as a positive integer. Negative input wraps, as C's strtoul
    does.
    """

    affinity = "INTEGER"
    bits = 32
    layout = Struct("!I")

    def parse(self, text: str, settings: TypeSettings) -> int:
        match = UNSIGNED.fullmatch(text)
        if match is None:
            raise invalid_text_representation(self.sqlname, text)
        digits = match[2]
        octal = len(digits) > 1 and digits[0] == "0" and digits[1] not in "xX"
        if octal and digits.strip("01234567"):
            raise invalid_text_representation(self.sqlname, text)
        try:
            value = int(digits, 16 if digits[:2] in {"0x", "0X"} else 8 if octal else 10)
        except ValueError:  # more digits than Python reads
            value = 2**64
        if value >= 2**64:
            raise numeric_value_out_of_range(text, self.sqlname)
        read = -value % 2**64 if match[1] == "-" else value
        if read >= 2**self.bits and read < 2**64 - 2 ** (self.bits - 1):
            raise numeric_value_out_of_range(text, self.sqlname)
        return int(read % 2**self.bits)

    def output(self, value: int, settings: TypeSettings) -> str:
        return str(value)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        value: int = unpack(self.layout, data)[0]
        return value

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return self.layout.pack(value)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return encode_text

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return self.layout.pack


class Oid(Unsigned):
    typname = sqlname = "oid"


class Xid(Unsigned):
    typname = sqlname = "xid"


class Cid(Unsigned):
    typname = sqlname = "cid"


XID8_BIAS = 2**63


class Xid8(Unsigned):
    """A 64-bit transaction id; stored as a signed integer, less half of all ids."""

    typname = sqlname = "xid8"
    bits = 64
    layout = Struct("!Q")

    def parse(self, text: str, settings: TypeSettings) -> int:
        return super().parse(text, settings) - XID8_BIAS

    def output(self, value: int, settings: TypeSettings) -> str:
        return str(value + XID8_BIAS)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        return super().receive(data, typmod, settings) - XID8_BIAS

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return self.layout.pack(value + XID8_BIAS)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return lambda value: encode_text(value + XID8_BIAS)

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return lambda value: self.layout.pack(value + XID8_BIAS)


TYPES: tuple[DataType, ...] = (Int2(), Int4(), Int8(), Oid(), Xid(), Cid(), Xid8())
