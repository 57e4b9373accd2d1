"""Sums, differences and products of dates, times and intervals ("Date/Time Functions and Operators").

Months and days of an interval count on the calendar of the local time, the rest in elapsed time.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import datetime_out_of_range, division_by_zero
from translator.lower import build
from translator.types.calendar import DAY_US, civil_from_days, days_from_civil, month_length
from translator.types.datetime import (
    DATE_MAXIMUM,
    DATE_MINIMUM,
    TIMESTAMP_MAXIMUM,
    check_timestamp,
    pack_timetz,
    unpack_timetz,
)
from translator.types.datetime_output import (
    DATE_INFINITY,
    INFINITE_DATES,
    INFINITE_TIMESTAMPS,
    TIMESTAMP_INFINITY,
    TIMESTAMP_MINUS_INFINITY,
)
from translator.types.interval import Interval, check_parts, pack, truncate, unpack_interval
from translator.types.interval_input import INFINITY, MINUS_INFINITY
from translator.types.timezone import Zone, session_zone, whole_zone

INFINITE_INTERVAL = pack(*INFINITY)
MINUS_INFINITE_INTERVAL = pack(*MINUS_INFINITY)


def add_months(days: int, months: int) -> int:
    """The same day of another month, or that month's last."""
    year, month, day = civil_from_days(days)
    carry, month = divmod(month - 1 + months, 12)
    year, month = year + carry, month + 1
    return days_from_civil(year, month, min(day, month_length(year, month)))


def infinite_interval(sign: int) -> str:
    return INFINITE_INTERVAL if sign > 0 else MINUS_INFINITE_INTERVAL


def date_as_timestamp(days: int) -> int:
    """Midnight of a date; 22008 beyond timestamp's range."""
    if days in INFINITE_DATES:
        return TIMESTAMP_INFINITY if days == DATE_INFINITY else TIMESTAMP_MINUS_INFINITY
    if days * DAY_US >= TIMESTAMP_MAXIMUM:
        raise PgError("22008", "date out of range for timestamp")
    return days * DAY_US


def negated(interval: Interval) -> Interval:
    if interval.infinite:
        return Interval(*(MINUS_INFINITY if interval.infinite > 0 else INFINITY))
    check_parts(-interval.months, -interval.days, -interval.us)
    return Interval(-interval.months, -interval.days, -interval.us)


def _infinite_sum(timestamp: int, interval: Interval) -> int | None:
    """The sum where a side is infinite; 22008 for opposite infinities."""
    if not interval.infinite:
        return timestamp if timestamp in INFINITE_TIMESTAMPS else None
    infinity = TIMESTAMP_INFINITY if interval.infinite > 0 else TIMESTAMP_MINUS_INFINITY
    if timestamp in INFINITE_TIMESTAMPS and timestamp != infinity:
        raise datetime_out_of_range("timestamp")
    return infinity


def add_interval(timestamp: int, interval: Interval) -> int:
    """A timestamp later by an interval."""
    infinite = _infinite_sum(timestamp, interval)
    if infinite is not None:
        return infinite
    if interval.months:
        timestamp = _later_by_months(timestamp, interval.months)
    return check_timestamp(check_timestamp(timestamp + interval.days * DAY_US) + interval.us)


def _later_by_months(timestamp: int, months: int) -> int:
    days, us = divmod(timestamp, DAY_US)
    return check_timestamp(add_months(days, months) * DAY_US + us)


def add_interval_in(zone: Zone, timestamp: int, interval: Interval) -> int:
    """An instant later by an interval: months and days by the zone's calendar."""
    infinite = _infinite_sum(timestamp, interval)
    if infinite is not None:
        return infinite
    for part in (Interval(interval.months, 0, 0), Interval(0, interval.days, 0)):
        if part.months or part.days:  # each ends at a time that the zone's clocks show
            local = add_interval(timestamp + zone.offset_at(timestamp) * 1_000_000, part)
            timestamp = check_timestamp(local - zone.offset_of_local(local) * 1_000_000)
    return check_timestamp(timestamp + interval.us)


