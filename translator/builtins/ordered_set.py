"""Ordered-set and hypothetical-set aggregates ("Ordered-Set Aggregate Functions").

Ordered-set aggregates see their direct argument and then the value, in the order of WITHIN GROUP.  Hypothetical ones
see the directions of the sort keys as a text, the direct arguments, and the sort keys; they need no order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from translator.builtins.datetime_arithmetic import (
    interval_minus_interval,
    interval_plus_interval,
    interval_times,
)
from translator.builtins.declare import aggregate
from translator.errors import PgError
from translator.types import array as arrays
from translator.types.array import Array
from translator.types.datatype import DataType
from translator.types.float import Float, from_python, to_python

Types = tuple[DataType, ...]


class _Sorted:
    """The values without NULL, in order, and the fractions asked for."""

    __slots__ = ("fraction", "types", "values")

    def __init__(self, types: Types) -> None:
        self.types = types
        self.values: list[Any] = []
        self.fraction: Any = None

    def step(self, fraction: Any, value: Any) -> None:
        self.fraction = fraction
        if value is not None:
            self.values.append(value)

    def final(self) -> Any:
        if self.fraction is None:
            return None
        if not isinstance(self.types[0], arrays.ArrayType):
            fraction = _checked(self.fraction)
            return self.at(fraction) if self.values else None
        if not self.values:
            return None
        wanted = arrays.load(self.fraction, self.types[0].element)
        found = [None if fraction is None else self.at(_checked(fraction)) for fraction in wanted.elements]
        return arrays.store(Array(found, wanted.lengths, wanted.bounds))

    def at(self, fraction: float) -> Any:
        raise NotImplementedError

    def around(self, fraction: float) -> tuple[Any, Any, float]:
        """The values before and behind the place of a fraction, and how far between them it is."""
        place = fraction * (len(self.values) - 1)
        first = math.floor(place)
        return self.values[first], self.values[math.ceil(place)], place - first


def _checked(fraction: Float) -> float:
    value = to_python(fraction)
    if not 0 <= value <= 1:
        raise PgError(
            "22003", f"percentile value {'NaN' if math.isnan(value) else f'{value:g}'} is not between 0 and 1"
        )
    return value


@aggregate("percentile_disc(double precision,anyelement)", "percentile_disc(double precision[],anyelement)", types=True)
class percentile_disc(_Sorted):  # noqa: N801  the SQLite name is made of it
    __slots__ = ()

    def at(self, fraction: float) -> Any:
        return self.values[max(math.ceil(fraction * len(self.values)), 1) - 1]


@aggregate(
    "percentile_cont(double precision,double precision)",
    "percentile_cont(double precision[],double precision)",
    types=True,
)
class percentile_cont(_Sorted):  # noqa: N801
    __slots__ = ()

    def at(self, fraction: float) -> Any:
        low, high, part = self.around(fraction)
        if not part:
            return low
        start = to_python(low)
        return from_python(start + part * (to_python(high) - start))


@aggregate("percentile_cont(double precision,interval)", "percentile_cont(double precision[],interval)", types=True)
class percentile_cont_interval(_Sorted):  # noqa: N801
    __slots__ = ()

    def at(self, fraction: float) -> Any:
        low, high, part = self.around(fraction)
        if not part:
            return low
        return interval_plus_interval(low, interval_times(interval_minus_interval(high, low), part))


@aggregate("mode(anyelement)", types=True)
class mode:  # noqa: N801
    """The most frequent value; of several, the first in order."""

    __slots__ = ("counts", "type")

    def __init__(self, types: Types) -> None:
        self.type = types[0]
        self.counts: dict[Any, list[Any]] = {}

    def step(self, value: Any) -> None:
        if value is not None:
            self.counts.setdefault(self.type.key(value), [0, value])[0] += 1

    def final(self) -> Any:
        return max(self.counts.values(), key=lambda found: found[0])[1] if self.counts else None


class _Hypothetical:
    """Where a row would stand among the others."""

    __slots__ = ("before", "count", "distinct", "equal", "types")
    empty: Any = 1

    def __init__(self, types: Types) -> None:
        self.types = types[: len(types) // 2]
        self.count = self.before = self.equal = 0
        self.distinct: set[Any] = set()

    def step(self, directions: str, *values: Any) -> None:
        width = len(self.types)
        self.count += 1
        sign, key = self._compare(directions.split(","), values[width:], values[:width])
        if sign < 0:
            self.before += 1
            self.distinct.add(key)
        elif sign == 0:
            self.equal += 1

    def _compare(self, directions: Sequence[str], row: Sequence[Any], other: Sequence[Any]) -> tuple[int, Any]:
        keys = []
        sign = 0
        for datatype, direction, one, two in zip(self.types, directions, row, other, strict=True):
            key = None if one is None else datatype.key(one)
            keys.append(key)
            if sign == 0:
                sign = _sign(key, None if two is None else datatype.key(two), direction)
        return sign, tuple(keys)

    def final(self) -> Any:
        raise NotImplementedError


def _sign(one: Any, two: Any, direction: str) -> int:
    """How two keys follow each other; `direction` is asc or desc, then first or last for nulls."""
    if one is None or two is None:
        sign = 0 if one is two else -1 if one is None else 1
        return sign if direction.endswith("first") else -sign
    sign = -1 if one < two else 1 if two < one else 0
    return -sign if direction.startswith("desc") else sign


@aggregate('rank("any")', types=True)
class hypothetical_rank(_Hypothetical):  # noqa: N801
    __slots__ = ()

    def final(self) -> int:
        return self.before + 1


@aggregate('dense_rank("any")', types=True)
class hypothetical_dense_rank(_Hypothetical):  # noqa: N801
    __slots__ = ()

    def final(self) -> int:
        return len(self.distinct) + 1


@aggregate('percent_rank("any")', types=True)
class hypothetical_percent_rank(_Hypothetical):  # noqa: N801
    __slots__ = ()
    empty = 0.0

    def final(self) -> float:
        return self.before / self.count


@aggregate('cume_dist("any")', types=True)
class hypothetical_cume_dist(_Hypothetical):  # noqa: N801
    __slots__ = ()
    empty = 1.0

    def final(self) -> float:
        return (self.before + self.equal + 1) / (self.count + 1)
