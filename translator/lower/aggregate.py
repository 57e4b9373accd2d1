"""Aggregates and window functions to SQLite."""

from __future__ import annotations

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.builtins.frame_spec import FRAME, FrameSpec
from translator.errors import feature_not_supported
from translator.lower import build, implementation
from translator.lower import dispatch as expressions
from translator.lower.context import Lowering
from translator.lower.folding import may_fail
from translator.types import oids


@expressions.lowers(q.Aggref)
def lower_aggregate(lowering: Lowering, expr: q.Aggref) -> exp.Expression:
    """An aggregate with its DISTINCT, ORDER BY and FILTER.  PostgreSQL sorts what DISTINCT leaves, so the order is
    asked for.
    """
    if expr.within_group:
        return _filtered(lowering, _ordered_set(lowering, expr), expr.filter)
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    types = [arg.type for arg in expr.args]
    order = expr.order or (tuple(q.SortKey(arg, False, False) for arg in expr.args[:1]) if expr.distinct else ())
    result = _call(lowering, expr, args, types, order=order, distinct=expr.distinct)
    return _filtered(lowering, result, expr.filter)


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
    distinct = distinct and expr.proc.proname not in ("min", "max")  # which repeated values do not change
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
        inside[-1] = exp.Order(this=inside[-1], expressions=keys.expressions)
    call.set("expressions", inside)


def _filtered(lowering: Lowering, call: exp.Expression, condition: q.Expr | None) -> exp.Expression:
    if condition is None:
        return call
    test = exp.Where(this=expressions.lower_condition(lowering, condition))
    inside = _aggregates(call)
    if not inside or inside[0] is call:
        return exp.Filter(this=call, expression=test)
    for aggregate in inside:
        aggregate.replace(exp.Filter(this=aggregate.copy(), expression=test.copy()))
    return call


@expressions.lowers(q.WindowFunc)
def lower_window(lowering: Lowering, expr: q.WindowFunc) -> exp.Expression:
    """A window function or an aggregate OVER a window."""
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    types = [arg.type for arg in expr.args]
    window = expr.window
    offset = _offset(expr)
    constant = offset is not None and not any(isinstance(part, q.Var) for part in q.walk(offset))
    if offset is not None and constant and may_fail(lowering.catalog, expr.args[0]):  # not computed without one
        args[0] = build.case([(build.is_null(expressions.lower_expr(lowering, offset)), build.null())], args[0])
    if expr.proc.proname == "ntile" and any(isinstance(part, q.Var) for part in q.walk(expr.args[0])):
        raise feature_not_supported("ntile with an argument that differs from row to row", at=expr.location)
    if expr.proc.prokind == "w":
        args = _checked_arguments(expr.proc.signature, args)
        native = implementation.window(expr.proc.signature, args)
        if native is None:
            raise feature_not_supported(f"window function {expr.proc.signature}", at=expr.location)
        call: exp.Expression = native
        if expr.proc.proname not in _FRAMED:
            window = replace(window, mode=None, start=None, end=None, exclude=None)
    else:
        call = _call(lowering, expr, args, types, order=(), distinct=False)
        if isinstance(call, exp.Anonymous):
            call.set("this", implementation.window_name(str(call.this), expr.proc.signature))
    if not is_native_frame(lowering, window):
        return _computed_frame(lowering, expr, args, types)
    lowered = _over(lowering, _filtered(lowering, call, expr.filter), window)
    if len(args) == DEFAULTED and may_fail(lowering.catalog, expr.args[-1]):
        lowered = _with_late_default(lowering, expr, args, window)
    if offset is not None:
        return build.case([(build.is_null(expressions.lower_expr(lowering, offset)), build.null())], lowered)
    return lowered


DEFAULTED = 3
"""The arguments of lag and lead with a default."""


def _with_late_default(
    lowering: Lowering, expr: q.WindowFunc, args: list[exp.Expression], window: q.WindowClause
) -> exp.Expression:
    """lag or lead whose default is computed only where there is no such row."""
    name = expr.proc.proname
    found = _over(lowering, build.call(name, build.integer(1), args[1].copy()), window)
    value = _over(lowering, build.call(name, *[arg.copy() for arg in args[:2]]), window)
    return build.case([(build.is_null(found), args[2])], value)


