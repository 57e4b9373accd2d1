"""What publications offer ("System Catalog Information Functions")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.context import ExecutionContext
from translator.types.array import without_nulls
from translator.types.vector import vector


@function("pg_relation_is_publishable(regclass)", context=True)
def pg_relation_is_publishable(context: ExecutionContext, relation: int) -> int | None:
    """Whether a publication could hold the relation: every user's table that is permanent."""
    rows = context.catalog.catalog_rows("pg_class", oid=relation)
    if not rows:
        return None
    permanent = rows[0]["relkind"] in ("r", "p") and rows[0]["relpersistence"] == "p"
    return int(relation >= FIRST_NORMAL_OID and permanent)


@set_returning("pg_get_publication_tables(text[])", context=True)
def pg_get_publication_tables(context: ExecutionContext, names: str) -> Iterator[tuple[Any, ...]]:
    """The publication, the table, its columns, its condition.  Raises PgError 22004, 42704."""
    for publication, relation, columns, where in context.catalog.published_tables(without_nulls(names)):
        yield publication, relation, vector(columns) if columns else None, where
