"""Foreign keys to partitioned tables: the part of each partition, made and taken away with it.

PostgreSQL's addFkRecurseReferenced.  Manual: "Table Partitioning".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import publish
from pgproxy.late_references import refuse_left
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Constraint, ConstraintPart, Relation

if TYPE_CHECKING:
    from pgproxy.session import Session


def partition_parts(
    session: Session, image: CatalogImage, relation: Relation, whole: tuple[int, str, int], parent: Relation
) -> tuple[ConstraintPart, ...]:
    """The parts of a new foreign key of a relation, which is given by its oid, name and index."""
    taken = {known.name for known in relation.constraints} | {
        part.name for known in relation.constraints for part in known.parts
    }
    return tuple(_parts(session, image, whole, whole[1], parent, taken))


def _parts(
    session: Session, image: CatalogImage, whole: tuple[int, str, int], name: str, parent: Relation, taken: set[str]
) -> list[ConstraintPart]:
    found = []
    for child in image.children(parent.oid):
        made = _part(session, whole, name, child, taken)
        if made is not None:
            found += [made, *_parts(session, image, (made.oid, made.name, made.index), name, child, taken)]
    return found


def _part(
    session: Session, whole: tuple[int, str, int], name: str, child: Relation, taken: set[str]
) -> ConstraintPart | None:
    index = next((known for known in child.indexes if known.parent == whole[2]), None)
    if child.bound is None or index is None:
        return None
    number = 1
    while f"{name}_{number}" in taken:
        number += 1
    taken.add(f"{name}_{number}")
    oid = session.database.next_constraint_oid("f")
    return ConstraintPart(oid, f"{name}_{number}", child.oid, index.oid, whole[0])


def _referring(image: CatalogImage, oid: int) -> list[tuple[Relation, Constraint]]:
    """The foreign keys to a partitioned table, or to one that it is a partition of."""
    return [
        (relation, known)
        for relation in image.referring(oid)
        for known in relation.constraints
        if known.to_partitions
        and not known.parent
        and (known.references == oid or any(part.references == oid for part in known.parts))
    ]


def _replaced(relation: Relation, before: Constraint, after: Constraint) -> Relation:
    return replace(
        relation, constraints=tuple(after if known.oid == before.oid else known for known in relation.constraints)
    )


def add_parts(session: Session, oid: int) -> None:
    """A table has become a partition, and has its keys: foreign keys to the whole are foreign keys to it."""
    image = session.base_image
    child = image.relation(oid)
    assert child is not None
    for relation, constraint in _referring(image, child.parents[0]):
        above = next((part for part in constraint.parts if part.references == child.parents[0]), None)
        whole = (constraint.oid, constraint.name, constraint.index)
        if above is not None:
            whole = above.oid, above.name, above.index
        taken = {known.name for known in relation.constraints} | {part.name for part in constraint.parts}
        made = _part(session, whole, whole[1], child, taken)
        if made is None:
            continue
        below = _parts(session, image, (made.oid, made.name, made.index), whole[1], child, taken)
        changed = replace(constraint, parts=(*constraint.parts, made, *below))
        image = publish(session, image, _replaced(relation, constraint, changed), replace=True)


def remove_parts(session: Session, oid: int) -> None:
    """A partition is about to be detached.  Raises PgError 23503 where rows of it are referred to."""
    image = session.base_image
    gone = {oid, *(known.oid for known in image.descendants(oid))}
    partition = image.relation(oid)
    assert partition is not None
    for relation, constraint in _referring(image, oid):
        part = next(known for known in constraint.parts if known.references == oid)
        refuse_left(session, relation, constraint, part, partition)
        kept = tuple(known for known in constraint.parts if known.references not in gone)
        changed = _replaced(relation, constraint, replace(constraint, parts=kept))
        image = publish(session, image, changed, replace=True)
