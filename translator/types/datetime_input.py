"""Reads dates and times in every notation of "Date/Time Input Interpretation" into one record of fields."""

from __future__ import annotations

import re

from msgspec import Struct

from translator.errors import (
    PgError,
    datetime_field_overflow,
    datetime_field_overflow_datestyle,
    invalid_datetime_format,
    time_zone_displacement_out_of_range,
)
from translator.types.calendar import DAY_NAMES, DAY_US, JULIAN_EPOCH, MONTH_NAMES, days_from_civil, month_length
from translator.types.timezone import Zone, find_zone
from translator.types.zone_abbreviations import ABBREVIATIONS

MONTH_WORDS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTH_WORDS |= {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)} | {"sept": 9}
DAY_WORDS = {name[:3].lower() for name in DAY_NAMES} | {name.lower() for name in DAY_NAMES}
DAY_WORDS |= {"tues", "wednes", "thur", "thurs", "weds"}
NOISE = {"at", "on"}
SPECIALS = {"epoch", "infinity", "-infinity", "+infinity", "now", "today", "tomorrow", "yesterday", "allballs"}
UTC_WORDS = {"z", "zulu", "utc", "gmt", "ut", "uct"}
SKIPPED = " \t\r\n\f\v!\"#$%&'()*,;<=>?@[\\]^_`{|}~"
"""What separates fields."""
TOKEN = re.compile(
    r"""[\s!"\#$%&'()*,;<=>?@\[\\\]^_`{|}~]*(?:
      (?P<time>\d+:[\d:.]*)
    | (?P<date>\d+(?P<d>[-/.])(?:\d+(?P=d)\d+|[a-z]+(?P=d)\d+|\d+(?=[-/]))|[a-z]{3,}(?P<e>[-/.])\d+(?P=e)\d+|\d+[-/]\d+)
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<tz>[-+]\s*\d[\d:]*)
    | (?P<signed>[-+]\s*[a-z]+)
    | (?P<word>[a-z]+(?:[/_][a-z_]+(?:[-+/][a-z\d_]+)*|[-+]\d{1,2}(?![\d:]))?\.?)
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


class Fields(Struct):
    """What the text said. `special` is a word such as now; otherwise year (0 is 1 BC), month, day, microseconds."""

    special: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    days: int | None = None
    """The date as days since 2000, when it came that way (Julian day, day of year)."""
    us: int | None = None
    offset: int | None = None
    """Seconds east of UTC."""
    zone: Zone | None = None
    bc: bool = False
    meridian: str | None = None
    two_digit_year: bool = False

    @property
    def has_date(self) -> bool:
        return self.days is not None or self.day is not None

    def date_days(self) -> int:
        """Days since 2000-01-01."""
        if self.days is not None:
            return self.days
        return days_from_civil(self.year or 0, self.month or 1, self.day or 1)


def parse_fraction(text: str) -> int:
    """Microseconds of ".123"."""
    return round(float("0" + text) * 1e6) if len(text) > 1 else 0


class DateTimeReader:
    """Reads one text; `order` is DateStyle's: MDY, DMY or YMD."""

    def __init__(self, text: str, datatype: str, order: str, rewritten: str | None = None) -> None:
        self.text = text
        self.source = text if rewritten is None else rewritten
        self.datatype = datatype
        self.order = order
        self.fields = Fields()
        self.numbers: list[str] = []
        self.after_t = False
        self.prefix = ""
        self.textual_month = False

    def bad(self) -> PgError:
        return invalid_datetime_format(self.datatype, self.text)

    def overflow(self) -> PgError:
        return datetime_field_overflow(self.text)

    def read(self) -> Fields:
        """All fields, checked: 22007, 22008, 22009."""
        position = 0
        text = self.source.strip()
        if not text:
            raise self.bad()
        while position < len(text):
            match = TOKEN.match(text, position)
            if match is None:
                if not text[position:].strip(SKIPPED):
                    break
                raise self.bad()
            position = match.end()
            kind = match.lastgroup
            kind = "date" if kind in {"d", "e"} else kind
            glued = kind == "word" and text[position : position + 1].isdigit()
            if glued and match[str(kind)].lower() in MONTH_WORDS:
                raise self.bad() if self.order == "MDY" else datetime_field_overflow_datestyle(self.text)
            getattr(self, f"take_{kind}")(match[str(kind)].lower())
        self.finish()
        return self.fields

    def take_time(self, token: str) -> None:
        if self.fields.us is not None:
            raise self.bad()
        match = re.fullmatch(r"(\d+):(\d+)(?::(\d+)(\.\d*)?|(\.\d*))?", token)
        if match is None:
            raise self.bad()
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        if match[5] is not None:  # mm:ss.fff
            hours, minutes, seconds = 0, hours, minutes
        us = parse_fraction(match[4] or match[5] or "")
        self.set_time(hours, minutes, seconds, us)

    def set_time(self, hours: int, minutes: int, seconds: int, us: int) -> None:
        if hours > 24 or minutes > 59 or seconds > 60 or (hours == 24 and (minutes or seconds or us)):
            raise self.overflow()
        self.fields.us = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + us

    def take_date(self, token: str) -> None:
        if self.fields.has_date or self.numbers:
            raise self.bad()
        parts = re.split(r"[-/.]", token)
        for part in parts:
            if part.isdigit():
                self.numbers.append(part)
            elif part in MONTH_WORDS:
                self.set_month_word(part)
            else:
                raise self.bad()
        if len(parts) == 2:
            raise self.bad()

    def set_month_word(self, word: str) -> None:
        if self.fields.month is not None:
            raise self.bad()
        self.fields.month = MONTH_WORDS[word]
        self.textual_month = True

    def take_number(self, token: str) -> None:
        prefix, self.prefix = self.prefix, ""
        if prefix == "j":
            whole, _, fraction = token.partition(".")
            self.fields.days = int(whole) - JULIAN_EPOCH
            if fraction:
                self.fields.us = round(float("0." + fraction) * DAY_US)
            return
        if self.after_t:
            self.after_t = False
            self.compact_time(token)
            return
        whole, _, fraction = token.partition(".")
        complete = self.fields.has_date or len(self.numbers) + self.textual_month >= 3
        if fraction and not complete and re.fullmatch(r"\d{4}\.\d{3}", token) and not self.numbers:
            self.year_and_day(whole, fraction)
        elif (
            len(whole) >= 6
            and not self.numbers
            and not self.fields.has_date
            and not self.textual_month
            and not fraction
        ):
            self.compact_date(whole)
        elif complete and len(whole) in {4, 6} and self.fields.us is None:
            self.compact_time(token)
        elif fraction:
            raise self.bad()
        elif len(self.numbers) == 1 and len(self.numbers[0]) == 4 and len(whole) == 3 and not self.textual_month:
            self.year_and_day(self.numbers.pop(), whole)
        else:
            self.numbers.append(whole)
            if len(self.numbers) + self.textual_month > 3:
                raise self.bad()

    def year_and_day(self, year: str, day_of_year: str) -> None:
        self.fields.days = days_from_civil(int(year), 1, 1) + int(day_of_year) - 1

    def compact_date(self, digits: str) -> None:
        """YYYYMMDD or YYMMDD."""
        self.fields.month, self.fields.day = int(digits[-4:-2]), int(digits[-2:])
        self.set_year(digits[:-4])

    def compact_time(self, token: str) -> None:
        """HHMMSS[.fff], HHMM or, behind a T, HH."""
        whole, _, fraction = token.partition(".")
        if self.fields.us is not None or len(whole) not in {2, 4, 6}:
            raise self.bad()
        padded = whole.ljust(6, "0")
        us = parse_fraction("." + fraction) if fraction else 0
        self.set_time(int(padded[:2]), int(padded[2:4]), int(padded[4:6]), us)

    def take_tz(self, token: str) -> None:
        token = token.replace(" ", "")
        if self.fields.offset is not None and self.fields.zone is None:
            raise self.bad()
        sign = -1 if token[0] == "-" else 1
        digits = token[1:]
        if ":" in digits:
            parts = [int(part or 0) for part in digits.split(":")]
        elif len(digits) <= 2:
            parts = [int(digits)]
        elif len(digits) <= 4:
            parts = [int(digits[:-2]), int(digits[-2:])]
        elif len(digits) <= 6:
            parts = [int(digits[:-4]), int(digits[-4:-2]), int(digits[-2:])]
        else:
            raise self.bad()
        hours, minutes, seconds = [*parts, 0, 0][:3]
        if hours > 15 or minutes > 59 or seconds > 59:
            raise time_zone_displacement_out_of_range(self.text)
        base = self.fields.offset or 0
        self.fields.offset = base + sign * (hours * 3600 + minutes * 60 + seconds)

    def take_signed(self, token: str) -> None:
        word = token.replace(" ", "")
        if word[1:] in {"infinity", "inf"}:
            self.fields.special = "-infinity" if word[0] == "-" else "infinity"
        else:
            raise self.bad()

    def take_word(self, token: str) -> None:
        word = token.rstrip(".")
        fields = self.fields
        if word in MONTH_WORDS:
            self.set_month_word(word)
        elif word in DAY_WORDS or word in NOISE:
            return
        elif word in SPECIALS or word == "inf":
            if fields.special is not None:
                raise self.bad()
            fields.special = "infinity" if word == "inf" else word
        elif word in {"am", "pm", "a.m", "p.m"}:
            fields.meridian = word[0]
        elif word in {"bc", "b.c"}:
            fields.bc = True
        elif word in {"ad", "a.d"}:
            return
        elif word == "t":
            if not (fields.has_date or self.numbers or self.datatype.startswith("time")):
                raise self.bad()
            self.after_t = True
        elif word in {"j", "julian", "jd"}:
            self.prefix = "j"
        elif word == "dst":
            fields.offset = (fields.offset or 0) + 3600
        else:
            self.take_zone(word)

    def take_zone(self, word: str) -> None:
        fields = self.fields
        if fields.zone is not None or fields.offset is not None:
            raise self.bad()
        if word in UTC_WORDS:
            fields.offset = 0
            return
        if word in ABBREVIATIONS:
            fields.offset = ABBREVIATIONS[word]
            return
        zone = find_zone(word)
        if zone is None:
            alone = self.datatype in ("time", "time with time zone") and fields.us is not None
            known = "/" in word and (alone or fields.has_date or len(self.numbers) + (fields.month is not None) > 2)
            raise PgError("22023", f'time zone "{word}" not recognized') if known else self.bad()
        fields.zone = zone

    def set_year(self, digits: str) -> None:
        """A year of one or two digits is between 1970 and 2069."""
        year = int(digits)
        self.fields.two_digit_year = len(digits) <= 2
        if self.fields.two_digit_year and not self.fields.bc:
            year += 2000 if year < 70 else 1900
        self.fields.year = year

    def assign_numbers(self) -> None:
        """Give the plain numbers their meaning by the order of DateStyle."""
        numbers, fields = self.numbers, self.fields
        if not numbers:
            return
        if fields.has_date and fields.day is not None:
            raise self.bad()
        if self.textual_month:
            self.assign_with_month(numbers)
            return
        if len(numbers) != 3:
            self.check_places(numbers)
            raise self.bad()
        if len(numbers[0]) >= 3 or self.order == "YMD":
            year, month, day = numbers
        elif self.order == "DMY":
            day, month, year = numbers
        else:
            month, day, year = numbers
        if len(numbers[0]) < 3 and self.order == "YMD" and len(numbers[2]) >= 3:
            raise datetime_field_overflow_datestyle(self.text)
        fields.month, fields.day = int(month), int(day)
        self.set_year(year)

    def check_places(self, numbers: list[str]) -> None:
        """A month or day that cannot be one is told of before what is missing."""
        limits = {"MDY": (12, 31), "DMY": (31, 12), "YMD": ()}[self.order]
        for number, limit in zip(numbers, limits, strict=False):
            if not number.isdigit() or (len(number) > 2 and int(number)):
                return
            if not 1 <= int(number) <= limit:
                raise datetime_field_overflow_datestyle(self.text)

    def assign_with_month(self, numbers: list[str]) -> None:
        if len(numbers) != 2:
            raise self.bad()
        first, second = numbers
        if len(first) >= 3 or (self.order == "YMD" and len(second) < 3):
            first, second = second, first
        self.fields.day = int(first)
        self.set_year(second)

    def finish(self) -> None:
        """Settle what depends on the whole: order of numbers, BC, AM and PM, ranges."""
        fields = self.fields
        if fields.special is not None:
            if self.numbers or (fields.us is not None and fields.special in {"epoch", "infinity", "-infinity", "now"}):
                raise self.bad()
            return
        self.assign_numbers()
        self.finish_date()
        if fields.meridian is not None:
            self.finish_meridian()

    def finish_date(self) -> None:
        fields = self.fields
        if fields.year is None:
            if fields.month is not None or fields.bc:
                raise self.bad()
            return
        if fields.bc:
            if fields.year <= 0:
                raise self.overflow()
            fields.year = 1 - fields.year
        elif fields.year == 0 and not fields.two_digit_year:
            raise self.overflow()
        month, day = fields.month or 0, fields.day or 0
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            raise datetime_field_overflow_datestyle(self.text)
        if day > month_length(fields.year, month):
            raise self.overflow()

    def finish_meridian(self) -> None:
        fields = self.fields
        if fields.us is None:
            raise self.bad()
        hours = fields.us // 3_600_000_000
        if hours > 12:
            raise self.overflow()
        if fields.meridian == "p" and hours != 12:
            fields.us += 12 * 3_600_000_000
        elif fields.meridian == "a" and hours == 12:
            fields.us -= 12 * 3_600_000_000


def read_fields(text: str, datatype: str, datestyle: str, rewritten: str | None = None) -> Fields:
    """The fields of a date or time; `datatype` is the type's name for messages, `rewritten` is read in place of
    `text`.
    """
    return DateTimeReader(text, datatype, datestyle.rpartition(" ")[2], rewritten).read()
