"""gcd, lcm, factorial, scales, logarithms to a base, buckets ("Mathematical Functions and Operators")."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from decimal import Decimal
from math import factorial as whole_factorial
from typing import Any

from translator.builtins.declare import function
from translator.builtins.numeric_math import logarithm, positive
from translator.errors import PgError
from translator.errors.values import (
    division_by_zero,
    invalid_argument_for_width_bucket,
    out_of_range,
    value_overflows_numeric,
)
from translator.types import array as arrays
from translator.types.array import ArrayType
from translator.types.datatype import DataType
from translator.types.float import NAN, Float, to_python
from translator.types.numeric import EXACT, from_decimal, round_to, scale_of, to_decimal

INT4_MAX = 2**31 - 1
LARGEST_FACTORIAL = 32177


@function("factorial(bigint)")
def numeric_fac(value: int) -> str:
    if value < 0:
        raise PgError("22003", "factorial of a negative number is undefined")
    if value > LARGEST_FACTORIAL:
        raise value_overflows_numeric()
    return from_decimal(Decimal(whole_factorial(value)))


def _gcd(left: Decimal, right: Decimal) -> Decimal:
    while right:
        left, right = right, EXACT.remainder(left, right)
    return left.copy_abs()  # abs() would round to 28 digits


@function("gcd(numeric,numeric)")
def numeric_gcd(left: str, right: str) -> str:
    one, other = to_decimal(left), to_decimal(right)
    if not one.is_finite() or not other.is_finite():
        return from_decimal(Decimal("NaN"))
    return from_decimal(round_to(_gcd(one, other), max(scale_of(one), scale_of(other))))


@function("lcm(numeric,numeric)")
def numeric_lcm(left: str, right: str) -> str:
    one, other = to_decimal(left), to_decimal(right)
    if not one.is_finite() or not other.is_finite():
        return from_decimal(Decimal("NaN"))
    scale = max(scale_of(one), scale_of(other))
    if not one or not other:
        return from_decimal(round_to(Decimal(0), scale))
    multiple = EXACT.multiply(EXACT.divide_int(one, _gcd(one, other)), other)
    return from_decimal(round_to(multiple.copy_abs(), scale))


@function("min_scale(numeric)")
def numeric_min_scale(value: str) -> int | None:
    """Digits after the point that the value needs; NULL for NaN and infinities."""
    number = to_decimal(value)
    return scale_of(EXACT.normalize(number)) if number.is_finite() else None


@function("log(numeric,numeric)", "numeric_log(numeric,numeric)")
def numeric_log(base: str, value: str) -> str:
    """The logarithm to a base."""
    if to_decimal(base).is_nan() or to_decimal(value).is_nan():
        return from_decimal(Decimal("NaN"))
    if not (to_decimal(base).is_finite() and to_decimal(value).is_finite()):
        positive(min(base, value, key=to_decimal))
    one, other = positive(base), positive(value)
    if one == 1 and other.is_finite():
        raise division_by_zero()
    return logarithm(one, other)


def _check_count(count: int) -> None:
    if count <= 0:
        raise invalid_argument_for_width_bucket("count must be greater than zero")


def _bucket(operand: Any, low: Any, high: Any, count: int, share: Callable[[Any, Any], Any]) -> int:
    """`share` gives the part of all buckets that lie between a bound and the operand, the larger first."""
    if low == high:
        raise invalid_argument_for_width_bucket("lower bound cannot equal upper bound")
    if operand < low if low < high else operand > low:
        return 0
    if operand >= high if low < high else operand <= high:
        if count == INT4_MAX:
            raise out_of_range("integer")
        return count + 1
    return min(int(share(operand, low) if low < high else share(low, operand)) + 1, count)


@function("width_bucket(double precision,double precision,double precision,integer)")
def width_bucket_float8(operand: Float, low: Float, high: Float, count: int) -> int:
    _check_count(count)
    if NAN in (operand, low, high):
        raise invalid_argument_for_width_bucket("operand, lower bound, and upper bound cannot be NaN")
    bounds = (to_python(low), to_python(high))
    if any(abs(bound) == float("inf") for bound in bounds):
        raise invalid_argument_for_width_bucket("lower and upper bounds must be finite")
    whole = abs(bounds[1] - bounds[0])
    if math.isinf(whole):
        half = abs(bounds[1] / 2 - bounds[0] / 2)
        return _bucket(to_python(operand), *bounds, count, lambda more, less: count * ((more / 2 - less / 2) / half))
    return _bucket(to_python(operand), *bounds, count, lambda more, less: count * ((more - less) / whole))


@function("width_bucket(numeric,numeric,numeric,integer)")
def width_bucket_numeric(operand: str, low: str, high: str, count: int) -> int:
    _check_count(count)
    numbers = [to_decimal(text) for text in (operand, low, high)]
    if any(number.is_nan() for number in numbers):
        raise invalid_argument_for_width_bucket("operand, lower bound, and upper bound cannot be NaN")
    if numbers[1].is_infinite() or numbers[2].is_infinite():
        raise invalid_argument_for_width_bucket("lower and upper bounds must be finite")
    number, first, last = numbers
    whole = EXACT.subtract(last, first).copy_abs()

    def share(more: Decimal, less: Decimal) -> Decimal:
        return EXACT.divide_int(EXACT.multiply(EXACT.subtract(more, less), Decimal(count)), whole)

    return _bucket(number, first, last, count, share)


@function("width_bucket(anycompatible,anycompatiblearray)", types=True)
def width_bucket_array(types: tuple[DataType, ...], operand: Any, thresholds: str) -> int:
    """How many of the sorted thresholds are not above the operand."""
    array = arrays.load(thresholds, getattr(types[1], "element", None))
    if len(array.lengths) > 1:
        raise PgError("2202E", "thresholds must be one-dimensional array")
    if None in array.elements:
        raise PgError("22004", "thresholds array must not contain NULLs")
    element = types[1].element if isinstance(types[1], ArrayType) else types[0]
    return bisect_right([element.key(threshold) for threshold in array.elements], element.key(operand))
