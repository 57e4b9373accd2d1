"""Floating-point arithmetic ("Mathematical Functions and Operators"): IEEE 754, but overflow and underflow are errors.

A float is stored as a real, NaN as the text 'NaN'.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.errors import PgError
from translator.errors.values import float_overflow, float_underflow
from translator.lower import build
from translator.types.float import Float, from_python, round_single, to_python
from translator.types.float_arithmetic import add, divide, multiply, subtract

_SQL = {"float4": "real", "float8": "double precision"}


def finish(result: float, *operands: float, single: bool = False) -> Float:
    """The result in storage form; an infinity or zero that finite operands gave is out of range."""
    if single and math.isfinite(result):
        rounded = round_single(result)
        if rounded is None:
            raise float_overflow()
        if rounded == 0.0 and result != 0.0:
            raise float_underflow()
        result = rounded
    if math.isinf(result) and all(map(math.isfinite, operands)):
        raise float_overflow()
    return from_python(result)


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "pl": add,
    "mi": subtract,
    "mul": multiply,
    "div": divide,
}


def _register(prefix: str, left: str, right: str) -> None:
    single = left == right == "float4"
    for suffix, body in _ARITHMETIC.items():

        def operate(one: Float, two: Float, body: Callable[[float, float], float] = body) -> Float:
            a, b = to_python(one), to_python(two)
            return finish(body(a, b), a, b, single=single)

        operate.__name__ = f"{prefix}{suffix}"
        signature = f"{prefix}{suffix}({_SQL[left]},{_SQL[right]})"
        function(signature)(operate)
        if not single:
            lowering(signature)(_guarded(operate.__name__, suffix))


_NATIVE: dict[str, type[exp.Expression]] = {"pl": exp.Add, "mi": exp.Sub, "mul": exp.Mul, "div": exp.Div}
_LARGEST, _SMALLEST = 1e150, 1e-150
"""What two numbers give that are within the first, and a divisor not within the second, is finite."""


def _guarded(name: str, suffix: str) -> Callable[[exp.Expression, exp.Expression], exp.Expression | None]:
    """SQLite's own arithmetic of numbers that are neither NaN nor too large or small to tell what is out of range."""

    def guard(left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
        if not (_is_cheap(left) and _is_cheap(right)):
            return None
        result = build.binary(_NATIVE[suffix], left, right)
        tests = [_within(left), _within(right)]
        if suffix in ("mul", "div"):
            tests.append(build.binary(exp.NEQ, result.copy(), build.value(0.0)))
        if suffix == "div":
            tests[1] = build.boolean("or", [_within(right, _SMALLEST), _within(right, -_LARGEST, -_SMALLEST)])
        return build.case([(build.conjunction(tests), result)], build.call(f"pg_{name}", left.copy(), right.copy()))

    return guard


def _is_cheap(value: exp.Expression) -> bool:
    return build.is_cheap(value.this if isinstance(value, exp.Cast) else value)


def _within(value: exp.Expression, low: float = -_LARGEST, high: float = _LARGEST) -> exp.Expression:
    return exp.Between(this=build.wrap(value.copy()), low=build.value(low), high=build.value(high))


_register("float4", "float4", "float4")
_register("float8", "float8", "float8")
_register("float48", "float4", "float8")
_register("float84", "float8", "float4")


def _unary(name: str, signatures: tuple[str, ...], body: Callable[[float], float]) -> None:
    def operate(value: Float) -> Float:
        number = to_python(value)
        return finish(number if math.isnan(number) else body(number), number)

    operate.__name__ = name
    function(*signatures)(operate)


def _half_even(value: float) -> float:
    return math.copysign(float(round(value)), value) if math.isfinite(value) and abs(value) < 1 << 53 else value


def _whole(rounding: Callable[[float], int]) -> Callable[[float], float]:
    return lambda value: (
        math.copysign(float(rounding(value)), value) if math.isfinite(value) and abs(value) < 1 << 53 else value
    )


for _name, _sql in _SQL.items():
    _unary(f"{_name}um", (f"{_name}um({_sql})",), lambda value: -value)
    _unary(f"{_name}up", (f"{_name}up({_sql})",), lambda value: value)
    _unary(f"{_name}abs", (f"{_name}abs({_sql})", f"abs({_sql})"), abs)

_unary("dround", ("dround(double precision)", "round(double precision)"), _half_even)
_unary("dceil", ("ceil(double precision)", "ceiling(double precision)"), _whole(math.ceil))
_unary("dfloor", ("floor(double precision)",), _whole(math.floor))
_unary("dtrunc", ("dtrunc(double precision)", "trunc(double precision)"), _whole(math.trunc))


@function("sign(double precision)")
def dsign(value: Float) -> Float:
    """NaN has no sign: 0."""
    number = to_python(value)
    return float((number > 0) - (number < 0))


_unary("dcbrt", ("dcbrt(double precision)", "cbrt(double precision)"), math.cbrt)


@function("dsqrt(double precision)", "sqrt(double precision)")
def dsqrt(value: Float) -> Float:
    number = to_python(value)
    if number < 0:
        raise PgError("2201F", "cannot take square root of a negative number")
    return from_python(math.sqrt(number))


@function("dexp(double precision)", "exp(double precision)")
def dexp(value: Float) -> Float:
    number = to_python(value)
    try:
        result = math.exp(number)
    except OverflowError:
        raise float_overflow() from None
    if result == 0.0 and math.isfinite(number):
        raise float_underflow()
    return from_python(result)


@function("ln(double precision)", "dlog1(double precision)")
def dlog1(value: Float) -> Float:
    number = _positive(value)
    return from_python(math.log(number))


@function("log(double precision)", "log10(double precision)", "dlog10(double precision)")
def dlog10(value: Float) -> Float:
    return from_python(math.log10(_positive(value)))


def _positive(value: Float) -> float:
    number = to_python(value)
    if number == 0:
        raise PgError("2201E", "cannot take logarithm of zero")
    if number < 0:
        raise PgError("2201E", "cannot take logarithm of a negative number")
    return number


@function(
    "dpow(double precision,double precision)",
    "pow(double precision,double precision)",
    "power(double precision,double precision)",
)
def dpow(base: Float, exponent: Float) -> Float:
    one, two = to_python(base), to_python(exponent)
    if one == 0 and two < 0:
        raise PgError("2201F", "zero raised to a negative power is undefined")
    if one < 0 and math.isfinite(two) and two != int(two):
        raise PgError("2201F", "a negative number raised to a non-integer power yields a complex result")
    try:
        result = math.pow(one, two)
    except OverflowError:
        raise float_overflow() from None
    if result == 0 and one != 0 and not (math.isinf(one) or math.isinf(two)):
        raise float_underflow()
    return finish(result, one, two)


@function("pi()")
def pi() -> float:
    return math.pi


@function("atan2(double precision,double precision)")
def atan2(y: Float, x: Float) -> Float:
    return from_python(math.atan2(to_python(y), to_python(x)))
