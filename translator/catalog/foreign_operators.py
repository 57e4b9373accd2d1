"""The operators by which foreign keys compare: pg_constraint's conpfeqop, conppeqop and conffeqop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.relation import Constraint, Relation

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

_BTREE_EQUAL = 3


def equality_operators(
    image: CatalogImage, relation: Relation, constraint: Constraint
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Of referenced and referencing column, of two referenced ones, of two referencing ones; empty where not known."""
    parent = relation if constraint.references == relation.oid else image.relation(constraint.references)
    index = None if parent is None else next((known for known in parent.indexes if known.oid == constraint.index), None)
    if parent is None or index is None or constraint.period:
        return (), (), ()
    opclasses = {key.number: key.opclass for key in index.columns}
    found = []
    for mine, theirs in zip(constraint.columns, constraint.referenced_columns, strict=True):
        opclass = image.system.opclasses.get(opclasses.get(theirs, 0))
        if opclass is None:
            return (), (), ()
        own = opclass.opcintype
        type_oid = image.base_type(relation.attribute(mine).type)
        members = image.system.amops
        equal = members.get((opclass.opcfamily, own, own, _BTREE_EQUAL))
        mixed = members.get((opclass.opcfamily, own, type_oid, _BTREE_EQUAL))
        same = members.get((opclass.opcfamily, type_oid, type_oid, _BTREE_EQUAL))
        if equal is None:
            return (), (), ()
        if mixed is None or same is None:  # the value becomes one of the key's type first
            mixed = same = equal
        found.append((mixed.amopopr, equal.amopopr, same.amopopr))
    mixed_ones, equal_ones, same_ones = zip(*found, strict=True)
    return tuple(mixed_ones), tuple(equal_ones), tuple(same_ones)
