"""Prints dates and times in the four output styles of DateStyle ("Date/Time Output")."""

from __future__ import annotations

from functools import lru_cache

from translator.types.calendar import DAY_NAMES, DAY_US, MONTHS, civil_from_days, day_of_week
from translator.types.timezone import Zone

TIMESTAMP_INFINITY = 2**63 - 1
TIMESTAMP_MINUS_INFINITY = -(2**63)
DATE_INFINITY = 2**31 - 1
DATE_MINUS_INFINITY = -(2**31)
INFINITE = {
    TIMESTAMP_INFINITY: "infinity",
    TIMESTAMP_MINUS_INFINITY: "-infinity",
    DATE_INFINITY: "infinity",
    DATE_MINUS_INFINITY: "-infinity",
}
INFINITE_TIMESTAMPS = (TIMESTAMP_INFINITY, TIMESTAMP_MINUS_INFINITY)
INFINITE_DATES = (DATE_INFINITY, DATE_MINUS_INFINITY)


def style_of(datestyle: str) -> tuple[str, str]:
    """The style and the field order: ("ISO", "MDY")."""
    style, _, order = datestyle.partition(", ")
    return style, order or "MDY"


@lru_cache(maxsize=16384)
def iso_date(days: int) -> str:
    """2000-01-01 for a date that is not BC."""
    year, month, day = civil_from_days(days)
    return f"{year:04d}-{month:02d}-{day:02d}"


@lru_cache(maxsize=8192)
def clock(seconds: int) -> str:
    """HH:MM:SS."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def time_text(us: int) -> str:
    """HH:MM:SS with as many fraction digits as there are."""
    seconds, fraction = divmod(us, 1_000_000)
    return f"{clock(seconds)}.{fraction:06d}".rstrip("0") if fraction else clock(seconds)


def offset_text(offset: int) -> str:
    """+HH[:MM[:SS]] for seconds east of UTC."""
    sign, offset = ("-", -offset) if offset < 0 else ("+", offset)
    hours, rest = divmod(offset, 3600)
    minutes, seconds = divmod(rest, 60)
    if seconds:
        return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}"
    return f"{sign}{hours:02d}:{minutes:02d}" if minutes else f"{sign}{hours:02d}"


def date_text(days: int, datestyle: str) -> str:
    """A finite or infinite date."""
    if days in INFINITE_DATES:
        return INFINITE[days]
    year, month, day = civil_from_days(days)
    style, order = style_of(datestyle)
    if style == "ISO" and year > 0:
        return iso_date(days)
    shown, era = (year, "") if year > 0 else (1 - year, " BC")
    return _date_in_style(shown, month, day, style, order) + era


def _date_in_style(year: int, month: int, day: int, style: str, order: str) -> str:
    if style == "ISO":
        return f"{year:04d}-{month:02d}-{day:02d}"
    if style == "German":
        return f"{day:02d}.{month:02d}.{year:04d}"
    first, second = (day, month) if order == "DMY" else (month, day)
    separator = "/" if style == "SQL" else "-"
    return f"{first:02d}{separator}{second:02d}{separator}{year:04d}"


def timestamp_text(value: int, datestyle: str) -> str:
    """A timestamp without time zone."""
    if value in INFINITE_TIMESTAMPS:
        return INFINITE[value]
    days, us = divmod(value, DAY_US)
    if datestyle.startswith("ISO") and days >= -719162:
        return f"{iso_date(days)} {time_text(us)}"
    return _in_style(days, us, datestyle, "")


def timestamptz_text(value: int, datestyle: str, zone: Zone) -> str:
    """A timestamp with time zone, in the session's zone."""
    if value in INFINITE_TIMESTAMPS:
        return INFINITE[value]
    offset = zone.fixed if zone.fixed is not None else zone.offset_at(value)
    days, us = divmod(value + offset * 1_000_000, DAY_US)
    if datestyle.startswith("ISO"):
        if days >= -719162:
            return f"{iso_date(days)} {time_text(us)}{offset_text(offset)}"
        return _in_style(days, us, datestyle, offset_text(offset))
    return _in_style(days, us, datestyle, " " + zone.abbreviation_at(value))


def _in_style(days: int, us: int, datestyle: str, zone: str) -> str:
    style, order = style_of(datestyle)
    year, month, day = civil_from_days(days)
    shown, era = (year, "") if year > 0 else (1 - year, " BC")
    if style != "Postgres":
        return f"{_date_in_style(shown, month, day, style, order)} {time_text(us)}{zone}{era}"
    month_day = f"{day:02d} {MONTHS[month - 1]}" if order == "DMY" else f"{MONTHS[month - 1]} {day:02d}"
    return f"{DAY_NAMES[day_of_week(days)][:3]} {month_day} {time_text(us)} {shown:04d}{zone}{era}"
