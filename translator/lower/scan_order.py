"""Rows that nobody sorts come in the order of their insertion, as a sequential scan gives them.

SQLite would rather read an index that holds all the columns asked for, in the index's order.
"""

from __future__ import annotations

from sqlglot import exp

from translator.query import Aggref, Query, RangeTblRef, Var, WindowFunc, walk


def keep_insertion_order(query: Query, lowered: exp.Expression) -> None:
    """Keeps a statement's scan of one table from an index that could only replace the table, not find rows in it."""
    if query.sort or query.grouped or query.distinct or query.distinct_on or len(query.from_items) != 1:
        return
    (item,) = query.from_items
    source = lowered.args.get("from_")
    if not isinstance(item, RangeTblRef) or item.rte.relation is None or source is None:
        return
    table = source.this
    if not isinstance(table, exp.Table) or any(
        isinstance(part, (Aggref, WindowFunc)) for entry in query.targets for part in walk(entry.expr)
    ):
        return
    if query.where is not None:
        leading = {index.columns[0].number for index in item.rte.relation.indexes}
        tested = {part.attno for part in walk(query.where) if isinstance(part, Var) and part.rte is item.rte}
        if tested & leading or 0 in leading:
            return
    table.set("indexed", False)
