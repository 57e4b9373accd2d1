"""Dates and times, and what formats and reads them and numbers (manual 9.8 and 9.9)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.form import Fitting, Form, calls, operators

DATE = Fitting("date", ("2024-02-29", "2023-12-31", "2000-01-01", "0001-01-01", "0001-12-31 BC", "4713-11-24 BC",
    "5874897-12-31", "infinity", "-infinity", "1970-01-01", "1999-12-27"))  # fmt: skip
TIMESTAMP_TEXTS = ("2024-02-29 23:59:59.999999", "2023-12-31 00:00:00", "2000-01-01 12:00:00.5", "0001-01-01 00:00:00",
    "0044-03-15 12:00:00 BC", "294276-12-31 23:59:59.999999", "infinity", "-infinity", "1970-01-01 00:00:00",
    "2024-03-10 02:30:00", "2024-11-03 01:30:00", "1883-11-18 12:00:00", "4714-11-24 00:00:00 BC")  # fmt: skip
TIMESTAMP = Fitting("timestamp without time zone", TIMESTAMP_TEXTS)
TIMESTAMPTZ = Fitting("timestamp with time zone", (*TIMESTAMP_TEXTS[:-1], "2024-07-01 12:00:00+02",
    "2024-03-31 01:00:00 UTC", "2024-01-01 00:00 Europe/Berlin"))  # fmt: skip
TIME = Fitting("time without time zone", ("00:00:00", "12:34:56.789", "23:59:59.999999", "24:00:00", "01:00"))
TIMETZ = Fitting("time with time zone", ("00:00:00+00", "12:34:56.789-08", "23:59:59.999999+05:30", "24:00:00+15:59",
    "01:00-00:00:30"))  # fmt: skip
INTERVAL = Fitting("interval", ("0", "1 day", "1 mon", "1 year 2 mons 3 days 04:05:06.7",
    "-1 mons +2 days -03:04:05.678", "36:00:00", "-1 day +25:00", "infinity", "-infinity", "1 microsecond",
    "178956970 years 7 mons", "2147483647 days", "40 days 27:00", "-14 mons", "P1Y2M10DT2H30M", "15 mins"))  # fmt: skip
FIELD_NAMES = ("year", "month", "day", "hour", "minute", "second", "epoch", "dow", "isodow", "doy", "week", "quarter",
    "century", "decade", "millennium", "isoyear", "julian", "milliseconds", "microseconds", "timezone",
    "timezone_hour", "timezone_minute", "MONTHS", "usec", "min", "nosuch", "")  # fmt: skip
FIELD = Fitting("text", FIELD_NAMES)
ZONE = Fitting("text", ("UTC", "America/New_York", "Asia/Kolkata", "EST", "edt", "+05:30", "-8", "ABC8DEF",
    "Nowhere/Land", "Europe/Berlin", "", "Australia/Lord_Howe", "EST5EDT,M3.2.0,M11.1.0", "Z", "+25"))  # fmt: skip
SPAN = Fitting("interval", ("15 minutes", "1 day", "01:00", "7 days", "1 mon", "0", "-1 hour", "infinity",
    "1 microsecond"))  # fmt: skip
STEP = Fitting("interval", ("1 day", "-1 day", "1 mon", "06:00", "0", "100 years", "infinity", "1 mon -3 days"))
YEAR = Fitting("integer", ("2024", "2023", "0", "-1", "-4713", "294276", "5874897", "1"))
MONTH = Fitting("integer", ("1", "2", "12", "13", "0", "-1"))
DAY = Fitting("integer", ("1", "28", "29", "31", "0", "32"))
HOUR = Fitting("integer", ("0", "12", "23", "24", "-1"))
MINUTE = Fitting("integer", ("0", "59", "60", "-1"))
SECOND = Fitting("double precision", ("0", "30.5", "59.999999", "59.9999999", "60", "-1", "NaN"))
AMOUNT = Fitting("integer", ("0", "1", "-1", "14", "2147483647", "-2147483648"))
FACTOR = Fitting("double precision", ("0", "1", "-1", "0.5", "1.5", "1e10", "NaN", "Infinity", "0.1", "3"))
SECONDS = Fitting("double precision", ("0", "1", "-1", "1e9", "1.5", "NaN", "Infinity", "-Infinity",
    "253402300799.999999", "1e15", "0.0000001"))  # fmt: skip
TEMPLATE = Fitting("text", ("YYYY-MM-DD HH24:MI:SS.US", "Day, DD Month YYYY", "FMDay, FMDD FMMonth YYYY",
    "DY MON dd yy", "IYYY-IW-ID", "IDDD IY I", "HH12:MI:SS AM", "hh:mi p.m.", "J Q WW W CC", "SSSS SSSSS MS",
    "FF1 FF2 FF3 FF4 FF5 FF6", "TZ tz OF TZH:TZM", "Y,YYY BC", "yyyy a.d.", "RM rm", "DDD D", "DDth Dth HH24TH",
    "YYY YY Y", '"text" YYYY "a\\"b"', "FXYYYY MM", "TMMonth TMDay", "YYYYth", "MON-MONTH-Mon",
    "FMHH24 FMMI FMSS FMUS", "", "HH24 MI SS MS US", "SP YYYY", "YYYYSP", "FMRM|RM|", "DAY Day day", "Q BC", "\\YYYY",
    "FMDDDth FMJ", "\"unclosed", ))  # fmt: skip
DATED = Fitting("text", ("2024-02-29 12:34:56.789", "29 February 2024", "Thu, 29 Feb 2024", "2024-09-4", "20240229",
    "44-03-15 BC", "12:34 PM", "2460370", "1", "", "2024-02-30", "2024-13-01", "1999 53", "99-1-1", "24 12 31",
    "VII 4 2024", "2024-060", "4th July 2024", "12:60", "25:00", "-44-01-01", "2024-02-29 +05:30", "abc", "21",
    "2,024", "23:59:59 -08", "2024-W09-4", "11:00 a.m.", "1 2 3", "86399", "2024-02-29 EST", ))  # fmt: skip
READING = Fitting("text", ("YYYY-MM-DD HH24:MI:SS.MS", "DD Month YYYY", "Dy, DD Mon YYYY", "IYYY-IW-ID", "YYYYMMDD",
    "YY-MM-DD BC", "HH12:MI PM", "J", "YYYY-DDD", "RM DD YYYY", "DDth Month YYYY", "HH24:MI", "YY MM DD",
    "YYYY-MM-DD TZH:TZM", "CC", "Y,YYY", "HH24:MI:SS TZH", "YYYY-\"W\"IW-ID", "HH:MI a.m.", "FXYYYY-MM-DD", "YYYY Q",
    "SSSS", "YYYY-MM-DD TZ", "", "YYYY", "W MM YYYY", "MM/DD/YYYY", "IYYY-MM-DD", "D WW YYYY", "YYYY-MM-DD HH12", "US",
    "FF3", ))  # fmt: skip
NUMBER_TEMPLATE = Fitting("text", ("999", "9,999.99", "FM9990.00", "S999", "999S", "9.99EEEE", "RN", "FMRN", "L999",
    "000V99", "MI99", "99MI", "PR99", "999PR", "99th", "PL99", "SG99", "0.0", "FM999.999", "B99", "9G999D99", "990.9",
    "FM0", ".99", "XX", "rn", "9 9", '"a"99', "99PRth", "999.", "EEEE", "9.9.9", "99V", "SSSS", "FM9.99EEEE",
    "0000000000009", "C99", "FM\\9", "9V9.9", ))  # fmt: skip
NUMERIC = Fitting("numeric", ("0", "1", "-1", "0.5", "-0.005", "12.345", "1234.5", "-1234567.891", "99999", "NaN",
    "Infinity", "-Infinity", "3999", "4000", "1e20"))  # fmt: skip
FLOAT = Fitting("double precision", ("0", "1", "-1.5", "0.00001", "1e15", "1.2345678901234567", "-99.99", "NaN",
    "Infinity", "1e300"))  # fmt: skip
INTEGER = Fitting("integer", ("0", "1", "-1", "485", "3999", "-3999", "2147483647", "-2147483648"))
BIGINT = Fitting("bigint", ("0", "-7", "1234567890123", "9223372036854775807", "-9223372036854775808"))
NUMBER_TEXT = Fitting("text", ("12", "-12.5", "1,234.56", "<12>", "$12", "12-", "XII", "iv", "abc", "", " 12 ", "+5",
    "1e5", "12th", "1 2", ".5", "MCMXCIX", "IIII"))  # fmt: skip
TIMESTAMP_INPUT = Fitting("text", ("2024-02-29", "20240229T123456", "Feb 29 2024 5:06 pm", "29-Feb-2024", "yesterday",
    "epoch", "infinity", "now x", "2024-02-30", "2024.060", "J2460370", "2024-02-29 24:00:00", "2024-02-29 24:00:01",
    "2024-02-29 12:34:60", "Thu Feb 29 12:00:00 2024 PST", "2024-02-29 BC", "99-01-01", "1/2/2003", "13/2/2003",
    "2024-02-29 12:34:56.7 America/New_York", "2024-02-29 12:34+5:30", "allballs", "2024-02-29T12:34:56Z", "noon",
    "2024-02-29 at 5 pm", "12:00", "", "x", "2024-02-29 13:00 pm", "2024-02-29 0:30 am", "2024-02-29 12:00+16",
    "1 2 3 4", "2024-02-29 12:00 dst", "Feb 29", "2024-1", "0000-01-01", "99999999-01-01",
    "2024-02-29 12:34:56.1234567", "2024-02-29 noon", "2024-02-29 zulu", "24-02-29", "2024/2/9", "monday 2024-02-26",
    "2024-02-29 1:2:3", ))  # fmt: skip
INTERVAL_INPUT = Fitting("text", ("1 day", "1 year 2 mons", "1-2", "1 2:03:04", "P1Y2M3DT4H5M6.7S",
    "P0001-02-03T04:05:06", "1.5 mons", "1.5 years 0.5 days", "-1 day ago", "@ 1 minute", "1:2", "1:2:3.4567891",
    "1 fortnight", "", "x", "1", "1 day 1 day", "2 weeks -3 hours", "1e3 seconds", "P1", "PT", "P1Y2",
    "1 decade 1 century", "999999999999 years", "infinity", "1 mon infinity", "-1-2 3 -4:05", "1 d 2 h 3 m 4 s",
    "0.1 us", "P-1.5D", "1.5", ".5 s", "+1 day -1 day", "5 ms 6 us", ))  # fmt: skip


def forms() -> Iterator[Form]:
    """Everything over dates and times."""
    moments = (DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL, TIME, TIMETZ)
    for moment in moments:
        yield from calls("double precision", "date_part", FIELD, moment)
        for field in FIELD_NAMES[:-1]:
            yield Form(f"EXTRACT({field} FROM {{0}})", (moment,), "numeric")
        yield from operators("boolean", moment, ("=", "<", ">=", "<>"), moment)
        yield from operators(moment.type, moment, ("+", "-"), INTERVAL)
        yield from calls("text", "to_char", moment, TEMPLATE)
        for target in moments:
            yield Form(f"{{0}}::{target.type}", (moment,), target.type)
            yield from operators("interval", moment, ("-", "+"), target)
    for moment in (TIMESTAMP, TIMESTAMPTZ, INTERVAL):
        yield from calls(moment.type, "date_trunc", FIELD, moment)
    for moment, name in ((TIMESTAMP, "timestamp"), (TIMESTAMPTZ, "timestamptz"), (TIME, "time"), (TIMETZ, "timetz"),
        (INTERVAL, "interval")):  # fmt: skip
        for precision in (0, 1, 3):
            yield Form(f"{{0}}::{name}({precision})", (moment,), moment.type)
    yield from calls("timestamp with time zone", "date_trunc", FIELD, TIMESTAMPTZ, ZONE)
    yield from calls("timestamp without time zone", "date_bin", SPAN, TIMESTAMP, TIMESTAMP)
    yield from calls("timestamp with time zone", "date_bin", SPAN, TIMESTAMPTZ, TIMESTAMPTZ)
    for moment, result in ((TIMESTAMP, "timestamp with time zone"), (TIMESTAMPTZ, "timestamp without time zone"),
        (TIMETZ, "time with time zone")):  # fmt: skip
        yield Form("({0} AT TIME ZONE {1})", (moment, ZONE), result)
        yield Form("({0} AT TIME ZONE {1})", (moment, INTERVAL), result)
        yield Form("({0} AT LOCAL)", (moment,), result)
    yield from calls("interval", "age", TIMESTAMP, TIMESTAMP)
    yield from calls("interval", "age", TIMESTAMPTZ, TIMESTAMPTZ)
    for name in ("justify_days", "justify_hours", "justify_interval"):
        yield from calls("interval", name, INTERVAL)
    for moment in (DATE, TIMESTAMP, TIMESTAMPTZ, INTERVAL):
        yield from calls("boolean", "isfinite", moment)
    yield from operators("interval", INTERVAL, ("*", "/"), FACTOR)
    yield from operators("date", DATE, ("+", "-"), AMOUNT)
    for moment in (DATE, TIMESTAMP, TIMESTAMPTZ, TIME):
        yield Form("(({0}, {1}) OVERLAPS ({2}, {3}))", (moment,) * 4, "boolean")
        yield Form("(({0}, {1}) OVERLAPS ({2}, {3}))", (moment, INTERVAL, moment, INTERVAL), "boolean")
    yield from makers()
    yield from series()
    yield from formatting()


def makers() -> Iterator[Form]:
    """What makes dates and times of numbers."""
    yield from calls("date", "make_date", YEAR, MONTH, DAY)
    yield from calls("time without time zone", "make_time", HOUR, MINUTE, SECOND)
    yield from calls("timestamp without time zone", "make_timestamp", YEAR, MONTH, DAY, HOUR, MINUTE, SECOND)
    yield from calls("timestamp with time zone", "make_timestamptz", YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, ZONE,
        least=6)  # fmt: skip
    yield from calls("interval", "make_interval", AMOUNT, AMOUNT, AMOUNT, AMOUNT, HOUR, MINUTE, SECOND, least=0)
    yield from calls("timestamp with time zone", "to_timestamp", SECONDS)


def series() -> Iterator[Form]:
    """generate_series."""
    yield from calls("timestamp without time zone", "generate_series", TIMESTAMP, TIMESTAMP, STEP, kind="set")
    yield from calls("timestamp with time zone", "generate_series", TIMESTAMPTZ, TIMESTAMPTZ, STEP, ZONE, least=3,
        kind="set")  # fmt: skip
    yield from calls("timestamp with time zone", "date_add", TIMESTAMPTZ, INTERVAL, ZONE, least=2)
    yield from calls("timestamp with time zone", "date_subtract", TIMESTAMPTZ, INTERVAL, ZONE, least=2)


def formatting() -> Iterator[Form]:
    """to_char and what reads texts."""
    for number in (NUMERIC, FLOAT, INTEGER, BIGINT):
        yield from calls("text", "to_char", number, NUMBER_TEMPLATE)
    yield from calls("numeric", "to_number", NUMBER_TEXT, NUMBER_TEMPLATE)
    yield from calls("date", "to_date", DATED, READING)
    yield from calls("timestamp with time zone", "to_timestamp", DATED, READING)
    for moment in (DATE, TIMESTAMP, TIMESTAMPTZ, TIME, TIMETZ):
        yield Form(f"{{0}}::{moment.type}", (TIMESTAMP_INPUT,), moment.type)
    yield Form("{0}::timestamp(1)", (TIMESTAMP_INPUT,), TIMESTAMP.type)
    for name in ("interval", "interval(2)", "interval year to month", "interval day", "interval hour to second",
        "interval minute"):  # fmt: skip
        yield Form(f"{{0}}::{name}", (INTERVAL_INPUT,), "interval")
