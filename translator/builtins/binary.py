"""Byte strings and their text encodings ("Binary String Functions and Operators")."""

from __future__ import annotations

import base64
import hashlib
import string
import zlib
from functools import cache

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value, out_of_range, substring_length_negative
from translator.lower import build
from translator.types.bytea import decode_hex, parse_escape

BASE64_LINE = 76
INT4_LIMIT = 2**31
BASE64_DIGITS = frozenset(string.ascii_letters + string.digits + "+/")
BASE64_SPACE = frozenset(" \t\n\r")


@lowering("length(bytea)", "octet_length(bytea)")
def bytea_length(value: exp.Expression) -> exp.Expression:
    return build.call("length", value)


@function("bit_length(bytea)")
def bytea_bit_length(value: bytes) -> int:
    return len(value) * 8


@function("byteacat(bytea,bytea)")
def byteacat(left: bytes, right: bytes) -> bytes:
    return left + right


@function('"substring"(bytea,integer,integer)', "substr(bytea,integer,integer)")
def bytea_substring(value: bytes, start: int, length: int) -> bytes:
    """Bytes from `start` (1 is the first) on; 22011 for a negative length."""
    if length < 0:
        raise substring_length_negative()
    end = start + length - 1
    return value[max(start - 1, 0) : end] if end > 0 else b""


@function('"substring"(bytea,integer)', "substr(bytea,integer)")
def bytea_substring_from(value: bytes, start: int) -> bytes:
    return value[max(start - 1, 0) :]


@function('"overlay"(bytea,bytea,integer,integer)', '"overlay"(bytea,bytea,integer)')
def bytea_overlay(value: bytes, replacement: bytes, start: int, length: int | None = None) -> bytes:
    if start <= 0:
        raise substring_length_negative()
    end = start + (len(replacement) if length is None else length)
    if end >= INT4_LIMIT:
        raise out_of_range("integer")
    return value[: start - 1] + replacement + value[max(end - 1, 0) :]


@function('"position"(bytea,bytea)')
def bytea_position(value: bytes, part: bytes) -> int:
    return value.find(part) + 1


@function("btrim(bytea,bytea)")
def bytea_trim(value: bytes, characters: bytes) -> bytes:
    return value.strip(characters) if characters else value


@function("ltrim(bytea,bytea)")
def bytea_ltrim(value: bytes, characters: bytes) -> bytes:
    return value.lstrip(characters) if characters else value


@function("rtrim(bytea,bytea)")
def bytea_rtrim(value: bytes, characters: bytes) -> bytes:
    return value.rstrip(characters) if characters else value


@function("reverse(bytea)")
def bytea_reverse(value: bytes) -> bytes:
    return value[::-1]


def _check_index(index: int, length: int) -> None:
    if not 0 <= index < length:
        raise PgError("2202E", f"index {index} out of valid range, 0..{length - 1}")


@function("get_byte(bytea,integer)")
def get_byte(value: bytes, index: int) -> int:
    _check_index(index, len(value))
    return value[index]


@function("set_byte(bytea,integer,integer)")
def set_byte(value: bytes, index: int, byte: int) -> bytes:
    _check_index(index, len(value))
    return value[:index] + bytes([byte & 0xFF]) + value[index + 1 :]


@function("get_bit(bytea,bigint)")
def get_bit(value: bytes, index: int) -> int:
    """Bits are numbered from the right within each byte."""
    _check_index(index, len(value) * 8)
    return value[index // 8] >> index % 8 & 1


@function("set_bit(bytea,bigint,integer)")
def set_bit(value: bytes, index: int, bit: int) -> bytes:
    _check_index(index, len(value) * 8)
    if bit not in {0, 1}:
        raise invalid_parameter_value("new bit must be 0 or 1")
    place = index // 8
    byte = value[place] & ~(1 << index % 8) | bit << index % 8
    return value[:place] + bytes([byte]) + value[place + 1 :]


@function("bit_count(bytea)")
def bytea_bit_count(value: bytes) -> int:
    return int.from_bytes(value, "big").bit_count()


@function("encode(bytea,text)")
def encode(value: bytes, form: str) -> str:
    """base64 (lines of 76 characters), hex or escape; 22023."""
    match form.lower():
        case "hex":
            return value.hex()
        case "escape":
            return "".join([f"\\{b:03o}" if b == 0 or b > 127 else "\\\\" if b == 92 else chr(b) for b in value])
        case "base64":
            digits = base64.b64encode(value).decode()
            lines = [digits[start : start + BASE64_LINE] for start in range(0, len(digits), BASE64_LINE)]
            return "\n".join(lines) + ("\n" if lines and len(lines[-1]) == BASE64_LINE else "")
    raise invalid_parameter_value(f'unrecognized encoding: "{form}"')


@function("decode(text,text)")
def decode(text: str, form: str) -> bytes:
    match form.lower():
        case "hex":
            return decode_hex(text)
        case "escape":
            return parse_escape(text)
        case "base64":
            return _decode_base64(text)
    raise invalid_parameter_value(f'unrecognized encoding: "{form}"')


def _decode_base64(text: str) -> bytes:
    """White space is skipped; padding must be complete.  Raises PgError 22023 for the first letter that is wrong."""
    places, padding = 0, 0
    for letter in text:
        if letter in BASE64_SPACE:
            continue
        if letter == "=":
            padding = padding or places % 4 - 1
            if padding not in (1, 2):
                raise invalid_parameter_value('unexpected "=" while decoding base64 sequence')
        elif letter not in BASE64_DIGITS:
            raise invalid_parameter_value(f'invalid symbol "{letter}" found while decoding base64 sequence')
        places += 1
    if places % 4:
        raise invalid_parameter_value(
            "invalid base64 end sequence",
            hint="Input data is missing padding, is truncated, or is otherwise corrupted.",
        )
    digits = "".join(text.split())
    if not padding:
        return base64.b64decode(digits)
    whole = base64.b64decode(digits.replace("=", "A"))
    return b"".join([whole[start : start + padding] if start >= _ended(digits) else whole[start : start + 3]
                     for start in range(0, len(whole), 3)])  # fmt: skip


def _ended(digits: str) -> int:
    """Where in the bytes the group of the first padding begins; of the later ones, too, only so much counts."""
    return digits.index("=") // 4 * 3


@function("md5(bytea)")
def md5_bytea(value: bytes) -> str:
    return hashlib.md5(value, usedforsecurity=False).hexdigest()


@function("sha224(bytea)")
def sha224(value: bytes) -> bytes:
    return hashlib.sha224(value).digest()


@function("sha256(bytea)")
def sha256(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


@function("sha384(bytea)")
def sha384(value: bytes) -> bytes:
    return hashlib.sha384(value).digest()


@function("sha512(bytea)")
def sha512(value: bytes) -> bytes:
    return hashlib.sha512(value).digest()


@function("crc32(bytea)")
def crc32(value: bytes) -> int:
    return zlib.crc32(value)


@cache
def _crc32c_table() -> tuple[int, ...]:
    table = list(range(256))
    for _ in range(8):
        table = [entry >> 1 ^ (0x82F63B78 if entry & 1 else 0) for entry in table]
    return tuple(table)


@function("crc32c(bytea)")
def crc32c(value: bytes) -> int:
    """The Castagnoli polynomial's checksum."""
    table = _crc32c_table()
    crc = 0xFFFFFFFF
    for byte in value:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF
