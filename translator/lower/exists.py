"""EXISTS as membership, where SQLite would look through the subquery's rows again for each row outside.

PostgreSQL joins such a query by hashing; SQLite gathers IN's values once, but looks for EXISTS without an index anew.
"""

from __future__ import annotations

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import refers_outside
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lower_subquery
from translator.lower.proc import lower_operator
from translator.types import oids

KEY = "key"


def lower_membership(lowering: Lowering, query: q.Query) -> exp.Expression | None:
    """`outside = inside` as the only tie to the query around it: outside IN (SELECT inside ...).  None where the query
    is another one, and where an index finds the rows.
    """
    if not _is_plain(query) or query.where is None:
        return None
    tie: tuple[q.OpExpr, q.Expr, q.Var] | None = None
    others: list[q.Expr] = []
    for part in _conjuncts(query.where):
        if not refers_outside(query, part):
            others.append(part)
        elif tie is None and (found := _tie(query, part)) is not None:
            tie = found
        else:
            return None
    if tie is None or _is_indexed(tie[2]):
        return None
    condition, outside, inside = tie
    others.append(q.NullTest(inside, False, type=oids.BOOL))
    where = others[0] if len(others) == 1 else q.BoolExpr("and", tuple(others), type=oids.BOOL)
    members = replace(query, targets=(q.TargetEntry(inside, KEY),), where=where, distinct=False, sort=())
    (rows, name), volatile = lowering.noting_volatility(lambda: lower_subquery(lowering, members))
    if volatile:  # what is computed for each row outside
        return None
    key, value = build.column(name, KEY), lower_expr(lowering, outside)
    test = lower_operator(lowering, condition.operator, [value, key], [outside.type, inside.type], condition.location)
    if not isinstance(test, exp.EQ) or test.expression != key:
        return None
    found_keys = exp.Subquery(this=exp.Select(expressions=[key], from_=exp.From(this=rows)))
    return build.conjunction([build.is_not_null(value.copy()), exp.In(this=test.this, query=found_keys)])


def _is_plain(query: q.Query) -> bool:
    """Whether the rows are those of tables that meet a condition, no matter what is selected of them."""
    if query.grouped or query.group or query.having is not None or query.limit is not None or query.offset is not None:
        return False
    if query.set_operation is not None or query.values or query.ctes or query.row_marks or query.distinct_on:
        return False
    if any(True for entry in query.targets for _ in q.sets_in(entry.expr)):
        return False
    return bool(query.from_items) and all(
        isinstance(item, q.RangeTblRef) and item.rte.kind == "relation" for item in query.from_items
    )


def _conjuncts(condition: q.Expr) -> list[q.Expr]:
    if isinstance(condition, q.BoolExpr) and condition.op == "and":
        return [part for arg in condition.args for part in _conjuncts(arg)]
    return [condition]


def _tie(query: q.Query, part: q.Expr) -> tuple[q.OpExpr, q.Expr, q.Var] | None:
    if not isinstance(part, q.OpExpr) or part.operator.oprname != "=" or len(part.args) != 2:
        return None
    for inside, outside in (part.args, part.args[::-1]):
        if (
            isinstance(inside, q.Var)
            and inside.rte.level == query.level
            and isinstance(outside, q.Var)
            and outside.rte.level < query.level
            and inside.type == outside.type
        ):
            return part, outside, inside
    return None


def _is_indexed(column: q.Var) -> bool:
    relation = column.rte.relation
    assert relation is not None
    return any(index.columns[0].number == column.attno for index in relation.indexes)
