"""float4 and float8 ("Floating-Point Types"): a float, or the text 'NaN', which SQLite would turn into NULL."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from struct import Struct, error

from translator.errors import PgError
from translator.errors.values import invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import unpack
from translator.types.datatype import DataType, Encoder

NAN = "NaN"
Float = float | str
SYNTAX = re.compile(
    r"([-+]?)(?:(\d++(?:\.\d*+)?|\.\d++)(?:[eE]([-+]?\d++))?|(inf|infinity|nan(?:\(\w*+\))?))", re.ASCII | re.IGNORECASE
)
HEXADECIMAL = re.compile(
    r"[-+]?0x(?:[0-9a-f]++(?:\.[0-9a-f]*+)?|\.[0-9a-f]++)(?:p[-+]?\d++)?", re.ASCII | re.IGNORECASE
)
"""As strtod reads them."""
SINGLE = Struct("!f")
DOUBLE = Struct("!d")


def from_python(value: float) -> Float:
    """Storage form of a float."""
    return NAN if math.isnan(value) else value


def to_python(value: Float) -> float:
    """The float of a storage form."""
    return math.nan if value == NAN else float(value)


def parse_float(text: str, sqlname: str) -> float:
    """The float that `text` spells; 22P02 when none, 22003 when beyond float8."""
    stripped = text.strip(" \t\n\r\f\v")
    if HEXADECIMAL.fullmatch(stripped):
        return float.fromhex(stripped)
    match = SYNTAX.fullmatch(stripped)
    if match is None:
        raise invalid_text_representation(sqlname, text)
    value = float(stripped.partition("(")[0])  # what a NaN carries in parentheses is not kept
    digits = match[2]
    if digits is not None and (math.isinf(value) or (value == 0 and digits.strip("0.") != "")):
        raise PgError("22003", f'"{stripped}" is out of range for type {sqlname}')
    return value


HALVES_END = 2.0**54 * 10.0**22
"""Beyond it no number between two floats has as few digits as they need."""


def round_single(value: float) -> float | None:
    """The nearest float4; None when it overflows."""
    try:
        single: float = SINGLE.unpack(SINGLE.pack(value))[0]
    except (OverflowError, error):
        return None
    return single


def shortest_single(value: float) -> str:
    """Fewest digits that read back as the same float4."""
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if round_single(float(text)) == value and not _is_between_singles(float(text), value):
            # among texts of this length take the one nearest to the value, which %g gives
            return text
    return f"{value:.9g}"


def _is_between_singles(number: float, value: float) -> bool:
    """Whether a number is half way from a float4 to the next one, which does not count."""
    if number == value:
        return False
    bits = int.from_bytes(SINGLE.pack(value), "big") + (1 if abs(number) > abs(value) else -1)
    neighbour: float = SINGLE.unpack(bits.to_bytes(4, "big"))[0]
    return number * 2 == value + neighbour


def layout_shortest(text: str, positional_below: int) -> str:
    """Digits of a repr arranged as PostgreSQL does: positional for exponents from -4 up to `positional_below`."""
    sign, text = ("-", text[1:]) if text[0] == "-" else ("", text)
    mantissa, _, exponent_text = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    exponent = int(exponent_text or 0)
    digits = (whole + fraction).lstrip("0")
    exponent += len(whole) - 1 if whole.strip("0") else -(len(fraction) - len(fraction.lstrip("0"))) - 1
    digits = digits.rstrip("0") or "0"
    if digits == "0":
        return sign + "0"
    if exponent < -4 or exponent >= positional_below:
        tail = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{tail}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    if len(digits) <= exponent + 1:
        return sign + digits + "0" * (exponent + 1 - len(digits))
    return f"{sign}{digits[: exponent + 1]}.{digits[exponent + 1 :]}"


def layout_fixed(value: float, digits: int) -> str:
    """As C's %.{digits}g prints."""
    return f"{value:.{max(digits, 1)}g}"


def special(value: Float) -> str | None:
    if value == NAN:
        return NAN
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return None


def float8_text(value: Float, extra_float_digits: int) -> str:
    """float8 as text."""
    named = special(value)
    if named is not None:
        return named
    number = float(value)
    if extra_float_digits > 0:
        if -1e15 < number < 1e15 and number == (whole := int(number)) and (whole or math.copysign(1, number) > 0):
            return str(whole)
        return layout_shortest(_shortest(number), 15)
    return layout_fixed(number, 15 + extra_float_digits)


def _shortest(number: float) -> str:
    """Fewest digits that read back as the same float8; half way to the next one does not count, as it does for repr."""
    text = repr(number)
    if not 2.0**53 <= abs(number) < HALVES_END:
        return text
    shorter = (candidate for digits in (15, 16) if not _is_half_way(candidate := f"{number:.{digits}e}", number))
    return text if not _is_half_way(text, number) else next(each for each in shorter if float(each) == number)


def _is_half_way(text: str, number: float) -> bool:
    """Whether a text stands between an integral float8 and the next one."""
    distance = abs(int(Decimal(text)) - int(number))
    return distance * 2 == int(math.ulp(number))


def float4_text(value: Float, extra_float_digits: int) -> str:
    """float4 as text."""
    named = special(value)
    if named is not None:
        return named
    if extra_float_digits > 0:
        return layout_shortest(shortest_single(float(value)), 6)
    return layout_fixed(float(value), 6 + extra_float_digits)


class Float8(DataType):
    typname, sqlname = "float8", "double precision"
    affinity = "ANY"
    layout = DOUBLE

    def parse(self, text: str, settings: TypeSettings) -> Float:
        return from_python(parse_float(text, self.sqlname))

    def output(self, value: Float, settings: TypeSettings) -> str:
        return float8_text(value, settings.extra_float_digits)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> Float:
        return from_python(unpack(self.layout, data)[0])

    def send(self, value: Float, settings: TypeSettings) -> bytes:
        return self.layout.pack(to_python(value))

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        digits = settings.extra_float_digits
        return lambda value: float8_text(value, digits).encode()

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        pack = self.layout.pack
        return lambda value: pack(math.nan if value == NAN else value)

    def key(self, value: Float) -> tuple[bool, float]:
        return (True, 0.0) if value == NAN else (False, float(value))


class Float4(Float8):
    """Stored as the float8 nearest to the float4."""

    typname, sqlname = "float4", "real"
    layout = SINGLE

    def parse(self, text: str, settings: TypeSettings) -> Float:
        value = parse_float(text, self.sqlname)
        single = round_single(value)
        if single is None or (single == 0) != (value == 0):
            raise PgError("22003", f'"{text.strip()}" is out of range for type {self.sqlname}')
        return from_python(single)

    def output(self, value: Float, settings: TypeSettings) -> str:
        return float4_text(value, settings.extra_float_digits)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        digits = settings.extra_float_digits
        return lambda value: float4_text(value, digits).encode()


TYPES: tuple[DataType, ...] = (Float4(), Float8())
