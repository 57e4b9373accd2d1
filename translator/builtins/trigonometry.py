"""Angles, hyperbolic and error functions ("Trigonometric Functions", "Hyperbolic Functions")."""

from __future__ import annotations

import math
from collections.abc import Callable

from translator.builtins.declare import function
from translator.errors import PgError
from translator.errors.values import float_overflow
from translator.types.float import NAN, Float, from_python, to_python
from translator.types.float_arithmetic import multiply


def input_out_of_range() -> PgError:
    return PgError("22003", "input is out of range")


def _register(name: str, body: Callable[[float], float], *, domain: Callable[[float], bool] | None = None) -> None:
    """A function of one angle or number: NaN stays NaN, outside its domain 22003."""

    def apply(value: Float) -> Float:
        if value == NAN:
            return NAN
        number = to_python(value)
        if domain is not None and not domain(number):
            raise input_out_of_range()
        try:
            return from_python(body(number))
        except OverflowError:
            raise float_overflow() from None

    apply.__name__ = f"d{name}"
    function(f"{name}(double precision)")(apply)


def _infinite_beyond(body: Callable[[float], float]) -> Callable[[float], float]:
    """A result too large for a float is an infinity of the argument's sign, as the C library answers."""

    def bounded(x: float) -> float:
        try:
            return body(x)
        except OverflowError:
            return body(math.copysign(math.inf, x))

    return bounded


RADIANS_PER_DEGREE = 0.0174532925199432957692
SIN_30 = math.sin(math.radians(30.0))
ONE_MINUS_COS_60 = 1.0 - math.cos(math.radians(60.0))
ASIN_HALF = math.asin(0.5)
ACOS_HALF = math.acos(0.5)
ATAN_ONE = math.atan(1.0)


def _sine_quadrant(x: float) -> float:
    """Sine of 0 to 90 degrees, exact at 0, 30 and 90."""
    return math.sin(math.radians(x)) / SIN_30 / 2.0 if x <= 30.0 else _cosine_to_60(90.0 - x)


def _cosine_to_60(x: float) -> float:
    return 1.0 - (1.0 - math.cos(math.radians(x))) / ONE_MINUS_COS_60 / 2.0


def _cosine_quadrant(x: float) -> float:
    """Cosine of 0 to 90 degrees, exact at 0, 60 and 90."""
    return _cosine_to_60(x) if x <= 60.0 else math.sin(math.radians(90.0 - x)) / SIN_30 / 2.0


TAN_45 = _sine_quadrant(45.0) / _cosine_quadrant(45.0)
COT_45 = _cosine_quadrant(45.0) / _sine_quadrant(45.0)


def _folded(x: float) -> tuple[float, float, float]:
    """The angle in the first quadrant with the signs of its sine and cosine."""
    x = math.fmod(x, 360.0)
    sine, cosine = (-1.0, 1.0) if x < 0 else (1.0, 1.0)
    x = -x if x < 0 else x  # a negative zero keeps its sign
    if x > 180.0:
        x, sine = 360.0 - x, -sine
    if x > 90.0:
        x, cosine = 180.0 - x, -1.0
    return x, sine, cosine


def _sind(x: float) -> float:
    x, sign, _ = _folded(x)
    return sign * _sine_quadrant(x)


def _cosd(x: float) -> float:
    x, _, sign = _folded(x)
    return sign * _cosine_quadrant(x)


def _tand(x: float) -> float:
    x, sine, cosine = _folded(x)
    below = _cosine_quadrant(x)
    result = _sine_quadrant(x) / below / TAN_45 if below else math.inf
    return sine * cosine * result + 0.0


def _cotd(x: float) -> float:
    x, sine, cosine = _folded(x)
    below = _sine_quadrant(x)
    result = _cosine_quadrant(x) / below / COT_45 if below else math.copysign(math.inf, below)
    return sine * cosine * result + 0.0


def _asind_quadrant(x: float) -> float:
    return math.asin(x) / ASIN_HALF * 30.0 if x <= 0.5 else 90.0 - math.acos(x) / ACOS_HALF * 60.0


def _asind(x: float) -> float:
    return math.copysign(_asind_quadrant(abs(x)), x)


def _acosd(x: float) -> float:
    if x < 0:
        return 90.0 + _asind_quadrant(-x)
    return 90.0 - math.asin(x) / ASIN_HALF * 30.0 if x <= 0.5 else math.acos(x) / ACOS_HALF * 60.0


def _degrees(x: float) -> float:
    result = x / RADIANS_PER_DEGREE
    if math.isinf(result) and not math.isinf(x):
        raise float_overflow()
    return result


UNIT: Callable[[float], bool] = lambda x: -1.0 <= x <= 1.0  # noqa: E731
FINITE = math.isfinite
for _name, _body, _domain in (
    ("sin", math.sin, FINITE),
    ("cos", math.cos, FINITE),
    ("tan", math.tan, FINITE),
    ("cot", lambda x: math.copysign(math.inf, x) if x == 0 else 1.0 / math.tan(x), FINITE),
    ("asin", math.asin, UNIT),
    ("acos", math.acos, UNIT),
    ("atan", math.atan, None),
    ("sinh", _infinite_beyond(math.sinh), None),
    ("cosh", _infinite_beyond(math.cosh), None),
    ("tanh", math.tanh, None),
    ("asinh", math.asinh, None),
    ("acosh", math.acosh, lambda x: x >= 1.0),
    ("sind", _sind, FINITE),
    ("cosd", _cosd, FINITE),
    ("tand", _tand, FINITE),
    ("cotd", _cotd, FINITE),
    ("asind", _asind, UNIT),
    ("acosd", _acosd, UNIT),
    ("atand", lambda x: math.atan(x) / ATAN_ONE * 45.0, None),
    ("degrees", _degrees, None),
    ("radians", lambda x: multiply(x, RADIANS_PER_DEGREE), None),
    ("erf", math.erf, None),
    ("erfc", math.erfc, None),
):
    _register(_name, _body, domain=_domain)


@function("atanh(double precision)")
def datanh(value: Float) -> Float:
    number = to_python(value)
    if value == NAN:
        return NAN
    if abs(number) > 1.0:
        raise input_out_of_range()
    return math.copysign(math.inf, number) if abs(number) == 1.0 else math.atanh(number)


@function("atan2d(double precision,double precision)")
def datan2d(y: Float, x: Float) -> Float:
    return from_python(math.atan2(to_python(y), to_python(x)) / ATAN_ONE * 45.0)
