"""LATERAL subqueries: SQLite has none, but the arguments of json_each may refer to what stands before it."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.lower import build, implementation
from translator.lower.context import Lowering, output_names
from translator.lower.dispatch import lower_expr, lower_subquery


def lower_lateral(lowering: Lowering, rte: q.RangeTblEntry, *, table: bool) -> exp.Expression | None:
    """A subquery without a FROM of its own becomes its expressions; any other gathers its rows as JSON."""
    assert rte.subquery is not None
    query = lowering.asked(rte.subquery)
    if _is_expressions(query):
        return _expressions(lowering, rte, query, table=table)
    rows, name = lower_subquery(lowering, query)
    names = output_names(query)
    fields = [
        implementation.json_field(lowering.catalog.base_type(entry.expr.type), build.column(name, column))
        for entry, column in zip(query.columns, names, strict=True)
    ]
    gathered = exp.Select(
        expressions=[build.call("json_group_array", build.call("json_array", *fields))], from_=exp.From(this=rows)
    )
    alias = lowering.alias(rte)
    lowering.inlined[rte] = [
        implementation.from_json_field(
            lowering.catalog.base_type(entry.expr.type),
            build.call("json_extract", build.column(alias, "value"), exp.Literal.string(f"$[{place}]")),
        )
        for place, entry in enumerate(query.columns)
    ]
    return exp.Table(
        this=build.call("json_each", exp.Subquery(this=gathered)), alias=exp.TableAlias(this=build.identifier(alias))
    )


def _expressions(lowering: Lowering, rte: q.RangeTblEntry, query: q.Query, *, table: bool) -> exp.Expression | None:
    """The one row of a query without FROM: its expressions in place of its columns, computed once where that shows."""
    values, volatile = lowering.noting_volatility(
        lambda: [build.wrap(lower_expr(lowering, entry.expr)) for entry in query.targets]
    )
    if not (table or volatile):
        lowering.inlined[rte] = values
        return None
    lowering.columns[rte] = [f"v{n}" for n in range(1, len(values) + 1)]
    alias = exp.TableAlias(this=build.identifier(lowering.alias(rte)))
    return exp.Table(this=implementation.rows_from([(None, values, len(values))]), alias=alias)


def _is_expressions(query: q.Query) -> bool:
    """Whether a query is one row of expressions and nothing else."""
    parts = (
        query.from_items,
        query.where,
        query.grouped,
        query.distinct,
        query.limit,
        query.offset,
        query.values,
        query.ctes,
    )
    return (
        not any(parts)
        and query.set_operation is None
        and not any(
            isinstance(part, (q.WindowFunc, q.Aggref)) or (isinstance(part, q.FuncExpr) and part.proc.proretset)
            for entry in query.targets
            for part in q.walk(entry.expr)
        )
    )
