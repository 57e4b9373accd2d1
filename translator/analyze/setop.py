"""Set operations: UNION, INTERSECT and EXCEPT with a common row type.  Manual: "Combining Queries"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze.coerce import coerce_to_common, common_type, common_typmod
from translator.analyze.dispatch import analyze_query
from translator.analyze.from_clause import namespace_item
from translator.analyze.limit import analyze_limits, is_with_ties
from translator.analyze.locking import refuse_locking
from translator.analyze.oper import equality_operator
from translator.analyze.sort import analyze_order
from translator.analyze.state import NamespaceItem, ParseState
from translator.errors import PgError
from translator.parser import Node
from translator.query import (
    CoerceTestExpr,
    ColumnDef,
    Expr,
    Query,
    RangeTblEntry,
    RangeTblRef,
    SetOperation,
    TargetEntry,
    Var,
    leftmost,
    operands,
)
from translator.types import oids

_SET_NAMES = {"SETOP_UNION": "union", "SETOP_INTERSECT": "intersect", "SETOP_EXCEPT": "except"}


def analyze_set_operation(state: ParseState, node: Node) -> Query:
    """A tree of UNION, INTERSECT, EXCEPT with a common row type, sorted and limited as a whole."""
    operation = _operand(state, node, top=True)
    assert isinstance(operation, SetOperation)
    with_ties = node.limit_option == "LIMIT_OPTION_WITH_TIES"
    query = set_query(state, operation)
    if with_ties:
        query = selected(state, query)
    targets = query.targets
    below = state.child()
    below.namespace = [namespace_item(targets[0].expr.rte)] if targets and isinstance(targets[0].expr, Var) else []
    below.namespace += [
        NamespaceItem(None, f"*SELECT* {number}", _named(operand), rel_visible=False, cols_visible=False)
        for number, operand in enumerate(operands(operation), start=1)
    ]
    sort = analyze_order(below, node.sort_clause, list(targets), set_operation=True)
    limit, offset = analyze_limits(state, node)
    refuse_locking(node, "is not allowed with UNION/INTERSECT/EXCEPT")
    is_with_ties(node, limit, sort)
    return replace(query, sort=tuple(sort), limit=limit, offset=offset, with_ties=with_ties)


def _named(query: Query) -> list[tuple[str, Expr]]:
    return [(entry.name, entry.expr) for entry in query.columns]


def selected(state: ParseState, query: Query) -> Query:
    """A SELECT of all that a query gives."""
    columns = tuple(ColumnDef(entry.name, entry.expr.type, entry.expr.typmod) for entry in query.targets)
    rte = RangeTblEntry("subquery", "", columns, state.level, subquery=query)
    targets = [TargetEntry(Var(rte, n, type=c.type, typmod=c.typmod), c.name) for n, c in enumerate(columns, start=1)]
    return Query(command="select", level=state.level, targets=tuple(targets), from_items=(RangeTblRef(rte),))


def set_query(state: ParseState, operation: SetOperation) -> Query:
    """A query that gives the operation's rows, its columns named after the leftmost operand's."""
    columns = tuple(
        ColumnDef(named.name, oid, typmod)
        for named, (oid, typmod) in zip(leftmost(operation).columns, operation.types, strict=True)
    )
    rte = RangeTblEntry("setop", "", columns, state.level)
    places = [entry.expr.at for entry in leftmost(operation).columns]
    targets = [
        TargetEntry(Var(rte, n, type=c.type, typmod=c.typmod, location=at), c.name)
        for n, (c, at) in enumerate(zip(columns, places, strict=True), start=1)
    ]
    return Query(command="select", level=state.level, targets=tuple(targets), set_operation=operation)


def _operand(state: ParseState, node: Node, *, top: bool = False) -> SetOperation | Query:
    whole = top or not (
        node.sort_clause or node.limit_count or node.limit_offset or node.with_clause or node.locking_clause
    )
    if node.op == "SETOP_NONE" or not whole:
        return analyze_query(state.child(), node, keep_unknown=True)
    _ = node.limit_option
    left, right = _operand(state, node.larg), _operand(state, node.rarg)
    return combine(state, node, left, right)


def combine(state: ParseState, node: Node, left: SetOperation | Query, right: SetOperation | Query) -> SetOperation:
    """The operation that `node` names over two operands, their columns brought to common types."""
    analysis = state.analysis
    name = _SET_NAMES[node.op]
    construct = name.upper()
    lefts, rights = _columns(left), _columns(right)
    if len(lefts) != len(rights):
        raise PgError(
            "42601",
            f"each {construct} query must have the same number of columns",
            location=rights[0].at if rights else -1,
        )
    types: list[tuple[int, int]] = []
    for one, other in zip(lefts, rights, strict=True):
        chosen = common_type(analysis, [one, other], construct)
        if not (name == "union" and node.all):
            equality_operator(analysis, chosen, one.at)
        pair = [coerce_to_common(analysis, expr, chosen, construct) for expr in (one, other)]
        types.append((chosen, common_typmod(pair, chosen)))
    sides = [_retype(state, side, types, construct) for side in (left, right)]
    return SetOperation(name, bool(node.all), sides[0], sides[1], tuple(types))


def _columns(operand: SetOperation | Query) -> Sequence[Expr]:
    """The operand's columns as expressions of their types."""
    if isinstance(operand, Query):
        return [entry.expr for entry in operand.columns]
    places = [entry.expr.at for entry in leftmost(operand).columns]
    return [
        CoerceTestExpr(type=oid, typmod=typmod, location=at)
        for (oid, typmod), at in zip(operand.types, places, strict=True)
    ]


def _retype(
    state: ParseState, operand: SetOperation | Query, types: Sequence[tuple[int, int]], construct: str
) -> SetOperation | Query:
    """The operand with its columns coerced to the common types."""
    if isinstance(operand, SetOperation):
        if all(given == oid for (given, _), (oid, _) in zip(operand.types, types, strict=True)):
            return operand
        return replace(
            operand,
            left=_retype(state, operand.left, types, construct),
            right=_retype(state, operand.right, types, construct),
        )
    if all(entry.expr.type == oid for entry, (oid, _) in zip(operand.columns, types, strict=True)):
        return operand
    fixed = operand.values or operand.set_operation or operand.sort or operand.distinct or operand.distinct_on
    targets = tuple(
        replace(entry, expr=coerce_to_common(state.analysis, entry.expr, oid, construct))
        if not fixed or entry.expr.type == oids.UNKNOWN
        else entry
        for entry, (oid, _) in zip(operand.targets, types, strict=True)
    )
    operand = replace(operand, targets=targets)
    return _retype_outside(state, operand, types, construct) if fixed else operand


def _retype_outside(state: ParseState, operand: Query, types: Sequence[tuple[int, int]], construct: str) -> Query:
    """The operand as a subquery whose columns are coerced, where coercing inside would change its meaning."""
    if all(entry.expr.type == oid for entry, (oid, _) in zip(operand.columns, types, strict=True)):
        return operand
    columns = tuple(ColumnDef(entry.name, entry.expr.type, entry.expr.typmod) for entry in operand.columns)
    rte = RangeTblEntry("subquery", "", columns, state.level, subquery=operand)
    targets = tuple(
        TargetEntry(coerce_to_common(state.analysis, Var(rte, n, type=c.type, typmod=c.typmod), oid, construct), c.name)
        for n, (c, (oid, _)) in enumerate(zip(columns, types, strict=True), start=1)
    )
    return Query(command="select", level=state.level, targets=targets, from_items=(RangeTblRef(rte),))
