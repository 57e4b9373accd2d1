"""Subqueries in expressions: EXISTS, scalar, ARRAY, and comparisons with ANY or ALL (IN included)."""

from __future__ import annotations

from translator.analyze import dispatch
from translator.analyze.clause import NO_SUBQUERIES
from translator.analyze.oper import make_operator
from translator.analyze.operation import check_row_operators, compare_rows, row_operator_type
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.query import Expr, OpExpr, Query, RowExpr, SubLink, SubLinkColumn
from translator.types import oids


@dispatch.expression("SubLink")
def analyze_sublink(state: ParseState, node: Node) -> Expr:
    place = NO_SUBQUERIES.get(state.clause)
    if place is not None:
        raise PgError("0A000", f"cannot use subquery in {place}", location=node.location)
    query = dispatch.analyze_query(state.child(), node.subselect)
    kind = node.sub_link_type
    if kind == "EXISTS_SUBLINK":
        return SubLink("exists", query, type=oids.BOOL, location=node.location)
    if kind == "EXPR_SUBLINK":
        column = _single_column(query, node)
        return SubLink("expr", query, type=column.type, typmod=column.typmod, location=node.location)
    if kind == "ARRAY_SUBLINK":
        column = _single_column(query, node)
        array = state.catalog.array_of(column.type) or (column.type if state.catalog.array_element(column.type) else 0)
        if not array:
            raise PgError(
                "42704",
                f"could not find array type for data type {state.catalog.format_type(column.type)}",
                location=node.location,
            )
        return SubLink("array", query, type=array, typmod=column.typmod, location=node.location)
    if kind in ("ANY_SUBLINK", "ALL_SUBLINK"):
        return _quantified(state, node, query, "any" if kind == "ANY_SUBLINK" else "all")
    if kind == "ROWCOMPARE_SUBLINK":
        left = _tested_row(state, node, query)
        return _by_rows(state, node, query, "row", left, strings(node.oper_name)[-1])
    raise feature_not_supported(kind, at=node.location)


def _single_column(query: Query, node: Node) -> Expr:
    columns = query.columns
    if not columns:
        raise PgError("42601", "subquery must return a column", location=node.location)
    if len(columns) > 1:
        raise PgError("42601", "subquery must return only one column", location=node.location)
    return columns[0].expr


def _quantified(state: ParseState, node: Node, query: Query, kind: str) -> Expr:
    analysis = state.analysis
    names = strings(node.oper_name) or ["="]
    name, schema = names[-1], names[-2] if len(names) > 1 else None
    left = _tested_row(state, node, query)
    columns = query.columns
    if len(left) > 1 and name not in ("=", "<>"):
        return _by_rows(state, node, query, kind, left, name)
    calls: list[OpExpr] = []
    for index, (expr, column) in enumerate(zip(left, columns, strict=True)):
        value = SubLinkColumn(index, type=column.expr.type, typmod=column.expr.typmod, location=node.location)
        call = make_operator(analysis, name, expr, value, node.location, schema)
        if call.type != oids.BOOL:
            raise row_operator_type(analysis.catalog.format_type(call.type), node.location)
        calls.append(call)
    if len(calls) > 1:
        check_row_operators(state, name, calls, node.location)
    return SubLink(
        kind,
        query,
        tuple(call.args[0] for call in calls),
        tuple(call.operator for call in calls),
        tuple(call.args[1] for call in calls),
        name,
        type=oids.BOOL,
        location=node.location,
    )


def _tested_row(state: ParseState, node: Node, query: Query) -> tuple[Expr, ...]:
    """What stands left of the operator, of as many columns as the subquery has."""
    test = dispatch.analyze_expr(state, node.testexpr)
    left = test.args if isinstance(test, RowExpr) and test.whole is None else (test,)
    if len(left) < len(query.columns):
        raise PgError("42601", "subquery has too many columns", location=node.location)
    if len(left) > len(query.columns):
        raise PgError("42601", "subquery has too few columns", location=node.location)
    return left


def _by_rows(state: ParseState, node: Node, query: Query, kind: str, left: tuple[Expr, ...], name: str) -> Expr:
    columns = tuple(
        SubLinkColumn(index, type=column.expr.type, typmod=column.expr.typmod, location=node.location)
        for index, column in enumerate(query.columns)
    )
    names = strings(node.oper_name)
    schema = names[-2] if len(names) > 1 else None
    test = compare_rows(state, name, left, columns, node.location, schema)
    return SubLink(kind, query, op=name, test=test, type=oids.BOOL, location=node.location)
