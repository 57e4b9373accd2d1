"""The statements by which PostgreSQL carries out a foreign key's actions, as the contexts of errors show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.foreign_operators import equality_operators
from translator.catalog.quote import quote_identifier
from translator.catalog.relation import Constraint, Relation

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

_VALUES = {"n": "NULL", "d": "DEFAULT"}


def action_context(image: CatalogImage, child: Relation, constraint: Constraint, *, deleted: bool) -> str:
    """The line of an error's context for what happens to the rows of `child` when those they refer to are gone."""
    action = constraint.on_delete if deleted else constraint.on_update
    names = [_always_quoted(child.attribute(number).name) for number in constraint.columns]
    first = 1
    if action == "c" and deleted:
        text = f"DELETE FROM {_table(image, child)}"
    else:
        numbers = (constraint.set_columns if deleted else ()) or constraint.columns
        set_names = [_always_quoted(child.attribute(number).name) for number in numbers]
        if action == "c":
            first += len(names)
        values = [_VALUES.get(action, f"${place}") for place in range(1, len(set_names) + 1)]
        settings = [f"{name} = {value}" for name, value in zip(set_names, values, strict=True)]
        text = f"UPDATE {_table(image, child)} SET {', '.join(settings)}"
    tests = _tests(image, child, constraint, names, first)
    return f'SQL statement "{text} WHERE {" AND ".join(tests)}"'


def _tests(image: CatalogImage, child: Relation, constraint: Constraint, names: list[str], first: int) -> list[str]:
    parent = child if constraint.references == child.oid else image.relation(constraint.references)
    operators, _, _ = equality_operators(image, child, constraint)
    assert parent is not None
    found = []
    for place, (name, oid) in enumerate(zip(names, operators, strict=True)):
        operator = image.operator(oid)
        theirs = parent.attribute(constraint.referenced_columns[place]).type
        mine = child.attribute(constraint.columns[place]).type
        left = f"${first + place}{_cast(image, theirs, operator.oprleft)}"
        found.append(f"{left} OPERATOR(pg_catalog.{operator.oprname}) {name}{_cast(image, mine, operator.oprright)}")
    return found


def _cast(image: CatalogImage, given: int, wanted: int) -> str:
    if given == wanted:
        return ""
    row = image.type(wanted)
    schema = image.namespace_by_oid(row.typnamespace)
    assert schema is not None
    return f"::{quote_identifier(schema.nspname)}.{quote_identifier(row.typname)}"


def _table(image: CatalogImage, relation: Relation) -> str:
    schema = image.namespace_by_oid(relation.namespace)
    assert schema is not None
    only = "" if relation.kind == "p" else "ONLY "
    return f"{only}{_always_quoted(schema.nspname)}.{_always_quoted(relation.name)}"


def _always_quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
