"""A_Expr: operators and the constructs that the grammar spells with them (IN, BETWEEN, LIKE, ANY, IS DISTINCT ...)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from translator.analyze import dispatch as expressions
from translator.analyze.aggregate import every_part
from translator.analyze.coerce import coerce_to_boolean, coerce_to_common, coerce_type, common_type, pathway
from translator.analyze.oper import find_operator, make_operator
from translator.analyze.polymorphic import resolve
from translator.analyze.state import Analysis, ParseState
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch, undetermined_row_comparison
from translator.parser import Node, strings
from translator.query import (
    BoolExpr,
    Const,
    DistinctExpr,
    Expr,
    InListExpr,
    NullIfExpr,
    NullTest,
    OpExpr,
    RowCompareExpr,
    RowExpr,
    ScalarArrayOpExpr,
    Var,
)
from translator.types import oids


@expressions.expression("A_Expr")
def analyze_operation(state: ParseState, node: Node) -> Expr:
    return _BY_KIND[node.kind](state, node)


def _name(node: Node) -> tuple[str | None, str]:
    names = strings(node.name)
    return (names[-2], names[-1]) if len(names) > 1 else (None, names[-1])


def _operator(state: ParseState, node: Node) -> Expr:
    schema, name = _name(node)
    if node.lexpr is None:
        return make_operator(
            state.analysis, name, None, expressions.analyze_expr(state, node.rexpr), node.location, schema
        )
    if node.rexpr.tag == "SubLink" and node.lexpr.tag == "RowExpr" and node.rexpr.sub_link_type == "EXPR_SUBLINK":
        return expressions.analyze_expr(state, _row_sublink(node))
    if state.analysis.settings.transform_null_equals and (schema, name) == (None, "="):
        tested = _other_than_null(node)
        if tested is not None:
            return expressions.analyze_expr(state, tested)
    left = expressions.analyze_expr(state, node.lexpr)
    right = expressions.analyze_expr(state, node.rexpr)
    if isinstance(left, RowExpr) and isinstance(right, RowExpr) and node.lexpr.tag == node.rexpr.tag == "RowExpr":
        return compare_rows(state, name, left.args, right.args, node.location, schema)
    return make_operator(state.analysis, name, left, right, node.location, schema)


def _other_than_null(node: Node) -> Node | None:
    """The test for null that `= NULL` stands for under transform_null_equals; None for another comparison."""
    for null, other in ((node.lexpr, node.rexpr), (node.rexpr, node.lexpr)):
        if null.tag == "A_Const" and null.isnull:
            return Node("NullTest", {"arg": other, "nulltesttype": "IS_NULL", "location": node.location})
    return None


def _row_sublink(node: Node) -> Node:
    """`(a, b) op (subquery)`, which the grammar takes for an operator on a value."""
    link = node.rexpr
    fields = {
        "sub_link_type": "ROWCOMPARE_SUBLINK", "testexpr": node.lexpr, "oper_name": node.name,
        "subselect": link.subselect, "location": node.location,
    }  # fmt: skip
    return Node("SubLink", fields)


def _is_row(expr: Expr) -> TypeGuard[RowExpr]:
    """ROW(...) compares by columns; the row of a table is one value."""
    return isinstance(expr, RowExpr) and expr.whole is None


_ROW_OPERATORS = frozenset({"=", "<>", "<", "<=", ">", ">="})


def row_operator_type(shown: str, location: int) -> PgError:
    """That an operator on rows, or on a subquery's values, gives no truth value."""
    return datatype_mismatch(f"row comparison operator must yield type boolean, not type {shown}", at=location)


def compare_rows(
    state: ParseState,
    name: str,
    left: tuple[Expr, ...],
    right: tuple[Expr, ...],
    location: int,
    schema: str | None = None,
) -> Expr:
    """`(a, b) op (c, d)`: by columns for = and <>, by the first difference for the orderings."""
    if len(left) != len(right):
        raise PgError("42601", "unequal number of entries in row expressions", location=location)
    if not left:
        raise PgError("0A000", "cannot compare rows of zero length", location=location)
    pairs = [
        make_operator(state.analysis, name, one, two, location, schema) for one, two in zip(left, right, strict=True)
    ]
    other = next((pair.type for pair in pairs if pair.type != oids.BOOL), None)
    if other is not None:
        raise row_operator_type(state.catalog.format_type(other), location)
    if len(pairs) == 1:
        return pairs[0]
    check_row_operators(state, name, pairs, location)
    if name in ("=", "<>"):
        return BoolExpr("and" if name == "=" else "or", tuple(pairs), type=oids.BOOL, location=location)
    return RowCompareExpr(
        name,
        tuple(pair.operator for pair in pairs),
        tuple(pair.args[0] for pair in pairs),
        tuple(pair.args[1] for pair in pairs),
        type=oids.BOOL,
        location=location,
    )


