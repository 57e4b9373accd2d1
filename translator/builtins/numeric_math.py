"""numeric arithmetic, exact and with PostgreSQL's display scales ("Mathematical Functions and Operators")."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from decimal import Decimal

from translator.builtins.declare import function
from translator.errors import PgError
from translator.errors.values import division_by_zero, value_overflows_numeric
from translator.types.numeric import EXACT, PYTHON_SPECIAL, from_decimal, round_to, scale_of, to_decimal

MIN_SIGNIFICANT_DIGITS = 16
"""Digits that a quotient keeps at least."""
MAX_DISPLAY_SCALE = 1000
MAX_RESULT_SCALE = 2000
MAX_SCALE = 16383
MAX_DIGITS_BEFORE_POINT = 131072


def _base10000(value: Decimal) -> tuple[int, int]:
    """Weight and first digit in base 10000, as PostgreSQL holds numerics."""
    if not value:
        return 0, 0
    weight = math.floor(value.adjusted() / 4)
    return weight, int(abs(value).scaleb(-4 * weight, context=EXACT))


def division_scale(left: Decimal, right: Decimal) -> int:
    """The display scale of a quotient."""
    (weight1, digit1), (weight2, digit2) = _base10000(left), _base10000(right)
    quotient_weight = weight1 - weight2 - (digit1 <= digit2)
    scale = max(MIN_SIGNIFICANT_DIGITS - 4 * quotient_weight, scale_of(left), scale_of(right), 0)
    return min(scale, MAX_DISPLAY_SCALE)


def divide(left: Decimal, right: Decimal) -> Decimal:
    """left / right at PostgreSQL's scale.  Raises PgError 22012."""
    if right.is_nan() or left.is_nan():
        return Decimal("NaN")
    if not right:
        raise division_by_zero()
    if not left.is_finite():
        return Decimal("NaN") if not right.is_finite() else left * (1 if right > 0 else -1)
    if not right.is_finite():
        return Decimal(0)
    scale = division_scale(left, right)
    digits = max(left.adjusted() - right.adjusted(), 0) + scale + 8
    context = decimal.Context(
        prec=digits + 8, rounding=decimal.ROUND_DOWN, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN
    )
    return round_to(context.divide(left, right), scale)


def _binary(name: str, signatures: tuple[str, ...], body: Callable[[Decimal, Decimal], Decimal]) -> None:
    def operate(left: str, right: str) -> str:
        return from_decimal(body(to_decimal(left), to_decimal(right)))

    operate.__name__ = name
    function(*signatures)(operate)


def _modulo(left: Decimal, right: Decimal) -> Decimal:
    if left.is_nan() or right.is_nan():
        return Decimal("NaN")
    if not right:
        raise division_by_zero()
    if not left.is_finite():
        return Decimal("NaN")
    if not right.is_finite():
        return left
    remainder = EXACT.remainder(left, right)
    return round_to(remainder, max(scale_of(left), scale_of(right)))


_binary("numeric_add", ("numeric_add(numeric,numeric)",), EXACT.add)
_binary("numeric_sub", ("numeric_sub(numeric,numeric)",), EXACT.subtract)
_binary("numeric_div", ("numeric_div(numeric,numeric)",), divide)
_binary("numeric_mod", ("numeric_mod(numeric,numeric)", "mod(numeric,numeric)"), _modulo)


@function("numeric_mul(numeric,numeric)")
def numeric_mul(left: str, right: str) -> str:
    product = EXACT.multiply(to_decimal(left), to_decimal(right))
    text = from_decimal(product)
    if len(text) <= MAX_SCALE or scale_of(product) <= MAX_SCALE:
        return text
    return from_decimal(round_to(product, MAX_SCALE))


@function("div(numeric,numeric)", "numeric_div_trunc(numeric,numeric)")
def numeric_div_trunc(left: str, right: str) -> str:
    """The integer quotient, truncated."""
    one, two = to_decimal(left), to_decimal(right)
    if one.is_nan() or two.is_nan():
        return from_decimal(Decimal("NaN"))
    if not two:
        raise division_by_zero()
    return from_decimal(EXACT.divide_int(one, two))


def _unary(name: str, signatures: tuple[str, ...], body: Callable[[Decimal], Decimal]) -> None:
    def operate(value: str) -> str:
        return from_decimal(body(to_decimal(value)))

    operate.__name__ = name
    function(*signatures)(operate)


