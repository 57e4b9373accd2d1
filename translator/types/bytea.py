"""bytea ("Binary Data Types")."""

from __future__ import annotations

import re

from translator.errors import PgError
from translator.errors.values import invalid_parameter_value
from translator.settings_view import TypeSettings
from translator.types.datatype import DataType, Encoder

ESCAPE = re.compile(rb"\\(\\|[0-3][0-7][0-7])|[^\\]+")
HEX_SPACE = " \t\n\r"


def decode_hex(digits: str) -> bytes:
    """Pairs of hexadecimal digits, white space between pairs allowed; 22023 otherwise."""
    out = bytearray()
    position = 0
    while position < len(digits):
        if digits[position] in HEX_SPACE:
            position += 1
            continue
        pair = digits[position : position + 2]
        for digit in pair:
            if digit not in "0123456789abcdefABCDEF":
                raise invalid_parameter_value(f'invalid hexadecimal digit: "{digit}"')
        if len(pair) < 2:
            raise invalid_parameter_value("invalid hexadecimal data: odd number of digits")
        out.append(int(pair, 16))
        position += 2
    return bytes(out)


def parse_hex(digits: str) -> bytes:
    """As decode_hex, at C's speed where there is nothing to complain about."""
    if len(digits) % 2 == 0 and digits.isascii() and digits.isalnum():
        try:
            return bytes.fromhex(digits)
        except ValueError:
            pass
    return decode_hex(digits)


def parse_escape(text: str) -> bytes:
    """Backslash and three octal digits stand for a byte, two backslashes for one; 22P02 otherwise."""
    data = text.encode()
    out = bytearray()
    position = 0
    while position < len(data):
        match = ESCAPE.match(data, position)
        if match is None:
            raise PgError("22P02", "invalid input syntax for type bytea")
        escaped = match[1]
        if escaped is None:
            out += match[0]
        elif escaped == b"\\":
            out += b"\\"
        else:
            out.append(int(escaped, 8))
        position = match.end()
    return bytes(out)


ESCAPED = [chr(b) if 32 <= b < 127 and b != 92 else "\\\\" if b == 92 else f"\\{b:03o}" for b in range(256)]


def escape_text(value: bytes) -> str:
    """The escape format: printable ASCII as it is, the rest in octal."""
    return "".join([ESCAPED[byte] for byte in value])


class Bytea(DataType):
    typname = sqlname = "bytea"
    affinity = "BLOB"

    def parse(self, text: str, settings: TypeSettings) -> bytes:
        return parse_hex(text[2:]) if text.startswith("\\x") else parse_escape(text)

    def output(self, value: bytes, settings: TypeSettings) -> str:
        return "\\x" + value.hex() if settings.bytea_output == "hex" else escape_text(value)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> bytes:
        return data

    def send(self, value: bytes, settings: TypeSettings) -> bytes:
        return value

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        if settings.bytea_output != "hex":
            return lambda value: escape_text(value).encode()
        return lambda value: b"\\x" + value.hex().encode()

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return bytes


TYPES: tuple[DataType, ...] = (Bytea(),)
