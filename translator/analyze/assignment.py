"""Assignment of values to columns: SET lists, and the cast of a value to what a column stores."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.coerce import coerce
from translator.analyze.defaults import column_default
from translator.analyze.dispatch import analyze_expr
from translator.analyze.state import ParseState
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, datatype_mismatch, feature_not_supported, undefined_column_of_relation
from translator.parser import Node
from translator.query import Assignment, Expr, RangeTblEntry, SetToDefault


def assignable(relation: Relation, name: str, location: int) -> Attribute:
    """The column to assign to.  Raises PgError 42703."""
    attribute = relation.column(name)
    if attribute is None:
        raise undefined_column_of_relation(name, relation.name, at=location)
    return attribute


def assign(state: ParseState, value: Expr, attribute: Attribute) -> Expr:
    """A value as what the column stores, by an assignment cast.  Raises PgError 42804."""
    result = coerce(state.analysis, value, attribute.type, attribute.typmod, "a")
    if result is None:
        names = state.catalog.format_type
        raise datatype_mismatch(
            f'column "{attribute.name}" is of type {names(attribute.type)} but expression is of type {names(value.type)}',
            hint="You will need to rewrite or cast the expression.",
            at=value.at,
        )
    return result


def assignment_list(state: ParseState, target: RangeTblEntry, nodes: Sequence[Node]) -> tuple[Assignment, ...]:
    """SET's assignments, each column at most once."""
    relation = target.relation
    assert relation is not None
    found: dict[int, Assignment] = {}
    for node in nodes:
        attribute = assignable(relation, node.name, node.location)
        if node.indirection:
            raise feature_not_supported("assignment to an element or field", at=node.location)
        if attribute.number in found:
            raise PgError("42601", f'multiple assignments to same column "{attribute.name}"', location=node.location)
        state.clause = "UPDATE"
        found[attribute.number] = Assignment(attribute.number, _set_value(state, relation, attribute, node.val))
    return tuple(found.values())


def _set_value(state: ParseState, relation: Relation, attribute: Attribute, node: Node) -> Expr:
    if node.tag == "MultiAssignRef":
        value = _multi_assign(state, node)
    else:
        value = analyze_expr(state, node)
    if isinstance(value, SetToDefault):
        return column_default(state, relation, attribute)
    if attribute.generated:
        raise PgError(
            "428C9",
            f'column "{attribute.name}" can only be updated to DEFAULT',
            detail=f'Column "{attribute.name}" is a generated column.',
        )
    if attribute.identity == "a":
        raise PgError(
            "428C9",
            f'column "{attribute.name}" can only be updated to DEFAULT',
            detail=f'Column "{attribute.name}" is an identity column defined as GENERATED ALWAYS.',
        )
    return assign(state, value, attribute)


def _multi_assign(state: ParseState, node: Node) -> Expr:
    """One column of `(a, b) = (x, y)`."""
    source = node.source
    if source.tag != "RowExpr":
        raise feature_not_supported("SET of several columns from a subquery")
    if node.ncolumns != len(source.args):
        raise PgError("42601", "number of columns does not match number of values", location=source.location)
    _ = source.row_format
    expr = analyze_expr(state, source.args[node.colno - 1])
    source.accept()  # the tree repeats the whole row for every column
    return expr
