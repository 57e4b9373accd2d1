"""Strings and patterns (manual 9.4, 9.5 and 9.7)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.form import Fitting, Form, calls, operators

STRING = Fitting("text", ("", "a", "abcabc", "Hello World", "foo bar  baz", "été À ñ", "ǅ ß ﬁ ı İ", "a1b22c333",
    "x=1;y=2;z=", "aaa", "ABC\nDEF\nghi", "tab\there", "😀x😀", "2024-02-29", "it's \"quoted\"", "back\\slash",
    "a,b,,c,", "key: value", "  both  ", "xyxxy", ))  # fmt: skip
PART = Fitting("text", ("", "a", "b", "bc", "abc", " ", ",", "o", "é", "😀", "xy", "\\", "ß", "zzz"))
POSITION = Fitting("integer", ("-2147483648", "-3", "-1", "0", "1", "2", "3", "5", "8", "100", "2147483647"))
COUNT = Fitting("integer", ("-5", "-1", "0", "1", "2", "3", "7", "20"))
REGEXP = Fitting("text", ("a", "b+", "(a)(b)", "(a|b)*c", "^\\w+", "\\d{2,}", "[[:space:]]+", "(?i)ABC", "(\\w)\\1",
    "\\mb", "a.*?c", "(?:x|y)+", "^", "$", "(?n)^.", "[^a-c]", "\\S+$", "(.)(.)?", "[a-", "a{3,2}", "(", "*a", "\\",
    "a|", "()", "x*", "(?=b)b", "(?!a).", "(?<=a)b", "(?<!a)b", "\\yba", "[[:<:]]f", "[[.a.]]", "[[=e=]]", "\\u00e9",
    "\\x41", "***=a.b", "(?x) a b # no", "[[:nosuch:]]", "\\Aa", "c\\Z", "(a*)*", "(a+|b+){2}", "a{0}", "(a){0,1}b",
    "((a)|(b))+", "[\\w-]+", "\\D\\d", "(?q)a+", "[]a]", "[^]a]", "ab{,2}", "é", "[à-ÿ]", "\\2(a)", "(a)\\1{2}",
    "[[:upper:]]\\w*", ))  # fmt: skip
FLAGS = Fitting("text", ("", "g", "i", "gi", "x", "n", "p", "w", "s", "q", "c", "ic", "gn", "b", "e", "m", "t", "y"))
REPLACEMENT = Fitting("text", ("", "X", "[\\&]", "\\1", "\\2-\\1", "\\\\", "\\9", "<\\0>", "$1", "\\x"))
LIKE = Fitting("text", ("%", "a%", "%c", "_b%", "%o%", "____", "\\%", "%\\", "!%", "é%", "%b_%", "", "A%", "%\\_%",
    "%ß%"))  # fmt: skip
ESCAPE = Fitting("text", ("\\", "!", "", "%", "_", "ab", "é"))
SIMILAR = Fitting("text", ("%(b|c)%", "a+%", "_{3}", "[a-c]*", "%#\"o%#\"%", "a|b", "(abc){2}", "%\\%", "[^x]%",
    "a?b?c?%", "(", "", "%.%", "^a%", "%$"))  # fmt: skip
FORMAT = Fitting("text", ("%s and %s", "%2$s %1$s", "%I.%I", "%L, %L", "%-8s|%5s|", "%*s|", "%1$*2$s", "%%%s", "%-*s|",
    "%s %s %s", "%3$s", "%0$s", "%z", "%", "%1$", "%-", "%12", "%1$-6L|", "none", "%-2$*1$s"))  # fmt: skip
NUMBER = Fitting("integer", ("-12", "-1", "0", "3", "10"))
FILL = Fitting("text", ("", " ", "xy", "é", "😀"))
FORM_NAME = Fitting("text", ("NFC", "NFD", "NFKC", "NFKD", "nfc", "x"))
COMBINED = Fitting("text", ("é", "é", "ﬁ", "Å", "Å", "가", "ａ", "a", ""))
IDENT = Fitting("text", ("a", "A.b", "\"A b\".c", "a.", ".a", "1x", "a b", "\"a\"\"b\"", "\"", "é.ü", "a.b.c", "\"\"",
    "select", " a . b "))  # fmt: skip
UNISTR = Fitting("text", ("\\0041b", "\\+01F600", "\\u00e9", "\\U0001F600", "\\D83D\\DE00", "\\D83D", "\\DE00", "\\\\",
    "\\x", "\\00", "plain", "\\+110000", "\\0000"))  # fmt: skip
FROM_SET = Fitting("text", ("abc", "aeiou", "a-z", "", "éà", "xx", "lo"))
CODE = Fitting("integer", ("0", "1", "65", "127", "128", "233", "8364", "55296", "57343", "65536", "1114111",
    "1114112", "-1"))  # fmt: skip
SPLIT = Fitting("text", ("", ",", ", ", " ", "a", ";", "\n", "bc"))
NULLS = Fitting("text", ("", "a", "b", "c", "x"))
BYTES = Fitting("bytea", ("\\x", "\\x00", "\\x616263", "\\xdeadbeef", "\\x6162636162", "\\xff00ff", "\\xc3a9",
    "\\x0a0b2020"))  # fmt: skip
BYTE_PART = Fitting("bytea", ("\\x", "\\x61", "\\x6263", "\\xff", "\\x00", "\\x20"))
ENCODING = Fitting("name", ("UTF8", "LATIN1", "WIN1252", "EUC_JP", "SQL_ASCII", "KOI8R", "latin9", "SJIS", "BIG5",
    "nosuch"))  # fmt: skip
ENCODED = Fitting("text", ("", "616263", "6 1", "xyz", "YWJj", "YW Jj\n", "YWJ", "YQ==", "a\\000b", "a\\\\b", "\\x61",
    "\\1", "QUJD=", "=", "6"))  # fmt: skip
FORMAT_NAME = Fitting("text", ("hex", "base64", "escape", "HEX", "base32"))
BASE_NUMBER = Fitting("bigint", ("0", "1", "-1", "255", "2147483648", "9223372036854775807", "-9223372036854775808"))
BIT = Fitting("bigint", ("-1", "0", "1", "7", "8", "15", "23", "64"))
ZERO_ONE = Fitting("integer", ("0", "1", "2", "-1", "255", "256"))


def forms() -> Iterator[Form]:
    """Everything over strings, patterns and byte strings."""
    yield from calls("text", "substr", STRING, POSITION, COUNT, least=2)
    yield from calls("text", "substring", STRING, REGEXP)
    yield from calls("text", "substring", STRING, SIMILAR, ESCAPE)
    for name in ("left", "right", "repeat"):
        yield from calls("text", name, STRING, COUNT)
    for name in ("lpad", "rpad"):
        yield from calls("text", name, STRING, COUNT, FILL, least=2)
    for name in ("btrim", "ltrim", "rtrim"):
        yield from calls("text", name, STRING, PART, least=1)
        yield from calls("bytea", name, BYTES, BYTE_PART)
    for name in ("upper", "lower", "initcap", "casefold", "reverse", "quote_ident", "quote_literal", "quote_nullable",
        "md5"):  # fmt: skip
        yield from calls("text", name, STRING)
    yield from calls("text", "replace", STRING, PART, REPLACEMENT)
    yield from calls("text", "translate", STRING, FROM_SET, PART)
    yield from calls("text", "split_part", STRING, SPLIT, COUNT)
    yield from calls("text", "overlay", STRING, REPLACEMENT, POSITION, COUNT, least=3)
    yield from calls("integer", "strpos", STRING, PART)
    yield from calls("boolean", "starts_with", STRING, PART)
    yield from calls("integer", "ascii", STRING)
    yield from calls("text", "chr", CODE)
    yield from calls("text", "unistr", UNISTR)
    yield from calls("text", "to_hex", BASE_NUMBER)
    yield from calls("text", "to_bin", BASE_NUMBER)
    yield from calls("text", "to_oct", BASE_NUMBER)
    yield from calls("text", "normalize", COMBINED, FORM_NAME)
    yield from calls("boolean", "is_normalized", COMBINED, FORM_NAME)
    yield from calls("boolean", "unicode_assigned", STRING)
    yield from calls("text[]", "parse_ident", IDENT, Fitting("boolean", ("t", "f")), least=1)
    yield from calls("text", "format", FORMAT, NUMBER, STRING, NUMBER, least=1)
    yield from calls("text", "format", FORMAT, STRING, NUMBER)
    yield from calls("text[]", "string_to_array", STRING, SPLIT, NULLS, least=2)
    yield from calls("text", "string_to_table", STRING, SPLIT, NULLS, least=2, kind="set")
    yield from calls("text", "array_to_string", Fitting("text[]", ("{}", "{a,NULL,b}", "{{1,2},{3,4}}")), SPLIT, NULLS,
        least=2)  # fmt: skip
    yield from patterns()
    yield from byte_strings()


def patterns() -> Iterator[Form]:
    """LIKE, SIMILAR TO and regular expressions."""
    yield from operators("boolean", STRING, ("~", "~*", "!~", "!~*"), REGEXP)
    for words in ("LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE"):
        yield from operators("boolean", STRING, (words,), LIKE)
        yield Form(f"({{0}} {words} {{1}} ESCAPE {{2}})", (STRING, LIKE, ESCAPE), "boolean")
    yield from operators("boolean", STRING, ("SIMILAR TO", "NOT SIMILAR TO"), SIMILAR)
    yield Form("({0} SIMILAR TO {1} ESCAPE {2})", (STRING, SIMILAR, ESCAPE), "boolean")
    yield Form("substring({0} SIMILAR {1} ESCAPE {2})", (STRING, SIMILAR, Fitting("text", ("#", "\\", "", "##"))),
        "text")  # fmt: skip
    yield from calls("boolean", "regexp_like", STRING, REGEXP, FLAGS, least=2)
    yield from calls("integer", "regexp_count", STRING, REGEXP, POSITION, FLAGS, least=2)
    yield from calls("integer", "regexp_instr", STRING, REGEXP, POSITION, COUNT, ZERO_ONE, FLAGS, NUMBER, least=2)
    yield from calls("text", "regexp_substr", STRING, REGEXP, POSITION, COUNT, FLAGS, NUMBER, least=2)
    yield from calls("text[]", "regexp_match", STRING, REGEXP, FLAGS, least=2)
    yield from calls("text[]", "regexp_matches", STRING, REGEXP, FLAGS, least=2, kind="set")
    yield from calls("text", "regexp_replace", STRING, REGEXP, REPLACEMENT, FLAGS, least=3)
    yield from calls("text", "regexp_replace", STRING, REGEXP, REPLACEMENT, POSITION, COUNT, FLAGS, least=4)
    yield from calls("text[]", "regexp_split_to_array", STRING, REGEXP, FLAGS, least=2)
    yield from calls("text", "regexp_split_to_table", STRING, REGEXP, FLAGS, least=2, kind="set")


def byte_strings() -> Iterator[Form]:
    """Byte strings and encodings."""
    yield from calls("bytea", "substr", BYTES, POSITION, COUNT, least=2)
    yield from calls("bytea", "overlay", BYTES, BYTE_PART, POSITION, COUNT, least=3)
    yield from calls("integer", "position", BYTES, BYTE_PART)
    yield from calls("integer", "get_bit", BYTES, BIT)
    yield from calls("bytea", "set_bit", BYTES, BIT, ZERO_ONE)
    yield from calls("integer", "get_byte", BYTES, COUNT)
    yield from calls("bytea", "set_byte", BYTES, COUNT, ZERO_ONE)
    yield from calls("bigint", "bit_count", BYTES)
    for name in ("sha224", "sha256", "reverse"):
        yield from calls("bytea", name, BYTES)
    yield from calls("bigint", "crc32", BYTES)
    yield from calls("bigint", "crc32c", BYTES)
    yield from calls("text", "encode", BYTES, FORMAT_NAME)
    yield from calls("bytea", "decode", ENCODED, FORMAT_NAME)
    yield from calls("bytea", "convert", BYTES, ENCODING, ENCODING)
    yield from calls("text", "convert_from", BYTES, ENCODING)
    yield from calls("bytea", "convert_to", STRING, ENCODING)
    yield from calls("integer", "length", BYTES, ENCODING)
