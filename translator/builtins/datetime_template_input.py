"""Text read by a template of patterns into the fields of a date and time ("Data Type Formatting Functions")."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from translator.builtins.datetime_format import ROMAN_MONTHS
from translator.builtins.datetime_template import SEPARATORS, Piece, is_space
from translator.errors import PgError
from translator.types.calendar import DAY_NAMES, MONTH_NAMES
from translator.types.timezone import Zone, abbreviated_zone

INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
THOUSANDS = re.compile(r"\s*([-+]?\d+),\s*([-+]\d{1,2}|\d{1,3})", re.ASCII)
SHORT_MONTHS = tuple(name[:3] for name in MONTH_NAMES)
SHORT_DAYS = tuple(name[:3] for name in DAY_NAMES)
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
    **{"D": "week_day", "ID": "week_day", "MS": "ms", "US": "us"},
    **{f"FF{digits}": "us" for digits in range(1, 7)},
    **dict.fromkeys(("YYYY", "YYY", "YY", "Y", "IYYY", "IYY", "IY", "I"), "year"),
}
YEAR_DIGITS = {"YYYY": 4, "IYYY": 4, "YYY": 3, "IYY": 3, "YY": 2, "IY": 2, "Y": 1, "I": 1}
FRACTIONS = {"MS": 3, "US": 6} | {f"FF{digits}": 6 for digits in range(1, 7)}
"""Numbers that count from the decimal point on, with the digits of their unit."""
ISO_PATTERNS = frozenset({"IYYY", "IYY", "IY", "I", "IW", "ID", "IDDD"})
GREGORIAN_PATTERNS = frozenset(
    {"YYYY", "YYY", "YY", "Y", "Y,YYY", "MM", "MONTH", "MON", "RM", "DD", "DDD", "D", "W", "WW"}
)
ZONES = frozenset({"TZH", "TZ", "OF"})
WIDTH_HINT = 'If your source string is not fixed-width, try using the "FM" modifier.'
LONGEST_ABBREVIATION = 10
INT4_MINIMUM, INT4_MAXIMUM = -(2**31), 2**31 - 1


def _invalid_value(value: str, pattern: str, detail: str | None = None, hint: str | None = None) -> PgError:
    return PgError("22007", f'invalid value "{value}" for "{pattern}"', detail=detail, hint=hint)


class Parsed(Struct):
    """What was read; 0 where the template has no such pattern, or the text a 0 for it."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    ms: int = 0
    us: int = 0
    precision: int = 0
    """The digits of the last FF pattern."""
    day_seconds: int = 0
    afternoon: int = 0
    half_day: bool = False
    year: int = 0
    year_digits: int = 0
    """Those of the last pattern of a year."""
    century: int = 0
    bc: int = 0
    month: int = 0
    day: int = 0
    week: int = 0
    month_week: int = 0
    week_day: int = 0
    """From 1 for Sunday."""
    year_day: int = 0
    julian: int = 0
    iso: bool | None = None
    """Whether the patterns of dates were those of ISO weeks; None while there was none of either kind."""
    zone_sign: int = 0
    """That of the hours and minutes of an offset, 0 while there are none."""
    zone_hour: int = 0
    zone_minute: int = 0
    zone: Zone | None = None
    """That of an abbreviation."""


def read_by_template(text: str, pieces: Sequence[Piece], timezone: str, *, standard: bool = False) -> Parsed:
    """The fields of a text; `standard` insists on every letter of the template and of the text.  Raises PgError
    22007, 22008.
    """
    return _Reader(text, pieces, timezone, standard).read()


