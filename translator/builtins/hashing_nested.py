"""Hash functions of values made of others (arrays, rows, ranges, enums, jsonb), with PostgreSQL's own values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from translator.builtins import declare
from translator.builtins.declare import function
from translator.builtins.hash_bytes import MASK, hash_bytes, hash_bytes_extended, hash_uint32, hash_uint32_extended
from translator.builtins.hashing import WORD, declare_hash, signed
from translator.catalog.acl import ORDER, PUBLIC, parse_item
from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import HASH, PG_CATALOG
from translator.catalog.quote import quote_identifier as quoted
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.types import array as arrays
from translator.types.array import ArrayType
from translator.types.composite import Composite
from translator.types.datatype import DataType
from translator.types.enum import EnumType
from translator.types.json_span import elements, kind, members, unquoted
from translator.types.numeric import Numeric, parse_numeric
from translator.types.range import (
    EMPTY_FLAG,
    LOWER_INCLUSIVE,
    LOWER_INFINITE,
    UPPER_INCLUSIVE,
    UPPER_INFINITE,
    MultirangeType,
    Range,
    RangeType,
)
from translator.types.record import Record

Types = tuple[Any, ...]
BY_TYPE = {
    "int2": "hashint2(smallint)", "int4": "hashint4(integer)", "int8": "hashint8(bigint)", "oid": "hashoid(oid)",
    "bool": "hashbool(boolean)", "text": "hashtext(text)", "varchar": "hashtext(text)", "name": "hashname(name)",
    "bpchar": "hashbpchar(character)", "bytea": "hashbytea(bytea)", "uuid": "uuid_hash(uuid)",
    "float4": "hashfloat4(real)", "float8": "hashfloat8(double precision)", "numeric": "hash_numeric(numeric)",
    "date": "hashdate(date)", "timestamp": "timestamp_hash(timestamp without time zone)",
    "timestamptz": "timestamptz_hash(timestamp with time zone)", "time": "time_hash(time without time zone)",
    "timetz": "timetz_hash(time with time zone)", "interval": "interval_hash(interval)", "jsonb": "jsonb_hash(jsonb)",
    "inet": "hashinet(inet)", "cidr": "hashinet(inet)", "macaddr": "hashmacaddr(macaddr)",
    "macaddr8": "hashmacaddr8(macaddr8)", "tid": "hashtid(tid)", "xid": "hashxid(xid)", "xid8": "hashxid8(xid8)",
    "cid": "hashcid(cid)", "char": 'hashchar("char")', "oidvector": "hashoidvector(oidvector)",
    "pg_lsn": "pg_lsn_hash(pg_lsn)",
}  # fmt: skip
"""Type -> the hash function of its values inside others."""


def _has_hash(datatype: DataType) -> bool:
    catalog = system_catalog()
    found = catalog.types_by_name.get((PG_CATALOG, datatype.name))
    if found is None or found.typname == "record":
        return False  # whether the columns of an anonymous row can be hashed is not known
    return (HASH, found.oid) in catalog.default_opclasses


def hasher(datatype: DataType, seed: int | None) -> Callable[[Any], int]:
    """The hash of a type's values: 32 bits, or 64 with a seed.  Raises PgError 42883 for a type without one."""
    size = 2**32 if seed is None else WORD
    if isinstance(datatype, ArrayType):
        return lambda value: _array(datatype, value, seed)
    if isinstance(datatype, EnumType):
        return lambda value: _enum(datatype, value, seed)
    if isinstance(datatype, (RangeType, MultirangeType)):
        return lambda value: _ranges(datatype, value, seed)
    if isinstance(datatype, Composite):
        return lambda value: _record(datatype, value, seed)
    signature = BY_TYPE.get(datatype.name)
    if signature is None and _has_hash(datatype):
        raise feature_not_supported(f"a hash of type {datatype.sqlname}")
    if signature is None:
        raise PgError("42883", f"could not identify a hash function for type {datatype.sqlname}")
    if seed is None:
        plain = declare.FUNCTIONS[signature].body
        return lambda value: plain(value) % size
    name, _, argument = signature.partition("(")
    extended = f"{name}_extended" if "_" in name else f"{name}extended"
    seeded = declare.FUNCTIONS[f"{extended}({argument.removesuffix(')')},bigint)"].body
    return lambda value: seeded(value, seed) % size


