"""Set-returning functions as SQLite table-valued functions: columns v1, v2, ..., ordinality, and hidden arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import apsw

from translator.builtins import declare
from translator.builtins.declare import SetReturning
from translator.builtins.rows_from import MAX_PLAIN_ARGUMENTS, TABLES, InternalTable
from translator.catalog.bootstrap import system_catalog
from translator.catalog.signature import output_columns
from translator.context import ExecutionContext
from translator.query import Storage

MAX_ARGUMENTS = 8
"""Hidden columns of each table; SQLite takes calls with fewer."""


def set_returning_modules() -> Mapping[str, Callable[[apsw.Connection, ExecutionContext], None]]:
    """What makes each declared set-returning function callable in FROM, by its name in SQLite."""
    functions = set(declare.SET_RETURNING.values())
    return {function.sqlite_name: partial(_register_function, function) for function in functions} | {
        name: partial(_register_table, name, table) for name, table in TABLES.items()
    }


def _register_function(function: SetReturning, db: apsw.Connection, context: ExecutionContext) -> None:
    _register(db, function.sqlite_name, _Module(function, context, _width(function), MAX_ARGUMENTS))


def _register_table(name: str, table: InternalTable, db: apsw.Connection, context: ExecutionContext) -> None:
    _register(db, name, _Module(table, context, table.width, MAX_PLAIN_ARGUMENTS))


def _register(db: apsw.Connection, name: str, module: Any) -> None:
    db.create_module(name, module, eponymous_only=True, use_bestindex_object=True, read_only=True)


def _width(function: SetReturning) -> int:
    """How many columns the rows have."""
    procs = system_catalog().procs_by_signature
    return max(1, *(len(output_columns(procs[signature])) for signature in function.signatures), 0)


Rows = SetReturning | InternalTable


class _Module:
    def __init__(self, function: Rows, context: ExecutionContext, width: int, arguments: int) -> None:
        self.width = width
        self.arguments = arguments
        self.table = _Table(function, context, width)

    def Create(self, db: Any, module: str, database: str, table: str, *args: Any) -> tuple[str, _Table]:  # noqa: N802
        columns = [f"v{n}" for n in range(1, self.width + 1)]
        hidden = [f"a{n} HIDDEN" for n in range(1, self.arguments + 1)]
        return f"CREATE TABLE x({', '.join([*columns, 'ordinality', *hidden])})", self.table

    Connect = Create


class _Table:
    """SQLite must hand over every argument that the call has: a plan without one of them is refused."""

    def __init__(self, function: Rows, context: ExecutionContext, width: int) -> None:
        self.function = function
        self.context = context
        self.width = width

    def BestIndexObject(self, info: apsw.IndexInfo) -> bool:  # noqa: N802
        first = self.width + 1
        arguments: dict[int, int] = {}
        for place in range(info.nConstraint):
            column = info.get_aConstraint_iColumn(place)
            if column < first:
                continue
            if info.get_aConstraint_op(place) != apsw.SQLITE_INDEX_CONSTRAINT_EQ:
                continue
            if not info.get_aConstraint_usable(place):
                return False
            arguments[column - first] = place
        for number, argument in enumerate(sorted(arguments), start=1):
            info.set_aConstraintUsage_argvIndex(arguments[argument], number)
            info.set_aConstraintUsage_omit(arguments[argument], True)
        info.estimatedCost = 100.0
        info.estimatedRows = 100
        return True

    def Open(self) -> _Cursor:  # noqa: N802
        return _Cursor(self)

    def Disconnect(self) -> None:  # noqa: N802
        """Nothing is held."""

    Destroy = Disconnect


class _Cursor:
    __slots__ = ("eof", "number", "row", "rows", "table")

    def __init__(self, table: _Table) -> None:
        self.table = table
        self.rows: Iterator[Any] = iter(())
        self.row: Any = None
        self.number = 0
        self.eof = True

    def Filter(self, index: int, name: str | None, arguments: tuple[Storage, ...]) -> None:  # noqa: N802
        self.rows = iter(self.table.function.rows(self.table.context, *arguments))
        self.number = 0
        self.eof = False
        self.Next()

    def Next(self) -> None:  # noqa: N802
        self.number += 1
        try:
            self.row = next(self.rows)
        except StopIteration:
            self.eof = True

    def Eof(self) -> bool:  # noqa: N802
        return self.eof

    def Column(self, number: int) -> Storage:  # noqa: N802
        width = self.table.width
        if number == width:
            return self.number
        if number < 0:
            return self.number
        if not isinstance(self.row, tuple):
            value: Storage = self.row if number == 0 else None
        else:
            value = self.row[number] if number < len(self.row) else None
        return value

    def Rowid(self) -> int:  # noqa: N802
        return self.number

    def Close(self) -> None:  # noqa: N802
        self.rows = iter(())
