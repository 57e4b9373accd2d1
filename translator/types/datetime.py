"""date, time, timetz, timestamp and timestamptz ("Date/Time Types").

Dates are days, times microseconds of the day, timestamps microseconds, all since 2000-01-01 (UTC for timestamptz);
infinity is
the largest or smallest value of PostgreSQL's integer. timetz is a BLOB ordered by its instant, then its zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

from translator.errors import PgError
from translator.errors.values import (
    datetime_field_overflow,
    datetime_out_of_range,
    invalid_parameter_value,
    invalid_text_representation,
)
from translator.settings_view import TypeSettings
from translator.types.binary import unpack
from translator.types.calendar import (
    DAY_US,
    JULIAN_EPOCH,
    MAX_PRECISION,
    UNIX_EPOCH_DAYS,
    UNIX_EPOCH_US,
    civil_from_days,
    days_from_civil,
    month_length,
)
from translator.types.datatype import DataType, Encoder
from translator.types.datetime_input import read_fields
from translator.types.datetime_output import (
    DATE_INFINITY,
    DATE_MINUS_INFINITY,
    INFINITE_DATES,
    INFINITE_TIMESTAMPS,
    TIMESTAMP_INFINITY,
    TIMESTAMP_MINUS_INFINITY,
    date_text,
    offset_text,
    time_text,
    timestamp_text,
    timestamptz_text,
)
from translator.types.datetime_parts import Fields
from translator.types.iso_instant import iso_days, iso_instant
from translator.types.time_input import read_time
from translator.types.timezone import session_zone

INT4 = Struct("!i")
INT8 = Struct("!q")
DATE_MINIMUM = -JULIAN_EPOCH
DATE_MAXIMUM = days_from_civil(5874898, 1, 1)
TIMESTAMP_MINIMUM = DATE_MINIMUM * DAY_US
TIMESTAMP_MAXIMUM = days_from_civil(294277, 1, 1) * DAY_US
ROUNDING = (1_000_000, 100_000, 10_000, 1_000, 100, 10)


def round_us(us: int, precision: int) -> int:
    """Rounded half away from 2000-01-01 to `precision` digits of the second, unless that is none from 0 to 5."""
    if not 0 <= precision < MAX_PRECISION:
        return us
    unit = ROUNDING[precision]
    if us >= 0:
        return (us + unit // 2) // unit * unit
    return -((-us + unit // 2) // unit * unit)


def precision_modifier(modifiers: Sequence[str], sqlname: str) -> int:
    """The typmod of time(p) and timestamp(p): p, at most 6."""
    if len(modifiers) != 1:
        raise invalid_parameter_value("invalid type modifier")
    try:
        precision = int(modifiers[0])
    except ValueError:
        raise invalid_text_representation("integer", modifiers[0]) from None
    if precision < 0:
        raise invalid_parameter_value(f"{sqlname.upper()}({precision}) precision must not be negative")
    return min(precision, MAX_PRECISION)


def reduced_precision(modifiers: Sequence[str], sqlname: str) -> str | None:
    """`TIME(7) WITH TIME ZONE` where a modifier is beyond what the type can have; None for others."""
    precision = int(modifiers[0])
    if precision <= MAX_PRECISION:
        return None
    name, _, zone = sqlname.partition(" ")
    return f"{name}({precision}) {zone if zone.startswith('with ') else ''}".rstrip().upper()


def session_offset(utc_us: int, settings: TypeSettings) -> int:
    """Seconds east of UTC in the session's zone at an instant."""
    return session_zone(settings.timezone).offset_at(utc_us)


def current_local(settings: TypeSettings) -> int:
    """The transaction's start as local time."""
    now = settings.transaction_timestamp_us
    return now + session_offset(now, settings) * 1_000_000


def check_timestamp(value: int, text: str | None = None) -> int:
    """`value` when it is within the type's range; 22008 otherwise."""
    if not TIMESTAMP_MINIMUM <= value < TIMESTAMP_MAXIMUM:
        raise datetime_out_of_range("timestamp", text)
    return value


def date_of(fields: Fields, settings: TypeSettings, text: str) -> int:
    """The date that was read, in days since 2000."""
    if fields.days is not None:
        return fields.days
    days = current_local(settings) // DAY_US + (fields.relative or 0)
    return days + days_to_era(days, fields, text)


