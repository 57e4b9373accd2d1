"""Character strings ("String Functions and Operators"). Letters have the simple case mappings of the C.UTF-8 locale.

Where SQLite's own function has the same results, it is used; lengths and positions count characters on both sides.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.builtins.regular_expression_letters import class_pattern
from translator.errors import PgError
from translator.errors.state import program_limit_exceeded
from translator.errors.values import invalid_parameter_value, out_of_range, substring_length_negative
from translator.lower import build
from translator.types.letter_case import capital, simple_lower, simple_upper

MAX_BYTES = 0x3FFFFFFF
INT4_LIMIT = 2**31
UNICODE_ESCAPE = re.compile(
    r"\\(?:(\\)|([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|\\", re.ASCII
)


@lowering("length(text)", "char_length(text)", "character_length(text)", "textlen(text)")
def text_length(text: exp.Expression) -> exp.Expression:
    return build.call("length", text)


@lowering("length(character)", "char_length(character)", "character_length(character)")
def bpchar_length(text: exp.Expression) -> exp.Expression:
    """Without the padding."""
    return build.call("length", build.call("rtrim", text))


@lowering("octet_length(text)", "octet_length(character)")
def octet_length(text: exp.Expression) -> exp.Expression:
    return build.call("octet_length", text)


@lowering("bit_length(text)")
def bit_length(text: exp.Expression) -> exp.Expression:
    return build.binary(exp.Mul, build.call("octet_length", text), build.integer(8))


@lowering("textcat(text,text)")
def textcat(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.binary(exp.DPipe, left, right)


@lowering("strpos(text,text)", '"position"(text,text)')
def text_position(text: exp.Expression, part: exp.Expression) -> exp.Expression:
    return build.call("instr", text, part)


@lowering("replace(text,text,text)")
def text_replace(text: exp.Expression, old: exp.Expression, new: exp.Expression) -> exp.Expression:
    """SQLite gives back the text for an empty `old`, before it looks at `new`."""
    replaced = build.call("replace", text, old, new)
    if isinstance(new, exp.Literal) or (isinstance(old, exp.Literal) and old.name):
        return replaced
    return build.binary(exp.DPipe, replaced, build.call("substr", new.copy(), build.integer(1), build.integer(0)))


@lowering("btrim(text)", "btrim(text,text)")
def text_trim(*arguments: exp.Expression) -> exp.Expression:
    return build.call("trim", *arguments)


@lowering("ltrim(text)", "ltrim(text,text)")
def text_ltrim(*arguments: exp.Expression) -> exp.Expression:
    return build.call("ltrim", *arguments)


@lowering("rtrim(text)", "rtrim(text,text)")
def text_rtrim(*arguments: exp.Expression) -> exp.Expression:
    return build.call("rtrim", *arguments)


def _cased(name: str) -> Callable[[exp.Expression], exp.Expression | None]:
    def lowered(text: exp.Expression) -> exp.Expression | None:
        if not build.is_plain(text):
            return None
        return build.case([(build.is_ascii(text), build.call(name, text))], build.call(f"pg_{name}", text.copy()))

    return lowered


lowering("lower(text)")(_cased("lower"))
lowering("upper(text)")(_cased("upper"))


@function("lower(text)")
def lower(text: str) -> str:
    return simple_lower(text)


@function("upper(text)")
def upper(text: str) -> str:
    return simple_upper(text)


@function("casefold(text)")
def casefold(text: str) -> str:
    """Each letter by itself: one that is folded to several takes its single small form."""
    if text.isascii():
        return text.lower()
    folded = text.casefold()
    return folded if len(folded) == len(text) else "".join([_folded(letter) for letter in text])


_FOLDED = {"\u0130": "\u0130", "\u1fd3": "\u0390", "\u1fe3": "\u03b0", "\ufb05": "\ufb06"}
"""Letters that are folded to no small form of theirs."""


def _folded(letter: str) -> str:
    folded = letter.casefold()
    return folded if len(folded) == 1 else _FOLDED.get(letter) or letter.lower()


@cache
def _words() -> re.Pattern[str]:
    return re.compile(class_pattern("alnum") + "+")


@function("initcap(text)")
def initcap(text: str) -> str:
    """Words are runs of letters and ASCII digits."""
    return _words().sub(lambda word: capital(word[0][0]) + simple_lower(word[0][1:]), text)


def _number(expression: exp.Expression) -> int:
    """A number that is known, -1 for any other and for those below 0."""
    known = isinstance(expression, exp.Literal) and not expression.is_string
    return int(expression.name) if known else -1


_SUBSTRING_LENGTH = '"substring"(text,integer,integer)', "substr(text,integer,integer)"
_SUBSTRING_FROM = '"substring"(text,integer)', "substr(text,integer)"


@lowering(*_SUBSTRING_LENGTH)
def native_substring(text: exp.Expression, start: exp.Expression, length: exp.Expression) -> exp.Expression | None:
    """SQLite counts from the end where PostgreSQL counts before the beginning."""
    native = build.call("substr", text, start, length)
    if _number(start) > 0 and _number(length) >= 0:
        return native
    if not (build.is_short(text) and build.is_cheap(start) and build.is_cheap(length)):
        return None
    inside = [
        build.binary(exp.GT, start.copy(), build.integer(0)),
        build.binary(exp.GTE, length.copy(), build.integer(0)),
    ]
    called = build.call("pg_substring_length", text.copy(), start.copy(), length.copy())
    return build.case([(build.conjunction(inside), native)], called)


@lowering(*_SUBSTRING_FROM)
def native_substring_from(text: exp.Expression, start: exp.Expression) -> exp.Expression | None:
    return build.call("substr", text, start) if _number(start) > 0 else None


@lowering('"left"(text,integer)')
def native_left(text: exp.Expression, count: exp.Expression) -> exp.Expression | None:
    native = build.call("substr", text, build.integer(1), count)
    if _number(count) >= 0:
        return native
    if not build.is_short(text) or not build.is_cheap(count):
        return None
    inside = build.binary(exp.GTE, count.copy(), build.integer(0))
    return build.case([(inside, native)], build.call("pg_left", text.copy(), count.copy()))


@lowering("starts_with(text,text)")
def native_starts_with(text: exp.Expression, start: exp.Expression) -> exp.Expression | None:
    if not build.is_cheap(start):
        return None
    beginning = build.call("substr", text, build.integer(1), build.call("length", start.copy()))
    return exp.Paren(this=build.compare(exp.EQ, beginning, start, "BINARY"))  # which ANY would take for its own `=`


@function(*_SUBSTRING_LENGTH)
def substring_length(text: str, start: int, length: int) -> str:
    """Characters from `start` (1 is the first); what lies before the first counts toward the length. 22011."""
    if length < 0:
        raise substring_length_negative()
    end = start + length - 1
    return text[max(start - 1, 0) : end] if end > 0 else ""


@function(*_SUBSTRING_FROM)
def substring_from(text: str, start: int) -> str:
    return text[max(start - 1, 0) :]


@function('"overlay"(text,text,integer,integer)', '"overlay"(text,text,integer)')
def overlay(text: str, replacement: str, start: int, length: int | None = None) -> str:
    """The text with `length` characters from `start` on replaced; 22011 for a start before the first."""
    if start <= 0:
        raise substring_length_negative()
    length = len(replacement) if length is None else length
    end = start + length
    if end >= INT4_LIMIT:
        raise out_of_range("integer")
    return text[: start - 1] + replacement + text[max(end - 1, 0) :]


@function('"left"(text,integer)')
def left(text: str, count: int) -> str:
    """The first characters, or for a negative count all but the last."""
    return text[:count]


@function('"right"(text,integer)')
def right(text: str, count: int) -> str:
    """The last characters, or for a negative count all but the first; int4's smallest number is its own negative."""
    if count == -(2**31):
        return text
    return text[-count:] if count else ""


