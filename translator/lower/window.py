"""Window functions to SQLite."""

from __future__ import annotations

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.builtins.frame_spec import FRAME, FrameSpec
from translator.builtins.own_aggregate import OWN_AGGREGATE
from translator.catalog.bootstrap import system_catalog
from translator.errors.statements import feature_not_supported
from translator.lower import build, implementation
from translator.lower import dispatch as expressions
from translator.lower.aggregate import aggregates_in, call_aggregate, filtered
from translator.lower.context import Lowering
from translator.lower.folding import may_fail
from translator.lower.nodes import has
from translator.lower.own_aggregate import call_own, is_own, known_twin
from translator.types import oids

_FRAMED = ("first_value", "last_value", "nth_value")
"""The window functions whose result depends on the frame."""
_UNFRAMED = ("lag", "lead")
"""Those that ignore the frame, but not its offsets; planning leaves the frames of others out."""
_OF_ANOTHER_ROW = (*_UNFRAMED, *_FRAMED)
"""The window functions that give an argument's value of another row."""
_COUNTED = {"ntile": 0, "lag": 1, "lead": 1, "nth_value": 1}
"""The window functions that count by an argument, and its place; they are NULL where it is."""
_CHECKS = {"ntile": "pg_ntile_buckets", "nth_value": "pg_nth_place"}
"""Those whose count must be positive, and what raises the error."""
MAX_COPIES = 40
"""Windows that one argument may become."""
DEFAULTED = 3
"""The arguments of lag and lead with a default."""


@expressions.lowers(q.WindowFunc)
def lower_window(lowering: Lowering, expr: q.WindowFunc) -> exp.Expression:
    """A window function or an aggregate OVER a window."""
    if expr.proc.prokind == "w":
        result = _function(lowering, expr)
        result = result if _counts_itself(expr) else _counted(lowering, expr, result)
        return _offsets_checked(lowering, expr, result) if expr.proc.proname in _UNFRAMED else result
    twin = known_twin(lowering.catalog, expr.proc)
    if twin is not None:
        expr = replace(expr, proc=twin, star=expr.star and not twin.proargtypes)
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    types = [arg.type for arg in expr.args]
    if not is_native_frame(lowering, expr.window):
        return _computed_frame(lowering, expr, args, types)
    call = call_aggregate(lowering, expr, args, types, order=(), distinct=False)
    for part in call.find_all(exp.Anonymous) if is_own(lowering.catalog, expr.proc) else [call]:
        if isinstance(part, exp.Anonymous):
            part.set("this", implementation.window_name(str(part.this), expr.proc.signature))
    return _over(lowering, filtered(lowering, call, expr.filter), expr.window)


def _function(lowering: Lowering, expr: q.WindowFunc) -> exp.Expression:
    """What a window function gives where its count is one."""
    name, types = expr.proc.proname, [arg.type for arg in expr.args]
    args = _arguments(lowering, expr)
    if _counts_itself(expr):
        count = expressions.lower_expr(lowering, expr.args[0])
        return _computed_frame(lowering, replace(expr, window=_whole(expr.window)), [count], types)
    late = len(args) == DEFAULTED and may_fail(lowering.catalog, expr.args[-1])
    if name in _OF_ANOTHER_ROW and may_fail(lowering.catalog, expr.args[0]):
        copies = sum(1 for _ in args[0].find_all(exp.Column))
        value = _of_its_row(lowering, expr, args[1:2], copies)
        if value is not None:
            default = args[2] if len(args) == DEFAULTED else build.null()
            return build.case([(_exists(lowering, expr, args), value)], default)
    if not late:
        return _native(lowering, expr, args)
    return build.case([(_exists(lowering, expr, args), _native(lowering, expr, args[:2]))], args[2])


def _offsets_checked(lowering: Lowering, expr: q.WindowFunc, result: exp.Expression) -> exp.Expression:
    """A result that does not depend on the frame, whose ends are found nevertheless: as for a count of its rows."""
    bounds = (expr.window.start, expr.window.end)
    if all(bound is None or is_plain_offset(bound.offset) for bound in bounds):
        return result
    count = replace(expr, proc=system_catalog().procs_by_signature["count()"], args=())
    return build.case([(build.is_not_null(_computed_frame(lowering, count, [], [])), result)], build.null())


def is_plain_offset(offset: q.Expr | None) -> bool:
    """Whether an offset is left out, or a written number without a sign."""
    if not isinstance(offset, q.Const):
        return offset is None
    return isinstance(offset.value, int) and (offset.value >= 0 if offset.literal is None else offset.literal >= 0)


def _counts_itself(expr: q.WindowFunc) -> bool:
    """ntile asks for its count until a row of the partition has one."""
    return expr.proc.proname == "ntile" and any(isinstance(part, q.Var) for part in q.walk(expr.args[0]))


def _of_its_row(
    lowering: Lowering, expr: q.WindowFunc, counts: list[exp.Expression], copies: int
) -> exp.Expression | None:
    """The argument, computed of what the row that is asked for has; None where that cannot be told, or would be
    another value.

    copies: how often columns stand in the argument.
    """
    parts = _row_parts(lowering, expr.args[0])
    if parts is None or copies > MAX_COPIES:
        return None
    outer = lowering.placeholders
    found = {part: _native(lowering, expr, [expressions.lower_expr(lowering, part), *counts]) for part in parts}
    lowering.placeholders = outer | found
    try:
        value, volatile = lowering.noting_volatility(lambda: expressions.lower_expr(lowering, expr.args[0]))
    finally:
        lowering.placeholders = outer
    in_subquery = any(has(query, exp.Window) for query in value.find_all(exp.Query))  # where it would see one row
    return None if volatile or in_subquery else value


