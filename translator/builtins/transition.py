"""Transition, combining and final functions of PostgreSQL's own aggregates, for aggregates that users make of them.

A state of several numbers is an array.  Manual: "User-Defined Aggregates".
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from translator.builtins.declare import AGGREGATES, function
from translator.builtins.integer_math import checked
from translator.builtins.numeric_math import divide
from translator.errors import PgError
from translator.errors.values import float_overflow
from translator.types import array as arrays
from translator.types.array import Array
from translator.types.float import Float, from_python, to_python
from translator.types.numeric import EXACT, from_decimal, to_decimal

MOMENTS = ("count", "total", "deviations")
"""What a state of one variable is made of, in the order of the array."""
PAIRS = ("count", "sum_x", "sxx", "sum_y", "syy", "sxy")
"""The same of two variables."""
_FINAL = {
    MOMENTS: {
        "float8_avg": "avg", "float8_var_pop": "var_pop", "float8_var_samp": "var_samp",
        "float8_stddev_pop": "stddev_pop", "float8_stddev_samp": "stddev_samp",
    },
    PAIRS: {
        "float8_regr_sxx": "regr_sxx", "float8_regr_syy": "regr_syy", "float8_regr_sxy": "regr_sxy",
        "float8_regr_avgx": "regr_avgx", "float8_regr_avgy": "regr_avgy", "float8_regr_r2": "regr_r2",
        "float8_regr_slope": "regr_slope", "float8_regr_intercept": "regr_intercept", "float8_corr": "corr",
        "float8_covar_pop": "covar_pop", "float8_covar_samp": "covar_samp",
    },
}  # fmt: skip
"""Final functions, and the aggregates that end with them."""


def _floats(name: str, stored: str, count: int) -> list[float]:
    """The numbers of a state.  Raises PgError XX000 for an array of another form."""
    elements = arrays.load(stored).elements
    if len(elements) != count or None in elements:
        raise PgError("XX000", f"{name}: expected {count}-element float8 array")
    return [to_python(element) for element in elements]


def _stored(numbers: Sequence[float]) -> str:
    return arrays.store(Array.of([from_python(number) for number in numbers]))


def _running(name: str, parts: tuple[str, ...], aggregate: str, stored: str) -> Any:
    """An aggregate of PostgreSQL's that goes on from a state."""
    arguments = "double precision" if parts == MOMENTS else "double precision,double precision"
    running = AGGREGATES[f"{aggregate}({arguments})"].body()
    for part, number in zip(parts, _floats(name, stored, len(parts)), strict=True):
        setattr(running, part, number)
    return running


def _state(running: Any, parts: tuple[str, ...]) -> str:
    return _stored([getattr(running, part) for part in parts])


def _accumulated(name: str, state: str, value: Float) -> str:
    running = _running(name, MOMENTS, "avg", state)
    running.step(value)
    return _state(running, MOMENTS)


@function("float8_accum(double precision[],double precision)")
def float8_accum(state: str, value: Float) -> str:
    return _accumulated("float8_accum", state, value)


@function("float4_accum(double precision[],real)")
def float4_accum(state: str, value: Float) -> str:
    return _accumulated("float4_accum", state, value)


@function("float8_regr_accum(double precision[],double precision,double precision)")
def float8_regr_accum(state: str, y: Float, x: Float) -> str:
    running = _running("float8_regr_accum", PAIRS, "corr", state)
    running.step(y, x)
    return _state(running, PAIRS)


def _final(name: str, parts: tuple[str, ...], aggregate: str) -> None:
    def final(state: str) -> Float | None:
        result: Float | None = _running(name, parts, aggregate, state).final()
        return result

    final.__name__ = name
    function(f"{name}(double precision[])")(final)


for _parts, _finals in _FINAL.items():
    for _name, _aggregate in _finals.items():
        _final(_name, _parts, _aggregate)


def _squares(one: float, other: float, between: float) -> float:
    """The sum of two sums of squares about means that are apart.  Raises PgError 22003."""
    result = one + other + between
    if abs(result) == float("inf") and float("inf") not in (abs(one), abs(other)):
        raise float_overflow()
    return result


