"""What stands in the way of DROP ROLE: objects that a role owns, and privileges that it has or gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pgproxy.ddl_grant import RELATION_KINDS
from translator.catalog.acl import parse_item
from translator.catalog.dependency_rows import PG_PROC, PG_TYPE
from translator.catalog.own_row_text import described
from translator.catalog.own_rows import acl_of, owner_of
from translator.catalog.rows import PgUserMapping

if TYPE_CHECKING:
    from pgproxy.session import Session
    from translator.catalog.image import CatalogImage
    from translator.catalog.roles import RoleFacts


def dependents(session: Session, role: RoleFacts) -> list[str]:
    """One line for each, as the detail of the error has them."""
    image = session.base_image
    found = [
        *_in_relations(image, role), *_in_types(image, role), *_in_schemas(image, role), *_collations(image, role),
        *_own_rows(image, role),
        *_publications(image, role),
        *_in_default_acls(session, image, role), *_large_objects(session, role),
        *_listed(session, image, role), *_in_databases(session, role),
    ]  # fmt: skip
    return [line for _, line in sorted(found)]


def has_privileges(image: CatalogImage, role: RoleFacts) -> bool:
    """Whether a database's lists of privileges name the role, or a foreign server knows it."""
    lists = [relation.acl for relation in image.relations()]
    lists += [known.acl for relation in image.relations() for known in relation.attributes]
    lists += [row.typacl or () for row in image.types.values()]
    lists += [row.nspacl or () for row in image.namespaces()]
    lists += [entry.acl for entry in image.default_acls]
    lists += image.acls.values()
    lists += [acl_of(row) or () for row in image.own_rows.rows.values()]
    mapped = any(row.umuser == role.oid for row in image.own_rows.of(PgUserMapping))
    return mapped or any(_names(role, acl) for acl in lists)


def _names(role: RoleFacts, acl: Sequence[str]) -> bool:
    return any(role.name in (item.grantee, item.grantor) for item in map(parse_item, acl))


def _in_relations(image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for relation in image.relations():
        place = relation.oid
        if relation.sequence is not None and relation.sequence.owner is not None:
            place = relation.sequence.owner[0] - 1  # PostgreSQL makes a column's sequence before the table
        shown = f"{RELATION_KINDS.get(relation.kind, 'table')} {image.shown_relation(relation)}"
        if relation.kind == "c":
            continue
        if relation.owner == role.oid:
            yield place, f"owner of {shown}"
        elif _names(role, relation.acl):
            yield relation.oid, f"privileges for {shown}"
        for policy in relation.policies:
            if role.oid in policy.roles:
                yield policy.oid, f"target of policy {policy.name} on table {image.shown_relation(relation)}"
        for attribute in relation.columns:
            if relation.owner != role.oid and _names(role, attribute.acl):
                yield relation.oid, f"privileges for column {attribute.name} of {shown}"


def _in_types(image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for row in image.types.values():
        relation = image.relation(row.typrelid) if row.typrelid else None
        own = relation is None or relation.kind == "c"
        if row.typowner == role.oid and own and not image.array_element(row.oid):
            yield row.oid, f"owner of type {image.format_type(row.oid)}"
        elif _names(role, row.typacl or ()):
            yield row.oid, f"privileges for type {image.format_type(row.oid)}"


def _in_schemas(image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for row in image.namespaces():
        if row.nspowner == role.oid:
            yield row.oid, f"owner of schema {row.nspname}"
        elif _names(role, row.nspacl or ()):
            yield row.oid, f"privileges for schema {row.nspname}"


def _collations(image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for row in image.own_collations.values():
        if row.collowner == role.oid:
            yield row.oid, f"owner of collation {image.shown_collation(row.oid)}"


def _own_rows(image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for key, row in image.own_rows.rows.items():
        if owner_of(row) == role.oid:
            yield key[1], f"owner of {described(image, row)}"
        elif _names(role, acl_of(row) or ()):
            yield key[1], f"privileges for {described(image, row)}"


def _publications(image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for known in image.publications.values():
        if known.owner == role.oid:
            yield known.oid, f"owner of publication {known.name}"


_TO_COME = {
    "r": "relations", "S": "sequences", "f": "functions", "T": "types", "n": "schemas", "L": "large objects",
}  # fmt: skip


def _in_default_acls(session: Session, image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for entry in image.default_acls:
        owner = session.authority.roles.name(entry.role)
        shown = f"default privileges on new {_TO_COME[entry.kind]} belonging to role {owner}"
        schema = image.namespace_by_oid(entry.namespace)
        if schema is not None:
            shown += f" in schema {schema.nspname}"
        if entry.role == role.oid:
            yield entry.oid, f"owner of {shown}"
        elif _names(role, entry.acl):
            yield entry.oid, f"privileges for {shown}"


def _large_objects(session: Session, role: RoleFacts) -> Iterator[tuple[int, str]]:
    owned = session.large_objects.owned(role.oid)
    for oid in owned:
        yield oid, f"owner of large object {oid}"
    for oid, acl in session.large_objects.lists():
        if oid not in owned and _names(role, acl):
            yield oid, f"privileges for large object {oid}"


def _listed(session: Session, image: CatalogImage, role: RoleFacts) -> Iterator[tuple[int, str]]:
    """What the role may do with objects that every database has, or that all share."""
    catalog = session.catalog
    for (classid, oid), acl in image.acls.items():
        if _names(role, acl):
            if classid == PG_PROC:
                shown = f"function {catalog.proc_signature(oid)}"
            elif classid == PG_TYPE:
                shown = f"type {image.format_type(oid)}"
            else:
                shown = f"language {image.system.languages[oid].lanname}"
            yield oid, f"privileges for {shown}"
    for known in session.server.roles.tablespaces.every():
        if known.owner == role.oid:
            yield known.oid, f"owner of tablespace {known.name}"
        elif _names(role, known.acl or ()):
            yield known.oid, f"privileges for tablespace {known.name}"
    for oid, name, acl in session.server.roles.acls.parameters():
        if _names(role, acl):
            yield oid, f"privileges for parameter {name}"


def _in_databases(session: Session, role: RoleFacts) -> Iterator[tuple[int, str]]:
    for oid, name, owner, acl in session.server.cluster.owned_databases():
        if owner == role.oid:
            yield oid, f"owner of database {name}"
        elif _names(role, acl):
            yield oid, f"privileges for database {name}"
