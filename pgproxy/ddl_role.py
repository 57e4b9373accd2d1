"""Roles, their settings, and the owners of schemas, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pgproxy.ddl_membership import add_member, grantor_of, require_administration
from pgproxy.ddl_table import begin, publish_namespace
from pgproxy.portal import Portal
from pgproxy.rights import require_database_owner
from pgproxy.role_dependents import dependents
from pgproxy.role_lookup import begin_roles, role_of
from pgproxy.role_rules import (
    require_alter,
    require_alter_settings,
    require_create,
    require_drop,
    require_dropping,
)
from translator import command as c
from translator.catalog.acl import with_owner
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.roles import BOOTSTRAP, Membership, RoleFacts, RoleGraph
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.objects import undefined_database, undefined_object
from translator.types.registry import datatype

if TYPE_CHECKING:
    from pgproxy.session import Session


def _attributes(session: Session, name: str, options: c.RoleOptions) -> dict[str, Any]:
    attributes: dict[str, Any] = dict(options.attributes)
    until = attributes.get("rolvaliduntil")
    if until is not None:
        attributes["rolvaliduntil"] = datatype("timestamptz").input(until, -1, session)
    if options.has_password:
        attributes["rolpassword"] = session.server.roles.verifier(name, options.password)
    return attributes


def create_role(session: Session, command: c.CreateRole, portal: Portal) -> None:
    roles, options, authority = session.server.roles, command.options, session.authority
    for message in options.notices:
        session.notice(notice(message))
    require_create(authority, dict(options.attributes))
    if roles.lookup(command.name) is not None:
        raise PgError("42710", f'role "{command.name}" already exists')
    related = [role_of(session, name) for name in (*options.groups, *options.members, *options.admins)]
    groups, members = related[: len(options.groups)], related[len(options.groups) :]
    for group in groups:
        require_administration(session, group, "grant")
    begin_roles(session, "CREATE ROLE")
    attributes = {"rolcanlogin": int(command.login)} | _attributes(session, command.name, options)
    made = RoleFacts(roles.create(command.name, attributes), command.name)
    if not authority.superuser:
        roles.put_membership(Membership(made.oid, authority.role.oid, BOOTSTRAP, admin=True, inherit=False, set=False))
    for group in groups:
        add_member(session, group, made, grantor_of(session, group, None), {})
    for place, member in enumerate(members):
        admin = {"admin": True} if place >= len(options.members) else {}
        add_member(session, made, member, grantor_of(session, made, None), admin)


def alter_role(session: Session, command: c.AlterRole, portal: Portal) -> None:
    role = role_of(session, command.name)
    attributes = _attributes(session, role.name, command.options)
    require_alter(session.authority, role, attributes)
    if role.oid == BOOTSTRAP and attributes.get("rolsuper") == 0:
        raise PgError(
            "0A000",
            "permission denied to alter role",
            detail="The bootstrap superuser must have the SUPERUSER attribute.",
        )
    begin_roles(session, "ALTER ROLE")
    session.server.roles.change(role.oid, attributes)


def alter_role_set(session: Session, command: c.AlterRoleSet, portal: Portal) -> None:
    named = None if command.role is None else role_of(session, command.role)
    role = 0 if named is None else named.oid
    database = 0
    if command.database is not None:
        row = session.server.cluster.row(command.database)
        if row is None:
            raise undefined_database(command.database)
        database = row[0]
    if named is None and command.database is not None:
        require_database_owner(session, command.database)
    else:
        require_alter_settings(session.authority, named)
    name, value = _changed(session, command.setting)
    begin_roles(session, "ALTER ROLE")
    session.server.roles.change_setting(role, database, name, value)


def _changed(session: Session, change: c.SettingChange) -> tuple[str | None, str | None]:
    """The name of a setting, None for all, and its value, None to forget it.  Raises PgError as SET does."""
    if change.name is None:
        return None, None
    settings = session.settings
    value = settings.raw(change.name) if change.current else change.value
    for missing in settings.check(change.name, value):
        session.notice(missing)
    return settings.name_of(change.name.lower()), value


def drop_roles(session: Session, command: c.DropRoles, portal: Portal) -> None:
    authority = session.authority
    require_dropping(authority)
    gone = []
    for name in command.names:
        found = authority.roles.by_name.get(name)
        if found is None:
            if not command.missing_ok:
                raise undefined_object("role", name)
            session.notice(notice(f'role "{name}" does not exist, skipping'))
            continue
        if found == authority.role:
            raise PgError("55006", "current user cannot be dropped")
        if found == session.identity.session:
            raise PgError("55006", "session user cannot be dropped")
        require_drop(authority, found)
        gone.append(found)
    for role in gone:
        if role.oid < FIRST_NORMAL_OID:
            raise PgError("2BP01", f"cannot drop role {role.name} because it is required by the database system")
        lines = dependents(session, role)
        lines += _granted_memberships(authority.roles, role, {known.oid for known in gone})
        if lines:
            raise PgError(
                "2BP01",
                f'role "{role.name}" cannot be dropped because some objects depend on it',
                detail="\n".join(lines),
            )
    if gone:
        begin_roles(session, "DROP ROLE")
    for role in gone:
        session.server.roles.drop(role.oid)


def _granted_memberships(roles: RoleGraph, role: RoleFacts, gone: set[int]) -> list[str]:
    """The memberships that a role has granted and that would outlive it."""
    return [
        f"privileges for membership of role {roles.name(known.member)} in role {roles.name(known.role)}"
        for known in roles.memberships
        if known.grantor == role.oid and not gone & {known.role, known.member}
    ]


def change_schema_owner(session: Session, command: c.ChangeSchemaOwner, portal: Portal) -> None:
    owner = role_of(session, command.role)
    image = begin(session, "ALTER SCHEMA")
    namespace = image.namespace_by_oid(command.schema)
    assert namespace is not None
    before = session.catalog.role_name(namespace.nspowner) or str(namespace.nspowner)
    acl = with_owner(namespace.nspacl, before, owner.name) if namespace.nspacl else namespace.nspacl
    publish_namespace(session, image, replace(namespace, nspowner=owner.oid, nspacl=acl))


def change_database_owner(session: Session, command: c.ChangeDatabaseOwner, portal: Portal) -> None:
    """At once, as all that databases share; a rollback puts it back."""
    owner = role_of(session, command.role)
    cluster, roles = session.server.cluster, session.server.roles
    acl, before = cluster.privileges(command.database)
    session.transaction.begin_write("ALTER DATABASE")
    names = (session.authority.roles.name(before), owner.name)

    def put(owner: int, acl: tuple[str, ...] | None) -> None:
        cluster.set_owner(command.database, owner)
        cluster.set_privileges(command.database, acl)
        roles.version += 1

    session.transaction.undo.append(lambda: put(before, acl))
    put(owner.oid, acl and with_owner(acl, *names))
