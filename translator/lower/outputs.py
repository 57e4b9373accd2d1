"""Which columns of a SELECT's subqueries anything asks for; PostgreSQL does not compute the others.

Mirrors remove_unused_subquery_outputs: what is volatile or gives a set stays, and so do all columns of DISTINCT, of set
operations, and of a WITH query that is computed on its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from translator import query as q
from translator.analyze.aggregate import query_expressions
from translator.catalog.image import CatalogImage
from translator.lower.folding import is_known_null


class Outputs:
    """What is asked for in one statement."""

    def __init__(self, catalog: CatalogImage, query: q.Query) -> None:
        self.catalog = catalog
        self._asked: dict[int, set[int]] = {}
        """By a subquery's identity: the numbers, from 1, of its columns."""
        self._idle: dict[int, set[int]] = {}
        self._kept: list[q.Query] = []  # so that no other query gets the identity of one
        self._visit(query, everything=True)

    def asked(self, query: q.Query) -> q.Query:
        """The subquery with NULL for the columns that nothing asks for."""
        asked = self._asked.get(id(query))
        if asked is None or len(asked) == len(query.targets):
            return query
        targets = tuple(
            entry
            if number in asked
            else replace(entry, expr=q.Const(None, type=entry.expr.type, typmod=entry.expr.typmod))
            for number, entry in enumerate(query.targets, start=1)
        )
        return replace(query, targets=targets)

    def idle(self, query: q.Query) -> list[int]:
        """The numbers, from 1, of the volatile columns of a subquery that nothing asks for."""
        return sorted(self._idle.get(id(query), ()))

    def _visit(self, query: q.Query, *, everything: bool) -> None:
        """Ask for what the clauses of a query mention, and for its own columns: all, or those it computes anyway."""
        known = id(query) in self._asked
        self._asked.setdefault(id(query), set())
        if not known:
            self._kept.append(query)
            self._look_inside(query)
        for number, entry in enumerate(query.targets, start=1):
            if everything:
                self._ask(query, number)
            elif not known and self._stays(query, entry.expr):
                self._ask(query, number)
                if any(map(self._is_volatile, _calls(entry.expr))):
                    self._idle.setdefault(id(query), set()).add(number)

    def _look_inside(self, query: q.Query) -> None:
        for cte in query.ctes:
            if cte.query is not None and not self._is_merged(cte):
                self._visit(cte.query, everything=True)
        for expr in _clauses(query):
            self._mark(expr)
        for condition in _conditions(query):
            self._mark(condition, decides=True)
        for rte in q.entries(query.from_items):
            source = _source(rte)
            if source is not None:
                self._visit(source, everything=False)
        for operand in q.operands(query.set_operation) if query.set_operation is not None else ():
            self._visit(operand, everything=True)

    def _is_merged(self, cte: q.CommonTableExpr) -> bool:
        """Whether a WITH query is planned as part of the query that names it."""
        if cte.query is None or cte.query.command != "select" or cte.recursive or cte.materialized:
            return False
        return cte.references == 1 and not any(map(self._is_volatile, _calls(*query_expressions(cte.query))))

    def _ask(self, query: q.Query, number: int) -> None:
        asked = self._asked[id(query)]
        if number not in asked:
            asked.add(number)
            self._mark(query.targets[number - 1].expr)

    def _mark(self, expr: q.Expr, *, decides: bool = False) -> None:
        """Ask for what an expression mentions, unless planning finds its value without. decides: NULL is as false."""
        if is_known_null(self.catalog, expr) or _is_decided(self.catalog, expr, decides=decides):
            return
        if isinstance(expr, q.SubLink):
            self._visit(expr.subquery, everything=True)
        elif isinstance(expr, q.Var):
            self._mark_column(expr)
        for child in q.children(expr):
            self._mark(child, decides=decides and isinstance(expr, q.BoolExpr) and expr.op != "not")

    def _mark_column(self, column: q.Var) -> None:
        if column.rte.join_columns:
            self._mark(column.rte.join_columns[column.attno - 1])
        source = _source(column.rte)
        if source is not None:
            self._visit(source, everything=column.attno <= 0)
            if 0 < column.attno <= len(source.targets):
                self._ask(source, column.attno)
                self._idle.get(id(source), set()).discard(column.attno)

    def _stays(self, query: q.Query, expr: q.Expr) -> bool:
        """Whether a column is computed even if nothing asks for it."""
        if query.command != "select" or query.set_operation is not None or query.values or query.distinct:
            return True
        if expr in (*query.group, *query.distinct_on) or any(key.expr == expr for key in query.sort):
            return True
        return any(_gives_set(call) or self._is_volatile(call) for call in _calls(expr))

    def _is_volatile(self, call: q.FuncExpr | q.OpExpr) -> bool:
        oid = call.proc.oid if isinstance(call, q.FuncExpr) else call.operator.oprcode
        return self.catalog.proc(oid).provolatile == "v"


def _gives_set(call: q.FuncExpr | q.OpExpr) -> bool:
    return isinstance(call, q.FuncExpr) and call.proc.proretset


def _source(rte: q.RangeTblEntry) -> q.Query | None:
    """The query whose columns are those of a range table entry."""
    return rte.cte.query if rte.cte is not None else rte.subquery


def _clauses(query: q.Query) -> Iterator[q.Expr]:
    """What a query computes besides its columns and conditions."""
    yield from (expr for expr in (query.limit, query.offset) if expr is not None)
    yield from query.group
    yield from query.distinct_on
    yield from (key.expr for key in query.sort)
    yield from (expr for row in query.values for expr in row)
    for rte in q.entries(query.from_items):
        yield from rte.functions
        if rte.sample is not None:
            yield from (expr for expr in (rte.sample.percent, rte.sample.seed) if expr is not None)


def _conditions(query: q.Query) -> Iterator[q.Expr]:
    yield from (condition for condition in (query.where, query.having) if condition is not None)
    yield from _joining(query.from_items)


def _joining(items: Sequence[q.FromItem]) -> Iterator[q.Expr]:
    for item in items:
        if isinstance(item, q.JoinExpr):
            yield from _joining((item.left, item.right))
            if item.quals is not None:
                yield item.quals


def _is_decided(catalog: CatalogImage, expr: q.Expr, *, decides: bool) -> bool:
    """Whether a constant decides AND or OR."""
    if not isinstance(expr, q.BoolExpr) or expr.op == "not":
        return False
    decisive = expr.op == "or"
    if any(isinstance(arg, q.Const) and arg.value == decisive and arg.value is not None for arg in expr.args):
        return True
    return decides and expr.op == "and" and any(is_known_null(catalog, arg) for arg in expr.args)


def _calls(*exprs: q.Expr) -> Iterator[q.FuncExpr | q.OpExpr]:
    """The functions and operators of expressions, those of their subqueries included."""
    for expr in exprs:
        for part in q.walk(expr):
            if isinstance(part, (q.FuncExpr, q.OpExpr)):
                yield part
            elif isinstance(part, q.SubLink):
                yield from _calls(*query_expressions(part.subquery))
