"""Foreign keys that SQLite does not know: MATCH FULL over several columns, and PERIOD.

They are looked at once a statement or the transaction has ended, in the rows that were written and for the rows that
are gone.  Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pgproxy.ddl_table import is_enforced
from pgproxy.foreign_keys import Orphan, referenced_error, referencing_error, row_key
from pgproxy.own_query import own_rows
from pgproxy.rerun import quoted, schema_name, table_name
from translator.catalog.quote import quote_identifier
from translator.catalog.relation import Constraint, Relation
from translator.errors import match_full_violation
from translator.query import Storage
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session


def refuse_rows(session: Session, relation: Relation, constraint: Constraint, rows: Iterable[int]) -> None:
    """Raise PgError 23503 for the first of the rows that refers to what is not there, or half to something."""
    if not is_enforced(session.base_image, relation, constraint):
        return
    for row in sorted(rows):
        _refuse(session, relation, constraint, row)


def refuse_existing(session: Session, relation: Relation, constraint: Constraint) -> None:
    """The same for all rows of the table."""
    _refuse(session, relation, constraint, None)


def refuse_gone(session: Session, child: Relation, constraint: Constraint, gone: Sequence[tuple[Storage, ...]]) -> None:
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
        key = tuple(row[place] for place in places)
        if None not in key and own_rows(session, query, types, key):
            orphan = Orphan(child, 0, constraint, key)
            raise referenced_error(session, session.base_image, orphan, key, restricted=False)


def _refuse(session: Session, relation: Relation, constraint: Constraint, row: int | None) -> None:
    if constraint.match == "f" and len(constraint.columns) > 1:
        _refuse_mixed(session, relation, constraint, row)
    if not constraint.period:
        return
    parent = session.base_image.relation(constraint.references)
    assert parent is not None
    query = _uncovered(session, relation, constraint, parent)
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
