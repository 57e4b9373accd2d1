"""Window frames that SQLite's own do not cover: RANGE over other types than integers, offsets that are computed.

SQLite gives the whole partition in order, then asks for one result after the other: the row's frame is found here.
Manual: "Window Function Calls".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import Any

import msgspec
from msgspec import Struct

from translator.builtins import declare, facts
from translator.builtins.datetime_arithmetic import date_as_timestamp
from translator.builtins.frame_spec import FrameSpec
from translator.builtins.window import ntile_buckets
from translator.context import ExecutionContext
from translator.errors import PgError, null_value_not_allowed
from translator.types import oids
from translator.types.datatype import DataType
from translator.types.datetime import unpack_timetz
from translator.types.float import to_python
from translator.types.interval import unpack_interval
from translator.types.numeric import EXACT, to_decimal

NTILE = "ntile(integer)"
NTH_VALUE = "nth_value(anyelement,integer)"


@lru_cache(maxsize=256)
def _spec(text: str) -> FrameSpec:
    return msgspec.json.decode(text, type=FrameSpec)


class Framed:
    """One partition: `step` takes the spec, both offsets, FILTER's verdict, the sort keys, then the arguments."""

    def __init__(self, context: ExecutionContext) -> None:
        self.context = context
        self.rows: list[tuple[bool, tuple[Any, ...]]] = []
        self.keys: list[tuple[Any, ...]] = []
        self.groups: list[int] = []
        self.starts: list[int] = []
        """The first row of each group of peers."""
        self.asked = 0
        self.buckets: Iterator[int] | None = None
        self.spec: FrameSpec | None = None
        self.types: tuple[DataType, ...] = ()

    def step(self, spec: str, start: Any, end: Any, passes: int | None, *values: Any) -> None:
        if self.spec is None:
            self.spec = _spec(spec)
            self.types = facts.datatypes(",".join(map(str, self.spec.keys)), self.context)
            self.start = self._offset(self.spec.start, self.spec.start_type, start, "starting")
            self.end = self._offset(self.spec.end, self.spec.end_type, end, "ending")
        width = len(self.types)
        key = tuple(
            None if value is None else datatype.key(value)
            for datatype, value in zip(self.types, values[:width], strict=True)
        )
        if not self.keys or key != self.keys[-1]:
            self.starts.append(len(self.rows))
        self.keys.append(key)
        self.groups.append(len(self.starts) - 1)
        self.rows.append((bool(passes), values))

    def inverse(self, *args: Any) -> None:
        raise AssertionError("the frame given to SQLite never shrinks")

    def value(self) -> Any:
        row = self.asked
        self.asked += 1
        assert self.spec is not None
        if self.spec.function == NTILE:
            return self._bucket(row)
        kept = [place for place in range(*self._bounds(self.spec, row)) if not self._excluded(self.spec, row, place)]
        return self._result(self.spec, [place for place in kept if self.rows[place][0]], row)

    def _bucket(self, row: int) -> int | None:
        """ntile, whose count is that of the first row that has one."""
        if self.buckets is None:
            count = self.rows[row][1][-1]
            if count is None:
                return None
            self.buckets = buckets(len(self.rows), ntile_buckets(count))
        return next(self.buckets)

    def final(self) -> Any:
        return self.value() if self.asked < len(self.rows) else None

    def _offset(self, kind: str, oid: int, value: Any, which: str) -> Any:
        """An offset, checked.  Raises PgError 22004, 22013."""
        if kind not in ("preceding", "following"):
            return None
        if value is None:
            raise null_value_not_allowed(f"frame {which} offset must not be null")
        assert self.spec is not None
        if is_negative(oid, value, self.spec.keys[0] if self.spec.mode == "range" else 0):
            if self.spec.mode == "range":
                raise PgError("22013", "invalid preceding or following size in window function")
            raise PgError("22013", f"frame {which} offset must not be negative")
        return value

    def _bounds(self, spec: FrameSpec, row: int) -> tuple[int, int]:
        if spec.start == "unbounded preceding":
            first = 0
        elif spec.start == "current row":
            first = row if spec.mode == "rows" else self._group_start(self.groups[row])
        else:
            first = self._edge(spec, row, self.start, preceding=spec.start == "preceding", end=False)
        if spec.end == "unbounded following":
            return first, len(self.rows)
        if spec.end == "current row":
            return first, row + 1 if spec.mode == "rows" else self._group_start(self.groups[row] + 1)
        return first, self._edge(spec, row, self.end, preceding=spec.end == "preceding", end=True)

    def _edge(self, spec: FrameSpec, row: int, offset: Any, *, preceding: bool, end: bool) -> int:
        """Where a frame with an offset begins, or the place behind its end."""
        if spec.mode == "range":
            return self._range_edge(spec, row, offset, preceding=preceding, end=end)
        signed: int = -offset if preceding else offset
        if spec.mode == "rows":
            return min(max(row + signed + end, 0), len(self.rows))
        return self._group_start(self.groups[row] + signed + end)

    def _group_start(self, group: int) -> int:
        if group < 0:
            return 0
        return self.starts[group] if group < len(self.starts) else len(self.rows)

    def _range_edge(self, spec: FrameSpec, row: int, offset: Any, *, preceding: bool, end: bool) -> int:
        base = self._key_value(row)
        if base is None:
            return self._group_start(self.groups[row] + end)
        bound = shifted(spec.keys[0], base, offset, self.context, subtract=preceding != spec.descending)
        nulls = [place for place in range(len(self.rows)) if self._key_value(place) is None]
        low = len(nulls) if nulls and nulls[0] == 0 else 0
        high = len(self.rows) - (len(nulls) if not low else 0)
        while low < high:
            middle = (low + high) // 2
            place = rank(spec.keys[0], self._key_value(middle)), rank(spec.keys[0], bound)
            before = place[0] > place[1] if spec.descending else place[0] < place[1]
            if before or (end and place[0] == place[1]):
                low = middle + 1
            else:
                high = middle
        return low

    def _key_value(self, row: int) -> Any:
        return self.rows[row][1][0]

    def _excluded(self, spec: FrameSpec, row: int, place: int) -> bool:
        if spec.exclude is None:
            return False
        if spec.exclude == "current row":
            return place == row
        same = self.groups[place] == self.groups[row]
        return same and (spec.exclude == "group" or place != row)

    def _result(self, spec: FrameSpec, places: Sequence[int], row: int) -> Any:
        width = len(spec.keys)
        arguments = [self.rows[place][1][width:] for place in places]
        if spec.function == NTH_VALUE:
            count = self.rows[row][1][-1]
            return arguments[count - 1][0] if count <= len(arguments) else None
        chosen = _CHOICES.get(spec.function)
        if chosen is not None:
            return chosen(arguments)
        running = _aggregate(spec, self.context)
        for values in arguments:
            running.step(*values)
        return running.final()


