"""Set-returning functions in the select list ("Query Language Functions Returning Sets").

Those of one nesting depth go on side by side until the longest ends; a call whose arguments hold such calls comes above
them.  They are computed below aggregates where GROUP BY or a window names them, else above.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.catalog.image import CatalogImage
from translator.catalog.signature import output_columns
from translator.lower import build, from_clause, implementation
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_subquery
from translator.lower.folding import kept_parts
from translator.lower.grouping import lower_groups, needs_subquery


def join_sets(
    lowering: Lowering, calls: Sequence[q.FuncExpr], source: from_clause.Source | None
) -> from_clause.Source | None:
    """Join set-returning calls to a FROM clause, depth by depth; afterwards their columns stand for them."""
    for depth in range(1, max((_depth(lowering.catalog, call) for call in calls), default=0) + 1):
        table = _side_by_side(lowering, [call for call in calls if _depth(lowering.catalog, call) == depth])
        if source is None:
            source = from_clause.Source(table)
        else:
            source.joins.append(exp.Join(this=table, kind="CROSS"))  # CROSS keeps SQLite from changing the order
    return source


def place_sets(lowering: Lowering, query: q.Query) -> tuple[q.Query, from_clause.Source | None, list[q.FuncExpr]]:
    """The query to select from its FROM clause, and the set-returning calls to join to that.

    Where calls come above aggregates or windows, all below them becomes a subquery, whose columns stand for its parts.
    """
    catalog = lowering.catalog
    calls = _calls(catalog, _outputs(query))
    below = _below(catalog, query)
    if all(call in below for call in calls):
        if query.grouped and needs_subquery(catalog, query):
            query, groups = lower_groups(lowering, query)
            above = _calls(catalog, _windows(query))
            return query, from_clause.Source(groups), [call for call in below if call in above]
        # SQLite would take an aggregate of what no table of the query has for one of the query around it
        return query, from_clause.lower_tables(lowering, query, table=query.grouped), below
    if not (query.grouped or any(_windows(query))):
        return query, from_clause.lower_tables(lowering, query), calls
    atoms = _atoms(catalog, query, below)
    names = [f"c{n}" for n in range(1, len(atoms) + 1)]
    targets = tuple(q.TargetEntry(atom, name) for atom, name in zip(atoms, names, strict=True))
    inner = replace(query, targets=targets, ctes=(), distinct=False, distinct_on=(), sort=(), limit=None, offset=None)
    table, alias = lower_subquery(lowering, inner)
    if isinstance(table.this, exp.Select):
        table.this.set("limit", exp.Limit(expression=build.integer(-1)))  # keeps SQLite from merging it
    for atom, name in zip(atoms, names, strict=True):
        lowering.placeholders[atom] = build.column(alias, name)
    outer = replace(query, from_items=(), where=None, group=(), grouping_sets=(), grouped=False, having=None)
    return outer, from_clause.Source(table), [call for call in calls if call not in below]


def _below(catalog: CatalogImage, query: q.Query) -> list[q.FuncExpr]:
    """The set-returning calls that aggregates and windows already see."""
    return _calls(catalog, [*query.group, *_windows(query)])


def _atoms(catalog: CatalogImage, query: q.Query, below: Sequence[q.FuncExpr]) -> list[q.Expr]:
    """The largest parts of a query's outputs that hold no set-returning call above its rows."""
    found: list[q.Expr] = []

    def collect(expr: q.Expr) -> None:
        if expr in query.group or not any(call not in below for call in _calls(catalog, [expr])):
            if not isinstance(expr, (q.Const, q.Param)) and expr not in found:
                found.append(expr)
            return
        for child in q.children(expr):
            collect(child)

    for expr in _outputs(query):
        collect(expr)
    return found


def _outputs(query: q.Query) -> list[q.Expr]:
    return [*(entry.expr for entry in query.targets), *(key.expr for key in query.sort), *query.distinct_on]


def _windows(query: q.Query) -> Iterator[q.Expr]:
    return (part for expr in _outputs(query) for part in q.walk(expr) if isinstance(part, q.WindowFunc))


def _calls(catalog: CatalogImage, exprs: Iterable[q.Expr]) -> list[q.FuncExpr]:
    """The set-returning calls in expressions, but for those that planning drops beside a NULL constant."""
    found: list[q.FuncExpr] = []
    for expr in exprs:
        for part in kept_parts(catalog, expr):
            if isinstance(part, q.FuncExpr) and part.proc.proretset and part not in found:
                found.append(part)
    return found


def _depth(catalog: CatalogImage, call: q.FuncExpr) -> int:
    """1 for a call without such calls in its arguments, one more than theirs otherwise."""
    return 1 + max((_depth(catalog, inner) for inner in _calls(catalog, call.args)), default=0)


def _side_by_side(lowering: Lowering, calls: list[q.FuncExpr]) -> exp.Expression:
    name = lowering.name(calls[0].proc.proname)
    if len(calls) == 1:
        table = from_clause.set_returning_table(lowering, calls[0], name)
    else:
        table = from_clause.rows_from_table(lowering, [(call, _width(call)) for call in calls], name)
    first = 1
    for call in calls:
        lowering.placeholders[call] = _value(call, name, first)
        first += _width(call)
    return table


def _width(call: q.FuncExpr) -> int:
    return len(call.columns) or len(output_columns(call.proc)) or 1


def _value(call: q.FuncExpr, table: str, first: int) -> exp.Expression:
    """A call's column; several make a row value."""
    columns = [(column.name, column.type) for column in call.columns] or output_columns(call.proc)
    if len(columns) < 2:
        return build.column(table, f"v{first}")
    fields = [build.column(table, f"v{first + place}") for place in range(len(columns))]
    return implementation.row([oid for _, oid in columns], fields, [name for name, _ in columns])
