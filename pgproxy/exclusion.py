"""Exclusion constraints: which other row a row conflicts with, asked in PostgreSQL's own terms.

Manual: CREATE TABLE, "Exclusion Constraints".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pgproxy.own_query import may_see, own_rows
from pgproxy.rerun import quoted, schema_name, table_name
from translator.catalog.definitions import index_definition
from translator.catalog.quote import quote_identifier, quote_literal
from translator.catalog.relation import Constraint, Index, Relation
from translator.errors import PgError
from translator.errors.constraints import empty_without_overlaps, exclusion_violation
from translator.query import Storage
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


def conflict(
    session: Session, relation: Relation, constraint: Constraint, index: Index, row: int, written: set[int]
) -> PgError | None:
    """23P01 when the row of that number conflicts with another one, later ones of those `written` left aside.

    An empty WITHOUT OVERLAPS value conflicts with everything (23514).
    """
    if constraint.period:
        _refuse_empty(session, relation, constraint, row)
    query = _query(session, relation, constraint, index) + " AND this.place = $1 ORDER BY other.place"
    for place, key, other in _asked(session, query, (row,)):
        if place < row or place not in written:
            name = f'conflicting key value violates exclusion constraint "{constraint.name}"'
            shown = may_see(session, relation, [column.number for column in index.columns])
            detail = f"Key {key} conflicts with existing key {other}." if shown else "Key conflicts with existing key."
            return _error(session, relation, constraint, name, detail)
    return None


def _refuse_empty(session: Session, relation: Relation, constraint: Constraint, row: int | None) -> None:
    """Raise PgError 23514 where the value of WITHOUT OVERLAPS is empty, in one row or in any."""
    name = relation.attribute(constraint.columns[-1]).name
    query = f"SELECT 1 FROM ONLY {_table(session, relation)} WHERE isempty({quote_identifier(name)})"
    if row is not None:
        query += " AND ctid = $1"
    if own_rows(session, f"{query} LIMIT 1", (oids.TID,) if row is not None else (), () if row is None else (row,)):
        raise empty_without_overlaps(name, relation.name)


def existing_conflict(session: Session, relation: Relation, constraint: Constraint, index: Index) -> PgError | None:
    """23P01 when two rows that are there conflict."""
    if constraint.period:
        _refuse_empty(session, relation, constraint, None)
    query = _query(session, relation, constraint, index) + " ORDER BY this.place, other.place LIMIT 1"
    for _, key, other in _asked(session, query, ()):
        name = f'could not create exclusion constraint "{constraint.name}"'
        shown = may_see(session, relation, [column.number for column in index.columns])
        detail = f"Key {key} conflicts with key {other}." if shown else "Key conflicts exist."
        return _error(session, relation, constraint, name, detail)
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
    rows = f"(SELECT ctid AS place, {keys} FROM ONLY {_table(session, relation)}{where})"
    texts = [
        " || ', ' || ".join(f"coalesce({side}.key{place}::text, 'null')" for place in range(len(shown)))
        for side in ("this", "other")
    ]
    names = [index_definition(session.image, relation, index, place) for place in range(1, len(shown) + 1)]
    described = quote_literal(f"({', '.join(names)})=(")
    columns = ", ".join(f"{described} || {text} || ')'" for text in texts)
    return (
        f"SELECT other.place, {columns} FROM {rows} AS this, {rows} AS other "
        f"WHERE this.place <> other.place AND {_tests(session, constraint)}"
    )


def _table(session: Session, relation: Relation) -> str:
    return f"{quote_identifier(schema_name(session.image, relation))}.{quote_identifier(relation.name)}"


def _tests(session: Session, constraint: Constraint) -> str:
    """That the keys of `this` row and the `other` conflict."""
    spaces = session.image.system.namespaces
    return " AND ".join(
        f"this.key{place} OPERATOR({spaces[operator.oprnamespace].nspname}.{operator.oprname}) other.key{place}"
        for place, operator in enumerate(map(session.image.operator, constraint.operators))
    )


def _asked(session: Session, sql: str, parameters: Sequence[Storage]) -> list[tuple[int, str, str]]:
    rows = own_rows(session, sql, (oids.TID,) * len(parameters), parameters)
    return [(int(str(place)), str(key), str(other)) for place, key, other in rows]


# ON CONFLICT DO NOTHING


@contextmanager
def skipping(session: Session, constraints: Sequence[tuple[int, int]]) -> Iterator[None]:
    """Inside, rows that would conflict are not inserted: a temporary trigger looks at each that breaks nothing else."""
    engine = session.engine
    queries, triggers = [], []
    for place, (oid, number) in enumerate(constraints):
        relation = session.base_image.relation(oid)
        assert relation is not None
        constraint = next(known for known in relation.constraints if known.oid == number)
        types = [attribute.type for attribute in relation.columns]
        queries.append((_conflict_query(session, relation, constraint), types))
        cells = "".join(f", new.{quoted(attribute.physical)}" for attribute in relation.columns)
        triggers.append(f"temp.{quoted(f'pgproxy skip {place}')}")
        engine.run(
            f"CREATE TRIGGER {triggers[-1]} BEFORE INSERT ON {table_name(relation)} "
            f"BEGIN SELECT RAISE(IGNORE) WHERE pg_conflicts({place}{cells}); END"
        )

    def conflicts(place: int, *row: Storage) -> bool:
        sql, types = queries[place]
        return bool(own_rows(session, sql, types, row))

    engine.conflicts = conflicts
    try:
        yield
    finally:
        engine.conflicts = None
        for trigger in triggers:
            engine.run(f"DROP TRIGGER IF EXISTS {trigger}")


def _conflict_query(session: Session, relation: Relation, constraint: Constraint) -> str:
    """Finds a row that conflicts with the one whose columns are the parameters, if that is one the table takes."""
    index = next(known for known in relation.indexes if known.oid == constraint.index)
    keys = ", ".join(
        (quote_identifier(relation.attribute(key.number).name) if key.expression is None else f"({key.expression})")
        + f" AS key{place}"
        for place, key in enumerate(index.columns)
    )
    predicate = [f"({index.predicate})"] if index.predicate is not None else []
    fits = [f"({known.expression}) IS NOT FALSE" for known in relation.constraints if known.kind == "c"]
    fits += [f"{quote_identifier(known.name)} IS NOT NULL" for known in relation.columns if known.not_null]
    cells = ", ".join(
        f"${place} AS {quote_identifier(attribute.name)}" for place, attribute in enumerate(relation.columns, start=1)
    )
    new = f"(SELECT {cells}) AS {quote_identifier(relation.name)}"
    this = f"(SELECT {keys} FROM {new} WHERE {' AND '.join([*predicate, *fits, 'true'])}) AS this"
    where = f" WHERE {predicate[0]}" if predicate else ""
    other = f"(SELECT {keys} FROM ONLY {_table(session, relation)}{where}) AS other"
    return f"SELECT 1 FROM {this}, {other} WHERE {_tests(session, constraint)} LIMIT 1"