def _offset(expr: q.WindowFunc) -> q.Expr | None:
    """The number that a window function counts by, where it may be NULL."""
    place = _COUNTED.get(expr.proc.proname)
    if place is None or len(expr.args) <= place:
        return None
    count = expr.args[place]
    return count if not isinstance(count, q.Const) or count.value is None else None


_FRAMED = ("first_value", "last_value", "nth_value")
"""The window functions whose result depends on the frame."""


_COUNTED = {"ntile": 0, "lag": 1, "lead": 1}
"""The window functions that are NULL for a NULL count, and the place of that argument."""


def _checked_arguments(signature: str, args: list[exp.Expression]) -> list[exp.Expression]:
    """The arguments, their counts checked as PostgreSQL does it."""
    if signature == "ntile(integer)":
        return [build.call("pg_ntile_buckets", *args)]
    if signature == "nth_value(anyelement,integer)":
        return [args[0], build.call("pg_nth_place", args[1])]
    return args


def _computed_frame(
    lowering: Lowering, expr: q.WindowFunc, args: list[exp.Expression], types: list[int]
) -> exp.Expression:
    """The function over a frame that `window_frame` finds: SQLite hands over the whole partition in order."""
    window = expr.window
    assert window.start is not None
    assert window.end is not None
    if expr.proc.prokind == "a" and not implementation.is_aggregate(expr.proc.signature):
        raise feature_not_supported(f"aggregate {expr.proc.signature}", at=expr.location)
    spec = FrameSpec(
        function=expr.proc.signature,
        types=tuple(types),
        mode=window.mode or "range",
        start=window.start.kind,
        end=window.end.kind,
        start_type=0 if window.start.offset is None else window.start.offset.type,
        end_type=0 if window.end.offset is None else window.end.offset.type,
        exclude=window.exclude,
        descending=bool(window.order) and window.order[0].descending,
        keys=tuple(key.expr.type for key in window.order),
    )
    offsets = [
        build.null() if bound.offset is None else expressions.lower_expr(lowering, bound.offset)
        for bound in (window.start, window.end)
    ]
    passes = build.integer(1) if expr.filter is None else expressions.lower_expr(lowering, expr.filter)
    keys = [expressions.lower_expr(lowering, key.expr) for key in window.order]
    call = build.call(FRAME, exp.Literal.string(spec.to_json()), *offsets, passes, *keys, *args)
    whole = replace(
        window,
        mode="rows",
        start=q.FrameBound("unbounded preceding"),
        end=q.FrameBound("unbounded following"),
        exclude=None,
    )
    return _window(lowering, call, whole)


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
    start, start_side = _bound(lowering, window.start)
    end, end_side = _bound(lowering, window.end)
    return exp.WindowSpec(
        kind=window.mode.upper(),
        start=start,
        start_side=start_side,
        end=end,
        end_side=end_side,
        exclude=exp.Var(this=window.exclude.upper()) if window.exclude else None,
    )


def is_native_frame(lowering: Lowering, window: q.WindowClause) -> bool:
    """Whether SQLite's own frames mean the same: it takes written offsets only, and RANGE moves integers."""
    for bound in (window.start, window.end):
        if bound is None or bound.offset is None:
            continue
        if not isinstance(bound.offset, (q.Const, q.Param)) or bound.offset.type not in _INTEGERS:
            return False
        if isinstance(bound.offset, q.Const) and bound.offset.value is None:
            return False
    ranged = window.mode == "range" and any(bound and bound.offset for bound in (window.start, window.end))
    return not ranged or lowering.catalog.base_type(window.order[0].expr.type) in _INTEGERS


_INTEGERS = (oids.INT2, oids.INT4, oids.INT8)


def _bound(lowering: Lowering, bound: q.FrameBound) -> tuple[str | exp.Expression, str | None]:
    """A frame's bound as SQLite writes it."""
    if bound.kind == "current row":
        return "CURRENT ROW", None
    side = "PRECEDING" if bound.kind.endswith("preceding") else "FOLLOWING"
    if bound.offset is None:
        return "UNBOUNDED", side
    return build.wrap(expressions.lower_expr(lowering, bound.offset)), side
