"""money ("Monetary Types"): arithmetic on cents."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from sqlglot import exp

from translator.builtins.declare import aggregate, aggregate_lowering, function
from translator.builtins.float_math import finish
from translator.errors.values import cannot_convert_special, division_by_zero, out_of_range
from translator.types.float import Float, to_python
from translator.types.float_arithmetic import divide, multiply
from translator.types.money import MAXIMUM, MINIMUM
from translator.types.numeric import to_decimal

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
POWERS = ((10**15, "quadrillion"), (10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def _checked(cents: int) -> int:
    if not MINIMUM <= cents <= MAXIMUM:
        raise out_of_range("money")
    return cents


@function("cash_pl(money,money)")
def cash_pl(left: int, right: int) -> int:
    return _checked(left + right)


@function("cash_mi(money,money)")
def cash_mi(left: int, right: int) -> int:
    return _checked(left - right)


@function("cash_div_cash(money,money)")
def cash_div_cash(left: int, right: int) -> float:
    if not right:
        raise division_by_zero()
    return left / right


@function("cash_mul_int2(money,smallint)", "cash_mul_int4(money,integer)", "cash_mul_int8(money,bigint)")
def cash_mul_int(cents: int, factor: int) -> int:
    return _checked(cents * factor)


@function("int2_mul_cash(smallint,money)", "int4_mul_cash(integer,money)", "int8_mul_cash(bigint,money)")
def int_mul_cash(factor: int, cents: int) -> int:
    return _checked(cents * factor)


@function("cash_div_int2(money,smallint)", "cash_div_int4(money,integer)", "cash_div_int8(money,bigint)")
def cash_div_int(cents: int, divisor: int) -> int:
    if not divisor:
        raise division_by_zero()
    quotient = abs(cents) // abs(divisor)
    return _checked(quotient if (cents < 0) == (divisor < 0) else -quotient)


def _rounded(cents: Float) -> int:
    number = to_python(cents)
    if not math.isfinite(number):
        raise out_of_range("money")
    return _checked(round(number))


def _product(cents: int, factor: Float) -> int:
    number = to_python(factor)
    return _rounded(finish(multiply(float(cents), number), float(cents), number))


@function("cash_mul_flt4(money,real)", "cash_mul_flt8(money,double precision)")
def cash_mul_float(cents: int, factor: Float) -> int:
    return _product(cents, factor)


@function("flt4_mul_cash(real,money)", "flt8_mul_cash(double precision,money)")
def float_mul_cash(factor: Float, cents: int) -> int:
    return _product(cents, factor)


@function("cash_div_flt4(money,real)", "cash_div_flt8(money,double precision)")
def cash_div_float(cents: int, divisor: Float) -> int:
    number = to_python(divisor)
    return _rounded(finish(divide(float(cents), number), float(cents), number))


@function("money(integer)", "money(bigint)")
def money_from_integer(value: int) -> int:
    if not MINIMUM <= value * 100 <= MAXIMUM:
        raise out_of_range("bigint")
    return value * 100


@function("money(numeric)")
def money_from_numeric(value: str) -> int:
    amount = to_decimal(value)
    if not amount.is_finite():
        raise cannot_convert_special("NaN" if amount.is_nan() else "infinity", "bigint")
    cents = int((amount * 100).to_integral_value(ROUND_HALF_UP))
    if not MINIMUM <= cents <= MAXIMUM:
        raise out_of_range("bigint")
    return cents


@function('"numeric"(money)')
def money_to_numeric(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):.2f}"


@function("cash_cmp(money,money)")
def cash_cmp(left: int, right: int) -> int:
    return int(left > right) - int(left < right)


@function("cashlarger(money,money)")
def cashlarger(left: int, right: int) -> int:
    return max(left, right)


@function("cashsmaller(money,money)")
def cashsmaller(left: int, right: int) -> int:
    return min(left, right)


def _hundreds(number: int) -> str:
    """A number below 1000 in words, in PostgreSQL's way."""
    hundreds, rest = divmod(number, 100)
    parts = [f"{SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        parts.append(TENS[tens] + (f" {SMALL[ones]}" if ones else ""))
    elif rest or not hundreds:
        parts.append(("and " if hundreds else "") + SMALL[rest])
    return " ".join(parts)


@function("cash_words(money)")
def cash_words(value: int) -> str:
    """The amount in words, with the blanks that PostgreSQL leaves where a group is zero."""
    whole, cents = divmod(abs(value), 100)
    text = "minus " if value < 0 else ""
    rest = whole
    for size, name in POWERS:
        if rest >= size:
            text += f"{_hundreds(rest // size)} {name} "
            rest %= size
    if rest or not whole:
        text += _hundreds(rest)
    text += " dollar and " if whole == 1 else " dollars and "
    text += f"{_hundreds(cents)} {'cent' if cents == 1 else 'cents'}"
    return text[0].upper() + text[1:]


@aggregate_lowering("max(money)")
def max_money(value: exp.Expression) -> exp.Expression:
    return exp.Max(this=value)


@aggregate_lowering("min(money)")
def min_money(value: exp.Expression) -> exp.Expression:
    return exp.Min(this=value)


@aggregate("sum(money)")
class sum_money:  # noqa: N801  the SQLite name is made of it
    def __init__(self) -> None:
        self.total: int | None = None

    def step(self, cents: int | None) -> None:
        if cents is not None:
            self.total = _checked((self.total or 0) + cents)

    def final(self) -> int | None:
        return self.total