def check_row_operators(state: ParseState, name: str, pairs: Sequence[Expr], location: int) -> None:
    """Rows are compared by operators that belong to the order of a type alone.  Raises PgError 0A000."""
    operators = [pair.operator for pair in pairs if isinstance(pair, OpExpr)]
    if name not in _ROW_OPERATORS or not all(map(state.catalog.in_btree_family, operators)):
        raise undetermined_row_comparison(name, at=location)


def _array_operator(state: ParseState, node: Node) -> Expr:
    """`scalar op ANY (array)` or ALL."""
    analysis = state.analysis
    schema, name = _name(node)
    scalar = expressions.analyze_expr(state, node.lexpr)
    array = expressions.analyze_expr(state, node.rexpr)
    use_any = node.kind == "AEXPR_OP_ANY"
    if array.type == oids.UNKNOWN:
        element = oids.UNKNOWN
    else:
        element = analysis.catalog.array_element(analysis.catalog.base_type(array.type))
        if not element:
            raise PgError("42809", "op ANY/ALL (array) requires array on right side", location=node.location)
    operator = find_operator(analysis, name, scalar.type, element, node.location, schema)
    assert operator is not None
    if operator.oprresult != oids.BOOL:
        raise PgError("42809", "op ANY/ALL (array) requires operator to yield boolean", location=node.location)
    declared = [operator.oprleft, operator.oprright]
    (left_type, right_type), _ = resolve(
        analysis.catalog, [scalar.type, element], declared, operator.oprresult, node.location
    )
    array_type = analysis.catalog.array_of(right_type)
    scalar = coerce_type(analysis, scalar, left_type, -1, "i")
    array = coerce_type(analysis, array, array_type, -1, "i")
    return ScalarArrayOpExpr(operator, use_any, scalar, array, type=oids.BOOL, location=node.location)


def _distinct(state: ParseState, node: Node) -> Expr:
    negated = node.kind == "AEXPR_NOT_DISTINCT"
    schema, name = _name(node)
    left = expressions.analyze_expr(state, node.lexpr)
    right = expressions.analyze_expr(state, node.rexpr)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Const) and one.value is None and one.type == oids.UNKNOWN:
            return NullTest(other, negated, type=oids.BOOL, location=node.location)
    if _is_row(left) and _is_row(right):
        if len(left.args) != len(right.args):
            raise PgError("42601", "unequal number of entries in row expressions", location=node.location)
        pairs = [
            DistinctExpr(call.operator, call.args, negated, type=oids.BOOL, location=node.location)
            for call in (
                make_operator(state.analysis, "=", a, b, node.location)
                for a, b in zip(left.args, right.args, strict=True)
            )
        ]
        return BoolExpr("and" if negated else "or", tuple(pairs), type=oids.BOOL, location=node.location)
    call = make_operator(state.analysis, name, left, right, node.location, schema)
    if call.type != oids.BOOL:
        raise datatype_mismatch("IS DISTINCT FROM requires = operator to yield boolean", at=node.location)
    return DistinctExpr(call.operator, call.args, negated, type=oids.BOOL, location=node.location)


def _null_if(state: ParseState, node: Node) -> Expr:
    left = expressions.analyze_expr(state, node.lexpr)
    right = expressions.analyze_expr(state, node.rexpr)
    schema, name = _name(node)
    call = make_operator(state.analysis, name, left, right, node.location, schema)
    if call.type != oids.BOOL:
        raise datatype_mismatch("NULLIF requires = operator to yield boolean", at=node.location)
    return NullIfExpr(
        call.operator, call.args, type=call.args[0].type, typmod=call.args[0].typmod, location=node.location
    )


