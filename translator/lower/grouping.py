"""Groups in a subquery, whose columns stand for the keys, aggregates and GROUPING() outside.

SQLite groups by one set at a time, so each of several grouping sets is one SELECT over the rows gathered before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import every_part, query_expressions
from translator.catalog.image import CatalogImage
from translator.errors.statements import feature_not_supported
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lower_query, lowers, sortable
from translator.lower.folding import kept_parts

ExprT = TypeVar("ExprT", bound=q.Expr)

MAX_TERMS = 450
"""SELECTs joined by UNION ALL; SQLite allows 500."""


@lowers(q.GroupingFunc)
def _grouping(lowering: Lowering, expr: q.GroupingFunc) -> exp.Expression:
    """Without grouping sets no expression is ever left out."""
    return build.integer(0)


def needs_subquery(catalog: CatalogImage, query: q.Query) -> bool:
    """Whether the groups must be found in a subquery: for grouping sets, and for aggregates that stand in a subquery of
    the query they belong to, most places of which SQLite refuses them in.
    """
    return bool(query.grouping_sets) or any(_aggregates_inside(catalog, query, expr) for expr in _outputs(query))


def lower_groups(lowering: Lowering, query: q.Query) -> tuple[q.Query, exp.Subquery]:
    """What is left to select, and the subquery with the groups to select it from."""
    if len(query.grouping_sets) > MAX_TERMS:
        raise feature_not_supported(f"more than {MAX_TERMS} grouping sets")
    parts = _Parts(query)
    for expr in _outputs(query):
        parts.collect(expr)
    results = [*query.group, *parts.determined, *parts.aggregates, *parts.groupings]
    names = [f"g{n}" for n in range(1, len(results) + 1)]
    groups = _sets(lowering, query, parts, names) if query.grouping_sets else _one_set(lowering, query, results, names)
    alias = lowering.name("groups")
    constants: dict[q.Expr, q.Expr] = {}
    for expr, name in zip(results, names, strict=True):
        key = expr
        if isinstance(expr, q.Const):  # which stands for itself everywhere but where it is selected or sorted by
            key = constants[expr] = q.RelabelType(expr, False, type=expr.type, typmod=expr.typmod)
        lowering.placeholders[key] = build.column(alias, name)
    targets = tuple(replace(entry, expr=constants.get(entry.expr, entry.expr)) for entry in query.targets)
    sort = tuple(replace(sorted_by, expr=constants.get(sorted_by.expr, sorted_by.expr)) for sorted_by in query.sort)
    query = replace(query, targets=targets, sort=sort)
    outer = replace(query, from_items=(), where=query.having, group=(), grouping_sets=(), grouped=False, having=None)
    return outer, exp.Subquery(this=groups, alias=exp.TableAlias(this=build.identifier(alias)))


def _outputs(query: q.Query) -> list[q.Expr]:
    outputs = [*(entry.expr for entry in query.targets), *(key.expr for key in query.sort), *query.distinct_on]
    return [*outputs, query.having] if query.having is not None else outputs


def _aggregates_inside(catalog: CatalogImage, query: q.Query, expr: q.Expr) -> bool:
    inside = [part for link in kept_parts(catalog, expr) if isinstance(link, q.SubLink) for part in every_part(link)]
    return any(isinstance(part, q.Aggref) and part.level == query.level for part in inside)


def _sets(lowering: Lowering, query: q.Query, parts: _Parts, names: Sequence[str]) -> exp.Expression:
    """The groups of all grouping sets."""
    rows = _rows(lowering, query, parts)
    arms = [_arm(lowering, query, parts, chosen, rows.alias) for chosen in query.grouping_sets]
    for arm in arms:
        for expression, name in zip(arm.expressions, names, strict=False):
            expression.replace(exp.Alias(this=expression.copy(), alias=build.identifier(name)))
    groups: exp.Expression = arms[0]
    for arm in arms[1:]:
        groups = exp.Union(this=groups, expression=arm, distinct=False)
    groups.set("with_", exp.With(expressions=[rows]))
    return groups


def _one_set(lowering: Lowering, query: q.Query, results: Sequence[q.Expr], names: Sequence[str]) -> exp.Expression:
    """The groups of GROUP BY, or the one group there is without it."""
    targets = tuple(q.TargetEntry(expr, name) for expr, name in zip(results, names, strict=True))
    inner = q.Query(
        command="select",
        level=query.level,
        targets=targets,
        from_items=query.from_items,
        where=query.where,
        group=query.group,
        grouped=True,
    )
    return lower_query(lowering, inner)


class _Parts:
    """What the outputs need of the groups: aggregates, GROUPING(), columns that the keys determine."""

    def __init__(self, query: q.Query) -> None:
        self.query = query
        self.aggregates: list[q.Aggref] = []
        self.groupings: list[q.GroupingFunc] = []
        self.determined: list[q.Var] = []

    def collect(self, expr: q.Expr) -> None:
        if expr in self.query.group:
            return
        if isinstance(expr, q.Aggref) and expr.level == self.query.level:
            _add(self.aggregates, expr)
            for direct in expr.direct:
                self.collect(direct)
            return
        if isinstance(expr, q.GroupingFunc) and expr.level == self.query.level:
            _add(self.groupings, expr)
            return
        if isinstance(expr, q.Var) and expr.rte.level == self.query.level:
            _add(self.determined, expr)
            return
        for child in _below(expr):
            self.collect(child)


def _add(found: list[ExprT], expr: ExprT) -> None:
    if expr not in found:
        found.append(expr)


def _below(expr: q.Expr) -> Iterator[q.Expr]:
    """The expressions directly inside, those of a sublink's query included."""
    yield from q.children(expr)
    if isinstance(expr, q.SubLink):
        yield from query_expressions(expr.subquery)


