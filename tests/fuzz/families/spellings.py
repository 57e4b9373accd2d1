"""How values are written, and casts to types with modifiers from all others (manual 4.1.2, 8 and 10.4)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cases.value_sets import value_sets
from tests.fuzz.families.form import Fitting, Form

BITS = Fitting("text", ("", "0", "1", "101", "b101", "B1", "x1F", "X0g", "2", "1 0", " 1", "10101010101", "xFFFFFFFF",
    "B", "x", "b2"))  # fmt: skip
NETWORK = Fitting("text", ("192.168.1.5", "192.168.1.5/24", "10", "10.1/16", "192.168/24", "10.0.0.0/8", "10.0.0.1/8",
    "256.1.1.1", "1.2.3.4/33", "1.2.3.4.5", "::1", "::ffff:1.2.3.4", "2001:db8::/32", "2001:db8::1/32", "::/0",
    "1::2::3",
    "fe80::1%eth0", "12345::", "", "x", "1.2.3.4/", "0/0", "1.2.3", "2001:0DB8:0:0:0:0:0:1", ":::1", "1.2.3.4 ",
    "01.2.3.4", "::1.2.3", "1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7"))  # fmt: skip
MACS = Fitting("text", ("08:00:2b:01:02:03", "08-00-2b-01-02-03", "08002b:010203", "08002b-010203", "0800.2b01.0203",
    "0800-2b01-0203", "08002b010203", "0800:2b01:0203", "8:0:2b:1:2:3", "08:00:2b:01:02", "08:00:2b:01:02:03:04:05",
    "08002b0102030405", "08:00:2b:01:02:zz", "", " 08:00:2b:01:02:03 ", "08:00-2b:01:02:03", "0:0:0:0:0:100",
    "08002b01020304", "FF:ff:FF:ff:FF:ff"))  # fmt: skip
NUMBERS = Fitting("text", ("0", "-0", "+1", " 12 ", "1_000", "1__0", "_1", "1_", "0x1F", "0o17", "0b101", "0xg",
    "-0x10",
    "1.5", ".5", "5.", "1e3", "1e", "1E-2", "1.5e3", "NaN", "nan", "inf", "-Infinity", "infinit", "1 2", "", "32768",
    "-32768", "2147483648", "9223372036854775808", "-9223372036854775809", "1e400", "1e-400", "99999999999999999999",
    "0.00000000001", "1_0.0_1", "0x_1f", "1e1_0", "+-1", "1,000", "$1", "-$1,234.5", "($5)"))  # fmt: skip
TRUTH = Fitting("text", ("t", "true", "TRUE", "tr", "y", "yes", "on", "o", "of", "off", "0", "1", "2", "f", "fals", "n",
    " no ", "", "oN", "yess"))  # fmt: skip
UUIDS = Fitting("text", ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
    "a0eebc999c0b4ef8bb6d6bb9bd380a11", "A0EE-BC99-9C0B-4EF8-BB6D-6BB9-BD38-0A11", "a0ee-bc999c0b4ef8bb6d6bb9bd380a11",
    "a0eebc99", "", "{a0eebc999c0b4ef8bb6d6bb9bd380a11", "a-0eebc999c0b4ef8bb6d6bb9bd380a11"))  # fmt: skip
BYTES = Fitting("text", ("\\x", "\\xDEADbeef", "\\xDE AD", "\\xDE\nAD", "\\xD", "\\xZZ", "abc", "a\\\\b", "a\\000b",
    "\\1",
    "\\400", "\\x 01", "é", ""))  # fmt: skip
TIMES = Fitting("text", ("04:05:06.789", "04:05", "040506", "04:05 AM", "16:05 PM", "12:00 am", "24:00", "24:00:01",
    "04:05:06-08:00", "04:05:06 PST", "040506-08", "T04:05", "t 040506", "04:05:60", "04:60", "2003-04-12 04:05:06 EST",
    "23:59:59.9999999", "allballs", "now bc", "4:5:6.", "04:05:06.1.2", "04:05:06+16", "04:05 America/New_York",
    "2003-04-12 04:05 America/New_York", "z 04:05", "04:05 z", "1 am", "04:05 pm am", "J2451187 04:05",
    "infinity"))  # fmt: skip
DATES = Fitting("text", ("1999-01-08", "January 8, 1999", "1/8/1999", "1/18/1999", "01/02/03", "1999-Jan-08",
    "Jan-08-1999", "08-Jan-1999", "99-Jan-08", "08-Jan-99", "Jan-08-99", "19990108", "990108", "1999.008", "J2451187",
    "January 8, 99 BC", "1999-08", "1999", "8 January", "2000-02-30", "2000-00-01", "12-31-1999", "31-12-1999",
    "1999-1-8 10:00", "1999 1 8", "1999/01/08", "0001-01-01 BC", "1-1-1 BC", "5874898-01-01", "x 1999-01-08",
    "today tomorrow", "-infinity", "epoch", "Mon 1999-01-08", "1999-W01-1", "1999-366", "2000-366", "2000.366",
    "20000230", "feb 29 1900"))  # fmt: skip
INTERVALS = Fitting("text", ("1 12:59:10", "1 2", "2 mons 1", "1:30", "-1:30", "1:", "1:.", "1:2.", "1:2:.5", "P",
    "P1W", "P1Y1W", "PT1H30M", "P0001-00-01T1:2:3", "P-1-2", "P1Y2M3W4D", "PT36H", "PT0.5S", "P1.5W", "P1YT",
    "1 y 2 mon",
    "1 week 1 weeks", "1 millennium", "1 c", "-1 day -1 hour ago", "1 hour ago ago", "ago", "1 mon ago 2 days",
    "3 4:05:06",
    "-3 -4:05:06", "+3 -4:05:06", "1-2 -3 +4:5:6", "1.5 weeks", "1.1 mons", "0.33 years", "1e-3 s", "1e20 s",
    "178956971 years", "2147483648 days", "-2147483648 days", "2562047788 hours", "1.5 mons 1.5 days 1.5 hours",
    "1 microsecond 1 us", "1 sec 2 secs", "1 minute2", "1day", "1d2h", "infinity ago", "-infinity", "+infinity", "inf",
    "infinity 1 day", "@1 day", "@ -1 day @", "1 day,2 hours", "1 ms", "999999999 us", "1 quarter", "2 qtr", "1 dec",
    "1 julian", "1 timezone"))  # fmt: skip
UNITS = ("year", "month", "day", "hour", "minute", "second", "year to month", "day to hour", "day to minute",
    "day to second", "hour to minute", "hour to second", "minute to second", "second(2)", "day to second(1)",
    "minute to second(0)")  # fmt: skip
READ = (
    (BITS, ("bit", "bit(4)", "varbit", "varbit(3)", "bit(40)")), (NETWORK, ("inet", "cidr")),
    (MACS, ("macaddr", "macaddr8")),
    (NUMBERS, ("smallint", "integer", "bigint", "numeric", "numeric(5,2)", "numeric(3,-2)", "numeric(2,4)", "real",
        "double precision", "money", "oid", "xid", "xid8")),
    (TRUTH, ("boolean", )), (UUIDS, ("uuid", )), (BYTES, ("bytea", )),
    (TIMES, ("time", "timetz", "time(2)", "timetz(0)")), (DATES, ("date", "timestamp", "timestamptz", "timestamp(1)")),
    (INTERVALS, ("interval", "interval(1)", *(f"interval {unit}" for unit in UNITS))),
)  # fmt: skip
"""Texts, and the types that read them."""
MODIFIED = ("varchar(1)", "varchar(3)", "char(1)", "char(5)", "numeric(4,1)", "numeric(3)", "numeric(2,3)",
    "numeric(5,-1)", "bit(3)", "varbit(3)", "time(1)", "timetz(0)", "timestamp(2)", "timestamptz(0)", "interval(1)",
    "interval hour", "interval day to minute", "varchar(2)[]", "numeric(3,1)[]", "timestamp(0)[]")  # fmt: skip


def forms() -> Iterator[Form]:
    """What reads texts, and what fits values to modifiers."""
    for texts, names in READ:
        for name in names:
            yield Form(f"{{0}}::{name}::text", (texts,), "text")
            yield Form(f"pg_input_is_valid({{0}}, '{name}')", (texts,), "boolean")
        yield Form(f"(pg_input_error_info({{0}}, '{names[0]}')).message", (texts,), "text")
    for source, values in value_sets().items():
        if values.setup:  # a type of the database's own
            continue
        for name in MODIFIED:
            yield Form(f"{{0}}::{name}::text", (Fitting(source, values.values),), "text")
