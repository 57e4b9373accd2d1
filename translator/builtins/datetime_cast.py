"""Casts between dates and times, and AT TIME ZONE ("Date/Time Functions and Operators")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from translator.builtins.datetime_arithmetic import INFINITE_INTERVAL, MINUS_INFINITE_INTERVAL, date_as_timestamp
from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.state import internal_error
from translator.errors.values import invalid_parameter_value
from translator.types.calendar import DAY_US
from translator.types.datetime import (
    TIMESTAMP_MAXIMUM,
    TIMESTAMP_MINIMUM,
    Time,
    Timestamp,
    TimestampTz,
    TimeTz,
    check_timestamp,
    pack_timetz,
    unpack_timetz,
)
from translator.types.datetime_output import (
    DATE_INFINITY,
    DATE_MINUS_INFINITY,
    INFINITE_DATES,
    INFINITE_TIMESTAMPS,
    TIMESTAMP_INFINITY,
)
from translator.types.interval import (
    FULL_PRECISION,
    FULL_RANGE,
    RANGES,
    IntervalType,
    interval_text,
    pack,
    unpack_interval,
)
from translator.types.timezone import Zone, fixed_zone, named_zone, session_zone

MAX_PRECISION = 6


def _interval_zone(context: ExecutionContext, interval: str) -> Zone:
    """A fixed offset east of UTC."""
    parts = unpack_interval(interval)
    text = interval_text(interval, context.settings.intervalstyle)
    if parts.infinite:
        raise invalid_parameter_value(f'interval time zone "{text}" must be finite')
    if parts.months or parts.days:
        raise invalid_parameter_value(f'interval time zone "{text}" must not include months or days')
    return fixed_zone(int(parts.us / 1_000_000), text)


def _named_zone(context: ExecutionContext, name: str) -> Zone:
    return named_zone(name, context.settings.timezone)


def to_local(value: int, zone: Zone) -> int:
    """The local time of an instant."""
    if value in INFINITE_TIMESTAMPS:
        return value
    return check_timestamp(_local_clock(value, zone))


def _local_clock(value: int, zone: Zone) -> int:
    """The same, which may be out of range: a date or a time of it need not be."""
    return value if value in INFINITE_TIMESTAMPS else value + zone.offset_at(value) * 1_000_000


def from_local(value: int, zone: Zone) -> int:
    """The instant of a local time."""
    if value in INFINITE_TIMESTAMPS:
        return value
    return check_timestamp(value - zone.offset_of_local(value) * 1_000_000)


@function("timezone(text,timestamp with time zone)", context=True)
def timestamptz_at_zone(context: ExecutionContext, zone: str, value: int) -> int:
    return value if value in INFINITE_TIMESTAMPS else to_local(value, _named_zone(context, zone))


@function("timezone(interval,timestamp with time zone)", context=True)
def timestamptz_at_interval(context: ExecutionContext, offset: str, value: int) -> int:
    return value if value in INFINITE_TIMESTAMPS else to_local(value, _interval_zone(context, offset))


@function("timezone(text,timestamp without time zone)", context=True)
def timestamp_at_zone(context: ExecutionContext, zone: str, value: int) -> int:
    return value if value in INFINITE_TIMESTAMPS else from_local(value, _named_zone(context, zone))


@function("timezone(interval,timestamp without time zone)", context=True)
def timestamp_at_interval(context: ExecutionContext, offset: str, value: int) -> int:
    return value if value in INFINITE_TIMESTAMPS else from_local(value, _interval_zone(context, offset))


def _timetz_in(value: bytes, zone: Zone, now: int) -> bytes:
    """The same moment of the day at the zone's present offset."""
    us, old = unpack_timetz(value)
    offset = zone.offset_at(now)
    return pack_timetz((us + (offset - old) * 1_000_000) % DAY_US, offset)


@function("timezone(text,time with time zone)", context=True)
def timetz_at_zone(context: ExecutionContext, zone: str, value: bytes) -> bytes:
    return _timetz_in(value, _named_zone(context, zone), context.transaction_timestamp_us)


@function("timezone(interval,time with time zone)", context=True)
def timetz_at_interval(context: ExecutionContext, offset: str, value: bytes) -> bytes:
    return _timetz_in(value, _interval_zone(context, offset), 0)


