"""to_char of dates, times and intervals ("Data Type Formatting Functions")."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from translator.builtins.datetime_template import Piece, parse_template
from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.calendar import (
    DAY_NAMES,
    DAY_US,
    JULIAN_EPOCH,
    MONTH_NAMES,
    civil_from_days,
    day_of_week,
    day_of_year,
    days_from_civil,
    iso_week,
    monday_of,
)
from translator.types.datetime_output import INFINITE_TIMESTAMPS
from translator.types.interval import truncate, unpack_interval
from translator.types.timezone import session_zone

UNSIGNED = {"DD", "DDD", "IDDD", "WW", "IW", "Y", "I"}
"""Their width counts a sign."""
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Moment(Struct):
    """The fields that a template can show. In an interval all may be negative, and there is no calendar."""

    year: int
    """0 is 1 BC; in an interval a count."""
    month: int
    day: int
    hour: int
    minute: int
    second: int
    us: int
    offset: int = 0
    """Seconds east of UTC."""
    zone: str | None = None
    """The zone's abbreviation, None without time zone."""
    interval: bool = False

    @property
    def days(self) -> int:
        """Days since 1970."""
        if self.interval:
            return _days_by_formula(self.year, self.month, self.day)
        return days_from_civil(self.year, self.month, self.day)

    @property
    def shown_year(self) -> int:
        return self.year if self.year > 0 or self.interval else 1 - self.year

    @property
    def year_day(self) -> int:
        if self.interval:
            return _int4((self.year * 12 + self.month) * 30 + self.day)
        return day_of_year(self.days)


def _int4(number: int) -> int:
    """What is left of a number in 32 bits: PostgreSQL's fields overflow in large intervals."""
    return (number + 2**31) % 2**32 - 2**31


