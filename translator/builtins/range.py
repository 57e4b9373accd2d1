"""Ranges and multiranges ("Range/Multirange Functions and Operators")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec.structs import replace

from translator.builtins.declare import aggregate, function, lowering, set_returning
from translator.catalog.bootstrap import system_catalog
from translator.errors.values import range_not_contiguous
from translator.lower.range import construct, is_constructor
from translator.types.datatype import DataType
from translator.types.float import Float, from_python
from translator.types.numeric import EXACT, to_decimal
from translator.types.range import (
    EMPTY,
    MultirangeType,
    Range,
    RangeType,
    adjacent,
    load_range,
    spanning,
    store_multirange,
    store_range,
)

Types = tuple[DataType, ...]


def _kind(datatype: DataType) -> RangeType:
    """The range type of a range or multirange."""
    kind = datatype.range if isinstance(datatype, MultirangeType) else datatype
    assert isinstance(kind, RangeType)
    return kind


def _parts(datatype: DataType, stored: str) -> list[Range]:
    assert isinstance(datatype, RangeType | MultirangeType)
    return datatype.parts(stored)


def _pairs(name: str) -> tuple[str, ...]:
    """The signatures of an operator's function over ranges and multiranges on either side."""
    return (
        f"range_{name}(anyrange,anyrange)",
        f"range_{name}_multirange(anyrange,anymultirange)",
        f"multirange_{name}_range(anymultirange,anyrange)",
        f"multirange_{name}_multirange(anymultirange,anymultirange)",
    )


for _range in system_catalog().ranges.values():
    for _oid in (_range.rngtypid, _range.rngmultitypid):
        for _proc in system_catalog().procs_by_name[system_catalog().types[_oid].typname]:
            if is_constructor(_proc):
                lowering(_proc.signature)(partial(construct, _proc))


@function("multirange(anyrange)", types=True)
def multirange_of(types: Types, stored: str) -> str:
    return store_multirange(_parts(types[0], stored))


# bounds


@function("lower(anyrange)", "lower(anymultirange)", types=True)
def range_lower(types: Types, stored: str) -> Any:
    parts = _parts(types[0], stored)
    return parts[0].lower if parts else None


@function("upper(anyrange)", "upper(anymultirange)", types=True)
def range_upper(types: Types, stored: str) -> Any:
    parts = _parts(types[0], stored)
    return parts[-1].upper if parts else None


@function("isempty(anyrange)", "isempty(anymultirange)", types=True)
def range_empty(types: Types, stored: str) -> int:
    return int(not _parts(types[0], stored))


@function("lower_inc(anyrange)", "lower_inc(anymultirange)", types=True)
def range_lower_inc(types: Types, stored: str) -> int:
    parts = _parts(types[0], stored)
    return int(bool(parts) and parts[0].lower_inclusive)


@function("upper_inc(anyrange)", "upper_inc(anymultirange)", types=True)
def range_upper_inc(types: Types, stored: str) -> int:
    parts = _parts(types[0], stored)
    return int(bool(parts) and parts[-1].upper_inclusive)


@function("lower_inf(anyrange)", "lower_inf(anymultirange)", types=True)
def range_lower_inf(types: Types, stored: str) -> int:
    parts = _parts(types[0], stored)
    return int(bool(parts) and parts[0].lower is None)


@function("upper_inf(anyrange)", "upper_inf(anymultirange)", types=True)
def range_upper_inf(types: Types, stored: str) -> int:
    parts = _parts(types[0], stored)
    return int(bool(parts) and parts[-1].upper is None)


# tests


def _overlap(kind: RangeType, left: Range, right: Range) -> bool:
    return bool(kind.lower_key(left) <= kind.upper_key(right) and kind.lower_key(right) <= kind.upper_key(left))


def _covers(kind: RangeType, outer: Range, inner: Range) -> bool:
    return bool(kind.lower_key(outer) <= kind.lower_key(inner) and kind.upper_key(inner) <= kind.upper_key(outer))


@function(*_pairs("overlaps"), types=True)
def range_overlaps(types: Types, left: str, right: str) -> int:
    kind = _kind(types[0])
    rights = _parts(types[1], right)
    return int(any(_overlap(kind, one, other) for one in _parts(types[0], left) for other in rights))


def _all_covered(types: Types, outer: str, inner: str) -> int:
    kind = _kind(types[0])
    outers = _parts(types[0], outer)
    return int(all(any(_covers(kind, one, part) for one in outers) for part in _parts(types[1], inner)))


@function(*_pairs("contains"), types=True)
def range_contains(types: Types, outer: str, inner: str) -> int:
    return _all_covered(types, outer, inner)


@function(
    "range_contained_by(anyrange,anyrange)",
    "range_contained_by_multirange(anyrange,anymultirange)",
    "multirange_contained_by_range(anymultirange,anyrange)",
    "multirange_contained_by_multirange(anymultirange,anymultirange)",
    types=True,
)
def range_contained_by(types: Types, inner: str, outer: str) -> int:
    return _all_covered((types[1], types[0]), outer, inner)


