"""WITH CHECK OPTION: the rows that a statement writes through a view are looked at on their way out, in RETURNING.

Manual: CREATE VIEW.
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.catalog.relation import Relation
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.lower.generated import reads_generated, with_generated
from translator.types import oids


def checked(lowering: Lowering, target: q.RangeTblEntry, query: q.Query, value: exp.Expression) -> exp.Expression:
    """The value, if the row meets the conditions of the views; else 44000 with the row.  Its columns are written as
    RETURNING names them.
    """
    if not query.is_checked:
        return value
    policies = [policy_test(lowering, target, check) for check in query.policy_checks]
    if policies and query.on_conflict is not None:
        policies = [_if_updated(target, build.conjunction(policies))]
    checks = build.conjunction([*policies, *(_check(lowering, target, query, *check) for check in query.checks)])
    return build.case([(checks, value)], None)


def _check(lowering: Lowering, target: q.RangeTblEntry, query: q.Query, view: str, condition: q.Expr) -> exp.Expression:
    """True, or 44000 with the row, unless policies might hide it."""
    relation = target.relation
    assert relation is not None
    shown = () if query.secured else relation.columns
    types = shown_types(relation) if shown else ""
    row = [VIRTUAL if attribute.generated == "v" else build.column(None, attribute.physical) for attribute in shown]
    return build.call(
        "pg_check_option", lower_expr(lowering, condition), exp.Literal.string(view), exp.Literal.string(types), *row
    )


def shown_types(relation: Relation) -> str:
    """The types of a row's columns as an error's detail shows them: virtual ones are not computed for it."""
    return ",".join(str(oids.TEXT if known.generated == "v" else known.type) for known in relation.columns)


VIRTUAL = exp.Literal.string("virtual")
"""What it shows for them."""


def policy_test(lowering: Lowering, target: q.RangeTblEntry, check: q.PolicyCheck) -> exp.Expression:
    """True, or 42501."""
    assert target.relation is not None
    names = (exp.Literal.string(target.relation.name), exp.Literal.string(check.policy))
    return build.call("pg_check_policy", lower_expr(lowering, check.condition), *names, build.integer(check.kind))


def _if_updated(target: q.RangeTblEntry, test: exp.Expression) -> exp.Expression:
    """The test of a row that INSERT ... ON CONFLICT has updated; one that it has inserted was looked at before."""
    assert target.relation is not None
    row = [build.integer(target.relation.oid), build.column(None, "rowid")]
    return build.case([(build.call("pg_upsert_updated", *row), test)], build.integer(1))


def checked_source(lowering: Lowering, query: q.Query, rows: exp.Expression) -> exp.Expression:
    """The rows of an INSERT ... ON CONFLICT, each looked at before anything else happens to it."""
    target = query.target
    if not query.source_checks or target is None:
        return rows
    relation = target.relation
    assert relation is not None
    alias, names = lowering.name("proposed"), [str(number) for number in query.insert_columns]
    lowering.inlined[target] = [
        build.column(alias, str(attribute.number)) if attribute.number in query.insert_columns else build.null()
        for attribute in relation.attributes
    ]
    if reads_generated(target, relation, *(check.condition for check in query.source_checks)):
        lowering.inlined[target] = with_generated(lowering, relation, lowering.inlined[target])
    tests = [policy_test(lowering, target, check) for check in query.source_checks]
    del lowering.inlined[target]
    columns = exp.TableAlias(this=build.identifier(alias), columns=[build.identifier(name) for name in names])
    return exp.Select(
        expressions=[build.column(alias, name) for name in names],
        from_=exp.From(this=exp.Table(this=build.identifier(alias))),
        where=exp.Where(this=build.conjunction(tests)),
        with_=exp.With(expressions=[exp.CTE(this=rows, alias=columns, materialized=True)]),
    )


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
