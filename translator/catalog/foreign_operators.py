"""The operators by which foreign keys compare: pg_constraint's conpfeqop, conppeqop and conffeqop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.relation import Constraint, Relation
from translator.catalog.rows import PgOpclass
from translator.types import oids

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

_BTREE_EQUAL = 3
_FORMS = (
    frozenset({oids.INT2, oids.INT4, oids.INT8, oids.OID}),
    frozenset({oids.TEXT, oids.VARCHAR, oids.NAME}),
    frozenset({oids.FLOAT4, oids.FLOAT8}),
)
"""Types whose values are stored alike, so that SQLite compares them."""


def pair_operators(
    image: CatalogImage, opclass: PgOpclass, key_type: int, type_oid: int
) -> tuple[int, int, int] | None:
    """Of a key's value and one that refers to it, of two key's values, of two that refer to them; None where they
    cannot be compared.  key_type, type_oid: the types of the columns, not domains.
    """
    own, members = opclass.opcintype, image.system.amops
    equal = members.get((opclass.opcfamily, own, own, _BTREE_EQUAL))
    if equal is None:
        return None
    mixed = members.get((opclass.opcfamily, own, type_oid, _BTREE_EQUAL))
    same = members.get((opclass.opcfamily, type_oid, type_oid, _BTREE_EQUAL))
    if mixed is not None and same is not None:
        return mixed.amopopr, equal.amopopr, same.amopopr
    generic = image.type(own).typtype == "p"  # the value has to be of the key's own type then, else it becomes one
    cast = image.system.casts.get((type_oid, own))  # SQLite compares what is stored, and knows no other casts
    if type_oid in (key_type, own) or (not generic and cast is not None and cast.castcontext == "i"):
        return equal.amopopr, equal.amopopr, equal.amopopr
    return None


def stored_alike(key_type: int, type_oid: int) -> bool:
    """Whether SQLite can compare the values of two types as they are stored."""
    return key_type == type_oid or any({key_type, type_oid} <= form for form in _FORMS)


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
        opclass = image.opclass(opclasses.get(theirs, 0))
        types = [image.base_type(attribute.type) for attribute in (parent.attribute(theirs), relation.attribute(mine))]
        operators = None if opclass is None else pair_operators(image, opclass, *types)
        if operators is None:
            return (), (), ()
        found.append(operators)
    mixed_ones, equal_ones, same_ones = zip(*found, strict=True)
    return tuple(mixed_ones), tuple(equal_ones), tuple(same_ones)


def is_mixed(image: CatalogImage, relation: Relation, constraint: Constraint) -> bool:
    """Whether a foreign key's values are stored in another form than those that they refer to."""
    parent = relation if constraint.references == relation.oid else image.relation(constraint.references)
    assert parent is not None
    return not constraint.period and any(
        not stored_alike(image.base_type(parent.attribute(theirs).type), image.base_type(relation.attribute(mine).type))
        for mine, theirs in zip(constraint.columns, constraint.referenced_columns, strict=True)
    )
