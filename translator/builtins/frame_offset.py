"""Offsets of RANGE frames: which are allowed, where they lead, and by what values compare ("Window Function Calls")."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec import Struct

from translator.builtins import declare
from translator.builtins.datetime_arithmetic import date_as_timestamp
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types import oids
from translator.types.datetime import unpack_timetz
from translator.types.datetime_output import INFINITE_DATES, INFINITE_TIMESTAMPS
from translator.types.float import to_python
from translator.types.interval import unpack_interval
from translator.types.numeric import EXACT, to_decimal

_STEPS = {
    oids.DATE: "date_{}_interval(date,interval)",
    oids.TIMESTAMP: "timestamp_{}_interval(timestamp without time zone,interval)",
    oids.TIMESTAMPTZ: "timestamptz_{}_interval(timestamp with time zone,interval)",
    oids.INTERVAL: "interval_{}(interval,interval)",
}
_FLOATS = (oids.FLOAT4, oids.FLOAT8)
_CALENDAR = (oids.DATE, oids.TIMESTAMP, oids.TIMESTAMPTZ, oids.INTERVAL)


def is_negative(oid: int, offset: Any, key: int = 0) -> bool:
    """Whether an offset goes backward; of one that moves times of day, only its microseconds count."""
    if oid in oids.INTEGERS:
        return bool(offset < 0)
    if oid in _FLOATS:
        return not to_python(offset) >= 0
    if oid == oids.NUMERIC:
        number = to_decimal(offset)
        return number.is_nan() or number < 0
    interval = unpack_interval(offset)
    return (interval.us if key in (oids.TIME, oids.TIMETZ) else interval.span) < 0


def check_offset(key: int, oid: int, offset: Any) -> None:
    """22013 for an offset that goes backward."""
    if is_negative(oid, offset, key):
        raise PgError("22013", "invalid preceding or following size in window function")


def _direction(key: int, value: Any) -> int:
    """1 and -1 for the infinities of a date, a timestamp or an interval, 0 for all other values."""
    if key == oids.INTERVAL:
        interval = unpack_interval(value)
        return (1 if interval.span > 0 else -1) if interval.infinite else 0
    known = INFINITE_DATES if key == oids.DATE else INFINITE_TIMESTAMPS
    return (1 if value > 0 else -1) if value in known else 0


def leads_away(key: int, base: Any, offset: Any, *, subtract: bool) -> bool:
    """Whether an infinite offset leads from one infinity towards the other: every value is within it."""
    away = 1 if subtract else -1
    if key in _CALENDAR:
        return bool(_direction(oids.INTERVAL, offset)) and _direction(key, base) == away
    if key not in (*_FLOATS, oids.NUMERIC):
        return False
    read: Callable[[Any], Any] = to_decimal if key == oids.NUMERIC else to_python
    return bool(read(base) == away * math.inf and read(offset) == math.inf)


def farthest(key: int, *, highest: bool) -> Any:
    """What compares as the first or last of all values but NaN."""
    if key in _CALENDAR:
        return math.inf if highest else -math.inf
    infinity = "Infinity" if highest else "-Infinity"
    return rank(key, Decimal(infinity) if key == oids.NUMERIC else float(infinity))


def shifted(oid: int, base: Any, offset: Any, context: ExecutionContext, *, subtract: bool) -> Any:
    """The value that lies `offset` before or behind `base`, as `_rank` takes it."""
    if oid in oids.INTEGERS:
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