def _rotated(value: int, seed: int | None) -> int:
    """One bit to the left; of a 64-bit hash, each half by itself."""
    if seed is None:
        return (value << 1 | value >> 31) & MASK
    return _rotated(value >> 32, None) << 32 | _rotated(value & MASK, None)


def _of_number(value: int, seed: int | None) -> int:
    return hash_uint32(value & MASK) if seed is None else hash_uint32_extended(value & MASK, seed % WORD)


# arrays and rows


def _combined(values: Sequence[Any], hashes: Sequence[Callable[[Any], int]], start: int, size: int) -> int:
    """31 times what was before, plus the next; NULL counts as 0."""
    result = start
    for value, hashed in zip(values, hashes, strict=True):
        result = (result * 31 + (0 if value is None else hashed(value))) % size
    return result


def _array(datatype: ArrayType, stored: str, seed: int | None) -> int:
    members_of = arrays.load(stored, datatype.element).elements
    hashed = _row_hasher(datatype.element, seed) or hasher(datatype.element, seed)
    return _combined(members_of, [hashed] * len(members_of), 1, 2**32 if seed is None else WORD)


def _row_hasher(datatype: DataType, seed: int | None) -> Callable[[Any], int] | None:
    """Rows of any kind can be hashed as the elements of an array, though not as fields of a row."""
    return (lambda value: _record(datatype, value, seed)) if isinstance(datatype, Record) else None


@function("hash_array(anyarray)", types=True)
def hash_array(types: Types, stored: str) -> int:
    return signed(_array(types[0], stored, None), 2**32)


@function("hash_array_extended(anyarray,bigint)", types=True)
def hash_array_extended(types: Types, stored: str, seed: int) -> int:
    return signed(_array(types[0], stored, seed), WORD)


def _record(datatype: Record, stored: str, seed: int | None) -> int:
    columns = datatype.columns(stored)
    hashes = [hasher(column, seed) for _, column, _ in columns]
    return _combined([value for _, _, value in columns], hashes, 0, 2**32 if seed is None else WORD)


@function("hash_record(record)", types=True, context=True)
def hash_record(context: ExecutionContext, types: Types, stored: str) -> int:
    return signed(_record(types[0], stored, None), 2**32)


@function("hash_record_extended(record,bigint)", types=True, context=True)
def hash_record_extended(context: ExecutionContext, types: Types, stored: str, seed: int) -> int:
    return signed(_record(types[0], stored, seed), WORD)


# enums


def _enum(datatype: EnumType, value: float, seed: int | None) -> int:
    """By the label's oid."""
    return _of_number(next(label.oid for label in datatype.labels if label.stored == value), seed)


@function("hashenum(anyenum)", types=True)
def hashenum(types: Types, value: float) -> int:
    return signed(_enum(types[0], value, None), 2**32)


@function("hashenumextended(anyenum,bigint)", types=True)
def hashenumextended(types: Types, value: float, seed: int) -> int:
    return signed(_enum(types[0], value, seed), WORD)


# ranges


def _range(datatype: RangeType, value: Range, seed: int | None) -> int:
    """The flags, and what bounds there are."""
    flags = EMPTY_FLAG
    if not value.empty:
        flags = LOWER_INCLUSIVE * value.lower_inclusive | UPPER_INCLUSIVE * value.upper_inclusive
        flags |= LOWER_INFINITE * (value.lower is None) | UPPER_INFINITE * (value.upper is None)
    hashed = hasher(datatype.subtype, seed)
    lower, upper = (0 if bound is None else hashed(bound) for bound in (value.lower, value.upper))
    return _rotated(_of_number(flags, seed) ^ lower, seed) ^ upper


