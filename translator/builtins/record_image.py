"""Comparison of rows by what their columns hold bit by bit ("Row and Array Comparisons"): 1.0 and 1.00 differ.

The order of such rows is that of their bytes in PostgreSQL's memory, which is known here for plain types.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from translator.builtins.declare import function
from translator.catalog.bootstrap import system_catalog
from translator.context import ExecutionContext
from translator.errors.statements import datatype_mismatch, feature_not_supported
from translator.settings_view import DEFAULT_SETTINGS
from translator.types import oids
from translator.types.datatype import DataType
from translator.types.record import Record

Column = tuple[int, DataType, Any]

NAME_BYTES = 64
_UNSIGNED = frozenset({"oid", "xid", "cid", "xid8", "pg_lsn"})
_AS_SENT = frozenset({"text", "varchar", "bpchar", "bytea", "json", "uuid", "macaddr", "macaddr8"})
_REORDERED: dict[str, tuple[str, str]] = {
    "interval": ("!qii", "<qii"),
    "timetz": ("!qi", "<qi"),
    "tid": ("!HHH", "<HHH"),
}
"""The fields as they are sent, and as they lie in memory."""


def _image(column: Column) -> Any:
    """What orders a column's value.  Raises PgError 0A000 for a type whose memory is not modelled."""
    oid, datatype, value = column
    sent = datatype.send(value, DEFAULT_SETTINGS)
    name = datatype.name
    if name in _AS_SENT:
        return sent
    if name == "name":
        return sent.ljust(NAME_BYTES, b"\0")
    if name in _REORDERED:
        wire, memory = _REORDERED[name]
        return struct.pack(memory, *struct.unpack(wire, sent))
    row = system_catalog().types.get(oid)
    if row is None or not row.typbyval:
        raise feature_not_supported(f"the order of bytes in values of type {datatype.sqlname or name}")
    signed = name not in _UNSIGNED and not name.startswith("reg")
    return int.from_bytes(sent, "big", signed=signed) % 2**64


def _compared(context: ExecutionContext, left: str, right: str, order: Callable[[Column, Column], int]) -> int:
    """What `order` says of the first columns that differ.  Raises PgError 42804 for rows that do not match."""
    record = context.catalog.datatype(oids.RECORD)
    assert isinstance(record, Record)
    for place, (a, b) in enumerate(zip_longest(record.columns(left), record.columns(right)), start=1):
        if a is None or b is None:
            raise datatype_mismatch("cannot compare record types with different numbers of columns")
        if a[0] != b[0]:
            names = [context.catalog.format_type(oid, None) for oid in (a[0], b[0])]
            message = f"cannot compare dissimilar column types {names[0]} and {names[1]} at record column {place}"
            raise datatype_mismatch(message)
        if a[2] is None or b[2] is None:
            result = int(a[2] is None) - int(b[2] is None)
        else:
            result = 0 if _same(a[2], b[2]) else order(a, b)
        if result:
            return result
    return 0


def _same(left: Any, right: Any) -> bool:
    """Whether two stored values are the same, the sign of a zero included."""
    return left == right and str(left) == str(right) if isinstance(left, float) else bool(left == right)


def _any_difference(left: Column, right: Column) -> int:
    return 1


def _by_image(left: Column, right: Column) -> int:
    one, other = _image(left), _image(right)
    return int(one > other) - int(one < other)


@function("record_image_eq(record,record)", context=True)
def record_image_eq(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, _any_difference) == 0)


@function("record_image_ne(record,record)", context=True)
def record_image_ne(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, _any_difference) != 0)


@function("record_image_lt(record,record)", context=True)
def record_image_lt(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, _by_image) < 0)


@function("record_image_le(record,record)", context=True)
def record_image_le(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, _by_image) <= 0)


@function("record_image_gt(record,record)", context=True)
def record_image_gt(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, _by_image) > 0)


@function("record_image_ge(record,record)", context=True)
def record_image_ge(context: ExecutionContext, left: str, right: str) -> int:
    return int(_compared(context, left, right, _by_image) >= 0)


@function("btrecordimagecmp(record,record)", context=True)
def btrecordimagecmp(context: ExecutionContext, left: str, right: str) -> int:
    return _compared(context, left, right, _by_image)
