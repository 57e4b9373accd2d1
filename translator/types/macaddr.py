"""macaddr and macaddr8 ("Network Address Types"), stored as PostgreSQL prints them, which sorts right."""

from __future__ import annotations

import re

from translator.errors.values import invalid_macaddr_octet, invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import incorrect_binary_data, insufficient_data
from translator.types.datatype import DataType

SPACES = " \t\n\r\v\f"
_NUMBER = r"\s*+([+-]?(?:0[xX])?[0-9a-fA-F]++)"
_PAIR = r"\s*+([+-][0-9a-fA-F]|[0-9a-fA-F]{1,2}+)"
"""Numbers of any width and of two characters, as C's scanf() reads them: they take what they can, sign and all."""
_LAYOUTS = [
    re.compile(pattern + r"\s*+", re.ASCII)
    for pattern in (
        ":".join([_NUMBER] * 6),
        "-".join([_NUMBER] * 6),
        ":".join([_PAIR * 3] * 2),
        "-".join([_PAIR * 3] * 2),
        r"\.".join([_PAIR * 2] * 3),
        "-".join([_PAIR * 2] * 3),
        _PAIR * 6,
    )
]


def _unsigned(number: str) -> int:
    """A number as 32 bits without sign hold it, the largest one where 64 are too few."""
    value = int(number, 16)
    return value % 2**32 if abs(value) < 2**64 else 2**32 - 1


def spelled(octets: bytes) -> str:
    return octets.hex(":")


def octets_of(stored: str) -> bytes:
    return bytes.fromhex(stored.replace(":", ""))


class MacAddr(DataType):
    typname = sqlname = "macaddr"
    sizes: tuple[int, ...] = (6,)

    def parse(self, text: str, settings: TypeSettings) -> str:
        for layout in _LAYOUTS:
            match = layout.fullmatch(text)
            if match is not None:
                octets = [_unsigned(part) for part in match.groups()]
                if max(octets) > 255:
                    raise invalid_macaddr_octet(text)
                return spelled(bytes(octets))
        raise invalid_text_representation(self.sqlname, text)

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        if len(data) < min(self.sizes):
            raise insufficient_data()
        if len(data) not in self.sizes:
            raise incorrect_binary_data()
        return spelled(data)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return octets_of(value)


class MacAddr8(MacAddr):
    """Eight octets; six become eight with ff:fe in their middle."""

    typname = sqlname = "macaddr8"
    sizes = (6, 8)

    def parse(self, text: str, settings: TypeSettings) -> str:
        octets, rest = bytearray(), text.strip(SPACES)
        separator = ""
        while rest:
            pair = rest[:2]
            if len(pair) < 2 or not all(digit in "0123456789abcdefABCDEF" for digit in pair) or len(octets) == 8:
                raise invalid_text_representation(self.sqlname, text)
            octets.append(int(pair, 16))
            rest = rest[2:]
            if rest[:1] in (":", "-", "."):
                if separator not in ("", rest[0]) or len(rest) == 1:
                    raise invalid_text_representation(self.sqlname, text)
                separator, rest = rest[0], rest[1:]
        if len(octets) not in self.sizes:
            raise invalid_text_representation(self.sqlname, text)
        return spelled(widened(bytes(octets)))

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        return spelled(widened(octets_of(super().receive(data, typmod, settings))))


def widened(octets: bytes) -> bytes:
    """Eight octets of six."""
    return octets if len(octets) == 8 else octets[:3] + b"\xff\xfe" + octets[3:]


TYPES: tuple[DataType, ...] = (MacAddr(), MacAddr8())
