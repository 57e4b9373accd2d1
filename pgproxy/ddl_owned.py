"""REASSIGN OWNED and DROP OWNED, carried out.  Manual: "Dropping Roles"."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_collation import drop_collations, put_collation
from pgproxy.ddl_default_acl import put_default_acl, remove_default_acl
from pgproxy.ddl_drop import drop_objects
from pgproxy.ddl_grant_object import revoke_objects
from pgproxy.ddl_own_row import drop_rows, owned_by, require_new_owner_of
from pgproxy.ddl_policy import without_role as policies_without
from pgproxy.ddl_publication import drop_publications, put_publication
from pgproxy.ddl_table import begin, publish, publish_namespace
from pgproxy.ddl_tablespace import alter_tablespace
from pgproxy.ddl_type import drop_types, save_type
from pgproxy.own_row_store import put_rows
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from pgproxy.row_types import give_row_types
from translator import collation_command as co
from translator import command as c
from translator import own_row_command as o
from translator import publication_command as p
from translator import tablespace_command as ts
from translator import type_command as t
from translator.catalog.acl import with_owner, without_role
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.image import CatalogImage
from translator.catalog.own_rows import acl_of, owner_of, with_acl
from translator.catalog.roles import RoleFacts
from translator.catalog.rows import PgUserMapping
from translator.errors import PgError
from translator.errors.notices import warning
from translator.errors.privileges import insufficient_privilege

if TYPE_CHECKING:
    from pgproxy.session import Session

_DROPPED = (("v", "view"), ("m", "materialized view"), ("f", "foreign table"), ("rp", "table"), ("S", "sequence"))
"""Kinds of relations in the order in which they go: what reads others before these."""


def _owners(session: Session, names: tuple[str, ...], verb: str, required: str) -> list[RoleFacts]:
    """Raises PgError 42501, or 2BP01 for roles whose objects are the system's."""
    roles = [role_of(session, name) for name in names]
    for role in roles:
        if not session.authority.owns(role.oid):
            raise insufficient_privilege(
                f"permission denied to {verb} objects",
                detail=f'Only roles with privileges of role "{role.name}" may {verb} objects owned by it.',
            )
    for role in roles:
        if role.oid < FIRST_NORMAL_OID:
            what = f"cannot {required} role {role.name} because they are required by the database system"
            raise PgError("2BP01", what)
    return roles


def reassign_owned(session: Session, command: c.ReassignOwned, portal: Portal) -> None:
    roles = _owners(session, command.roles, "reassign", "reassign ownership of objects owned by")
    to = role_of(session, command.to)
    if not session.authority.owns(to.oid):
        raise insufficient_privilege(
            "permission denied to reassign objects",
            detail=f'Only roles with privileges of role "{to.name}" may reassign objects to it.',
        )
    image = begin(session, "REASSIGN OWNED")
    for role in roles:
        image = _reassign(session, image, role, to)


def _reassign(session: Session, image: CatalogImage, role: RoleFacts, to: RoleFacts) -> CatalogImage:
    for relation in [known for known in image.relations() if known.owner == role.oid]:
        acl = with_owner(relation.acl, role.name, to.name)
        attributes = tuple(
            replace(known, acl=with_owner(known.acl, role.name, to.name)) for known in relation.attributes
        )
        image = publish(session, image, replace(relation, owner=to.oid, acl=acl, attributes=attributes), replace=True)
        image = give_row_types(session, image, relation, to.oid)
    for row in [known for known in image.types.values() if known.typowner == role.oid]:
        type_acl = row.typacl and with_owner(row.typacl, role.name, to.name)
        image = save_type(session, image, replace(row, typowner=to.oid, typacl=type_acl))
    for collation in [known for known in image.own_collations.values() if known.collowner == role.oid]:
        image = put_collation(session, image, replace(collation, collowner=to.oid))
    own = [row for row in image.own_rows.rows.values() if owner_of(row) == role.oid]
    own = [row for row in own if not isinstance(row, PgUserMapping)]
    for known in own:
        require_new_owner_of(session, known, to)
    image = put_rows(session, image, [owned_by(session, row, to.oid) for row in own])
    for publication in [known for known in image.publications.values() if known.owner == role.oid]:
        image = put_publication(session, image, replace(publication, owner=to.oid))
    for schema in [known for known in image.namespaces() if known.nspowner == role.oid]:
        schema_acl = schema.nspacl and with_owner(schema.nspacl, role.name, to.name)
        image = publish_namespace(session, image, replace(schema, nspowner=to.oid, nspacl=schema_acl))
    for oid in session.large_objects.owned(role.oid):
        session.large_objects.set_owner(oid, to.oid)
    for space in session.server.roles.tablespaces.every():
        if space.owner == role.oid:
            alter_tablespace(session, ts.AlterTablespace(space.name, owner=to.name), Portal("", None, (), (0,)))
    cluster = session.server.cluster
    for _, name, owner, _ in cluster.owned_databases():
        if owner == role.oid:
            session.transaction.undo.append(lambda name=name, owner=owner: cluster.set_owner(name, owner))  # type: ignore[misc]  # the name of this turn
            cluster.set_owner(name, to.oid)
            session.server.roles.version += 1
    return image


