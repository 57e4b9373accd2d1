"""Calls of aggregates: plain ones and those of an ordered set ("Aggregate Expressions")."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze import dispatch as expressions
from translator.analyze.aggregate import every_part
from translator.analyze.clause import NO_AGGREGATES
from translator.analyze.coerce import coerce_to_boolean, coerce_to_common, coerce_type, common_type
from translator.analyze.func import Argument, Call, argument_names, resolve_call
from translator.analyze.oper import equality_operator
from translator.analyze.sort_key import sort_key
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.objects import undefined_function
from translator.errors.statements import aggregate_not_allowed, nested_aggregate, set_inside_aggregate
from translator.parser import Node, strings
from translator.query import Aggref, Expr, GroupingFunc, Var, WindowFunc, sets_in, walk, without_implicit_casts
from translator.types import oids


def analyze_aggregate(state: ParseState, node: Node, call: Call, *, star: bool) -> Expr:
    """An aggregate's call with its DISTINCT, ORDER BY and FILTER."""
    if state.catalog.aggregate(call.proc.oid).aggkind != "n":
        raise PgError(
            "42809",
            f"WITHIN GROUP is required for ordered-set aggregate {'.'.join(strings(node.funcname))}",
            location=node.location,
        )
    keys = [expressions.analyze_expr(state, item.node) for item in node.agg_order]
    order = tuple(sort_key(state, key, item) for key, item in zip(keys, node.agg_order, strict=True))
    condition = analyze_filter(state, node)
    args = call.args
    if node.agg_distinct:
        state.analysis.consume_literals([key.expr for key in order])
        args = tuple(_as_text(state, arg) for arg in args)
        for arg in args:
            equality_operator(state.analysis, arg.type, arg.at)
            if not state.catalog.is_comparable(arg.type, equality=False):
                raise PgError(
                    "42883",
                    f"could not identify an ordering operator for type {state.catalog.format_type(arg.type)}",
                    detail="Aggregates with DISTINCT must be able to sort their inputs.",
                    location=arg.at,
                )
        untyped = any(key.type == oids.UNKNOWN for key in keys)  # which an argument, coerced by now, never equals
        plain = [without_implicit_casts(arg) for arg in args]
        if untyped or any(key.expr not in args and key.expr not in plain for key in order):
            raise PgError(
                "42P10",
                "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list",
                location=order[-1].expr.at,
            )
    level = _check_aggregate_place(state, node, call.args, condition, keys)
    return Aggref(
        call.proc,
        args,
        star,
        bool(node.agg_distinct),
        order,
        condition,
        variadic=call.variadic,
        level=level,
        type=call.result,
        location=node.location,
    )


def _as_text(state: ParseState, arg: Expr) -> Expr:
    """A literal without a type that is sorted is text."""
    return coerce_type(state.analysis, arg, oids.TEXT, -1, "i") if arg.type == oids.UNKNOWN else arg


def analyze_filter(state: ParseState, node: Node) -> Expr | None:
    """FILTER (WHERE ...), if there is one."""
    if node.agg_filter is None:
        return None
    before, state.clause = state.clause, "FILTER"
    try:
        return coerce_to_boolean(state.analysis, expressions.analyze_expr(state, node.agg_filter), "FILTER")
    finally:
        state.clause = before


def _check_aggregate_place(
    state: ParseState, node: Node, args: Sequence[Expr], condition: Expr | None, keys: Sequence[Expr]
) -> int:
    """Aggregates belong to the query whose columns they use, whose level this gives; not every clause may hold one.

    condition: of FILTER; keys: of ORDER BY.
    """
    owner = state
    inside = [*args, *keys] if condition is None else [*args, *keys, condition]
    parts = [part for expr in inside for part in every_part(expr)]
    levels = [level for part in parts if (level := _level(part)) <= state.level]
    if levels and max(levels) < state.level:
        while owner.parent is not None and owner.level > max(levels):
            owner = owner.parent
    if owner.clause in NO_AGGREGATES:
        raise aggregate_not_allowed(NO_AGGREGATES[owner.clause], at=node.location)
    for nested in parts:
        if isinstance(nested, (Aggref, GroupingFunc)) and nested.level == owner.level:
            raise nested_aggregate(at=nested.location)
    forbid_windows([*args, *keys])
    for inner in (found for arg in args for found in sets_in(arg)):
        raise set_inside_aggregate("aggregate", at=inner.location)
    owner.has_aggregates = True
    return owner.level


