"""extract, date_part and date_trunc ("Date/Time Functions and Operators").

Amounts are exact: extract prints them as numeric, date_part rounds them to double precision.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from translator.builtins.datetime_arithmetic import date_as_timestamp, zone_to_count_in
from translator.builtins.declare import function
from translator.builtins.numeric_math import divide
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import invalid_parameter_value
from translator.types.calendar import (
    DAY_US,
    JULIAN_EPOCH,
    UNIX_EPOCH_DAYS,
    UNIX_EPOCH_US,
    civil_from_days,
    day_of_week,
    day_of_year,
    days_from_civil,
    iso_week,
    monday_of,
)
from translator.types.datetime import check_timestamp, unpack_timetz
from translator.types.datetime_output import (
    DATE_INFINITY,
    INFINITE_DATES,
    INFINITE_TIMESTAMPS,
    TIMESTAMP_INFINITY,
)
from translator.types.interval import Interval, pack, truncate, unpack_interval
from translator.types.numeric import EXACT, INFINITY, NEGATIVE_INFINITY, from_decimal, round_to
from translator.types.timezone import session_zone

UNITS: dict[str, str] = {}
for _name, _words in {
    "microsecond": "microsecond microseconds us usec usecs usecond useconds microsecon",
    "millisecond": "millisecond milliseconds ms msec msecs msecond mseconds millisecon",
    "second": "second seconds s sec secs",
    "minute": "minute minutes m min mins",
    "hour": "hour hours h hr hrs",
    "day": "day days d",
    "week": "week weeks w",
    "month": "month months mon mons",
    "quarter": "quarter quarters qtr",
    "year": "year years y yr yrs",
    "decade": "decade decades dec decs",
    "century": "century centuries c cent",
    "millennium": "millennium millennia mil mils",
    "epoch": "epoch",
    "julian": "julian jd j",
    "dow": "dow",
    "isodow": "isodow",
    "doy": "doy",
    "isoyear": "isoyear",
    "timezone": "timezone",
    "timezone_hour": "timezone_hour timezone_h",
    "timezone_minute": "timezone_minute timezone_m",
}.items():
    UNITS.update(dict.fromkeys(_words.split(), _name))
TIME_UNITS = ("microsecond", "millisecond", "second", "minute", "hour")
ZONE_UNITS = ("timezone", "timezone_hour", "timezone_minute")
EXACT_EPOCH_END = 2**63 - 1 + UNIX_EPOCH_US
ENDLESS = ("year", "decade", "century", "millennium", "julian", "isoyear", "epoch")
"""Units that grow without end, and are infinite for an infinite date."""
INSTANTS = ("now", "today", "tomorrow", "yesterday", "infinity", "allballs")
"""Words that stand for a whole date or time."""
FIELDS_ALONE = ("epoch", "julian", "dow", "isodow", "doy", "isoyear")
"""Units that nothing can be cut to."""
TRUNCATED_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
TRUNCATED_US = {
    "microsecond": 1,
    "millisecond": 1000,
    "second": 1_000_000,
    "minute": 60_000_000,
    "hour": 3_600_000_000,
    "day": DAY_US,
}
DATE_TYPE, TIME_TYPE, TIMETZ_TYPE = "date", "time without time zone", "time with time zone"
TIMESTAMP_TYPE, TIMESTAMPTZ_TYPE = "timestamp without time zone", "timestamp with time zone"


def _unrecognized(unit: str, type_name: str) -> PgError:
    return invalid_parameter_value(f'unit "{unit}" not recognized for type {type_name}')


def _unsupported(unit: str, type_name: str, detail: str | None = None) -> PgError:
    return feature_not_supported_message(f'unit "{unit}" not supported for type {type_name}', detail=detail)


def _folded(unit: str) -> str:
    """In lower case and cut, as identifiers are: ASCII letters alone, 63 bytes."""
    return unit.encode().lower()[:63].decode("utf-8", "ignore")


def _unit(unit: str, type_name: str, *, of_instant: bool = False) -> str:
    """The unit that a word means.  The words for whole dates are known, but have no field."""
    folded = _folded(unit)
    if folded in UNITS:
        return UNITS[folded]
    raise (_unsupported if of_instant and folded in INSTANTS else _unrecognized)(folded, type_name)


def _seconds(us: int, places: int = 6) -> str:
    """Microseconds as seconds (6 places) or milliseconds (3 places)."""
    return from_decimal(Decimal(us).scaleb(-places))


def _of_time(unit: str, us: int) -> str | None:
    """A field of a time of day, which may be negative in an interval; None for other units."""
    of_minute = truncate(us, 60_000_000)[1]
    match unit:
        case "microsecond":
            return str(of_minute)
        case "millisecond":
            return _seconds(of_minute, 3)
        case "second":
            return _seconds(of_minute)
        case "minute":
            return str(truncate(truncate(us, 3_600_000_000)[1], 60_000_000)[0])
        case "hour":
            return str(truncate(us, 3_600_000_000)[0])
    return None


def _of_date(unit: str, days: int) -> str | None:
    """A field of a date; None for other units."""
    year, month, day = civil_from_days(days)
    shown = year if year > 0 else year - 1
    match unit:
        case "day":
            return str(day)
        case "week":
            return str(iso_week(days)[1])
        case "month":
            return str(month)
        case "quarter":
            return str((month + 2) // 3)
        case "year":
            return str(shown)
        case "decade":
            return str(year // 10)
        case "century" | "millennium":
            size = 100 if unit == "century" else 1000
            return str((year + size - 1) // size if year > 0 else -(-year // size + 1))
        case "isoyear":
            iso = iso_week(days)[0]
            return str(iso if iso > 0 else iso - 1)
        case "dow":
            return str(day_of_week(days))
        case "isodow":
            return str(day_of_week(days) or 7)
        case "doy":
            return str(day_of_year(days))
    return None


def _julian(timestamp: int) -> str:
    days, us = divmod(timestamp, DAY_US)
    fraction = divide(Decimal(us), Decimal(DAY_US))
    return from_decimal(EXACT.add(Decimal(days + JULIAN_EPOCH), fraction))


def _of_infinite(unit: str, positive: bool) -> str | None:
    if unit not in ENDLESS:
        return None
    return INFINITY if positive else NEGATIVE_INFINITY


def _epoch(value: int) -> str:
    """Seconds since 1970; towards the end of time they come of a division, which keeps fewer digits."""
    if value < EXACT_EPOCH_END:
        return _seconds(value - UNIX_EPOCH_US)
    return from_decimal(round_to(divide(Decimal(value - UNIX_EPOCH_US), Decimal(1_000_000)), 6))


def _of_timestamp(unit: str, local: int, type_name: str, given: str) -> str:
    days, us = divmod(local, DAY_US)
    if unit == "epoch":
        return _epoch(local)
    if unit == "julian":
        return _julian(local)
    found = _of_time(unit, us) or _of_date(unit, days)
    if found is None:
        raise _unsupported(given.lower(), type_name)
    return found


@function('"extract"(text,timestamp without time zone)')
def extract_timestamp(unit: str, value: int) -> str | None:
    known = _unit(unit, TIMESTAMP_TYPE, of_instant=True)
    if value in INFINITE_TIMESTAMPS:
        return _of_infinite(known, value == TIMESTAMP_INFINITY)
    if known in ZONE_UNITS:
        raise _unsupported(_folded(unit), TIMESTAMP_TYPE)
    return _of_timestamp(known, value, TIMESTAMP_TYPE, unit)


def _of_zone(unit: str, offset: int) -> str:
    if unit == "timezone":
        return str(offset)
    return str(truncate(offset, 3600)[0] if unit == "timezone_hour" else truncate(truncate(offset, 3600)[1], 60)[0])


@function('"extract"(text,timestamp with time zone)', context=True)
def extract_timestamptz(context: ExecutionContext, unit: str, value: int) -> str | None:
    known = _unit(unit, TIMESTAMPTZ_TYPE, of_instant=True)
    if value in INFINITE_TIMESTAMPS:
        return _of_infinite(known, value == TIMESTAMP_INFINITY)
    if known == "epoch":
        return _epoch(value)
    offset = session_zone(context.settings.timezone).offset_at(value)
    if known in ZONE_UNITS:
        return _of_zone(known, offset)
    return _of_timestamp(known, value + offset * 1_000_000, TIMESTAMPTZ_TYPE, unit)


@function('"extract"(text,date)')
def extract_date(unit: str, days: int) -> str | None:
    known = _unit(unit, DATE_TYPE, of_instant=True)
    if known in TIME_UNITS or known in ZONE_UNITS:
        raise _unsupported(_folded(unit), DATE_TYPE)
    if days in INFINITE_DATES:
        return _of_infinite(known, days == DATE_INFINITY)
    if known == "epoch":
        return str((days - UNIX_EPOCH_DAYS) * 86400)
    return str(days + JULIAN_EPOCH) if known == "julian" else _of_date(known, days)


@function('"extract"(text,time without time zone)')
def extract_time(unit: str, us: int) -> str:
    known = _unit(unit, TIME_TYPE)
    found = _seconds(us) if known == "epoch" else _of_time(known, us)
    if found is None:
        raise _unsupported(_folded(unit), TIME_TYPE)
    return found


@function('"extract"(text,time with time zone)')
def extract_timetz(unit: str, value: bytes) -> str:
    known = _unit(unit, TIMETZ_TYPE)
    us, offset = unpack_timetz(value)
    if known in ZONE_UNITS:
        return _of_zone(known, offset)
    found = _seconds(us - offset * 1_000_000) if known == "epoch" else _of_time(known, us)
    if found is None:
        raise _unsupported(_folded(unit), TIMETZ_TYPE)
    return found


def _of_interval_date(unit: str, value: Interval) -> str | None:
    years, months = truncate(value.months, 12)
    match unit:
        case "day":
            return str(value.days)
        case "week":
            return str(truncate(value.days, 7)[0])
        case "month":
            return str(months)
        case "quarter":
            return str(months // 3 + 1 if value.months >= 0 else -(-months // 3 + 1))
        case "year":
            return str(years)
        case "decade" | "century" | "millennium":
            return str(truncate(years, TRUNCATED_MONTHS[unit] // 12)[0])
    return None


def _interval_epoch(value: Interval) -> str:
    """Seconds, with years of 365.25 days and months of 30 days."""
    years, months = truncate(value.months, 12)
    quarter_days = years * 1461 + (months * 30 + value.days) * 4
    return _seconds(quarter_days * DAY_US // 4 + value.us)


@function('"extract"(text,interval)')
def extract_interval(unit: str, value: str) -> str | None:
    parts = unpack_interval(value)
    known = _unit(unit, "interval", of_instant=bool(parts.infinite))
    if known == "epoch" and not parts.infinite:
        return _interval_epoch(parts)
    found = _of_time(known, parts.us) or _of_interval_date(known, parts)
    if found is None and known != "epoch":
        raise _unsupported(_folded(unit), "interval")
    if not parts.infinite:
        return found
    if known not in {"hour", "day", *ENDLESS}:
        return None
    return INFINITY if parts.infinite > 0 else NEGATIVE_INFINITY


def _double(amount: str | None) -> float | None:
    if amount in {INFINITY, NEGATIVE_INFINITY}:
        return float("inf") if amount == INFINITY else float("-inf")
    return None if amount is None else float(amount)


@function("date_part(text,timestamp without time zone)")
def date_part_timestamp(unit: str, value: int) -> float | None:
    return _double(extract_timestamp(unit, value))


@function("date_part(text,timestamp with time zone)", context=True)
def date_part_timestamptz(context: ExecutionContext, unit: str, value: int) -> float | None:
    return _double(extract_timestamptz(context, unit, value))


@function("date_part(text,date)")
def date_part_date(unit: str, days: int) -> float | None:
    return _double(extract_timestamp(unit, date_as_timestamp(days)))


@function("date_part(text,time without time zone)")
def date_part_time(unit: str, us: int) -> float | None:
    return _double(extract_time(unit, us))


@function("date_part(text,time with time zone)")
def date_part_timetz(unit: str, value: bytes) -> float | None:
    if _unit(unit, TIMETZ_TYPE) == "epoch":  # the seconds of the day are rounded before the zone counts
        us, offset = unpack_timetz(value)
        return us / 1_000_000 - offset
    return _double(extract_timetz(unit, value))


@function("date_part(text,interval)")
def date_part_interval(unit: str, value: str) -> float | None:
    return _double(extract_interval(unit, value))


def truncated(unit: str, local: int, type_name: str, given: str) -> int:
    """A local time cut to a unit's beginning."""
    if unit in TRUNCATED_US:
        return local // TRUNCATED_US[unit] * TRUNCATED_US[unit]
    first = _first_day(unit, local // DAY_US)
    if first is None:
        raise _unsupported(given.lower(), type_name)
    return first * DAY_US


@lru_cache(maxsize=8192)
def _first_day(unit: str, days: int) -> int | None:
    """The day that begins the week, month, ... of a day; None for what is no such unit."""
    year, month, _ = civil_from_days(days)
    match unit:
        case "week":
            return monday_of(days)
        case "month" | "quarter":
            return days_from_civil(year, month if unit == "month" else (month - 1) // 3 * 3 + 1, 1)
        case "year":
            return days_from_civil(year, 1, 1)
        case "decade":
            return days_from_civil(year // 10 * 10, 1, 1)
        case "century" | "millennium":
            size = 100 if unit == "century" else 1000
            return days_from_civil((year - 1) // size * size + 1, 1, 1)
    return None


@lru_cache(maxsize=256)
def _truncation_unit(unit: str, type_name: str) -> str:
    known = _unit(unit, type_name)
    if known in FIELDS_ALONE:
        raise _unrecognized(_folded(unit), type_name)
    return known


@function("date_trunc(text,timestamp without time zone)")
def date_trunc_timestamp(unit: str, value: int) -> int:
    known = _truncation_unit(unit, TIMESTAMP_TYPE)
    infinite = value in INFINITE_TIMESTAMPS
    cut = truncated(known, 0 if infinite else value, TIMESTAMP_TYPE, unit)
    return value if infinite else check_timestamp(cut)


@function("date_trunc(text,timestamp with time zone)", "date_trunc(text,timestamp with time zone,text)", context=True)
def date_trunc_timestamptz(context: ExecutionContext, unit: str, value: int, zone_name: str | None = None) -> int:
    zone = zone_to_count_in(context, zone_name)
    known = _truncation_unit(unit, TIMESTAMPTZ_TYPE)
    if value in INFINITE_TIMESTAMPS:
        truncated(known, 0, TIMESTAMPTZ_TYPE, unit)
        return value
    offset = zone.offset_at(value)
    local = truncated(known, value + offset * 1_000_000, TIMESTAMPTZ_TYPE, unit)
    if known not in TIME_UNITS:
        offset = zone.offset_of_local(local)
    return check_timestamp(local - offset * 1_000_000)


@function("date_trunc(text,interval)")
def date_trunc_interval(unit: str, value: str) -> str:
    known = _truncation_unit(unit, "interval")
    if known not in TRUNCATED_US and known not in TRUNCATED_MONTHS:
        detail = "Months usually have fractional weeks." if known == "week" else None
        raise _unsupported(_folded(unit), "interval", detail)
    parts = unpack_interval(value)
    if parts.infinite:
        return value
    if known in TRUNCATED_MONTHS:
        return pack(parts.months - truncate(parts.months, TRUNCATED_MONTHS[known])[1], 0, 0)
    if known == "day":
        return pack(parts.months, parts.days, 0)
    return pack(parts.months, parts.days, parts.us - truncate(parts.us, TRUNCATED_US[known])[1])
