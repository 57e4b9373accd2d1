"""ALTER DEFAULT PRIVILEGES, carried out, and what new objects get by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.ddl_table import begin
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import command as c
from translator.catalog.acl import OWNER_PRIVILEGES, PUBLIC, default_items, parse_item
from translator.catalog.default_acl import ACL_KINDS, DefaultAcl, find, in_order, initial_acl
from translator.catalog.granting import Change, Listed, changed
from translator.catalog.image import CatalogImage
from translator.errors.privileges import insufficient_privilege, invalid_grant

if TYPE_CHECKING:
    from pgproxy.session import Session


def initial_privileges(
    session: Session, image: CatalogImage, kind: str, namespace: int = 0, owner: int | None = None
) -> tuple[str, ...] | None:
    """The list of a new object of the current role or another owner, None for none; kind as pg_default_acl's."""
    if not image.default_acls:
        return None
    of = session.role.oid if owner is None else owner
    return initial_acl(image.default_acls, session.authority.roles, of, namespace, kind)


def alter_default_privileges(session: Session, command: c.AlterDefaultPrivileges, portal: Portal) -> None:
    grantees = tuple(PUBLIC if name is None else role_of(session, name).name for name in command.roles)
    owners = [role_of(session, name).oid for name in command.for_roles]
    if command.grant and command.option and PUBLIC in grantees:
        raise invalid_grant("grant options can only be granted to roles")
    for owner in owners:
        if not session.authority.owns(owner):
            raise insufficient_privilege("permission denied to change default privileges")
    image = begin(session, "ALTER DEFAULT PRIVILEGES")
    kind = ACL_KINDS[command.kind]
    everything = any(not item.letter for item in command.privileges)
    letters = frozenset(OWNER_PRIVILEGES[kind] if everything else (item.letter for item in command.privileges))
    change = Change(command.grant, letters, grantees, command.option, command.cascade, everything)
    for owner in owners:
        for namespace in command.schemas or (0,):
            image = _change(session, image, (owner, namespace, command.kind), change)


def _change(session: Session, image: CatalogImage, key: tuple[int, int, str], change: Change) -> CatalogImage:
    owner, namespace, kind = key
    roles = session.authority.roles
    known = find(image.default_acls, *key)
    if known is None:
        initial = [] if namespace else default_items(ACL_KINDS[kind], roles.name(owner))
        known = DefaultAcl(session.database.next_oid(), owner, namespace, kind, tuple(map(str, initial)))
    acl, _ = changed(roles, owner, Listed(ACL_KINDS[kind], known.acl, owner, "", ""), change)
    return put_default_acl(session, image, replace(known, acl=acl))


def put_default_acl(session: Session, image: CatalogImage, entry: DefaultAcl) -> CatalogImage:
    """Keep an entry, new or changed, unless it says nothing but what holds anyway."""
    roles = session.authority.roles
    initial = [] if entry.namespace else default_items(ACL_KINDS[entry.kind], roles.name(entry.role))
    items = in_order(roles, map(parse_item, entry.acl))
    if items == in_order(roles, initial):
        return remove_default_acl(session, image, entry)
    entry = replace(entry, acl=tuple(map(str, items)))
    stored_catalog.store_default_acl(session.engine, entry)
    entries = [*(known for known in image.default_acls if known.oid != entry.oid), entry]
    session.transaction.image = image = image.with_default_acls(entries)
    return image


def remove_default_acl(session: Session, image: CatalogImage, entry: DefaultAcl) -> CatalogImage:
    """Be without an entry."""
    stored_catalog.forget_default_acl(session.engine, entry)
    entries = [known for known in image.default_acls if known.oid != entry.oid]
    session.transaction.image = image = image.with_default_acls(entries)
    return image