@function("float8_combine(double precision[],double precision[])")
def float8_combine(left: str, right: str) -> str:
    one, other = (_floats("float8_combine", state, len(MOMENTS)) for state in (left, right))
    if not (one[0] and other[0]):
        return right if one[0] == 0 else left
    count = one[0] + other[0]
    apart = one[1] / one[0] - other[1] / other[0]
    weight = one[0] * other[0] / count
    return _stored([count, one[1] + other[1], _squares(one[2], other[2], weight * apart * apart)])


@function("float8_regr_combine(double precision[],double precision[])")
def float8_regr_combine(left: str, right: str) -> str:
    one, other = (_floats("float8_regr_combine", state, len(PAIRS)) for state in (left, right))
    if not (one[0] and other[0]):
        return right if one[0] == 0 else left
    count = one[0] + other[0]
    dx, dy = (one[place] / one[0] - other[place] / other[0] for place in (1, 3))
    weight = one[0] * other[0] / count
    return _stored(
        [
            count,
            one[1] + other[1],
            _squares(one[2], other[2], weight * dx * dx),
            one[3] + other[3],
            _squares(one[4], other[4], weight * dy * dy),
            _squares(one[5], other[5], weight * dx * dy),
        ]
    )


def _count_and_sum(stored: str) -> tuple[int, int]:
    """The state of an average of integers.  Raises PgError XX000 for an array of another form."""
    elements = arrays.load(stored).elements
    if len(elements) != 2 or None in elements:
        raise PgError("XX000", "expected 2-element int8 array")
    return elements[0], elements[1]


def _counted(state: str, count: int, value: int) -> str:
    before, total = _count_and_sum(state)
    return arrays.store(Array.of([before + count, total + value]))


@function("int4_avg_accum(bigint[],integer)", "int2_avg_accum(bigint[],smallint)")
def int4_avg_accum(state: str, value: int) -> str:
    return _counted(state, 1, value)


@function("int4_avg_accum_inv(bigint[],integer)", "int2_avg_accum_inv(bigint[],smallint)")
def int4_avg_accum_inv(state: str, value: int) -> str:
    return _counted(state, -1, -value)


@function("int8_avg(bigint[])")
def int8_avg(state: str) -> str | None:
    count, total = _count_and_sum(state)
    return from_decimal(divide(Decimal(total), Decimal(count))) if count else None


@function("int2int4_sum(bigint[])")
def int2int4_sum(state: str) -> int | None:
    count, total = _count_and_sum(state)
    return total if count else None


@function("int2_sum(bigint,smallint)", "int4_sum(bigint,integer)")
def int4_sum(total: int | None, value: int | None) -> int | None:
    return value if total is None else total if value is None else checked("int8", total + value)


@function("int8_sum(numeric,bigint)")
def int8_sum(total: str | None, value: int | None) -> str | None:
    if total is None or value is None:
        return total if value is None else str(value)
    return from_decimal(EXACT.add(to_decimal(total), Decimal(value)))


@function(
    "int8inc(bigint)", 'int8inc_any(bigint,"any")', "int8inc_float8_float8(bigint,double precision,double precision)"
)
def int8inc(count: int, *args: Any) -> int:
    return checked("int8", count + 1)


@function("int8dec(bigint)", 'int8dec_any(bigint,"any")')
def int8dec(count: int, *args: Any) -> int:
    return checked("int8", count - 1)


@function("int4inc(integer)")
def int4inc(count: int) -> int:
    return checked("int4", count + 1)


@function("numeric_inc(numeric)")
def numeric_inc(value: str) -> str:
    return from_decimal(EXACT.add(to_decimal(value), Decimal(1)))


@function("booland_statefunc(boolean,boolean)")
def booland_statefunc(state: int, value: int) -> int:
    return state and value


@function("boolor_statefunc(boolean,boolean)")
def boolor_statefunc(state: int, value: int) -> int:
    return state or value


@function("any_value_transfn(anyelement,anyelement)")
def any_value_transfn(state: Any, value: Any) -> Any:
    return state
