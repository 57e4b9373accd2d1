"""Assignment of values to columns: SET lists, and the cast of a value to what a column stores."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze.coerce import coerce
from translator.analyze.defaults import column_default
from translator.analyze.dispatch import analyze_expr, analyze_query
from translator.analyze.indirection import store
from translator.analyze.state import NamespaceItem, ParseState
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.statements import datatype_mismatch, feature_not_supported
from translator.parser import Node
from translator.query import Assignment, Expr, RangeTblEntry, SetToDefault, SubLink, Var


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
            f'column "{attribute.name}" is of type {names(attribute.type)} but expression is of type '
            f"{names(value.type)}",
            hint="You will need to rewrite or cast the expression.",
            at=value.at,
        )
    return result


def assignment_list(
    state: ParseState, target: RangeTblEntry, nodes: Sequence[Node], view: NamespaceItem | None = None
) -> tuple[Assignment, ...]:
    """SET's assignments, each column at most once; those to columns of a view where they are made through one."""
    relation = target.relation if view is None else view.view
    assert relation is not None
    alias = target.alias if view is None else view.alias
    found: dict[int, Assignment] = {}
    partial: set[int] = set()
    state.clause = "UPDATE"
    values = [_value(state, node.val) for node in nodes]
    for node, value in zip(nodes, values, strict=True):
        if relation.column(node.name) is None and node.indirection and node.name in (relation.name, alias):
            error = undefined_column_of_relation(node.name, relation.name, at=node.location)
            error.hint = "SET target columns cannot be qualified with the relation name."
            raise error
        attribute = assignable(relation, node.name, node.location)
        before = found.get(attribute.number)
        if before is not None and not (node.indirection and attribute.number in partial):
            raise PgError("42601", f'multiple assignments to same column "{attribute.name}"')
        if node.indirection:
            partial.add(attribute.number)
            base: Expr = Var(target, attribute.number, type=attribute.type, typmod=attribute.typmod)
            if view is not None:
                base = view.columns[attribute.number - 1][1]
            stored = _set_part(state, base if before is None else before.expr, attribute, node, value)
        else:
            stored = _set_value(state, relation, attribute, value)
        found[attribute.number] = Assignment(attribute.number, stored)
    return tuple(found.values()) if view is not None else _stored(target, relation, tuple(found.values()))


def _stored(target: RangeTblEntry, relation: Relation, assignments: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
    """What is written: DEFAULT for a generated column changes nothing, and alone leaves the rows as they are."""
    kept = tuple(known for known in assignments if not relation.attribute(known.attno).generated)
    same = next((attribute for attribute in relation.columns if not attribute.generated), None)
    if kept or same is None:
        return kept
    value = Var(target, same.number, type=same.type, typmod=same.typmod)
    return (Assignment(same.number, value),)


def _value(state: ParseState, node: Node) -> Expr:
    return _multi_assign(state, node) if node.tag == "MultiAssignRef" else analyze_expr(state, node)


def _set_part(state: ParseState, base: Expr, attribute: Attribute, node: Node, value: Expr) -> Expr:
    """`column.field = value` or `column[i] = value`: the whole column with its part changed."""
    if isinstance(value, SetToDefault):
        what = "an array element" if node.indirection[0].tag == "A_Indices" else "a subfield"
        raise PgError("0A000", f"cannot set {what} to DEFAULT", location=node.location)
    return store(state, base, node.indirection, value, attribute.name, node.location)


def _set_value(state: ParseState, relation: Relation, attribute: Attribute, value: Expr) -> Expr:
    if isinstance(value, SetToDefault):
        return column_default(state, relation, attribute)
    refused = only_default(attribute)
    if refused is not None:
        raise refused
    return assign(state, value, attribute)


def only_default(attribute: Attribute) -> PgError | None:
    """428C9 for a column that nobody may give a value."""
    if not attribute.generated and attribute.identity != "a":
        return None
    what = "a generated column" if attribute.generated else "an identity column defined as GENERATED ALWAYS"
    return PgError(
        "428C9",
        f'column "{attribute.name}" can only be updated to DEFAULT',
        detail=f'Column "{attribute.name}" is {what}.',
    )


def _multi_assign(state: ParseState, node: Node) -> Expr:
    """One column of `(a, b) = (x, y)` or `(a, b) = (SELECT x, y ...)`; the tree repeats the source for every column."""
    source = node.source
    place = node.colno - 1
    if source.tag == "SubLink":
        expr = _subquery_column(state, source, place, node.ncolumns)
    elif source.tag == "RowExpr":
        if node.ncolumns != len(source.args):
            raise PgError("42601", "number of columns does not match number of values", location=source.location)
        expr = analyze_expr(state, source.args[place])
    else:
        message = "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression"
        raise PgError("0A000", message, location=source.location)
    source.accept()
    return expr


def _subquery_column(state: ParseState, source: Node, place: int, width: int) -> Expr:
    """The subquery for one of its columns alone."""
    query = analyze_query(state.child(), source.subselect)
    if len(query.columns) != width:
        raise PgError("42601", "number of columns does not match number of values", location=source.location)
    if query.distinct or query.distinct_on or query.set_operation is not None or query.values:
        raise feature_not_supported("SET of several columns from such a subquery", at=source.location)
    column = query.targets[place]
    return SubLink(
        "expr",
        replace(query, targets=(column,)),
        type=column.expr.type,
        typmod=column.expr.typmod,
        location=source.location,
    )
