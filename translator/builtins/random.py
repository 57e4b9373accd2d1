"""Random numbers ("Random Functions")."""

from __future__ import annotations

import math
from decimal import Decimal

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError, invalid_parameter_value
from translator.types.float import Float, from_python, to_python
from translator.types.numeric import to_decimal

BOUNDS = "lower bound must be less than or equal to upper bound"


@function("random()", context=True)
def random(context: ExecutionContext) -> float:
    return context.generator.uniform()


@function("random(integer,integer)", "random(bigint,bigint)", context=True)
def random_integer(context: ExecutionContext, low: int, high: int) -> int:
    if low > high:
        raise invalid_parameter_value(BOUNDS)
    return low + context.generator.below(high - low)


@function("random(numeric,numeric)", context=True)
def random_numeric(context: ExecutionContext, low: str, high: str) -> str:
    lowest, highest = _finite(low, "lower"), _finite(high, "upper")
    if lowest > highest:
        raise invalid_parameter_value(BOUNDS)
    return context.generator.numeric(lowest, highest)


def _finite(text: str, which: str) -> Decimal:
    number = to_decimal(text)
    if number.is_nan():
        raise invalid_parameter_value(f"{which} bound cannot be NaN")
    if number.is_infinite():
        raise invalid_parameter_value(f"{which} bound cannot be infinity")
    return number


@function("random_normal(double precision,double precision)", context=True)
def random_normal(context: ExecutionContext, mean: Float = 0.0, deviation: Float = 1.0) -> Float:
    return from_python(to_python(deviation) * context.generator.normal() + to_python(mean))


@function("setseed(double precision)", context=True)
def setseed(context: ExecutionContext, seed: Float) -> str:
    value = to_python(seed)
    if not -1 <= value <= 1:
        shown = "NaN" if math.isnan(value) else f"{value:g}"
        raise PgError("22023", f"setseed parameter {shown} is out of allowed range [-1,1]")
    context.generator.seed(value)
    return ""