def forbid_windows(args: Sequence[Expr]) -> None:
    """42803 for a window function in what an aggregate takes."""
    for part in (part for arg in args for part in walk(arg)):
        if isinstance(part, WindowFunc):
            message = "aggregate function calls cannot contain window function calls"
            raise PgError("42803", message, location=part.location)


def _level(part: Expr) -> int:
    """The level of the query that a column or an aggregate belongs to."""
    return part.rte.level if isinstance(part, Var) else part.level if isinstance(part, (Aggref, GroupingFunc)) else 0


def analyze_ordered_set(state: ParseState, node: Node, names: Sequence[str], direct: Sequence[Argument]) -> Expr:
    """`f(direct arguments) WITHIN GROUP (ORDER BY ...)`."""
    name = ".".join(names)
    for problem, word in ((node.agg_distinct, "DISTINCT"), (node.func_variadic, "VARIADIC")):
        if problem:
            raise PgError("42601", f"cannot use {word} with WITHIN GROUP", location=node.location)
    ordered = [Argument(expressions.analyze_expr(state, item.node)) for item in node.agg_order]
    call = resolve_call(state.analysis, names, [*direct, *ordered], node.location)
    if isinstance(call, int) or call.proc.prokind != "a":
        raise PgError(
            "42809", f"WITHIN GROUP specified, but {name} is not an aggregate function", location=node.location
        )
    aggregate = state.catalog.aggregate(call.proc.oid)
    if aggregate.aggkind == "n":
        raise PgError(
            "42809",
            f"{name} is not an ordered-set aggregate, so it cannot have WITHIN GROUP",
            location=node.location,
        )
    if node.over is not None:
        raise PgError("0A000", f"OVER is not supported for ordered-set aggregate {name}", location=node.location)
    args = list(call.args)
    if aggregate.aggkind == "h":
        args = _hypothetical(state, node, name, call, len(direct), [*direct, *ordered])
    condition = analyze_filter(state, node)
    level = _check_aggregate_place(state, node, call.args, condition, ())
    keys = tuple(sort_key(state, arg, item) for arg, item in zip(args[len(direct) :], node.agg_order, strict=True))
    return Aggref(
        call.proc,
        tuple(key.expr for key in keys),
        False,
        False,
        keys,
        condition,
        direct=tuple(args[: len(direct)]),
        within_group=True,
        level=level,
        type=call.result,
        location=node.location,
    )


def _hypothetical(
    state: ParseState, node: Node, name: str, call: Call, direct: int, arguments: Sequence[Argument]
) -> list[Expr]:
    """The direct arguments and the ordering columns of a hypothetical-set aggregate, each pair of one type."""
    args = list(call.args)
    ordered = len(args) - direct
    if direct != ordered:
        error = undefined_function(name, argument_names(state.analysis, arguments), at=node.location)
        error.hint = (
            f"To use the hypothetical-set aggregate {name}, the number of hypothetical direct arguments "
            f"(here {direct}) must match the number of ordering columns (here {ordered})."
        )
        raise error
    for place in range(direct):
        pair = [args[place], args[direct + place]]
        chosen = common_type(state.analysis, pair[::-1], "WITHIN GROUP")
        args[place], args[direct + place] = (
            coerce_to_common(state.analysis, expr, chosen, "WITHIN GROUP") for expr in pair
        )
    return args