def days_to_era(days: int, fields: Fields, text: str) -> int:
    """How far today, or a day counted from it, is from the same day of the era that was read.  Raises PgError 22008."""
    if not fields.bc:
        return 0
    year, month, day = civil_from_days(days)
    if day > month_length(1 - year, month):
        raise datetime_field_overflow(text)
    return days_from_civil(1 - year, month, day) - days


class Date(DataType):
    typname = sqlname = "date"
    affinity = "INTEGER"

    def parse(self, text: str, settings: TypeSettings) -> int:
        known = iso_days(text)
        if known is not None:
            return known
        fields = read_fields(text, self.sqlname, settings.datestyle, settings.timezone)
        if fields.special is not None:
            return self.special(fields, settings, text)
        days = date_of(fields, settings, text)
        if not DATE_MINIMUM <= days < DATE_MAXIMUM:
            raise datetime_out_of_range("date", text)
        return days

    def special(self, fields: Fields, settings: TypeSettings, text: str) -> int:
        if fields.special == "now":
            return date_of(fields, settings, text)
        words = {"infinity": DATE_INFINITY, "-infinity": DATE_MINUS_INFINITY, "epoch": UNIX_EPOCH_DAYS}
        return words[fields.special or ""]

    def output(self, value: int, settings: TypeSettings) -> str:
        return date_text(value, settings.datestyle)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        days: int = unpack(INT4, data)[0]
        if days in INFINITE_DATES:
            return days
        if not DATE_MINIMUM <= days < DATE_MAXIMUM:
            raise datetime_out_of_range("date")
        return days

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return INT4.pack(value)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        datestyle = settings.datestyle
        return lambda value: date_text(value, datestyle).encode()


class Time(DataType):
    typname, sqlname = "time", "time without time zone"
    shortname = "time"
    affinity = "INTEGER"

    def parse(self, text: str, settings: TypeSettings) -> int:
        return self.time_of(read_time(text, self.shortname, settings.datestyle, settings.timezone), settings)

    def time_of(self, fields: Fields, settings: TypeSettings) -> int:
        return current_local(settings) % DAY_US if fields.special == "now" else fields.us or 0

    def output(self, value: int, settings: TypeSettings) -> str:
        return time_text(value)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        value: int = unpack(INT8, data)[0]
        if not 0 <= value <= DAY_US:
            raise datetime_out_of_range("time")
        return round_us(value, typmod)

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return INT8.pack(value)

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        return precision_modifier(modifiers, self.sqlname.split(" ")[0])

    def reduced_precision(self, modifiers: Sequence[str]) -> str | None:
        return reduced_precision(modifiers, self.sqlname)

    def typmod_out(self, typmod: int) -> str:
        return "" if typmod < 0 else f"({typmod})"

    def coerce_typmod(self, value: int, typmod: int, *, explicit: bool) -> int:
        return round_us(value, typmod)


TIMETZ = Struct("!qi")
TIMETZ_BIAS = 2 * DAY_US
ZONE_BIAS = 2**30
ZONE_LIMIT = 16 * 3600
"""Seconds from UTC that no zone reaches."""


def pack_timetz(us: int, offset: int) -> bytes:
    """Storage form of a local time of day and its offset, seconds east of UTC."""
    return TIMETZ.pack(us - offset * 1_000_000 + TIMETZ_BIAS, ZONE_BIAS - offset)


def unpack_timetz(value: bytes) -> tuple[int, int]:
    """Local microseconds of the day and offset, seconds east of UTC."""
    utc, zone = TIMETZ.unpack(value)
    offset = ZONE_BIAS - zone
    return utc - TIMETZ_BIAS + offset * 1_000_000, offset


class TimeTz(Time):
    typname = "timetz"
    sqlname = shortname = "time with time zone"
    affinity = "BLOB"

    def parse(self, text: str, settings: TypeSettings) -> bytes:  # type: ignore[override]  # a time is a number, this has a zone
        fields = read_time(text, self.shortname, settings.datestyle, settings.timezone)
        us = self.time_of(fields, settings)
        offset = fields.offset
        if offset is None:
            zone = fields.zone or session_zone(settings.timezone)
            local = date_of(fields, settings, text) * DAY_US + us
            offset = zone.offset_of_local(local) if local >= TIMESTAMP_MINIMUM else 0
        return pack_timetz(us, offset)

    def output(self, value: bytes, settings: TypeSettings) -> str:  # type: ignore[override]  # a time is a number, this has a zone
        us, offset = unpack_timetz(value)
        return time_text(us) + offset_text(offset)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> bytes:  # type: ignore[override]  # a time is a number, this has a zone
        us, west = unpack(TIMETZ, data)
        if not 0 <= us <= DAY_US:
            raise datetime_out_of_range("time")
        if abs(west) >= ZONE_LIMIT:
            raise PgError("22009", "time zone displacement out of range")
        return pack_timetz(round_us(us, typmod), -west)

    def send(self, value: bytes, settings: TypeSettings) -> bytes:  # type: ignore[override]  # a time is a number, this has a zone
        us, offset = unpack_timetz(value)
        return TIMETZ.pack(us, -offset)

    def coerce_typmod(self, value: bytes, typmod: int, *, explicit: bool) -> bytes:  # type: ignore[override]  # a time is a number, this has a zone
        us, offset = unpack_timetz(value)
        return pack_timetz(round_us(us, typmod), offset)


