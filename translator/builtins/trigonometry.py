"""Angles, hyperbolic, error and gamma functions ("Trigonometric Functions", "Hyperbolic Functions")."""

from __future__ import annotations

import math
from collections.abc import Callable

from translator.builtins.declare import FUNCTIONS, function
from translator.errors import PgError, float_overflow
from translator.types.float import NAN, Float, from_python, to_python


def input_out_of_range() -> PgError:
    return PgError("22003", "input is out of range")


def _register(name: str, body: Callable[[float], float], *, domain: Callable[[float], bool] | None = None) -> None:
    """A function of one angle or number: NaN stays NaN, outside its domain 22003."""
    signature = f"{name}(double precision)"
    if signature in FUNCTIONS:
        return

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
    function(signature)(apply)


def _sind(x: float) -> float:
    """Sine of degrees, exact where the sine is."""
    x = math.fmod(x, 360.0)
    sign = -1.0 if x < 0 else 1.0
    x = abs(x)
    if x > 180.0:
        x, sign = 360.0 - x, -sign
    if x > 90.0:
        x = 180.0 - x
    if x == 30.0:
        return sign * 0.5
    return sign * (1.0 if x == 90.0 else math.sin(math.radians(x)))


def _cosd(x: float) -> float:
    return _sind(90.0 - abs(math.fmod(x, 360.0)))


def _tand(x: float) -> float:
    sine, cosine = _sind(x), _cosd(x)
    if cosine == 0:
        return math.copysign(math.inf, sine)
    return 1.0 if sine == cosine else -1.0 if sine == -cosine else sine / cosine + 0.0


def _cotd(x: float) -> float:
    sine, cosine = _sind(x), _cosd(x)
    if sine == 0:
        return math.copysign(math.inf, cosine)
    return 1.0 if sine == cosine else -1.0 if sine == -cosine else cosine / sine + 0.0


def _asind(x: float) -> float:
    return math.copysign(30.0, x) if abs(x) == 0.5 else math.degrees(math.asin(x))


def _acosd(x: float) -> float:
    return 60.0 if x == 0.5 else 120.0 if x == -0.5 else math.degrees(math.acos(x))


def _gamma(x: float) -> float:
    try:
        return math.gamma(x)
    except ValueError:
        raise float_overflow() from None


UNIT: Callable[[float], bool] = lambda x: -1.0 <= x <= 1.0  # noqa: E731
FINITE = math.isfinite
for _name, _body, _domain in (
    ("sin", math.sin, FINITE),
    ("cos", math.cos, FINITE),
    ("tan", math.tan, FINITE),
    ("cot", lambda x: math.inf if x == 0 else 1.0 / math.tan(x), FINITE),
    ("asin", math.asin, UNIT),
    ("acos", math.acos, UNIT),
    ("atan", math.atan, None),
    ("sinh", math.sinh, None),
    ("cosh", math.cosh, None),
    ("tanh", math.tanh, None),
    ("asinh", math.asinh, None),
    ("acosh", math.acosh, lambda x: x >= 1.0),
    ("sind", _sind, FINITE),
    ("cosd", _cosd, FINITE),
    ("tand", _tand, FINITE),
    ("cotd", _cotd, FINITE),
    ("asind", _asind, UNIT),
    ("acosd", _acosd, UNIT),
    ("atand", lambda x: math.degrees(math.atan(x)), None),
    ("degrees", math.degrees, None),
    ("radians", math.radians, None),
    ("erf", math.erf, None),
    ("erfc", math.erfc, None),
    ("gamma", _gamma, None),
    ("lgamma", lambda x: math.inf if x <= 0 and x == int(x) else math.lgamma(x), None),
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
    return from_python(math.degrees(math.atan2(to_python(y), to_python(x))))