def _ranges(datatype: RangeType | MultirangeType, stored: str, seed: int | None) -> int:
    if isinstance(datatype, RangeType):
        return _range(datatype, datatype.load(stored), seed)
    hashes = [_range(datatype.range, part, seed) for part in datatype.parts(stored)]
    return _combined(hashes, [int] * len(hashes), 1, 2**32 if seed is None else WORD)


@function("hash_range(anyrange)", "hash_multirange(anymultirange)", types=True)
def hash_range(types: Types, stored: str) -> int:
    return signed(_ranges(types[0], stored, None), 2**32)


@function("hash_range_extended(anyrange,bigint)", "hash_multirange_extended(anymultirange,bigint)", types=True)
def hash_range_extended(types: Types, stored: str, seed: int) -> int:
    return signed(_ranges(types[0], stored, seed), WORD)


# jsonb

ARRAY_FLAG, OBJECT_FLAG = 0x40000000, 0x20000000
NULL_HASH, TRUE_HASH, FALSE_HASH = 1, 2, 4
NUMERIC = Numeric()


def _parts(raw: str) -> Iterator[str]:
    """Every value from the outside in: of an array or object its first bracket, of a member its name first."""
    yield raw
    if kind(raw) == "[":
        for element in elements(raw):
            yield from _parts(element)
    elif kind(raw) == "{":
        for name, member in members(raw):
            yield json.dumps(name)
            yield from _parts(member)


def _flag(flag: int, seed: int | None) -> int:
    return flag if seed is None else flag << 32 | flag


def _scalar(raw: str, seed: int | None) -> int:
    match raw:
        case "null":
            return NULL_HASH if seed is None else (seed + NULL_HASH) % WORD
        case "true" | "false":
            return _of_number(int(raw == "true"), seed) if seed else TRUE_HASH if raw == "true" else FALSE_HASH
    if raw.startswith('"'):
        data = (unquoted(raw) or "").encode()
        return hash_bytes(data) if seed is None else hash_bytes_extended(data, seed)
    return hasher(NUMERIC, seed)(parse_numeric(raw))


def _jsonb(text: str, seed: int | None) -> int:
    """A scalar by itself counts as an array of one; what is empty has no hash of its own."""
    if text in ("[]", "{}"):
        return seed or 0
    result = 0 if kind(text) in "[{" else _flag(ARRAY_FLAG, seed)
    for raw in _parts(text):
        match kind(raw):
            case "[":
                result ^= _flag(ARRAY_FLAG, seed)
            case "{":
                result ^= _flag(OBJECT_FLAG, seed)
            case _:
                result = _rotated(result, seed) ^ _scalar(raw, seed)
    return result


declare_hash("jsonb_hash", "jsonb", lambda text: _jsonb(text, None), _jsonb)


# access control items


def _acl_item(context: ExecutionContext, text: str) -> int:
    """The sum of the privileges' bits and both roles."""
    item = parse_item(text)
    named = [role for role in (item.grantee, item.grantor) if role != PUBLIC]
    roles = [context.catalog.role_oid(quoted(role)) or 0 for role in named]
    bits = sum(1 << ORDER.index(letter) for letter in item.privileges)
    options = sum(1 << ORDER.index(letter) for letter in item.options)
    return (bits + (options << 32) + sum(roles)) & MASK


@function("hash_aclitem(aclitem)", context=True)
def hash_aclitem(context: ExecutionContext, text: str) -> int:
    return signed(_acl_item(context, text), 2**32)


@function("hash_aclitem_extended(aclitem,bigint)", context=True)
def hash_aclitem_extended(context: ExecutionContext, text: str, seed: int) -> int:
    total = _acl_item(context, text)
    return signed(hash_uint32_extended(total, seed % WORD) if seed else total, WORD)
