"""GROUP BY: its expressions, and grouping sets spelled out ("GROUPING SETS, CUBE, and ROLLUP")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from msgspec import Struct

from translator.analyze import dispatch as expressions
from translator.analyze.aggregate import every_part, forbid_aggregates
from translator.analyze.aggregate_call import forbid_windows
from translator.analyze.clause import NO_AGGREGATES
from translator.analyze.coerce import resolve_unknown
from translator.analyze.oper import equality_operator
from translator.analyze.sort import order_target
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import nested_aggregate
from translator.parser import Node
from translator.query import Aggref, Expr, GroupingFunc, GroupingItem, TargetEntry, Var, walk
from translator.types import oids

GroupingSet = tuple[Expr, ...]
MAX_SETS = 4096
MAX_CUBE = 12
MAX_GROUPING_ARGUMENTS = 31


class Grouping(Struct, frozen=True):
    """GROUP BY's expressions, each once, and where there are several the sets of them and how these are written."""

    group: tuple[Expr, ...] = ()
    sets: tuple[GroupingSet, ...] = ()
    items: tuple[GroupingItem, ...] = ()


def analyze_group(state: ParseState, node: Node, targets: list[TargetEntry]) -> Grouping:
    """GROUP BY.

    A bare name is first an input column, then an output column.
    """
    if not node.group_clause:
        _ = node.group_distinct
        return Grouping()
    state.has_aggregates = True
    analyzed = [_item(state, item, targets) for item in node.group_clause]
    factors = [_sets(item) for item in analyzed]
    count = 1
    for factor in factors:
        count *= len(factor)
    if count > MAX_SETS:
        raise PgError(
            "54001", f"too many grouping sets present (maximum {MAX_SETS})", location=node.group_clause[0].location
        )
    sets = [_once(expr for part in choice for expr in part) for choice in product(*factors)]
    if node.group_distinct:
        sets = [found for place, found in enumerate(sets) if all(set(found) != set(other) for other in sets[:place])]
    group = _once(expr for found in sets for expr in found)
    state.analysis.consume_literals(group)
    items = [part for item in analyzed for part in _top(item)]
    if group and all(item.kind == "simple" for item in items):
        return Grouping(group)
    places = {expr: place for place, expr in enumerate(group)}
    written = tuple(_written(item, places) for item in items or [_Item("empty")])
    return Grouping(group, tuple(sets) if len(sets) > 1 else (), written)


def _once(exprs: Iterable[Expr]) -> GroupingSet:
    """The expressions without repetitions."""
    return tuple(dict.fromkeys(exprs))


class _Item(Struct, frozen=True):
    """A part of GROUP BY; `exprs` are those of a simple one."""

    kind: str
    exprs: GroupingSet = ()
    parts: tuple[_Item, ...] = ()


_KINDS = {"GROUPING_SET_SETS": "sets", "GROUPING_SET_ROLLUP": "rollup", "GROUPING_SET_CUBE": "cube"}


def _item(state: ParseState, item: Node, targets: list[TargetEntry]) -> _Item:
    if item.tag != "GroupingSet":
        return _Item("simple", _simple(state, item, targets))
    if item.kind == "GROUPING_SET_EMPTY":
        return _Item("empty")
    parts = tuple(_item(state, part, targets) for part in item.content)
    if item.kind == "GROUPING_SET_CUBE" and len(parts) > MAX_CUBE:
        raise PgError("54011", f"CUBE is limited to {MAX_CUBE} elements", location=item.location)
    return _Item(_KINDS[item.kind], parts=parts)


def _top(item: _Item) -> Iterator[_Item]:
    """An item of GROUP BY itself: a list in parentheses, or the only one of GROUPING SETS, stands for its members."""
    if item.kind == "sets" and len(item.parts) == 1 and item.parts[0].kind != "empty":
        yield from _top(item.parts[0])
    elif item.kind == "simple":
        yield from (_Item("simple", (expr,)) for expr in item.exprs)
    elif item.kind != "empty":
        yield item


def _members(item: _Item) -> Iterator[_Item]:
    """What is in the parentheses; GROUPING SETS within others are of no account."""
    for part in item.parts:
        if item.kind == part.kind == "sets":
            yield from _members(part)
        else:
            yield part


def _written(item: _Item, places: Mapping[Expr, int]) -> GroupingItem:
    members = tuple(places[expr] for expr in item.exprs)
    return GroupingItem(item.kind, members, tuple(_written(part, places) for part in _members(item)))


def _sets(item: _Item) -> list[GroupingSet]:
    """The grouping sets that one item of GROUP BY stands for."""
    parts = [part.exprs for part in item.parts]
    match item.kind:
        case "simple":
            return [item.exprs]
        case "empty":
            return [()]
        case "sets":
            return [found for part in item.parts for found in _sets(part)]
        case "rollup":
            chosen = [parts[:length] for length in range(len(parts), -1, -1)]
        case _:
            chosen = [list(some) for length in range(len(parts), -1, -1) for some in combinations(parts, length)]
    return [_once(expr for part in some for expr in part) for some in chosen]


def _simple(state: ParseState, item: Node, targets: list[TargetEntry]) -> GroupingSet:
    """One expression, or those of a list in parentheses."""
    if item.tag == "RowExpr" and item.row_format == "COERCE_IMPLICIT_CAST":
        return _once(expr for part in item.args for expr in _simple(state, part, targets))
    expr = order_target(state, item, targets, "GROUP BY", prefer_output=False)
    if expr is None:
        state.clause = "GROUP BY"
        expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, item))
    forbid_aggregates(expr, "GROUP BY", state.level)
    equality_operator(state.analysis, expr.type, expr.at)
    return (expr,)


@expressions.expression("GroupingFunc")
def analyze_grouping(state: ParseState, node: Node) -> Expr:
    """GROUPING(...): a bit for each argument, set where the row's grouping set leaves it out."""
    if len(node.args) > MAX_GROUPING_ARGUMENTS:
        raise PgError(
            "54023", f"GROUPING must have fewer than {MAX_GROUPING_ARGUMENTS + 1} arguments", location=node.location
        )
    if state.clause in NO_AGGREGATES:
        place = NO_AGGREGATES[state.clause]
        raise PgError("42803", f"grouping operations are not allowed in {place}", location=node.location)
    args = tuple(expressions.analyze_exprs(state, node.args))
    levels = [part.rte.level for arg in args for part in walk(arg) if isinstance(part, Var)]
    owner = state
    while levels and owner.parent is not None and owner.level > max(levels):
        owner = owner.parent
    for nested in (part for arg in args for part in every_part(arg)):
        if isinstance(nested, (Aggref, GroupingFunc)) and nested.level == owner.level:
            raise nested_aggregate(at=nested.location)
    forbid_windows(args)
    owner.has_aggregates = True
    return GroupingFunc(args, owner.level, type=oids.INT4, location=node.location)
