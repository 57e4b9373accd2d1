"""Byte strings and their text encodings ("Binary String Functions and Operators")."""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
import zlib
from functools import cache

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.errors import (
    PgError,
    character_not_in_repertoire,
    invalid_parameter_value,
    out_of_range,
    substring_length_negative,
    untranslatable_character,
)
from translator.lower import build
from translator.types.bytea import decode_hex, parse_escape
from translator.types.datatype import decode_utf8, invalid_sequence

BASE64_LINE = 76
INT4_LIMIT = 2**31
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]", re.ASCII)
CODECS = {
    "utf8": ("utf-8", "UTF8"),
    "unicode": ("utf-8", "UTF8"),
    "sqlascii": ("ascii", "SQL_ASCII"),
    "eucjp": ("euc_jp", "EUC_JP"),
    "euccn": ("gb2312", "EUC_CN"),
    "euckr": ("euc_kr", "EUC_KR"),
    "eucjis2004": ("euc_jis_2004", "EUC_JIS_2004"),
    "latin1": ("latin-1", "LATIN1"),
    "latin2": ("iso8859-2", "LATIN2"),
    "latin3": ("iso8859-3", "LATIN3"),
    "latin4": ("iso8859-4", "LATIN4"),
    "latin5": ("iso8859-9", "LATIN5"),
    "latin6": ("iso8859-10", "LATIN6"),
    "latin7": ("iso8859-13", "LATIN7"),
    "latin8": ("iso8859-14", "LATIN8"),
    "latin9": ("iso8859-15", "LATIN9"),
    "latin10": ("iso8859-16", "LATIN10"),
    "win866": ("cp866", "WIN866"),
    "win874": ("cp874", "WIN874"),
    "koi8r": ("koi8-r", "KOI8R"),
    "koi8u": ("koi8-u", "KOI8U"),
    "sjis": ("cp932", "SJIS"),
    "big5": ("cp950", "BIG5"),
    "gbk": ("gbk", "GBK"),
    "uhc": ("cp949", "UHC"),
    "gb18030": ("gb18030", "GB18030"),
    "johab": ("johab", "JOHAB"),
    "shiftjis2004": ("shift_jis_2004", "SHIFT_JIS_2004"),
}
CODECS |= {f"win{number}": (f"cp{number}", f"WIN{number}") for number in range(1250, 1259)}
CODECS |= {f"iso8859{number}": (f"iso8859-{number}", f"ISO_8859_{number}") for number in range(5, 9)}


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
    """White space is skipped; padding must be complete."""
    wrong = NOT_BASE64.search(text)
    if wrong is not None:
        raise invalid_parameter_value(f'invalid symbol "{wrong[0]}" found while decoding base64 sequence')
    digits = "".join(text.split())
    body = digits.rstrip("=")
    padding = len(digits) - len(body)
    if padding and (len(body) % 4 < 2 or "=" in body):
        raise invalid_parameter_value('unexpected "=" while decoding base64 sequence')
    if len(digits) % 4:
        raise invalid_parameter_value(
            "invalid base64 end sequence",
            hint="Input data is missing padding, is truncated, or is otherwise corrupted.",
        )
    return base64.b64decode(digits)


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


def _codec(name: str, role: str) -> tuple[str, str]:
    folded = re.sub(r"[^a-z0-9]", "", name.lower())
    if folded not in CODECS:
        raise invalid_parameter_value(f'invalid {role} encoding name "{name}"')
    return CODECS[folded]


@function("convert_from(bytea,name)")
def convert_from(value: bytes, encoding: str) -> str:
    """Text out of bytes in an encoding: 22021 for bytes that it does not have."""
    codec, shown = _codec(encoding, "source")
    if codec == "utf-8":
        return decode_utf8(value)
    try:
        return codecs.decode(value, codec)
    except UnicodeDecodeError as error:
        raise character_not_in_repertoire(shown, value[error.start : error.end]) from None


@function("convert_to(text,name)")
def convert_to(text: str, encoding: str) -> bytes:
    """Bytes of a text in an encoding: 22P05 for characters that it does not have."""
    codec, shown = _codec(encoding, "destination")
    try:
        return codecs.encode(text, codec)
    except UnicodeEncodeError as error:
        raise untranslatable_character("UTF8", shown, text[error.start].encode()) from None


@function("convert(bytea,name,name)")
def convert(value: bytes, source: str, target: str) -> bytes:
    _codec(target, "destination")
    return convert_to(convert_from(value, source), target)


@function("length(bytea,name)")
def length_in_encoding(value: bytes, encoding: str) -> int:
    codec, shown = _codec(encoding, "source")
    try:
        return len(codecs.decode(value, codec))
    except UnicodeDecodeError as error:
        raise character_not_in_repertoire(shown, invalid_sequence(value, error.start)) from None
