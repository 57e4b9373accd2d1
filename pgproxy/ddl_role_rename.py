"""ALTER ROLE ... RENAME TO, carried out: lists of privileges name roles, so all that name it change along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_default_acl import put_default_acl
from pgproxy.ddl_grant_object import change_lists
from pgproxy.ddl_table import begin, publish, publish_namespace
from pgproxy.ddl_type import save_type
from pgproxy.own_row_store import put_rows
from pgproxy.role_dependents import has_privileges
from pgproxy.role_lookup import begin_roles, role_of
from pgproxy.role_rules import require_rename
from translator import command as c
from translator.analyze.role import require_free_role_name
from translator.catalog.acl import with_owner
from translator.catalog.own_rows import acl_of, with_acl
from translator.catalog.rows import PgUserMapping
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.statements import feature_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session
    from translator.catalog.roles import RoleFacts


def rename_role(session: Session, command: c.Rename) -> None:
    """A password that is hashed with the old name is forgotten.  Raises PgError 42704, 0A000, 42939, 42710, 42501."""
    role, roles = role_of(session, command.old_name), session.server.roles
    for who, kind in ((session.identity.session, "session"), (session.authority.role, "current")):
        if role.oid == who.oid:
            raise PgError("0A000", f"{kind} user cannot be renamed")
    require_free_role_name(role.name)
    require_free_role_name(command.new_name)
    if session.authority.roles.by_name.get(command.new_name) is not None:
        raise PgError("42710", f'role "{command.new_name}" already exists')
    require_rename(session.authority, role)
    _require_known_here(session, role)
    begin_roles(session, "ALTER ROLE")
    lost_password = roles.rename(role.oid, command.new_name)
    _rename_in_lists(session, role.name, command.new_name)
    if lost_password:
        session.notice(notice("MD5 password cleared because of role rename"))


def _require_known_here(session: Session, role: RoleFacts) -> None:
    """Raise PgError 0A000 where another database has lists that name the role."""
    for name, image in session.server.cluster.images():
        if name != session.database.name and has_privileges(image, role):
            raise feature_not_supported(f'renaming role "{role.name}", which has privileges in database "{name}",')


def _rename_in_lists(session: Session, old: str, new: str) -> None:
    def renamed(acl: tuple[str, ...]) -> tuple[str, ...]:
        return with_owner(acl, old, new)

    image = begin(session, "ALTER ROLE")
    for relation in list(image.relations()):
        attributes = tuple(replace(known, acl=renamed(known.acl)) for known in relation.attributes)
        changed = replace(relation, acl=renamed(relation.acl), attributes=attributes)
        if changed != relation:
            image = publish(session, image, changed, replace=True)
    for row in list(image.types.values()):
        if row.typacl and renamed(row.typacl) != row.typacl:
            image = save_type(session, image, replace(row, typacl=renamed(row.typacl)))
    changed_rows = [with_acl(row, renamed(acl)) for row in image.own_rows.rows.values() if (acl := acl_of(row))]
    mappings = [row for row in image.own_rows.of(PgUserMapping) if row.umuser and row.username == old]
    image = put_rows(session, image, [*changed_rows, *(replace(row, username=new) for row in mappings)])
    for schema in list(image.namespaces()):
        if schema.nspacl and renamed(schema.nspacl) != schema.nspacl:
            image = publish_namespace(session, image, replace(schema, nspacl=renamed(schema.nspacl)))
    for entry in image.default_acls:
        if renamed(entry.acl) != entry.acl:
            image = put_default_acl(session, image, replace(entry, acl=renamed(entry.acl)))
    change_lists(session, renamed)
    cluster = session.server.cluster
    for _, name, _owner, acl in cluster.owned_databases():
        if renamed(acl) != acl:
            session.transaction.undo.append(lambda name=name, acl=acl: cluster.set_privileges(name, acl))  # type: ignore[misc]  # the name and list of this turn
            cluster.set_privileges(name, renamed(acl))
