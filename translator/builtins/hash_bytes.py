"""PostgreSQL's hash of bytes: Bob Jenkins' lookup3 in its little-endian form, with 32 or 64 bits of result."""

from __future__ import annotations

from struct import unpack_from

MASK = 0xFFFFFFFF
START = 0x9E3779B9 + 3923095
BLOCK = 12


def _rotated(value: int, count: int) -> int:
    return ((value << count) | (value >> (32 - count))) & MASK


def _mix(a: int, b: int, c: int) -> tuple[int, int, int]:
    for count in (4, 6, 8, 16, 19, 4):
        a = ((a - c) & MASK) ^ _rotated(c, count)
        c = (c + b) & MASK
        a, b, c = b, c, a
    return a, b, c


def _finish(a: int, b: int, c: int) -> tuple[int, int]:
    """The last b and c."""
    c = ((c ^ b) - _rotated(b, 14)) & MASK
    a = ((a ^ c) - _rotated(c, 11)) & MASK
    b = ((b ^ a) - _rotated(a, 25)) & MASK
    c = ((c ^ b) - _rotated(b, 16)) & MASK
    a = ((a ^ c) - _rotated(c, 4)) & MASK
    b = ((b ^ a) - _rotated(a, 14)) & MASK
    c = ((c ^ b) - _rotated(b, 24)) & MASK
    return b, c


def _seeded(start: int, seed: int) -> tuple[int, int, int]:
    a = b = c = start & MASK
    if seed:
        a = (a + (seed >> 32)) & MASK
        b = (b + (seed & MASK)) & MASK
        a, b, c = _mix(a, b, c)
    return a, b, c


def _state(data: bytes, seed: int) -> tuple[int, int]:
    a, b, c = _seeded(START + len(data), seed)
    whole = len(data) // BLOCK * BLOCK
    for place in range(0, whole, BLOCK):
        one, two, three = unpack_from("<III", data, place)
        a, b, c = _mix((a + one) & MASK, (b + two) & MASK, (c + three) & MASK)
    tail = data[whole:]
    a += int.from_bytes(tail[:4], "little")
    b += int.from_bytes(tail[4:8], "little")
    c += int.from_bytes(tail[8:], "little") << 8  # the lowest byte stands for the length
    return _finish(a & MASK, b & MASK, c & MASK)


def hash_bytes(data: bytes) -> int:
    """32 bits, unsigned."""
    return _state(data, 0)[1]


def hash_bytes_extended(data: bytes, seed: int) -> int:
    """64 bits, unsigned; `seed` too."""
    b, c = _state(data, seed)
    return b << 32 | c


def hash_uint32(value: int) -> int:
    """32 bits of a 32-bit number."""
    a, b, c = _seeded(START + 4, 0)
    return _finish((a + value) & MASK, b, c)[1]


def hash_uint32_extended(value: int, seed: int) -> int:
    """64 bits of a 32-bit number."""
    a, b, c = _seeded(START + 4, seed)
    b, c = _finish((a + value) & MASK, b, c)
    return b << 32 | c
