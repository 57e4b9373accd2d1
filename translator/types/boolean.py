"""bool ("Boolean Type"), stored as 0 and 1."""

from __future__ import annotations

from translator.errors.values import invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import incorrect_binary_data, no_data
from translator.types.datatype import DataType, Encoder

SPACES = " \t\n\r\f\v"


def _words() -> dict[str, int]:
    words = {"1": 1, "0": 0, "on": 1, "of": 0, "off": 0}
    for word, value in (("true", 1), ("false", 0), ("yes", 1), ("no", 0)):
        words.update({word[:length]: value for length in range(1, len(word) + 1)})
    return words


WORDS = _words()
TEXT = (b"f", b"t")
BINARY = (b"\x00", b"\x01")


class Boolean(DataType):
    """true and false, under any unique prefix of their names."""

    typname = "bool"
    sqlname = "boolean"
    affinity = "INTEGER"

    def parse(self, text: str, settings: TypeSettings) -> int:
        try:
            return WORDS[text.strip(SPACES).lower()]
        except KeyError:
            raise invalid_text_representation(self.sqlname, text) from None

    def output(self, value: int, settings: TypeSettings) -> str:
        return "t" if value else "f"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        if not data:
            raise no_data()
        if len(data) > 1:
            raise incorrect_binary_data()
        return 1 if data[0] else 0

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return BINARY[value]

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        return TEXT.__getitem__

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return BINARY.__getitem__


TYPES: tuple[DataType, ...] = (Boolean(),)
