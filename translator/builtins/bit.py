"""Bit strings ("Bit String Functions and Operators"), on texts of 0 and 1."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from translator.builtins.declare import aggregate, function, lowering
from translator.errors.values import (
    array_subscript_error,
    bit_strings_differ_in_size,
    invalid_parameter_value,
    out_of_range,
    substring_length_negative,
)
from translator.lower import build
from translator.types.bit import Bit, VarBit, to_bytes

BIT, VARBIT = Bit(), VarBit()


def _combined(word: str, left: str, right: str, combine: Callable[[int, int], int]) -> str:
    if len(left) != len(right):
        raise bit_strings_differ_in_size(word)
    return f"{combine(int(left, 2), int(right, 2)):0{len(left)}b}" if left else ""


@function("bitand(bit,bit)")
def bitand(left: str, right: str) -> str:
    return _combined("AND", left, right, lambda one, other: one & other)


@function("bitor(bit,bit)")
def bitor(left: str, right: str) -> str:
    return _combined("OR", left, right, lambda one, other: one | other)


@function("bitxor(bit,bit)")
def bitxor(left: str, right: str) -> str:
    return _combined("XOR", left, right, lambda one, other: one ^ other)


@function("bitnot(bit)")
def bitnot(bits: str) -> str:
    return bits.translate({48: "1", 49: "0"})


@function("bitshiftleft(bit,integer)")
def bitshiftleft(bits: str, count: int) -> str:
    return bits[count:].ljust(len(bits), "0") if count >= 0 else bitshiftright(bits, -count)


@function("bitshiftright(bit,integer)")
def bitshiftright(bits: str, count: int) -> str:
    return bits[: max(len(bits) - count, 0)].rjust(len(bits), "0") if count >= 0 else bitshiftleft(bits, -count)


@lowering("bitcat(bit varying,bit varying)")
def bitcat(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.binary(exp.DPipe, left, right)


@lowering("length(bit)", "bit_length(bit)")
def bit_length(bits: exp.Expression) -> exp.Expression:
    return build.call("length", bits)


@function("octet_length(bit)")
def bit_octet_length(bits: str) -> int:
    return (len(bits) + 7) // 8


@function('"substring"(bit,integer)')
def bit_substring_from(bits: str, start: int) -> str:
    return bits[max(start - 1, 0) :]


@function('"substring"(bit,integer,integer)')
def bit_substring(bits: str, start: int, length: int) -> str:
    if length < 0:
        raise substring_length_negative()
    return bits[max(start - 1, 0) : max(start - 1 + length, 0)]


@function('"overlay"(bit,bit,integer)')
def bit_overlay(bits: str, placed: str, start: int) -> str:
    return bit_overlay_length(bits, placed, start, len(placed))


@function('"overlay"(bit,bit,integer,integer)')
def bit_overlay_length(bits: str, placed: str, start: int, length: int) -> str:
    if start <= 0:
        raise substring_length_negative()
    if start + length >= 2**31:
        raise out_of_range("integer")
    return bits[: start - 1] + placed + bits[max(start - 1 + length, 0) :]


@function('"position"(bit,bit)')
def bit_position(bits: str, wanted: str) -> int:
    """Where a part begins, 0 without it; in no bits there is nothing, not even the empty part."""
    return bits.find(wanted) + 1 if bits else 0


def _require_bit(bits: str, place: int) -> None:
    if not 0 <= place < len(bits):
        raise array_subscript_error(f"bit index {place} out of valid range (0..{len(bits) - 1})")


@function("get_bit(bit,integer)")
def bit_get_bit(bits: str, place: int) -> int:
    _require_bit(bits, place)
    return int(bits[place])


@function("set_bit(bit,integer,integer)")
def bit_set_bit(bits: str, place: int, value: int) -> str:
    _require_bit(bits, place)
    if value not in (0, 1):
        raise invalid_parameter_value("new bit must be 0 or 1")
    return f"{bits[:place]}{value}{bits[place + 1 :]}"


@function("bit_count(bit)")
def bit_bit_count(bits: str) -> int:
    return bits.count("1")


@function('"bit"(bit,integer,boolean)')
def bit_cast(bits: str, typmod: int, explicit: int) -> str:
    return BIT.coerce_typmod(bits, typmod, explicit=bool(explicit))


@function("varbit(bit varying,integer,boolean)")
def varbit_cast(bits: str, typmod: int, explicit: int) -> str:
    return VARBIT.coerce_typmod(bits, typmod, explicit=bool(explicit))


@function('"bit"(integer,integer)', '"bit"(bigint,integer)')
def bit_from_integer(value: int, typmod: int) -> str:
    """The lowest bits in two's complement; one when no length is given."""
    length = max(typmod, 1)
    return f"{value & (1 << length) - 1:0{length}b}"


def _to_integer(bits: str, width: int, name: str) -> int:
    if len(bits) > width:
        raise out_of_range(name)
    value = int(bits, 2) if bits else 0
    return value - (1 << width) if len(bits) == width and value >> width - 1 else value


@function("int4(bit)")
def bit_to_int4(bits: str) -> int:
    return _to_integer(bits, 32, "integer")


@function("int8(bit)")
def bit_to_int8(bits: str) -> int:
    return _to_integer(bits, 64, "bigint")


@function("bitcmp(bit,bit)", "varbitcmp(bit varying,bit varying)")
def bitcmp(left: str, right: str) -> int:
    """The difference of the first bytes that differ, else of the lengths in sign."""
    for one, other in zip(to_bytes(left), to_bytes(right), strict=False):
        if one != other:
            return one - other
    return int(len(left) > len(right)) - int(len(left) < len(right))


class _Bits:
    combine: Callable[[str, str], str]

    def __init__(self) -> None:
        self.bits: str | None = None

    def step(self, bits: str | None) -> None:
        if bits is not None:
            self.bits = bits if self.bits is None else type(self).combine(self.bits, bits)

    def final(self) -> str | None:
        return self.bits


@aggregate("bit_and(bit)")
class bit_string_and(_Bits):  # noqa: N801  the SQLite name is made of it
    combine = staticmethod(bitand)


@aggregate("bit_or(bit)")
class bit_string_or(_Bits):  # noqa: N801
    combine = staticmethod(bitor)


@aggregate("bit_xor(bit)")
class bit_string_xor(_Bits):  # noqa: N801
    combine = staticmethod(bitxor)