def buckets(rows: int, count: int) -> Iterator[int]:
    """The buckets of ntile in their order, the larger ones first."""
    size, larger = divmod(rows, count)
    for bucket in range(1, count + 1):
        yield from repeat(bucket, size + (bucket <= larger))


_CHOICES: dict[str, Callable[[Sequence[tuple[Any, ...]]], Any]] = {
    "first_value(anyelement)": lambda arguments: arguments[0][0] if arguments else None,
    "last_value(anyelement)": lambda arguments: arguments[-1][0] if arguments else None,
    "count()": len,
    'count("any")': lambda arguments: sum(value is not None for (value,) in arguments),
}
"""Functions that pick or count rows of the frame."""


def _aggregate(spec: FrameSpec, context: ExecutionContext) -> Any:
    """A fresh running aggregate over plain arguments."""
    found = declare.AGGREGATES.get(spec.function)
    if found is None:
        (datatype,) = facts.datatypes(str(spec.types[0]), context)
        return _Native(spec.function.partition("(")[0], datatype)
    running = found.factory(context)()
    return _WithTypes(running, ",".join(map(str, spec.types))) if found.types else running


class _WithTypes:
    def __init__(self, running: Any, types: str) -> None:
        self.running = running
        self.types = types
        self.final = running.final

    def step(self, *args: Any) -> None:
        self.running.step(self.types, *args)


