"""Aggregates and window functions to SQLite."""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.errors import feature_not_supported, null_value_not_allowed
from translator.lower import build, implementation
from translator.lower import dispatch as expressions
from translator.lower.context import Lowering


@expressions.lowers(q.Aggref)
def lower_aggregate(lowering: Lowering, expr: q.Aggref) -> exp.Expression:
    """An aggregate with its DISTINCT, ORDER BY and FILTER.  PostgreSQL sorts what DISTINCT leaves, so the order is
    asked for.
    """
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    types = [arg.type for arg in expr.args]
    order = expr.order or (tuple(q.SortKey(arg, False, False) for arg in expr.args[:1]) if expr.distinct else ())
    result = _call(lowering, expr, args, types, order=order, distinct=expr.distinct)
    return _filtered(lowering, result, expr.filter)


def _call(
    lowering: Lowering,
    expr: q.Aggref | q.WindowFunc,
    args: list[exp.Expression],
    types: list[int],
    *,
    order: tuple[q.SortKey, ...],
    distinct: bool,
) -> exp.Expression:
    if expr.star:
        return exp.Count(this=exp.Star())
    signature = expr.proc.signature
    inputs = (
        [exp.Distinct(expressions=[expressions.distinct_value(lowering, args[0], types[0])])]
        if distinct and len(args) == 1
        else args
    )
    native = implementation.native_aggregate(signature, inputs)
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
        inside = [exp.Distinct(expressions=[expressions.distinct_value(lowering, inside[0], types[0])])]
    if order:
        keys = expressions.lower_sort(lowering, order)
        assert keys is not None
        inside[-1] = exp.Order(this=inside[-1], expressions=keys.expressions)
    call.set("expressions", inside)


def _filtered(lowering: Lowering, call: exp.Expression, condition: q.Expr | None) -> exp.Expression:
    if condition is None:
        return call
    test = exp.Where(this=expressions.lower_expr(lowering, condition))
    if isinstance(call, (exp.AggFunc, exp.Anonymous)):
        return exp.Filter(this=call, expression=test)
    for aggregate in _aggregates(call):
        aggregate.replace(exp.Filter(this=aggregate.copy(), expression=test.copy()))
    return call


@expressions.lowers(q.WindowFunc)
def lower_window(lowering: Lowering, expr: q.WindowFunc) -> exp.Expression:
    """A window function or an aggregate OVER a window."""
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    types = [arg.type for arg in expr.args]
    if expr.proc.prokind == "w":
        native = implementation.window(expr.proc.signature, args)
        if native is None:
            raise feature_not_supported(f"window function {expr.proc.signature}", at=expr.location)
        call: exp.Expression = native
    else:
        call = _call(lowering, expr, args, types, order=(), distinct=False)
        if isinstance(call, exp.Anonymous):
            call.set("this", implementation.window_name(str(call.this), expr.proc.signature))
    return _over(lowering, _filtered(lowering, call, expr.filter), expr.window)


def _over(lowering: Lowering, call: exp.Expression, window: q.WindowClause) -> exp.Expression:
    """OVER goes to the aggregate itself, which a native form may have wrapped in other functions."""
    if isinstance(call, (exp.AggFunc, exp.Anonymous, exp.Filter)) or not _aggregates(call):
        return _window(lowering, call, window)
    for aggregate in _aggregates(call):
        target = aggregate.parent if isinstance(aggregate.parent, exp.Filter) else aggregate
        assert target is not None
        target.replace(_window(lowering, target.copy(), window))
    return call


def _aggregates(call: exp.Expression) -> list[exp.Expression]:
    found: list[exp.Expression] = []
    for node in call.walk():
        if isinstance(node, exp.Expression) and (
            isinstance(node, exp.AggFunc) or implementation.is_aggregate_call(node)
        ):
            found.append(node)
    return found


def _window(lowering: Lowering, call: exp.Expression, window: q.WindowClause) -> exp.Window:
    partition = [
        expressions.sortable(lowering, expressions.lower_expr(lowering, key), key.type) for key in window.partition
    ]
    return exp.Window(
        this=call,
        partition_by=partition,
        order=expressions.lower_sort(lowering, window.order),
        spec=_frame(lowering, window),
        over="OVER",
    )


def _frame(lowering: Lowering, window: q.WindowClause) -> exp.WindowSpec | None:
    if window.mode is None or window.start is None or window.end is None:
        return None
    start, start_side = _bound(lowering, window.start, "starting")
    end, end_side = _bound(lowering, window.end, "ending")
    return exp.WindowSpec(
        kind=window.mode.upper(),
        start=start,
        start_side=start_side,
        end=end,
        end_side=end_side,
        exclude=exp.Var(this=window.exclude.upper()) if window.exclude else None,
    )


def _bound(lowering: Lowering, bound: q.FrameBound, which: str) -> tuple[str | exp.Expression, str | None]:
    """A frame's bound; SQLite takes no function calls in it.  Raises PgError 22004, 0A000."""
    if bound.kind == "current row":
        return "CURRENT ROW", None
    side = "PRECEDING" if bound.kind.endswith("preceding") else "FOLLOWING"
    if bound.offset is None:
        return "UNBOUNDED", side
    offset = expressions.lower_expr(lowering, bound.offset)
    if isinstance(offset, exp.Null):
        raise null_value_not_allowed(f"frame {which} offset must not be null")
    if offset.find(exp.Anonymous) is not None:
        raise feature_not_supported("a computed offset of a window frame")
    return build.wrap(offset), side
