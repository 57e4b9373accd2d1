"""LIMIT, OFFSET and FETCH.

SQLite computes a limit before it looks at any row, even one of the query around, and knows no ties: where that will not
do the rows are numbered instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import refers_outside
from translator.lower import build
from translator.lower.context import Lowering, output_names
from translator.lower.dispatch import lower_expr, lower_sort, sortable

SelectT = TypeVar("SelectT", exp.Select, exp.Expression)


def sort_and_limit(lowering: Lowering, query: q.Query, select: SelectT) -> SelectT | exp.Select:
    """The rows sorted, and those that LIMIT and OFFSET leave of them."""
    order = lower_sort(lowering, query.sort, query.targets)
    if order is not None:
        select.set("order", order)
    if any(refers_outside(query, expr) for expr in (query.limit, query.offset) if expr is not None):
        return _numbered(lowering, query, select)
    if query.limit is not None:
        select.set("limit", exp.Limit(expression=_count(lowering, query.limit, "pg_limit")))
    elif query.offset is not None:
        select.set("limit", exp.Limit(expression=build.integer(-1)))
    if query.offset is not None:
        select.set("offset", exp.Offset(expression=_count(lowering, query.offset, "pg_offset")))
    return select


def _numbered(lowering: Lowering, query: q.Query, select: exp.Expression) -> exp.Select:
    """The rows whose numbers lie within the counts."""
    select.set("limit", exp.Limit(expression=build.integer(-1)))  # keeps them in their order
    names = output_names(query)
    rows = lowering.name("rows")
    number = exp.Alias(
        this=exp.Window(this=build.call("row_number"), over="OVER"), alias=build.identifier("row number")
    )
    middle = exp.Select(
        expressions=[*_columns(rows, names), number],
        from_=exp.From(this=exp.Subquery(this=select, alias=exp.TableAlias(this=build.identifier(rows)))),
    )
    name = lowering.name("numbered")
    place = build.column(name, "row number")
    return _within(lowering, query, middle, name, names, place)


def with_ties(
    lowering: Lowering, query: q.Query, select: exp.Select, names: Sequence[str], keys: Sequence[str]
) -> exp.Select:
    """FETCH ... WITH TIES: the rows whose peers begin within the count.

    select: the rows, with columns of these names, and of the names `keys` for what they are sorted by.
    """
    rows = lowering.name("rows")
    table = exp.Subquery(this=select, alias=exp.TableAlias(this=build.identifier(rows)))
    order = exp.Order(
        expressions=[
            exp.Ordered(
                this=sortable(lowering, build.column(rows, column), key.expr.type),
                desc=key.descending,
                nulls_first=key.nulls_first,
            )
            for key, column in zip(query.sort, keys, strict=True)
        ]
    )
    numbers = [_numbering("row_number", "row number", order), _numbering("rank", "row rank", order.copy())]
    middle = exp.Select(expressions=[*_columns(rows, names), *numbers], from_=exp.From(this=table))
    name = lowering.name("ranked")
    names = names or ["row rank"]  # SQLite's rows have at least one column
    return _within(lowering, query, middle, name, names, build.column(name, "row rank"))


def _numbering(function: str, name: str, order: exp.Order | None) -> exp.Expression:
    window = exp.Window(this=build.call(function), order=order, over="OVER")
    return exp.Alias(this=window, alias=build.identifier(name))


def _columns(table: str, names: Sequence[str]) -> list[exp.Expression]:
    return [exp.Alias(this=build.column(table, name), alias=build.identifier(name)) for name in names]


def _within(
    lowering: Lowering, query: q.Query, rows: exp.Select, alias: str, names: Sequence[str], rank: exp.Expression
) -> exp.Select:
    """Those of the numbered rows that lie behind OFFSET, and whose rank is within LIMIT."""
    number = build.column(alias, "row number")
    tests: list[exp.Expression] = []
    first = None
    if query.offset is not None:
        first = build.wrap(_count(lowering, query.offset, "pg_offset"))
        tests.append(exp.GT(this=number.copy(), expression=first))
    if query.limit is not None:
        limit = build.wrap(_count(lowering, query.limit, "pg_limit"))
        last = limit if first is None else build.wrap(exp.Add(this=limit.copy(), expression=first.copy()))
        some = exp.GT(this=limit.copy(), expression=build.integer(0))
        within = exp.And(this=some, expression=exp.LTE(this=rank, expression=last))
        unlimited = exp.LT(this=limit.copy(), expression=build.integer(0))  # NULL, as pg_limit says it
        tests.append(build.wrap(exp.Or(this=unlimited, expression=build.wrap(within))))
    return exp.Select(
        expressions=_columns(alias, names),
        from_=exp.From(this=exp.Subquery(this=rows, alias=exp.TableAlias(this=build.identifier(alias)))),
        where=exp.Where(this=build.conjunction(tests)),
        order=exp.Order(expressions=[exp.Ordered(this=number)]),
    )


def _count(lowering: Lowering, expr: q.Expr, check: str) -> exp.Expression:
    """LIMIT's or OFFSET's number; where it may be null or negative a function decides what that means."""
    lowered = lower_expr(lowering, expr)
    known = (
        isinstance(expr, q.Const)
        and isinstance(expr.value, int)
        and expr.value >= 0
        and (expr.literal is None or expr.literal >= 0)
    )
    return lowered if known else build.call(check, lowered)
