"""Reads intervals: PostgreSQL's verbose notation, SQL's, and ISO 8601's ("Interval Input"). Mirrors DecodeInterval and
DecodeISO8601Interval.
"""

from __future__ import annotations

import re

from translator.errors import PgError
from translator.errors.values import datetime_out_of_range, interval_field_overflow, invalid_datetime_format
from translator.types.calendar import DAY_US
from translator.types.datetime_scan import NOISE, Field, scan

INT4_MAX, INT8_MAX = 2**31 - 1, 2**63 - 1
INFINITY = (INT4_MAX, INT4_MAX, INT8_MAX)
MINUS_INFINITY = (-INT4_MAX - 1, -INT4_MAX - 1, -INT8_MAX - 1)
SECOND_US = 1_000_000
MINUTE_US, HOUR_US = 60 * SECOND_US, 3600 * SECOND_US
DAYS_PER_MONTH = 30
WORD_SIZE = 10
"""Characters of a word that count."""
UNITS: dict[str, str] = {}
for _unit, _words in {
    "microsecond": "us usec usecs usecond useconds microsecon",
    "millisecond": "ms msec msecs msecond mseconds millisecon",
    "second": "s sec secs second seconds",
    "minute": "m min mins minute minutes",
    "hour": "h hr hrs hour hours",
    "day": "d day days",
    "week": "w week weeks",
    "month": "mon mons month months",
    "year": "y yr yrs year years",
    "decade": "dec decs decade decades",
    "century": "c cent century centuries",
    "millennium": "mil mils millennia millennium",
    "unknown": "qtr quarter timezone timezone_h timezone_m",
}.items():
    UNITS.update(dict.fromkeys(_words.split(), _unit))
"""The word for an unknown unit counts only where the number tells its unit itself."""
MICROSECONDS = {"microsecond": 1, "millisecond": 1000, "second": SECOND_US, "minute": MINUTE_US, "hour": HOUR_US}
YEARS = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}
SECONDS = frozenset({"second", "millisecond", "microsecond"})
"""What a number of seconds with a fraction tells of."""
CLOCK = SECONDS | {"hour", "minute"}
MAX_LENGTH = 255
"""What PostgreSQL reads of an interval: the bytes of its fields, and one for the end of each."""
ISO_LIMIT = 1e15
_INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
_ISO_NUMBER = re.compile(r"-?(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?", re.ASCII)
_DATE_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_TIME_UNITS = {"H": "hour", "M": "minute", "S": "second"}


def read_interval(text: str, fields: str, style: str) -> tuple[int, int, int]:
    """Months, days, microseconds; `fields` is the declared range ("day to second"), if any. 22007, 22008 or 22015."""
    scanned = scan(text, MAX_LENGTH)
    try:
        if scanned is None:
            raise invalid_datetime_format("interval", text)
        return VerboseReader(text, fields, scanned).read(style)
    except PgError as error:
        if error.sqlstate != "22007":
            raise
    return IsoReader(text, fields).read()


class Reader:
    """Adds up what a text says of an interval."""

    def __init__(self, text: str, fields: str) -> None:
        self.text = text
        self.fields = fields
        self.years = self.months = self.days = self.us = 0

    def bad(self) -> PgError:
        return invalid_datetime_format("interval", self.text)

    def bounded(self, value: int, limit: int) -> int:
        if not -limit - 1 <= value <= limit:
            raise interval_field_overflow(self.text)
        return value

    def add(self, whole: int, fraction: float, unit: str) -> None:
        """Add an amount of a unit; its fraction goes down to months, days or microseconds."""
        if unit in MICROSECONDS:
            self.add_us(whole * MICROSECONDS[unit])
            self.add_fraction(fraction, MICROSECONDS[unit])
        elif unit == "day":
            self.add_days(whole)
            self.add_fraction(fraction, DAY_US)
        elif unit == "week":
            self.add_days(whole * 7)
            self.add_fraction_of_days(fraction * 7)
        elif unit == "month":
            self.months = self.bounded(self.months + self.bounded(whole, INT4_MAX), INT4_MAX)
            self.add_fraction_of_days(fraction * DAYS_PER_MONTH)
        elif unit in YEARS:
            self.years = self.bounded(self.years + whole * YEARS[unit], INT4_MAX)
            self.months = self.bounded(self.months + round(fraction * YEARS[unit] * 12), INT4_MAX)
        else:
            raise self.bad()

    def add_us(self, us: int) -> None:
        self.us = self.bounded(self.us + self.bounded(us, INT8_MAX), INT8_MAX)

    def add_days(self, days: int) -> None:
        self.days = self.bounded(self.days + self.bounded(days, INT4_MAX), INT4_MAX)

    def add_fraction(self, fraction: float, scale: int) -> None:
        """A half is rounded towards zero."""
        amount = fraction * scale
        whole = int(amount)
        rest = amount - whole
        self.add_us(whole + (rest > 0.5) - (rest < -0.5))

    def add_fraction_of_days(self, days: float) -> None:
        whole = int(days)
        self.add_days(whole)
        self.add_fraction(days - whole, DAY_US)

    def total(self) -> tuple[int, int, int]:
        """Months, days, microseconds."""
        months = self.years * 12 + self.months
        if not -INT4_MAX - 1 <= months <= INT4_MAX:
            raise datetime_out_of_range("interval")
        return months, self.days, self.us


