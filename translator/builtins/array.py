"""Array functions ("Array Functions and Operators"), on JSON text through `translator.types.array`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.objects import undefined_comparison
from translator.errors.values import array_subscript_error, out_of_range
from translator.types import array as arrays
from translator.types.array import (
    MIN_SUBSCRIPT,
    Array,
    check_bounds,
    check_size,
    too_many_dimensions,
)
from translator.types.array_literal import MAX_DIMENSIONS
from translator.types.datatype import DataType

Types = tuple[DataType, ...]


@function("array_length(anyarray,integer)")
def array_length(stored: str, dimension: int) -> int | None:
    lengths = arrays.load(stored).lengths
    return lengths[dimension - 1] if 0 < dimension <= len(lengths) else None


@function("array_lower(anyarray,integer)")
def array_lower(stored: str, dimension: int) -> int | None:
    bounds = arrays.load(stored).bounds
    return bounds[dimension - 1] if 0 < dimension <= len(bounds) else None


@function("array_upper(anyarray,integer)")
def array_upper(stored: str, dimension: int) -> int | None:
    array = arrays.load(stored)
    if not 0 < dimension <= len(array.lengths):
        return None
    return array.bounds[dimension - 1] + array.lengths[dimension - 1] - 1


@function("array_ndims(anyarray)")
def array_ndims(stored: str) -> int | None:
    return len(arrays.load(stored).lengths) or None


@function("array_dims(anyarray)")
def array_dims(stored: str) -> str | None:
    return arrays.load(stored).dimensions or None


@function("cardinality(anyarray)")
def cardinality(stored: str) -> int:
    return len(arrays.load(stored).elements)


WITHOUT_EQUALITY = frozenset({
    "json", "jsonpath", "xml", "point", "lseg", "box", "line", "path", "polygon", "circle", "pg_snapshot",
    "txid_snapshot", "refcursor", "pg_node_tree", "pg_ndistinct", "pg_dependencies", "pg_mcv_list",
})  # fmt: skip
"""Types without a default class of operators for hash or btree."""


def _element(types: Types) -> Any:
    return getattr(types[0], "element", types[-1])


@function("array_position(anycompatiblearray,anycompatible)", types=True)
def array_position(types: Types, stored: str | None, wanted: Any) -> int | None:
    return _position(types, stored, wanted)


@function("array_position(anycompatiblearray,anycompatible,integer)", types=True)
def array_position_from(types: Types, stored: str | None, wanted: Any, start: int | None) -> int | None:
    if stored is None:
        return None
    elements = _one_dimension(stored, _element(types)).elements
    if wanted is None and None not in elements:
        return None
    if start is None and elements:
        raise PgError("22004", "initial position must not be null")
    return _position(types, stored, wanted, start)


def _position(types: Types, stored: str | None, wanted: Any, start: int | None = None) -> int | None:
    if stored is None:
        return None
    element = _element(types)
    array = _one_dimension(stored, element)
    key = _key(element)
    for place, value in enumerate(array.elements):
        subscript = place + (array.bounds[0] if array.bounds else 1)
        if (start is None or subscript >= start) and key(value) == key(wanted):
            return subscript
    return None


def _one_dimension(stored: str, element: DataType) -> Array:
    array = arrays.load(stored, element)
    if len(array.lengths) > 1:
        raise PgError("0A000", "searching for elements in multidimensional arrays is not supported")
    return array


def _key(element: DataType) -> Callable[[Any], Any]:
    if element.name in WITHOUT_EQUALITY:
        raise undefined_comparison("an equality operator", element.sqlname)
    return lambda value: None if value is None else element.key(value)


@function("array_positions(anycompatiblearray,anycompatible)", types=True)
def array_positions(types: Types, stored: str | None, wanted: Any) -> str | None:
    if stored is None:
        return None
    element = _element(types)
    array = _one_dimension(stored, element)
    key = _key(element)
    first = array.bounds[0] if array.bounds else 1
    return arrays.store(
        Array.of([n for n, value in enumerate(array.elements, start=first) if key(value) == key(wanted)])
    )


@function("array_remove(anycompatiblearray,anycompatible)", types=True)
def array_remove(types: Types, stored: str | None, unwanted: Any) -> str | None:
    if stored is None:
        return None
    element = _element(types)
    key = _key(element)
    array = arrays.load(stored, element)
    if len(array.lengths) > 1:
        raise PgError("0A000", "removing elements from multidimensional arrays is not supported")
    left = [value for value in array.elements if key(value) != key(unwanted)]
    return arrays.store(Array(left, (len(left),), array.bounds) if left else Array.of([]))


@function("array_replace(anycompatiblearray,anycompatible,anycompatible)", types=True)
def array_replace(types: Types, stored: str | None, old: Any, new: Any) -> str | None:
    if stored is None:
        return None
    element = _element(types)
    key = _key(element)
    array = arrays.load(stored, element)
    replaced = [new if key(value) == key(old) else value for value in array.elements]
    return arrays.store(Array(replaced, array.lengths, array.bounds))


@function("array_append(anycompatiblearray,anycompatible)", types=True)
def array_append(types: Types, stored: str | None, value: Any) -> str:
    array = Array([], (), ()) if stored is None else arrays.load(stored, _element(types))
    return arrays.store(_extended(array, [*array.elements, value], array.bounds))


@function("array_prepend(anycompatible,anycompatiblearray)", types=True)
def array_prepend(types: Types, value: Any, stored: str | None) -> str:
    array = Array([], (), ()) if stored is None else arrays.load(stored, getattr(types[1], "element", None))
    if array.bounds == (MIN_SUBSCRIPT,):
        raise out_of_range("integer")
    return arrays.store(_extended(array, [value, *array.elements], array.bounds))


def _extended(array: Array, elements: list[Any], bounds: tuple[int, ...]) -> Array:
    if len(array.lengths) > 1:
        raise PgError("22000", "argument must be empty or one-dimensional array")
    return _checked(elements, (len(elements),), bounds or (1,))


def _checked(elements: list[Any], lengths: tuple[int, ...], bounds: tuple[int, ...]) -> Array:
    """An array made of others.  Raises PgError 54000."""
    check_size(lengths)
    check_bounds(lengths, bounds)
    return Array(elements, lengths, bounds)


@function("array_cat(anycompatiblearray,anycompatiblearray)")
def array_cat(left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return right if left is None else left
    one, two = arrays.load(left), arrays.load(right)
    if not one.lengths or not two.lengths:
        return right if not one.lengths else left
    if len(one.lengths) == len(two.lengths) and one.lengths[1:] == two.lengths[1:] and one.bounds[1:] == two.bounds[1:]:
        lengths = (one.lengths[0] + two.lengths[0], *one.lengths[1:])
        return arrays.store(_checked([*one.elements, *two.elements], lengths, one.bounds))
    if len(one.lengths) == len(two.lengths) + 1 and one.lengths[1:] == two.lengths and one.bounds[1:] == two.bounds:
        lengths = (one.lengths[0] + 1, *one.lengths[1:])
        return arrays.store(_checked([*one.elements, *two.elements], lengths, one.bounds))
    if len(two.lengths) == len(one.lengths) + 1 and two.lengths[1:] == one.lengths and two.bounds[1:] == one.bounds:
        lengths = (two.lengths[0] + 1, *two.lengths[1:])
        return arrays.store(_checked([*one.elements, *two.elements], lengths, two.bounds))
    depths = len(one.lengths), len(two.lengths)
    if abs(depths[0] - depths[1]) > 1:
        detail = f"Arrays of {depths[0]} and {depths[1]} dimensions are not compatible for concatenation."
    else:
        kind = "differing element dimensions" if depths[0] == depths[1] else "differing dimensions"
        detail = f"Arrays with {kind} are not compatible for concatenation."
    raise array_subscript_error("cannot concatenate incompatible arrays", detail)


@function("array_to_string(anyarray,text)", types=True, context=True)
def array_to_string(context: ExecutionContext, types: Types, stored: str, delimiter: str) -> str:
    return _joined(context, types, stored, delimiter, None)


@function("array_to_string(anyarray,text,text)", types=True, context=True)
def array_to_string_null(
    context: ExecutionContext, types: Types, stored: str | None, delimiter: str | None, null: str | None
) -> str | None:
    return None if stored is None or delimiter is None else _joined(context, types, stored, delimiter, null)


def _joined(context: ExecutionContext, types: Types, stored: str, delimiter: str, null: str | None) -> str:
    element = _element(types)
    array = arrays.load(stored, element)
    texts = [null if value is None else element.output(value, context.settings) for value in array.elements]
    return delimiter.join(text for text in texts if text is not None)


@function("string_to_array(text,text)")
def string_to_array(text: str | None, delimiter: str | None) -> str | None:
    return _split(text, delimiter, None)


@function("string_to_array(text,text,text)")
def string_to_array_null(text: str | None, delimiter: str | None, null: str | None) -> str | None:
    return _split(text, delimiter, null)


def _split(text: str | None, delimiter: str | None, null: str | None) -> str | None:
    if text is None:
        return None
    if not text:
        return arrays.store(Array([], (), ()))
    parts = list(text) if delimiter is None else text.split(delimiter) if delimiter else [text]
    return arrays.store(Array.of([None if part == null else part for part in parts]))


def _keys(types: Types, stored: str) -> Sequence[Any]:
    """What tells the elements apart, None for NULL."""
    element = getattr(types[0], "element", None)
    if element is None:
        return ()
    _key(element)
    elements = arrays.elements_of(stored, element)
    if type(element).key is DataType.key:
        return elements
    return [None if value is None else element.key(value) for value in elements]


@lru_cache(maxsize=512)
def _wanted(types: Types, stored: str) -> Sequence[Any]:
    """The keys of the operand that is mostly the same for many rows."""
    return _keys(types, stored)


def _contains_all(have: Sequence[Any], wanted: Sequence[Any]) -> int:
    for key in wanted:
        if key is None or key not in have:
            return 0
    return 1


@function("arraycontains(anyarray,anyarray)", types=True)
def arraycontains(types: Types, left: str, right: str) -> int:
    return _contains_all(_keys(types, left), _wanted(types, right))


@function("arraycontained(anyarray,anyarray)", types=True)
def arraycontained(types: Types, left: str, right: str) -> int:
    return _contains_all(_wanted(types, right), _keys(types, left))


@function("arrayoverlap(anyarray,anyarray)", types=True)
def arrayoverlap(types: Types, left: str, right: str) -> int:
    have = _keys(types, left)
    return int(any(key is not None and key in have for key in _wanted(types, right)))


@function("array_fill(anyelement,integer[])")
def array_fill(value: Any, lengths: str | None) -> str:
    if lengths is None:
        raise PgError("22004", "dimension array or low bound array cannot be null")
    return _filled(value, lengths, None)


@function("array_fill(anyelement,integer[],integer[])")
def array_fill_from(value: Any, lengths: str | None, bounds: str | None) -> str:
    if lengths is None or bounds is None:
        raise PgError("22004", "dimension array or low bound array cannot be null")
    return _filled(value, lengths, bounds)


def _filled(value: Any, lengths: str, bounds: str | None) -> str:
    """An array of one value.  Raises PgError 2202E, 22004."""
    sizes = _dimensions(lengths)
    if len(sizes) > MAX_DIMENSIONS:
        raise too_many_dimensions(len(sizes))
    lower = (1,) * len(sizes) if bounds is None else _dimensions(bounds)
    if len(lower) != len(sizes):
        detail = "Low bound array has different size than dimensions array."
        raise array_subscript_error("wrong number of array subscripts", detail)
    check_size(sizes)
    check_bounds(sizes, lower)
    total = math.prod(sizes) if sizes else 0
    return arrays.store(Array([value] * total, sizes, lower) if total else Array([], (), ()))


def _dimensions(stored: str) -> tuple[int, ...]:
    array = arrays.load(stored)
    if len(array.lengths) > 1:
        raise array_subscript_error("wrong number of array subscripts", "Dimension array must be one dimensional.")
    if None in array.elements:
        raise PgError("22004", "dimension values cannot be null")
    return tuple(array.elements)
