"""Assignment to a field, an element or a slice of a column.  PostgreSQL's transformAssignmentIndirection."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.coerce import coerce, coerce_type
from translator.analyze.domain import is_domain
from translator.analyze.expr import jsonb_path, subscript_bounds
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch, feature_not_supported
from translator.parser import Node
from translator.query import Expr, FieldSelect, FieldStore, JsonbStore, RelabelType, SubscriptExpr, SubscriptStore
from translator.types import oids


def store(state: ParseState, base: Expr, steps: Sequence[Node], value: Expr, column: str, location: int) -> Expr:
    """The column's value `base` with `value` at the place that the steps lead to."""
    return _store(state, base, steps, value, column, location, subscripting=False, name=column)


def _store(
    state: ParseState,
    base: Expr,
    steps: Sequence[Node],
    value: Expr,
    column: str,
    location: int,
    *,
    subscripting: bool,
    name: str,
) -> Expr:
    if not steps:
        return _coerced(state, value, base, location, subscripting=subscripting, name=name)
    plain = base
    if is_domain(state.catalog, base.type):
        plain = RelabelType(base, False, type=state.catalog.base_type(base.type))
    if steps[0].tag == "String":
        changed = _field(state, plain, steps, value, column, location)
    elif steps[0].tag == "A_Indices":
        changed = _element(state, plain, steps, value, column, location)
    else:
        raise PgError("0A000", 'row expansion via "*" is not supported here', location=location)
    return coerce_type(state.analysis, changed, base.type, -1, "a")


def _coerced(state: ParseState, value: Expr, place: Expr, location: int, *, subscripting: bool, name: str) -> Expr:
    """The value as what the place takes.  Raises PgError 42804."""
    result = coerce(state.analysis, value, place.type, place.typmod, "a")
    if result is not None:
        return result
    names = state.catalog.format_type
    wanted, given = names(place.type), names(value.type)
    message = (
        f'subscripted assignment to "{name}" requires type {wanted} but expression is of type {given}'
        if subscripting
        else f'subfield "{name}" is of type {wanted} but expression is of type {given}'
    )
    raise datatype_mismatch(message, hint="You will need to rewrite or cast the expression.", at=location)


def _field(state: ParseState, base: Expr, steps: Sequence[Node], value: Expr, column: str, location: int) -> Expr:
    name = steps[0].sval
    shown = state.catalog.format_type(base.type)
    if state.catalog.type(base.type).typtype != "c":
        raise datatype_mismatch(
            f'cannot assign to field "{name}" of column "{column}" because its type {shown} is not a composite type',
            at=location,
        )
    for index, attribute in enumerate(state.catalog.row_attributes(base.type)):
        if attribute.name == name:
            before = FieldSelect(base, index, name, type=attribute.type, typmod=attribute.typmod)
            inner = _store(state, before, steps[1:], value, column, location, subscripting=False, name=name)
            return FieldStore(base, attribute.number, inner, type=base.type)
    raise PgError(
        "42703",
        f'cannot assign to field "{name}" of column "{column}" because there is no such column in data type {shown}',
        location=location,
    )


def _element(state: ParseState, base: Expr, steps: Sequence[Node], value: Expr, column: str, location: int) -> Expr:
    catalog = state.catalog
    if base.type == oids.NAME:
        raise feature_not_supported("assignment to a character of a name", at=location)
    element = catalog.array_element(base.type) or catalog.fixed_element(base.type)
    if not element:
        if base.type == oids.JSONB:
            return _member(state, base, steps, value, column, location)
        shown = catalog.format_type(base.type)
        raise datatype_mismatch(f"cannot subscript type {shown} because it does not support subscripting", at=location)
    count = next((place for place, step in enumerate(steps) if step.tag != "A_Indices"), len(steps))
    lower, upper = subscript_bounds(state, steps[:count])
    kind = base.type if lower is not None else element
    before = SubscriptExpr(base, lower, upper, type=kind, typmod=base.typmod)
    inner = _store(state, before, steps[count:], value, column, location, subscripting=True, name=column)
    return SubscriptStore(base, lower, upper, inner, type=base.type, typmod=base.typmod)


def _member(state: ParseState, base: Expr, steps: Sequence[Node], value: Expr, column: str, location: int) -> Expr:
    """`document['key'][0] = value`."""
    count = next((place for place, step in enumerate(steps) if step.tag != "A_Indices"), len(steps))
    path, numbered = jsonb_path(state, steps[:count])
    inner = _store(state, base, steps[count:], value, column, location, subscripting=True, name=column)
    return JsonbStore(base, path, numbered, inner, type=base.type)
