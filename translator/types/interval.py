"""interval ("Date/Time Types"): a text of 64 letters that compares under SQLite's own NOCASE as PostgreSQL compares.

The first 24 letters are the order key, in which months count as 30 days and days as 24 hours: '1 month' = '30 days'.
Which of the 64 letters are capitals tells months and days, so that each prints as itself; the rest is microseconds.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from translator.errors.state import internal_error
from translator.errors.values import datetime_out_of_range, invalid_parameter_value
from translator.settings_view import TypeSettings
from translator.types.binary import unpack
from translator.types.calendar import DAY_US, MAX_PRECISION
from translator.types.datatype import DataType
from translator.types.datetime_output import clock
from translator.types.interval_input import INFINITY, INT4_MAX, INT8_MAX, MINUS_INFINITY, read_interval

WIRE = struct.Struct("!qii")
KEY_LETTERS, LETTERS = 24, 64
DIGITS_TO_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
LETTERS_TO_DIGITS = str.maketrans("abcdefghijklmnop", "0123456789abcdef")
CAPITALS_TO_BITS = str.maketrans({chr(code): "01"[code < 97] for code in (*range(65, 81), *range(97, 113))})
CAPITALS = [bytes(0x20 if byte & 0x80 >> bit else 0 for bit in range(8)) for byte in range(256)]
"""For each byte of the payload what turns eight small letters into capitals."""
BIAS = 1 << 95
MONTH_US = 30 * DAY_US
FULL_RANGE = 0x7FFF
FULL_PRECISION = 0xFFFF
ROUNDING = (1_000_000, 100_000, 10_000, 1_000, 100, 10, 1)
MONTH, YEAR, DAY, HOUR, MINUTE, SECOND = 1 << 1, 1 << 2, 1 << 3, 1 << 10, 1 << 11, 1 << 12
RANGES = {
    YEAR: "year",
    MONTH: "month",
    DAY: "day",
    HOUR: "hour",
    MINUTE: "minute",
    SECOND: "second",
    YEAR | MONTH: "year to month",
    DAY | HOUR: "day to hour",
    DAY | HOUR | MINUTE: "day to minute",
    DAY | HOUR | MINUTE | SECOND: "day to second",
    HOUR | MINUTE: "hour to minute",
    HOUR | MINUTE | SECOND: "hour to second",
    MINUTE | SECOND: "minute to second",
}


class Interval(Struct, frozen=True):
    """An interval's three independent parts."""

    months: int
    days: int
    us: int

    @property
    def infinite(self) -> int:
        """1, -1, or 0 for a finite one."""
        parts = (self.months, self.days, self.us)
        return 1 if parts == INFINITY else -1 if parts == MINUS_INFINITY else 0

    @property
    def span(self) -> int:
        """Microseconds, with months of 30 days."""
        return self.months * MONTH_US + self.days * DAY_US + self.us


def check_parts(months: int, days: int, us: int) -> None:
    """Raise PgError 22008 when a part does not fit."""
    if not (-INT4_MAX <= months + 1 <= INT4_MAX + 1 and -INT4_MAX <= days + 1 <= INT4_MAX + 1):
        raise datetime_out_of_range("interval")
    if not -INT8_MAX <= us + 1 <= INT8_MAX + 1:
        raise datetime_out_of_range("interval")


def pack(months: int, days: int, us: int) -> str:
    """Storage form; 22008 when a part does not fit."""
    check_parts(months, days, us)
    key = f"{months * MONTH_US + days * DAY_US + us + BIAS:024x}".translate(DIGITS_TO_LETTERS)
    small = key + "a" * (LETTERS - KEY_LETTERS)
    if not months and not days:
        return small
    payload = ((months & 0xFFFFFFFF) << 32 | days & 0xFFFFFFFF).to_bytes(8, "big")
    capitals = int.from_bytes(b"".join([CAPITALS[byte] for byte in payload]), "big")
    return (int.from_bytes(small.encode(), "big") ^ capitals).to_bytes(LETTERS, "big").decode()


