"""Casts between the base types that pg_cast names functions for, and the length coercions ("Type Conversion")."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.catalog.names import split_name
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.objects import undefined_schema, undefined_table
from translator.errors.statements import feature_not_supported
from translator.errors.values import cannot_convert_special, float_overflow, float_underflow, out_of_range
from translator.lower import build
from translator.settings_view import DEFAULT_SETTINGS
from translator.types import oids
from translator.types.float import NAN as FLOAT_NAN
from translator.types.float import Float, Float4, Float8, from_python, round_single, to_python
from translator.types.numeric import (
    EXACT,
    INFINITY,
    NAN,
    NEGATIVE_INFINITY,
    SPECIAL_TEXT,
    apply_typmod,
    from_decimal,
    round_to,
    to_decimal,
)
from translator.types.registry import builtin
from translator.types.text import fit, padded, truncate_name

CHAR = builtin(oids.CHAR)
_BITS = {"int2": 16, "int4": 32, "int8": 64}
_SQL = {"int2": "smallint", "int4": "integer", "int8": "bigint"}


def _in_range(name: str, value: int) -> int:
    if not -(1 << _BITS[name] - 1) <= value < 1 << _BITS[name] - 1:
        raise out_of_range(_SQL[name])
    return value


def _named(name: str, body: Callable[..., object], *signatures: str) -> None:
    body.__name__ = name
    function(*signatures)(body)


def _narrowing(target: str, source: str) -> None:
    limit = 1 << _BITS[target] - 1
    name = _SQL[target]

    def narrow(value: int) -> int:
        if -limit <= value < limit:
            return value
        raise out_of_range(name)

    _named(f"{target}_from_{source}", narrow, f"{target}({_SQL[source]})")


def _unchanged(value: exp.Expression) -> exp.Expression:
    return value


def _from_float(target: str, source: str) -> None:
    def convert(value: Float) -> int:
        number = to_python(value)
        if not math.isfinite(number):
            raise out_of_range(_SQL[target])
        return _in_range(target, round(number))

    _named(f"{target}_from_{source.replace(' ', '_')}", convert, f"{target}({source})")


def _from_numeric(target: str) -> None:
    def convert(value: str) -> int:
        if value in (NAN, INFINITY, NEGATIVE_INFINITY):
            raise cannot_convert_special("NaN" if value == NAN else "infinity", _SQL[target])
        return _in_range(target, int(round_to(to_decimal(value), 0)))

    _named(f"{target}_from_numeric", convert, f"{target}(numeric)")


for _target, _width in _BITS.items():
    for _source, _source_width in _BITS.items():
        if _source_width > _width:
            _narrowing(_target, _source)
        elif _source != _target:
            lowering(f"{_target}({_SQL[_source]})")(_unchanged)
    _from_float(_target, "real")
    _from_float(_target, "double precision")
    _from_numeric(_target)


@lowering("int8(oid)")
def int8_from_oid(value: exp.Expression) -> exp.Expression:
    return value


@function("oid(bigint)")
def oid_from_int8(value: int) -> int:
    if not 0 <= value < 1 << 32:
        raise PgError("22003", "OID out of range")
    return value


@function("bool(integer)")
def bool_from_int4(value: int) -> int:
    return int(value != 0)


@lowering("int4(boolean)")
def int4_from_bool(value: exp.Expression) -> exp.Expression:
    return value


def _real(value: exp.Expression) -> exp.Expression:
    return build.cast(value, "REAL")


for _name, _sql in _SQL.items():
    lowering(f"float8({_sql})")(_real)


@function("float4(smallint)", "float4(integer)", "float4(bigint)")
def float4_from_integer(value: int) -> Float | None:
    return round_single(float(value))


@lowering("float8(real)")
def float8_from_float4(value: exp.Expression) -> exp.Expression:
    return value


@function("float4(double precision)")
def float4_from_float8(value: Float) -> Float:
    number = to_python(value)
    single = round_single(number)
    if single is None:
        raise float_overflow()
    if single == 0 and number != 0:
        raise float_underflow()
    return from_python(single)


@function("float8(numeric)")
def float8_from_numeric(value: str) -> Float:
    """Read from its digits; 22003 for one too large or too small."""
    return Float8().parse(SPECIAL_TEXT.get(value, value), DEFAULT_SETTINGS)


@function("float4(numeric)")
def float4_from_numeric(value: str) -> Float:
    return Float4().parse(SPECIAL_TEXT.get(value, value), DEFAULT_SETTINGS)


def _as_text(value: exp.Expression) -> exp.Expression:
    return build.cast(value, "TEXT")


for _sql in _SQL.values():
    lowering(f'"numeric"({_sql})')(_as_text)


def _digits(value: Float, digits: int) -> str:
    """A float as the numeric of its leading digits."""
    if value == FLOAT_NAN:
        return NAN
    number = float(value)
    if math.isinf(number):
        return INFINITY if number > 0 else NEGATIVE_INFINITY
    shown = Decimal(f"{number:.{digits}g}")
    return from_decimal(shown.quantize(Decimal(1), context=EXACT) if shown == shown.to_integral_value() else shown)


@function('"numeric"(double precision)')
def numeric_from_float8(value: Float) -> str:
    return _trim(_digits(value, 15))


@function('"numeric"(real)')
def numeric_from_float4(value: Float) -> str:
    return _trim(_digits(value, 6))


def _trim(text: str) -> str:
    """Zeros after the last digit that %g would not show."""
    return text.rstrip("0").rstrip(".") if "." in text else text


@function('"numeric"(numeric,integer)')
def numeric_typmod(value: str, typmod: int) -> str:
    return value if typmod < 4 else apply_typmod(value, typmod)


@function('"varchar"(character varying,integer,boolean)')
def varchar_typmod(value: str, typmod: int, explicit: int) -> str:
    return value if typmod < 4 else fit(value, typmod - 4, "character varying", explicit=bool(explicit))


@function("bpchar(character,integer,boolean)")
def bpchar_typmod(value: str, typmod: int, explicit: int) -> str:
    return value if typmod < 4 else padded(fit(value, typmod - 4, "character", explicit=bool(explicit)), typmod)


@lowering("text(character)")
def text_from_bpchar(value: exp.Expression) -> exp.Expression:
    """Trailing spaces of character(n) are padding, not value."""
    return build.call("rtrim", value)


@lowering("text(name)", '"varchar"(name)', "bpchar(name)")
def text_as_it_is(value: exp.Expression) -> exp.Expression:
    return value


@function("name(text)", "name(character varying)")
def name_from_text(value: str) -> str:
    return truncate_name(value)


@function("name(character)")
def name_from_bpchar(value: str) -> str:
    return truncate_name(value).rstrip(" ")


@function('"char"(integer)')
def char_from_int4(value: int) -> str:
    """The character of a code from -128 to 127."""
    if not -128 <= value <= 127:
        raise PgError("22003", '"char" out of range')
    return chr(value & 0xFF) if value else ""


@function('int4("char")')
def int4_from_char(value: str) -> int:
    code = ord(value) if value else 0
    return code - 256 if code > 127 else code


@function('"char"(text)')
def char_from_text(value: str) -> str:
    return str(CHAR.parse(value, DEFAULT_SETTINGS))


@function('bpchar("char")')
def bpchar_from_char(value: str) -> str:
    """Its byte as it is: from 128 on that is no text, which is refused."""
    if not value.isascii():
        raise feature_not_supported('a "char" beyond ASCII as character')
    return value


@function('text("char")')
def text_from_char(value: str) -> str:
    return str(CHAR.output(value, DEFAULT_SETTINGS))


@function("text(boolean)")
def text_from_bool(value: int) -> str:
    return "true" if value else "false"


@function("regclass(text)", context=True)
def regclass_from_text(context: ExecutionContext, value: str) -> int:
    """The relation of that name, never of that OID.  Raises PgError 42P01."""
    if value == "-" or value.isdigit():
        raise undefined_table(truncate_name(value))
    parts = split_name(value)
    if len(parts) == 2 and not context.catalog.namespace_exists(parts[0]):
        raise undefined_schema(parts[0])
    return int(builtin(oids.REGCLASS).input(value, -1, context.settings))
