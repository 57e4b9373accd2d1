"""The grouping rules: what a query that aggregates may mention outside its aggregates.  PostgreSQL's parse_agg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import aggregate_not_allowed, grouping_error, subquery_grouping_error
from translator.query import (
    CTID,
    Aggref,
    Expr,
    FuncExpr,
    GroupingFunc,
    Query,
    RangeTblEntry,
    RowExpr,
    SetOperation,
    SortKey,
    SubLink,
    SubscriptExpr,
    Var,
    WindowFunc,
    children,
    walk,
)


def every_part(expr: Expr) -> Iterator[Aggref | GroupingFunc | Var]:
    """The columns and aggregates that an expression mentions, its subqueries included."""
    for part in walk(expr):
        if isinstance(part, (Aggref, GroupingFunc, Var)):
            yield part
        elif isinstance(part, SubLink):
            for inner in query_expressions(part.subquery):
                yield from every_part(inner)


def refers_outside(query: Query, expr: Expr) -> bool:
    """Whether a part of a query depends on the queries around it."""
    return any((part.rte.level if isinstance(part, Var) else part.level) < query.level for part in every_part(expr))


def forbid_aggregates(expr: Expr, clause: str, level: int) -> None:
    """Raise 42803 or 42P20 when a clause that may hold neither has an aggregate of its query, or a window
    function.
    """
    for part in every_part(expr):
        if isinstance(part, Aggref) and part.level == level:
            raise aggregate_not_allowed(clause, at=part.location)
    for inside in walk(expr):
        if isinstance(inside, WindowFunc):
            raise PgError("42P20", f"window functions are not allowed in {clause}", location=inside.location)


def check_grouping(state: ParseState, query: Query) -> None:
    """Raise 42803 for a column that is neither grouped, nor aggregated, nor determined by a grouped primary key."""
    checker = _Checker(state, query)
    for entry in query.targets:
        checker.check(entry.expr)
    if query.having is not None:
        checker.check(query.having)
    for key in query.sort:
        checker.check(key.expr)
    for expr in query.distinct_on:
        checker.check(expr)


class _Checker:
    def __init__(self, state: ParseState, query: Query) -> None:
        self.level = state.level
        self.group = query.group
        sets = query.grouping_sets or (query.group,)
        self.always = tuple(expr for expr in query.group if all(expr in found for found in sets))
        self.determined: dict[RangeTblEntry, bool] = {}
        self.direct = False
        """Whether it is a direct argument that is looked at."""

    def check(self, expr: Expr) -> None:
        if expr in self.group:
            return
        if isinstance(expr, Aggref):
            for direct in expr.direct if expr.level == self.level else ():
                self._check_direct(direct)
            return
        if isinstance(expr, GroupingFunc) and expr.level == self.level:
            for arg in expr.args:
                if arg not in self.group:
                    raise PgError(
                        "42803",
                        "arguments to GROUPING must be grouping expressions of the associated query level",
                        location=arg.at,
                    )
            return
        if (rte := _entry(expr)) is not None and rte.level == self.level:
            if not self._is_determined(rte):
                raise self._error(expr, rte)
            return
        for child in _in_postgresqls_order(expr):
            self.check(child)
        if isinstance(expr, SubLink):
            for inner, rte in outer_columns(expr.subquery, self.level):
                if inner not in self.group and not self._is_determined(rte):
                    raise subquery_grouping_error(_name(inner, rte), at=inner.location)

    def _check_direct(self, expr: Expr) -> None:
        self.direct = True
        self.check(expr)
        self.direct = False

    def _is_determined(self, rte: RangeTblEntry) -> bool:
        """Whether the group holds the whole primary key of the table, so that it fixes all its columns."""
        known = self.determined.get(rte)
        if known is None:
            key = rte.relation.primary_key if rte.relation is not None and rte.kind == "relation" else None
            grouped = {expr.attno for expr in self.always if isinstance(expr, Var) and expr.rte is rte}
            known = key is not None and not key.deferrable and set(key.columns) <= grouped
            self.determined[rte] = known
        return known

    def _error(self, expr: Expr, rte: RangeTblEntry) -> PgError:
        error = grouping_error(_name(expr, rte), at=expr.location)
        if self.direct:
            error.detail = "Direct arguments of an ordered-set aggregate must use only grouped columns."
        return error


def _in_postgresqls_order(expr: Expr) -> list[Expr]:
    """The parts of an expression: arguments with names as they are written, a subscript before what it belongs to."""
    parts = list(children(expr))
    if isinstance(expr, FuncExpr) and expr.proc.proargnames:
        return sorted(parts, key=lambda part: part.at if part.at >= 0 else inf)  # those of VARIADIC come last
    return [*parts[1:], parts[0]] if isinstance(expr, SubscriptExpr) else parts


def _entry(expr: Expr) -> RangeTblEntry | None:
    """What a column, or a whole row, is of; the row of a join is its columns."""
    if isinstance(expr, RowExpr):
        return expr.whole if expr.whole is not None and expr.whole.kind != "join" else None
    return expr.rte if isinstance(expr, Var) else None


def _name(expr: Expr, rte: RangeTblEntry) -> str:
    column = "*"
    if isinstance(expr, Var):
        column = "ctid" if expr.attno == CTID else rte.columns[expr.attno - 1].name
    return f"{rte.alias}.{column}" if rte.alias else column


def outer_columns(query: Query, level: int) -> list[tuple[Expr, RangeTblEntry]]:
    """The columns and whole rows of query level `level` that a subquery uses outside its aggregates over that level."""
    return [part for expr in query_expressions(query) for part in _columns_of(expr, level)]


def _columns_of(expr: Expr, level: int) -> list[tuple[Expr, RangeTblEntry]]:
    if (rte := _entry(expr)) is not None and (isinstance(expr, Var) or rte.level == level):
        return [(expr, rte)] if rte.level == level else []
    if isinstance(expr, Aggref) and expr.level == level:
        return []
    found = [part for child in children(expr) for part in _columns_of(child, level)]
    if isinstance(expr, SubLink):
        found.extend(outer_columns(expr.subquery, level))
    return found


def query_expressions(query: Query) -> list[Expr]:
    """Every expression at the top of a query's clauses, subqueries in FROM included."""
    found: list[Expr] = [entry.expr for entry in (*query.targets, *query.returning)]
    found.extend(expr for expr in (query.where, query.having, query.limit, query.offset) if expr is not None)
    found.extend((*query.group, *query.distinct_on, *_sort_expressions(query.sort)))
    found.extend(expr for row in query.values for expr in row)
    found.extend(assignment.expr for assignment in query.assignments)
    for item in query.from_items:
        found.extend(_from_expressions(item))
    for cte in query.ctes:
        if cte.query is not None:
            found.extend(query_expressions(cte.query))
    if query.set_operation is not None:
        found.extend(_operand_expressions(query.set_operation))
    if query.source is not None:
        found.extend(query_expressions(query.source))
    return found


def _sort_expressions(sort: Sequence[SortKey]) -> list[Expr]:
    return [key.expr for key in sort]


def _operand_expressions(operand: SetOperation | Query) -> list[Expr]:
    if isinstance(operand, Query):
        return query_expressions(operand)
    return [*_operand_expressions(operand.left), *_operand_expressions(operand.right)]


def _from_expressions(item: object) -> list[Expr]:
    from_rte = getattr(item, "rte", None)
    if from_rte is not None:
        found = list(from_rte.functions)
        if from_rte.subquery is not None:
            found.extend(query_expressions(from_rte.subquery))
        return found
    left, right, quals = (getattr(item, name) for name in ("left", "right", "quals"))
    return [*_from_expressions(left), *_from_expressions(right), *([quals] if quals is not None else [])]
