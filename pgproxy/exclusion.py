"""Exclusion constraints: which other row a row conflicts with, asked in PostgreSQL's own terms.

Manual: CREATE TABLE, "Exclusion Constraints".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pgproxy.rerun import schema_name
from translator.catalog.definitions import index_definition
from translator.catalog.quote import quote_identifier, quote_literal
from translator.catalog.relation import Constraint, Index, Relation
from translator.errors import PgError, exclusion_violation
from translator.query import Storage
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


def conflict(
    session: Session, relation: Relation, constraint: Constraint, index: Index, row: int, written: set[int]
) -> PgError | None:
    """23P01 when the row of that number conflicts with another one, later ones of those `written` left aside."""
    query = _query(session, relation, constraint, index) + " AND this.place = $1 ORDER BY other.place"
    for place, key, other in _asked(session, query, (row,)):
        if place < row or place not in written:
            name = f'conflicting key value violates exclusion constraint "{constraint.name}"'
            return _error(session, relation, constraint, name, f"Key {key} conflicts with existing key {other}.")
    return None


def existing_conflict(session: Session, relation: Relation, constraint: Constraint, index: Index) -> PgError | None:
    """23P01 when two rows that are there conflict."""
    query = _query(session, relation, constraint, index) + " ORDER BY this.place, other.place LIMIT 1"
    for _, key, other in _asked(session, query, ()):
        name = f'could not create exclusion constraint "{constraint.name}"'
        return _error(session, relation, constraint, name, f"Key {key} conflicts with key {other}.")
    return None


def _error(session: Session, relation: Relation, constraint: Constraint, message: str, detail: str) -> PgError:
    return exclusion_violation(message, detail, schema_name(session.image, relation), relation.name, constraint.name)


def _query(session: Session, relation: Relation, constraint: Constraint, index: Index) -> str:
    """Pairs of rows in conflict, each key as text."""
    shown = [
        quote_identifier(relation.attribute(key.number).name) if key.expression is None else f"({key.expression})"
        for key in index.columns
    ]
    keys = ", ".join(f"{text} AS key{place}" for place, text in enumerate(shown))
    where = f" WHERE {index.predicate}" if index.predicate is not None else ""
    table = f"{quote_identifier(schema_name(session.image, relation))}.{quote_identifier(relation.name)}"
    rows = f"(SELECT ctid AS place, {keys} FROM ONLY {table}{where})"
    spaces = session.image.system.namespaces
    tests = [
        f"this.key{place} OPERATOR({spaces[operator.oprnamespace].nspname}.{operator.oprname}) other.key{place}"
        for place, operator in enumerate(map(session.image.operator, constraint.operators))
    ]
    texts = [
        " || ', ' || ".join(f"coalesce({side}.key{place}::text, 'null')" for place in range(len(shown)))
        for side in ("this", "other")
    ]
    names = [index_definition(session.image, relation, index, place) for place in range(1, len(shown) + 1)]
    described = quote_literal(f"({', '.join(names)})=(")
    columns = ", ".join(f"{described} || {text} || ')'" for text in texts)
    return (
        f"SELECT other.place, {columns} FROM {rows} AS this, {rows} AS other "
        f"WHERE this.place <> other.place AND {' AND '.join(tests)}"
    )


def _asked(session: Session, sql: str, parameters: Sequence[Storage]) -> list[tuple[int, str, str]]:
    statement = session.prepared.prepare("", sql, (oids.TID,) * len(parameters)).statement
    assert statement is not None
    rows = session.engine.run(statement.plan.sql, statement.bindings(parameters))
    return [(int(str(place)), str(key), str(other)) for place, key, other in rows]
