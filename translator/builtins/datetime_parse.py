"""to_date and to_timestamp: text read by a template ("Data Type Formatting Functions")."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from translator.builtins.datetime_cast import from_local
from translator.builtins.datetime_format import ROMAN_MONTHS
from translator.builtins.datetime_template import Piece, Template, parse_template
from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import (
    PgError,
    datetime_field_overflow,
    datetime_out_of_range,
    time_zone_displacement_out_of_range,
)
from translator.types import oids
from translator.types.calendar import (
    DAY_NAMES,
    DAY_US,
    JULIAN_EPOCH,
    MONTH_NAMES,
    days_from_civil,
    is_leap,
    monday_of,
    month_length,
)
from translator.types.datetime import DATE_MAXIMUM, DATE_MINIMUM, check_timestamp, pack_timetz
from translator.types.datetime_input import MAX_ZONE_HOURS
from translator.types.timezone import abbreviation_offset, session_zone

SEPARATORS = frozenset(string.punctuation)
INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
SHORT_MONTHS = tuple(name[:3] for name in MONTH_NAMES)
WIDTHS = {
    **dict.fromkeys(
        ("HH", "HH12", "HH24", "MI", "SS", "MM", "DD", "WW", "IW", "CC", "YY", "IY", "TZH", "TZM", "TZ", "OF"), 2
    ),
    **dict.fromkeys(("DDD", "IDDD", "YYY", "IYY", "MS"), 3),
    **dict.fromkeys(("YYYY", "IYYY"), 4),
    **dict.fromkeys(("D", "ID", "W", "Y", "I", "Q"), 1),
    **{"US": 6, "SSSS": 4, "SSSSS": 5, "J": 1, "FF1": 1, "FF2": 2, "FF3": 3, "FF4": 4, "FF5": 5, "FF6": 6},
}
"""How many characters a number takes where another one follows."""
FIELDS = {
    **{"HH": "hour", "HH12": "hour", "HH24": "hour", "MI": "minute", "SS": "second", "MM": "month", "DD": "day"},
    **{"WW": "week", "IW": "week", "CC": "century", "DDD": "year_day", "IDDD": "year_day", "J": "julian"},
    **{"SSSS": "day_seconds", "SSSSS": "day_seconds", "W": "month_week", "TZH": "zone_hour", "TZM": "zone_minute"},
}
ISO_PATTERNS = frozenset({"IYYY", "IYY", "IY", "I", "IW", "ID", "IDDD"})
GREGORIAN_PATTERNS = frozenset({"YYYY", "YYY", "YY", "Y", "Y,YYY", "MM", "DD", "DDD", "D", "W", "WW"})
WIDTH_HINT = 'If your source string is not fixed-width, try using the "FM" modifier.'


def invalid_value(value: str, pattern: str, detail: str, hint: str | None = None) -> PgError:
    return PgError("22007", f'invalid value "{value}" for "{pattern}"', detail=detail, hint=hint)


class Parsed(Struct):
    """What was read; None where the template has no such pattern."""

    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    us: int = 0
    day_seconds: int | None = None
    afternoon: bool | None = None
    half_day: bool = False
    year: int | None = None
    short_year: bool = False
    century: int | None = None
    bc: bool = False
    month: int | None = None
    day: int | None = None
    week: int | None = None
    month_week: int | None = None
    week_day: int | None = None
    year_day: int | None = None
    julian: int | None = None
    iso: bool = False
    convention: bool | None = None
    """Whether the patterns of dates were those of ISO weeks; None while there was none of either kind."""
    zone_sign: int = 0
    """That of the hours and minutes of an offset, 0 while there are none."""
    zone_hour: int | None = None
    zone_minute: int | None = None
    abbreviated: int | None = None
    """The offset of a zone's abbreviation, in seconds."""

    def offset(self, text: str) -> int | None:
        """Seconds east of Greenwich, None where the text names no zone.  Raises PgError 22009."""
        if not self.zone_sign:
            return self.abbreviated
        hours, minutes = self.zone_hour or 0, self.zone_minute or 0
        if not 0 <= hours <= MAX_ZONE_HOURS or not 0 <= minutes < 60:
            raise time_zone_displacement_out_of_range(text)
        return (hours * 60 + minutes) * 60 * self.zone_sign