@function("range_contains_elem(anyrange,anyelement)", "multirange_contains_elem(anymultirange,anyelement)", types=True)
def range_contains_elem(types: Types, stored: str, value: Any) -> int:
    point = Range(value, value, lower_inclusive=True, upper_inclusive=True)
    kind = _kind(types[0])
    return int(any(_covers(kind, part, point) for part in _parts(types[0], stored)))


@function(
    "elem_contained_by_range(anyelement,anyrange)",
    "elem_contained_by_multirange(anyelement,anymultirange)",
    types=True,
)
def elem_contained_by_range(types: Types, value: Any, stored: str) -> int:
    return range_contains_elem((types[1], types[0]), stored, value)


def range_holds_null(stored: str | None) -> int | None:
    """Whether all elements are in a range, or none; NULL where it depends on the element."""
    if stored is None:
        return None
    found = load_range(stored)
    if found.empty:
        return 0
    return 1 if found.lower is None and found.upper is None else None


def _positioned(test: Callable[[RangeType, list[Range], list[Range]], bool]) -> Callable[[Types, str, str], int]:
    """A test on where two values lie, which is false when one of them is empty."""

    def positioned(types: Types, left: str, right: str) -> int:
        one, other = _parts(types[0], left), _parts(types[1], right)
        return int(bool(one) and bool(other) and bool(test(_kind(types[0]), one, other)))

    return positioned


def _before(kind: RangeType, left: list[Range], right: list[Range]) -> bool:
    return bool(kind.upper_key(left[-1]) < kind.lower_key(right[0]))


def _after(kind: RangeType, left: list[Range], right: list[Range]) -> bool:
    return bool(kind.lower_key(left[0]) > kind.upper_key(right[-1]))


def _overleft(kind: RangeType, left: list[Range], right: list[Range]) -> bool:
    return bool(kind.upper_key(left[-1]) <= kind.upper_key(right[-1]))


def _overright(kind: RangeType, left: list[Range], right: list[Range]) -> bool:
    return bool(kind.lower_key(left[0]) >= kind.lower_key(right[0]))


def _adjacent(kind: RangeType, left: list[Range], right: list[Range]) -> bool:
    return adjacent(kind, left[-1], right[0]) or adjacent(kind, right[-1], left[0])


for _name, _test in (
    ("before", _before),
    ("after", _after),
    ("overleft", _overleft),
    ("overright", _overright),
    ("adjacent", _adjacent),
):
    _body = _positioned(_test)
    _body.__name__ = f"range_{_name}"
    function(*_pairs(_name), types=True)(_body)


@function("range_cmp(anyrange,anyrange)", "multirange_cmp(anymultirange,anymultirange)", types=True)
def range_cmp(types: Types, left: str, right: str) -> int:
    one, other = types[0].key(left), types[0].key(right)
    return int(one > other) - int(one < other)


# computations


def _intersection(kind: RangeType, left: Range, right: Range) -> Range:
    if left.empty or right.empty or not _overlap(kind, left, right):
        return EMPTY
    low = left if kind.lower_key(left) >= kind.lower_key(right) else right
    high = left if kind.upper_key(left) <= kind.upper_key(right) else right
    return kind.make(Range(low.lower, high.upper, low.lower_inclusive, high.upper_inclusive))


def _pieces(kind: RangeType, left: Range, right: Range) -> list[Range]:
    """What is left of one range without another: at most two ranges."""
    if not _overlap(kind, left, right):
        return [left]
    found = []
    if kind.lower_key(left) < kind.lower_key(right):
        cut = replace(left, upper=right.lower, upper_inclusive=not right.lower_inclusive)
        found.append(kind.make(cut))
    if kind.upper_key(left) > kind.upper_key(right):
        cut = replace(left, lower=right.upper, lower_inclusive=not right.upper_inclusive)
        found.append(kind.make(cut))
    return found


@function("range_union(anyrange,anyrange)", types=True)
def range_union(types: Types, left: str, right: str) -> str:
    kind = _kind(types[0])
    one, other = kind.load(left), kind.load(right)
    if one.empty or other.empty:
        return right if one.empty else left
    if not (_overlap(kind, one, other) or _adjacent(kind, [one], [other])):
        raise range_not_contiguous("union")
    return store_range(spanning(kind, one, other))


@function("range_merge(anyrange,anyrange)", types=True)
def range_merge(types: Types, left: str, right: str) -> str:
    kind = _kind(types[0])
    one, other = kind.load(left), kind.load(right)
    if one.empty or other.empty:
        return right if one.empty else left
    return store_range(spanning(kind, one, other))