def _padding(text: str, length: int, fill: str) -> str:
    missing = length - len(text)
    if missing <= 0 or not fill:
        return ""
    if length > MAX_BYTES // 4:
        raise program_limit_exceeded("requested length too large")
    return (fill * (missing // len(fill) + 1))[:missing]


@function("lpad(text,integer,text)", "lpad(text,integer)")
def lpad(text: str, length: int, fill: str = " ") -> str:
    return _padding(text, length, fill) + text[: max(length, 0)]


@function("rpad(text,integer,text)", "rpad(text,integer)")
def rpad(text: str, length: int, fill: str = " ") -> str:
    return text[: max(length, 0)] + _padding(text, length, fill)


@function("repeat(text,integer)")
def repeat(text: str, count: int) -> str:
    if count > 0 and len(text.encode()) * count > MAX_BYTES:
        raise program_limit_exceeded("requested length too large")
    return text * count


@function("reverse(text)")
def reverse(text: str) -> str:
    return text[::-1]


@function("split_part(text,text,integer)")
def split_part(text: str, delimiter: str, field: int) -> str:
    """The field of that number, counted from the end when negative; 22023 for 0."""
    if field == 0:
        raise invalid_parameter_value("field position must not be zero")
    fields = text.split(delimiter) if delimiter and text else [text]
    index = field - 1 if field > 0 else len(fields) + field
    return fields[index] if 0 <= index < len(fields) else ""


@lru_cache(maxsize=256)
def _translation(source: str, target: str) -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for index, letter in enumerate(source):
        table.setdefault(ord(letter), target[index] if index < len(target) else None)
    return table


@function("translate(text,text,text)")
def translate(text: str, source: str, target: str) -> str:
    """Characters of `source` become those of `target` at the same place, or nothing beyond its end."""
    return text.translate(_translation(source, target))


@function("ascii(text)")
def ascii_code(text: str) -> int:
    return ord(text[0]) if text else 0


@function("chr(integer)")
def chr_text(code: int) -> str:
    """54000 for what is no character."""
    if code < 0:
        raise invalid_parameter_value("character number must be positive")
    if code == 0:
        raise program_limit_exceeded("null character not permitted")
    if code > 0x10FFFF:
        raise program_limit_exceeded(f"requested character too large for encoding: {code}")
    if 0xD800 <= code < 0xE000:
        raise program_limit_exceeded(f"requested character not valid for encoding: {code}")
    return chr(code)


@function("starts_with(text,text)")
def starts_with(text: str, prefix: str) -> bool:
    return text.startswith(prefix)


@function("md5(text)")
def md5_text(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _in_base(value: int, bits: int, spec: str) -> str:
    return format(value & (1 << bits) - 1, spec)


@function("to_hex(integer)")
def to_hex32(value: int) -> str:
    return _in_base(value, 32, "x")


@function("to_hex(bigint)")
def to_hex64(value: int) -> str:
    return _in_base(value, 64, "x")


@function("to_oct(integer)")
def to_oct32(value: int) -> str:
    return _in_base(value, 32, "o")


@function("to_oct(bigint)")
def to_oct64(value: int) -> str:
    return _in_base(value, 64, "o")


@function("to_bin(integer)")
def to_bin32(value: int) -> str:
    return _in_base(value, 32, "b")


@function("to_bin(bigint)")
def to_bin64(value: int) -> str:
    return _in_base(value, 64, "b")


@function('"normalize"(text,text)')
def normalize(text: str, form: str = "NFC") -> str:
    return unicodedata.normalize(_form(form), text)  # type: ignore[arg-type]  # _form gives one of the four


@function("is_normalized(text,text)")
def is_normalized(text: str, form: str = "NFC") -> bool:
    return unicodedata.is_normalized(_form(form), text)  # type: ignore[arg-type]  # _form gives one of the four


def _form(name: str) -> str:
    if name.upper() not in {"NFC", "NFD", "NFKC", "NFKD"}:
        raise invalid_parameter_value(f"invalid normalization form: {name}")
    return name.upper()


@function("unistr(text)")
def unistr(text: str) -> str:
    r"""The text with \XXXX, \+XXXXXX, \uXXXX and \UXXXXXXXX resolved, surrogate pairs joined; 42601."""
    replaced = UNICODE_ESCAPE.sub(_unescape, text)
    try:
        return replaced.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise PgError("42601", "invalid Unicode surrogate pair") from None


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return "\\"
    digits = match[2] or match[3] or match[4] or match[5]
    if not digits:
        raise PgError(
            "42601", "invalid Unicode escape", hint=r"Unicode escapes must be \XXXX, \+XXXXXX, \uXXXX, or \UXXXXXXXX."
        )
    code = int(digits, 16)
    if code == 0 or code > 0x10FFFF:
        raise invalid_parameter_value(f"invalid Unicode code point: {code:04X}")
    return chr(code)