@lru_cache(maxsize=1024)
def unpack_interval(value: str) -> Interval:
    """The parts of a storage form."""
    span = int(value[:KEY_LETTERS].lower().translate(LETTERS_TO_DIGITS), 16) - BIAS
    if value.islower():
        return Interval(0, 0, span)
    payload = int(value.translate(CAPITALS_TO_BITS), 2)
    months, days = _signed(payload >> 32), _signed(payload & 0xFFFFFFFF)
    return Interval(months, days, span - months * MONTH_US - days * DAY_US)


def _signed(bits: int) -> int:
    return bits - (1 << 32) if bits >> 31 else bits


def truncate(x: int, unit: int) -> tuple[int, int]:
    """Quotient and remainder toward zero, as C divides."""
    quotient = abs(x) // unit
    quotient = -quotient if x < 0 else quotient
    return quotient, x - quotient * unit


def clock_text(us: int) -> str:
    """[-]HH:MM:SS[.ffffff] of any number of hours."""
    seconds, fraction = divmod(abs(us), 1_000_000)
    hours, rest = divmod(seconds, 3600)
    text = f"{hours:02d}{clock(rest)[2:]}"
    return f"{text}.{fraction:06d}".rstrip("0") if fraction else text


def postgres_text(value: Interval) -> str:
    years, months = truncate(value.months, 12)
    parts: list[str] = []
    negative_before = False
    for amount, unit in ((years, "year"), (months, "mon"), (value.days, "day")):
        if amount:
            plus = "+" if negative_before and amount > 0 else ""
            parts.append(f"{plus}{amount} {unit}{'' if amount == 1 else 's'}")
            negative_before = amount < 0
    if value.us or not parts:
        sign = "-" if value.us < 0 else "+" if negative_before else ""
        parts.append(sign + clock_text(value.us))
    return " ".join(parts)


def verbose_text(value: Interval) -> str:
    years, months = truncate(value.months, 12)
    hours, rest = truncate(value.us, 3_600_000_000)
    minutes, us = truncate(rest, 60_000_000)
    parts = [(years, "year"), (months, "mon"), (value.days, "day"), (hours, "hour"), (minutes, "min")]
    negative: bool | None = None
    text = "@"
    for amount, unit in parts:
        if amount:
            negative = amount < 0 if negative is None else negative
            shown = -amount if negative else amount
            text += f" {shown} {unit}{'' if shown == 1 else 's'}"
    if us:
        negative = us < 0 if negative is None else negative
        us = -us if negative else us
        sign, us = ("-", -us) if us < 0 else ("", us)
        seconds = f"{us // 1_000_000}.{us % 1_000_000:06d}".rstrip("0").rstrip(".")
        text += f" {sign}{seconds} sec{'' if seconds == '1' else 's'}"
    if text == "@":
        return "@ 0"
    return text + (" ago" if negative else "")


def sql_text(value: Interval) -> str:
    years, months = truncate(value.months, 12)
    has_date, has_day, has_time = bool(value.months), bool(value.days), bool(value.us)
    negative = any(part < 0 for part in (value.months, value.days, value.us))
    positive = any(part > 0 for part in (value.months, value.days, value.us))
    if not negative and not positive:
        return "0"
    hours = clock_text(value.us)
    hours = hours[1:] if hours[0] == "0" else hours
    if (negative and positive) or (has_date and (has_day or has_time)):
        signs = ["-" if part < 0 else "+" for part in (value.months, value.days, value.us)]
        return f"{signs[0]}{abs(years)}-{abs(months)} {signs[1]}{abs(value.days)} {signs[2]}{hours}"
    sign = "-" if negative else ""
    if has_date:
        return f"{sign}{abs(years)}-{abs(months)}"
    return f"{sign}{abs(value.days)} {hours}" if has_day else sign + hours


def iso_text(value: Interval) -> str:
    years, months = truncate(value.months, 12)
    hours, rest = truncate(value.us, 3_600_000_000)
    minutes, us = truncate(rest, 60_000_000)
    date = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (value.days, "D")) if n)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    if us:
        sign = "-" if us < 0 else ""
        time += sign + f"{abs(us) // 1_000_000}.{abs(us) % 1_000_000:06d}".rstrip("0").rstrip(".") + "S"
    if not date and not time:
        return "PT0S"
    return "P" + date + ("T" + time if time else "")


