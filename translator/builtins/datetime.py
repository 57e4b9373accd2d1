"""Dates and times from parts, adjustment of intervals, OVERLAPS, date_bin ("Date/Time Functions and Operators")."""

from __future__ import annotations

import math
import re
from typing import Any

from translator.builtins.datetime_arithmetic import (
    add_interval,
    add_interval_in,
    time_plus_interval,
)
from translator.builtins.datetime_cast import from_local
from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import datetime_out_of_range, float_overflow, invalid_parameter_value
from translator.types.calendar import DAY_US, UNIX_EPOCH_US, days_from_civil, month_length
from translator.types.datetime import (
    DATE_MAXIMUM,
    DATE_MINIMUM,
    TIMESTAMP_MAXIMUM,
    TIMESTAMP_MINIMUM,
    check_timestamp,
)
from translator.types.datetime_output import (
    INFINITE_DATES,
    INFINITE_TIMESTAMPS,
    TIMESTAMP_INFINITY,
    TIMESTAMP_MINUS_INFINITY,
)
from translator.types.float import float8_text, from_python
from translator.types.interval import check_parts, pack, truncate, unpack_interval
from translator.types.timezone import Zone, fixed_zone, named_zone, session_zone

FIRST_MONTH, LAST_MONTH = (-4713, 11), (5874898, 6)
"""The months (year and month) that have Julian days, the last one excluded."""
NUMERIC_ZONE = re.compile(r"([-+])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?", re.ASCII)


@function("isfinite(date)")
def date_isfinite(days: int) -> bool:
    return days not in INFINITE_DATES


@function("isfinite(timestamp without time zone)", "isfinite(timestamp with time zone)")
def timestamp_isfinite(value: int) -> bool:
    return value not in INFINITE_TIMESTAMPS


@function("isfinite(interval)")
def interval_isfinite(value: str) -> bool:
    return not unpack_interval(value).infinite


def _days(year: int, month: int, day: int, *, shown_year: int | None = None) -> int:
    """Days of a date whose years before 1 are negative, in the months that have Julian days; 22008, which shows the
    year as it is counted inside.
    """
    astronomical = year + 1 if -(2**31) < year < 0 else year
    shown = f"{astronomical if shown_year is None else shown_year}-{month:02d}-{day:02d}"
    wrong = year in (0, -(2**31)) or not 1 <= month <= 12 or not 1 <= day <= 31
    if wrong or day > month_length(astronomical, month):
        raise PgError("22008", f"date field value out of range: {shown}")
    if not FIRST_MONTH <= (astronomical, month) < LAST_MONTH:
        raise PgError("22008", f"date out of range: {shown}")
    return days_from_civil(astronomical, month, day)


def _shown_second(second: float) -> str:
    return f"{second:02g}".rjust(2, "0") if math.isfinite(second) else float8_text(from_python(second), 1)


def _time(hour: int, minute: int, second: float | str) -> int:
    seconds = float(second)
    in_range = 0 <= hour <= 24 and 0 <= minute <= 59 and 0 <= seconds <= 60
    us = (hour * 60 + minute) * 60_000_000 + round(seconds * 1e6) if in_range else DAY_US + 1
    if us > DAY_US:
        raise PgError("22008", f"time field value out of range: {hour}:{minute:02d}:{_shown_second(seconds)}")
    return us


@function("make_date(integer,integer,integer)")
def make_date(year: int, month: int, day: int) -> int:
    days = _days(year, month, day)
    if not DATE_MINIMUM <= days < DATE_MAXIMUM:
        raise PgError("22008", f"date out of range: {year + 1 if year < 0 else year}-{month:02d}-{day:02d}")
    return days


@function("make_time(integer,integer,double precision)")
def make_time(hour: int, minute: int, second: float | str) -> int:
    return _time(hour, minute, second)


@function("make_timestamp(integer,integer,integer,integer,integer,double precision)")
def make_timestamp(year: int, month: int, day: int, hour: int, minute: int, second: float | str) -> int:
    value = _days(year, month, day, shown_year=year) * DAY_US + _time(hour, minute, second)
    if not TIMESTAMP_MINIMUM <= value < TIMESTAMP_MAXIMUM:
        shown = f"{year}-{month:02d}-{day:02d} {hour}:{minute:02d}:{_shown_second(float(second))}"
        raise PgError("22008", f"timestamp out of range: {shown}")
    return value


