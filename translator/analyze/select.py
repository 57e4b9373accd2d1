"""SELECT, VALUES and set operations: raw tree to Query.  PostgreSQL's transformSelectStmt and its kin."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.aggregate import check_grouping
from translator.analyze.coerce import coerce_to_common, common_type, common_typmod
from translator.analyze.cte import analyze_with
from translator.analyze.from_clause import analyze_from, namespace_item
from translator.analyze.grouping import analyze_group
from translator.analyze.limit import analyze_limits, is_with_ties
from translator.analyze.locking import refuse_locking, row_marks
from translator.analyze.oper import equality_operator
from translator.analyze.setop import analyze_set_operation, selected
from translator.analyze.sort import analyze_distinct_on, analyze_order, analyze_windows
from translator.analyze.state import ParseState
from translator.analyze.target import analyze_targets, resolve_unknown_targets
from translator.errors import PgError
from translator.errors.statements import MAX_ENTRIES, too_many_entries
from translator.parser import Node
from translator.query import (
    ColumnDef,
    Expr,
    Query,
    RangeTblEntry,
    SetToDefault,
    SortKey,
    TargetEntry,
    Var,
    entries,
)


def into_clause(node: Node) -> Node | None:
    """The INTO of a SELECT; of set operations, that of the first one."""
    while node.tag == "SelectStmt" and node.has("larg"):
        node = node.peek("larg")
    into: Node | None = node.peek("into_clause")
    return into


def analyze_query(state: ParseState, node: Node, *, keep_unknown: bool = False) -> Query:
    """A SelectStmt to a Query.  With `keep_unknown` untyped literals stay so, for INSERT to give them its columns'
    types.
    """
    ctes = analyze_with(state, node.with_clause)
    into = node.into_clause
    if into is not None and into is not state.analysis.into:
        raise PgError("42601", "SELECT ... INTO is not allowed here", location=into.rel.location)
    if node.values_lists:
        query = _values(state, node)
    elif node.op != "SETOP_NONE":
        query = analyze_set_operation(state, node)
    else:
        query = _select(state, node, keep_unknown=keep_unknown)
    return replace(query, ctes=ctes)


def _select(state: ParseState, node: Node, *, keep_unknown: bool) -> Query:
    from_items = tuple(analyze_from(state, node.from_clause))
    analyze_windows(state, node.window_clause)
    targets = analyze_targets(state, node.target_list, "SELECT")
    where = expressions.analyze_condition(state, node.where_clause, "WHERE")
    having = expressions.analyze_condition(state, node.having_clause, "HAVING")
    if not keep_unknown or (node.distinct_clause and node.distinct_clause[0] is None):
        targets = resolve_unknown_targets(state, targets)
    sort = analyze_order(state, node.sort_clause, targets)
    grouping = analyze_group(state, node, targets)
    distinct, distinct_on = _distinct(state, node, targets, sort)
    limit, offset = analyze_limits(state, node)
    if state.window_error is not None:
        raise state.window_error
    query = Query(
        command="select",
        level=state.level,
        targets=tuple(targets),
        from_items=from_items,
        where=where,
        group=grouping.group,
        grouping_sets=grouping.sets,
        group_items=grouping.items,
        group_distinct=node.group_distinct,
        windows=tuple(state.windows.values()),
        grouped=bool(grouping.group) or state.has_aggregates or having is not None,
        having=having,
        distinct=distinct,
        distinct_on=distinct_on,
        sort=tuple(sort),
        limit=limit,
        offset=offset,
        with_ties=is_with_ties(node, limit, sort),
        row_marks=row_marks(state, node, from_items, [entry.expr for entry in targets]),
    )
    if query.grouped:
        check_grouping(state, query)
    return query


def _distinct(
    state: ParseState, node: Node, targets: list[TargetEntry], sort: Sequence[SortKey]
) -> tuple[bool, tuple[Expr, ...]]:
    if not node.distinct_clause:
        return False, ()
    if node.distinct_clause[0] is not None:
        return False, analyze_distinct_on(state, node.distinct_clause, targets, sort)
    for entry in targets:
        equality_operator(state.analysis, entry.expr.type, entry.expr.at)
    visible = [entry.expr for entry in targets]
    for key in sort:
        if key.expr not in visible:
            raise PgError(
                "42P10", "for SELECT DISTINCT, ORDER BY expressions must appear in select list", location=key.expr.at
            )
    return True, ()


def _values(state: ParseState, node: Node) -> Query:
    """VALUES lists: every column gets the common type of its values."""
    rows = values_rows(state, node)
    columns = [[row[place] for row in rows] for place in range(len(rows[0]))]
    types, typmods = [], []
    for place, column in enumerate(columns):
        chosen = common_type(state.analysis, column, "VALUES")
        coerced = [coerce_to_common(state.analysis, expr, chosen, "VALUES") for expr in column]
        columns[place] = coerced
        types.append(chosen)
        typmods.append(common_typmod(coerced, chosen))
    typed = tuple(zip(*columns, strict=True))
    names = tuple(
        ColumnDef(f"column{n}", oid, typmod) for n, (oid, typmod) in enumerate(zip(types, typmods, strict=True), 1)
    )
    rte = RangeTblEntry("values", "*VALUES*", names, state.level, values=typed)
    targets = [TargetEntry(Var(rte, n, type=c.type, typmod=c.typmod), c.name) for n, c in enumerate(names, start=1)]
    state.namespace.append(namespace_item(rte))
    sort = analyze_order(state, node.sort_clause, targets)
    limit, offset = analyze_limits(state, node)
    refuse_locking(node, "cannot be applied to VALUES")
    _ = node.op
    query = Query(command="select", level=state.level, targets=tuple(targets), values=typed)
    if not is_with_ties(node, limit, sort):
        return replace(query, sort=tuple(sort), limit=limit, offset=offset)
    query = selected(state, query)
    state.namespace = [namespace_item(entry) for entry in entries(query.from_items)]
    again = analyze_order(state, node.sort_clause, list(query.targets))
    return replace(query, sort=tuple(again), limit=limit, offset=offset, with_ties=True)


def values_rows(state: ParseState, node: Node, *, inserted: bool = False) -> list[list[Expr]]:
    """The rows of VALUES, all of one length; one row that is `inserted` may hold set-returning calls."""
    state.clause = "single VALUES" if inserted and len(node.values_lists) == 1 else "VALUES"
    rows = [expressions.analyze_exprs(state, item.items) for item in node.values_lists]
    if len(rows[0]) > MAX_ENTRIES:
        raise too_many_entries("target lists")
    for part in (part for row in rows for part in row):
        if not inserted and isinstance(part, SetToDefault):
            raise PgError("42601", "DEFAULT is not allowed in this context", location=part.location)
    for row in rows:
        if len(row) != len(rows[0]):
            raise PgError("42601", "VALUES lists must all be the same length", location=row[0].at if row else -1)
    return rows


expressions.query("SelectStmt", analyze_query)
