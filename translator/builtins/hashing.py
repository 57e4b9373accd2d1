"""The hash functions of the hash operator classes, with PostgreSQL's own values."""

from __future__ import annotations

from collections.abc import Callable
from struct import pack
from typing import Any

from translator.builtins import declare
from translator.builtins.declare import function
from translator.builtins.hash_bytes import (
    MASK,
    hash_bytes,
    hash_bytes_extended,
    hash_uint32,
    hash_uint32_extended,
)
from translator.catalog.bootstrap import PG_CATALOG, system_catalog
from translator.context import ExecutionContext
from translator.errors import PgError, feature_not_supported
from translator.types import array as arrays
from translator.types.datatype import DataType
from translator.types.datetime import unpack_timetz
from translator.types.float import Float, to_python
from translator.types.interval import unpack_interval
from translator.types.numeric import to_decimal

WORD = 2**64
Hash = Callable[[Any], int]
SeededHash = Callable[[Any, int], int]


def _declare(name: str, argument: str, plain: Hash, seeded: SeededHash) -> None:
    """A hash function and its extended twin; results are signed."""

    def narrow(value: Any) -> int:
        return _signed(plain(value), 2**32)

    def wide(value: Any, seed: int) -> int:
        return _signed(seeded(value, seed % WORD), WORD)

    extended = f"{name}_extended" if "_" in name else f"{name}extended"
    narrow.__name__, wide.__name__ = name, extended
    function(f"{name}({argument})")(narrow)
    function(f"{extended}({argument},bigint)")(wide)


def _signed(value: int, size: int) -> int:
    return value - size if value >= size // 2 else value


def _of_bytes(to_bytes: Callable[[Any], bytes]) -> tuple[Hash, SeededHash]:
    return lambda value: hash_bytes(to_bytes(value)), lambda value, seed: hash_bytes_extended(to_bytes(value), seed)


def _of_number(to_number: Callable[[Any], int]) -> tuple[Hash, SeededHash]:
    """Of a number of 32 bits."""
    return (
        lambda value: hash_uint32(to_number(value) & MASK),
        lambda value, seed: hash_uint32_extended(to_number(value) & MASK, seed),
    )


def _folded(value: int) -> int:
    """A bigint in 32 bits, so that it hashes as an equal integer does."""
    low, high = value & MASK, value >> 32 & MASK
    return low ^ (high if value >= 0 else ~high & MASK)


def _of_bigint(to_number: Callable[[Any], int]) -> tuple[Hash, SeededHash]:
    return _of_number(lambda value: _folded(to_number(value)))


def _float_bytes(value: Float) -> bytes:
    return pack("<d", to_python(value))


def _of_float() -> tuple[Hash, SeededHash]:
    """Zeros of both signs are equal; all NaN are one."""
    return (
        lambda value: 0 if to_python(value) == 0 else hash_bytes(_float_bytes(value)),
        lambda value, seed: seed if to_python(value) == 0 else hash_bytes_extended(_float_bytes(value), seed),
    )