def drop_owned(session: Session, command: c.DropOwned, portal: Portal) -> None:
    roles = _owners(session, command.roles, "drop", "drop objects owned by")
    image = begin(session, "DROP OWNED")
    oids = {role.oid for role in roles}
    owned = sum(known.owner in oids for known in image.relations())
    owned += sum(known.role in oids for known in image.default_acls)
    owned += sum(row.nspowner in oids for row in image.namespaces())
    owned += sum(known.owner in oids for known in image.publications.values())
    owned += sum(row.collowner in oids for row in image.own_collations.values())
    owned += sum(owner_of(row) in oids for row in image.own_rows.rows.values())
    for role in roles:
        _revoke_everything(session, role)
    try:
        _drop_everything(session, oids, portal, cascade=command.cascade)
    except PgError as error:
        if error.sqlstate == "2BP01" and owned > 1:
            error.message = "cannot drop desired object(s) because other objects depend on them"
        raise


def _revoke_everything(session: Session, role: RoleFacts) -> None:
    """Take back what was granted to a role on objects of others, and what it says of objects to come."""
    image = session.base_image
    for relation in list(image.relations()):
        attributes = tuple(replace(known, acl=without_role(known.acl, role.name)) for known in relation.attributes)
        acl, policies = without_role(relation.acl, role.name), policies_without(relation, role.oid)
        changed = replace(relation, acl=acl, attributes=attributes, policies=policies)
        if relation.owner != role.oid and changed != relation and _may_revoke(session, relation.owner, relation.name):
            image = publish(session, image, changed, replace=True)
    for row in list(image.types.values()):
        if row.typacl and row.typowner != role.oid and without_role(row.typacl, role.name) != row.typacl:
            image = save_type(session, image, replace(row, typacl=without_role(row.typacl, role.name)))
    for own in list(image.own_rows.rows.values()):
        granted = acl_of(own)
        if granted and owner_of(own) != role.oid and without_role(granted, role.name) != granted:
            image = put_rows(session, image, [with_acl(own, without_role(granted, role.name))])
    for schema in list(image.namespaces()):
        kept = schema.nspacl and without_role(schema.nspacl, role.name)
        if kept == schema.nspacl or schema.nspowner == role.oid:
            continue
        if _may_revoke(session, schema.nspowner, schema.nspname):
            image = publish_namespace(session, image, replace(schema, nspacl=kept))
    for entry in image.default_acls:
        left = without_role(entry.acl, role.name)
        if entry.role == role.oid:
            image = remove_default_acl(session, image, entry)
        elif left != entry.acl:
            image = put_default_acl(session, image, replace(entry, acl=left))
    revoke_objects(session, role.name)
    _revoke_on_databases(session, role)


def _may_revoke(session: Session, owner: int, name: str) -> bool:
    """Whether the current role may take back what the owner of an object has granted; told of, where it may not."""
    if session.authority.owns(owner):
        return True
    session.notice(warning(f'no privileges could be revoked for "{name}"', sqlstate="01006"))
    return False


def _revoke_on_databases(session: Session, role: RoleFacts) -> None:
    cluster = session.server.cluster
    for _, name, owner, acl in cluster.owned_databases():
        differs = acl and owner != role.oid and without_role(acl, role.name) != acl
        if acl and differs and _may_revoke(session, owner, name):
            session.transaction.undo.append(lambda name=name, acl=acl: cluster.set_privileges(name, acl))  # type: ignore[misc]  # the name and list of this turn
            cluster.set_privileges(name, without_role(acl, role.name))
            session.server.roles.version += 1


def _drop_everything(session: Session, roles: Collection[int], portal: Portal, *, cascade: bool) -> None:
    for kinds, word in _DROPPED:
        image = session.base_image
        oids = [
            known.oid
            for known in image.relations()
            if known.owner in roles
            and known.kind in kinds
            and not (known.sequence is not None and known.sequence.owner is not None)
        ]
        if oids:
            drop_objects(session, c.DropObjects(word, tuple(oids), cascade), portal)
    image = session.base_image
    types = [
        row.oid
        for row in image.types.values()
        if row.typowner in roles and row.typtype in "cderp" and not _is_row_type(image, row.typrelid)
    ]
    if types:
        drop_types(session, t.DropTypes("type", tuple(types), cascade, ()), portal)
    collations = [row.oid for row in session.base_image.own_collations.values() if row.collowner in roles]
    if collations:
        drop_collations(session, co.DropCollations(tuple(collations), cascade), portal)
    own = [key for key, row in session.base_image.own_rows.rows.items() if owner_of(row) in roles]
    drop_rows(session, o.DropRows("DROP OWNED", tuple(own), cascade), portal)
    publications = [known.oid for known in session.base_image.publications.values() if known.owner in roles]
    drop_publications(session, p.DropPublications(tuple(publications)), portal)
    for oid in [oid for role in roles for oid in session.large_objects.owned(role)]:
        session.large_objects.unlink(oid)
    schemas = [row.oid for row in session.base_image.namespaces() if row.nspowner in roles]
    if schemas:
        drop_objects(session, c.DropObjects("schema", tuple(schemas), cascade), portal)


def _is_row_type(image: CatalogImage, relation: int) -> bool:
    found = image.relation(relation) if relation else None
    return found is not None and found.kind != "c"
