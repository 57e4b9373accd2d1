"""xml ("XML Type"), as in a PostgreSQL that is built without libxml: tables have such columns, whose values are NULL.

EXPLAIN (FORMAT XML) prints a value all the same.
"""

from __future__ import annotations

from translator.errors.statements import unsupported_xml
from translator.settings_view import TypeSettings
from translator.types.datatype import DataType
from translator.types.text import Text


class Xml(Text):
    typname = sqlname = "xml"

    def parse(self, text: str, settings: TypeSettings) -> str:
        raise unsupported_xml()

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        raise unsupported_xml()


TYPES: tuple[DataType, ...] = (Xml(),)
