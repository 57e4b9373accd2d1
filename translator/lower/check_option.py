"""WITH CHECK OPTION: the rows that a statement writes through a view are looked at on their way out, in RETURNING.

Manual: CREATE VIEW.
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr


def checked(lowering: Lowering, target: q.RangeTblEntry, query: q.Query, value: exp.Expression) -> exp.Expression:
    """The value, if the row meets the conditions of the views; else 44000 with the row.  Its columns are written as
    RETURNING names them.
    """
    if not query.is_checked:
        return value
    policies = [_policy(lowering, target, *check) for check in query.policy_checks]
    checks = build.conjunction([*policies, *(_check(lowering, target, *check) for check in query.checks)])
    return build.case([(checks, value)], None)


def _check(lowering: Lowering, target: q.RangeTblEntry, view: str, condition: q.Expr) -> exp.Expression:
    """True, or 44000 with the row."""
    relation = target.relation
    assert relation is not None
    types = ",".join(str(attribute.type) for attribute in relation.columns)
    row = [build.column(None, attribute.physical) for attribute in relation.columns]
    return build.call(
        "pg_check_option", lower_expr(lowering, condition), exp.Literal.string(view), exp.Literal.string(types), *row
    )


def _policy(lowering: Lowering, target: q.RangeTblEntry, policy: str, condition: q.Expr) -> exp.Expression:
    """True, or 42501."""
    assert target.relation is not None
    names = (exp.Literal.string(target.relation.name), exp.Literal.string(policy))
    return build.call("pg_check_policy", lower_expr(lowering, condition), *names)


def checked_returning(
    lowering: Lowering, target: q.RangeTblEntry, query: q.Query, value: exp.Expression
) -> exp.Returning:
    """RETURNING of one value for each row that passes the checks."""
    relation = target.relation
    assert relation is not None
    lowering.name(relation.physical)  # which is what RETURNING calls the row, so that nothing in a subquery may
    before = lowering.aliases.get(target)
    lowering.aliases[target] = relation.physical
    expression = exp.Alias(this=checked(lowering, target, query, value), alias=build.identifier("checked"))
    if before is not None:
        lowering.aliases[target] = before
    return exp.Returning(expressions=[expression])