class _Reader:
    """Walks a template and a text side by side."""

    def __init__(self, text: str, pieces: Sequence[Piece], timezone: str, standard: bool) -> None:
        self.text = text
        self.timezone = timezone
        self.pieces = pieces
        self.standard = standard
        self.exact = standard
        """FX was met."""
        self.position = 0
        self.skipped = 0
        """White space skipped beyond what the template asked for."""
        self.fields = Parsed()

    @property
    def letter(self) -> str:
        return self.text[self.position : self.position + 1]

    @property
    def rest(self) -> str:
        return self.text[self.position :]

    def read(self) -> Parsed:
        for index, piece in enumerate(self.pieces):
            if self.position >= len(self.text):
                if self.standard:
                    raise PgError("22007", "input string is too short for datetime format")
                break
            if not self.exact and piece.pattern != "FX" and (piece.pattern or index == 0):
                self.skip_spaces()
            if not piece.pattern:
                self.literal(piece)
                continue
            self.convention(piece)
            self.pattern(piece, index)
            if not self.exact:
                self.skipped = 0
                self.skip_spaces()
        if self.standard and self.rest.strip(" \t\n\v\f\r"):
            raise PgError("22007", "trailing characters remain in input string after datetime format")
        return self.fields

    def skip_spaces(self) -> None:
        while is_space(self.letter):
            self.position += 1
            self.skipped += 1

    def literal(self, piece: Piece) -> None:
        """A space or separator matches any one or nothing; another letter takes the place of one."""
        if self.standard and self.letter != piece.text:
            what = "separator" if piece.separator else "character"
            raise PgError("22007", f'unmatched format {what} "{piece.text}"')
        if self.exact:
            self.position += 1
        elif piece.separator:
            if is_space(self.letter) or self.letter in SEPARATORS:
                self.position += 1
            else:
                self.skipped -= 1
        elif self.skipped > 0:
            self.skipped -= 1
        else:
            self.position += 1

    def convention(self, piece: Piece) -> None:
        """Dates are those of the Gregorian calendar or of ISO weeks."""
        iso = piece.pattern in ISO_PATTERNS
        if not iso and piece.pattern not in GREGORIAN_PATTERNS:
            return
        if self.fields.iso is not None and self.fields.iso != iso:
            raise PgError(
                "22007",
                "invalid combination of date conventions",
                hint="Do not mix Gregorian and ISO week date conventions in a formatting template.",
            )
        self.fields.iso = iso

    def pattern(self, piece: Piece, index: int) -> None:
        name = piece.pattern
        if name == "FX":
            self.exact = True
        elif name in NAMES:
            NAMES[name](self, piece)
        elif name in ZONES:
            self.zone(piece, index)
        elif name == "Y,YYY":
            self.thousands_year(piece)
        else:
            if name == "TZM" and not self.fields.zone_sign:
                self.fields.zone_sign = 1
            self.store(piece, *self.number(piece, index))
        if piece.ordinal and name not in NAMES and name not in ZONES and name not in {"TZM", "FX"}:
            self.position = min(self.position + 2, len(self.text))

    def number(self, piece: Piece, index: int) -> tuple[int, int]:
        """An integer, of fixed width where the template goes on with a digit, and how many characters it took."""
        begun = self.position
        while is_space(self.letter):
            self.position += 1
        width = WIDTHS[piece.pattern]
        octets = self.rest.encode()  # by which PostgreSQL counts here
        shown = octets[:width].decode(errors="surrogateescape")
        fixed = piece.fill and not self.ends_by_itself(piece, index)
        if fixed and len(octets) < width:
            raise PgError(
                "22007",
                f'source string too short for "{piece.text}" formatting field',
                detail=f"Field requires {width} characters, but only {len(octets)} remain.",
                hint=WIDTH_HINT,
            )
        match = INTEGER.match(shown if fixed else self.rest)
        if fixed and match is not None and len(match[0]) < width:
            detail = f"Field requires {width} characters, but only {len(match[0])} could be parsed."
            raise _invalid_value(shown, piece.text, detail, WIDTH_HINT)
        if match is None and (not fixed or self.position == begun):
            raise _invalid_value(shown, piece.text, "Value must be an integer.")
        found = "0" if match is None else match[0]  # white space alone counts as a number of fixed width
        self.position += 0 if match is None else len(found)
        if not INT4_MINIMUM <= int(found) <= INT4_MAXIMUM:
            detail = f"Value must be in the range {INT4_MINIMUM} to {INT4_MAXIMUM}."
            raise PgError("22008", f'value for "{piece.text}" in source string is out of range', detail=detail)
        return int(found), self.position - begun

    def ends_by_itself(self, piece: Piece, index: int) -> bool:
        """Is what follows in the template no digit?"""
        if piece.ordinal or index + 1 >= len(self.pieces):
            return True
        following = self.pieces[index + 1]
        if following.pattern:
            return following.pattern in NAMES or following.pattern in ZONES or following.pattern == "FX"
        return following.text not in "0123456789"

    def store(self, piece: Piece, number: int, length: int) -> None:
        name, fields = piece.pattern, self.fields
        field = FIELDS.get(name)
        if field is not None:
            self.put(field, number, piece)
        if name in {"HH", "HH12"}:
            fields.half_day = True
        elif name in YEAR_DIGITS:
            fields.year_digits = YEAR_DIGITS[name]
            if fields.year_digits < 4 and length < 4:
                fields.year = complete_year(number)
        elif name == "ID":
            fields.week_day = number + 1 if number < 7 else 1
        elif name in FRACTIONS and field is not None:
            setattr(fields, field, number * 10 ** max(FRACTIONS[name] - length, 0))
            if name.startswith("FF"):
                fields.precision = WIDTHS[name]

    def put(self, field: str, value: int, piece: Piece) -> None:
        if getattr(self.fields, field) not in (0, value):
            raise PgError(
                "22007",
                f'conflicting values for "{piece.text}" field in formatting string',
                detail="This value contradicts a previous setting for the same field type.",
            )
        setattr(self.fields, field, value)

    def thousands_year(self, piece: Piece) -> None:
        match = THOUSANDS.match(self.text, self.position)
        if match is None:
            raise _invalid_value(self.rest, "Y,YYY")
        thousands = int(match[1]) * 1000
        year = thousands + int(match[2])
        if not all(INT4_MINIMUM <= part <= INT4_MAXIMUM for part in (int(match[1]), thousands, year)):
            raise PgError("22008", 'value for "Y,YYY" in source string is out of range')
        self.put("year", year, piece)
        self.fields.year_digits = 4
        self.position = match.end()

    def one_of(self, names: Sequence[str], piece: Piece) -> int:
        """The place of the name that the text goes on with, in any case."""
        rest = self.rest.lower()
        for index in sorted(range(len(names)), key=lambda place: -len(names[place])):
            if rest.startswith(names[index].lower()):
                self.position += len(names[index])
                return index
        word = re.split(r"[ \t\n\f\r\v]", self.rest)[0]
        detail = "The given value did not match any of the allowed values for this field."
        raise _invalid_value(word, piece.text, detail)

    def month(self, piece: Piece) -> None:
        names = {"MON": SHORT_MONTHS, "RM": ROMAN_MONTHS}.get(piece.pattern, MONTH_NAMES)
        self.put("month", self.one_of(names, piece) + 1, piece)

    def day_name(self, piece: Piece) -> None:
        """Counted from 0 where it is compared with what was read before."""
        self.put("week_day", self.one_of(SHORT_DAYS if piece.pattern == "DY" else DAY_NAMES, piece), piece)
        self.fields.week_day += 1

    def half_day(self, piece: Piece) -> None:
        self.put("afternoon", self.one_of(("a.m.", "p.m.") if "." in piece.text else ("am", "pm"), piece), piece)
        self.fields.half_day = True

    def era(self, piece: Piece) -> None:
        self.put("bc", self.one_of(("a.d.", "b.c.") if "." in piece.text else ("ad", "bc"), piece), piece)

    def zone(self, piece: Piece, index: int) -> None:
        """TZ: the longest abbreviation there is, or an offset; OF: hours, and minutes behind a colon; TZH: hours."""
        if piece.pattern == "TZ" and self.abbreviation(piece):
            return
        self.zone_sign()
        self.put("zone_hour", self.number(piece, index)[0], piece)
        if piece.pattern != "TZH" and self.letter == ":":
            self.position += 1
            self.put("zone_minute", self.number(piece, index)[0], piece)

    def abbreviation(self, piece: Piece) -> bool:
        letters = re.compile(r"[A-Za-z]*").match(self.text, self.position)
        word = letters[0].lower()[:LONGEST_ABBREVIATION] if letters else ""
        for length in range(len(word), 0, -1):
            found = abbreviated_zone(word[:length], self.timezone)
            if found is not None:
                self.position += length
                self.fields.zone, self.fields.zone_sign = found, 0
                return True
        if word:
            raise _invalid_value(self.rest, piece.text, "Time zone abbreviation is not recognized.")
        return False

    def zone_sign(self) -> None:
        """The sign of an offset, which may have been taken for a separator already."""
        if self.letter and self.letter in "+- ":
            self.fields.zone_sign = -1 if self.letter == "-" else 1
            self.position += 1
        else:
            passed = self.skipped > 0 and self.text[self.position - 1 : self.position] == "-"
            self.fields.zone_sign = -1 if passed else 1


NAMES: dict[str, Callable[[_Reader, Piece], None]] = {
    **dict.fromkeys(("MONTH", "MON", "RM"), _Reader.month),
    **dict.fromkeys(("DAY", "DY"), _Reader.day_name),
    **dict.fromkeys(("AM", "PM", "A.M.", "P.M."), _Reader.half_day),
    **dict.fromkeys(("AD", "BC", "A.D.", "B.C."), _Reader.era),
}
"""Patterns that do not read a number."""


def complete_year(year: int) -> int:
    """A year of fewer than four digits, near 2020."""
    if year < 70:
        return year + 2000
    if year < 100:
        return year + 1900
    return year + (2000 if year < 520 else 1000) if year < 1000 else year
