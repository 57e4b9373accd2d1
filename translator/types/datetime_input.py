"""Reads dates and times in every notation of "Date/Time Input Interpretation" into one record of fields. Mirrors
DecodeDateTime.
"""

from __future__ import annotations

import re

from translator.errors import PgError
from translator.errors.values import (
    datetime_field_overflow,
    datetime_field_overflow_datestyle,
    invalid_datetime_format,
    time_zone_displacement_out_of_range,
    time_zone_not_recognized,
)
from translator.types.calendar import DAY_US, JULIAN_EPOCH, days_from_civil, month_length
from translator.types.datetime_parts import NOTHING, Fields, Part
from translator.types.datetime_scan import (
    DAY_WORDS,
    MAX_FIELDS,
    MAX_LENGTH,
    MONTH_WORDS,
    NOISE,
    UNITS,
    Field,
    scan,
)
from translator.types.timezone import AbbreviatedZone, abbreviation, find_zone

RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
INTEGER = re.compile(r"[ \t\r\n\f\v]*([-+]?\d+)", re.ASCII)
INT4_MINIMUM, INT4_MAXIMUM = -(2**31), 2**31 - 1
MAX_ZONE_HOURS = 15
HOUR = 3600


def read_fields(text: str, datatype: str, datestyle: str, timezone: str) -> Fields:
    """The fields of a date or timestamp; `datatype` is the type's name for messages. 22007, 22008, 22009, 22023."""
    return DateTimeReader(text, datatype, datestyle.rpartition(" ")[2], timezone).read()


