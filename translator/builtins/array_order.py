"""Arrays cut, sorted and reversed ("Array Functions and Operators")."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from translator.builtins.declare import function
from translator.errors import PgError
from translator.types import array as arrays
from translator.types.array import Array, ArrayType
from translator.types.datatype import DataType

Types = tuple[DataType, ...]


def _load(types: Types, stored: str) -> Array:
    return arrays.load(stored, types[0].element if isinstance(types[0], ArrayType) else None)


def _rows(array: Array) -> list[list[Any]]:
    """The elements of each item of the first dimension."""
    size = len(array.elements) // array.lengths[0]
    return [array.elements[start : start + size] for start in range(0, len(array.elements), size)]


def _of_rows(array: Array, rows: list[list[Any]]) -> str:
    elements = [element for row in rows for element in row]
    return arrays.store(Array(elements, (len(rows), *array.lengths[1:]), array.bounds))


@function("trim_array(anyarray,integer)", types=True)
def trim_array(types: Types, stored: str, count: int) -> str:
    array = _load(types, stored)
    length = array.lengths[0] if array.lengths else 0
    if not 0 <= count <= length:
        raise PgError("2202E", f"number of elements to trim must be between 0 and {length}")
    if not array.elements:
        return stored
    return _of_rows(replace(array, bounds=(1,) * len(array.bounds)), _rows(array)[: length - count])


@function("array_reverse(anyarray)", types=True)
def array_reverse(types: Types, stored: str) -> str:
    array = _load(types, stored)
    return _of_rows(array, _rows(array)[::-1]) if array.elements else stored


def _sorted(types: Types, stored: str, descending: bool, nulls_first: bool) -> str:
    array = _load(types, stored)
    if len(array.elements) < 2:
        return stored
    key = types[0].element.key if isinstance(types[0], ArrayType) else lambda value: value
    rows = _rows(array)
    if len(array.lengths) == 1:
        nulls = [row for row in rows if row[0] is None]
        values = sorted((row for row in rows if row[0] is not None), key=lambda row: key(row[0]), reverse=descending)
        return _of_rows(array, nulls + values if nulls_first else values + nulls)
    ordered = sorted(rows, key=lambda row: [(1,) if e is None else (0, key(e)) for e in row], reverse=descending)
    return _of_rows(array, ordered)


@function("array_sort(anyarray)", types=True)
def array_sort(types: Types, stored: str) -> str:
    return _sorted(types, stored, descending=False, nulls_first=False)


@function("array_sort(anyarray,boolean)", types=True)
def array_sort_order(types: Types, stored: str, descending: int) -> str:
    return _sorted(types, stored, descending=bool(descending), nulls_first=bool(descending))


@function("array_sort(anyarray,boolean,boolean)", types=True)
def array_sort_order_nulls_first(types: Types, stored: str, descending: int, nulls_first: int) -> str:
    return _sorted(types, stored, descending=bool(descending), nulls_first=bool(nulls_first))
