"""Aggregates to SQLite."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.aggregate import every_part
from translator.errors.statements import feature_not_supported
from translator.lower import build, implementation
from translator.lower import dispatch as expressions
from translator.lower.condition import lower_test
from translator.lower.context import Lowering
from translator.lower.nodes import nodes
from translator.lower.own_aggregate import call_own, is_own, of_no_rows, with_known
from translator.types import oids


@expressions.lowers(q.Aggref)
def lower_aggregate(lowering: Lowering, expr: q.Aggref) -> exp.Expression:
    """An aggregate with its DISTINCT, ORDER BY and FILTER.  PostgreSQL sorts what DISTINCT leaves, so the order is
    asked for.
    """
    expr = with_known(lowering.catalog, expr)
    if expr.within_group:
        return filtered(lowering, _ordered_set(lowering, expr), expr.filter)
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    own = _own_column(lowering, expr)
    args[:1] = [_of_its_query(own, arg) for arg in args[:1]]
    types = [arg.type for arg in expr.args]
    sorted_by = [key.expr for key in expr.order]
    others = [arg for arg in dict.fromkeys(expr.args) if arg not in sorted_by] if expr.distinct else []
    order = (*expr.order, *(q.SortKey(arg, False, False) for arg in others))
    result = call_aggregate(lowering, expr, args, types, order=order, distinct=expr.distinct)
    return filtered(lowering, result, expr.filter, own=None if args else own)


def _own_column(lowering: Lowering, expr: q.Aggref) -> exp.Expression | None:
    """A column of the aggregate's own query, without which SQLite would take it for an aggregate of the query whose
    columns it mentions; None where it has one, or mentions no other.
    """
    levels = {part.rte.level for each in expr.args for part in q.walk(each) if isinstance(part, q.Var)}
    if expr.level in levels:
        return None
    columns = [part for part in every_part(expr) if isinstance(part, q.Var)]
    own = next((column for column in columns if column.rte.level == expr.level), None)
    if own is None or all(column.rte.level >= expr.level for column in columns):
        return None
    return expressions.lower_expr(lowering, own)


def _of_its_query(own: exp.Expression | None, part: exp.Expression) -> exp.Expression:
    """The same, whatever the column holds."""
    return part if own is None else build.case([(build.is_null(own.copy()), part)], part.copy())


def _ordered_set(lowering: Lowering, expr: q.Aggref) -> exp.Expression:
    """WITHIN GROUP: the direct arguments, then the ordering columns; hypothetical-set ones are told directions."""
    every = [*expr.direct, *expr.args]
    args = [expressions.lower_expr(lowering, arg) for arg in every]
    types = [arg.type for arg in every]
    call = implementation.aggregate(expr.proc.signature, args, types, distinct=False)
    if call is None:
        raise feature_not_supported(f"aggregate {expr.proc.signature}", at=expr.location)
    if lowering.catalog.aggregate(expr.proc.oid).aggkind == "h":
        directions = ",".join(
            ("desc" if key.descending else "asc") + (" first" if key.nulls_first else " last") for key in expr.order
        )
        call.expressions.insert(1, exp.Literal.string(directions))
        return call
    _apply_order(lowering, call, args, types, expr.order, distinct=False)
    return call


def call_aggregate(
    lowering: Lowering,
    expr: q.Aggref | q.WindowFunc,
    args: list[exp.Expression],
    types: list[int],
    *,
    order: tuple[q.SortKey, ...],
    distinct: bool,
) -> exp.Expression:
    """An aggregate over its lowered arguments."""
    if is_own(lowering.catalog, expr.proc):
        own = call_own(lowering, expr, args, types)
        if distinct:
            own.set("this", f"{own.this}{implementation.DISTINCT_SUFFIX}")
        _apply_order(lowering, own, args, types, order, distinct=distinct)
        return of_no_rows(lowering, expr, own)
    if expr.star:
        return exp.Count(this=exp.Star())
    signature = expr.proc.signature
    if distinct and expr.proc.proname in ("min", "max"):  # which values that are really the same do not change
        native = implementation.native_aggregate(signature, args, types, plain=True)
        if native is not None:
            return native
        distinct = _looks_differ(lowering, types[0])
    inputs = (
        [exp.Distinct(expressions=[expressions.sortable(lowering, args[0], types[0])])]
        if distinct and len(args) == 1
        else args
    )
    native = implementation.native_aggregate(
        signature, inputs, types, plain=isinstance(expr, q.Aggref) and not distinct
    )
    if native is not None:
        return native
    call = implementation.aggregate(signature, args, types, distinct=distinct)
    if call is None:
        raise feature_not_supported(f"aggregate {signature}", at=expr.location)
    _apply_order(lowering, call, args, types, order, distinct=distinct)
    return call


def _apply_order(
    lowering: Lowering,
    call: exp.Anonymous,
    args: list[exp.Expression],
    types: list[int],
    order: tuple[q.SortKey, ...],
    *,
    distinct: bool,
) -> None:
    """DISTINCT goes before the first argument, ORDER BY behind the last."""
    inside = list(call.expressions)
    if distinct and len(inside) == 1:
        inside = [exp.Distinct(expressions=[expressions.sortable(lowering, inside[0], types[0])])]
    if order:
        keys = expressions.lower_sort(lowering, order)
        assert keys is not None
        if isinstance(inside[0], exp.Distinct) and _looks_differ(lowering, types[0]):
            keys.append("expressions", exp.Ordered(this=build.null()))
        inside[-1] = exp.Order(this=inside[-1], expressions=keys.expressions)
    call.set("expressions", inside)


def _looks_differ(lowering: Lowering, oid: int) -> bool:
    """Whether equal values may look different, as 1.0 and 1.00; SQLite keeps the last of them where what is distinct is
    also the only sort key, PostgreSQL the first.
    """
    return lowering.catalog.base_type(oid) in _FLOATS or expressions.collation_of(lowering, oid) is not None


_FLOATS = (oids.FLOAT4, oids.FLOAT8)


def filtered(
    lowering: Lowering, call: exp.Expression, condition: q.Expr | None, *, own: exp.Expression | None = None
) -> exp.Expression:
    """An aggregate with its FILTER; `own` as _own_column says."""
    if condition is None:
        return call
    test = exp.Where(this=_of_its_query(own, lower_test(lowering, condition)))
    inside = aggregates_in(call)
    if not inside or inside[0] is call:
        return exp.Filter(this=call, expression=test)
    for aggregate in inside:
        aggregate.replace(exp.Filter(this=aggregate.copy(), expression=test.copy()))
    return call


def aggregates_in(call: exp.Expression) -> list[exp.Expression]:
    """The aggregates that a native form of one is made of."""
    found: list[exp.Expression] = []
    for node in nodes(call):
        if isinstance(node, exp.Expression) and (
            isinstance(node, exp.AggFunc) or implementation.is_aggregate_call(node)
        ):
            found.append(node)
    return found
