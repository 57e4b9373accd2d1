"""Calls that PostgreSQL finds to be NULL while it plans: a strict function of a NULL constant.

What its other arguments would raise is then never raised, but for those that are constants themselves, which
PostgreSQL computes first. Mirrors eval_const_expressions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from translator import query as q
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgProc
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.lower.implementation import is_implemented

_PASSING = (q.RelabelType, q.CollateExpr, q.CoerceViaIO, q.ArrayCoerceExpr)
"""Expressions that are NULL when their argument is."""
_KEEPING = (q.Aggref, q.WindowFunc, q.GroupingFunc, q.SubLink)
"""Expressions that say something about their query, which is lost without them."""
_CONSTANT = (q.Const, q.FuncExpr, q.OpExpr, q.RelabelType, q.CollateExpr, q.ArrayExpr, q.CoalesceExpr, q.CaseExpr,
             q.NullTest, q.BoolExpr, q.BooleanTest)  # fmt: skip


def null_call(lowering: Lowering, proc: PgProc, args: Sequence[q.Expr]) -> exp.Expression | None:
    """The form of a strict call that has a NULL constant among its arguments; None for any other call."""
    if not proc.proisstrict or not is_implemented(proc.signature):
        return None
    if not any(_is_null(lowering.catalog, arg) for arg in args) or any(map(_must_stay, args)):
        return None
    computed = [
        build.is_null(build.wrap(lower_expr(lowering, part)))
        for arg in args
        for part in _constant_calls(lowering.catalog, arg)
    ]
    if not computed:
        return build.null()
    test = computed[0]
    for other in computed[1:]:
        test = exp.Add(this=build.wrap(test), expression=build.wrap(other))
    return build.case([(test, build.null())], build.null())


def _is_null(catalog: CatalogImage, expr: q.Expr) -> bool:
    if isinstance(expr, q.Const):
        return expr.value is None
    if isinstance(expr, _PASSING):
        return _is_null(catalog, expr.arg)
    return _is_strict(catalog, expr) and any(_is_null(catalog, arg) for arg in q.children(expr))


def _is_strict(catalog: CatalogImage, expr: q.Expr) -> bool:
    if isinstance(expr, q.FuncExpr):
        return expr.proc.proisstrict and not expr.proc.proretset
    return isinstance(expr, q.OpExpr) and catalog.proc(expr.operator.oprcode).proisstrict


def _must_stay(arg: q.Expr) -> bool:
    return any(
        isinstance(part, _KEEPING) or (isinstance(part, q.FuncExpr) and part.proc.proretset) for part in q.walk(arg)
    )


def _constant_calls(catalog: CatalogImage, expr: q.Expr) -> Iterator[q.Expr]:
    """The outermost calls within an expression whose value is known while planning."""
    if isinstance(expr, q.Const):
        return
    if all(_is_constant(catalog, part) for part in q.walk(expr)):
        yield expr
        return
    for child in q.children(expr):
        yield from _constant_calls(catalog, child)


def _is_constant(catalog: CatalogImage, part: q.Expr) -> bool:
    if isinstance(part, q.FuncExpr):
        return part.proc.provolatile == "i"
    if isinstance(part, q.OpExpr):
        return catalog.proc(part.operator.oprcode).provolatile == "i"
    if isinstance(part, q.CoerceViaIO):
        output, read = (catalog.type(catalog.base_type(oid)) for oid in (part.arg.type, part.type))
        return all(catalog.proc(oid).provolatile == "i" for oid in (output.typoutput, read.typinput))
    return isinstance(part, _CONSTANT)
