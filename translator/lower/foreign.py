"""Foreign tables in plans: what reads or writes them is refused, since no wrapper has a handler.

PostgreSQL says so when it plans, but for partitions that a condition excludes, and for the rows that go into a
partition when the first of them does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from sqlglot import exp

from translator import query as q
from translator.analyze.from_clause import namespace_item, relation_columns
from translator.analyze.partition import all_of, bound_condition, key_expressions
from translator.analyze.state import ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.foreign_tables import wrapper_of_table
from translator.catalog.relation import Relation
from translator.catalog.rows import PgOperator
from translator.lower import build
from translator.lower.canonical import conjuncts
from translator.lower.condition import lower_filter
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr

REFUSAL = "pg_no_handler"


def refusal(lowering: Lowering, relation: Relation) -> exp.Expression:
    """A call that fails for a foreign table."""
    return build.call(REFUSAL, exp.Literal.string(wrapper_of_table(lowering.catalog, relation).fdwname))


def refuse_foreign(lowering: Lowering, query: q.Query) -> None:
    """Let a plan that reads or changes a foreign table fail before it runs."""
    changed = list(_changed(query))
    for rte, where in [*changed, *((rte, lowering.conditions.get(rte)) for rte in lowering.trees)]:
        assert rte.relation is not None
        if not rte.tree:
            lowering.relations[rte.relation.oid] = None
            continue
        refused = (_Partitions(lowering, rte.relation, given).refusal() for given in _given(rte, where))
        lowering.refusals += [found for found in refused if found is not None]
    for relation in map(lowering.catalog.relation, lowering.relations):
        if relation is not None and relation.foreign is not None:
            lowering.refusals.append(refusal(lowering, relation))


def _changed(query: q.Query) -> Iterator[tuple[q.RangeTblEntry, q.Expr | None]]:
    """The tables that a statement changes, but for those that get rows; those of its WITH included."""
    for cte in query.ctes:
        if cte.query is not None:
            yield from _changed(cte.query)
    if query.target is not None and query.command != "insert":
        yield query.target, query.where if query.command != "merge" else None


def _given(rte: q.RangeTblEntry, where: q.Expr | None) -> Iterator[dict[str, q.Expr]]:
    """The values that a condition leaves to columns that it sets equal to constants or parameters of their type."""
    found: dict[str, Sequence[q.Expr]] = {}
    for part in () if where is None else conjuncts(where):
        column, values = _choices(rte, part)
        if values:
            found[column] = values
    if prod(map(len, found.values())) > _MAX_CHOICES:
        found = {}
    for chosen in product(*found.values()):
        yield dict(zip(found, chosen, strict=True))


_MAX_CHOICES = 100


def _choices(rte: q.RangeTblEntry, part: q.Expr) -> tuple[str, Sequence[q.Expr]]:
    """A column and the values one of which it has: of `=`, IN and OR."""
    if isinstance(part, q.BoolExpr) and part.op == "or":
        arms = [_choices(rte, arg) for arg in part.args]
        (column, *others) = {name for name, _ in arms}
        return ("", ()) if others else (column, [value for _, values in arms for value in values])
    if isinstance(part, q.InListExpr) and not part.negated and _is_equality(part.operator):
        return _column(rte, part.scalar, part.members)
    if isinstance(part, q.OpExpr) and _is_equality(part.operator):
        left, right = part.args
        column, values = _column(rte, left, (right,))
        return (column, values) if values else _column(rte, right, (left,))
    return "", ()


def _is_equality(operator: PgOperator) -> bool:
    return operator.oprname == "=" and operator.oprnamespace == PG_CATALOG


def _column(rte: q.RangeTblEntry, column: q.Expr, values: Sequence[q.Expr]) -> tuple[str, Sequence[q.Expr]]:
    """The column's name with the values, no values where they do not decide."""
    if not isinstance(column, q.Var) or column.rte is not rte or column.attno < 1:
        return "", ()
    if not all(isinstance(value, q.Const | q.Param) and value.type == column.type for value in values):
        return "", ()
    return rte.columns[column.attno - 1].name, values


class _Partitions:
    """The tables below one, as far as rows with the given values may be in them."""

    def __init__(self, lowering: Lowering, relation: Relation, given: Mapping[str, q.Expr]) -> None:
        self.lowering = lowering
        self.relation = relation
        self.given = given

    def refusal(self) -> exp.Expression | None:
        """What fails if any of them is foreign."""
        members = (self.relation, *self.lowering.catalog.descendants(self.relation.oid))
        if not any(member.foreign is not None for member in members):
            return None
        columns = tuple(relation_columns(self.relation))
        row = q.RangeTblEntry("relation", self.relation.name, columns, 0, relation=self.relation)
        values = [self.given.get(column.name) for column in columns]
        self.lowering.inlined[row] = [
            build.null() if value is None else lower_expr(self.lowering, value) for value in values
        ]
        state = ParseState(stored_analysis(self.lowering.catalog, self.lowering.analysis.settings), clause="CHECK")
        state.namespace = [namespace_item(row)]
        lift, self.lowering.lift = self.lowering.lift, False
        try:
            return self._below(state, self.relation)
        finally:
            self.lowering.lift = lift
            del self.lowering.inlined[row]

    def _below(self, state: ParseState, relation: Relation) -> exp.Expression | None:
        if relation.foreign is not None:
            return refusal(self.lowering, relation)
        below = [(child, self._below(state, child)) for child in self.lowering.catalog.children(relation.oid)]
        refused = [found for _, found in below if found is not None]
        if not refused or not self._is_decided(relation):
            return refused[0] if refused else None
        assert relation.partition_key is not None
        keys = key_expressions(state, relation.partition_key, relation)
        branches: list[tuple[exp.Expression, exp.Expression]] = []
        otherwise: exp.Expression | None = None
        for child, found in below:
            assert child.bound is not None
            if child.bound.default:
                otherwise = found
                continue
            test = all_of(bound_condition(state.analysis, relation, keys, child.bound, ()))
            branches.append((lower_filter(self.lowering, test), found or build.null()))
        return build.case(branches, otherwise)

    def _is_decided(self, relation: Relation) -> bool:
        """Whether the given values say in which partition their rows are."""
        key = relation.partition_key
        return key is not None and all(
            column.number and relation.attribute(column.number).name in self.given for column in key.columns
        )
