"""Foreign keys that SQLite does not know: MATCH FULL over several columns, and PERIOD.

They are looked at once a statement or the transaction has ended, in the rows that were written and for the rows that
are gone.  Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.foreign_keys import Orphan, referenced_error, referencing_error, row_key
from pgproxy.gone_rows import Gone, keys_of
from pgproxy.own_query import own_rows
from pgproxy.rerun import quoted, schema_name, shown_value, table_name
from translator.catalog.foreign_operators import equality_operators
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_identifier
from translator.catalog.relation import Constraint, ConstraintPart, Relation
from translator.errors.constraints import match_full_violation, partition_still_referenced
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


def refuse_rows(session: Session, relation: Relation, constraint: Constraint, rows: Iterable[int]) -> None:
    """Raise PgError 23503 for the first of the rows that refers to what is not there, or half to something."""
    if constraint.check_disabled:
        return
    for row in sorted(rows):
        _refuse(session, relation, constraint, row)


def refuse_existing(session: Session, relation: Relation, constraint: Constraint) -> None:
    """The same for all rows of the table."""
    _refuse(session, relation, constraint, None)


def refuse_gone(
    session: Session, child: Relation, constraint: Constraint, part: ConstraintPart | None, gone: Sequence[Gone]
) -> None:
    """Raise PgError 23503 where a row still refers to one that is gone; `part` is that of the row's partition."""
    image = session.base_image
    table = image.relation(constraint.references if part is None else part.references)
    assert table is not None
    if (constraint if part is None else part).action_disabled:
        return
    keys = keys_of(image, constraint, table)
    mine = [f"c.{column}" for column in compared(image, child, constraint)]
    tests = [f"{column} = ${place}" for place, column in enumerate(mine, start=1)]
    if constraint.period:
        tests[-1] = f"{mine[-1]} && ${len(mine)}"
        query = f"SELECT 1 {_uncovered(session, child, constraint)} AND {' AND '.join(tests)} LIMIT 1"
    else:
        missing = _missing(session, constraint, child)
        query = f"SELECT 1 FROM {_rows_of(session, child)} AS c WHERE {' AND '.join(tests)} AND {missing} LIMIT 1"
    for row in gone:
        key = keys.before(row)
        if None in key or key == keys.after(image, row) or not own_rows(session, query, keys.types, key):
            continue
        named, shown = _as_named(image, constraint, part, row)
        named = replace(named, referenced_columns=keys_of(image, constraint, shown).numbers)
        restricted = (constraint.on_delete if row.deleted else constraint.on_update) == "r"
        raise referenced_error(session, image, Orphan(child, 0, named, key), key, restricted=restricted)


def compared(image: CatalogImage, child: Relation, constraint: Constraint) -> list[str]:
    """The columns of a foreign key as they are compared: as values of the key's type, unless theirs is comparable."""
    attributes = [child.attribute(number) for number in constraint.columns]
    operators, _, _ = equality_operators(image, child, constraint)
    rights = [image.operator(oid).oprright for oid in operators] or [attribute.type for attribute in attributes]
    found = []
    for attribute, right in zip(attributes, rights, strict=True):
        row = image.type(right)
        casts = row.typtype == "b" and right != image.base_type(attribute.type)
        found.append(quote_identifier(attribute.name) + (f"::pg_catalog.{row.typname}" if casts else ""))
    return found


def _as_named(
    image: CatalogImage, constraint: Constraint, part: ConstraintPart | None, row: Gone
) -> tuple[Constraint, Relation]:
    """A foreign key as errors call it, with the table that its row is gone from: an UPDATE that moves rows looks at it
    from the table that it names.
    """
    if part is not None and row.moved_by:
        part = next((known for known in constraint.parts if known.references == row.moved_by), None)
    shown = image.relation(constraint.references if part is None else part.references)
    assert shown is not None
    if part is None:
        return constraint, shown
    return replace(constraint, name=part.name, references=shown.oid), shown


