"""SELECT, VALUES and set operations to SQLite."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.lower import build
from translator.lower.condition import lower_condition, lower_filter
from translator.lower.context import Lowering, output_names
from translator.lower.dispatch import (
    groupable,
    is_constant_row,
    lower_expr,
    lower_sort,
    lowers_queries,
    sortable,
)
from translator.lower.full_join import refuse_full_joins
from translator.lower.limit import sort_and_limit, with_ties
from translator.lower.set_operation import lower_operation
from translator.lower.setof import join_sets, place_sets
from translator.lower.with_clause import lower_ctes


@lowers_queries
def lower_query(lowering: Lowering, query: q.Query) -> exp.Expression:
    """The whole query, its WITH list included; its columns are named by `output_names`."""
    before, lowering.placeholders = lowering.placeholders, dict(lowering.placeholders)
    level, lowering.level = lowering.level, query.level
    try:
        return _query(lowering, query)
    finally:
        lowering.placeholders, lowering.level = before, level


def _query(lowering: Lowering, query: q.Query) -> exp.Expression:
    refuse_full_joins(lowering, query)
    ctes = lower_ctes(lowering, query)
    if query.set_operation is not None:
        result = _set_operation(lowering, query)
    elif query.values:
        result = _values(lowering, query)
    else:
        result = _select(lowering, query)
    if ctes is not None:
        result.set("with_", ctes)
    return result


def _select(lowering: Lowering, query: q.Query) -> exp.Select:
    if query.distinct_on:
        return _distinct_on(lowering, query)
    if query.with_ties:
        return _with_ties(lowering, query)
    query, source, calls = place_sets(lowering, query)
    source = join_sets(lowering, calls, source)
    names = output_names(query)
    deduplicated = query.distinct
    expressions: list[exp.Expression] = []
    for entry, name in zip(query.targets, names, strict=True):
        lowered = lower_expr(lowering, entry.expr)
        oid = entry.expr.type
        compared = deduplicated and not is_constant_row(lowered, oid)
        lowered = sortable(lowering, lowered, oid) if compared else build.collate(lowered, None)
        expressions.append(exp.Alias(this=lowered, alias=build.identifier(name)))
    if not expressions:
        expressions.append(exp.Null())
    select = exp.Select(expressions=expressions)
    if source is not None:
        select.set("from_", exp.From(this=source.first))
        select.set("joins", source.joins)
    tests = list(source.filters) if source is not None else []
    if query.where is not None:
        tests.append(lower_filter(lowering, query.where))
    if tests:
        select.set("where", exp.Where(this=build.conjunction(tests)))
    _group(lowering, query, select)
    if query.distinct:
        select.set("distinct", exp.Distinct())
    return sort_and_limit(lowering, query, select)


def _distinct_on(lowering: Lowering, query: q.Query) -> exp.Select:
    """The first row of each group: numbered in a subquery, which also carries the sort keys out.

    Where ORDER BY leaves groups unsorted they come in the order of their keys, by which PostgreSQL finds them.
    """
    names = output_names(query)
    written = query.sort
    sorted_by = [key.expr for key in written]
    rest = tuple(q.SortKey(expr, False, False) for expr in query.distinct_on if expr not in sorted_by)
    query = replace(query, sort=(*query.sort, *rest))
    keys = [f"sort key {n}" for n in range(1, len(query.sort) + 1)]
    carried = tuple(q.TargetEntry(key.expr, name) for key, name in zip(query.sort, keys, strict=True))
    inner = _select(
        lowering, replace(query, targets=(*query.targets, *carried), distinct_on=(), sort=(), limit=None, offset=None)
    )
    order = lower_sort(lowering, written)
    partition = [lower_expr(lowering, expr) for expr in query.distinct_on]
    if any(isinstance(part, q.WindowFunc) for key in query.sort for part in q.walk(key.expr)):
        inner, order, partition = _windows_first(lowering, query, inner, keys, len(written))
    number = exp.Window(
        this=build.call("row_number"),
        partition_by=[
            sortable(lowering, one, expr.type) for one, expr in zip(partition, query.distinct_on, strict=True)
        ],
        order=order,
        over="OVER",
    )
    inner.append("expressions", exp.Alias(this=number, alias=build.identifier("row number")))
    name = lowering.name("numbered")
    outer = exp.Select(
        expressions=[exp.Alias(this=build.column(name, column), alias=build.identifier(column)) for column in names],
        from_=exp.From(this=exp.Subquery(this=inner, alias=exp.TableAlias(this=build.identifier(name)))),
        where=exp.Where(this=exp.EQ(this=build.column(name, "row number"), expression=build.integer(1))),
    )
    if keys:
        outer.set("order", _by_columns(lowering, query.sort, name, keys))
    return sort_and_limit(lowering, replace(query, sort=()), outer)


def _by_columns(lowering: Lowering, sort: Sequence[q.SortKey], table: str, columns: Sequence[str]) -> exp.Order:
    """ORDER BY keys that a subquery carries out."""
    ordered = [
        exp.Ordered(
            this=sortable(lowering, build.column(table, column), key.expr.type),
            desc=key.descending,
            nulls_first=key.nulls_first,
        )
        for key, column in zip(sort, columns, strict=True)
    ]
    return exp.Order(expressions=ordered)


def _windows_first(
    lowering: Lowering, query: q.Query, inner: exp.Select, keys: Sequence[str], written: int
) -> tuple[exp.Select, exp.Order | None, list[exp.Expression]]:
    """The rows of a subquery, since no window sorts by another: what it selects, and the same keys as its columns."""
    name = lowering.name("windowed")
    columns = [*output_names(query), *keys]
    outer = exp.Select(
        expressions=[exp.Alias(this=build.column(name, column), alias=build.identifier(column)) for column in columns],
        from_=exp.From(this=exp.Subquery(this=inner, alias=exp.TableAlias(this=build.identifier(name)))),
    )
    order = _by_columns(lowering, query.sort[:written], name, keys[:written]) if written else None
    sorted_by = [key.expr for key in query.sort]
    return outer, order, [build.column(name, keys[sorted_by.index(expr)]) for expr in query.distinct_on]


def _group(lowering: Lowering, query: q.Query, select: exp.Select) -> None:
    if query.group:
        keys = [groupable(lowering, build.not_a_position(lower_expr(lowering, key)), key) for key in query.group]
        select.set("group", exp.Group(expressions=keys))
    if query.having is not None:
        select.set("having", exp.Having(this=lower_condition(lowering, query.having)))
    if query.grouped and not query.group and not _aggregates(query):
        first = select.expressions[0]
        value = first.this if isinstance(first, exp.Alias) else first
        one_group = exp.GTE(this=exp.Count(this=exp.Star()), expression=build.integer(0))
        value.replace(build.case([(one_group, value.copy())], None))


def _aggregates(query: q.Query) -> bool:
    """Whether SQLite sees by an aggregate in the select list that all rows are one group."""
    return any(
        isinstance(part, q.Aggref) and part.level == query.level
        for entry in query.targets
        for part in q.walk(entry.expr)
    )


def _with_ties(lowering: Lowering, query: q.Query) -> exp.Select:
    """FETCH ... WITH TIES over its rows, which carry the sort keys out."""
    names = output_names(query)
    keys = [f"sort key {n}" for n in range(1, len(query.sort) + 1)]
    carried = tuple(q.TargetEntry(key.expr, name) for key, name in zip(query.sort, keys, strict=True))
    plain = replace(query, targets=(*query.targets, *carried), sort=(), limit=None, offset=None, with_ties=False)
    return with_ties(lowering, query, _select(lowering, plain), names, keys)


def _values(lowering: Lowering, query: q.Query) -> exp.Expression:
    """VALUES as a query of its own: sorted and limited where asked."""
    rows = lower_rows(lowering, query.values)
    names = output_names(query)
    if (
        not query.sort
        and query.limit is None
        and query.offset is None
        and names == [f"column{n}" for n in range(1, len(names) + 1)]
    ):
        return rows
    rte = _values_entry(query)
    alias = lowering.alias(rte)
    rows.set("alias", build.identifier(alias))
    lowering.columns[rte] = [f"column{n}" for n in range(1, len(names) + 1)]
    expressions = [
        exp.Alias(this=build.column(alias, f"column{n}"), alias=build.identifier(name))
        for n, name in enumerate(names, start=1)
    ]
    select = exp.Select(expressions=expressions, from_=exp.From(this=rows))
    return sort_and_limit(lowering, query, select)


def _values_entry(query: q.Query) -> q.RangeTblEntry:
    first = query.targets[0].expr
    assert isinstance(first, q.Var)
    return first.rte


def lower_rows(lowering: Lowering, rows: Sequence[Sequence[q.Expr]]) -> exp.Values:
    """VALUES, whose columns SQLite calls column1, column2, ..."""
    lowered = [[lower_expr(lowering, expr) for expr in row] for row in rows]
    lowered[:1] = [[_unnamed(value) for value in row] for row in lowered[:1]]
    return exp.Values(expressions=[exp.Tuple(expressions=row) for row in lowered])


def _unnamed(value: exp.Expression) -> exp.Expression:
    """A column of an outer query would give its own name to that of VALUES."""
    return exp.Coalesce(this=value, expressions=[exp.Null()]) if isinstance(value.unnest(), exp.Column) else value


def _set_operation(lowering: Lowering, query: q.Query) -> exp.Expression:
    assert query.set_operation is not None
    body = lower_operation(lowering, query.set_operation)
    if query.sort or query.limit is not None or query.offset is not None:
        first = query.targets[0].expr
        assert isinstance(first, q.Var)
        lowering.inlined[first.rte] = [build.integer(n) for n in range(1, len(query.targets) + 1)]
        return sort_and_limit(lowering, query, body)
    return body
