"""to_date and to_timestamp: text read by a template ("Data Type Formatting Functions")."""

from __future__ import annotations

from typing import Any

from translator.builtins.datetime_cast import from_local
from translator.builtins.datetime_template import Piece, parse_template
from translator.builtins.datetime_template_input import Parsed, read_by_template
from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import datetime_field_overflow, datetime_out_of_range, time_zone_displacement_out_of_range
from translator.types import oids
from translator.types.calendar import (
    DAY_US,
    JULIAN_EPOCH,
    civil_from_days,
    days_from_civil,
    monday_of,
    month_length,
)
from translator.types.datetime import (
    DATE_MAXIMUM,
    DATE_MINIMUM,
    TIMESTAMP_MAXIMUM,
    TIMESTAMP_MINIMUM,
    check_timestamp,
    pack_timetz,
    round_us,
)
from translator.types.datetime_input import MAX_ZONE_HOURS
from translator.types.timezone import session_zone

JULIAN_START = 32044
"""Days from -4800-03-01 to the Julian day 0: earlier ones count from the end of 32 bits."""
TIMED = frozenset({"AM", "PM", "A.M.", "P.M.", "HH", "HH12", "HH24", "MI", "SS", "MS", "US", "SSSS", "SSSSS"} |
                  {f"FF{digits}" for digits in range(1, 7)})  # fmt: skip
ZONED = frozenset({"TZ", "TZH", "TZM", "OF"})

UNDATED = frozenset({"FX", "IW"})
"""Patterns that do not make a date of what is read by a template, although a week is part of one."""


def _year(fields: Parsed, text: str) -> int:
    """The year, 0 being 1 BC, which is also that of a text without one."""
    year, century = fields.year, -fields.century if fields.bc else fields.century
    if year and century and fields.year_digits <= 2:
        found = _year_of_century(abs(year) % 100 * (1 if year > 0 else -1), century)
    elif year:
        year = -year if fields.bc else year
        found = year + (year < 0)
    elif century:
        found = (century - 1) * 100 + 1 if century > 0 else century * 100 + 1
    else:
        found = 0
    if not -(2**31) <= found < 2**31:
        raise datetime_field_overflow(text)
    return found


def _year_of_century(year: int, century: int) -> int:
    """A century ends with its year 00."""
    if year:
        return (century - 1) * 100 + year if century > 0 else (century + 1) * 100 - year + 1
    return century * 100 + (century < 0)


def _date(fields: Parsed, text: str) -> tuple[int, int, int]:
    """Year, month and day, which may lie outside the month where the text has no year; 22008 for a date that does
    not exist.
    """
    year, month, day = _year(fields, text), 1, 1
    checked = {"year"} if fields.year or fields.century else set()
    complete = {"year", "month", "day"}
    year_day, month_day = fields.year_day, fields.day
    if fields.julian:
        started = (fields.julian + JULIAN_START) % 2**32
        year, month, day = civil_from_days(started - JULIAN_START - JULIAN_EPOCH)
        checked = complete
    if fields.week and fields.iso:
        behind = 0 if not fields.week_day else fields.week_day - 2 if fields.week_day > 1 else 6
        days = monday_of(days_from_civil(year, 1, 4)) + (fields.week - 1) * 7 + behind
        year, month, day = civil_from_days(days)
        checked = complete
    elif fields.week:
        year_day = (fields.week - 1) * 7 + 1
    if fields.month_week:
        month_day = (fields.month_week - 1) * 7 + 1
    if max(abs(year_day), abs(month_day)) >= 2**31:
        raise datetime_field_overflow(text)
    if month_day:
        day = month_day
        checked = checked | {"day"}
    if fields.month:
        month = fields.month
        checked = checked | {"month"}
    if year_day and (month <= 1 or day <= 1):
        if not year and not fields.bc:
            raise PgError("22007", "cannot calculate day of year without year information")
        if fields.iso:
            year, month, day = civil_from_days(monday_of(days_from_civil(year, 1, 4)) + year_day - 1)
            checked = complete
        else:
            month, day = _of_year_day(year, month, day, year_day)
            checked = checked | {"month", "day"}
    wrong = ("month" in checked and not 1 <= month <= 12) or ("day" in checked and not 1 <= day <= 31)
    if wrong or (checked == complete and day > month_length(year, month)):
        raise datetime_field_overflow(text)
    return year, month, day


def _of_year_day(year: int, month: int, day: int, year_day: int) -> tuple[int, int]:
    """The month and the day that a day of the year gives, where they are the first ones; a 13th month behind it."""
    found, before = 1, 0
    while found <= 12 and year_day > before + month_length(year, found):
        before += month_length(year, found)
        found += 1
    return found if month <= 1 else month, year_day - before if day <= 1 else day


