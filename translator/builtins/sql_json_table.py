"""JSON_TABLE: the rows that paths find in a document ("JSON_TABLE")."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from translator.builtins.jsonpath_execute import Execution
from translator.builtins.jsonpath_values import PathError
from translator.builtins.rows_from import declare_table
from translator.builtins.sql_json_query import evaluate, passed
from translator.builtins.sql_json_spec import JSON_TABLE, ItemSpec
from translator.context import ExecutionContext
from translator.types.json import load_json
from translator.types.jsonpath_parse import parse_jsonpath


class TableColumn(Struct, frozen=True):
    """A column by its path; without `item` it numbers the rows.  `empty` and `error` are places of default values."""

    item: ItemSpec | None
    path: str
    empty: int
    error: int


class TablePlan(Struct, frozen=True):
    """A row pattern with its columns, and the nested patterns under each of its rows."""

    path: str
    columns: tuple[TableColumn, ...]
    nested: tuple[TablePlan, ...]
    raises: bool

    @property
    def width(self) -> int:
        return len(self.columns) + sum(plan.width for plan in self.nested)


def _plan(document: Any) -> TablePlan:
    columns = tuple(
        TableColumn(None if item is None else ItemSpec(**item), path, empty, error)
        for item, path, empty, error in document["columns"]
    )
    nested = tuple(_plan(part) for part in document["nested"])
    return TablePlan(document["path"], columns, nested, document["raises"])


@lru_cache(maxsize=256)
def _call(text: str) -> tuple[TablePlan, int, tuple[str, ...], str]:
    document = json.loads(text)
    return _plan(document["plan"]), document["defaults"], tuple(document["names"]), document["types"]


def json_table(context: ExecutionContext, described: str, item: str | None, *args: Any) -> Iterator[tuple[Any, ...]]:
    """All rows; `args` are the default values, then those of PASSING."""
    plan, defaults, names, types = _call(described)
    if item is None:
        return iter(())
    variables = passed(context, names, types, args[defaults:])
    return _Table(context, variables, args[:defaults]).rows(plan, load_json(item))


class _Table:
    def __init__(self, context: ExecutionContext, variables: dict[str, Any], defaults: tuple[Any, ...]) -> None:
        self.context = context
        self.variables = variables
        self.defaults = defaults

    def rows(self, plan: TablePlan, item: Any) -> Iterator[tuple[Any, ...]]:
        run = Execution(parse_jsonpath(plan.path), item, self.variables, self.context, with_zone=True)
        try:
            found = run.run(silent=False)
        except PathError:
            if plan.raises:
                raise
            return
        for number, one in enumerate(found, start=1):
            values = tuple(self.value(column, one, number) for column in plan.columns)
            for nested in self.below(plan, one):
                yield values + nested

    def value(self, column: TableColumn, item: Any, number: int) -> Any:
        if column.item is None:
            return number
        defaults = [None if place < 0 else self.defaults[place] for place in (column.empty, column.error)]
        return evaluate(self.context, column.item, item, column.path, self.variables, *defaults)

    def below(self, plan: TablePlan, item: Any) -> Iterator[tuple[Any, ...]]:
        """The nested patterns' rows, one pattern after the other; one empty row where there are none."""
        width = sum(part.width for part in plan.nested)
        before = 0
        any_row = False
        for part in plan.nested:
            for row in self.rows(part, item):
                any_row = True
                yield (None,) * before + row + (None,) * (width - before - part.width)
            before += part.width
        if not any_row:
            yield (None,) * width


declare_table(JSON_TABLE, json_table)