class VerboseReader(Reader):
    """The notations of PostgreSQL and SQL, whose fields are read from the last one: a unit stands behind its number."""

    def __init__(self, text: str, fields: str, scanned: list[Field]) -> None:
        super().__init__(text, fields)
        self.scanned = scanned
        self.told: set[str] = set()
        self.unit: str | None = None
        """Of the next number."""
        self.awaited = False
        """Whether the unit still lacks its number."""
        self.ago = False
        self.infinite: tuple[int, int, int] | None = None

    def read(self, style: str) -> tuple[int, int, int]:
        """Months, days, microseconds of the scanned text."""
        signs = [field.text[0] for field in self.scanned]
        # in SQL's style one leading minus covers all fields when no other sign is given
        negative = style == "sql_standard" and signs[:1] == ["-"] and not {"-", "+"} & set(signs[1:])
        for field in reversed(self.scanned):
            if field.kind in ("word", "special"):
                self.take_word(field.text, is_last=field is self.scanned[-1])
            elif field.kind == "time":
                self.take_time(field.text, negative=negative)
            elif field.kind == "zone" and ":" in field.text:
                self.take_signed(field.text, negative=negative)
            else:
                self.take_number(field.text, negative=negative)
        if not self.told or self.awaited:
            raise self.bad()
        if self.infinite is not None:
            return self.infinite
        months, days, us = self.total()
        if self.ago:
            return self.bounded(-months, INT4_MAX), self.bounded(-days, INT4_MAX), self.bounded(-us, INT8_MAX)
        return months, days, us

    def tell(self, *parts: str) -> None:
        """Nothing may be told twice."""
        if not self.told.isdisjoint(parts):
            raise self.bad()
        self.told.update(parts)

    def take_word(self, word: str, *, is_last: bool) -> None:
        if self.awaited:
            raise self.bad()
        word = word[:WORD_SIZE]
        unit = UNITS.get(word)
        if unit is not None:
            self.unit, self.awaited = unit, True
        elif word == "ago" and is_last:
            self.ago, self.unit = True, "unknown"
        elif word in ("infinity", "+infinity", "-infinity") and is_last:
            self.infinite = MINUS_INFINITY if word[0] == "-" else INFINITY
            self.unit = "unknown"
            self.tell("year", "month", "day", *CLOCK)
        elif word in NOISE:
            self.unit = None
        else:
            raise self.bad()

    def take_signed(self, text: str, *, negative: bool) -> None:
        """A sign before a time, or before what is a number at best."""
        try:
            self.take_time(text[1:], negative=text[0] == "-")
        except PgError:
            self.take_number(text, negative=negative)

    def take_time(self, text: str, *, negative: bool) -> None:
        hour, rest = self.integer(text, INT8_MAX)
        if rest[:1] != ":":
            raise self.bad()
        minute, rest = self.integer(rest[1:])
        second = 0
        fraction = ""
        if rest[:1] == ":":
            second, fraction = self.integer(rest[1:])
        elif rest or self.fields == "minute to second":
            hour, minute, second, fraction = 0, self.bounded(hour, INT4_MAX), minute, rest
        if fraction[:1] not in ("", "."):
            raise self.bad()
        us = round(self.fraction(fraction) * SECOND_US)
        if min(hour, minute, second) < 0 or minute > 59 or second > 60:
            raise interval_field_overflow(self.text)
        us = self.bounded(hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + us, INT8_MAX)
        self.tell(*CLOCK)
        self.us = -us if negative else us  # in place of what fractions of days behind it came to
        self.unit, self.awaited = "day", False

    def take_number(self, text: str, *, negative: bool) -> None:
        unit = self.unit or self.fields.rpartition(" ")[2] or "second"
        whole, rest = self.integer(text, INT8_MAX)
        minus = text[0] == "-"
        fraction = 0.0
        if rest[:1] == "-":
            months, rest = self.integer(rest[1:])
            if not 0 <= months < 12:
                raise interval_field_overflow(self.text)
            if rest:
                raise self.bad()
            unit = "month"
            whole = self.bounded(whole * 12 + (-months if minus else months), INT8_MAX)
        elif rest[:1] == ".":
            fraction = -self.fraction(rest) if minus else self.fraction(rest)
        elif rest:
            raise self.bad()
        if negative:
            whole, fraction = -abs(whole), -abs(fraction)
        self.add(whole, fraction, unit)
        if unit == "second" and fraction:
            self.tell(*SECONDS)
        else:
            self.tell(unit)
        self.unit, self.awaited = "day" if unit == "hour" else unit, False

    def integer(self, text: str, limit: int = INT4_MAX) -> tuple[int, str]:
        """The number that a text begins with (0 without one) and the rest."""
        match = _INTEGER.match(text)
        if match is None:
            return 0, text
        return self.bounded(int(match[0]), limit), text[match.end() :]

    def fraction(self, text: str) -> float:
        """What follows a decimal point, the point included."""
        if text in ("", "."):
            return 0.0
        if not text[1:].isdigit():
            raise self.bad()
        return float("0" + text)


