"""Assignment to an element or a slice of a stored array ("Modifying Arrays")."""

from __future__ import annotations

import math
from typing import Any

from translator.errors.values import array_subscript_error, null_value_not_allowed
from translator.types.array import Array, check_bounds, check_size, load, store, subscripts
from translator.types.array_literal import MAX_DIMENSIONS

_EMPTY = Array([], (), ())


def bounds_given(*bounds: int | None) -> int:
    """True; raises PgError 22004 for a subscript that is NULL."""
    for bound in bounds:
        _given(bound)
    return 1


def set_element(stored: str | None, value: Any, *subscript: int | None) -> str:
    """array[i][j] = value; a one-dimensional array grows as far as needed, filled up with NULL."""
    array = _EMPTY if stored is None else load(stored)
    indexes = [_given(index) for index in subscript]
    if not array.lengths:
        check_bounds([1] * len(indexes), indexes)
        return store(Array([value], (1,) * len(indexes), tuple(indexes)))
    if len(indexes) != len(array.lengths):
        raise array_subscript_error("wrong number of array subscripts")
    if len(indexes) == 1:
        grown = _grown(array, indexes[0], indexes[0])
        grown.elements[indexes[0] - grown.bounds[0]] = value
        return store(grown)
    for place, wanted in enumerate(subscripts(array)):
        if list(wanted) == indexes:
            array.elements[place] = value
            return store(array)
    raise array_subscript_error("array subscript out of range")


def _given(index: int | None) -> int:
    if index is None:
        raise null_value_not_allowed("array subscript in assignment must not be null")
    return index


def _grown(array: Array, lower: int, upper: int) -> Array:
    """A one-dimensional array that reaches from `lower` to `upper` at least."""
    first, last = array.bounds[0], array.bounds[0] + array.lengths[0] - 1
    before, behind = max(first - lower, 0), max(upper - last, 0)
    check_size([array.lengths[0] + before + behind])
    check_bounds([array.lengths[0] + before + behind], [first - before])
    elements = [None] * before + array.elements + [None] * behind
    return Array(elements, (len(elements),), (first - before,))


def set_slice(stored: str | None, source: str | None, *bounds: int | None) -> str:
    """array[l:u]... = source: as many of its elements as the slice has; a NULL source changes nothing but makes a NULL
    array an empty one.
    """
    given = [bounds[place : place + 4] for place in range(0, len(bounds), 4)]
    for has_low, low, has_high, high in given:
        if (has_low and low is None) or (has_high and high is None):
            raise null_value_not_allowed("array subscript in assignment must not be null")
    if source is None:
        return store(_EMPTY) if stored is None else stored
    array = _EMPTY if stored is None else load(stored)
    values = load(source).elements
    if not array.lengths:
        return _new(given, values)
    if len(given) > len(array.lengths) or len(given) > MAX_DIMENSIONS:
        raise array_subscript_error("wrong number of array subscripts")
    ranges = [
        (low if has_low and low is not None else first, high if has_high and high is not None else first + length - 1)
        for (has_low, low, has_high, high), first, length in zip(given, array.bounds, array.lengths, strict=False)
    ]
    for (low, high), first, length in zip(ranges, array.bounds, array.lengths, strict=False):
        if low > high:
            raise array_subscript_error("upper bound cannot be less than lower bound")
        if len(array.lengths) > 1 and (low < first or high >= first + length):
            raise array_subscript_error("array subscript out of range")
    if len(array.lengths) == 1:
        array = _grown(array, *ranges[0])
    ranges += [
        (first, first + length - 1)
        for first, length in list(zip(array.bounds, array.lengths, strict=True))[len(ranges) :]
    ]
    return _replaced(array, ranges, values)


def _new(given: list[Any], values: list[Any]) -> str:
    """A slice of an empty array makes an array of just that slice."""
    lengths, firsts = [], []
    for has_low, low, has_high, high in given:
        if not (has_low and has_high):
            raise array_subscript_error(
                "array slice subscript must provide both boundaries",
                detail="When assigning to a slice of an empty array value, slice boundaries must be fully specified.",
            )
        lengths.append(1 + high - low)
        firsts.append(low)
    check_size(lengths)
    check_bounds(lengths, firsts)
    if len(values) < math.prod(lengths):
        raise array_subscript_error("source array too small")
    return store(Array(values[: math.prod(lengths)], tuple(lengths), tuple(firsts)))


def _replaced(array: Array, ranges: list[tuple[int, int]], values: list[Any]) -> str:
    if len(values) < math.prod(high - low + 1 for low, high in ranges):
        raise array_subscript_error("source array too small")
    source = iter(values)
    for place, subscript in enumerate(subscripts(array)):
        if all(low <= index <= high for index, (low, high) in zip(subscript, ranges, strict=True)):
            array.elements[place] = next(source)
    return store(array)