def _whole(rounding: str) -> Callable[[Decimal], Decimal]:
    def apply(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1), rounding=rounding, context=EXACT) if value.is_finite() else value

    return apply


_unary("numeric_uminus", ("numeric_uminus(numeric)",), EXACT.copy_negate)
_unary("numeric_uplus", ("numeric_uplus(numeric)",), lambda value: value)
_unary("numeric_abs", ("numeric_abs(numeric)", "abs(numeric)"), EXACT.copy_abs)
_unary("numeric_ceil", ("ceil(numeric)", "ceiling(numeric)"), _whole(decimal.ROUND_CEILING))
_unary("numeric_floor", ("floor(numeric)",), _whole(decimal.ROUND_FLOOR))
_unary(
    "numeric_sign", ("sign(numeric)",), lambda value: value if value.is_nan() else Decimal((value > 0) - (value < 0))
)
_unary("numeric_round_whole", ("round(numeric)",), lambda value: round_to(value, 0))
_unary("numeric_trunc_whole", ("trunc(numeric)",), _whole(decimal.ROUND_DOWN))


@function("round(numeric,integer)")
def numeric_round(value: str, scale: int) -> str:
    scale = min(max(scale, -MAX_DIGITS_BEFORE_POINT), MAX_SCALE)
    return from_decimal(round_to(to_decimal(value), scale))


@function("trunc(numeric,integer)")
def numeric_trunc(value: str, scale: int) -> str:
    number = to_decimal(value)
    if not number.is_finite():
        return value
    scale = min(max(scale, -MAX_DIGITS_BEFORE_POINT), MAX_SCALE)
    cut = number.quantize(Decimal((0, (1,), -scale)), rounding=decimal.ROUND_DOWN, context=EXACT)
    return from_decimal(cut if scale >= 0 else cut.quantize(Decimal(1), context=EXACT))


