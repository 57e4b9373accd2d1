"""record: rows without a declared type, as ROW(...) makes them ("Composite Types").

Stored as JSON text {"t":[type oids],"v":[storage values]}, frozen as an array's elements are; with "n":[names] where
the columns have others than f1, f2, ...
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from struct import pack
from typing import Any

from translator.errors.objects import undefined_comparison
from translator.errors.statements import datatype_mismatch, feature_not_supported_message
from translator.settings_view import TypeSettings
from translator.types.array import Array, store, thawer
from translator.types.datatype import DataType, order_collation
from translator.types.oids import RECORD

NEEDS_QUOTES = set('(),"\\ \t\n\r\v\f')


def store_record(oids: Sequence[int], values: Sequence[Any], names: Sequence[str] = ()) -> str:
    """Storage form of a row."""
    stored = store(Array(list(values), (len(values),), (1,)))
    named = f',"n":{json.dumps(list(names), ensure_ascii=False, separators=(",", ":"))}' if names else ""
    return f'{{"t":{json.dumps(list(oids), separators=(",", ":"))},"v":{stored}{named}}}'


class RowKey:
    """What rows compare by: column by column, NULL last.  Raises PgError 42804 where the types of columns differ, 42883
    where one has no order.
    """

    __slots__ = ("_cells", "_types", "_unsorted")

    def __init__(self, cells: tuple[tuple[Any, ...], ...], types: Sequence[DataType]) -> None:
        self._cells = cells
        self._types = tuple(datatype.sqlname for datatype in types)
        self._unsorted = next((place for place, datatype in enumerate(types) if datatype.unsorted), None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowKey) and not self._compared(other)

    def __lt__(self, other: RowKey) -> bool:
        return self._compared(other) < 0

    def __gt__(self, other: RowKey) -> bool:
        return self._compared(other) > 0

    def __hash__(self) -> int:
        return hash(self._cells)

    def _compared(self, other: RowKey) -> int:
        """-1, 0 or 1."""
        if self._types == other._types:
            found = _order(self._cells[: self._unsorted], other._cells[: self._unsorted])
            if found == 0 and self._unsorted is not None:
                raise undefined_comparison("a comparison function", self._types[self._unsorted])
            return found
        pairs = zip(self._cells, other._cells, self._types, other._types, strict=False)
        for number, (cell, other_cell, kind, other_kind) in enumerate(pairs, start=1):
            if kind != other_kind:
                raise datatype_mismatch(
                    f"cannot compare dissimilar column types {kind} and {other_kind} at record column {number}"
                )
            if found := _order(cell, other_cell):
                return found
        raise datatype_mismatch("cannot compare record types with different numbers of columns")


def _order(left: Any, right: Any) -> int:
    """-1, 0 or 1; rows within rows are looked at once, which `==` and then `<` at each level would not do."""
    if isinstance(left, RowKey):
        return left._compared(right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return next((found for pair in zip(left, right, strict=False) if (found := _order(*pair))), 0) or (
            int(len(left) > len(right)) - int(len(left) < len(right))
        )
    return 0 if left == right else 1 if left > right else -1


class Record(DataType):
    """Needs `resolve` to find its columns' types by oid."""

    typname = sqlname = "record"
    collation = order_collation(RECORD)

    def __init__(self, resolve: Callable[[int], DataType]) -> None:
        self.resolve = resolve

    def columns(self, stored: str) -> list[tuple[int, DataType, Any]]:
        """Type oid, type and storage value of each column."""
        document = json.loads(stored)
        if "c" in document:
            return self._named(document).columns(stored)
        columns = []
        for oid, value in zip(document["t"], document["v"], strict=True):
            datatype = self.resolve(oid).plain
            thaw = thawer(datatype)
            columns.append((oid, datatype, value if thaw is None or value is None else thaw(value)))
        return columns

    def _named(self, document: dict[str, Any]) -> Record:
        """The type of a row that says which named type it is of."""
        named = self.resolve(document["c"])
        assert isinstance(named, Record)
        return named

    def names(self, stored: str) -> list[str]:
        """The names of the columns."""
        document = json.loads(stored)
        if "c" in document:
            return self._named(document).names(stored)
        return document.get("n") or [f"f{n}" for n in range(1, len(document["t"]) + 1)]

    def parse(self, text: str, settings: TypeSettings) -> str:
        raise feature_not_supported_message("input of anonymous composite types is not implemented")

    def output(self, value: str, settings: TypeSettings) -> str:
        texts = [
            "" if cell is None else quoted(datatype.output(cell, settings)) for _, datatype, cell in self.columns(value)
        ]
        return "(" + ",".join(texts) + ")"

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        raise feature_not_supported_message("input of anonymous composite types is not implemented")

    def send(self, value: str, settings: TypeSettings) -> bytes:
        columns = self.columns(value)
        out = [pack("!i", len(columns))]
        for oid, datatype, cell in columns:
            if cell is None:
                out.append(pack("!Ii", oid, -1))
            else:
                data = datatype.send(cell, settings)
                out.append(pack("!Ii", oid, len(data)) + data)
        return b"".join(out)

    def key(self, value: str) -> RowKey:
        columns = self.columns(value)
        cells = tuple((1,) if cell is None else (0, datatype.key(cell)) for _, datatype, cell in columns)
        return RowKey(cells, [datatype for _, datatype, _ in columns])


def quoted(text: str) -> str:
    """A field's text, in quotes when it would read differently without."""
    if text and not NEEDS_QUOTES.intersection(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'
