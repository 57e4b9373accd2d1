"""numeric ("Arbitrary Precision Numbers"): canonical decimal digits with the display scale; sentinels for NaN and
infinities.

The sentinels lie beyond numeric's range, so that SQLite's decimal collation orders them as PostgreSQL does.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Sequence
from decimal import Decimal
from struct import Struct, error, unpack_from

from translator.errors.values import (
    invalid_binary_representation,
    invalid_parameter_value,
    invalid_text_representation,
    numeric_field_infinite,
    numeric_field_overflow,
    value_overflows_numeric,
)
from translator.settings_view import TypeSettings
from translator.types.binary import insufficient_data
from translator.types.datatype import DataType, Encoder
from translator.types.integer import parse_integer

NAN = "2e131073"
INFINITY = "1e131073"
NEGATIVE_INFINITY = "-1e131073"
SPECIAL_TEXT = {NAN: "NaN", INFINITY: "Infinity", NEGATIVE_INFINITY: "-Infinity"}
SPECIAL_INPUT = {
    "nan": NAN,
    "inf": INFINITY,
    "infinity": INFINITY,
    "+inf": INFINITY,
    "+infinity": INFINITY,
    "-inf": NEGATIVE_INFINITY,
    "-infinity": NEGATIVE_INFINITY,
}
PYTHON_SPECIAL = {NAN: Decimal("NaN"), INFINITY: Decimal("Infinity"), NEGATIVE_INFINITY: Decimal("-Infinity")}
MAX_WEIGHT_DIGITS = 131072
MAX_DSCALE = 16383
MAX_EXPONENT = 2**31 // 2
WHITE_SPACE = " \t\n\r\f\v"
EXACT = decimal.Context(
    prec=300000, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, rounding=decimal.ROUND_HALF_UP, traps=[]
)
SYNTAX = re.compile(r"([-+]?)(\d+(?:_\d+)*)?(?:\.(\d+(?:_\d+)*)?)?(?:[eE]([-+]?\d+(?:_\d+)*))?", re.ASCII)
CANONICAL = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)


def to_decimal(value: str) -> Decimal:
    """The Decimal of a storage form, its exponent being the display scale."""
    return PYTHON_SPECIAL[value] if value in PYTHON_SPECIAL else Decimal(value)


def from_decimal(value: Decimal) -> str:
    """Storage form; the display scale is the exponent's, 0 for positive exponents. 22003 beyond numeric's range."""
    if not value.is_finite():
        return NAN if value.is_nan() else INFINITY if value > 0 else NEGATIVE_INFINITY
    if not value:
        exponent = value.as_tuple().exponent
        scale = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return "0." + "0" * scale if scale else "0"
    if value.adjusted() >= MAX_WEIGHT_DIGITS:
        raise value_overflows_numeric()
    return f"{value:f}"


def scale_of(value: Decimal) -> int:
    """The display scale."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def round_to(value: Decimal, scale: int) -> Decimal:
    """Rounded half away from zero to `scale` digits after the point, which may be negative."""
    if not value.is_finite():
        return value
    rounded = value.quantize(Decimal((0, (1,), -scale)), context=EXACT)
    return rounded if scale >= 0 else rounded.quantize(Decimal(1), context=EXACT)


def parse_numeric(text: str) -> str:
    """Storage form of what `text` spells; 22P02 or 22003."""
    stripped = text.strip(WHITE_SPACE)
    if CANONICAL.fullmatch(stripped) and len(stripped) < 16000 and stripped[0] != "-":
        return stripped
    value = _read(text)
    if scale_of(value) > MAX_DSCALE:
        raise value_overflows_numeric()
    return from_decimal(value)


def parse_numeric_of(text: str, typmod: int) -> str:
    """The same for a column of this typmod, which is laid on before the value must fit into a numeric."""
    precision, scale = typmod_parts(typmod)
    value = _read(text)
    if not value.is_finite():
        return apply_typmod(from_decimal(value), typmod)
    if value and value.adjusted() >= precision - scale:
        raise numeric_field_overflow(precision, scale)
    return _rounded(value, precision, scale)


def _read(text: str) -> Decimal:
    """What a text spells, however large; 22P02, or 22003 for an exponent that no number has."""
    stripped = text.strip(WHITE_SPACE)
    special = SPECIAL_INPUT.get(stripped.lower())
    if special is not None:
        return PYTHON_SPECIAL[special]
    match = SYNTAX.fullmatch(stripped)
    if match is None or (match[2] is None and match[3] is None):
        return _based(stripped, text)
    exponent = int(match[4] or 0)
    if abs(exponent) > MAX_EXPONENT:
        raise value_overflows_numeric()
    digits = f"{match[1]}{match[2] or '0'}.{match[3] or ''}".replace("_", "").rstrip(".")
    return Decimal(digits).scaleb(exponent, context=EXACT) if exponent else Decimal(digits)


def _based(stripped: str, text: str) -> Decimal:
    value = parse_integer(stripped) if re.match(r"[-+]?0[xXoObB]", stripped) else None
    if value is None:
        raise invalid_text_representation("numeric", text)
    return Decimal(value)


