"""Roles, their settings and memberships, and privileges on relations, carried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pgproxy.ddl_table import begin, publish, publish_namespace
from pgproxy.portal import Portal
from translator import command as c
from translator.catalog.acl import OWNER_PRIVILEGES, PUBLIC, default_items, granted, parse_item, revoked, with_owner
from translator.catalog.image import CatalogImage
from translator.errors import PgError, notice, undefined_object
from translator.types.registry import datatype

if TYPE_CHECKING:
    from pgproxy.auth import Role
    from pgproxy.session import Session

_KINDS = {"r": "table", "v": "view", "m": "materialized view", "S": "sequence"}


def _begin(session: Session, tag: str) -> None:
    """Before roles are changed: a rollback puts them back."""
    session.transaction.begin_write(tag)
    before = session.server.roles.snapshot()
    session.transaction.undo.append(lambda: session.server.roles.restore(before))


def _role(session: Session, name: str) -> Role:
    """The role of a name, that of the session for an empty one.  Raises PgError 42704."""
    found = session.server.roles.lookup(name or session.user)
    if found is None:
        raise undefined_object("role", name)
    return found


def _attributes(session: Session, name: str, options: c.RoleOptions) -> dict[str, Any]:
    attributes: dict[str, Any] = dict(options.attributes)
    until = attributes.get("rolvaliduntil")
    if until is not None:
        attributes["rolvaliduntil"] = datatype("timestamptz").input(until, -1, session)
    if options.has_password:
        attributes["rolpassword"] = session.server.roles.verifier(name, options.password)
    return attributes


def create_role(session: Session, command: c.CreateRole, portal: Portal) -> None:
    roles = session.server.roles
    if roles.lookup(command.name) is not None:
        raise PgError("42710", f'role "{command.name}" already exists')
    options = command.options
    related = [_role(session, name) for name in (*options.groups, *options.members, *options.admins)]
    _begin(session, "CREATE ROLE")
    attributes = {"rolcanlogin": int(command.login)} | _attributes(session, command.name, options)
    oid = roles.create(command.name, attributes)
    grantor = _role(session, "").oid
    for group in related[: len(options.groups)]:
        roles.add_member(group.oid, oid, grantor, admin=False)
    for place, member in enumerate(related[len(options.groups) :]):
        roles.add_member(oid, member.oid, grantor, admin=place >= len(options.members))


def alter_role(session: Session, command: c.AlterRole, portal: Portal) -> None:
    role = _role(session, command.name)
    attributes = _attributes(session, role.name, command.options)
    if role.oid == _BOOTSTRAP and attributes.get("rolsuper") == 0:
        raise PgError(
            "0A000",
            "permission denied to alter role",
            detail="The bootstrap superuser must have the SUPERUSER attribute.",
        )
    _begin(session, "ALTER ROLE")
    session.server.roles.change(role.oid, attributes)


_BOOTSTRAP = 10


def alter_role_set(session: Session, command: c.AlterRoleSet, portal: Portal) -> None:
    role = 0 if command.role is None else _role(session, command.role).oid
    database = 0
    if command.database is not None:
        row = session.server.cluster.row(command.database)
        if row is None:
            raise PgError("3D000", f'database "{command.database}" does not exist')
        database = row[0]
    value = None if command.values is None else ", ".join(command.values)
    if command.name is not None and value is not None:
        session.settings.check(command.name, value)
    _begin(session, "ALTER ROLE")
    session.server.roles.change_setting(role, database, command.name, value)


def drop_roles(session: Session, command: c.DropRoles, portal: Portal) -> None:
    roles = session.server.roles
    gone = []
    for name in command.names:
        found = roles.lookup(name or session.user)
        if found is None:
            if not command.missing_ok:
                raise undefined_object("role", name)
            session.notice(notice(f'role "{name}" does not exist, skipping'))
            continue
        if found.name == session.user:
            raise PgError("55006", "current user cannot be dropped")
        if found.oid < _FIRST_USER_OID:
            raise PgError("2BP01", f"cannot drop role {found.name} because it is required by the database system")
        lines = _dependents(session.image, found)
        if lines:
            raise PgError(
                "2BP01",
                f'role "{found.name}" cannot be dropped because some objects depend on it',
                detail="\n".join(lines),
            )
        gone.append(found)
    if gone:
        _begin(session, "DROP ROLE")
    for role in gone:
        roles.drop(role.oid)


_FIRST_USER_OID = 16384


def _dependents(image: CatalogImage, role: Role) -> list[str]:
    lines = []
    for relation in sorted(image.relations(), key=lambda relation: relation.oid):
        shown = f"{_KINDS.get(relation.kind, 'relation')} {relation.name}"
        if relation.owner == role.oid:
            lines.append(f"owner of {shown}")
        elif any(role.name in (item.grantee, item.grantor) for item in map(parse_item, relation.acl)):
            lines.append(f"privileges for {shown}")
    return lines


def grant_role(session: Session, command: c.GrantRole, portal: Portal) -> None:
    roles = session.server.roles
    pairs = [(_role(session, name), _role(session, member)) for name in command.roles for member in command.members]
    grantor = _role(session, "")
    for role, member in pairs:
        if command.grant and _is_member(session, role.oid, of=member.oid):
            raise PgError("0LP01", f'role "{role.name}" is a member of role "{member.name}"')
    _begin(session, "GRANT ROLE")
    for role, member in pairs:
        if command.grant:
            if member.oid in roles.members(role.oid) and not command.admin:
                message = f'role "{member.name}" has already been granted membership in role "{role.name}" by role '
                session.notice(notice(f'{message}"{grantor.name}"'))
                continue
            roles.add_member(role.oid, member.oid, grantor.oid, admin=command.admin)
        elif member.oid in roles.members(role.oid):
            roles.remove_member(role.oid, member.oid)
        else:
            message = f'role "{member.name}" has not been granted membership in role "{role.name}" by role '
            session.notice(PgError("01000", f'{message}"{grantor.name}"', severity="WARNING"))


def _is_member(session: Session, role: int, *, of: int) -> bool:
    """Whether a role is, directly or not, a member of another, or that one itself."""
    if role == of:
        return True
    return any(_is_member(session, role, of=member) or role == member for member in session.server.roles.members(of))


def grant(session: Session, command: c.Grant, portal: Portal) -> None:
    grantees = [PUBLIC if name is None else _role(session, name).name for name in command.roles]
    image = begin(session, "GRANT" if command.grant else "REVOKE")
    for target in command.objects:
        if isinstance(target, str):
            _grant_on_database(session, target, command, grantees)
        elif command.kind == "n":
            namespace = image.namespace_by_oid(target)
            assert namespace is not None
            acl = _changed(session, namespace.nspacl or (), "n", namespace.nspowner, command, grantees)
            image = publish_namespace(session, image, replace(namespace, nspacl=acl))
        else:
            relation = image.relation(target)
            assert relation is not None
            kind = "s" if relation.kind == "S" else "r"
            acl = _changed(session, relation.acl, kind, relation.owner, command, grantees)
            image = publish(session, image, replace(relation, acl=acl), replace=True)


def change_schema_owner(session: Session, command: c.ChangeSchemaOwner, portal: Portal) -> None:
    owner = _role(session, command.role)
    image = begin(session, "ALTER SCHEMA")
    namespace = image.namespace_by_oid(command.schema)
    assert namespace is not None
    before = session.catalog.role_name(namespace.nspowner) or str(namespace.nspowner)
    acl = with_owner(namespace.nspacl, before, owner.name) if namespace.nspacl else namespace.nspacl
    publish_namespace(session, image, replace(namespace, nspowner=owner.oid, nspacl=acl))


def _grant_on_database(session: Session, name: str, command: c.Grant, grantees: list[str]) -> None:
    """At once, as all that databases share; a rollback puts it back."""
    cluster = session.server.cluster
    before, owner = cluster.privileges(name)
    changed = _changed(session, before or (), "d", owner, command, grantees)
    session.transaction.undo.append(lambda: cluster.set_privileges(name, before))
    cluster.set_privileges(name, changed)


def _changed(
    session: Session, acl: Sequence[str], kind: str, owned_by: int, command: c.Grant, grantees: list[str]
) -> tuple[str, ...]:
    """An object's list with the privileges granted or revoked."""
    owner = session.catalog.role_name(owned_by) or str(owned_by)
    items = [parse_item(text) for text in acl] or default_items(kind, owner)
    known = frozenset(OWNER_PRIVILEGES[kind])
    letters = known if command.all_privileges else command.letters & known
    change = granted if command.grant else revoked
    for grantee in grantees:
        items = change(items, grantee, letters, owner, option=command.option)
    return tuple(str(item) for item in items)
