"""The types of relations' rows, and the arrays of them, which belong to whom the relations belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation

if TYPE_CHECKING:
    from pgproxy.session import Session


def give_row_types(session: Session, image: CatalogImage, relation: Relation, owner: int) -> CatalogImage:
    row = image.type_by_oid(relation.type_oid) if relation.type_oid else None
    roles = session.authority.roles
    for oid in () if row is None else (row.oid, row.typarray):
        before = image.type(oid)
        acl = before.typacl and with_owner(before.typacl, roles.name(before.typowner), roles.name(owner))
        changed = replace(before, typowner=owner, typacl=acl)
        if relation.schema == "main":
            stored_catalog.store_type(session.engine, changed, replace=True)
        else:
            session.engine.run("UPDATE temp.pg_type SET typowner = ? WHERE oid = ?", (owner, oid))
        image = image.with_types(changed)
    session.transaction.image = image
    return image
