"""Composite types ("Composite Types"): rows of a declared type, those of tables included.

Stored as JSON text {"c":type oid,"v":[storage values]} with a place for every attribute that the type has had, so that
attributes come and go without a rewrite: what a value lacks is NULL, what was dropped is not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from struct import error, unpack_from
from typing import Any

from translator.catalog.relation import Attribute
from translator.errors.statements import datatype_mismatch
from translator.errors.values import malformed_record_literal
from translator.settings_view import TypeSettings
from translator.types.array import Array, store, thawer
from translator.types.binary import insufficient_data
from translator.types.datatype import DataType, order_collation
from translator.types.record import Record


def store_composite(oid: int, values: Sequence[Any]) -> str:
    """Storage form of a row of a named type, one value for each attribute number."""
    return f'{{"c":{oid},"v":{store(Array(list(values), (len(values),), (1,)))}}}'


class Composite(Record):
    """`attributes` are all of the type in order of their numbers, dropped ones included."""

    def __init__(
        self, oid: int, name: str, attributes: Sequence[Attribute], resolve: Callable[[int], DataType]
    ) -> None:
        super().__init__(resolve)
        self.oid = oid
        self._name = name
        self.sqlname = name
        self.attributes = attributes
        self.collation = order_collation(oid)

    @property
    def name(self) -> str:
        return self._name

    @property
    def live(self) -> list[Attribute]:
        return [attribute for attribute in self.attributes if not attribute.dropped]

    def columns(self, stored: str) -> list[tuple[int, DataType, Any]]:
        document = json.loads(stored)
        values = document["v"]
        if "c" not in document:  # a row that a function gave, without places for what was dropped
            values = json.loads(self.build(values))["v"]
        found = []
        for attribute in self.live:
            datatype = self.resolve(attribute.type).plain
            value = values[attribute.number - 1] if attribute.number <= len(values) else None
            thaw = None if value is None else thawer(datatype)
            found.append((attribute.type, datatype, value if thaw is None else thaw(value)))
        return found

    def names(self, stored: str) -> list[str]:
        return [attribute.name for attribute in self.live]

    def build(self, values: Sequence[Any]) -> str:
        """The storage form of one value for each live attribute."""
        cells = iter(values)
        return store_composite(self.oid, [None if known.dropped else next(cells) for known in self.attributes])

    def parse(self, text: str, settings: TypeSettings) -> str:
        return self.input(text, -1, settings)

    def input(self, text: str, typmod: int, settings: TypeSettings) -> str:
        scanner = _Scanner(text)
        values: list[Any] = []
        scanner.begin()
        for place, attribute in enumerate(self.live):
            field = scanner.field(first=place == 0)
            datatype = self.resolve(attribute.type)
            if field is None:
                datatype.input_null(settings)
                values.append(None)
            else:
                values.append(datatype.input(field, attribute.typmod, settings))
        scanner.end()
        return self.build(values)

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        try:
            return self.build(self._receive(data, settings))
        except error:
            raise insufficient_data() from None

    def _receive(self, data: bytes, settings: TypeSettings) -> list[Any]:
        (count,) = unpack_from("!i", data)
        live = self.live
        if count != len(live):
            raise datatype_mismatch(f"wrong number of columns: {count}, expected {len(live)}")
        values: list[Any] = []
        position = 4
        for place, attribute in enumerate(live, start=1):
            oid, size = unpack_from("!Ii", data, position)
            position += 8
            if oid != attribute.type:
                raise datatype_mismatch(
                    f"binary data has type {_named(oid, settings)} instead of expected "
                    f"{_named(attribute.type, settings)} in record column {place}"
                )
            datatype = self.resolve(attribute.type)
            if size < 0:
                datatype.input_null(settings)
                values.append(None)
                continue
            cell = data[position : position + size]
            if len(cell) < size:
                raise insufficient_data()
            values.append(datatype.receive(cell, attribute.typmod, settings))
            position += size
        return values


def _named(oid: int, settings: TypeSettings) -> str:
    name = None if settings.names is None else settings.names.type_name(oid)
    return f"{oid} ({name})"


class _Scanner:
    """Reads the fields of a row literal one by one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def _fail(self, detail: str) -> Exception:
        return malformed_record_literal(self.text, detail)

    def begin(self) -> None:
        stripped = self.text.lstrip(" \t\n\r\v\f")
        self.place = len(self.text) - len(stripped) + 1
        if not stripped.startswith("("):
            raise self._fail("Missing left parenthesis.")

    def field(self, *, first: bool) -> str | None:
        """The next field's text, None when there is nothing between the commas."""
        text = self.text
        if not first:
            if text[self.place : self.place + 1] != ",":
                raise self._fail("Too few columns.")
            self.place += 1
        if text[self.place : self.place + 1] in (",", ")") and self.place < len(text):
            return None
        parts: list[str] = []
        quoted = False
        while True:
            character = text[self.place : self.place + 1]
            if not character:
                raise self._fail("Unexpected end of input.")
            if not quoted and character in ",)":
                return "".join(parts)
            self.place += 1
            if character == "\\":
                escaped = text[self.place : self.place + 1]
                if not escaped:
                    raise self._fail("Unexpected end of input.")
                parts.append(escaped)
                self.place += 1
            elif character != '"':
                parts.append(character)
            elif quoted and text[self.place : self.place + 1] == '"':
                parts.append('"')
                self.place += 1
            else:
                quoted = not quoted

    def end(self) -> None:
        if self.text[self.place : self.place + 1] != ")":
            raise self._fail("Too many columns.")
        if self.text[self.place + 1 :].strip(" \t\n\r\v\f"):
            raise self._fail("Junk after right parenthesis.")
