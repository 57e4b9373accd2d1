"""How many bytes a value takes, by itself or in its table ("Database Object Size Functions").

Of a table's column the whole row is looked at: one that PostgreSQL would have compressed or moved has no known size.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.rows import PgType
from translator.context import ExecutionContext
from translator.errors.statements import feature_not_supported
from translator.types.datatype import DataType
from translator.types.datum_size import Sized, row_size

INLINE_LIMIT = 2032
"""The largest row that is stored as it is."""


class Layouts:
    """The layouts of types, by oid or as they are."""

    def __init__(self, context: ExecutionContext) -> None:
        self.context = context

    @cached_property
    def known(self) -> dict[int, Sized]:
        return {}

    def __call__(self, oid: int) -> Sized:
        found = self.known.get(oid)
        if found is None:
            row = system_catalog().types.get(oid) or self._own_row(oid)
            found = self.known[oid] = Sized(self.context.catalog.datatype(oid).plain, row)
        return found

    def of(self, datatype: DataType) -> Sized:
        row = system_catalog().types_by_name.get((PG_CATALOG, datatype.name))
        if row is None:
            raise feature_not_supported(f"the size of values of type {datatype.sqlname or datatype.name}")
        return Sized(datatype, row)

    def _own_row(self, oid: int) -> PgType:
        (values,) = self.context.catalog.catalog_rows("pg_type", oid=oid)
        layout: dict[str, Any] = {name: values[name] for name in ("typlen", "typalign", "typstorage")}
        return PgType(oid, str(values["typname"]), **layout)


def computed_size(context: ExecutionContext, oid: int, value: Any) -> int | None:
    """Bytes of a value that was just computed."""
    layouts = Layouts(context)
    return None if value is None else layouts(oid).size(value, layouts)


def stored_size(context: ExecutionContext, described: str, *cells: Any) -> int | None:
    """Bytes of one column of a table's row, or of all of it.

    described: the column's place, -1 for the whole row, then the oids of all columns' types, as JSON.

    Raises PgError 0A000 for a row that is too long to be stored as it is.
    """
    place, *oids = json.loads(described)
    if place >= 0 and cells[place] is None:
        return None
    layouts = Layouts(context)
    columns = [(layouts(oid), cell) for oid, cell in zip(oids, cells, strict=True)]
    whole = row_size(columns, layouts)
    if whole > INLINE_LIMIT:
        raise feature_not_supported("the size of a value that may be compressed")
    return whole if place < 0 else columns[place][0].stored(cells[place], layouts)


def stored_inline(context: ExecutionContext, described: str, *cells: Any) -> None:
    """Nothing, as for all values that are neither compressed nor moved; raises as `stored_size` does."""
    stored_size(context, described, *cells)