def _rows(lowering: Lowering, query: q.Query, parts: _Parts) -> exp.CTE:
    """The ungrouped rows, computed once: every column and set-returning call that keys and aggregates use."""
    needed: list[q.Expr] = []

    def collect(expr: q.Expr, *, in_subquery: bool = False) -> None:
        own = isinstance(expr, q.Var) and expr.rte.level == query.level
        if own or (isinstance(expr, q.FuncExpr) and expr.proc.proretset and not in_subquery):
            _add(needed, expr)
            return
        for child in _below(expr):
            collect(child, in_subquery=in_subquery or isinstance(expr, q.SubLink))

    for expr in (*query.group, *parts.determined, *parts.aggregates):
        collect(expr)
    names = [f"r{n}" for n in range(1, len(needed) + 1)]
    inner = q.Query(
        command="select",
        level=query.level,
        targets=tuple(q.TargetEntry(expr, name) for expr, name in zip(needed, names, strict=True)),
        from_items=query.from_items,
        where=query.where,
    )
    body = lower_query(lowering, inner)
    alias = lowering.name("rows")
    for expr, name in zip(needed, names, strict=True):
        lowering.placeholders[expr] = build.column(alias, name)
    return exp.CTE(this=body, alias=exp.TableAlias(this=build.identifier(alias)), materialized=True)


def _arm(lowering: Lowering, query: q.Query, parts: _Parts, chosen: Sequence[q.Expr], rows: str) -> exp.Select:
    """The groups of one set."""
    grouped = [*chosen, *parts.determined] if chosen else []
    columns: list[exp.Expression] = [
        lower_expr(lowering, key) if key in grouped else build.null() for key in (*query.group, *parts.determined)
    ]
    columns += [lower_expr(lowering, aggregate) for aggregate in parts.aggregates]
    columns += [build.integer(_bits(expr, chosen)) for expr in parts.groupings]
    columns.append(exp.Count(this=exp.Star()))  # makes one group of all rows where nothing else aggregates
    select = exp.Select(expressions=columns, from_=exp.From(this=exp.Table(this=build.identifier(rows))))
    if grouped:
        keys = [sortable(lowering, build.not_a_position(lower_expr(lowering, key)), key.type) for key in grouped]
        select.set("group", exp.Group(expressions=keys))
    return select


def _bits(expr: q.GroupingFunc, chosen: Sequence[q.Expr]) -> int:
    bits = 0
    for arg in expr.args:
        bits = bits * 2 + (arg not in chosen)
    return bits
