"""OVER and WINDOW: partitions, orders and frames.  Manual: "Window Function Calls"."""

from __future__ import annotations

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import can_coerce, coerce_to_specific, resolve_unknown
from translator.analyze.oper import equality_operator
from translator.analyze.sort_key import sort_key
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import feature_not_supported_message
from translator.parser import Node
from translator.query import Expr, FrameBound, SortKey, Var, WindowClause, walk
from translator.types import oids

# bits of frame_options, as PostgreSQL's parser sets them
_NONDEFAULT, _RANGE, _ROWS, _GROUPS, _BETWEEN = 0x1, 0x2, 0x4, 0x8, 0x10
_START_UNBOUNDED, _END_UNBOUNDED = 0x20, 0x100
_START_CURRENT, _END_CURRENT = 0x200, 0x400
_START_PRECEDING, _END_PRECEDING, _START_FOLLOWING, _END_FOLLOWING = 0x800, 0x1000, 0x2000, 0x4000
_EXCLUDE_CURRENT, _EXCLUDE_GROUP, _EXCLUDE_TIES = 0x8000, 0x10000, 0x20000


def analyze_window(state: ParseState, node: Node) -> WindowClause:
    """What stands behind OVER: a definition, or the named one it refers to."""
    if (
        node.name
        and not node.partition_clause
        and not node.order_clause
        and not node.frame_options & _NONDEFAULT
        and not node.refname
    ):
        named = state.windows.get(node.name)
        if named is None:
            raise PgError("42704", f'window "{node.name}" does not exist', location=node.location)
        return named
    return define_window(state, node)


def define_window(state: ParseState, node: Node) -> WindowClause:
    """A window definition.

    An error in it waits in `state.window_error` until the other clauses of the query have been looked at.
    """
    clause = state.clause
    try:
        return _defined(state, node)
    except PgError as error:
        state.window_error = state.window_error or error
        state.clause = clause
        return WindowClause((), (), None, None, None, None)


def _defined(state: ParseState, node: Node) -> WindowClause:
    base = None
    if node.refname:
        base = state.windows.get(node.refname)
        if base is None:
            raise PgError("42704", f'window "{node.refname}" does not exist', location=node.location)
        if node.partition_clause:
            raise PgError(
                "42P20", f'cannot override PARTITION BY clause of window "{node.refname}"', location=node.location
            )
        if node.order_clause and base.order:
            raise PgError(
                "42P20", f'cannot override ORDER BY clause of window "{node.refname}"', location=node.location
            )
        if base.mode is not None:
            raise PgError(
                "42P20",
                f'cannot copy window "{node.refname}" because it has a frame clause',
                hint="Omit the parentheses in this OVER clause." if _is_bare(node) else None,
                location=node.location,
            )
    before, state.clause = state.clause, "WINDOW DEFINITION"
    keys = expressions.analyze_exprs(state, node.partition_clause)
    partition = tuple(resolve_unknown(state.analysis, key) for key in keys)
    for key in partition:
        _check_sortable(state, key)
    keyed = [sort_key(state, expressions.analyze_expr(state, item.node), item) for item in node.order_clause]
    order = tuple(key for place, key in enumerate(keyed) if all(key.expr != known.expr for known in keyed[:place]))
    state.clause = before
    if base is None:
        return replace(_framed(state, node, partition, order), name=node.name)
    window = _framed(state, node, base.partition, base.order or order)
    return replace(window, name=node.name, base=base.name, base_order=bool(base.order))


def _framed(state: ParseState, node: Node, partition: tuple[Expr, ...], order: tuple[SortKey, ...]) -> WindowClause:
    options = node.frame_options
    if not options & _NONDEFAULT:
        node.accept()
        return WindowClause(partition, order, None, None, None, None)
    mode = "range" if options & _RANGE else "rows" if options & _ROWS else "groups"
    if mode == "groups" and not order:
        raise PgError("42P20", "GROUPS mode requires an ORDER BY clause", location=node.location)
    offsets = options & (_START_PRECEDING | _END_PRECEDING | _START_FOLLOWING | _END_FOLLOWING)
    if mode == "range" and offsets and len(order) != 1:
        raise PgError(
            "42P20",
            "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column",
            location=node.location,
        )
    key = order[0].expr.type if mode == "range" and offsets else 0
    start = _bound(state, node.start_offset, options, mode, key, start=True)
    end = _bound(state, node.end_offset, options, mode, key, start=False)
    exclude = (
        "current row"
        if options & _EXCLUDE_CURRENT
        else "group"
        if options & _EXCLUDE_GROUP
        else "ties"
        if options & _EXCLUDE_TIES
        else None
    )
    return WindowClause(partition, order, mode, start, end, exclude, between=bool(options & _BETWEEN))


def _check_sortable(state: ParseState, key: Expr) -> None:
    """Partitions are found by sorting.  Raises PgError 42883, 0A000."""
    equality_operator(state.analysis, key.type, key.at)
    if not state.catalog.is_comparable(key.type, equality=False):
        detail = "Window partitioning columns must be of sortable datatypes."
        raise feature_not_supported_message("could not implement window PARTITION BY", detail=detail)


def _is_bare(node: Node) -> bool:
    """Whether OVER (name) holds nothing but the name."""
    return not (node.partition_clause or node.order_clause or node.frame_options & _NONDEFAULT)


def _bound(state: ParseState, offset: Node | None, options: int, mode: str, key: int, *, start: bool) -> FrameBound:
    if options & (_START_UNBOUNDED if start else _END_UNBOUNDED):
        return FrameBound("unbounded preceding" if start else "unbounded following")
    if options & (_START_CURRENT if start else _END_CURRENT):
        return FrameBound("current row")
    preceding = options & (_START_PRECEDING if start else _END_PRECEDING)
    assert offset is not None
    before, state.clause = state.clause, f"WINDOW FRAME {mode.upper()}"
    expr = expressions.analyze_expr(state, offset)
    state.clause = before
    target = _range_offset_type(state, key, expr) if mode == "range" else oids.INT8
    expr = coerce_to_specific(state.analysis, expr, target, mode.upper())
    for part in walk(expr):
        if isinstance(part, Var) and part.rte.level == state.level:
            raise PgError("42P10", f"argument of {mode.upper()} must not contain variables", location=part.location)
    return FrameBound("preceding" if preceding else "following", expr)


def _range_offset_type(state: ParseState, key: int, offset: Expr) -> int:
    """The type that an offset gets which moves within a sort key's type: that of the in_range function to be used."""
    catalog = state.catalog
    base = catalog.base_type(key)
    base = oids.TEXT if base == oids.VARCHAR else base
    found = [proc.proargtypes[2] for proc in catalog.procs_named("in_range") if proc.proargtypes[0] == base]
    problem = f"RANGE with offset PRECEDING/FOLLOWING is not supported for column type {catalog.format_type(key)}"
    if not found:
        raise PgError("0A000", problem, location=offset.at)
    if offset.type == oids.UNKNOWN:
        return base if base in found else found[0]
    fitting = [target for target in found if target == offset.type] or [
        target for target in found if can_coerce(state.analysis, [offset.type], [target], "i")
    ]
    if not fitting:
        raise PgError(
            "0A000",
            f"{problem} and offset type {catalog.format_type(offset.type)}",
            hint="Cast the offset value to an appropriate type.",
            location=offset.at,
        )
    return fitting[0]
