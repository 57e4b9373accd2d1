"""Foreign keys that SQLite does not know: MATCH FULL over several columns, and PERIOD.

They are looked at once a statement or the transaction has ended, in the rows that were written and for the rows that
are gone.  Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pgproxy.ddl_table import is_enforced
from pgproxy.foreign_keys import Orphan, referenced_error, referencing_error, row_key
from pgproxy.own_query import own_rows
from pgproxy.rerun import quoted, schema_name, shown_value, table_name
from translator.catalog.quote import quote_identifier
from translator.catalog.relation import Constraint, ConstraintPart, Relation
from translator.errors import match_full_violation, partition_still_referenced
from translator.query import Storage
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


class Gone(Struct, frozen=True):
    """A row of a referenced table as it was: `moved` if an UPDATE took it to another partition."""

    cells: tuple[Storage, ...]
    deleted: bool
    moved: bool


def refuse_rows(session: Session, relation: Relation, constraint: Constraint, rows: Iterable[int]) -> None:
    """Raise PgError 23503 for the first of the rows that refers to what is not there, or half to something."""
    if not is_enforced(session.base_image, relation, constraint):
        return
    for row in sorted(rows):
        _refuse(session, relation, constraint, row)


def refuse_existing(session: Session, relation: Relation, constraint: Constraint) -> None:
    """The same for all rows of the table."""
    _refuse(session, relation, constraint, None)


def refuse_gone(session: Session, child: Relation, constraint: Constraint, gone: Sequence[Gone]) -> None:
    """Raise PgError 23503 where a row still refers to one that is gone, given by its cells in SQLite's order."""
    parent = session.base_image.relation(constraint.references)
    assert parent is not None
    if not is_enforced(session.base_image, child, constraint):
        return
    numbers = constraint.referenced_columns
    places = [parent.layout.index(parent.attribute(number).physical) for number in numbers]
    types = [parent.attribute(number).type for number in numbers]
    mine = [f"c.{quote_identifier(child.attribute(number).name)}" for number in constraint.columns]
    tests = [f"{column} = ${place}" for place, column in enumerate(mine[:-1], start=1)]
    tests.append(f"{mine[-1]} && ${len(mine)}")
    query = f"{_uncovered(session, child, constraint, parent)} AND {' AND '.join(tests)} LIMIT 1"
    for row in gone:
        key = tuple(row.cells[place] for place in places)
        if None not in key and own_rows(session, query, types, key):
            orphan = Orphan(child, 0, constraint, key)
            raise referenced_error(session, session.base_image, orphan, key, restricted=False)


def refuse_gone_part(
    session: Session, child: Relation, constraint: Constraint, part: ConstraintPart, gone: Sequence[Gone]
) -> None:
    """The same for rows of a partition, whose keys no other partition has now."""
    image = session.base_image
    whole, partition = image.relation(constraint.references), image.relation(part.references)
    assert whole is not None
    assert partition is not None
    if not is_enforced(image, child, constraint):
        return
    names = [whole.attribute(number).name for number in constraint.referenced_columns]
    attributes = [attribute for name in names if (attribute := partition.column(name)) is not None]
    places = [partition.layout.index(attribute.physical) for attribute in attributes]
    mine = [quote_identifier(child.attribute(number).name) for number in constraint.columns]
    tests = " AND ".join(f"c.{name} = ${place}" for place, name in enumerate(mine, start=1))
    query = f"SELECT 1 FROM {_rows_of(session, child)} AS c WHERE {tests} AND {_missing(session, constraint, child)}"
    for row in gone:
        key = tuple(row.cells[place] for place in places)
        types = [attribute.type for attribute in attributes]
        if None in key or not own_rows(session, f"{query} LIMIT 1", types, key):
            continue
        if row.moved:
            named, shown, numbers = constraint, whole, constraint.referenced_columns
        else:
            named, shown = replace(constraint, name=part.name, references=partition.oid), partition
            numbers = tuple(attribute.number for attribute in attributes)
        named = replace(named, references=shown.oid, referenced_columns=numbers)
        restricted = (constraint.on_delete if row.deleted and not row.moved else constraint.on_update) == "r"
        raise referenced_error(session, image, Orphan(child, 0, named, key), key, restricted=restricted)


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
    tests = " AND ".join(f"p.{quote_identifier(theirs)} = c.{quote_identifier(mine.name)}" for mine, theirs in pairs)
    columns = ", ".join(f"p.{quote_identifier(theirs)}" for _, theirs in pairs)
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
    same = " AND ".join(
        f"p.{quote_identifier(parent.attribute(theirs).name)} = c.{quote_identifier(child.attribute(mine).name)}"
        for mine, theirs in zip(constraint.columns, constraint.referenced_columns, strict=True)
    )
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
    parent = session.base_image.relation(constraint.references)
    assert parent is not None
    query = (
        _uncovered(session, relation, constraint, parent)
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


def _uncovered(session: Session, child: Relation, constraint: Constraint, parent: Relation) -> str:
    """The rows of the child whose period no rows of the parent cover together."""
    mine = [f"c.{quote_identifier(child.attribute(number).name)}" for number in constraint.columns]
    theirs = [f"p.{quote_identifier(parent.attribute(number).name)}" for number in constraint.referenced_columns]
    known = " AND ".join(f"{column} IS NOT NULL" for column in mine)
    same = " AND ".join(f"{one} = {other}" for one, other in zip(theirs[:-1], mine[:-1], strict=True))
    covering = (
        f"SELECT range_agg({theirs[-1]}) FROM ONLY {_table(session, parent)} AS p "
        f"WHERE {same} AND {theirs[-1]} && {mine[-1]}"
    )
    return (
        f"SELECT c.ctid FROM ONLY {_table(session, child)} AS c "
        f"WHERE {known} AND NOT coalesce({mine[-1]} <@ ({covering}), false)"
    )


def _table(session: Session, relation: Relation) -> str:
    return f"{quote_identifier(schema_name(session.base_image, relation))}.{quote_identifier(relation.name)}"