class Timestamp(DataType):
    typname, sqlname = "timestamp", "timestamp without time zone"
    shortname = "timestamp"
    affinity = "INTEGER"

    def parse(self, text: str, settings: TypeSettings) -> int:
        known = iso_instant(text)
        if known is not None:
            return self.from_iso(*known, settings)
        fields = read_fields(text, self.shortname, settings.datestyle, settings.timezone)
        if fields.special is not None:
            return self.special(fields, settings, text)
        local = date_of(fields, settings, text) * DAY_US + (fields.us or 0)
        return check_timestamp(self.from_local(local, fields, settings), text)

    def from_local(self, local: int, fields: Fields, settings: TypeSettings) -> int:
        """The stored instant of a local time."""
        return local

    def from_iso(self, local: int, offset: int | None, settings: TypeSettings) -> int:
        """The same, with at most an offset (seconds east of UTC) given."""
        return local

    def special(self, fields: Fields, settings: TypeSettings, text: str) -> int:
        if fields.special == "now":
            return self.now(settings) + days_to_era(current_local(settings) // DAY_US, fields, text) * DAY_US
        words = {"infinity": TIMESTAMP_INFINITY, "-infinity": TIMESTAMP_MINUS_INFINITY, "epoch": UNIX_EPOCH_US}
        return words[fields.special or ""]

    def now(self, settings: TypeSettings) -> int:
        return current_local(settings)

    def output(self, value: int, settings: TypeSettings) -> str:
        return timestamp_text(value, settings.datestyle)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        value: int = unpack(INT8, data)[0]
        if value in INFINITE_TIMESTAMPS:
            return value
        value = check_timestamp(value)
        return value if typmod < 0 else self.coerce_typmod(value, typmod, explicit=False)

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return INT8.pack(value)

    def typmod_in(self, modifiers: Sequence[str]) -> int:
        return precision_modifier(modifiers, "timestamp")

    def reduced_precision(self, modifiers: Sequence[str]) -> str | None:
        return reduced_precision(modifiers, self.sqlname)

    def typmod_out(self, typmod: int) -> str:
        return "" if typmod < 0 else f"({typmod})"

    def coerce_typmod(self, value: int, typmod: int, *, explicit: bool) -> int:
        if typmod < 0 or typmod > 5 or value in INFINITE_TIMESTAMPS:
            return value
        return round_us(value, typmod)

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        datestyle = settings.datestyle
        return lambda value: timestamp_text(value, datestyle).encode()


class TimestampTz(Timestamp):
    typname, sqlname = "timestamptz", "timestamp with time zone"
    shortname = "timestamp with time zone"

    def from_local(self, local: int, fields: Fields, settings: TypeSettings) -> int:
        if fields.offset is not None:
            return local - fields.offset * 1_000_000
        zone = fields.zone or session_zone(settings.timezone)
        return local - zone.offset_of_local(local) * 1_000_000

    def from_iso(self, local: int, offset: int | None, settings: TypeSettings) -> int:
        if offset is None:
            offset = session_zone(settings.timezone).offset_of_local(local)
        return local - offset * 1_000_000

    def now(self, settings: TypeSettings) -> int:
        return settings.transaction_timestamp_us

    def output(self, value: int, settings: TypeSettings) -> str:
        return timestamptz_text(value, settings.datestyle, session_zone(settings.timezone))

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        datestyle, zone = settings.datestyle, session_zone(settings.timezone)
        return lambda value: timestamptz_text(value, datestyle, zone).encode()


TYPES: tuple[DataType, ...] = (Date(), Time(), TimeTz(), Timestamp(), TimestampTz())
