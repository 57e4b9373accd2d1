"""What the views of the information schema tell about a type and its modifier (chapter "The Information Schema")."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.types import oids

_CHARACTER = (oids.BPCHAR, oids.VARCHAR)
_BITS = (oids.BIT, oids.VARBIT)
_BINARY_DIGITS = {oids.INT2: 16, oids.INT4: 32, oids.INT8: 64, oids.FLOAT4: 24, oids.FLOAT8: 53}
_TIMES = (oids.TIME, oids.TIMETZ, oids.TIMESTAMP, oids.TIMESTAMPTZ)
HEADER_BYTES = 4
UTF8_BYTES = 4
MOST_BYTES = 2**30
FULL_PRECISION = 6
LOW_HALF = 0xFFFF


@function("information_schema._pg_char_max_length(oid,integer)")
def pg_char_max_length(oid: int, typmod: int) -> int | None:
    if typmod == -1:
        return None
    if oid in _CHARACTER:
        return typmod - HEADER_BYTES
    return typmod if oid in _BITS else None


@function("information_schema._pg_char_octet_length(oid,integer)")
def pg_char_octet_length(oid: int, typmod: int) -> int | None:
    if oid not in (oids.TEXT, *_CHARACTER):
        return None
    length = pg_char_max_length(oid, typmod)
    if typmod == -1:
        return MOST_BYTES
    return None if length is None else length * UTF8_BYTES


@function("information_schema._pg_numeric_precision(oid,integer)")
def pg_numeric_precision(oid: int, typmod: int) -> int | None:
    if oid == oids.NUMERIC:
        return None if typmod == -1 else typmod - HEADER_BYTES >> 16 & LOW_HALF
    return _BINARY_DIGITS.get(oid)


@function("information_schema._pg_numeric_precision_radix(oid,integer)")
def pg_numeric_precision_radix(oid: int, _: int) -> int | None:
    if oid == oids.NUMERIC:
        return 10
    return 2 if oid in _BINARY_DIGITS else None


@function("information_schema._pg_numeric_scale(oid,integer)")
def pg_numeric_scale(oid: int, typmod: int) -> int | None:
    if oid in oids.INTEGERS:
        return 0
    return None if oid != oids.NUMERIC or typmod == -1 else typmod - HEADER_BYTES & LOW_HALF


@function("information_schema._pg_datetime_precision(oid,integer)")
def pg_datetime_precision(oid: int, typmod: int) -> int | None:
    if oid == oids.DATE:
        return 0
    if oid in _TIMES:
        return FULL_PRECISION if typmod < 0 else typmod
    if oid != oids.INTERVAL:
        return None
    precision = typmod & LOW_HALF
    return FULL_PRECISION if typmod < 0 or precision == LOW_HALF else precision


@function("information_schema._pg_interval_type(oid,integer)", context=True)
def pg_interval_type(context: ExecutionContext, oid: int, typmod: int) -> str | None:
    """The fields that a type of intervals is restricted to, in capitals."""
    if oid != oids.INTERVAL:
        return None
    _, _, fields = context.catalog.format_type(oid, typmod).partition(" ")
    return fields.upper() or None