def _in_list(state: ParseState, node: Node) -> Expr:
    """`x [NOT] IN (a, b, ...)`: one comparison for the members that name no column of the query, when there are
    several and their common type has arrays; a comparison of its own for every other member.
    """
    analysis = state.analysis
    schema, name = _name(node)
    negated = name == "<>"
    scalar = expressions.analyze_expr(state, node.lexpr)
    rest = [expressions.analyze_expr(state, item) for item in node.rexpr.items]
    tests: list[Expr] = []
    fixed = [member for member in rest if not _names_column(state, member)]
    chosen = common_type(analysis, [scalar, *fixed], None) if len(fixed) > 1 else 0
    listable = chosen and chosen != oids.RECORD and analysis.catalog.array_of(chosen)
    if listable and all(_becomes(analysis, oid, chosen) for oid in {member.type for member in (scalar, *fixed)}):
        listed = _listed(state, node, scalar, [coerce_to_common(analysis, one, chosen, "IN") for one in fixed])
        if listed is not None:
            tests = [listed]
            rest = [member for member in rest if _names_column(state, member)]
    for member in rest:
        if _is_row(scalar) and _is_row(member):
            test = compare_rows(state, name, scalar.args, member.args, node.location)
        else:
            test = make_operator(analysis, name, scalar, member, node.location, schema)
        tests.append(coerce_to_boolean(analysis, test, "IN"))
    if len(tests) == 1:
        return tests[0]
    return BoolExpr("and" if negated else "or", tuple(tests), type=oids.BOOL, location=node.location)


def _names_column(state: ParseState, member: Expr) -> bool:
    return any(isinstance(part, Var) and part.rte.level == state.level for part in every_part(member))


def _listed(state: ParseState, node: Node, scalar: Expr, members: Sequence[Expr]) -> InListExpr | None:
    """One comparison with members of one type; None for NOT IN by an operator that denies no other."""
    analysis = state.analysis
    schema, name = _name(node)
    call = make_operator(analysis, name, scalar, members[0], node.location, schema)
    negated, operator = name == "<>", call.operator
    if negated:
        if not operator.oprnegate:
            return None
        operator = analysis.catalog.operator(operator.oprnegate)
    target = call.args[1].type
    coerced = tuple(coerce_type(analysis, member, target, -1, "i") for member in members)
    return InListExpr(operator, negated, call.args[0], coerced, type=oids.BOOL, location=node.location)


def _becomes(analysis: Analysis, oid: int, chosen: int) -> bool:
    """Whether operands of a type take the common type without being asked."""
    return oid in (chosen, oids.UNKNOWN) or pathway(analysis, oid, chosen, "i") is not None


def _pattern(state: ParseState, node: Node) -> Expr:
    """LIKE, ILIKE, SIMILAR TO: the operator, with the pattern passed through the ESCAPE function the grammar put
    there.
    """
    return _operator(state, node)


def _between(state: ParseState, node: Node) -> Expr:
    """`x BETWEEN a AND b`: the comparisons that it stands for, analyzed one after the other."""
    kind = node.kind
    node.name[0].accept()
    negated, symmetric = "NOT" in kind, kind.endswith("SYM")
    low, high = node.rexpr.items

    def compared(sign: str, bound: Node) -> Node:
        fields = {
            "kind": "AEXPR_OP", "name": (Node("String", {"sval": sign}),), "lexpr": node.lexpr, "rexpr": bound,
            "location": node.location,
        }  # fmt: skip
        return Node("A_Expr", fields)

    def combined(both: bool, one: Node, other: Node) -> Node:
        operation = "AND_EXPR" if both != negated else "OR_EXPR"
        return Node("BoolExpr", {"boolop": operation, "args": (one, other), "location": node.location})

    signs = ("<", ">") if negated else (">=", "<=")
    forward = combined(True, compared(signs[0], low), compared(signs[1], high))
    if not symmetric:
        return expressions.analyze_expr(state, forward)
    backward = combined(True, compared(signs[0], high), compared(signs[1], low))
    return expressions.analyze_expr(state, combined(False, forward, backward))


_BY_KIND: dict[str, Callable[[ParseState, Node], Expr]] = {
    "AEXPR_OP": _operator,
    "AEXPR_OP_ANY": _array_operator,
    "AEXPR_OP_ALL": _array_operator,
    "AEXPR_DISTINCT": _distinct,
    "AEXPR_NOT_DISTINCT": _distinct,
    "AEXPR_NULLIF": _null_if,
    "AEXPR_IN": _in_list,
    "AEXPR_LIKE": _pattern,
    "AEXPR_ILIKE": _pattern,
    "AEXPR_SIMILAR": _pattern,
    "AEXPR_BETWEEN": _between,
    "AEXPR_NOT_BETWEEN": _between,
    "AEXPR_BETWEEN_SYM": _between,
    "AEXPR_NOT_BETWEEN_SYM": _between,
}
