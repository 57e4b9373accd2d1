"""Set-returning functions ("Set Returning Functions")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from translator.builtins.declare import set_returning
from translator.builtins.facts import ResultColumn, asks_for_row
from translator.builtins.row_shape import require_columns
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch
from translator.errors.values import invalid_parameter_value
from translator.types import array as arrays
from translator.types.datatype import DataType
from translator.types.numeric import EXACT, from_decimal, to_decimal
from translator.types.record import Record


def _nonzero(step: object) -> None:
    if not step:
        raise PgError("22023", "step size cannot equal zero")


@set_returning("generate_series(integer,integer)", "generate_series(bigint,bigint)")
def generate_series(start: int, stop: int) -> Iterator[int]:
    return iter(range(start, stop + 1))


@set_returning("generate_series(integer,integer,integer)", "generate_series(bigint,bigint,bigint)")
def generate_series_step(start: int, stop: int, step: int) -> Iterator[int]:
    _nonzero(step)
    return iter(range(start, stop + (1 if step > 0 else -1), step))


@set_returning("generate_series(numeric,numeric)")
def generate_series_numeric(start: str, stop: str) -> Iterator[str]:
    return generate_series_numeric_step(start, stop, "1")


@set_returning("generate_series(numeric,numeric,numeric)")
def generate_series_numeric_step(start: str, stop: str, step: str) -> Iterator[str]:
    value, end, by = (to_decimal(part) for part in (start, stop, step))
    for name, number in (("start value", value), ("stop value", end), ("step size", by)):
        if not number.is_finite():
            raise invalid_parameter_value(f"{name} cannot be {'NaN' if number.is_nan() else 'infinity'}")
    _nonzero(by)
    while value <= end if by > 0 else value >= end:
        yield from_decimal(value)
        value = EXACT.add(value, by)


@set_returning("unnest(anyarray)", context=True, columns=True, types=True)
def unnest(
    context: ExecutionContext, columns: Sequence[ResultColumn], types: tuple[DataType, ...], stored: str
) -> Iterator[Any]:
    """The elements; with columns, the fields of each."""
    element = getattr(types[0], "element", None)
    found = iter(arrays.load(stored, element).elements)
    if not columns or not isinstance(element, Record) or asks_for_row(columns, element):
        return found
    return _fields(context, element, [column.oid for column in columns], found)


def _fields(context: ExecutionContext, kind: Record, expected: list[int], rows: Iterator[str | None]) -> Iterator[Any]:
    """The fields of each row.  Raises PgError 42804 for a row with other columns."""
    checked: set[tuple[int, ...]] = set()
    for row in rows:
        if row is None:
            yield (None,) * len(expected)
            continue
        columns = kind.columns(row)
        shape = tuple(oid for oid, _, _ in columns)
        if shape not in checked:
            if checked:
                raise datatype_mismatch("rows returned by function are not all of the same row type")
            require_columns(context, shape, expected)
            checked.add(shape)
        yield tuple(value for _, _, value in columns)


@set_returning("information_schema._pg_expandarray(anyarray)", context=True, types=True)
def expandarray(context: ExecutionContext, types: tuple[DataType, ...], stored: str) -> Iterator[tuple[Any, int]]:
    """The elements with their places from 1."""
    return ((element, place) for place, element in enumerate(unnest(context, (), types, stored), 1))


@set_returning("generate_subscripts(anyarray,integer)")
def generate_subscripts(stored: str, dimension: int) -> Iterator[int]:
    array = arrays.load(stored)
    if not 0 < dimension <= len(array.lengths):
        return iter(())
    first = array.bounds[dimension - 1]
    return iter(range(first, first + array.lengths[dimension - 1]))


@set_returning("generate_subscripts(anyarray,integer,boolean)")
def generate_subscripts_reverse(stored: str, dimension: int, reverse: int) -> Iterator[int]:
    found = list(generate_subscripts(stored, dimension))
    return iter(found[::-1] if reverse else found)


@set_returning("string_to_table(text,text)", "string_to_table(text,text,text)")
def string_to_table(text: str | None, delimiter: str | None, null: str | None = None) -> Iterator[str | None]:
    """The parts of a text; those that equal `null` are NULL."""
    if not text:
        return iter(())
    parts = list(text) if delimiter is None else text.split(delimiter) if delimiter else [text]
    return (None if part == null else part for part in parts)