@function("numeric_sqrt(numeric)", "sqrt(numeric)")
def numeric_sqrt(value: str) -> str:
    number = to_decimal(value)
    if not number.is_nan() and number < 0:
        raise PgError("2201F", "cannot take square root of a negative number")
    if not number.is_finite():
        return value
    weight = (number.adjusted() // 4 + 1) * 4 // 2 - 1 if number else 1
    scale = max(MIN_SIGNIFICANT_DIGITS - weight, scale_of(number), 0)
    context = decimal.Context(prec=max(number.adjusted(), 0) + scale + 20)
    return from_decimal(round_to(context.sqrt(number), min(scale, MAX_DISPLAY_SCALE)))


def _scale_for(weight: int, *operands: Decimal) -> int:
    """The display scale of a result of about 10**weight: 16 significant digits, and no fewer than the operands show."""
    return min(max(MIN_SIGNIFICANT_DIGITS - weight, *map(scale_of, operands), 0), MAX_DISPLAY_SCALE)


def log_weight(number: Decimal) -> int:
    """The estimated decimal weight of a number's natural logarithm."""
    if Decimal("0.9") <= number <= Decimal("1.1"):
        distance = number - 1
        if not distance:
            return 0
        weight, digit = _base10000(distance)
        return weight * 4 + int(math.log10(digit))
    return int(math.log10(abs(float(_WORKING.ln(number)))))


_WORKING = decimal.Context(prec=40, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


@function("numeric_ln(numeric)", "ln(numeric)")
def numeric_ln(value: str) -> str:
    number = positive(value)
    if not number.is_finite():
        return value
    scale = _scale_for(log_weight(number), number)
    return from_decimal(round_to(_context(scale).ln(number), scale))


@function("log(numeric)", "log10(numeric)")
def numeric_log10(value: str) -> str:
    return logarithm(Decimal(10), positive(value))


def logarithm(base: Decimal, number: Decimal) -> str:
    """The logarithm of a positive number to a positive base other than 1."""
    if base.is_nan() or number.is_nan():
        return from_decimal(Decimal("NaN"))
    if base.is_infinite():
        return from_decimal(Decimal("NaN") if number.is_infinite() else Decimal(0))
    if number.is_infinite():
        return from_decimal(number)
    scale = _scale_for(log_weight(number) - log_weight(base), base, number)
    context = _context(scale)
    result = context.log10(number) if base == 10 else context.divide(context.ln(number), context.ln(base))
    return from_decimal(round_to(result, scale))


def _context(scale: int) -> decimal.Context:
    return decimal.Context(prec=scale + 60, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


@function("numeric_exp(numeric)", "exp(numeric)")
def numeric_exp(value: str) -> str:
    number = to_decimal(value)
    if not number.is_finite():
        return value if number.is_nan() or number > 0 else "0"
    weight = int(float(number) * LOG10_OF_E)
    if number >= MAX_EXPONENT:
        raise value_overflows_numeric()
    if weight < -MAX_DISPLAY_SCALE - 1:
        return from_decimal(round_to(Decimal(0), MAX_DISPLAY_SCALE))
    scale = _scale_for(weight, number)
    return from_decimal(round_to(_context(max(weight, 0) + scale).exp(number), scale))


LOG10_OF_E = 0.434294481903252
INT4_LIMIT = 2**31
MAX_POWER_WEIGHT = 131072
MAX_EXPONENT = 6000
"""The power of e at which PostgreSQL gives up."""


def positive(value: str) -> Decimal:
    """The number whose logarithm is wanted."""
    number = to_decimal(value)
    if number.is_nan():
        return number
    if not number:
        raise PgError("2201E", "cannot take logarithm of zero")
    if number < 0:
        raise PgError("2201E", "cannot take logarithm of a negative number")
    return number


@function("numeric_power(numeric,numeric)", "pow(numeric,numeric)", "power(numeric,numeric)")
def numeric_power(base: str, exponent: str) -> str:
    one, two = to_decimal(base), to_decimal(exponent)
    if one.is_nan() or two.is_nan():
        return "1" if one == 1 or (not two.is_nan() and not two) else from_decimal(Decimal("NaN"))
    if not one and two < 0:
        raise PgError("2201F", "zero raised to a negative power is undefined")
    if one < 0 and two.is_finite() and two != two.to_integral_value():
        raise PgError("2201F", "a negative number raised to a non-integer power yields a complex result")
    if not one.is_finite() or not two.is_finite():
        return _infinite_power(one, two)
    if not one:
        return from_decimal(round_to(Decimal(0 if two else 1), MIN_SIGNIFICANT_DIGITS))
    whole = two == two.to_integral_value()
    weight = _power_weight(abs(one), two, whole=whole and abs(two) < INT4_LIMIT)
    exponent_of_e = 0 if whole else _WORKING.multiply(_WORKING.ln(abs(one)), two)
    if weight > MAX_POWER_WEIGHT or exponent_of_e >= MAX_EXPONENT:
        raise value_overflows_numeric()
    if weight < -MAX_DISPLAY_SCALE - 1:
        return from_decimal(round_to(Decimal(0), MAX_DISPLAY_SCALE))
    scale = _scale_for(weight, one, two)
    raised = _context(max(weight, 0) + scale).power(one, int(two) if whole else two)
    return from_decimal(round_to(raised, scale))


def _power_weight(base: Decimal, exponent: Decimal, *, whole: bool) -> int:
    """The estimated decimal weight of a power: PostgreSQL looks at some 16 digits of the base for whole exponents, and
    at some eight of its logarithm for others.
    """
    if whole:
        first = 4 * _base10000(base)[0] - 12
        leading = float(int(base.scaleb(-first, context=EXACT)))
        weight = float(exponent) * (math.log10(leading) + first)
    else:
        scale = max(8 - log_weight(base), 0)
        logarithm = round_to(_WORKING.ln(base), scale)
        weight = float(round_to(_WORKING.multiply(logarithm, exponent), scale)) * LOG10_OF_E
    return int(max(min(weight, 2 * MAX_POWER_WEIGHT), -2 * MAX_POWER_WEIGHT))


def _infinite_power(one: Decimal, two: Decimal) -> str:
    """A power with an infinite operand."""
    if not two or abs(one) == 1:
        return "1"
    if two.is_infinite():
        return from_decimal(Decimal("Infinity") if (abs(one) > 1) == (two > 0) else Decimal(0))
    return from_decimal(_WORKING.power(one, two))


@function("scale(numeric)")
def numeric_scale(value: str) -> int | None:
    return None if value in PYTHON_SPECIAL else scale_of(to_decimal(value))


@function("trim_scale(numeric)")
def trim_scale(value: str) -> str:
    if value in PYTHON_SPECIAL or "." not in value:
        return value
    return value.rstrip("0").rstrip(".")
