"""ROWS FROM: several functions side by side as one table ("Table Functions").

A call's first argument says what the others are: a JSON list of [signature, number of arguments, number of columns].
Without a signature the arguments are values themselves; "row" stands for one row value that spreads over its columns.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from translator.builtins import declare
from translator.context import ExecutionContext
from translator.types import oids
from translator.types.record import Record

ROWS_FROM = "pg_rows_from"
ROW = "row"
MAX_COLUMNS = 500
MAX_ARGUMENTS = 900
MAX_PLAIN_ARGUMENTS = 16
"""SQLite compares what it hands to a virtual table beyond these once more, which no NULL survives."""
PACK = "pg_pack"
PACKED = "_packed"
"""Names the twin of a table-valued function that takes all its arguments as one value made by PACK."""


class InternalTable(Struct, frozen=True):
    """A table-valued SQLite function of our own, `width` columns wide."""

    body: Any
    width: int

    def rows(self, context: ExecutionContext, *args: Any) -> Iterable[Any]:
        found: Iterable[Any] = self.body(context, *args)
        return found


def rows_from(context: ExecutionContext, described: str, *args: Any) -> Iterator[tuple[Any, ...]]:
    """The functions' rows side by side until the longest ends, the others filled up with NULL."""
    parts = []
    taken = 0
    widths = []
    for signature, count, width in _description(described):
        parts.append(_rows(context, signature, width, args[taken : taken + count]))
        widths.append(width)
        taken += count
    if len(parts) == 1:
        return iter(parts[0])
    empty = [(None,) * width for width in widths]
    return (
        tuple(value for row, nothing in zip(rows, empty, strict=True) for value in (nothing if row is None else row))
        for rows in zip_longest(*parts)
    )


@lru_cache(maxsize=1024)
def _description(described: str) -> list[tuple[str | None, int, int]]:
    return [(signature, count, width) for signature, count, width in json.loads(described)]


def _rows(
    context: ExecutionContext, signature: str | None, width: int, args: tuple[Any, ...]
) -> Iterable[tuple[Any, ...]]:
    if signature is None:
        return (args,)
    if signature == ROW:
        return (_fields(context, args[0], width),)
    rows = declare.SET_RETURNING[signature].rows(context, *args)
    return (row if isinstance(row, tuple) else (row,) for row in rows)


def _fields(context: ExecutionContext, stored: str | None, width: int) -> tuple[Any, ...]:
    """The fields of a row value."""
    if stored is None:
        return (None,) * width
    record = context.catalog.datatype(oids.RECORD)
    assert isinstance(record, Record)
    return tuple(value for _, _, value in record.columns(stored))


def pack(*args: Any) -> bytes:
    """All arguments as one value."""
    return marshal.dumps(args)


TABLES: dict[str, InternalTable] = {}
"""SQLite name -> table-valued function."""


def declare_table(name: str, body: Callable[..., Iterable[tuple[Any, ...]]]) -> None:
    """Register a table-valued function and its twin for more arguments."""

    def packed(context: ExecutionContext, args: bytes) -> Iterable[tuple[Any, ...]]:
        return body(context, *marshal.loads(args))

    TABLES[name] = InternalTable(body, MAX_COLUMNS)
    TABLES[name + PACKED] = InternalTable(packed, MAX_COLUMNS)


declare_table(ROWS_FROM, rows_from)