def _days_by_formula(year: int, month: int, day: int) -> int:
    """What PostgreSQL's formula for dates makes of fields that are none."""
    months, years = (month + 1, 4800) if month > 2 else (month + 13, 4799)
    year += years
    century = truncate(year, 100)[0]
    leap = truncate(year, 4)[0] - century + truncate(century, 4)[0]
    return _int4(year * 365 - 32167 + leap + 7834 * months // 256 + day) - JULIAN_EPOCH


def _padded(value: int, width: int, piece: Piece, moment: Moment) -> str:
    if not piece.fill:
        return str(value)
    signed = value < 0 and piece.pattern not in UNSIGNED
    if piece.pattern in SIGNED_BY:  # PostgreSQL looks at the whole field there
        signed = SIGNED_BY[piece.pattern](moment) < 0
    return f"{value:0{width + signed}d}"


def _cased(name: str, piece: Piece, width: int = 0) -> str:
    """A name in the case of the pattern, padded with spaces."""
    text = name.upper() if piece.text.isupper() else name.lower() if piece.text.islower() else name
    return text.ljust(width) if piece.fill else text


def _marker(first: str, second: str, later: bool, piece: Piece) -> str:
    """AM or PM, AD or BC, with points and in the case of the pattern."""
    name = second if later else first
    text = f"{name[0]}.{name[1]}." if "." in piece.text else name
    return text if piece.text.isupper() else text.lower()


def _century(moment: Moment) -> int:
    if moment.interval:
        return truncate(moment.year, 100)[0]
    return (moment.year - 1) // 100 + 1 if moment.year > 0 else truncate(moment.year, 100)[0] - 1


def _hour12(moment: Moment) -> int:
    remainder = truncate(moment.hour, 12)[1]
    return remainder or 12


def _day_seconds(moment: Moment) -> int:
    return (moment.hour * 60 + moment.minute) * 60 + moment.second


def _thousands_year(moment: Moment) -> str:
    thousands, rest = truncate(moment.shown_year, 1000)
    return f"{thousands},{rest:03d}"


def _offset(moment: Moment, piece: Piece) -> str:
    """The offset of the zone: its hours (TZH), its minutes (TZM), or the hours with the minutes that there are (OF)."""
    hours, rest = divmod(abs(moment.offset), 3600)
    minutes = f"{rest // 60:02d}"
    if piece.pattern == "TZM":
        return minutes
    sign = "-" if moment.offset < 0 else "+"
    if piece.pattern == "TZH":
        return f"{sign}{hours:02d}"
    return sign + (f"{hours:02d}" if piece.fill else str(hours)) + (f":{minutes}" if rest else "")


def _zone_name(moment: Moment, piece: Piece) -> str:
    name = moment.zone or ""
    return name.lower() if piece.text.islower() else name


def _shown_year(moment: Moment) -> int:
    return moment.shown_year


def _first_monday(year: int) -> int:
    """The first day of an ISO year, by the formula that intervals need."""
    return monday_of(_days_by_formula(year, 1, 4))


def _iso_week(moment: Moment) -> tuple[int, int]:
    """ISO year and week; that of an interval is looked for in one year before and behind."""
    days, year = moment.days, moment.year
    if not moment.interval:
        return iso_week(days)
    year -= days < _first_monday(year)
    week = truncate(_int4(days - _first_monday(year)), 7)[0] + 1
    if week >= 52 and days >= _first_monday(year + 1):
        year += 1
        week = _int4(days - _first_monday(year)) // 7 + 1
    return year, week


def _iso_year(moment: Moment) -> int:
    year = _iso_week(moment)[0]
    return year if year > 0 or moment.interval else 1 - year


def _last_digits(year: Callable[[Moment], int], count: int) -> Callable[[Moment], int]:
    """The last digits of a year, which in an interval have its sign."""
    return lambda moment: truncate(year(moment), 10**count)[1]


def _iso_day_of_year(moment: Moment) -> int:
    return _int4(moment.days - _first_monday(_iso_week(moment)[0]) + 1)


def _roman_month(moment: Moment, piece: Piece) -> str:
    """In an interval, whose whole years are twelve months, -1 is December."""
    if not moment.month and not moment.year:
        return ""
    place = moment.month - (moment.month > 0)
    if not moment.month:
        place = 11 if moment.year > 0 else 0
    return _cased(ROMAN_MONTHS[place], piece, 4)


def _fraction(digits: int) -> Callable[[Moment], str]:
    return lambda moment: f"{truncate(moment.us, 10 ** (6 - digits))[0]:0{digits}d}"


NUMBERS: dict[str, tuple[Callable[[Moment], int], int]] = {
    "HH24": (lambda m: m.hour, 2),
    "HH12": (_hour12, 2),
    "HH": (_hour12, 2),
    "MI": (lambda m: m.minute, 2),
    "SS": (lambda m: m.second, 2),
    "SSSS": (_day_seconds, 1),
    "SSSSS": (_day_seconds, 1),
    "MM": (lambda m: m.month, 2),
    "DD": (lambda m: m.day, 2),
    "DDD": (lambda m: m.year_day, 3),
    "IDDD": (_iso_day_of_year, 3),
    "D": (lambda m: day_of_week(m.days) + 1, 1),
    "ID": (lambda m: day_of_week(m.days) or 7, 1),
    "WW": (lambda m: truncate(_int4(m.year_day - 1), 7)[0] + 1, 2),
    "IW": (lambda m: _iso_week(m)[1], 2),
    "W": (lambda m: truncate(_int4(m.day - 1), 7)[0] + 1, 1),
    "CC": (_century, 2),
    "Q": (lambda m: truncate(m.month - 1, 3)[0] + 1, 1),
    "J": (lambda m: m.days + JULIAN_EPOCH, 1),
    "YYYY": (_shown_year, 4),
    "YYY": (_last_digits(_shown_year, 3), 3),
    "YY": (_last_digits(_shown_year, 2), 2),
    "Y": (_last_digits(_shown_year, 1), 1),
    "IYYY": (_iso_year, 4),
    "IYY": (_last_digits(_iso_year, 3), 3),
    "IY": (_last_digits(_iso_year, 2), 2),
    "I": (_last_digits(_iso_year, 1), 1),
}
"""Patterns that print a number, with its width."""
SIGNED_BY: dict[str, Callable[[Moment], int]] = {
    **dict.fromkeys(("YYYY", "YYY", "YY", "IYYY", "IYY", "IY"), _shown_year),
    **dict.fromkeys(("HH", "HH12"), lambda m: m.hour),
}
"""Patterns whose width counts the sign of another number than the one that is printed."""
TEXTS: dict[str, Callable[[Moment, Piece], str]] = {
    "AM": lambda m, p: _marker("AM", "PM", truncate(m.hour, 24)[1] >= 12, p),
    "AD": lambda m, p: _marker("AD", "BC", m.year <= 0, p),
    "MONTH": lambda m, p: _cased(MONTH_NAMES[m.month - 1], p, 9),
    "MON": lambda m, p: _cased(MONTH_NAMES[m.month - 1][:3], p),
    "DAY": lambda m, p: _cased(DAY_NAMES[day_of_week(m.days)], p, 9),
    "DY": lambda m, p: _cased(DAY_NAMES[day_of_week(m.days)][:3], p),
    "RM": _roman_month,
    "TZ": _zone_name,
    **dict.fromkeys(("TZH", "TZM", "OF"), _offset),
    "FX": lambda m, p: "",
}
TEXTS |= dict.fromkeys(("A.M.", "PM", "P.M."), TEXTS["AM"]) | dict.fromkeys(("A.D.", "BC", "B.C."), TEXTS["AD"])
DIGITS: dict[str, Callable[[Moment], str]] = {f"FF{digits}": _fraction(digits) for digits in range(1, 7)}
DIGITS |= {"MS": DIGITS["FF3"], "US": DIGITS["FF6"], "Y,YYY": _thousands_year}
"""Patterns that print a number in a form of their own."""
NOT_IN_INTERVALS = {
    *("AD", "A.D.", "BC", "B.C.", "MONTH", "MON", "DAY", "DY", "TZ", "TZH", "TZM", "OF", "D", "ID"),
}


def ordinal_suffix(number: str) -> str:
    """ST, ND, RD or TH."""
    if number[-2:-1] == "1":
        return "TH"
    return {"1": "ST", "2": "ND", "3": "RD"}.get(number[-1:], "TH")


def format_moment(moment: Moment, template: str) -> str:
    """The template filled in; 22007 for patterns that an interval does not have."""
    out = []
    for piece in parse_template(template):
        if not piece.pattern:
            out.append(piece.text)
            continue
        if moment.interval and piece.pattern in NOT_IN_INTERVALS:
            raise PgError(
                "22007",
                "invalid format specification for an interval value",
                hint="Intervals are not tied to specific calendar dates.",
            )
        out.append(_piece_text(moment, piece))
    return "".join(out)


def _piece_text(moment: Moment, piece: Piece) -> str:
    if piece.pattern in TEXTS:
        return TEXTS[piece.pattern](moment, piece)
    if piece.pattern in DIGITS:
        text = DIGITS[piece.pattern](moment)
    elif piece.pattern == "Q" and not moment.month:
        return ""
    else:
        number, width = NUMBERS[piece.pattern]
        text = _padded(number(moment), width, piece, moment)
    if not piece.ordinal:
        return text
    suffix = ordinal_suffix(text)
    return text + (suffix if piece.ordinal == "TH" else suffix.lower())


def _moment(local: int, offset: int = 0, zone: str | None = None) -> Moment:
    days, us = divmod(local, DAY_US)
    seconds, fraction = divmod(us, 1_000_000)
    date = civil_from_days(days)
    return Moment(*date, seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, offset, zone)


@function("to_char(timestamp without time zone,text)")
def timestamp_to_char(value: int, template: str) -> str | None:
    """NULL for infinity and for an empty template."""
    if not template or value in INFINITE_TIMESTAMPS:
        return None
    return format_moment(_moment(value), template)


@function("to_char(timestamp with time zone,text)", context=True)
def timestamptz_to_char(context: ExecutionContext, value: int, template: str) -> str | None:
    if not template or value in INFINITE_TIMESTAMPS:
        return None
    zone = session_zone(context.settings.timezone)
    offset = zone.offset_at(value)
    return format_moment(_moment(value + offset * 1_000_000, offset, zone.abbreviation_at(value)), template)


@function("to_char(interval,text)")
def interval_to_char(value: str, template: str) -> str | None:
    parts = unpack_interval(value)
    if not template or parts.infinite:
        return None
    years, months = truncate(parts.months, 12)
    seconds, us = truncate(parts.us, 1_000_000)
    minutes, seconds = truncate(seconds, 60)
    hours, minutes = truncate(minutes, 60)
    return format_moment(Moment(years, months, parts.days, hours, minutes, seconds, us, interval=True), template)