def _session_zone(context: ExecutionContext) -> Zone:
    return session_zone(context.settings.timezone)


@function("timezone(time with time zone)", context=True)
def timetz_at_local(context: ExecutionContext, value: bytes) -> bytes:
    return _timetz_in(value, _session_zone(context), context.transaction_timestamp_us)


@function('"timestamp"(timestamp with time zone)', "timezone(timestamp with time zone)", context=True)
def timestamptz_to_timestamp(context: ExecutionContext, value: int) -> int:
    return to_local(value, _session_zone(context))


@function("timestamptz(timestamp without time zone)", "timezone(timestamp without time zone)", context=True)
def timestamp_to_timestamptz(context: ExecutionContext, value: int) -> int:
    return from_local(value, _session_zone(context))


@function('"timestamp"(date)')
def date_to_timestamp(days: int) -> int:
    return date_as_timestamp(days)


@function("timestamptz(date)", context=True)
def date_to_timestamptz(context: ExecutionContext, days: int) -> int:
    local = date_as_timestamp(days)
    instant = comparable_timestamp(context, local) or 0
    if local not in INFINITE_TIMESTAMPS and not TIMESTAMP_MINIMUM <= instant < TIMESTAMP_MAXIMUM:
        raise PgError("22008", "date out of range for timestamp")
    return instant


def comparable_date(context: ExecutionContext, days: int | None) -> int | None:
    """A date as an instant to compare with others: beyond their range it is later than all but infinity."""
    if days is None or (days not in INFINITE_DATES and days * DAY_US >= TIMESTAMP_MAXIMUM):
        return None if days is None else TIMESTAMP_INFINITY - 1
    return comparable_timestamp(context, date_as_timestamp(days))


def comparable_timestamp(context: ExecutionContext, value: int | None) -> int | None:
    """The same of a local time, which may also be earlier than all instants."""
    if value is None or value in INFINITE_TIMESTAMPS:
        return value
    return value - _session_zone(context).offset_of_local(value) * 1_000_000


def _local(context: ExecutionContext, days: int) -> int:
    """A date as a local time to compare with others."""
    if days not in INFINITE_DATES and days * DAY_US >= TIMESTAMP_MAXIMUM:
        return TIMESTAMP_INFINITY - 1
    return date_as_timestamp(days)


def _as_it_is(context: ExecutionContext, value: int) -> int:
    return value


def _comparison(left: str, right: str, one: Callable[..., Any], other: Callable[..., Any]) -> None:
    def compare(context: ExecutionContext, first: int, second: int) -> int:
        a, b = one(context, first), other(context, second)
        return int(a > b) - int(a < b)

    compare.__name__ = f"{left}_cmp_{right}"
    function(f"{left}_cmp_{right}({_SQL_NAMES[left]},{_SQL_NAMES[right]})", context=True)(compare)


_SQL_NAMES = {
    "date": "date", "timestamp": "timestamp without time zone", "timestamptz": "timestamp with time zone"
}  # fmt: skip
for _left, _right, _one in (
    ("date", "timestamp", _local), ("date", "timestamptz", comparable_date),
    ("timestamp", "timestamptz", comparable_timestamp),
):  # fmt: skip
    _comparison(_left, _right, _one, _as_it_is)
    _comparison(_right, _left, _as_it_is, _one)


@function("date(timestamp without time zone)")
def timestamp_to_date(value: int) -> int:
    if value in INFINITE_TIMESTAMPS:
        return DATE_INFINITY if value == TIMESTAMP_INFINITY else DATE_MINUS_INFINITY
    return value // DAY_US


@function("date(timestamp with time zone)", context=True)
def timestamptz_to_date(context: ExecutionContext, value: int) -> int:
    return timestamp_to_date(_local_clock(value, _session_zone(context)))


@function('"time"(timestamp without time zone)')
def timestamp_to_time(value: int) -> int | None:
    """NULL for infinity."""
    return None if value in INFINITE_TIMESTAMPS else value % DAY_US


@function('"time"(timestamp with time zone)', context=True)
def timestamptz_to_time(context: ExecutionContext, value: int) -> int | None:
    return timestamp_to_time(_local_clock(value, _session_zone(context)))


