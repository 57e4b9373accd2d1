"""Texts put together from values of any type: `||`, concat, concat_ws, format ("String Functions and Operators")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.catalog.quote import quote_identifier, quote_literal
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.state import string_too_long
from translator.errors.values import invalid_parameter_value, null_value_not_allowed
from translator.lower import build
from translator.settings_view import TypeSettings
from translator.types import oids
from translator.types.boolean import Boolean
from translator.types.datatype import DataType
from translator.types.network import Inet, inet_text
from translator.types.registry import builtin
from translator.types.text import BpChar

Types = tuple[DataType, ...]
SPEC = re.compile(r"(?:(\d+)\$)?(-*)(?:(\d+)|(\*)(?:(\d+)\$)?)?(.?)", re.DOTALL | re.ASCII)
SPECIFIER_HINT = 'For a single "%" use "%%".'
INT4_MAX = 2**31 - 1
MAX_STRING = 2**30 - 1
"""The bytes of PostgreSQL's longest string."""


def cast_text(datatype: DataType, value: Any, settings: TypeSettings) -> str:
    """The value cast to text: booleans are spelled out, char(n) loses its padding, inet shows its mask."""
    if isinstance(datatype, Boolean):
        return "true" if value else "false"
    if isinstance(datatype, Inet):
        return inet_text(value)
    text = datatype.output(value, settings)
    return text.rstrip(" ") if isinstance(datatype, BpChar) else text


@lowering("textanycat(text,anynonarray)", types=True)
def native_textanycat(types: Sequence[int], left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
    return build.binary(exp.DPipe, left, build.cast(right, "TEXT")) if types[1] in oids.INTEGERS else None


@lowering("anytextcat(anynonarray,text)", types=True)
def native_anytextcat(types: Sequence[int], left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
    return build.binary(exp.DPipe, build.cast(left, "TEXT"), right) if types[0] in oids.INTEGERS else None


@function("textanycat(text,anynonarray)", context=True, types=True)
def textanycat(context: ExecutionContext, types: Types, left: str, right: Any) -> str:
    return left + cast_text(types[1], right, context.settings)


@function("anytextcat(anynonarray,text)", context=True, types=True)
def anytextcat(context: ExecutionContext, types: Types, left: Any, right: str) -> str:
    return cast_text(types[0], left, context.settings) + right


@function("quote_literal(anyelement)", context=True, types=True)
def quote_literal_any(context: ExecutionContext, types: Types, value: Any) -> str:
    return quote_literal(cast_text(types[0], value, context.settings))


@function("quote_nullable(anyelement)", context=True, types=True)
def quote_nullable_any(context: ExecutionContext, types: Types, value: Any) -> str:
    return "NULL" if value is None else quote_literal(cast_text(types[0], value, context.settings))


def _outputs(types: Sequence[DataType], values: Sequence[Any], settings: TypeSettings) -> list[str | None]:
    return [
        None if value is None else datatype.output(value, settings)
        for datatype, value in zip(types, values, strict=True)
    ]


@function('concat("any")', context=True, types=True)
def concat(context: ExecutionContext, types: Types, *values: Any) -> str:
    """Every value's text form, NULLs left out."""
    return "".join([text for text in _outputs(types, values, context.settings) if text is not None])


@function('concat_ws(text,"any")', context=True, types=True)
def concat_ws(context: ExecutionContext, types: Types, separator: str | None, *values: Any) -> str | None:
    if separator is None:
        return None
    return separator.join([text for text in _outputs(types[1:], values, context.settings) if text is not None])


@function("format(text)", 'format(text,"any")', context=True, types=True)
def format_text(context: ExecutionContext, types: Types, pattern: str | None, *values: Any) -> str | None:
    """Text with %s, %I and %L replaced; 22023 for a malformed pattern or a missing argument."""
    if pattern is None:
        return None
    return _Formatting(_outputs(types[1:], values, context.settings), context.settings).apply(pattern)


class _Formatting:
    """One call of format: which argument is next."""

    def __init__(self, texts: Sequence[str | None], settings: TypeSettings) -> None:
        self.texts = texts
        self.settings = settings
        self.next = 0
        self.out: list[str] = []

    def apply(self, pattern: str) -> str:
        first = pattern.partition("%")[0]
        self.out = out = [first]
        position = len(first)
        while position < len(pattern):
            if pattern.startswith("%%", position):
                out.append("%")
                position += 2
            else:
                match = SPEC.match(pattern, position + 1)
                assert match is not None
                out.append(self.specifier(match))
                position = match.end()
            plain = pattern.find("%", position)
            plain = len(pattern) if plain < 0 else plain
            out.append(pattern[position:plain])
            position = plain
        return "".join(out)

    def specifier(self, match: re.Match[str]) -> str:
        """What replaces one specifier: [n$][-][width]type."""
        number, minus, digits, star, star_number, kind = match.groups()
        if not kind:
            raise invalid_parameter_value("unterminated format() type specifier", hint=SPECIFIER_HINT)
        width = int(digits or 0)
        if width > INT4_MAX or int(number or 0) > INT4_MAX:
            raise PgError("22003", "number is out of range")
        if star:
            width = self.width(star_number)
        if kind not in "sIL":
            raise invalid_parameter_value(f'unrecognized format() type specifier "{kind}"', hint=SPECIFIER_HINT)
        text = _converted(kind, self.argument(number))
        if width < -INT4_MAX:
            raise PgError("22003", "number is out of range")
        missing = abs(width) - len(text)
        before = len("".join(self.out).encode()) + (len(text.encode()) if minus or width < 0 else 0)
        if missing >= MAX_STRING - before:
            raise string_too_long(before, missing)
        return text.ljust(abs(width)) if minus or width < 0 else text.rjust(width)

    def width(self, number: str | None) -> int:
        """What an argument says a width is.  Raises PgError 22P02."""
        text = self.argument(number)
        return 0 if text is None else builtin(oids.INT4).parse(text, self.settings)

    def argument(self, number: str | None) -> str | None:
        """The argument of that number, else the one after the last used."""
        if number is not None:
            if int(number) == 0:
                raise invalid_parameter_value("format specifies argument 0, but arguments are numbered from 1")
            self.next = int(number) - 1
        self.next += 1
        if self.next > len(self.texts):
            raise invalid_parameter_value("too few arguments for format()")
        return self.texts[self.next - 1]


def _converted(kind: str, text: str | None) -> str:
    if kind == "s":
        return text or ""
    if kind == "L":
        return "NULL" if text is None else quote_literal(text)
    if text is None:
        raise null_value_not_allowed("null values cannot be formatted as an SQL identifier")
    return quote_identifier(text)
