"""Rows of referenced tables that a statement has removed or changed, and the keys that they had and have."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from translator.catalog.image import CatalogImage
from translator.catalog.relation import Constraint, ConstraintPart, Relation
from translator.errors.definitions import indirect_move
from translator.query import Storage


class Gone(Struct, frozen=True):
    """A row of a referenced table as it was, with its cells in SQLite's order, and as it is after an UPDATE.

    moved_by: the table whose UPDATE took it to another partition, by oid; `after` is then in the order of that table's
    column numbers.
    """

    cells: tuple[Storage, ...]
    after: tuple[Storage, ...] | None = None
    moved_by: int = 0

    @property
    def deleted(self) -> bool:
        return self.after is None


class Keys(Struct, frozen=True):
    """Where the columns of a foreign key stand in the rows of one of the partitions that it refers to."""

    names: tuple[str, ...]
    types: tuple[int, ...]
    numbers: tuple[int, ...]
    """By the partition's column numbers."""
    places: tuple[int, ...]
    """In SQLite's order."""

    def before(self, row: Gone) -> tuple[Storage, ...]:
        return tuple([row.cells[place] for place in self.places])

    def after(self, image: CatalogImage, row: Gone) -> tuple[Storage, ...] | None:
        """None for a deleted row."""
        if row.after is None:
            return None
        if not row.moved_by:
            return tuple([row.after[place] for place in self.places])
        target = image.relation(row.moved_by)
        assert target is not None
        columns = [target.column(name) for name in self.names]
        return tuple([row.after[column.number - 1] for column in columns if column is not None])


def keys_of(image: CatalogImage, constraint: Constraint, partition: Relation) -> Keys:
    """The referenced columns of a foreign key in a partition of the table that it refers to, or in that table."""
    whole = image.relation(constraint.references)
    assert whole is not None
    names = tuple(whole.attribute(number).name for number in constraint.referenced_columns)
    columns = [column for column in map(partition.column, names) if column is not None]
    return Keys(
        names,
        tuple(column.type for column in columns),
        tuple(column.number for column in columns),
        tuple(partition.layout.index(column.physical) for column in columns),
    )


def refuse_indirect_moves(
    image: CatalogImage, constraint: Constraint, part: ConstraintPart, gone: Iterable[Gone]
) -> None:
    """Raise PgError 0A000 for a row that was moved by an UPDATE of a table above the one that is referred to."""
    known = (constraint.references, *(known.references for known in constraint.parts))
    for row in gone:
        if row.moved_by and constraint.references != part.references and row.moved_by not in known:
            ancestor, target = image.relation(constraint.references), image.relation(row.moved_by)
            assert ancestor is not None
            assert target is not None
            raise indirect_move(ancestor.name, target.name)
