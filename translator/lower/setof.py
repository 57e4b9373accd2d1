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
    if query.grouped or any(isinstance(part, q.WindowFunc) for entry in query.targets for part in q.walk(entry.expr)):
        raise feature_not_supported("a set-returning function beside aggregates", at=calls[0].location)
    table = _alone(lowering, calls[0]) if len(calls) == 1 else _in_step(lowering, calls)
    if source is None:
        return from_clause.Source(table)
    source.joins.append(exp.Join(this=table, kind="INNER"))
    return source


def _alone(lowering: Lowering, call: q.FuncExpr) -> exp.Expression:
    name = lowering.name(call.proc.proname)
    lowering.placeholders[call] = build.column(name, "v1")
    return from_clause.set_returning_table(lowering, call, name)


def _in_step(lowering: Lowering, calls: list[q.FuncExpr]) -> exp.Expression:
    """Several of them go on together until the longest ends: row by row, each gives its value of that place or NULL."""
    step = lowering.name("step")
    counts = []
    for call in calls:
        name = lowering.name(call.proc.proname)
        counted = from_clause.set_returning_table(lowering, call, name)
        counts.append(
            build.scalar_query(exp.Select(expressions=[exp.Count(this=exp.Star())], from_=exp.From(this=counted)))
        )
        here = exp.EQ(this=build.column(name, "ordinality"), expression=build.column(step, "v1"))
        lowering.placeholders[call] = build.scalar_query(
            exp.Select(
                expressions=[build.column(name, "v1")], from_=exp.From(this=counted.copy()), where=exp.Where(this=here)
            )
        )
    longest = build.call("max", *counts)
    return exp.Table(
        this=build.call("pg_generate_series", build.integer(1), longest),
        alias=exp.TableAlias(this=build.identifier(step)),
    )