class _Reader:
    """Walks a template and a text side by side."""

    def __init__(self, text: str, template: Template, timezone: str = "UTC") -> None:
        self.text = text
        self.timezone = timezone
        self.template = template
        self.position = 0
        self.skipped = 0
        """White space skipped beyond what the template asked for."""
        self.fields = Parsed()

    @property
    def letter(self) -> str:
        return self.text[self.position : self.position + 1]

    def read(self) -> Parsed:
        for index, piece in enumerate(self.template.pieces):
            if self.position >= len(self.text):
                break
            if not self.template.exact and (piece.pattern or index == 0):
                self.skip_spaces()
            if not piece.pattern:
                self.literal(piece)
                continue
            self.pattern(piece, index)
            if not self.template.exact:
                self.skipped = 0
                self.skip_spaces()
        return self.fields

    def skip_spaces(self) -> None:
        while self.letter.isspace():
            self.position += 1
            self.skipped += 1

    def literal(self, piece: Piece) -> None:
        """A space or separator matches any one or nothing; other text takes as many characters."""
        if self.template.exact:
            self.position += len(piece.text)
        elif not piece.quoted and (piece.text.isspace() or piece.text in SEPARATORS):
            if self.letter.isspace() or self.letter in SEPARATORS:
                self.position += 1
            else:
                self.skipped -= 1
        else:
            for _ in piece.text:
                if self.skipped > 0:
                    self.skipped -= 1
                else:
                    self.position += 1

    def pattern(self, piece: Piece, index: int) -> None:
        name = piece.pattern
        if name in NAMES:
            NAMES[name](self, piece)
        elif name in ZONES:
            ZONES[name](self, piece, index)
        elif name == "Y,YYY":
            self.thousands_year(piece)
        else:
            if name == "TZH":
                self.zone_sign()
            elif name == "TZM" and not self.fields.zone_sign:
                self.fields.zone_sign = 1
            start = self.position
            number = self.number(piece, index)
            self.store(piece, number, len(self.text[start : self.position].strip()))
        if piece.ordinal:
            self.position += 2

    def number(self, piece: Piece, index: int) -> int:
        """An integer, of fixed width where the template goes on with a digit."""
        while self.letter.isspace():
            self.position += 1
        width = WIDTHS[piece.pattern]
        rest = self.text[self.position :]
        fixed = piece.fill and not self.ends_by_itself(piece, index)
        octets = rest.encode()  # by which PostgreSQL counts here
        shown = octets[:width].decode(errors="surrogateescape")
        source = shown if fixed else rest
        if fixed and len(octets) < width:
            raise PgError(
                "22007",
                f'source string too short for "{piece.text}" formatting field',
                detail=f"Field requires {width} characters, but only {len(octets)} remain.",
                hint=WIDTH_HINT,
            )
        match = INTEGER.match(source)
        if match is None:
            raise invalid_value(shown, piece.text, "Value must be an integer.")
        if fixed and len(match[0]) < width:
            detail = f"Field requires {width} characters, but only {len(match[0])} could be parsed."
            raise invalid_value(source, piece.text, detail, WIDTH_HINT)
        self.position += len(match[0])
        if not -(2**31) <= int(match[0]) < 2**31:
            detail = "Value must be in the range -2147483648 to 2147483647."
            raise PgError("22008", f'value for "{piece.text}" in source string is out of range', detail=detail)
        return int(match[0])

    def ends_by_itself(self, piece: Piece, index: int) -> bool:
        """Is what follows in the template no digit?"""
        if piece.ordinal or index + 1 >= len(self.template.pieces):
            return True
        following = self.template.pieces[index + 1]
        if following.pattern:
            return following.pattern in NAMES or following.pattern in ZONES or following.pattern == "TZH"
        return not following.text[0].isdigit()

    def store(self, piece: Piece, number: int, length: int) -> None:
        name, fields = piece.pattern, self.fields
        if name in {"HH", "HH12"}:
            fields.half_day = True
        if name in ISO_PATTERNS or name in GREGORIAN_PATTERNS:
            iso = name in ISO_PATTERNS
            if fields.convention is not None and fields.convention != iso:
                raise PgError(
                    "22007",
                    "invalid combination of date conventions",
                    hint="Do not mix Gregorian and ISO week date conventions in a formatting template.",
                )
            fields.convention = iso
        if name.startswith("I"):
            fields.iso = True
        if name in {"YYYY", "YYY", "YY", "Y", "IYYY", "IYY", "IY", "I"}:
            fields.short_year = len(name.lstrip("I") or "Y") <= 2 and name not in {"IYYY", "IYY"}
            partial = name not in {"YYYY", "IYYY"} and length < 4
            self.put("year", complete_year(number) if partial else number, piece)
        elif name in {"MS", "US"} or name.startswith("FF"):
            fields.us += number * 10 ** max(3 - length, 0) * 1000 if name == "MS" else number * 10 ** max(6 - length, 0)
        elif name in {"D", "ID"}:
            self.put("week_day", number if name == "ID" else (number - 2) % 7 + 1, piece)
        elif name in FIELDS:
            self.put(FIELDS[name], number, piece)

    def put(self, field: str, value: int, piece: Piece) -> None:
        old = getattr(self.fields, field)
        if old is not None and old != value:
            raise PgError(
                "22007",
                f'conflicting values for "{piece.text}" field in formatting string',
                detail="This value contradicts a previous setting for the same field type.",
            )
        setattr(self.fields, field, value)

    def thousands_year(self, piece: Piece) -> None:
        match = re.compile(r"(\d+),(\d{1,3})").match(self.text, self.position)
        if match is None:
            raise PgError("22007", f'invalid value "{self.text[self.position :]}" for "{piece.text}"')
        self.position = match.end()
        self.put("year", int(match[1]) * 1000 + int(match[2]), piece)

    def zone_sign(self) -> None:
        """The sign of an offset, which may have been taken for a separator already."""
        if self.letter and self.letter in "+- ":
            self.fields.zone_sign = -1 if self.letter == "-" else 1
            self.position += 1
        else:
            passed = self.skipped > 0 and self.text[self.position - 1 : self.position] == "-"
            self.fields.zone_sign = -1 if passed else 1

    def one_of(self, names: tuple[str, ...], piece: Piece) -> int:
        """The place of the name that the text goes on with, in any case."""
        rest = self.text[self.position :].lower()
        for index in sorted(range(len(names)), key=lambda place: -len(names[place])):
            if rest.startswith(names[index].lower()):
                self.position += len(names[index])
                return index
        word = re.split(r"\s", self.text[self.position :])[0]
        detail = "The given value did not match any of the allowed values for this field."
        raise invalid_value(word, piece.text, detail)

    def month(self, piece: Piece) -> None:
        names = SHORT_MONTHS if piece.pattern == "MON" else MONTH_NAMES
        self.put("month", self.one_of(names, piece) + 1, piece)

    def roman_month(self, piece: Piece) -> None:
        self.put("month", self.one_of(ROMAN_MONTHS, piece) + 1, piece)

    def day_name(self, piece: Piece) -> None:
        names = tuple(name[:3] for name in DAY_NAMES) if piece.pattern == "DY" else DAY_NAMES
        self.put("week_day", (self.one_of(names, piece) - 1) % 7 + 1, piece)

    def half_day(self, piece: Piece) -> None:
        names = ("a.m.", "p.m.") if "." in piece.text else ("am", "pm")
        self.fields.afternoon = self.one_of(names, piece) == 1
        self.fields.half_day = True

    def era(self, piece: Piece) -> None:
        names = ("a.d.", "b.c.") if "." in piece.text else ("ad", "bc")
        self.fields.bc = self.one_of(names, piece) == 1

    def zone_name(self, piece: Piece, index: int) -> None:
        """The longest abbreviation there is, or an offset."""
        letters = re.compile(r"[A-Za-z]*").match(self.text, self.position)
        word = letters[0].lower() if letters else ""
        for length in range(len(word), 0, -1):
            found = abbreviation_offset(word[:length], self.timezone)
            if found is not None:
                self.position += length
                self.fields.abbreviated, self.fields.zone_sign = found, 0
                return
        if word:
            detail = "Time zone abbreviation is not recognized."
            raise invalid_value(self.text[self.position :], piece.text, detail)
        self.zone_offset(piece, index)

    def zone_offset(self, piece: Piece, index: int) -> None:
        """Hours, and minutes behind a colon."""
        self.zone_sign()
        self.fields.zone_hour = self.number(piece, index)
        if self.letter == ":":
            self.position += 1
            self.fields.zone_minute = self.number(piece, index)


