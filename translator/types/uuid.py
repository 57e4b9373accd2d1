"""uuid ("UUID Type"), stored as its 16 bytes."""

from __future__ import annotations

import re

from translator.errors.values import invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import incorrect_binary_data, insufficient_data
from translator.types.datatype import DataType, Encoder

SYNTAX = re.compile(r"\{(?:[0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}\}|(?:[0-9a-fA-F]{4}-?){7}[0-9a-fA-F]{4}")


def uuid_text(value: bytes) -> str:
    """Lower-case digits in groups of 8, 4, 4, 4, 12."""
    h = value.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


class Uuid(DataType):
    """Hyphens may follow any group of four digits, braces may surround the whole."""

    typname = sqlname = "uuid"
    affinity = "BLOB"

    def parse(self, text: str, settings: TypeSettings) -> bytes:
        if SYNTAX.fullmatch(text) is None:
            raise invalid_text_representation(self.sqlname, text)
        return bytes.fromhex(text.strip("{}").replace("-", ""))

    def output(self, value: bytes, settings: TypeSettings) -> str:
        return uuid_text(value)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> bytes:
        if len(data) < 16:
            raise insufficient_data()
        if len(data) > 16:
            raise incorrect_binary_data()
        return data

    def send(self, value: bytes, settings: TypeSettings) -> bytes:
        return value

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return lambda value: uuid_text(value).encode()

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return bytes


TYPES: tuple[DataType, ...] = (Uuid(),)
