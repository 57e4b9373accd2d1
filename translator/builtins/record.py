"""Comparison of rows ("Row and Array Comparisons"): column by column, NULLs equal each other and come last."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors.objects import undefined_comparison
from translator.errors.statements import datatype_mismatch
from translator.types import oids
from translator.types.datatype import DataType
from translator.types.record import Record

Column = tuple[int, DataType, Any]


def _compared(context: ExecutionContext, left: str, right: str, *, equality: bool) -> int:
    """-1, 0 or 1.  Raises PgError 42804 for rows that do not match, 42883 for types without an order."""
    record = context.catalog.datatype(oids.RECORD)
    assert isinstance(record, Record)
    one, other = record.columns(left), record.columns(right)
    for place, (a, b) in enumerate(zip_longest(one, other), start=1):
        if a is None or b is None:
            raise datatype_mismatch("cannot compare record types with different numbers of columns")
        result = _column(context, place, a, b, equality=equality)
        if result:
            return result
    return 0


def _column(context: ExecutionContext, place: int, left: Column, right: Column, *, equality: bool) -> int:
    if left[0] != right[0]:
        names = [context.catalog.format_type(oid, None) for oid in (left[0], right[0])]
        message = f"cannot compare dissimilar column types {names[0]} and {names[1]} at record column {place}"
        raise datatype_mismatch(message)
    if not context.catalog.is_comparable(left[0], equality=equality):
        kind = "an equality operator" if equality else "a comparison function"
        raise undefined_comparison(kind, context.catalog.format_type(left[0], None))
    if left[2] is None or right[2] is None:
        return int(left[2] is None) - int(right[2] is None)
    one, other = left[1].key(left[2]), right[1].key(right[2])
    return int(one > other) - int(one < other)


@function("record_eq(record,record)", context=True)
def record_eq(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, equality=True) == 0)


@function("record_ne(record,record)", context=True)
def record_ne(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, equality=True) != 0)


@function("record_lt(record,record)", context=True)
def record_lt(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, equality=False) < 0)


@function("record_le(record,record)", context=True)
def record_le(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, equality=False) <= 0)


@function("record_gt(record,record)", context=True)
def record_gt(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, equality=False) > 0)


@function("record_ge(record,record)", context=True)
def record_ge(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, equality=False) >= 0)


@function("btrecordcmp(record,record)", context=True)
def btrecordcmp(context: ExecutionContext, left: str, right: str) -> int:
    return _compared(context, left, right, equality=False)


@function("record_larger(record,record)", context=True)
def record_larger(context: ExecutionContext, left: str, right: str) -> str:
    return left if _compared(context, left, right, equality=False) > 0 else right


@function("record_smaller(record,record)", context=True)
def record_smaller(context: ExecutionContext, left: str, right: str) -> str:
    return left if _compared(context, left, right, equality=False) < 0 else right