class _Native:
    """The aggregates that SQLite computes itself elsewhere."""

    def __init__(self, name: str, datatype: DataType) -> None:
        self.name = name
        self.key = datatype.key
        self.values: list[Any] = []

    def step(self, value: Any) -> None:
        if value is not None:
            self.values.append(value)

    def final(self) -> Any:
        if not self.values:
            return None
        if self.name == "sum":
            return sum(self.values)
        if self.name in ("min", "bool_and", "every"):
            return min(self.values, key=self.key)
        result: Any = max(self.values, key=self.key)
        return result


_STEPS = {
    oids.DATE: "date_{}_interval(date,interval)",
    oids.TIMESTAMP: "timestamp_{}_interval(timestamp without time zone,interval)",
    oids.TIMESTAMPTZ: "timestamptz_{}_interval(timestamp with time zone,interval)",
    oids.INTERVAL: "interval_{}(interval,interval)",
}
_INTEGERS = (oids.INT2, oids.INT4, oids.INT8)
_FLOATS = (oids.FLOAT4, oids.FLOAT8)


def is_negative(oid: int, offset: Any, key: int) -> bool:
    """Whether an offset goes backward; of one that moves times of day, only its microseconds count."""
    if oid in _INTEGERS:
        return bool(offset < 0)
    if oid in _FLOATS:
        return not to_python(offset) >= 0
    if oid == oids.NUMERIC:
        number = to_decimal(offset)
        return number.is_nan() or number < 0
    interval = unpack_interval(offset)
    return (interval.us if key in (oids.TIME, oids.TIMETZ) else interval.span) < 0


def shifted(oid: int, base: Any, offset: Any, context: ExecutionContext, *, subtract: bool) -> Any:
    """The value that lies `offset` before or behind `base`, as `_rank` takes it."""
    if oid in _INTEGERS:
        return base - offset if subtract else base + offset
    if oid in _FLOATS:
        one, other = to_python(base), to_python(offset)
        moved = one - other if subtract else one + other
        return moved if math.isnan(one) or not math.isnan(moved) else -math.inf if subtract else math.inf
    if oid == oids.NUMERIC:
        return _shifted_numeric(to_decimal(base), to_decimal(offset), subtract=subtract)
    if oid == oids.TIME:
        microseconds = unpack_interval(offset).us
        return base - microseconds if subtract else base + microseconds
    if oid == oids.TIMETZ:
        time, zone = unpack_timetz(base)
        microseconds = unpack_interval(offset).us
        return _Moved((time - microseconds if subtract else time + microseconds, zone))
    step = declare.FUNCTIONS[_STEPS[oid].format("mi" if subtract else "pl")]
    return _Moved(step.callable(context)(base, offset))


def _shifted_numeric(base: Decimal, offset: Decimal, *, subtract: bool) -> Decimal:
    if base.is_finite() and offset.is_finite():
        return EXACT.subtract(base, offset) if subtract else EXACT.add(base, offset)
    return base if not base.is_finite() else Decimal("-Infinity" if subtract else "Infinity")


class _Moved(Struct, frozen=True):
    """The result of moving a date or time, which for a date is a timestamp."""

    value: Any


def rank(oid: int, value: Any) -> Any:
    """What a value compares by."""
    moved = value.value if isinstance(value, _Moved) else value
    if oid in _FLOATS:
        number = to_python(moved)
        return (math.isnan(number), 0.0 if math.isnan(number) else number)
    if oid == oids.NUMERIC:
        exact = moved if isinstance(moved, Decimal) else to_decimal(moved)
        return (exact.is_nan(), Decimal(0) if exact.is_nan() else exact)
    if oid == oids.INTERVAL:
        return unpack_interval(moved).span
    if oid == oids.TIMETZ:
        time, zone = moved if isinstance(moved, tuple) else unpack_timetz(moved)
        return time - zone * 1_000_000, -zone
    if oid == oids.DATE and not isinstance(value, _Moved):
        return date_as_timestamp(moved)
    return moved
