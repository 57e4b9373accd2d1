"""What is said of a table and its parts, said of one that was made like it: LIKE ... INCLUDING COMMENTS.

Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_comment import comment
from pgproxy.portal import Portal
from translator import command as c
from translator.catalog.dependency_rows import PG_CLASS, PG_CONSTRAINT, PG_STATISTIC_EXT
from translator.catalog.relation import Index, Relation

if TYPE_CHECKING:
    from pgproxy.session import Session

Pair = tuple[int, tuple[int, int], tuple[int, int]]
"""A catalog, with the oid and number of an object there and of the one that is like it."""


def copy_comments(session: Session, source: int, target: int) -> None:
    """The comments on columns, NOT NULL and CHECK constraints, indexes and statistics objects."""
    table, made = session.base_image.relation(source), session.base_image.relation(target)
    assert table is not None
    assert made is not None
    catalog = f"{table.schema}.pg_description"
    query = f"SELECT description FROM {catalog} WHERE objoid = ? AND classoid = ? AND objsubid = ?"
    for classoid, (oid, number), (other, other_number) in _pairs(table, made):
        for (text,) in session.engine.run(query, (oid, classoid, number)):
            comment(session, c.Comment(classoid, other, other_number, str(text)), Portal("", None, (), (0,)))


def _pairs(table: Relation, made: Relation) -> Iterator[Pair]:
    for attribute in table.columns:
        column = made.column(attribute.name)
        if column is not None:
            yield PG_CLASS, (table.oid, attribute.number), (made.oid, column.number)
    constraints = {(known.kind, known.name): known for known in made.constraints}
    for constraint in table.constraints:
        copied = constraints.get((constraint.kind, constraint.name))
        if constraint.kind in "cn" and copied is not None:
            yield PG_CONSTRAINT, (constraint.oid, 0), (copied.oid, 0)
    yield from _index_pairs(table, made)
    left = list(made.statistics)
    for known in table.statistics:
        names = {table.attribute(number).name for number in known.columns}
        for other in left:
            if other.expressions == known.expressions and names == {made.attribute(n).name for n in other.columns}:
                left.remove(other)
                yield PG_STATISTIC_EXT, (known.oid, 0), (other.oid, 0)
                break


def _index_pairs(table: Relation, made: Relation) -> Iterator[Pair]:
    left = list(made.indexes)
    for index in table.indexes:
        for other in left:
            if _shape(table, index) == _shape(made, other):
                left.remove(other)
                yield PG_CLASS, (index.oid, 0), (other.oid, 0)
                break


def _shape(table: Relation, index: Index) -> tuple[object, ...]:
    """What two indexes have in common of which one was made like the other."""
    columns = [
        (table.attribute(key.number).name if key.number else "", replace(key, number=0, name="", type=0))
        for key in index.columns
    ]
    included = [table.attribute(number).name for number in index.included]
    return columns, included, index.unique, index.primary, index.predicate, index.method
