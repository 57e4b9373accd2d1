"""money ("Monetary Types") as lc_monetary C writes it: stored as an integer number of cents."""

from __future__ import annotations

import re
from struct import Struct

from translator.errors.values import invalid_text_representation, numeric_value_out_of_range
from translator.settings_view import TypeSettings
from translator.types.binary import unpack
from translator.types.datatype import DataType

LITERAL = re.compile(
    r"\s*+\$?\s*+(?P<sign>[-(+])?\s*+\$?\s*+(?P<whole>[\d,]*+)(?:\.(?P<cents>\d*+))?\s*+(?P<after>(?:[)$\s]|-)*+)",
    re.ASCII,
)
MINIMUM, MAXIMUM = -(2**63), 2**63 - 1


class Money(DataType):
    typname = sqlname = "money"
    affinity = "INTEGER"
    layout = Struct("!q")

    def parse(self, text: str, settings: TypeSettings) -> int:
        match = LITERAL.fullmatch(text)
        if match is None:
            raise invalid_text_representation(self.sqlname, text)
        whole, cents = match["whole"].replace(",", ""), match["cents"] or ""
        value = int(whole or "0") * 100 + int((cents + "00")[:2]) + int(cents[2:3] >= "5")
        if match["sign"] in ("-", "(") or "-" in match["after"]:
            value = -value
        if not MINIMUM <= value <= MAXIMUM:
            raise numeric_value_out_of_range(text, self.sqlname)
        return value

    def output(self, value: int, settings: TypeSettings) -> str:
        whole, cents = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}${whole:,}.{cents:02d}"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> int:
        value: int = unpack(self.layout, data)[0]
        return value

    def send(self, value: int, settings: TypeSettings) -> bytes:
        return self.layout.pack(value)


TYPES: tuple[DataType, ...] = (Money(),)
