"""bit and bit varying ("Bit String Types"): stored as texts of 0 and 1, which sort as PostgreSQL sorts them."""

from __future__ import annotations

from collections.abc import Sequence

from translator.errors.values import (
    bit_string_length_mismatch,
    bit_string_too_long,
    invalid_binary_representation,
    invalid_bit_digit,
    invalid_parameter_value,
)
from translator.settings_view import TypeSettings
from translator.types.binary import incorrect_binary_data, insufficient_data
from translator.types.datatype import DataType

MAX_LENGTH = 8 * 10485760
MAX_RECEIVED = 2**31 - 8


def read_bits(text: str) -> str:
    """The bits of a literal: binary digits, or hexadecimal ones behind an x."""
    if text[:1] in ("x", "X"):
        for digit in text[1:]:
            if digit not in "0123456789abcdefABCDEF":
                raise invalid_bit_digit(digit, "hexadecimal")
        return "".join([f"{int(digit, 16):04b}" for digit in text[1:]])
    digits = text[1:] if text[:1] in ("b", "B") else text
    for digit in digits:
        if digit not in "01":
            raise invalid_bit_digit(digit, "binary")
    return digits


def to_bytes(bits: str) -> bytes:
    """The bits in whole bytes, the last one filled up with zeros."""
    size = (len(bits) + 7) // 8
    return int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big") if bits else b""


class VarBit(DataType):
    typname, sqlname = "varbit", "bit varying"

    fixed = False

    def input(self, text: str, typmod: int, settings: TypeSettings) -> str:
        """The length is looked at before the digits."""
        size = 4 * (len(text) - 1) if text[:1] in ("x", "X") else len(text) - (text[:1] in ("b", "B"))
        _check_length(size, typmod, fixed=self.fixed)
        return read_bits(text)

    def parse(self, text: str, settings: TypeSettings) -> str:
        return read_bits(text)

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        if len(data) < 4:
            raise insufficient_data()
        length = int.from_bytes(data[:4], "big", signed=True)
        if not 0 <= length <= MAX_RECEIVED:
            raise invalid_binary_representation("invalid length in external bit string")
        if len(data) - 4 < (length + 7) // 8:
            raise insufficient_data()
        if len(data) - 4 > (length + 7) // 8:
            raise incorrect_binary_data()
        bits = f"{int.from_bytes(data[4:], 'big'):0{8 * (len(data) - 4)}b}"[:length] if length else ""
        return bits if typmod < 0 else self.coerce_typmod(bits, typmod, explicit=False)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return len(value).to_bytes(4, "big") + to_bytes(value)

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        if len(modifiers) != 1:
            raise invalid_parameter_value("invalid type modifier")
        length = int(modifiers[0])
        if length < 1:
            raise invalid_parameter_value(f"length for type {self.typname} must be at least 1")
        if length > MAX_LENGTH:
            raise invalid_parameter_value(f"length for type {self.typname} cannot exceed {MAX_LENGTH}")
        return length

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        if typmod <= 0 or len(value) <= typmod:
            return value
        if not explicit:
            raise bit_string_too_long(typmod)
        return value[:typmod]


def _check_length(bits: int, typmod: int, *, fixed: bool) -> None:
    if typmod > 0 and fixed and bits != typmod:
        raise bit_string_length_mismatch(bits, typmod)
    if typmod > 0 and bits > typmod:
        raise bit_string_too_long(typmod)


class Bit(VarBit):
    """A fixed number of bits, one unless told otherwise."""

    typname = sqlname = "bit"
    fixed = True

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        if typmod <= 0 or len(value) == typmod:
            return value
        if not explicit:
            raise bit_string_length_mismatch(len(value), typmod)
        return value[:typmod].ljust(typmod, "0")


TYPES: tuple[DataType, ...] = (Bit(), VarBit())