@function(
    "make_timestamptz(integer,integer,integer,integer,integer,double precision)",
    "make_timestamptz(integer,integer,integer,integer,integer,double precision,text)",
    context=True,
)
def make_timestamptz(
    context: ExecutionContext,
    year: int,
    month: int,
    day: int,
    hour: int,
    minute: int,
    second: float | str,
    zone: str | None = None,
) -> int:
    local = make_timestamp(year, month, day, hour, minute, second)
    timezone = context.settings.timezone
    return from_local(local, session_zone(timezone) if zone is None else _zone(zone, timezone))


def _zone(name: str, timezone: str) -> Zone:
    """A zone by name, or an offset whose sign counts east."""
    if name[:1].isdigit():
        raise PgError(
            "22023",
            f'invalid input syntax for type numeric time zone: "{name}"',
            hint='Numeric time zones must have "-" or "+" as first character.',
        )
    match = NUMERIC_ZONE.fullmatch(name)
    if match is None:
        return named_zone(name, timezone)
    seconds = int(match[2]) * 3600 + int(match[3] or 0) * 60 + int(match[4] or 0)
    if seconds >= 16 * 3600:
        raise invalid_parameter_value(f'numeric time zone "{name}" out of range')
    return fixed_zone(-seconds if match[1] == "-" else seconds, name)


@function("make_interval(integer,integer,integer,integer,integer,integer,double precision)")
def make_interval(
    years: int = 0,
    months: int = 0,
    weeks: int = 0,
    days: int = 0,
    hours: int = 0,
    minutes: int = 0,
    seconds: float | str = 0.0,
) -> str:
    check_parts(years * 12 + months, weeks * 7 + days, 0)
    exact = float(seconds) * 1e6
    if math.isinf(exact) and not math.isinf(float(seconds)):
        raise float_overflow()
    try:
        us = (hours * 60 + minutes) * 60_000_000 + round(exact)
    except (ValueError, OverflowError):
        raise datetime_out_of_range("interval") from None
    return pack(years * 12 + months, weeks * 7 + days, us)


