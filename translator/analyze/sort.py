"""ORDER BY, DISTINCT ON and WINDOW: names and positions of the select list, or expressions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import resolve_unknown
from translator.analyze.oper import equality_operator
from translator.analyze.sort_key import sort_key
from translator.analyze.state import ParseState
from translator.analyze.target import find_target
from translator.analyze.window import define_window
from translator.errors import PgError
from translator.parser import Node
from translator.query import Expr, SortKey, TargetEntry
from translator.types import oids


def analyze_order(
    state: ParseState, nodes: Sequence[Node], targets: list[TargetEntry], *, set_operation: bool = False
) -> list[SortKey]:
    """ORDER BY's keys.  A bare name is first an output column, then an input column (SQL92), a number a position."""
    keys: list[SortKey] = []
    for item in nodes:
        expr = order_target(state, item.node, targets, "ORDER BY", prefer_output=True)
        if expr is None:
            if set_operation and item.node.tag != "ColumnRef":
                raise _bad_set_order(item.node)
            state.clause = "ORDER BY"
            expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, item.node))
            state.analysis.consume_literals([expr])
            if set_operation and find_target(targets, expr) is None:
                raise _bad_set_order(item.node)
        key = sort_key(state, expr, item)
        if all(known.expr != key.expr for known in keys):
            keys.append(key)
    return keys


def _bad_set_order(node: Node) -> PgError:
    return PgError(
        "0A000",
        "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
        detail="Only result column names can be used, not expressions or functions.",
        hint="Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
        location=_beginning(node),
    )


def _beginning(node: Node) -> int:
    """Where a raw expression begins: an operator or :: stands behind its operand."""
    left = node.peek("arg" if node.tag == "TypeCast" else "lexpr")
    return int(node.location) if left is None else min(int(node.location), _beginning(left))


def order_target(
    state: ParseState, node: Node, targets: list[TargetEntry], clause: str, *, prefer_output: bool
) -> Expr | None:
    """The select-list expression that a bare name or a position means, None for other expressions."""
    if node.tag == "ColumnRef" and len(node.fields) == 1 and node.fields[0].tag == "String":
        name = node.fields[0].sval
        if not prefer_output and _is_input_column(state, name):
            return None
        named = [place for place, entry in enumerate(targets) if entry.name == name]
        if any(targets[place].expr != targets[named[0]].expr for place in named):
            raise PgError("42702", f'{clause} "{name}" is ambiguous', location=node.location)
        return _typed(state, targets, named[0], clause) if named else None
    if node.tag == "A_Const":
        if node.ival is None or node.isnull:
            raise PgError("42601", f"non-integer constant in {clause}", location=node.location)
        position = int(node.ival.ival)
        place = state.analysis.literal_places.get(node.location)
        if place is not None:
            state.analysis.consumed.add(place)
        if not 0 < position <= len(targets):
            raise PgError("42P10", f"{clause} position {position} is not in select list", location=node.location)
        return _typed(state, targets, position - 1, clause)
    return None


def _typed(state: ParseState, targets: list[TargetEntry], place: int, clause: str) -> Expr:
    """A target by which rows are told apart: if it was left untyped, for INSERT or a set operation, it is text now.

    No later error points at what GROUP BY made so.
    """
    entry = targets[place]
    if entry.expr.type == oids.UNKNOWN:
        expr = resolve_unknown(state.analysis, entry.expr)
        targets[place] = TargetEntry(replace(expr, location=-1) if clause == "GROUP BY" else expr, entry.name)
    return targets[place].expr


def _is_input_column(state: ParseState, name: str) -> bool:
    return any(column == name for item in state.namespace if item.cols_visible for column, _ in item.columns)


def analyze_distinct_on(
    state: ParseState, nodes: Sequence[Node], targets: list[TargetEntry], sort: Sequence[SortKey]
) -> tuple[Expr, ...]:
    """DISTINCT ON's expressions; ORDER BY must begin with them (42P10)."""
    exprs: list[Expr] = []
    written: list[Node] = []
    for node in nodes:
        expr = order_target(state, node, targets, "DISTINCT ON", prefer_output=True)
        if expr is None:
            state.clause = "DISTINCT ON"
            expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, node))
        equality_operator(state.analysis, expr.type, expr.at)
        if expr not in exprs:
            exprs.append(expr)
            written.append(node)
    state.analysis.consume_literals(exprs)
    keys = [key.expr for key in sort]
    others = next((place for place, key in enumerate(keys) if key not in exprs), len(keys))
    if others < len(keys) and others < len(exprs):
        late = next((key for key in keys[others:] if key in exprs), None)
        late = late or next(expr for expr in exprs if expr not in keys[:others])
        raise PgError(
            "42P10",
            "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
            location=_beginning(written[exprs.index(late)]),
        )
    return tuple(exprs)


def analyze_windows(state: ParseState, nodes: Sequence[Node]) -> None:
    """WINDOW name AS (...): known by name to the OVER clauses that follow."""
    for place, node in enumerate(nodes):
        if any(node.name == earlier.name for earlier in nodes[:place]):
            raise PgError("42P20", f'window "{node.name}" is already defined', location=node.location)
    for node in nodes:
        state.clause = "WINDOW"
        state.windows[node.name] = define_window(state, node)