def _row_parts(lowering: Lowering, expr: q.Expr) -> list[q.Expr] | None:
    """What an expression takes from its row; None where a subquery does."""
    found: dict[q.Expr, None] = {}
    rest = [expr]
    while rest:
        part = rest.pop()
        if isinstance(part, q.SubLink):
            return None
        if part in lowering.placeholders or isinstance(part, (q.Var, q.Aggref, q.GroupingFunc)):
            found[part] = None
        else:
            rest += q.children(part)
    return list(found)


def _exists(lowering: Lowering, expr: q.WindowFunc, args: list[exp.Expression]) -> exp.Expression:
    """Whether there is the row whose value is asked for."""
    return build.is_not_null(_native(lowering, expr, [build.integer(1), *args[1:2]]))


def _native(lowering: Lowering, expr: q.WindowFunc, args: list[exp.Expression]) -> exp.Expression:
    """SQLite's function of the same name, whose parts may stand in several places."""
    args = [arg.copy() for arg in args]
    if expr.proc.proname in _FRAMED and not is_native_frame(lowering, expr.window):
        return _computed_frame(lowering, expr, args, [arg.type for arg in expr.args])
    native = implementation.window(expr.proc.signature, args)
    if native is None:
        raise feature_not_supported(f"window function {expr.proc.signature}", at=expr.location)
    window = expr.window
    if expr.proc.proname not in _FRAMED:
        window = replace(window, mode=None, start=None, end=None, exclude=None)
    return _over(lowering, native, window)


def _arguments(lowering: Lowering, expr: q.WindowFunc) -> list[exp.Expression]:
    """The arguments, with a count that SQLite takes where it is no number or too small."""
    args = [expressions.lower_expr(lowering, arg) for arg in expr.args]
    place = _COUNTED.get(expr.proc.proname)
    if place is not None and expr.proc.proname in _CHECKS and not _is_positive(expr.args[place]):
        positive = exp.GT(this=build.wrap(args[place]), expression=build.integer(0))
        args[place] = build.case([(positive, args[place].copy())], build.integer(1))
    return args


def _is_positive(count: q.Expr) -> bool:
    return isinstance(count, q.Const) and count.literal is None and isinstance(count.value, int) and count.value > 0


def _counted(lowering: Lowering, expr: q.WindowFunc, result: exp.Expression) -> exp.Expression:
    """NULL for a NULL count, an error for one below 1: neither before the rows are sorted."""
    place = _COUNTED.get(expr.proc.proname)
    if place is None or len(expr.args) <= place or _is_positive(expr.args[place]):
        return result
    count = expressions.lower_expr(lowering, expr.args[place])
    branches: list[tuple[exp.Expression, exp.Expression]] = [(build.is_null(count), build.null())]
    check = _CHECKS.get(expr.proc.proname)
    if check is not None:
        too_small = exp.LTE(this=build.wrap(count.copy()), expression=build.integer(0))
        branches.append((too_small, build.call(check, count.copy())))
    return build.case(branches, result)


def _computed_frame(
    lowering: Lowering, expr: q.WindowFunc, args: list[exp.Expression], types: list[int]
) -> exp.Expression:
    """The function over a frame that `window_frame` finds: SQLite hands over the whole partition in order."""
    window = expr.window
    assert window.start is not None
    assert window.end is not None
    function = expr.proc.signature
    if is_own(lowering.catalog, expr.proc):
        function, args = OWN_AGGREGATE, call_own(lowering, expr, args, types).expressions
    elif expr.proc.prokind == "a" and not implementation.is_aggregate(function):
        raise feature_not_supported(f"aggregate {expr.proc.signature}", at=expr.location)
    spec = FrameSpec(
        function=function,
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
    return _window(lowering, call, _whole(window))


def _whole(window: q.WindowClause) -> q.WindowClause:
    """The window whose frame is the partition."""
    first, last = q.FrameBound("unbounded preceding"), q.FrameBound("unbounded following")
    return replace(window, mode="rows", start=first, end=last, exclude=None)


def _over(lowering: Lowering, call: exp.Expression, window: q.WindowClause) -> exp.Expression:
    """OVER goes to the aggregate itself, which a native form may have wrapped in other functions."""
    if isinstance(call, (exp.AggFunc, exp.Anonymous, exp.Filter)) or not aggregates_in(call):
        return _window(lowering, call, window)
    for aggregate in aggregates_in(call):
        target = aggregate.parent if isinstance(aggregate.parent, exp.Filter) else aggregate
        assert target is not None
        target.replace(_window(lowering, target.copy(), window))
    return call


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
        if not isinstance(bound.offset, (q.Const, q.Param)) or bound.offset.type not in oids.INTEGERS:
            return False
        if isinstance(bound.offset, q.Const) and bound.offset.value is None:
            return False
    bounds = (window.start, window.end)
    ranged = window.mode == "range" and any(bound and bound.offset for bound in bounds)
    if ranged and not all(bound is None or is_plain_offset(bound.offset) for bound in bounds):
        return False
    return not ranged or lowering.catalog.base_type(window.order[0].expr.type) in _MOVABLE


_MOVABLE = (oids.INT2, oids.INT4)
"""Keys that SQLite moves by any offset; beyond int8 it goes on with inexact numbers."""


def _bound(lowering: Lowering, bound: q.FrameBound) -> tuple[str | exp.Expression, str | None]:
    """A frame's bound as SQLite writes it."""
    if bound.kind == "current row":
        return "CURRENT ROW", None
    side = "PRECEDING" if bound.kind.endswith("preceding") else "FOLLOWING"
    if bound.offset is None:
        return "UNBOUNDED", side
    return build.wrap(expressions.lower_expr(lowering, bound.offset)), side