@function("to_timestamp(double precision)")
def timestamp_of_epoch(seconds: float | str) -> int:
    """The instant so many seconds after 1970; 22008."""
    number = float(seconds)
    if math.isnan(number):
        raise PgError("22008", "timestamp cannot be NaN")
    if math.isinf(number):
        return TIMESTAMP_INFINITY if number > 0 else TIMESTAMP_MINUS_INFINITY
    if not (TIMESTAMP_MINIMUM - UNIX_EPOCH_US) / 1e6 <= number < (TIMESTAMP_MAXIMUM - UNIX_EPOCH_US) / 1e6:
        raise datetime_out_of_range("timestamp", f"{number:g}")
    return check_timestamp(round((number + UNIX_EPOCH_US // 1_000_000) * 1e6))


def _same_sign(major: int, minor: int, size: int) -> tuple[int, int]:
    """Borrow one of the larger unit so that both have the same sign."""
    if major > 0 and minor < 0:
        return major - 1, minor + size
    if major < 0 and minor > 0:
        return major + 1, minor - size
    return major, minor


@function("justify_days(interval)")
def justify_days(value: str) -> str:
    """30 days become a month."""
    parts = unpack_interval(value)
    if parts.infinite:
        return value
    carry, days = truncate(parts.days, 30)
    return pack(*_same_sign(parts.months + carry, days, 30), parts.us)


@function("justify_hours(interval)")
def justify_hours(value: str) -> str:
    """24 hours become a day."""
    parts = unpack_interval(value)
    if parts.infinite:
        return value
    carry, us = truncate(parts.us, DAY_US)
    return pack(parts.months, *_same_sign(parts.days + carry, us, DAY_US))


@function("justify_interval(interval)")
def justify_interval(value: str) -> str:
    """Both, and all three parts of one sign."""
    parts = unpack_interval(value)
    if parts.infinite:
        return value
    carry, us = truncate(parts.us, DAY_US)
    months, days = truncate(parts.days + carry, 30)
    months += parts.months
    if months > 0 and (days < 0 or (days == 0 and us < 0)):
        months, days = months - 1, days + 30
    elif months < 0 and (days > 0 or (days == 0 and us > 0)):
        months, days = months + 1, days - 30
    return pack(months, *_same_sign(days, us, DAY_US))


@function(
    "date_bin(interval,timestamp without time zone,timestamp without time zone)",
    "date_bin(interval,timestamp with time zone,timestamp with time zone)",
)
def date_bin(stride: str, value: int, origin: int) -> int:
    """The beginning of the interval that holds a timestamp, counted from an origin."""
    parts = unpack_interval(stride)
    if value in INFINITE_TIMESTAMPS:
        return value
    if origin in INFINITE_TIMESTAMPS:
        raise PgError("22008", "origin out of range")
    if parts.infinite:
        raise PgError("22008", "timestamps cannot be binned into infinite intervals")
    if parts.months:
        raise feature_not_supported_message("timestamps cannot be binned into intervals containing months or years")
    width = parts.days * DAY_US + parts.us
    if width <= 0:
        raise PgError("22008", "stride must be greater than zero")
    if not -(2**63) <= value - origin < 2**63:
        raise datetime_out_of_range("interval")
    return check_timestamp(origin + (value - origin) // width * width)


def _overlap(start: Any, end: Any, other_start: Any, other_end: Any) -> bool | None:
    """SQL's OVERLAPS, NULLs included: half-open periods, their ends in any order."""
    start, end = _ordered(start, end)
    other_start, other_end = _ordered(other_start, other_end)
    if start is None or other_start is None:
        return None
    if start > other_start:
        start, end, other_start, other_end = other_start, other_end, start, end
    if start < other_start:
        if end is None:
            return None
        return True if other_start < end else (None if other_end is None else False)
    return None if end is None or other_end is None else True


def _ordered(start: Any, end: Any) -> tuple[Any, Any]:
    if start is None:
        return end, None
    return (end, start) if end is not None and end < start else (start, end)


TIMESTAMP, TIMESTAMPTZ, TIME = "timestamp without time zone", "timestamp with time zone", "time without time zone"


@function(
    f'"overlaps"({TIMESTAMP},{TIMESTAMP},{TIMESTAMP},{TIMESTAMP})',
    f'"overlaps"({TIMESTAMPTZ},{TIMESTAMPTZ},{TIMESTAMPTZ},{TIMESTAMPTZ})',
    f'"overlaps"({TIME},{TIME},{TIME},{TIME})',
    '"overlaps"(time with time zone,time with time zone,time with time zone,time with time zone)',
)
def overlaps(start: Any, end: Any, other_start: Any, other_end: Any) -> bool | None:
    return _overlap(start, end, other_start, other_end)


def _overlaps_for(name: str, type_name: str) -> None:
    """The three forms in which a period ends by its length."""
    for first, second in (("interval", "interval"), (type_name, "interval"), ("interval", type_name)):
        signature = f'"overlaps"({type_name},{first},{type_name},{second})'
        spans = (first == "interval", second == "interval")
        function(signature, context=True)(_overlaps_body(name, spans))


def _overlaps_body(name: str, spans: tuple[bool, bool]) -> Any:
    def overlaps_span(context: ExecutionContext, start: Any, end: Any, other_start: Any, other_end: Any) -> bool | None:
        if spans[0]:
            end = _end(context, name, start, end)
        if spans[1]:
            other_end = _end(context, name, other_start, other_end)
        return _overlap(start, end, other_start, other_end)

    overlaps_span.__name__ = f"overlaps_{name}_{spans[0]:d}{spans[1]:d}"
    return overlaps_span


def _end(context: ExecutionContext, name: str, start: int | None, length: str | None) -> int | None:
    if start is None or length is None:
        return None
    if name == "time":
        return time_plus_interval(start, length)
    if name == "timestamptz":
        return add_interval_in(session_zone(context.settings.timezone), start, unpack_interval(length))
    return add_interval(start, unpack_interval(length))


_overlaps_for("timestamp", TIMESTAMP)
_overlaps_for("timestamptz", TIMESTAMPTZ)
_overlaps_for("time", TIME)