def typmod_parts(typmod: int) -> tuple[int, int]:
    """Precision and scale of a typmod; the scale may be negative."""
    packed = typmod - 4
    scale = packed & 0x7FF
    return packed >> 16 & 0xFFFF, scale - 2048 if scale >= 1024 else scale


def apply_typmod(value: str, typmod: int) -> str:
    """Round to the scale and check the precision: 22003 numeric field overflow."""
    precision, scale = typmod_parts(typmod)
    if value in PYTHON_SPECIAL:
        if value == NAN:
            return value
        raise numeric_field_infinite(precision, scale)
    whole, _, fraction = value.partition(".")
    if len(fraction) == scale and len(whole) <= precision - scale:
        return value
    return _rounded(Decimal(value), precision, scale)


def _rounded(value: Decimal, precision: int, scale: int) -> str:
    rounded = round_to(value, scale)
    if rounded and rounded.adjusted() >= precision - scale:
        raise numeric_field_overflow(precision, scale)
    return from_decimal(rounded)


HEADER = Struct("!HhHH")
SIGNS = {0xC000: NAN, 0xD000: INFINITY, 0xF000: NEGATIVE_INFINITY}
SIGN_OF = {NAN: 0xC000, INFINITY: 0xD000, NEGATIVE_INFINITY: 0xF000}


def receive_numeric(data: bytes) -> str:
    """Base-10000 digits after a header of count, weight, sign, display scale."""
    try:
        count, weight, sign, dscale = HEADER.unpack_from(data)
        digits: tuple[int, ...] = unpack_from(f"!{count}h", data, 8)
    except error:
        raise insufficient_data() from None
    if sign in SIGNS:
        return SIGNS[sign]
    if sign not in {0, 0x4000}:
        raise invalid_binary_representation('invalid sign in external "numeric" value')
    if dscale & ~0x3FFF:
        raise invalid_binary_representation('invalid scale in external "numeric" value')
    if any(not 0 <= digit < 10000 for digit in digits):
        raise invalid_binary_representation('invalid digit in external "numeric" value')
    number = Decimal("".join(f"{digit:04d}" for digit in digits) or "0")
    value = number.scaleb(4 * (weight - count + 1), context=EXACT)
    value = value.quantize(Decimal((0, (1,), -dscale)), rounding=decimal.ROUND_DOWN, context=EXACT)
    return from_decimal(value.copy_negate() if sign and value else value)


def send_numeric(value: str) -> bytes:
    """The binary representation."""
    if value in SIGN_OF:
        return HEADER.pack(0, 0, SIGN_OF[value], 0 if value == NAN else 0x20)
    sign = 0x4000 if value[0] == "-" else 0
    whole, _, fraction = value.lstrip("-").partition(".")
    dscale = len(fraction)
    whole = whole.lstrip("0")
    whole = "0" * (-len(whole) % 4) + whole
    weight = len(whole) // 4 - 1
    text = whole + fraction + "0" * (-dscale % 4)
    digits = [int(text[start : start + 4]) for start in range(0, len(text), 4)]
    while digits and digits[0] == 0:
        del digits[0]
        weight -= 1
    while digits and digits[-1] == 0:
        del digits[-1]
    if not digits:
        sign = weight = 0
    return HEADER.pack(len(digits), weight, sign, dscale) + Struct(f"!{len(digits)}h").pack(*digits)


def _numeric_modifiers(modifiers: Sequence[str]) -> tuple[int, int]:
    try:
        numbers = [int(modifier) for modifier in modifiers]
    except ValueError:
        raise invalid_text_representation("integer", modifiers[0]) from None
    if len(numbers) not in {1, 2}:
        raise invalid_parameter_value("invalid NUMERIC type modifier")
    return numbers[0], numbers[1] if len(numbers) == 2 else 0


class Numeric(DataType):
    typname = sqlname = "numeric"
    collation = "decimal"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return parse_numeric(text)

    def input(self, text: str, typmod: int, settings: TypeSettings) -> str:
        return parse_numeric(text) if typmod < 4 else parse_numeric_of(text, typmod)

    def output(self, value: str, settings: TypeSettings) -> str:
        return SPECIAL_TEXT.get(value, value)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        value = receive_numeric(data)
        return value if typmod < 0 else apply_typmod(value, typmod)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return send_numeric(value)

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        precision, scale = _numeric_modifiers(modifiers)
        if not 1 <= precision <= 1000:
            raise invalid_parameter_value(f"NUMERIC precision {precision} must be between 1 and 1000")
        if not -1000 <= scale <= 1000:
            raise invalid_parameter_value(f"NUMERIC scale {scale} must be between -1000 and 1000")
        return (precision << 16 | scale & 0x7FF) + 4

    def typmod_out(self, typmod: int) -> str:
        return "" if typmod < 4 else "({},{})".format(*typmod_parts(typmod))

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        return value if typmod < 4 else apply_typmod(value, typmod)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return lambda value: (SPECIAL_TEXT.get(value) or value).encode()

    def key(self, value: str) -> tuple[int, Decimal]:
        if value == NAN:
            return 1, Decimal(0)
        return 0, to_decimal(value)


TYPES: tuple[DataType, ...] = (Numeric(),)
