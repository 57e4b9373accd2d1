"""Random numbers ("Random Functions")."""

from __future__ import annotations

import math
from decimal import Decimal

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value
from translator.types import array as arrays
from translator.types.array import Array
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


@function("array_shuffle(anyarray)", context=True)
def array_shuffle(context: ExecutionContext, stored: str) -> str:
    """The array's outermost items in any order."""
    array = arrays.load(stored)
    if len(array.elements) < 2:
        return stored
    return _picked(context, array, array.lengths[0], keep_bound=True)


@function("array_sample(anyarray,integer)", context=True)
def array_sample(context: ExecutionContext, stored: str, count: int) -> str:
    """So many of the array's outermost items.  Raises PgError 22023."""
    array = arrays.load(stored)
    available = array.lengths[0] if array.lengths else 0
    if not 0 <= count <= available:
        raise invalid_parameter_value(f"sample size must be between 0 and {available}")
    return _picked(context, array, count, keep_bound=False)


def _picked(context: ExecutionContext, array: Array, count: int, *, keep_bound: bool) -> str:
    """The first items after a shuffle, each as wide as the inner dimensions are."""
    if not count:
        return arrays.store(Array([], (), ()))
    width = len(array.elements) // array.lengths[0]
    places = list(range(array.lengths[0]))
    for place in range(count):
        other = place + context.generator.below(len(places) - 1 - place)
        places[place], places[other] = places[other], places[place]
    elements = [item for place in places[:count] for item in array.elements[place * width : (place + 1) * width]]
    bounds = array.bounds if keep_bound else (1, *array.bounds[1:])
    return arrays.store(Array(elements, (count, *array.lengths[1:]), bounds))


@function("setseed(double precision)", context=True)
def setseed(context: ExecutionContext, seed: Float) -> str:
    value = to_python(seed)
    if not -1 <= value <= 1:
        shown = "NaN" if math.isnan(value) else f"{value:g}"
        raise PgError("22023", f"setseed parameter {shown} is out of allowed range [-1,1]")
    context.generator.seed(value)
    return ""
