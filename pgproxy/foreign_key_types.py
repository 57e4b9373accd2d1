"""Whether the columns of a foreign key can be compared with those that they refer to.  Manual: CREATE TABLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import publish, rewrite_schema
from translator.catalog.foreign_operators import is_mixed, pair_operators
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Constraint, Relation
from translator.errors import PgError
from translator.errors.statements import feature_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session


def require_comparable(image: CatalogImage, relation: Relation, parent: Relation, constraint: Constraint) -> None:
    """Raise PgError 42804 for columns whose types have no equality in common."""
    index = next(known for known in parent.indexes if known.oid == constraint.index)
    opclasses = {key.number: key.opclass for key in index.columns}
    for mine, theirs in zip(constraint.columns, constraint.referenced_columns, strict=True):
        one, other = relation.attribute(mine), parent.attribute(theirs)
        a, b = image.base_type(one.type), image.base_type(other.type)
        opclass = image.opclass(opclasses[theirs])
        if constraint.period and image.type(a).typcategory == image.type(b).typcategory:
            continue
        if opclass is None or pair_operators(image, opclass, b, a) is None:
            if opclass is not None and image.implicitly_castable(a, opclass.opcintype):
                raise feature_not_supported("a foreign key by a cast of the database's own")
            names = image.format_type
            raise PgError(
                "42804",
                f'foreign key constraint "{constraint.name}" cannot be implemented',
                detail=f'Key columns "{one.name}" of the referencing table and "{other.name}" of the '
                f"referenced table are of incompatible types: {names(one.type)} and {names(other.type)}.",
            )


def follow_types(session: Session, image: CatalogImage, oid: int, number: int) -> CatalogImage:
    """What foreign keys compare once a column has another type.  Raises PgError 42804."""
    for relation in list(image.relations()):
        constraints = []
        for known in relation.constraints:
            mine = relation.oid == oid and number in known.columns
            if known.kind == "f" and (mine or (known.references == oid and number in known.referenced_columns)):
                parent = image.relation(known.references)
                assert parent is not None
                require_comparable(image, relation, parent, known)
                constraints.append(replace(known, mixed=is_mixed(image, relation, known)))
            else:
                constraints.append(known)
        changed = replace(relation, constraints=tuple(constraints))
        if any(known.kind == "f" and (oid in (relation.oid, known.references)) for known in constraints):
            image = publish(session, image, changed, replace=True)
            rewrite_schema(session, image, changed)
    return image
