"""tid, pg_lsn and void: small types with a form of their own."""

from __future__ import annotations

import re
from struct import Struct

from translator.errors.values import invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import unpack
from translator.types.datatype import DataType

TID = re.compile(r"[^(),]*+[(,](?:\s*+([-+]?\d++))?,(?:\s*+([-+]?\d++))?\)", re.ASCII)
"""What comes before the first parenthesis or behind the last does not count."""
LSN_BIAS, LSN_MAXIMUM = 2**63, 2**64 - 1
LSN = re.compile(r"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})")


class Tid(DataType):
    """Block and offset of a row version, stored as block * 65536 + offset."""

    typname = sqlname = "tid"
    affinity = "INTEGER"
    layout = Struct("!IH")

    def parse(self, text: str, settings: TypeSettings) -> int:
        match = TID.match(text)
        if match is None:
            raise invalid_text_representation(self.sqlname, text)
        block, offset = int(match[1] or 0), int(match[2] or 0)
        if max(abs(block), abs(offset)) >= 2**64:
            raise invalid_text_representation(self.sqlname, text)
        block, offset = block % 2**64, offset % 2**64
        if 2**32 <= block < 2**64 - 2**31 or offset >= 2**16:
            raise invalid_text_representation(self.sqlname, text)
        return (block % 2**32) << 16 | offset

    def output(self, value: int, settings: TypeSettings) -> str:
        return f"({value >> 16},{value & 0xFFFF})"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        block, offset = unpack(self.layout, data)
        return int(block) << 16 | int(offset)

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return self.layout.pack(value >> 16, value & 0xFFFF)


class PgLsn(DataType):
    """A position in the write-ahead log; stored as a signed integer, less half of all positions."""

    typname = sqlname = "pg_lsn"
    affinity = "INTEGER"
    layout = Struct("!Q")

    def parse(self, text: str, settings: TypeSettings) -> int:
        match = LSN.fullmatch(text)
        if match is None:
            raise invalid_text_representation(self.sqlname, text)
        return (int(match[1], 16) << 32 | int(match[2], 16)) - LSN_BIAS

    def output(self, value: int, settings: TypeSettings) -> str:
        position = value + LSN_BIAS
        return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        position: int = unpack(self.layout, data)[0]
        return position - LSN_BIAS

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return self.layout.pack(value + LSN_BIAS)


class Void(DataType):
    """The result of functions called for their effect: an empty text."""

    typname = sqlname = "void"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return ""

    def output(self, value: object, settings: TypeSettings) -> str:
        return ""

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        return ""

    def send(self, value: object, settings: TypeSettings) -> bytes:
        return b""


TYPES: tuple[DataType, ...] = (Tid(), PgLsn(), Void())