def _clock(fields: Parsed) -> tuple[int, int, int]:
    """Hour, minute and second; 22007 for an hour that is none of twelve."""
    sign, seconds = 1 if fields.day_seconds >= 0 else -1, abs(fields.day_seconds)
    hour = fields.hour or sign * (seconds // 3600)
    if fields.half_day:
        if not 1 <= hour <= 12:
            raise PgError(
                "22007",
                f'hour "{hour}" is invalid for the 12-hour clock',
                hint="Use the 24-hour clock, or give an hour between 1 and 12.",
            )
        hour = hour % 12 + (12 if fields.afternoon else 0)
    return hour, fields.minute or sign * (seconds // 60 % 60), fields.second or sign * (seconds % 60)


def _time(clock: tuple[int, int, int], fields: Parsed, text: str) -> int:
    """Microseconds of the day; 22008."""
    hour, minute, second = clock
    us = fields.ms * 1000 + fields.us
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= us < 1_000_000):
        raise datetime_field_overflow(text)
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + us


def _offset(fields: Parsed, text: str, local: int) -> int | None:
    """Seconds east of Greenwich, None where the text names no zone.  Raises PgError 22009."""
    if not fields.zone_sign:
        return None if fields.zone is None else fields.zone.offset_of_local(local)
    if not 0 <= fields.zone_hour <= MAX_ZONE_HOURS or not 0 <= fields.zone_minute < 60:
        raise time_zone_displacement_out_of_range(text)
    return (fields.zone_hour * 60 + fields.zone_minute) * 60 * fields.zone_sign


def _read(text: str, pieces: tuple[Piece, ...], timezone: str, *, standard: bool = False) -> tuple[Parsed, int, int]:
    """The fields, the day and the microseconds of the day."""
    fields = read_by_template(text, pieces, timezone, standard=standard)
    clock = _clock(fields)
    date = _date(fields, text)
    return fields, days_from_civil(*date), _time(clock, fields, text)


@function("to_date(text,text)", context=True)
def to_date(context: ExecutionContext, text: str, template: str) -> int:
    """22007 and 22008 for texts that do not fit."""
    fields, days, time = _read(text, parse_template(template), context.settings.timezone)
    _offset(fields, text, days * DAY_US + time)
    return _checked_date(days, text)


def _checked_date(days: int, text: str) -> int:
    if not DATE_MINIMUM <= days < DATE_MAXIMUM:
        raise datetime_out_of_range("date", text)
    return days


@function("to_timestamp(text,text)", context=True)
def to_timestamp(context: ExecutionContext, text: str, template: str) -> int:
    """In the session's zone unless the text names another."""
    timezone = context.settings.timezone
    fields, days, time = _read(text, parse_template(template), timezone)
    local = days * DAY_US + time
    offset = _offset(fields, text, local)
    zone = session_zone(timezone)
    instant = from_local(local, zone) if offset is None else check_timestamp(local - offset * 1_000_000)
    return round_us(instant, fields.precision) if fields.precision else instant


def read_datetime(text: str, template: str, timezone: str) -> tuple[int, Any, int]:
    """(type, value, offset) of the kind of datetime that a template's patterns make, read as the SQL standard has it.
    Raises PgError 22007, 22008, 22009.
    """
    pieces = parse_template(template, standard=True)
    fields, days, time = _read(text, pieces, timezone, standard=True)
    local = days * DAY_US + time
    offset = _offset(fields, text, local)
    patterns = {piece.pattern for piece in pieces if piece.pattern}
    timed, zoned = not patterns.isdisjoint(TIMED), not patterns.isdisjoint(ZONED)
    precision = fields.precision or 6
    if patterns - TIMED - ZONED - UNDATED:
        if not timed:
            if zoned:
                raise PgError("22007", "datetime format is zoned but not timed")
            return oids.DATE, _checked_date(days, text), 0
        instant = local - (offset or 0) * 1_000_000
        if not TIMESTAMP_MINIMUM <= instant < TIMESTAMP_MAXIMUM:
            raise datetime_out_of_range("timestamptz" if zoned else "timestamp")
        return oids.TIMESTAMPTZ if zoned else oids.TIMESTAMP, round_us(instant, precision), offset or 0
    if not timed:
        raise PgError("22007", "datetime format is not dated and not timed")
    time = round_us(time, precision)
    return (oids.TIMETZ, pack_timetz(time, offset or 0), 0) if zoned else (oids.TIME, time, 0)