@function("timetz(timestamp with time zone)", context=True)
def timestamptz_to_timetz(context: ExecutionContext, value: int) -> bytes | None:
    if value in INFINITE_TIMESTAMPS:
        return None
    offset = _session_zone(context).offset_at(value)
    return pack_timetz((value + offset * 1_000_000) % DAY_US, offset)


@function("timetz(time without time zone)", context=True)
def time_to_timetz(context: ExecutionContext, us: int) -> bytes:
    """At the offset that the session's zone has today at that time."""
    zone = _session_zone(context)
    midnight = to_local(context.transaction_timestamp_us, zone) // DAY_US * DAY_US
    return pack_timetz(us, zone.offset_of_local(midnight + us))


@function('"time"(time with time zone)')
def timetz_to_time(value: bytes) -> int:
    return unpack_timetz(value)[0]


@function('"time"(interval)')
def interval_to_time(value: str) -> int:
    parts = unpack_interval(value)
    if parts.infinite:
        raise PgError("22008", "cannot convert infinite interval to time")
    return parts.us % DAY_US


@function('"interval"(time without time zone)')
def time_to_interval(us: int) -> str:
    return pack(0, 0, us)


@function(
    "datetime_pl(date,time without time zone)",
    '"timestamp"(date,time without time zone)',
)
def date_and_time(days: int, us: int) -> int:
    start = date_as_timestamp(days)
    return start if days in INFINITE_DATES else check_timestamp(start + us)


@function("timedate_pl(time without time zone,date)")
def time_and_date(us: int, days: int) -> int:
    return date_and_time(days, us)


@function("timestamptz(date,time without time zone)", context=True)
def date_and_time_here(context: ExecutionContext, days: int, us: int) -> int:
    return from_local(date_and_time(days, us), _session_zone(context))


@function("datetimetz_pl(date,time with time zone)", "timestamptz(date,time with time zone)")
def date_and_timetz(days: int, time: bytes) -> int:
    us, offset = unpack_timetz(time)
    start = date_as_timestamp(days)
    if days in INFINITE_DATES:
        return start
    result = start + us - offset * 1_000_000
    if not TIMESTAMP_MINIMUM <= result < TIMESTAMP_MAXIMUM:
        raise PgError("22008", "date out of range for timestamp")
    return result


@function("timetzdate_pl(time with time zone,date)")
def timetz_and_date(time: bytes, days: int) -> int:
    return date_and_timetz(days, time)


def _check_interval_typmod(typmod: int) -> None:
    """XX000 for a range of fields that no declaration makes."""
    fields, precision = typmod >> 16 & FULL_RANGE, typmod & FULL_PRECISION
    if typmod >= 0 and fields != FULL_RANGE and fields not in RANGES:
        raise internal_error(f"unrecognized interval typmod: {typmod}")
    if typmod >= 0 and precision != FULL_PRECISION and precision > MAX_PRECISION:
        raise invalid_parameter_value(f"interval({precision}) precision must be between 0 and 6")


def _scaling(name: str, datatype: Any, signature: str) -> None:
    """The length coercion of a type.  Another precision than 0 to 6: a timestamp's is an error, a time's without
    effect.
    """

    def scale(value: Any, typmod: int) -> Any:
        if name.startswith("interval") and value not in (INFINITE_INTERVAL, MINUS_INFINITE_INTERVAL):
            _check_interval_typmod(typmod)
        elif not 0 <= typmod <= MAX_PRECISION:
            if name.startswith("timestamp") and typmod != -1 and value not in INFINITE_TIMESTAMPS:
                raise invalid_parameter_value(f"timestamp({typmod}) precision must be between 0 and 6")
            if name.startswith("time"):
                return value
        return datatype.coerce_typmod(value, typmod, explicit=True)

    scale.__name__ = name
    function(signature)(scale)


_scaling("timestamp_scale", Timestamp(), '"timestamp"(timestamp without time zone,integer)')
_scaling("timestamptz_scale", TimestampTz(), "timestamptz(timestamp with time zone,integer)")
_scaling("time_scale", Time(), '"time"(time without time zone,integer)')
_scaling("timetz_scale", TimeTz(), "timetz(time with time zone,integer)")
_scaling("interval_scale", IntervalType(), '"interval"(interval,integer)')