class DateTimeReader:
    """Reads one text; `order` is DateStyle's: MDY, DMY or YMD."""

    keeps_summer = False
    """Whether allballs leaves the hour that DST before it has added."""

    def __init__(self, text: str, datatype: str, order: str, timezone: str) -> None:
        self.text = text
        self.timezone = timezone
        self.datatype = datatype
        self.order = order
        self.found = Fields()
        self.told = NOTHING
        self.prefix = ""
        """What the next number is: julian, time or other."""
        self.year = self.month = self.day = self.day_of_year = 0
        self.hour = self.minute = self.second = self.us = 0
        self.julian: int | None = None
        self.offset = 0
        self.two_digit_year = False
        self.text_month = False
        self.bc = False
        self.meridian = ""
        self.fields: list[Field] = []

    def bad(self) -> PgError:
        return invalid_datetime_format(self.datatype, self.text)

    def overflow(self) -> PgError:
        return datetime_field_overflow(self.text)

    def read(self) -> Fields:
        """All fields, checked."""
        limit = MAX_LENGTH + (MAX_FIELDS if self.datatype.startswith("timestamp") else 1)
        fields = scan(self.text, limit)
        if fields is None:
            raise self.bad()
        self.fields = fields
        for place, field in enumerate(fields):
            told = self.take(place, field)
            if told is None:
                continue
            if told & self.told:
                raise self.bad()
            self.told |= told
        if self.prefix:
            raise self.bad()
        if self.found.special in (None, "now"):
            self.finish()
        return self.found

    def take(self, place: int, field: Field) -> Part | None:
        """Read one field; what it tells, None for a word that tells nothing."""
        match field.kind:
            case "date":
                return self.take_date(place, field.text)
            case "time":
                return self.take_time(field.text)
            case "zone":
                self.offset = self.zone_offset(field.text)
                return Part.ZONE
            case "number":
                return self.take_number(place, field.text)
        return self.take_word(field.text)

    # dates

    def take_date(self, _place: int, text: str) -> Part:
        if self.prefix == "julian":
            digits, rest = self.integer(text)
            if digits < 0:
                raise self.overflow()
            self.julian, self.prefix = digits - JULIAN_EPOCH, ""
            self.offset = self.zone_offset(rest)
            return Part.DATE | Part.TIME | Part.ZONE
        if self.prefix or (Part.MONTH in self.told and Part.DAY in self.told):
            return self.take_zone_or_clock(text)
        return self.decode_date(text)

    def take_zone_or_clock(self, text: str) -> Part:
        """A zone's name with punctuation, or a run-together time with its zone."""
        if not text[0].isdigit() and not self.prefix:
            self.found.zone = find_zone(text)
            if self.found.zone is None:
                raise time_zone_not_recognized(text)
            return Part.ZONE
        if self.prefix not in ("", "time"):
            raise self.bad()
        self.prefix = ""
        if Part.TIME in self.told or "-" not in text:
            raise self.bad()
        return self.clock_with_zone(text, self.told)

    def clock_with_zone(self, text: str, told: Part) -> Part:
        clock, _, zone = text.partition("-")
        self.offset = self.zone_offset("-" + zone)
        return self.number_field(clock, told) | Part.ZONE

    def decode_date(self, text: str) -> Part:
        """A date of several parts."""
        parts = self.date_parts(text)
        before = told = self.told
        text_month = False
        for part in [part for part in parts if part.isalpha()]:
            if part not in MONTH_WORDS or Part.MONTH in told:
                raise self.bad()
            self.month, text_month = MONTH_WORDS[part], True
            told |= Part.MONTH
        for part in [part for part in parts if part.isdigit()]:
            new = self.number(part, told, text_month=text_month)
            if new & told:
                raise self.bad()
            told |= new
        if told & ~(Part.DAY_OF_YEAR | Part.ZONE) != Part.DATE:
            raise self.bad()
        return told & ~before

    def date_parts(self, text: str) -> list[str]:
        """Digits and words; each takes the character behind it along."""
        parts = []
        position = 0
        while position < len(text):
            while position < len(text) and not text[position].isalnum():
                position += 1
            if position == len(text):
                raise self.bad()
            start = position
            same = str.isdigit if text[start].isdigit() else str.isalpha
            while position < len(text) and same(text[position]):
                position += 1
            parts.append(text[start:position])
            position += 1
        return parts

    # numbers

    def integer(self, text: str) -> tuple[int, str]:
        """The number that a text begins with (0 without one) and the rest."""
        match = INTEGER.match(text)
        if match is None:
            return 0, text
        value = int(match[1])
        if not INT4_MINIMUM <= value <= INT4_MAXIMUM:
            raise self.overflow()
        return value, text[match.end() :]

    def fraction(self, text: str) -> float:
        """What follows a decimal point, the point included."""
        if text == ".":
            return 0.0
        if not (text[1:].isascii() and text[1:].isdigit()):
            raise self.bad()
        return float("0" + text)

    def take_number(self, place: int, text: str) -> Part:
        if self.prefix:
            return self.take_labelled(text)
        return self.take_plain_number(place, text)

    def take_labelled(self, text: str) -> Part:
        """A number behind J or T."""
        value, rest = self.integer(text)
        if rest and rest[0] != ".":
            raise self.bad()
        label, self.prefix = self.prefix, ""
        if label == "time":
            told = self.number_field(text, self.told | Part.DATE)
            if told != Part.TIME:
                raise self.bad()
            return told
        if label != "julian":
            raise self.bad()
        self.julian = value - JULIAN_EPOCH
        if not rest:
            return Part.DATE
        us = int(self.fraction(rest) * DAY_US)
        self.hour, self.minute, self.second, self.us = 0, 0, 0, us
        return Part.DATE | Part.TIME

    def take_plain_number(self, _place: int, text: str) -> Part:
        whole, point, _ = text.partition(".")
        if point and not self.told & Part.DATE:
            return self.decode_date(text)
        complete = self.told & Part.DATE and Part.TIME in self.told
        if (point and len(whole) > 2) or (len(text) >= 6 and not complete):
            return self.number_field(text, self.told)
        return self.number(text, self.told, text_month=self.text_month)

    def number(self, text: str, told: Part, *, text_month: bool) -> Part:
        """A single number, whose place among the others tells what it is."""
        value, rest = self.integer(text)
        if rest == text:
            raise self.bad()
        if rest[:1] == ".":
            if len(text) - len(rest) > 2:
                return self.number_field(text, told | Part.DATE)
            self.us = round(self.fraction(rest) * 1_000_000)
        elif rest:
            raise self.bad()
        date = told & Part.DATE
        if len(text) == 3 and date == Part.YEAR and 1 <= value <= 366:
            self.day_of_year = value
            return Part.DAY_OF_YEAR | Part.MONTH | Part.DAY
        if date == Part.DATE:
            return self.number_field(text, told)
        if date == Part.YEAR | Part.MONTH and text_month and len(text) >= 3 and self.two_digit_year:
            self.day, self.year, self.two_digit_year = self.year, value, False  # the first number was the day
            return Part.DAY
        part = self.part_of_date(text, value, date, text_month=text_month)
        if part == Part.YEAR:
            self.year, self.two_digit_year = value, len(text) <= 2
        elif part == Part.MONTH:
            self.month = value
        else:
            self.day = value
        return part

    def part_of_date(self, text: str, value: int, date: Part, *, text_month: bool) -> Part:
        year_first = len(text) >= 3 or self.order == "YMD"
        if date == NOTHING:
            return Part.YEAR if year_first else Part.DAY if self.order == "DMY" else Part.MONTH
        if date in (Part.YEAR, Part.DAY):
            return Part.MONTH
        if date == Part.MONTH:
            return Part.YEAR if text_month and year_first else Part.DAY
        if date == Part.YEAR | Part.MONTH:
            return Part.DAY
        if date == Part.MONTH | Part.DAY:
            return Part.YEAR
        raise self.bad()

    def number_field(self, text: str, told: Part) -> Part:
        """Digits run together: YYYYMMDD, HHMMSS, HHMM."""
        whole, point, fraction = text.partition(".")
        if point:
            self.us = round(float("0." + fraction) * 1_000_000) if fraction else 0
        elif told & Part.DATE != Part.DATE and len(text) >= 6:
            self.day, self.month, self.year = _digits(text[-2:]), _digits(text[-4:-2]), _digits(text[:-4])
            self.two_digit_year = self.two_digit_year or len(text) == 6
            return Part.DATE
        if Part.TIME not in told and len(whole) in (4, 6):
            self.hour, self.minute, self.second = _digits(whole[:2]), _digits(whole[2:4]), _digits(whole[4:])
            return Part.TIME
        raise self.bad()

    # times and zones

    def take_time(self, text: str) -> Part:
        self.decode_time(text)
        if self.clock_overflows():
            raise self.overflow()
        return Part.TIME

    def decode_time(self, text: str) -> None:
        if self.prefix not in ("", "time"):
            raise self.bad()
        self.prefix = ""
        hour, _, rest = text.partition(":")
        self.hour = int(hour)
        if self.hour > 2**63 - 1:
            raise self.overflow()
        self.minute, rest = self.integer(rest)
        self.second = 0
        self.us = 0
        if rest[:1] == ".":  # mm:ss.fff
            self.us = round(self.fraction(rest) * 1_000_000)
            self.hour, self.minute, self.second = 0, self.hour, self.minute
        elif rest[:1] == ":":
            self.second, rest = self.integer(rest[1:])
            if rest[:1] == ".":
                self.us = round(self.fraction(rest) * 1_000_000)
            elif rest:
                raise self.bad()
        elif rest:
            raise self.bad()
        if self.minute > 59 or self.second > 60 or self.hour > INT4_MAXIMUM:
            raise self.overflow()

    def clock(self) -> int:
        return ((self.hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.us

    def clock_overflows(self) -> bool:
        fits = self.hour <= 24 and self.minute <= 59 and self.second <= 60
        return not fits or self.clock() > DAY_US

    def zone_offset(self, text: str) -> int:
        """+hh, +hhmm or +hh:mm:ss in seconds east of UTC. Raises PgError 22009."""
        if text[:1] not in ("+", "-"):
            raise self.bad()
        try:
            hours, rest = self.integer(text[1:])
            minutes = seconds = 0
            if rest[:1] == ":":
                minutes, rest = self.integer(rest[1:])
                if rest[:1] == ":":
                    seconds, rest = self.integer(rest[1:])
            elif not rest and len(text) > 3:
                hours, minutes = divmod(hours, 100)
        except PgError:
            raise time_zone_displacement_out_of_range(self.text) from None
        if hours > MAX_ZONE_HOURS or minutes > 59 or seconds > 59 or min(hours, minutes, seconds) < 0:
            raise time_zone_displacement_out_of_range(self.text)
        if rest:
            raise self.bad()
        return (hours * HOUR + minutes * 60 + seconds) * (-1 if text[0] == "-" else 1)

    # words

    def take_word(self, word: str) -> Part | None:
        known = abbreviation(word, self.timezone)
        if isinstance(known, AbbreviatedZone):
            self.found.zone = known
            return Part.ZONE
        if known is not None:
            self.offset = known.offset
            return Part.ZONE | Part.SUMMER_ZONE if known.is_dst else Part.ZONE
        if word in NOISE:
            return None
        if word in MONTH_WORDS:
            return self.take_month(MONTH_WORDS[word])
        if word in DAY_WORDS:
            return Part.WEEKDAY
        if word in UNITS or word == "t":
            return self.take_label(word)
        match word:
            case "am" | "pm":
                self.meridian = word
                return Part.MERIDIAN
            case "ad" | "bc":
                self.bc = word == "bc"
                return Part.ERA
            case "dst":
                self.offset += HOUR
                return Part.SUMMER | Part.SUMMER_ZONE
        return self.take_special(word)

    def take_month(self, number: int) -> Part:
        told = Part.MONTH
        if Part.MONTH in self.told and not self.text_month and Part.DAY not in self.told and 1 <= self.month <= 31:
            self.day, told = self.month, Part.DAY  # the number before it was the day
        self.text_month, self.month = True, number
        return told

    def take_label(self, word: str) -> Part:
        if (word == "t" and self.told & Part.DATE != Part.DATE) or self.prefix:
            raise self.bad()
        self.prefix = "time" if word == "t" else UNITS[word]
        return NOTHING

    def take_special(self, word: str) -> Part:
        found = self.found
        if word in RELATIVE:
            found.relative = RELATIVE[word]
            return Part.DATE
        if word == "allballs":
            self.hour = self.minute = self.second = 0
            self.offset = self.offset if self.keeps_summer else 0
            return Part.TIME | Part.ZONE
        if word in ("now", "epoch", "infinity", "+infinity", "-infinity"):
            found.special = word.lstrip("+")
            return Part.DATE | Part.TIME | Part.ZONE
        found.zone = find_zone(word)
        if found.zone is None:
            raise self.bad()
        return Part.ZONE

    # the whole

    def finish(self) -> None:
        """Settle what depends on the whole: the year, AM and PM, ranges."""
        self.check_date()
        self.finish_meridian()
        if self.told & Part.DATE != Part.DATE:
            raise self.bad()
        self.settle()

    def settle(self) -> None:
        """Put what was read into the record."""
        found = self.found
        found.bc = self.bc
        if found.special is not None:
            return
        if self.told & Part.DATE == Part.DATE and found.relative is None:
            found.days = self.days()
        if Part.TIME in self.told or self.clock():
            found.us = self.clock()
        if Part.SUMMER in self.told and (found.zone is not None or Part.ZONE not in self.told):
            raise self.bad()
        if Part.ZONE in self.told and found.zone is None:
            found.offset = self.offset

    def days(self) -> int:
        if self.julian is not None:
            return self.julian
        if Part.DAY_OF_YEAR in self.told:
            return days_from_civil(self.year, 1, 1) + self.day_of_year - 1
        return days_from_civil(self.year, self.month, self.day)

    def check_date(self) -> None:
        told = self.told
        if self.julian is not None or self.found.relative is not None or self.found.special is not None:
            return
        if Part.YEAR in told:
            self.finish_year()
        if Part.DAY_OF_YEAR in told:
            return
        wrong_month = Part.MONTH in told and not 1 <= self.month <= 12
        if wrong_month or (Part.DAY in told and not 1 <= self.day <= 31):
            raise datetime_field_overflow_datestyle(self.text)
        if told & Part.DATE == Part.DATE and self.day > month_length(self.year, self.month):
            raise self.overflow()

    def finish_year(self) -> None:
        """A year of one or two digits is between 1970 and 2069; 1 BC is the year 0."""
        if self.bc:
            if self.year <= 0:
                raise self.overflow()
            self.year = 1 - self.year
        elif self.two_digit_year:
            if self.year < 0:
                raise self.overflow()
            self.year += 2000 if self.year < 70 else 1900 if self.year < 100 else 0
        elif self.year <= 0:
            raise self.overflow()

    def finish_meridian(self) -> None:
        if self.meridian and self.hour > 12:
            raise self.overflow()
        if self.meridian == "am" and self.hour == 12:
            self.hour = 0
        elif self.meridian == "pm" and self.hour != 12:
            self.hour += 12


def _digits(text: str) -> int:
    """As C's atoi reads digits into 32 bits."""
    value = min(int(text or 0), 2**63 - 1) & 0xFFFFFFFF
    return value - 2**32 if value > INT4_MAXIMUM else value
