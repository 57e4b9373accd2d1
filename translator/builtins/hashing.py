"""The hash functions of the hash operator classes, with PostgreSQL's own values."""

from __future__ import annotations

from collections.abc import Callable
from struct import pack
from typing import Any

from translator.builtins.declare import function
from translator.builtins.hash_bytes import (
    MASK,
    hash_bytes,
    hash_bytes_extended,
    hash_uint32,
    hash_uint32_extended,
)
from translator.types import array as arrays
from translator.types.datetime import unpack_timetz
from translator.types.float import Float, to_python
from translator.types.integer import XID8_BIAS
from translator.types.interval import unpack_interval
from translator.types.network import unpack_address
from translator.types.numeric import to_decimal
from translator.types.simple import LSN_BIAS

WORD = 2**64
Hash = Callable[[Any], int]
SeededHash = Callable[[Any, int], int]


def declare_hash(name: str, argument: str, plain: Hash, seeded: SeededHash) -> None:
    """A hash function and its extended twin; results are signed."""

    def narrow(value: Any) -> int:
        return signed(plain(value), 2**32)

    def wide(value: Any, seed: int) -> int:
        return signed(seeded(value, seed % WORD), WORD)

    extended = f"{name}_extended" if "_" in name else f"{name}extended"
    narrow.__name__, wide.__name__ = name, extended
    function(f"{name}({argument})")(narrow)
    function(f"{extended}({argument},bigint)")(wide)


def signed(value: int, size: int) -> int:
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
    return signed(unpack_interval(value).span % WORD, WORD)


def _text(value: str) -> bytes:
    return value.encode()


def _signed_char(value: str) -> int:
    code = ord(value) if value else 0
    return code - 256 if code > 127 else code


def _address(value: str) -> bytes:
    """Family, length of the mask and the whole address, host bits included."""
    address = unpack_address(value)
    return bytes([INET_FAMILIES[address.family], address.bits]) + address.number.to_bytes(address.width // 8, "big")


INET_FAMILIES = {4: 2, 6: 3}


def _octets(value: str) -> bytes:
    return bytes.fromhex(value.replace(":", ""))


def _oids(value: str) -> bytes:
    elements = arrays.load(value).elements
    return pack(f"<{len(elements)}I", *elements)


for _name, _argument, _pair in (
    ("hashint2", "smallint", _of_number(int)),
    ("hashint4", "integer", _of_number(int)),
    ("hashint8", "bigint", _of_bigint(int)),
    ("hashoid", "oid", _of_number(int)),
    ("hashxid", "xid", _of_number(int)),
    ("hashcid", "cid", _of_number(int)),
    ("hashxid8", "xid8", _of_bigint(lambda value: signed((value + XID8_BIAS) % WORD, WORD))),
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
    ("hashinet", "inet", _of_bytes(_address)),
    ("hashmacaddr", "macaddr", _of_bytes(_octets)),
    ("hashmacaddr8", "macaddr8", _of_bytes(_octets)),
    ("hashtid", "tid", _of_bytes(lambda value: pack("<HHH", value >> 32, value >> 16 & 0xFFFF, value & 0xFFFF))),
    ("hashoidvector", "oidvector", _of_bytes(_oids)),
    ("pg_lsn_hash", "pg_lsn", _of_bigint(lambda value: signed((value + LSN_BIAS) % WORD, WORD))),
):
    declare_hash(_name, _argument, *_pair)