ZONES: dict[str, Callable[[_Reader, Piece, int], None]] = {"TZ": _Reader.zone_name, "OF": _Reader.zone_offset}
NAMES: dict[str, Callable[[_Reader, Piece], None]] = {
    **dict.fromkeys(("MONTH", "MON"), _Reader.month),
    **dict.fromkeys(("DAY", "DY"), _Reader.day_name),
    **dict.fromkeys(("AM", "PM", "A.M.", "P.M."), _Reader.half_day),
    **dict.fromkeys(("AD", "BC", "A.D.", "B.C."), _Reader.era),
    "RM": _Reader.roman_month,
}
"""Patterns that do not read a number."""


def complete_year(year: int) -> int:
    """A year of fewer than four digits, near 2020."""
    if year < 70:
        return year + 2000
    if year < 100:
        return year + 1900
    return year + (2000 if year < 520 else 1000) if year < 1000 else year


def _year(fields: Parsed) -> int:
    """The year, 0 being 1 BC, which is also that of a text without one."""
    year, century = fields.year, fields.century
    if year is not None and century is not None and fields.short_year:
        year = year % 100
        century = -century if fields.bc else century
        return (century - (year > 0)) * 100 + year if century >= 0 else (century + 1) * 100 - year + 1
    if year is None and century is not None:
        century = -century if fields.bc else century
        return (century - 1) * 100 + 1 if century >= 0 else century * 100 + 1
    year = year or 0
    return 1 - year if fields.bc and year > 0 else year + 1 if year < 0 else year


