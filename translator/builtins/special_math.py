"""gamma and lgamma, as the C library computes them ("Mathematical Functions")."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable

from translator.builtins.declare import function
from translator.errors.values import float_overflow, float_underflow
from translator.types.float import Float, from_python, to_python

_LIBRARY = ctypes.CDLL(None)


def _of_library(name: str) -> Callable[[float], float]:
    found = getattr(_LIBRARY, name)
    found.argtypes, found.restype = [ctypes.c_double], ctypes.c_double
    result: Callable[[float], float] = found
    return result


_gamma, _lgamma = _of_library("tgamma"), _of_library("lgamma")


@function("gamma(double precision)")
def gamma(value: Float) -> Float:
    number = to_python(value)
    if math.isnan(number):
        return value
    if number == -math.inf or (number <= 0 and number.is_integer()):
        raise float_overflow()
    result = _gamma(number)
    if math.isinf(result) and not math.isinf(number):
        raise float_overflow()
    if result == 0:
        raise float_underflow()
    return from_python(result)


@function("lgamma(double precision)")
def lgamma(value: Float) -> Float:
    number = to_python(value)
    result = _lgamma(number)
    if math.isinf(result) and not math.isinf(number):
        raise float_overflow()
    return from_python(result)