def _numeric_parts(value: str) -> tuple[bytes, int] | None:
    """Digits of base 10000 without zeros at either end, and the weight of the first; None for no number."""
    number = to_decimal(value)
    if not number.is_finite():
        return None
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    groups = -(-len(whole) // 4)
    digits = whole.zfill(groups * 4) + fraction.ljust(-(-len(fraction) // 4) * 4, "0")
    parts = [int(digits[place : place + 4]) for place in range(0, len(digits), 4)]
    weight = groups - 1
    while parts and parts[0] == 0:
        parts.pop(0)
        weight -= 1
    while parts and parts[-1] == 0:
        parts.pop()
    return pack(f"<{len(parts)}h", *parts), weight


def _numeric(value: str) -> int:
    found = _numeric_parts(value)
    if found is None:
        return 0
    digits, weight = found
    return hash_bytes(digits) ^ (weight & MASK) if digits else MASK


def _numeric_extended(value: str, seed: int) -> int:
    found = _numeric_parts(value)
    if found is None:
        return seed
    digits, weight = found
    return hash_bytes_extended(digits, seed) ^ (weight % WORD) if digits else (seed - 1) % WORD


def _timetz(value: bytes) -> int:
    time, offset = unpack_timetz(value)
    return hash_uint32(_folded(time)) ^ hash_uint32(-offset & MASK)


def _timetz_extended(value: bytes, seed: int) -> int:
    time, offset = unpack_timetz(value)
    return hash_uint32_extended(_folded(time), seed) ^ hash_uint32_extended(-offset & MASK, seed)


def _span(value: str) -> int:
    return _signed(unpack_interval(value).span % WORD, WORD)


def _text(value: str) -> bytes:
    return value.encode()


def _signed_char(value: str) -> int:
    code = ord(value) if value else 0
    return code - 256 if code > 127 else code


for _name, _argument, _pair in (
    ("hashint2", "smallint", _of_number(int)),
    ("hashint4", "integer", _of_number(int)),
    ("hashint8", "bigint", _of_bigint(int)),
    ("hashoid", "oid", _of_number(int)),
    ("hashxid", "xid", _of_number(int)),
    ("hashcid", "cid", _of_number(int)),
    ("hashxid8", "xid8", _of_bigint(int)),
    ("hashbool", "boolean", _of_number(int)),
    ("hashchar", '"char"', _of_number(_signed_char)),
    ("hashtext", "text", _of_bytes(_text)),
    ("hashname", "name", _of_bytes(_text)),
    ("hashbpchar", "character", _of_bytes(lambda value: value.rstrip(" ").encode())),
    ("hashbytea", "bytea", _of_bytes(bytes)),
    ("uuid_hash", "uuid", _of_bytes(bytes)),
    ("hashfloat4", "real", _of_float()),
    ("hashfloat8", "double precision", _of_float()),
    ("hash_numeric", "numeric", (_numeric, _numeric_extended)),
    ("hashdate", "date", _of_number(int)),
    ("timestamp_hash", "timestamp without time zone", _of_bigint(int)),
    ("timestamptz_hash", "timestamp with time zone", _of_bigint(int)),
    ("time_hash", "time without time zone", _of_bigint(int)),
    ("timetz_hash", "time with time zone", (_timetz, _timetz_extended)),
    ("interval_hash", "interval", _of_bigint(_span)),
):
    _declare(_name, _argument, *_pair)

HASH = 405
"""The access method."""
BY_TYPE = {
    "int2": "hashint2(smallint)", "int4": "hashint4(integer)", "int8": "hashint8(bigint)", "oid": "hashoid(oid)",
    "bool": "hashbool(boolean)", "text": "hashtext(text)", "varchar": "hashtext(text)", "name": "hashname(name)",
    "bpchar": "hashbpchar(character)", "bytea": "hashbytea(bytea)", "uuid": "uuid_hash(uuid)",
    "float4": "hashfloat4(real)", "float8": "hashfloat8(double precision)", "numeric": "hash_numeric(numeric)",
    "date": "hashdate(date)", "timestamp": "timestamp_hash(timestamp without time zone)",
    "timestamptz": "timestamptz_hash(timestamp with time zone)", "time": "time_hash(time without time zone)",
    "timetz": "timetz_hash(time with time zone)", "interval": "interval_hash(interval)",
}  # fmt: skip
"""Type -> the hash function of its elements and fields."""


def _has_hash(datatype: DataType) -> bool:
    catalog = system_catalog()
    found = catalog.types_by_name.get((PG_CATALOG, datatype.name))
    return found is not None and (HASH, found.oid) in catalog.default_opclasses


def _element_hash(datatype: DataType, seed: int | None) -> Callable[[Any], int]:
    signature = BY_TYPE.get(datatype.name)
    if signature is None and _has_hash(datatype):
        raise feature_not_supported(f"a hash of type {datatype.sqlname}")
    if signature is None:
        raise PgError("42883", f"could not identify a hash function for type {datatype.sqlname}")
    if seed is None:
        return declare.FUNCTIONS[signature].body
    name, _, argument = signature.partition("(")
    extended = f"{name}_extended" if "_" in name else f"{name}extended"
    body = declare.FUNCTIONS[f"{extended}({argument.removesuffix(')')},bigint)"].body
    return lambda value: body(value, seed)


def _combined(values: list[Any], hashes: list[Callable[[Any], int]], size: int) -> int:
    """31 times what was before, plus the next; NULL counts as 0."""
    result = 1
    for value, hashed in zip(values, hashes, strict=True):
        result = (result * 31 + (0 if value is None else hashed(value))) % size
    return _signed(result, size)


def _array(types: tuple[Any, ...], stored: str, seed: int | None, size: int) -> int:
    elements = arrays.load(stored, types[0].element).elements
    hashed = _element_hash(types[0].element, seed)
    return _combined(elements, [hashed] * len(elements), size)


@function("hash_array(anyarray)", types=True)
def hash_array(types: tuple[Any, ...], stored: str) -> int:
    return _array(types, stored, None, 2**32)


@function("hash_array_extended(anyarray,bigint)", types=True)
def hash_array_extended(types: tuple[Any, ...], stored: str, seed: int) -> int:
    return _array(types, stored, seed, WORD)


def _record(types: tuple[Any, ...], stored: str, seed: int | None, size: int) -> int:
    columns = types[0].columns(stored)
    hashes = [_element_hash(datatype, seed) for _, datatype, _ in columns]
    result = 0
    for (_, _, value), hashed in zip(columns, hashes, strict=True):
        result = (result * 31 + (0 if value is None else hashed(value))) % size
    return _signed(result, size)


@function("hash_record(record)", types=True, context=True)
def hash_record(context: ExecutionContext, types: tuple[Any, ...], stored: str) -> int:
    return _record(types, stored, None, 2**32)


@function("hash_record_extended(record,bigint)", types=True, context=True)
def hash_record_extended(context: ExecutionContext, types: tuple[Any, ...], stored: str, seed: int) -> int:
    return _record(types, stored, seed, WORD)