def _days(fields: Parsed, text: str) -> int:
    """The date; 22008 for one that does not exist."""
    if fields.julian is not None:
        return fields.julian - JULIAN_EPOCH
    year = _year(fields)
    if fields.iso and (fields.week is not None or fields.year_day is not None):
        fourth = days_from_civil(year, 1, 4)
        monday = monday_of(fourth)
        if fields.week is not None:
            return monday + (fields.week - 1) * 7 + (fields.week_day or 1) - 1
        return monday + (fields.year_day or 1) - 1
    year_day = fields.year_day
    if fields.week is not None:
        year_day = (fields.week - 1) * 7 + 1
    if year_day is not None and fields.month is None and fields.day is None:
        if fields.year is None and fields.century is None:
            raise PgError("22007", "cannot calculate day of year without year information")
        if not 1 <= year_day <= 365 + is_leap(year):
            raise datetime_field_overflow(text)
        return days_from_civil(year, 1, 1) + year_day - 1
    month = 1 if fields.month is None else fields.month
    day = 1 if fields.day is None else fields.day
    if fields.month_week is not None:
        day = (fields.month_week - 1) * 7 + 1
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        raise datetime_field_overflow(text)
    return days_from_civil(year, month, day)


def _time(fields: Parsed, text: str) -> int:
    """Microseconds of the day."""
    seconds = fields.day_seconds or 0
    hour = seconds // 3600 if fields.hour is None else fields.hour
    minute = seconds // 60 % 60 if fields.minute is None else fields.minute
    second = seconds % 60 if fields.second is None else fields.second
    if fields.half_day and fields.hour is not None:
        if not 1 <= hour <= 12:
            raise PgError(
                "22007",
                f'hour "{hour}" is invalid for the 12-hour clock',
                hint="Use the 24-hour clock, or give an hour between 1 and 12.",
            )
        hour = hour % 12 + (12 if fields.afternoon else 0)
    if not 0 <= hour < 24 or not 0 <= minute < 60 or not 0 <= second < 60 or fields.us < 0:
        raise datetime_field_overflow(text)
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fields.us


@function("to_date(text,text)", context=True)
def to_date(context: ExecutionContext, text: str, template: str) -> int:
    """22007 and 22008 for texts that do not fit."""
    fields = _Reader(text, parse_template(template), context.settings.timezone).read()
    _time(fields, text)
    days = _days(fields, text)
    fields.offset(text)
    if not DATE_MINIMUM <= days < DATE_MAXIMUM:
        raise datetime_out_of_range("date", text)
    return days


def read_datetime(text: str, template: str) -> tuple[int, Any, int]:
    """(type, value, offset) of the kind of datetime that a template's patterns make."""
    pieces = parse_template(template)
    fields = _Reader(text, pieces).read()
    zone = fields.offset(text)
    zoned = zone is not None
    dated = any(getattr(fields, name) is not None for name in _DATE_FIELDS)
    timed = any(getattr(fields, name) is not None for name in ("hour", "minute", "second", "day_seconds"))
    offset = zone or 0
    time = _time(fields, text) if timed else 0
    if not dated:
        if not timed:
            raise PgError("22007", "datetime format is not dated and not timed")
        return (oids.TIMETZ, pack_timetz(time, offset), 0) if zoned else (oids.TIME, time, 0)
    days = _days(fields, text)
    if not timed:
        if zoned:
            raise PgError("22007", "datetime format is zoned but not timed")
        return oids.DATE, days, 0
    local = days * DAY_US + time
    if zoned:
        return oids.TIMESTAMPTZ, check_timestamp(local - offset * 1_000_000), offset
    return oids.TIMESTAMP, check_timestamp(local), 0


_DATE_FIELDS = ("year", "century", "month", "day", "week", "month_week", "week_day", "year_day", "julian")


@function("to_timestamp(text,text)", context=True)
def to_timestamp(context: ExecutionContext, text: str, template: str) -> int:
    """In the session's zone unless the text names another."""
    timezone = context.settings.timezone
    fields = _Reader(text, parse_template(template), timezone).read()
    us = _time(fields, text)
    local = _days(fields, text) * DAY_US + us
    offset = fields.offset(text)
    if offset is not None:
        return check_timestamp(local - offset * 1_000_000)
    return from_local(local, session_zone(timezone))
