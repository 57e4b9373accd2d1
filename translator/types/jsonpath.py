"""jsonpath: stored as its canonical text ("jsonpath Type")."""

from __future__ import annotations

from translator.encoding import decode, encode
from translator.errors import PgError
from translator.settings_view import TypeSettings
from translator.types.binary import insufficient_data
from translator.types.datatype import DataType
from translator.types.jsonpath_parse import parse_jsonpath
from translator.types.jsonpath_tree import path_text


class JsonPathType(DataType):
    """The text that PostgreSQL prints; its binary form is a version byte, 1, and the text."""

    typname = sqlname = "jsonpath"

    def parse(self, text: str, settings: TypeSettings) -> str:
        return path_text(parse_jsonpath(text))

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        if data[:1] != b"\x01":
            if not data:
                raise insufficient_data()
            raise PgError("XX000", f"unsupported jsonpath version number: {data[0]}")
        return self.parse(decode(data[1:], settings.client_encoding), settings)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        return b"\x01" + encode(value, settings.client_encoding)


TYPES: tuple[DataType, ...] = (JsonPathType(),)
