"""Casts to domains: the value, unless a check fails."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.domain_checks import DomainCheck, domain_checks
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers
from translator.lower.once import KEEP, KEPT

_SIMPLE = (exp.Column, exp.Literal, exp.Placeholder, exp.Null)


@lowers(q.CoerceToDomain)
def lower_domain(lowering: Lowering, expr: q.CoerceToDomain) -> exp.Expression:
    """A CASE over the value, which is computed once, except where SQLite allows no function of ours."""
    value = lower_expr(lowering, expr.arg)
    checks = domain_checks(lowering.analysis, expr.type)
    if not checks:
        return value
    if isinstance(value, _SIMPLE) or not lowering.lift:
        return _checked(lowering, expr, checks, value)
    number = build.integer(lowering.keep())
    checked = _checked(lowering, expr, checks, build.call(KEPT, number))
    return build.case([(build.call(KEEP, number.copy(), value), checked)], None)


def _checked(
    lowering: Lowering, expr: q.CoerceToDomain, checks: tuple[DomainCheck, ...], value: exp.Expression
) -> exp.Expression:
    """SQLite stops at the first check that fails, as PostgreSQL does."""
    row = lowering.catalog.type(expr.type)
    namespace = lowering.catalog.namespace_by_oid(row.typnamespace)
    names = [lowering.catalog.format_type(expr.type), "" if namespace is None else namespace.nspname, row.typname]
    literals = [exp.Literal.string(name) for name in names]
    branches = []
    for check in checks:
        if check.condition is None:
            failed: exp.Expression = build.is_null(value.copy())
            error = build.call("pg_domain_null", *literals)
        else:
            failed = exp.Not(this=build.wrap(_condition(lowering, check, value)))
            error = build.call("pg_domain_check", *literals, exp.Literal.string(check.name))
        branches.append((failed, error))
    return build.case(branches, value)


def _condition(lowering: Lowering, check: DomainCheck, value: exp.Expression) -> exp.Expression:
    """The check's condition on the value; the domain may be met again inside it."""
    assert check.condition is not None
    before = lowering.placeholders.get(check.value)
    lowering.placeholders[check.value] = value
    try:
        return lower_expr(lowering, check.condition)
    finally:
        if before is None:
            del lowering.placeholders[check.value]
        else:
            lowering.placeholders[check.value] = before
