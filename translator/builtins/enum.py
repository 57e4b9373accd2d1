"""Functions of enums ("Enum Support Functions"), on the numbers that stand for labels."""

from __future__ import annotations

from sqlglot import exp

from translator.builtins.declare import aggregate_lowering, function, lowering
from translator.context import ExecutionContext
from translator.errors.state import enum_without_values
from translator.lower import build
from translator.types import array as arrays
from translator.types.array import Array
from translator.types.datatype import DataType
from translator.types.enum import EnumType

Types = tuple[DataType, ...]


def _values(context: ExecutionContext, types: Types) -> list[float]:
    """The numbers of all labels.  Raises PgError 55P04 where the running transaction has added one."""
    enum = types[0]
    assert isinstance(enum, EnumType)
    for label in enum.labels:
        enum.require_committed(label.name, context.settings)
    return list(enum.by_value)


@function("enum_first(anyenum)", types=True, context=True)
def enum_first(context: ExecutionContext, types: Types, value: float | None) -> float:
    values = _values(context, types)
    if not values:
        raise enum_without_values(types[0].name)
    return values[0]


@function("enum_last(anyenum)", types=True, context=True)
def enum_last(context: ExecutionContext, types: Types, value: float | None) -> float:
    values = _values(context, types)
    if not values:
        raise enum_without_values(types[0].name)
    return values[-1]


@function("enum_range(anyenum)", types=True, context=True)
def enum_range_all(context: ExecutionContext, types: Types, value: float | None) -> str:
    return arrays.store(Array.of(list(_values(context, types))))


@function("enum_range(anyenum,anyenum)", types=True, context=True)
def enum_range_bounds(context: ExecutionContext, types: Types, low: float | None, high: float | None) -> str:
    """All values between the bounds, both included; NULL leaves a side open."""
    found = [
        value for value in _values(context, types) if (low is None or low <= value) and (high is None or value <= high)
    ]
    return arrays.store(Array.of(list(found)))


@lowering("enum_cmp(anyenum,anyenum)")
def enum_cmp(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    greater, less = build.binary(exp.GT, left, right), build.binary(exp.LT, left.copy(), right.copy())
    return build.binary(exp.Sub, greater, less)


@lowering("enum_larger(anyenum,anyenum)")
def enum_larger(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.call("max", left, right)


@lowering("enum_smaller(anyenum,anyenum)")
def enum_smaller(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.call("min", left, right)


@aggregate_lowering("max(anyenum)")
def enum_max(value: exp.Expression) -> exp.Expression:
    return exp.Max(this=value)


@aggregate_lowering("min(anyenum)")
def enum_min(value: exp.Expression) -> exp.Expression:
    return exp.Min(this=value)
