"""How many bytes a value takes in PostgreSQL: by itself, and inside a row ("Database Physical Storage").

A value by itself has a header of 4 bytes where its length varies; inside a row short ones have a header of 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from translator.catalog.rows import PgType
from translator.errors.statements import feature_not_supported
from translator.types.array import ArrayType, load
from translator.types.bit import VarBit
from translator.types.datatype import DataType
from translator.types.json_span import elements, kind, members, unquoted
from translator.types.network import Inet, unpack_address
from translator.types.numeric import HEADER as HEAD
from translator.types.numeric import parse_numeric, send_numeric
from translator.types.range import RangeType
from translator.types.record import Record
from translator.types.text import Text

HEADER, SHORT_HEADER, SHORT_LIMIT = 4, 1, 0x7F
ALIGNMENTS = {"c": 1, "s": 2, "i": 4, "d": 8}
ROW_HEADER, ARRAY_HEADER, DIMENSION, RANGE_HEADER = 23, 16, 8, 8
SHORT_SCALE, SHORT_WEIGHT = 63, 64
POSITIVE, NEGATIVE = 0, 0x4000
PLAIN = "p"
POINT = 16
_POINTS_AT = {"path": 12, "polygon": 36}
"""Bytes before the points: their number, and of a path whether it is closed, of a polygon its bounding box."""


class Sized:
    """A type with what pg_type says of its layout."""

    __slots__ = ("alignment", "datatype", "length", "packable")

    def __init__(self, datatype: DataType, row: PgType) -> None:
        self.datatype = datatype
        self.length = row.typlen
        self.alignment = ALIGNMENTS[row.typalign]
        self.packable = row.typlen == -1 and row.typstorage != PLAIN

    def size(self, value: Any, sized: Resolver) -> int:
        """Bytes by itself.  Raises PgError 0A000 for a type whose layout is not modelled."""
        if self.length > 0:
            return self.length
        datatype = self.datatype
        if self.length == -2:
            return len(str(value).encode()) + 1
        if isinstance(datatype, ArrayType):
            return _array(datatype, value, sized)
        if isinstance(datatype, RangeType):
            return _range(datatype, value, sized)
        if isinstance(datatype, Record):
            columns = [(sized(oid), cell) for oid, _, cell in datatype.columns(value)]
            return row_size(columns, sized)
        return HEADER + _payload(datatype, value)

    def aligned(self, offset: int) -> int:
        return _aligned(offset, self.alignment)

    def placed(self, offset: int, value: Any, sized: Resolver) -> int:
        """Where the value ends that is written at an offset inside a row."""
        size = self.stored(value, sized)
        is_short = self.packable and size <= SHORT_LIMIT
        return (offset if is_short else self.aligned(offset)) + size

    def stored(self, value: Any, sized: Resolver) -> int:
        """Bytes inside a row, uncompressed."""
        size = self.size(value, sized)
        short = size - HEADER + SHORT_HEADER
        return short if self.packable and short <= SHORT_LIMIT else size


class Resolver(Protocol):
    """Finds the layout of a type."""

    def __call__(self, oid: int) -> Sized: ...
    def of(self, datatype: DataType) -> Sized:
        """By the type itself, which is a built-in one."""
        ...


def _aligned(offset: int, to: int) -> int:
    return -(-offset // to) * to


def row_size(columns: Sequence[tuple[Sized, Any]], sized: Resolver) -> int:
    """Bytes of a row with these columns."""
    has_null = any(value is None for _, value in columns)
    start = _aligned(ROW_HEADER + (-(-len(columns) // 8) if has_null else 0), 8)
    offset = 0
    for layout, value in columns:
        if value is not None:
            offset = layout.placed(offset, value, sized)
    return start + offset


def _payload(datatype: DataType, value: Any) -> int:
    """Bytes without the header of a value whose length varies."""
    if datatype.name == "numeric":
        return _numeric(value)
    if datatype.name == "jsonb":
        return _jsonb(value)
    if datatype.name == "bytea":
        return len(value)
    if datatype.name in _POINTS_AT:
        return _POINTS_AT[datatype.name] + len(value) - (len(value) % POINT)
    if isinstance(datatype, VarBit):
        return 4 + -(-len(value) // 8)
    if isinstance(datatype, Inet):
        return 2 + unpack_address(value).width // 8
    if isinstance(datatype, Text) or datatype.name == "json":
        return len(value.encode())
    raise feature_not_supported(f"the size of values of type {datatype.sqlname or datatype.name}")


def _numeric(stored: str) -> int:
    """A header of 2 bytes, or 4 beyond small scales and weights, and 2 for each 4 digits."""
    count, weight, sign, scale = HEAD.unpack(send_numeric(stored)[: HEAD.size])
    if sign not in (POSITIVE, NEGATIVE):
        return 2
    is_short = scale <= SHORT_SCALE and -SHORT_WEIGHT <= weight < SHORT_WEIGHT
    return (2 if is_short else 4) + 2 * int(count)


def _array(datatype: ArrayType, stored: str, sized: Resolver) -> int:
    array = load(stored, datatype.element)
    if not array.lengths:
        return ARRAY_HEADER
    element = sized(datatype.element_oid)
    overhead = ARRAY_HEADER + DIMENSION * len(array.lengths)
    if None in array.elements:
        overhead += -(-len(array.elements) // 8)
    parts = [element.aligned(element.size(value, sized)) for value in array.elements if value is not None]
    return _aligned(overhead, 8) + sum(parts)


def _range(datatype: RangeType, stored: str, sized: Resolver) -> int:
    """Type, bounds as in a row, and a byte of flags."""
    value = datatype.load(stored)
    subtype = sized.of(datatype.subtype)
    offset = RANGE_HEADER
    for bound in (value.lower, value.upper):
        if bound is not None:
            offset = subtype.placed(offset, bound, sized)
    return offset + 1


def _jsonb(text: str) -> int:
    """The outermost container; a scalar by itself is in an array of one."""
    if kind(text) in "[{":
        return _container(text, HEADER) - HEADER
    return _scalar(text, HEADER + 8) - HEADER


def _container(raw: str, offset: int) -> int:
    """Where an array or object ends that begins at an offset: a header, an entry for each part, the parts."""
    offset = _aligned(offset, 4) + 4
    if kind(raw) == "[":
        parts = list(elements(raw))
        offset += 4 * len(parts)
    else:
        pairs = list(members(raw))
        parts = [member for _, member in pairs]
        offset += 8 * len(pairs) + sum(len(name.encode()) for name, _ in pairs)
    for part in parts:
        offset = _container(part, offset) if kind(part) in "[{" else _scalar(part, offset)
    return offset


def _scalar(raw: str, offset: int) -> int:
    if raw.startswith('"'):
        return offset + len((unquoted(raw) or "").encode())
    if raw in ("null", "true", "false"):
        return offset
    return _aligned(offset, 4) + HEADER + _numeric(parse_numeric(raw))
