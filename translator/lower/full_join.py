"""FULL JOIN on conditions that PostgreSQL can neither merge nor hash, which it refuses while it plans: before the
statement runs, unless a constant in the condition turns out to be false.

Before that it makes an outer join of a lesser kind where a condition above drops the rows without a match. Mirrors
reduce_outer_joins, select_mergejoin_clauses and hash_inner_and_outer.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import query_expressions
from translator.catalog.image import CatalogImage
from translator.lower import build
from translator.lower.canonical import canonical, conjuncts
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.lower.folding import is_immutable, is_known_null, is_strict
from translator.lower.pull_up import entries, merged, named_by

REFUSAL = "pg_full_join_refused"
Rows = frozenset[q.RangeTblEntry]
_NONE: Rows = frozenset()
_PASSING = (q.RelabelType, q.CoerceViaIO, q.ArrayCoerceExpr, q.CollateExpr, q.ConvertRowtypeExpr)


def refuse_full_joins(lowering: Lowering, query: q.Query) -> None:
    """Note when FULL JOINs of a query stay such that can be neither merged nor hashed, which is an error 0A000 then."""
    if any(isinstance(item, q.JoinExpr) or merged(item.rte) is not None for item in query.from_items):
        search = _Search(lowering, lowering.catalog, lowering.reduced)
        search.lesser.update(_without_rows(lowering.catalog, query))
        above = search.needed(query.where, whole=True)
        for item in query.from_items:
            search.look(item, above)


def _without_rows(catalog: CatalogImage, query: q.Query) -> Iterator[int]:
    """The identity of the join that a whole query is over, where a constant says that no row of it is wanted."""
    refuted = False
    while True:
        refuted = refuted or any(_is_refuted(catalog, clause) for clause in _clauses(query.where))
        item = query.from_items[0] if len(query.from_items) == 1 else None
        inner = merged(item.rte) if isinstance(item, q.RangeTblRef) else None
        if inner is None:
            break
        query = inner
    if refuted and isinstance(item, q.JoinExpr):
        yield id(item)


def _clauses(condition: q.Expr | None) -> tuple[q.Expr, ...]:
    return () if condition is None else conjuncts(canonical(condition))


def _is_refuted(catalog: CatalogImage, clause: q.Expr) -> bool:
    """Whether a condition is the constant false, or NULL by a constant in it."""
    return (isinstance(clause, q.Const) and not clause.value) or is_known_null(catalog, clause)


class _Search(Struct, frozen=True):
    """What is found of the joins of one query; `lesser` are the FULL JOINs that have become others."""

    lowering: Lowering
    catalog: CatalogImage
    lesser: set[int]

    def look(self, item: q.FromItem, above: Rows) -> None:
        """Look at a join and those in it; `above` are the entries of which rows without a match are dropped."""
        if isinstance(item, q.RangeTblRef):
            subquery = merged(item.rte)
            for inner in () if subquery is None else subquery.from_items:
                self.look(inner, above | (_NONE if subquery is None else self.needed(subquery.where, whole=True)))
            return
        left, right = self._members(item.left), self._members(item.right)
        kind = item.kind
        if kind == "full":
            kind = {(True, True): "inner", (True, False): "left", (False, True): "right"}.get(
                (bool(above & left), bool(above & right)), kind
            )
            if kind != "full":
                self.lesser.add(id(item))
            elif id(item) not in self.lesser:
                self._require_joinable(item, left, right)
        elif (kind == "left" and above & right) or (kind == "right" and above & left):
            kind = "inner"
        own = self.needed(item.quals, whole=True)
        self.look(item.left, {"left": above, "right": own, "full": _NONE}.get(kind, above | own))
        self.look(item.right, {"right": above, "left": own, "full": _NONE}.get(kind, above | own))

    def _members(self, item: q.FromItem) -> Rows:
        """The entries that a side of a join is made of, with those of the subqueries that planning merges."""
        found: set[q.RangeTblEntry] = set()
        for rte in entries(item):
            found.add(rte)
            subquery = merged(rte)
            for inner in () if subquery is None else subquery.from_items:
                found |= self._members(inner)
        return frozenset(found)

    def needed(self, expr: q.Expr | None, *, whole: bool = False) -> Rows:
        """The entries of which a row that is all NULL makes an expression NULL, or a `whole` condition not true."""
        match expr:
            case None:
                return _NONE
            case _ if is_known_null(self.catalog, expr):
                return _NONE
            case q.Var():
                behind = named_by(expr)
                return frozenset({expr.rte}) | (_NONE if behind is None else self.needed(behind))
            case q.BoolExpr(op="not"):
                return self.needed(expr.args[0])
            case q.BoolExpr(op="and") if any(_is_refuted(self.catalog, arg) for arg in expr.args):
                return _NONE
            case q.BoolExpr():
                parts = [self.needed(arg, whole=whole) for arg in expr.args]
                together = frozenset.union if whole and expr.op == "and" else frozenset.intersection
                return together(*parts)
            case q.NullTest():
                return self.needed(expr.arg) if whole and not expr.is_null and not expr.row else _NONE
            case q.BooleanTest():
                drops_null = expr.negated if expr.value is None else not expr.negated
                return self.needed(expr.arg, whole=expr.value == 1) if whole and drops_null else _NONE
            case q.ScalarArrayOpExpr() | q.InListExpr():
                return self.needed(q.children(expr)[0])
            case _ if isinstance(expr, _PASSING) or is_strict(self.catalog, expr):
                return frozenset().union(*map(self.needed, q.children(expr)))
        return _NONE

    def _require_joinable(self, item: q.JoinExpr, left: Rows, right: Rows) -> None:
        clauses = _clauses(item.quals)
        if any(_is_refuted(self.catalog, clause) for clause in clauses):
            return
        kinds = [self._kinds(clause, left, right) for clause in clauses if not self._is_constant(clause)]
        if all(merges for merges, _ in kinds) or any(hashes for _, hashes in kinds):
            return
        constants = [lower_expr(self.lowering, clause) for clause in clauses if self._is_constant(clause)]
        refusal: exp.Expression = build.call(REFUSAL)
        if constants:
            refusal = build.case([(build.conjunction(constants), refusal)], None)
        self.lowering.refusals.append(refusal)

    def _is_constant(self, clause: q.Expr) -> bool:
        """Whether planning computes a clause, or finds it to be true by a constant in it."""
        if isinstance(clause, q.BoolExpr) and clause.op == "or":
            return any(isinstance(arg, q.Const) and arg.value for arg in clause.args)
        return all(
            is_immutable(self.catalog, part) and not isinstance(part, (q.Var, q.SubLink)) for part in q.walk(clause)
        )

    def _kinds(self, clause: q.Expr, left: Rows, right: Rows) -> tuple[bool, bool]:
        """Whether a clause can be merged, and whether it can be hashed."""
        clause = self._without_not(clause)
        if not isinstance(clause, q.OpExpr) or len(clause.args) != 2 or self._is_volatile(clause):
            return False, False
        first, second = (self._named(arg) & (left | right) for arg in clause.args)
        sides = (first <= left and second <= right) or (first <= right and second <= left)
        joins = bool(first and second) and sides
        return joins and clause.operator.oprcanmerge, joins and clause.operator.oprcanhash

    def _without_not(self, clause: q.Expr) -> q.Expr:
        """NOT over an operator as the operator that negates it."""
        if not isinstance(clause, q.BoolExpr) or clause.op != "not":
            return clause
        denied = self._without_not(clause.args[0])
        if not isinstance(denied, q.OpExpr) or not denied.operator.oprnegate:
            return clause
        return replace(denied, operator=self.catalog.operator(denied.operator.oprnegate))

    def _is_volatile(self, clause: q.Expr) -> bool:
        return any(isinstance(part, q.FuncExpr) and part.proc.provolatile == "v" for part in q.walk(clause))

    def _named(self, expr: q.Expr) -> Rows:
        """The entries that an expression has columns of, those of its subqueries included."""
        found: set[q.RangeTblEntry] = set()
        for part in q.walk(expr):
            if isinstance(part, q.Var) and part.rte.kind == "join" and (behind := named_by(part)) is not None:
                found |= self._named(behind)
            elif isinstance(part, q.Var):
                found.add(part.rte)
            elif isinstance(part, q.SubLink):
                for inner in query_expressions(part.subquery):
                    found |= self._named(inner)
        return frozenset(found)