@function("range_merge(anymultirange)", types=True)
def range_merge_multirange(types: Types, stored: str) -> str:
    parts = _parts(types[0], stored)
    return store_range(spanning(_kind(types[0]), parts[0], parts[-1]) if parts else EMPTY)


@function("range_intersect(anyrange,anyrange)", types=True)
def range_intersect(types: Types, left: str, right: str) -> str:
    kind = _kind(types[0])
    return store_range(_intersection(kind, kind.load(left), kind.load(right)))


@function("range_minus(anyrange,anyrange)", types=True)
def range_minus(types: Types, left: str, right: str) -> str:
    kind = _kind(types[0])
    one, other = kind.load(left), kind.load(right)
    if one.empty or other.empty:
        return left
    pieces = _pieces(kind, one, other)
    if len(pieces) > 1:
        raise range_not_contiguous("difference")
    return store_range(pieces[0] if pieces else EMPTY)


def _multirange(types: Types) -> MultirangeType:
    assert isinstance(types[0], MultirangeType)
    return types[0]


@function("multirange_union(anymultirange,anymultirange)", types=True)
def multirange_union(types: Types, left: str, right: str) -> str:
    kind = _multirange(types)
    return store_multirange(kind.normalized([*kind.parts(left), *kind.parts(right)]))


@function("multirange_minus(anymultirange,anymultirange)", types=True)
def multirange_minus(types: Types, left: str, right: str) -> str:
    kind = _multirange(types)
    remaining = kind.parts(left)
    for other in kind.parts(right):
        remaining = [piece for part in remaining for piece in _pieces(kind.range, part, other)]
    return store_multirange(kind.normalized(remaining))


def _common(kind: MultirangeType, left: list[Range], right: list[Range]) -> list[Range]:
    return kind.normalized(_intersection(kind.range, one, other) for one in left for other in right)


@function("multirange_intersect(anymultirange,anymultirange)", types=True)
def multirange_intersect(types: Types, left: str, right: str) -> str:
    kind = _multirange(types)
    return store_multirange(_common(kind, kind.parts(left), kind.parts(right)))


@set_returning("unnest(anymultirange)", types=True)
def unnest_multirange(types: Types, stored: str) -> Iterator[str]:
    return (store_range(part) for part in _parts(types[0], stored))


@aggregate("range_agg(anyrange)", "range_agg(anymultirange)", types=True)
class range_agg:  # noqa: N801  the SQLite name is made of it
    """All ranges as one multirange; NULL when there was none."""

    def __init__(self, types: Types) -> None:
        self.type = types[0]
        self.parts: list[Range] | None = None

    def step(self, stored: str | None) -> None:
        if stored is not None:
            self.parts = [*(self.parts or ()), *_parts(self.type, stored)]

    def final(self) -> str | None:
        if self.parts is None:
            return None
        kind = self.type
        whole = kind if isinstance(kind, MultirangeType) else MultirangeType(0, "", _kind(kind))
        return store_multirange(whole.normalized(self.parts))


@aggregate("range_intersect_agg(anyrange)", types=True)
class range_intersect_agg:  # noqa: N801
    def __init__(self, types: Types) -> None:
        self.kind = _kind(types[0])
        self.common: Range | None = None

    def step(self, stored: str | None) -> None:
        if stored is not None:
            value = self.kind.load(stored)
            self.common = value if self.common is None else _intersection(self.kind, self.common, value)

    def final(self) -> str | None:
        return None if self.common is None else store_range(self.common)


@aggregate("range_intersect_agg(anymultirange)", types=True)
class multirange_intersect_agg:  # noqa: N801
    def __init__(self, types: Types) -> None:
        self.kind = _multirange(types)
        self.common: list[Range] | None = None

    def step(self, stored: str | None) -> None:
        if stored is not None:
            parts = self.kind.parts(stored)
            self.common = parts if self.common is None else _common(self.kind, self.common, parts)

    def final(self) -> str | None:
        return None if self.common is None else store_multirange(self.common)


@function("int4range_canonical(int4range)", "int8range_canonical(int8range)", "daterange_canonical(daterange)")
def canonical(value: str) -> str:
    """Ranges are canonical from their making."""
    return value


@function("int4range_subdiff(integer,integer)", "int8range_subdiff(bigint,bigint)", "daterange_subdiff(date,date)")
def int4range_subdiff(left: int, right: int) -> float:
    return float(left) - float(right)


@function("numrange_subdiff(numeric,numeric)")
def numrange_subdiff(left: str, right: str) -> Float:
    return from_python(float(EXACT.subtract(to_decimal(left), to_decimal(right))))


@function(
    "tsrange_subdiff(timestamp without time zone,timestamp without time zone)",
    "tstzrange_subdiff(timestamp with time zone,timestamp with time zone)",
)
def tsrange_subdiff(left: int, right: int) -> float:
    """In seconds."""
    return (float(left) - float(right)) / 1_000_000
