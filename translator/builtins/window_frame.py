"""Window frames that SQLite's own do not cover: RANGE over other types than integers, offsets that are computed.

SQLite gives the whole partition in order, then asks for one result after the other: the row's frame is found here.
Manual: "Window Function Calls".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

import msgspec

from translator.builtins import declare, facts
from translator.builtins.frame_offset import check_offset, farthest, is_negative, leads_away, rank, shifted
from translator.builtins.frame_spec import FrameSpec
from translator.builtins.own_aggregate import OWN_AGGREGATE, OwnAggregate
from translator.builtins.window import ntile_buckets
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import null_value_not_allowed
from translator.types.datatype import DataType

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
        """An offset, checked; one of a RANGE only where it is used.  Raises PgError 22004, 22013."""
        if kind not in ("preceding", "following"):
            return None
        if value is None:
            raise null_value_not_allowed(f"frame {which} offset must not be null")
        assert self.spec is not None
        if self.spec.mode != "range" and is_negative(oid, value):
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
        key = spec.keys[0]
        rank(key, base)  # a date beyond timestamp's range is seen before the offset
        check_offset(key, spec.end_type if end else spec.start_type, offset)
        nulls = [place for place in range(len(self.rows)) if self._key_value(place) is None]
        low = len(nulls) if nulls and nulls[0] == 0 else 0
        high = len(self.rows) - (len(nulls) if not low else 0)
        subtract = preceding != spec.descending
        if leads_away(key, base, offset, subtract=subtract):
            bound = farthest(key, highest=end != spec.descending)
        else:
            bound = rank(key, shifted(key, base, offset, self.context, subtract=subtract))
        while low < high:
            middle = (low + high) // 2
            place = rank(key, self._key_value(middle)), bound
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
        if isinstance(running, OwnAggregate):
            running.begin(*self.rows[row][1][width + 1 : width + 3])
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
    if spec.function == OWN_AGGREGATE:
        return OwnAggregate(context)
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