STYLES = {"postgres": postgres_text, "postgres_verbose": verbose_text, "sql_standard": sql_text, "iso_8601": iso_text}


def interval_text(value: str, style: str) -> str:
    """An interval in one of the styles of IntervalStyle."""
    interval = unpack_interval(value)
    if interval.infinite:
        return "infinity" if interval.infinite > 0 else "-infinity"
    return STYLES[style](interval)


def _round(us: int, precision: int) -> int:
    unit = ROUNDING[precision]
    rounded = (abs(us) + unit // 2) // unit * unit if unit > 1 else abs(us)
    return -rounded if us < 0 else rounded


class IntervalType(DataType):
    typname = sqlname = "interval"
    collation = "NOCASE"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return self.parse_range(text, FULL_RANGE, settings)

    def parse_range(self, text: str, fields: int, settings: TypeSettings) -> str:
        return pack(*read_interval(text, RANGES.get(fields, ""), settings.intervalstyle))

    def input(self, text: str, typmod: int, settings: TypeSettings) -> str:
        if typmod < 0:
            return self.parse(text, settings)
        value = self.parse_range(text, typmod >> 16 & FULL_RANGE, settings)
        return self.coerce_typmod(value, typmod, explicit=False)

    def output(self, value: str, settings: TypeSettings) -> str:
        return interval_text(value, settings.intervalstyle)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        us, days, months = unpack(WIRE, data)
        return self.coerce_typmod(pack(months, days, us), typmod, explicit=False)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        interval = unpack_interval(value)
        return WIRE.pack(interval.us, interval.days, interval.months)

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        fields = int(modifiers[0])
        precision = int(modifiers[1]) if len(modifiers) > 1 else FULL_PRECISION
        if fields not in RANGES and fields != FULL_RANGE:
            raise invalid_parameter_value("invalid INTERVAL type modifier")
        if precision < 0:
            raise invalid_parameter_value(f"INTERVAL({precision}) precision must not be negative")
        if precision != FULL_PRECISION:
            precision = min(precision, MAX_PRECISION)
        elif fields == FULL_RANGE:
            return -1
        return fields << 16 | precision

    def reduced_precision(self, modifiers: Sequence[str]) -> str | None:
        given = [int(precision) for precision in modifiers[1:]]
        return next((f"INTERVAL({each})" for each in given if MAX_PRECISION < each != FULL_PRECISION), None)

    def typmod_out(self, typmod: int) -> str:
        if typmod < 0:
            return ""
        fields, precision = typmod >> 16 & FULL_RANGE, typmod & 0xFFFF
        if fields not in RANGES and fields != FULL_RANGE:
            raise internal_error(f"invalid INTERVAL typmod: 0x{typmod:x}")
        name = f" {RANGES[fields]}" if fields in RANGES else ""
        return name if precision == FULL_PRECISION else f"{name}({precision})"

    def coerce_typmod(self, value: str, typmod: int, *, explicit: bool) -> str:
        interval = unpack_interval(value)
        if typmod < 0 or interval.infinite:
            return value
        fields, precision = typmod >> 16 & FULL_RANGE, typmod & 0xFFFF
        months, days, us = interval.months, interval.days, interval.us
        if fields == YEAR:
            months, days, us = truncate(months, 12)[0] * 12, 0, 0
        elif fields in {MONTH, YEAR | MONTH}:
            days = us = 0
        elif fields == DAY:
            us = 0
        elif fields in {HOUR, DAY | HOUR}:
            us -= truncate(us, 3_600_000_000)[1]
        elif fields in {MINUTE, HOUR | MINUTE, DAY | HOUR | MINUTE}:
            us -= truncate(us, 60_000_000)[1]
        if precision != FULL_PRECISION:
            if precision >= len(ROUNDING):
                raise internal_error(f"unrecognized interval typmod: {typmod}")
            us = _round(us, precision)
        return pack(months, days, us)

    def key(self, value: str) -> str:
        return value.lower()


TYPES: tuple[DataType, ...] = (IntervalType(),)
