"""Numbers, bit strings, networks, uuids and identifiers (manual 9.3, 9.6, 9.12 and 9.14)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.form import Fitting, Form, calls, operators

NUMERIC = Fitting("numeric", ("0", "0.00", "1", "-1", "2", "0.5", "-2.5", "10", "1e-10", "123456789.987654321",
    "1e100", "-1e50", "NaN", "Infinity", "-Infinity", "3", "9.999", "0.1", "7", "99999999999999999999"))  # fmt: skip
SMALL_NUMERIC = Fitting("numeric", ("0", "0.5", "1", "-1", "2", "-2", "3.7", "10", "100", "NaN", "Infinity",
    "-Infinity", "-0.5", "1.5"))  # fmt: skip
FLOAT = Fitting("double precision", ("0", "-0", "1", "-1", "0.5", "2.5", "1e-300", "1e300", "NaN", "Infinity",
    "-Infinity", "3", "-0.75", "30", "45", "90", "180", "710", "171", "1e-20"))  # fmt: skip
REAL = Fitting("real", ("0", "1", "-1.5", "1e30", "1e-30", "NaN", "Infinity", "16777216", "0.1", "3.4e38"))
INTEGER = Fitting("integer", ("0", "1", "-1", "2", "7", "-7", "12", "31", "32", "2147483647", "-2147483648"))
BIGINT = Fitting("bigint", ("0", "1", "-1", "3", "-12", "63", "64", "9223372036854775807", "-9223372036854775808",
    "4294967296"))  # fmt: skip
SMALLINT = Fitting("smallint", ("0", "1", "-1", "7", "15", "16", "32767", "-32768"))
DIGITS = Fitting("integer", ("-20", "-3", "-1", "0", "1", "2", "5", "17", "400", "2147483647", "-2147483648"))
BUCKETS = Fitting("integer", ("0", "1", "5", "10", "-1", "2147483647"))
NUMBER_TEXT = Fitting("text", ("1", "-1", " 12 ", "1.5", "1e3", "1E-3", "0x1F", "0b101", "0o17", "1_000", "1__0", "_1",
    "0x", ".5", "5.", "NaN", "inf", "-Infinity", "", "x", "1 2", "2147483648", "9223372036854775808", "32768", "1e400",
    "1e-400", "1e131072", "0x_F", "+-1", "1e", "--1", "+7", "0x1.8p1", "1_0.0_1", "nan(1)"))  # fmt: skip
MATHS = ("+", "-", "*", "/")
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
ONE_OF_BOTH = ("abs", "sign", "ceil", "floor", "round", "trunc", "sqrt", "exp", "ln", "log")
FLOAT_ONLY = ("cbrt", "degrees", "radians", "sin", "cos", "tan", "cot", "asin", "acos", "atan", "sind", "cosd", "tand",
    "cotd", "asind", "acosd", "atand", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "gamma",
    "lgamma")  # fmt: skip

BITS = Fitting("bit varying", ("", "0", "1", "101", "11111111", "000000001", "1010101010101010", "01"))
BIT_TEXT = Fitting("text", ("", "0", "101", "b101", "xFF", "2", "x", "B1", "1 0", "XG"))
PLACE = Fitting("integer", ("-1", "0", "1", "2", "3", "8", "9", "100", "2147483647"))
BIT_VALUE = Fitting("integer", ("0", "1", "2", "-1"))

INET = Fitting("inet", ("192.168.1.5/24", "10.0.0.0/8", "0.0.0.0", "255.255.255.255", "::1", "2001:db8::/32",
    "::ffff:1.2.3.4/120", "192.168.1.0/24", "192.168.1.128/25", "::/0", "0.0.0.0/0", "fe80::1/64"))  # fmt: skip
CIDR = Fitting("cidr", ("192.168.1.0/24", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0", "1.2.3.4/32"))
INET_TEXT = Fitting("text", ("1.2.3.4", "1.2.3", "1", "1.2.3.4/33", "1.2.3.256", "::", "::1/129", "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:9", "::1.2.3.4", "1.2.3.4/24", "10/8", "1.2.3.4/", "fe80::1%eth0", "192.168.1.5/24", "", "x",
    "01.2.3.4", "1.2.3.4/08", "::ffff:0:0/96", "g::", "10.1/16", "1.2.3.4 "))  # fmt: skip
OFFSET = Fitting("bigint", ("0", "1", "-1", "256", "4294967296", "-9223372036854775808", "9223372036854775807"))
LENGTH = Fitting("integer", ("-1", "0", "8", "24", "32", "33", "64", "128", "129"))
NET_SIGNS = ("<<", "<<=", ">>", ">>=", "&&", "=", "<", "<>", ">=")
MAC = Fitting("macaddr", ("08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00"))
MAC8 = Fitting("macaddr8", ("08:00:2b:01:02:03:04:05", "08:00:2b:ff:fe:01:02:03", "ff:ff:ff:ff:ff:ff:ff:ff"))
MAC_TEXT = Fitting("text", ("08:00:2b:01:02:03", "08-00-2b-01-02-03", "08002b:010203", "08002b-010203",
    "0800.2b01.0203", "0800-2b01-0203", "08002b010203", "x", "08:00:2b", "08:00:2b:01:02:03:04:05",
    "0800.2b01.0203.0405", "08:00:2b:01:02:0g", "08:00:2b:01:02:03:04", "8:0:2b:1:2:3", ""))  # fmt: skip
UUID = Fitting("uuid", ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "00000000-0000-0000-0000-000000000000",
    "019535d9-3df7-79fb-b466-fa907fa17f9e", "c232ab00-9414-11ec-b3c8-9f6bdeced846"))  # fmt: skip
UUID_TEXT = Fitting("text", ("a0eebc999c0b4ef8bb6d6bb9bd380a11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
    "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11", "a0eebc99", "",
    "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 "))  # fmt: skip
MONEY = Fitting("money", ("0", "1.50", "-12.34", "92233720368547758.07", "-92233720368547758.08", "0.01"))
MONEY_TEXT = Fitting("text", ("$1.50", "-$1", "($2.00)", "1,234.567", "$ 5", "", "x", "92233720368547758.08", "1.005",
    "-.5", "$-3", "1e2", "5 $", "1.2.3"))  # fmt: skip


def forms() -> Iterator[Form]:
    """Everything over numbers and the small types."""
    yield from arithmetic()
    yield from functions()
    yield from bit_strings()
    yield from networks()
    yield from others()


def arithmetic() -> Iterator[Form]:
    """Operators and casts."""
    integers = (SMALLINT, INTEGER, BIGINT)
    for left in (*integers, NUMERIC, FLOAT, REAL):
        yield from operators("boolean", left, COMPARISONS, left)
        for right in (*integers, NUMERIC, FLOAT, REAL):
            yield from operators("double precision" if {left, right} & {FLOAT, REAL} else "numeric", left, MATHS, right)
            yield Form(f"{{0}}::{right.type}", (left,), right.type)
        yield Form("(- {0})", (left,), left.type)
        yield Form("(@ {0})", (left,), left.type)
    for each in integers:
        yield from operators(each.type, each, ("%", "&", "|", "#"), each)
        yield from operators(each.type, each, ("<<", ">>"), INTEGER)
        yield Form("(~ {0})", (each,), each.type)
        yield from calls(each.type, "gcd", each, each)
        yield from calls(each.type, "lcm", each, each)
        yield from calls(each.type, "mod", each, each)
    yield from operators("numeric", NUMERIC, ("%",), NUMERIC)
    yield from operators("numeric", NUMERIC, ("^",), SMALL_NUMERIC)
    yield from operators("double precision", FLOAT, ("^",), FLOAT)
    yield Form("(|/ {0})", (FLOAT,), "double precision")
    yield Form("(||/ {0})", (FLOAT,), "double precision")
    for name in ("integer", "smallint", "bigint", "numeric", "numeric(5,2)", "numeric(3,-2)", "numeric(2,4)", "real",
        "double precision", "oid"):  # fmt: skip
        yield Form(f"{{0}}::{name}", (NUMBER_TEXT,), name.partition("(")[0])
        yield Form(f"{{0}}::{name}", (NUMERIC,), name.partition("(")[0])


def functions() -> Iterator[Form]:
    """Mathematical functions."""
    for name in ONE_OF_BOTH:
        yield from calls("numeric", name, NUMERIC)
        yield from calls("double precision", name, FLOAT)
    for name in FLOAT_ONLY:
        yield from calls("double precision", name, FLOAT)
    yield from calls("double precision", "atan2", FLOAT, FLOAT)
    yield from calls("double precision", "atan2d", FLOAT, FLOAT)
    yield from calls("double precision", "power", FLOAT, FLOAT)
    yield from calls("numeric", "power", NUMERIC, SMALL_NUMERIC)
    yield from calls("numeric", "log", NUMERIC, NUMERIC)
    yield from calls("numeric", "div", NUMERIC, NUMERIC)
    yield from calls("numeric", "gcd", NUMERIC, SMALL_NUMERIC)
    yield from calls("numeric", "lcm", NUMERIC, SMALL_NUMERIC)
    for name in ("round", "trunc"):
        yield from calls("numeric", name, NUMERIC, DIGITS)
    for name in ("scale", "min_scale"):
        yield from calls("integer", name, NUMERIC)
    yield from calls("numeric", "trim_scale", NUMERIC)
    yield from calls("numeric", "factorial", Fitting("bigint", ("0", "1", "5", "20", "25", "-1", "50000")))
    yield from calls("integer", "width_bucket", NUMERIC, SMALL_NUMERIC, SMALL_NUMERIC, BUCKETS)
    yield from calls("integer", "width_bucket", FLOAT, FLOAT, FLOAT, BUCKETS)
    yield from calls("numeric", "generate_series", SMALL_NUMERIC, SMALL_NUMERIC, SMALL_NUMERIC, least=2, kind="set")
    yield from calls("integer", "generate_series", INTEGER, INTEGER, INTEGER, least=2, kind="set")
    yield from calls("bigint", "generate_series", BIGINT, BIGINT, BIGINT, least=2, kind="set")


def bit_strings() -> Iterator[Form]:
    """Bit strings."""
    yield from operators("bit varying", BITS, ("||", "&", "|", "#"), BITS)
    yield from operators("boolean", BITS, COMPARISONS, BITS)
    yield from operators("bit varying", BITS, ("<<", ">>"), PLACE)
    yield Form("(~ {0})", (BITS,), "bit varying")
    yield from calls("bit", "substring", BITS, PLACE, PLACE, least=2)
    yield from calls("bit", "overlay", BITS, BITS, PLACE, PLACE, least=3)
    yield from calls("integer", "get_bit", BITS, PLACE)
    yield from calls("bit", "set_bit", BITS, PLACE, BIT_VALUE)
    for name in ("length", "octet_length", "bit_length"):
        yield from calls("integer", name, BITS)
    yield from calls("bigint", "bit_count", BITS)
    yield Form("position({0} IN {1})", (BITS, BITS), "integer")
    for name in ("bit(4)", "varbit(3)", "bit", "varbit"):
        yield Form(f"{{0}}::{name}", (BITS,), "bit varying")
        yield Form(f"{{0}}::{name}", (BIT_TEXT,), "bit varying")
    for number in (INTEGER, BIGINT):
        yield Form("{0}::bit(8)", (number,), "bit")
        yield Form("{0}::bit(40)", (number,), "bit")
        yield Form(f"({{0}}::bit(64))::{number.type}", (number,), number.type)
    yield from calls("integer", "bit_and", BITS, kind="aggregate")


def networks() -> Iterator[Form]:
    """Network addresses."""
    yield from operators("boolean", INET, NET_SIGNS, INET)
    yield from operators("boolean", CIDR, NET_SIGNS, INET)
    yield from operators("inet", INET, ("&", "|"), INET)
    yield from operators("inet", INET, ("+", "-"), OFFSET)
    yield from operators("bigint", INET, ("-",), INET)
    yield Form("(~ {0})", (INET,), "inet")
    for name in ("abbrev", "host", "text"):
        yield from calls("text", name, INET)
    yield from calls("text", "abbrev", CIDR)
    for name in ("broadcast", "hostmask", "netmask"):
        yield from calls("inet", name, INET)
    yield from calls("cidr", "network", INET)
    yield from calls("integer", "family", INET)
    yield from calls("integer", "masklen", INET)
    yield from calls("inet", "set_masklen", INET, LENGTH)
    yield from calls("cidr", "set_masklen", CIDR, LENGTH)
    yield from calls("cidr", "inet_merge", INET, INET)
    yield from calls("boolean", "inet_same_family", INET, INET)
    yield Form("{0}::cidr", (INET,), "cidr")
    for name in ("inet", "cidr"):
        yield Form(f"{{0}}::{name}", (INET_TEXT,), name)
        yield Form(f"pg_input_is_valid({{0}}, '{name}')", (INET_TEXT,), "boolean")
    for name in ("macaddr", "macaddr8"):
        yield Form(f"{{0}}::{name}", (MAC_TEXT,), name)
    for mac in (MAC, MAC8):
        yield from calls(mac.type, "trunc", mac)
        yield from operators(mac.type, mac, ("&", "|"), mac)
        yield from operators("boolean", mac, COMPARISONS, mac)
    yield from calls("macaddr8", "macaddr8_set7bit", MAC8)
    yield Form("{0}::macaddr", (MAC8,), "macaddr")
    yield Form("{0}::macaddr8", (MAC,), "macaddr8")


def others() -> Iterator[Form]:
    """uuid and money."""
    yield Form("{0}::uuid", (UUID_TEXT,), "uuid")
    yield from calls("timestamp with time zone", "uuid_extract_timestamp", UUID)
    yield from calls("smallint", "uuid_extract_version", UUID)
    yield from operators("boolean", UUID, COMPARISONS, UUID)
    yield Form("{0}::money", (MONEY_TEXT,), "money")
    yield from operators("money", MONEY, ("+", "-"), MONEY)
    yield from operators("double precision", MONEY, ("/",), MONEY)
    for number in (INTEGER, BIGINT, SMALLINT, FLOAT, REAL):
        yield from operators("money", MONEY, ("*", "/"), number)
        yield from operators("money", number, ("*",), MONEY)
    for number in (INTEGER, BIGINT, NUMERIC):
        yield Form("{0}::money", (number,), "money")
    yield Form("{0}::numeric", (MONEY,), "numeric")
    yield from calls("text", "cash_words", MONEY)
