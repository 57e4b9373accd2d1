"""int2vector and oidvector: the catalogs' arrays from 0, printed with spaces; stored as arrays with lower bound 0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from translator.errors import PgError
from translator.errors.values import invalid_text_representation, numeric_value_out_of_range
from translator.settings_view import TypeSettings
from translator.types import oids
from translator.types.array import Array, ArrayType, load, store
from translator.types.datatype import DataType

NUMBER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)", re.ASCII)
LEADING_NUMBER = re.compile(r"[-+]?\d{1,40}", re.ASCII)
DECIMAL = re.compile(r"[-+]?\d+(?=\s|\Z)", re.ASCII)


class Vector(ArrayType):
    """A one-dimensional array from 0 without NULLs."""

    def __init__(self, typname: str, element: DataType, element_oid: int, oid: int) -> None:
        super().__init__(element, element_oid, oid=oid)
        self._typname = typname
        self.sqlname = typname

    @property
    def name(self) -> str:
        return self._typname

    def input(self, text: str, typmod: int, settings: TypeSettings) -> str:
        return vector([self.element_of(word, rest, settings) for word, rest in self.words(text)])

    def element_of(self, word: str, rest: str, settings: TypeSettings) -> int:
        """A number.  Raises PgError 22003, which shows all that is left of the text."""
        try:
            number: int = self.element.parse(word, settings)
        except PgError as error:
            if error.sqlstate != "22003":
                raise
            raise numeric_value_out_of_range(rest, self.element.sqlname) from None
        return number

    def words(self, text: str) -> Iterator[tuple[str, str]]:
        """The texts of the elements, each with what is left: what follows an oid's number starts the next one; int2 is
        decimal only.
        """
        position, pattern = 0, NUMBER if self.oid == oids.OIDVECTOR else DECIMAL
        while rest := text[position:].lstrip():
            match = pattern.match(rest)
            if match is None:
                number = LEADING_NUMBER.match(rest)
                if number and pattern is DECIMAL and not -(2**15) <= int(number[0]) < 2**15:
                    raise numeric_value_out_of_range(rest, self.element.sqlname)
                raise invalid_text_representation(self.element.sqlname, rest)
            yield match[0], rest
            position = len(text) - len(rest) + match.end()

    def output(self, value: str, settings: TypeSettings) -> str:
        return " ".join(str(element) for element in load(value).elements)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        return vector(load(super().receive(data, typmod, settings)).elements)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        elements = load(value).elements
        if not elements:
            return b"\0\0\0\x01\0\0\0\0" + self.element_oid.to_bytes(4, "big") + b"\0" * 8
        return super().send(value, settings)

    def key(self, value: str) -> tuple[Any, ...]:
        """An int2vector's is an array's; of oidvectors the shorter comes first."""
        if self.oid != oids.OIDVECTOR:
            return super().key(value)
        elements = load(value).elements
        return (len(elements), elements)


def vector(elements: list[int]) -> str:
    """Storage form of a vector."""
    if not elements:
        return "[]"
    return store(Array(elements, (len(elements),), (0,)))
