"""Set-returning functions in the select list: joined like tables that may look to their left."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.errors import feature_not_supported
from translator.lower import build, from_clause
from translator.lower.context import Lowering


def lower_set_returning(
    lowering: Lowering, query: q.Query, source: from_clause.Source | None
) -> from_clause.Source | None:
    """Join the select list's set-returning call to the FROM clause, and let its column stand for it."""
    calls: list[q.FuncExpr] = []
    for entry in query.targets:
        for part in q.walk(entry.expr):
            if isinstance(part, q.FuncExpr) and part.proc.proretset and part not in calls:
                calls.append(part)
    if not calls:
        return source
    if len(calls) > 1:
        raise feature_not_supported("several set-returning functions in one select list", at=calls[1].location)
    if query.grouped or any(isinstance(part, q.WindowFunc) for entry in query.targets for part in q.walk(entry.expr)):
        raise feature_not_supported("a set-returning function beside aggregates", at=calls[0].location)
    name = lowering.name(calls[0].proc.proname)
    table = from_clause.set_returning_table(lowering, calls[0], name)
    lowering.placeholders[calls[0]] = build.column(name, "v1")
    if source is None:
        return from_clause.Source(table)
    source.joins.append(exp.Join(this=table, kind="INNER"))
    return source