def refuse_left(
    session: Session, child: Relation, constraint: Constraint, part: ConstraintPart, partition: Relation
) -> None:
    """Raise PgError 23503 where rows refer to a partition that is to be none any more."""
    whole = session.base_image.relation(constraint.references)
    assert whole is not None
    pairs = [
        (child.attribute(mine), whole.attribute(theirs).name)
        for mine, theirs in zip(constraint.columns, constraint.referenced_columns, strict=True)
    ]
    operators = ["="] * len(pairs)
    if constraint.period:
        operators[-1] = "&&"
    tests = " AND ".join(
        f"p.{quote_identifier(theirs)} {operator} c.{quote_identifier(mine.name)}"
        for (mine, theirs), operator in zip(pairs, operators, strict=True)
    )
    columns = ", ".join(f"c.{quote_identifier(mine.name)}" for mine, _ in pairs)
    query = f"SELECT {columns} FROM {_rows_of(session, child)} AS c, {_rows_of(session, partition)} AS p WHERE {tests}"
    for row in own_rows(session, f"{query} LIMIT 1", (), ()):
        values = [shown_value(session, mine.type, value) for (mine, _), value in zip(pairs, row, strict=True)]
        key = f"Key ({', '.join(mine.name for mine, _ in pairs)})=({', '.join(values)})"
        schema = schema_name(session.base_image, child)
        raise partition_still_referenced(partition.name, schema, child.name, part.name, key)


def _missing(session: Session, constraint: Constraint, child: Relation) -> str:
    """That no row of a partitioned table has the key of `c`."""
    parent = session.base_image.relation(constraint.references)
    assert parent is not None
    pairs = zip(compared(session.base_image, child, constraint), constraint.referenced_columns, strict=True)
    same = " AND ".join(f"p.{quote_identifier(parent.attribute(theirs).name)} = c.{column}" for column, theirs in pairs)
    return f"NOT EXISTS (SELECT 1 FROM {_rows_of(session, parent)} AS p WHERE {same})"


def _rows_of(session: Session, relation: Relation) -> str:
    return ("" if relation.kind == "p" else "ONLY ") + _table(session, relation)


def _orphaned(session: Session, child: Relation, constraint: Constraint) -> str:
    """The rows of the child that refer to no row of a partitioned table."""
    known = " AND ".join(
        f"c.{quote_identifier(child.attribute(number).name)} IS NOT NULL" for number in constraint.columns
    )
    rows = f"SELECT c.ctid FROM ONLY {_table(session, child)} AS c"
    return f"{rows} WHERE {known} AND {_missing(session, constraint, child)}"


def _refuse(session: Session, relation: Relation, constraint: Constraint, row: int | None) -> None:
    if constraint.match == "f" and len(constraint.columns) > 1:
        _refuse_mixed(session, relation, constraint, row)
    if constraint.is_native:
        return
    query = (
        f"SELECT c.ctid {_uncovered(session, relation, constraint)}"
        if constraint.period
        else _orphaned(session, relation, constraint)
    )
    query += " LIMIT 1" if row is None else " AND c.ctid = $1"
    for (place,) in own_rows(session, query, () if row is None else (oids.TID,), () if row is None else (row,)):
        key = row_key(session.engine, relation, constraint.columns, int(str(place)))
        assert key is not None
        raise referencing_error(session, session.base_image, Orphan(relation, int(str(place)), constraint, key))


def _refuse_mixed(session: Session, relation: Relation, constraint: Constraint, row: int | None) -> None:
    """MATCH FULL: all columns are null, or none."""
    nulls = " + ".join(f"({quoted(relation.attribute(number).physical)} IS NULL)" for number in constraint.columns)
    query = f"SELECT 1 FROM {table_name(relation)} WHERE {nulls} BETWEEN 1 AND {len(constraint.columns) - 1}"
    if row is not None:
        query += f" AND rowid = {row}"
    if session.engine.run(f"{query} LIMIT 1"):
        schema = schema_name(session.base_image, relation)
        raise match_full_violation(schema, relation.name, constraint.name)


def _uncovered(session: Session, child: Relation, constraint: Constraint) -> str:
    """FROM and WHERE: the rows of the child whose period no rows of the parent cover together."""
    parent = session.base_image.relation(constraint.references)
    assert parent is not None
    mine = [f"c.{quote_identifier(child.attribute(number).name)}" for number in constraint.columns]
    theirs = [f"p.{quote_identifier(parent.attribute(number).name)}" for number in constraint.referenced_columns]
    known = " AND ".join(f"{column} IS NOT NULL" for column in mine)
    same = " AND ".join(f"{one} = {other}" for one, other in zip(theirs[:-1], mine[:-1], strict=True))
    covering = (
        f"SELECT range_agg({theirs[-1]}) FROM {_rows_of(session, parent)} AS p "
        f"WHERE {same} AND {theirs[-1]} && {mine[-1]}"
    )
    return f"FROM {_rows_of(session, child)} AS c WHERE {known} AND NOT coalesce({mine[-1]} <@ ({covering}), false)"


def _table(session: Session, relation: Relation) -> str:
    return f"{quote_identifier(schema_name(session.base_image, relation))}.{quote_identifier(relation.name)}"