class IsoReader(Reader):
    """ISO 8601: P1Y2M3DT4H5M6S with units behind the numbers, P0001-02-03T04:05:06 with places for them."""

    def __init__(self, text: str, fields: str) -> None:
        super().__init__(text, fields)
        self.rest = text[1:]

    def read(self) -> tuple[int, int, int]:
        """Months, days, microseconds of the text."""
        if len(self.text) < 2 or self.text[0] != "P":
            raise self.bad()
        units = _DATE_UNITS
        is_first = True
        while self.rest:
            if self.rest[0] == "T":
                units, is_first, self.rest = _TIME_UNITS, True, self.rest[1:]
                continue
            start = self.rest
            whole, fraction = self.number()
            unit, self.rest = self.rest[:1], self.rest[1:]
            if unit in units:
                self.add(whole, fraction, units[unit])
                is_first = False
            elif not is_first or unit not in (("", "T", "-") if units is _DATE_UNITS else ("", ":")):
                raise self.bad()
            else:
                self.rest = unit + self.rest
                width = len(start.removeprefix("-")) - len(start.removeprefix("-").lstrip("0123456789"))
                self.read_places(whole, fraction, width, is_date=units is _DATE_UNITS)
        return self.total()

    def read_places(self, whole: int, fraction: float, width: int, *, is_date: bool) -> None:
        """The alternative format, whose first number, of so many digits, has been read."""
        units = ("year", "month", "day") if is_date else ("hour", "minute", "second")
        if width == (8 if is_date else 6) and self.rest[:1] in ("", "T"):
            sign = -1 if whole < 0 else 1
            digits = abs(whole)
            for amount, unit in zip((digits // 10000, digits // 100 % 100, digits % 100), units, strict=True):
                self.add(sign * amount, 0.0, unit)
            self.add_fraction(fraction, DAY_US if is_date else 1)
            return
        self.add(whole, fraction, units[0])
        for unit in units[1:]:
            if self.rest[:1] in ("", "T"):
                break
            if self.rest[0] != ("-" if is_date else ":"):
                raise self.bad()
            self.rest = self.rest[1:]
            self.add(*self.number(), unit)
        if self.rest and (not is_date or self.rest[0] != "T"):
            raise self.bad()

    def number(self) -> tuple[int, float]:
        """The number at the beginning of the rest, and its fraction."""
        match = _ISO_NUMBER.match(self.rest)
        if match is None:
            raise self.bad()
        self.rest = self.rest[match.end() :]
        value = float(match[0])
        if not -ISO_LIMIT <= value <= ISO_LIMIT:
            raise interval_field_overflow(self.text)
        return int(value), value - int(value)