NEAR_DAYS = 1_000_000
"""Days around 2000 whose sums and differences need no check."""


def _is_near(value: exp.Expression) -> exp.Expression:
    return exp.Between(this=value.copy(), low=build.integer(-NEAR_DAYS), high=build.integer(NEAR_DAYS))


def _native_days(kind: type[exp.Expression]) -> Callable[..., exp.Expression | None]:
    """Plain arithmetic where both operands are near, if they are cheap to look at twice."""
    name = "pg_date_minus_date" if kind is exp.Sub else "pg_date_plus_integer"

    def lowered(left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
        if not all(isinstance(operand, (exp.Column, exp.Literal, exp.Placeholder)) for operand in (left, right)):
            return None
        near = exp.And(this=_is_near(left), expression=_is_near(right))
        return build.case([(near, build.binary(kind, left, right))], build.call(name, left.copy(), right.copy()))

    return lowered


lowering("date_pli(date,integer)")(_native_days(exp.Add))
lowering("date_mi(date,date)")(_native_days(exp.Sub))


@function("date_pli(date,integer)")
def date_plus_integer(days: int, count: int) -> int:
    if days in INFINITE_DATES:
        return days
    if not DATE_MINIMUM <= days + count < DATE_MAXIMUM:
        raise datetime_out_of_range("date")
    return days + count


@function("integer_pl_date(integer,date)")
def integer_plus_date(count: int, days: int) -> int:
    return date_plus_integer(days, count)


@function("date_mii(date,integer)")
def date_minus_integer(days: int, count: int) -> int:
    return date_plus_integer(days, -count)


@function("date_mi(date,date)")
def date_minus_date(left: int, right: int) -> int:
    if left in INFINITE_DATES or right in INFINITE_DATES:
        raise PgError("22008", "cannot subtract infinite dates")
    return left - right


@function("date_pl_interval(date,interval)")
def date_plus_interval(days: int, interval: str) -> int:
    return add_interval(date_as_timestamp(days), unpack_interval(interval))


@function("interval_pl_date(interval,date)")
def interval_plus_date(interval: str, days: int) -> int:
    return date_plus_interval(days, interval)


@function("date_mi_interval(date,interval)")
def date_minus_interval(days: int, interval: str) -> int:
    return add_interval(date_as_timestamp(days), negated(unpack_interval(interval)))


@function("timestamp_pl_interval(timestamp without time zone,interval)")
def timestamp_plus_interval(timestamp: int, interval: str) -> int:
    return add_interval(timestamp, unpack_interval(interval))


@function("interval_pl_timestamp(interval,timestamp without time zone)")
def interval_plus_timestamp(interval: str, timestamp: int) -> int:
    return add_interval(timestamp, unpack_interval(interval))


@function("timestamp_mi_interval(timestamp without time zone,interval)")
def timestamp_minus_interval(timestamp: int, interval: str) -> int:
    return add_interval(timestamp, negated(unpack_interval(interval)))


def zone_to_count_in(context: ExecutionContext, name: str | None) -> Zone:
    """The session's zone unless another one is named; 22023."""
    return session_zone(context.settings.timezone) if name is None else whole_zone(name, context.settings.timezone)


@function(
    "timestamptz_pl_interval(timestamp with time zone,interval)",
    "date_add(timestamp with time zone,interval)",
    "date_add(timestamp with time zone,interval,text)",
    context=True,
)
def timestamptz_plus_interval(context: ExecutionContext, timestamp: int, interval: str, zone: str | None = None) -> int:
    return add_interval_in(zone_to_count_in(context, zone), timestamp, unpack_interval(interval))


@function("interval_pl_timestamptz(interval,timestamp with time zone)", context=True)
def interval_plus_timestamptz(context: ExecutionContext, interval: str, timestamp: int) -> int:
    return timestamptz_plus_interval(context, timestamp, interval)


@function(
    "timestamptz_mi_interval(timestamp with time zone,interval)",
    "date_subtract(timestamp with time zone,interval)",
    "date_subtract(timestamp with time zone,interval,text)",
    context=True,
)
def timestamptz_minus_interval(
    context: ExecutionContext, timestamp: int, interval: str, zone: str | None = None
) -> int:
    return add_interval_in(zone_to_count_in(context, zone), timestamp, negated(unpack_interval(interval)))


@function(
    "timestamp_mi(timestamp without time zone,timestamp without time zone)",
    "timestamptz_mi(timestamp with time zone,timestamp with time zone)",
)
def timestamp_minus_timestamp(left: int, right: int) -> str:
    """Elapsed time in days of 24 hours and the rest."""
    infinite = subtract_infinite(left, right)
    if infinite is None and not -(2**63) <= left - right < 2**63:
        raise datetime_out_of_range("interval")
    return infinite or pack(0, *truncate(left - right, DAY_US))


def subtract_infinite(left: int, right: int) -> str | None:
    """The difference where a side is infinite; 22008 where both are the same infinity."""
    if left not in INFINITE_TIMESTAMPS and right not in INFINITE_TIMESTAMPS:
        return None
    if left == right:
        raise datetime_out_of_range("interval")
    return infinite_interval(1 if left == TIMESTAMP_INFINITY or right == TIMESTAMP_MINUS_INFINITY else -1)


def _age(left: int, right: int) -> str:
    """Years, months and days by the calendar between two local times."""
    sign = 1 if left >= right else -1
    late, early = max(left, right), min(left, right)
    late_days, late_us = divmod(late, DAY_US)
    early_days, early_us = divmod(early, DAY_US)
    years, months, days = (a - b for a, b in zip(civil_from_days(late_days), civil_from_days(early_days), strict=True))
    us = late_us - early_us
    if us < 0:
        us, days = us + DAY_US, days - 1
    year, month, _ = civil_from_days(early_days)
    while days < 0:
        days, months = days + month_length(year, month), months - 1
    return pack(sign * (years * 12 + months), sign * days, sign * us)


@function("age(timestamp without time zone,timestamp without time zone)")
def timestamp_age(left: int, right: int) -> str:
    return subtract_infinite(left, right) or _age(left, right)


@function("age(timestamp with time zone,timestamp with time zone)", context=True)
def timestamptz_age(context: ExecutionContext, left: int, right: int) -> str:
    zone = session_zone(context.settings.timezone)
    infinite = subtract_infinite(left, right)
    return infinite or _age(*(value + zone.offset_at(value) * 1_000_000 for value in (left, right)))


@function("age(timestamp without time zone)", context=True)
def timestamp_age_today(context: ExecutionContext, value: int) -> str:
    return timestamp_age(_midnight(context), value)


@function("age(timestamp with time zone)", context=True)
def timestamptz_age_today(context: ExecutionContext, value: int) -> str:
    zone = session_zone(context.settings.timezone)
    infinite = value in INFINITE_TIMESTAMPS
    return timestamp_age(_midnight(context), value if infinite else value + zone.offset_at(value) * 1_000_000)


def _midnight(context: ExecutionContext) -> int:
    """Today's beginning, as local time."""
    now = context.transaction_timestamp_us
    local = now + session_zone(context.settings.timezone).offset_at(now) * 1_000_000
    return local // DAY_US * DAY_US


@function("time_mi_time(time without time zone,time without time zone)")
def time_minus_time(left: int, right: int) -> str:
    return pack(0, 0, left - right)


def _shifted(us: int, interval: str, sign: int) -> int:
    """A time of day later or earlier by the time part of an interval, around the clock."""
    parts = unpack_interval(interval)
    if parts.infinite:
        what = "add infinite interval to time" if sign > 0 else "subtract infinite interval from time"
        raise PgError("22008", f"cannot {what}")
    return (us + sign * parts.us) % DAY_US


@function("time_pl_interval(time without time zone,interval)")
def time_plus_interval(time: int, interval: str) -> int:
    return _shifted(time, interval, 1)


@function("interval_pl_time(interval,time without time zone)")
def interval_plus_time(interval: str, time: int) -> int:
    return _shifted(time, interval, 1)


@function("time_mi_interval(time without time zone,interval)")
def time_minus_interval(time: int, interval: str) -> int:
    return _shifted(time, interval, -1)


@function("timetz_pl_interval(time with time zone,interval)")
def timetz_plus_interval(time: bytes, interval: str) -> bytes:
    us, offset = unpack_timetz(time)
    return pack_timetz(_shifted(us, interval, 1), offset)


@function("interval_pl_timetz(interval,time with time zone)")
def interval_plus_timetz(interval: str, time: bytes) -> bytes:
    return timetz_plus_interval(time, interval)


@function("timetz_mi_interval(time with time zone,interval)")
def timetz_minus_interval(time: bytes, interval: str) -> bytes:
    us, offset = unpack_timetz(time)
    return pack_timetz(_shifted(us, interval, -1), offset)


@function("interval_um(interval)")
def interval_minus(interval: str) -> str:
    parts = negated(unpack_interval(interval))
    return pack(parts.months, parts.days, parts.us)


def _sum(left: Interval, right: Interval) -> str:
    if left.infinite or right.infinite:
        if left.infinite + right.infinite == 0:
            raise datetime_out_of_range("interval")
        return infinite_interval(left.infinite or right.infinite)
    return pack(left.months + right.months, left.days + right.days, left.us + right.us)


@function("interval_pl(interval,interval)")
def interval_plus_interval(left: str, right: str) -> str:
    return _sum(unpack_interval(left), unpack_interval(right))


@function("interval_mi(interval,interval)")
def interval_minus_interval(left: str, right: str) -> str:
    less, by = unpack_interval(left), unpack_interval(right)
    if less.infinite or by.infinite:
        return _sum(less, negated(by))
    return pack(less.months - by.months, less.days - by.days, less.us - by.us)


def _microseconds(seconds: float) -> float:
    """Rounded to whole microseconds."""
    return round(seconds * 1e6) / 1e6


def _scaled(months: float, days: float, us: float) -> str:
    """An interval of fractional parts: what is left of months flows into days of a 30th, of days into 24 hours."""
    try:
        whole_months, whole_days = math.trunc(months), math.trunc(days)
        month_rest = _microseconds((months - whole_months) * 30)
        second_rest = _microseconds((days - whole_days + month_rest - math.trunc(month_rest)) * 86400)
        if abs(second_rest) >= 86400:
            carry = math.trunc(second_rest / 86400)
            whole_days += carry
            second_rest -= carry * 86400
        return pack(whole_months, whole_days + math.trunc(month_rest), round(us + second_rest * 1e6))
    except (ValueError, OverflowError):
        raise datetime_out_of_range("interval") from None


@function("interval_mul(interval,double precision)")
def interval_times(interval: str, factor: float | str) -> str:
    """22008 for NaN, zero times infinity, and beyond the range."""
    parts, factor = unpack_interval(interval), float(factor)
    if math.isnan(factor):
        raise datetime_out_of_range("interval")
    if parts.infinite or math.isinf(factor):
        sign = (parts.infinite or parts.span) * factor
        if sign == 0 or math.isnan(sign):
            raise datetime_out_of_range("interval")
        return infinite_interval(1 if sign > 0 else -1)
    return _scaled(parts.months * factor, parts.days * factor, parts.us * factor)


@function("mul_d_interval(double precision,interval)")
def times_interval(factor: float | str, interval: str) -> str:
    return interval_times(interval, factor)


@function("interval_div(interval,double precision)")
def interval_divided(interval: str, divisor: float | str) -> str:
    parts, divisor = unpack_interval(interval), float(divisor)
    if divisor == 0:
        raise division_by_zero()
    if math.isnan(divisor) or (parts.infinite and math.isinf(divisor)):
        raise datetime_out_of_range("interval")
    if parts.infinite:
        return infinite_interval(parts.infinite if divisor > 0 else -parts.infinite)
    return _scaled(parts.months / divisor, parts.days / divisor, parts.us / divisor)
