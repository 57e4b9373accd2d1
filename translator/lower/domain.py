"""Casts to domains: the value, unless a check fails."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.domain_checks import DomainCheck, domain_checks
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers

_SIMPLE = (exp.Column, exp.Literal, exp.Placeholder, exp.Null)


@lowers(q.CoerceToDomain)
def lower_domain(lowering: Lowering, expr: q.CoerceToDomain) -> exp.Expression:
    """A CASE over the value, which is computed once, except where SQLite allows no subquery."""
    value = lower_expr(lowering, expr.arg)
    checks = domain_checks(lowering.analysis, expr.type)
    if not checks:
        return value
    if isinstance(value, _SIMPLE) or not lowering.lift:
        return _checked(lowering, expr, checks, value)
    name = lowering.name("checked")
    inner = exp.Select(expressions=[exp.Alias(this=value, alias=build.identifier("value"))])
    table = exp.Subquery(this=inner, alias=exp.TableAlias(this=build.identifier(name)))
    checked = _checked(lowering, expr, checks, build.column(name, "value"))
    return exp.Subquery(this=exp.Select(expressions=[checked], from_=exp.From(this=table)))


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
