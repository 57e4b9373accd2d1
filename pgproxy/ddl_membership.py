"""GRANT and REVOKE of membership in roles, carried out.  Manual: "Role Membership"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.portal import Portal
from pgproxy.role_lookup import begin_roles, role_of
from translator import command as c
from translator.catalog.roles import BOOTSTRAP, DATABASE_OWNER, Membership, RoleFacts, RoleGraph
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.privileges import dependent_privileges, insufficient_privilege, invalid_grant

if TYPE_CHECKING:
    from pgproxy.session import Session


def grant_role(session: Session, command: c.GrantRole, portal: Portal) -> None:
    roles = [role_of(session, name) for name in command.roles]
    members = [role_of(session, name) for name in command.members]
    given = None if command.grantor is None else role_of(session, command.grantor)
    begin_roles(session, "GRANT ROLE" if command.grant else "REVOKE ROLE")
    for role in roles:
        require_administration(session, role, "grant" if command.grant else "revoke")
        grantor = grantor_of(session, role, given, grant=command.grant)
        for member in members:
            if command.grant:
                add_member(session, role, member, grantor, dict(command.options))
            else:
                _remove_member(session, role, member, grantor, command)


def require_administration(session: Session, role: RoleFacts, verb: str) -> None:
    """Raises PgError 42501 unless the current role may grant or revoke (`verb`) a role, 0A000 for one that has a fixed
    member.
    """
    if role.oid == DATABASE_OWNER and verb == "grant":
        raise PgError("0A000", f'role "{role.name}" cannot have explicit members')
    authority = session.authority
    if role.superuser and not authority.superuser:
        raise insufficient_privilege(
            f'permission denied to {verb} role "{role.name}"',
            detail=f"Only roles with the SUPERUSER attribute may {verb} roles with the SUPERUSER attribute.",
        )
    if not authority.roles.administers(authority.role.oid, role.oid):
        raise insufficient_privilege(
            f'permission denied to {verb} role "{role.name}"',
            detail=f'Only roles with the ADMIN option on role "{role.name}" may {verb} this role.',
        )


def grantor_of(session: Session, role: RoleFacts, given: RoleFacts | None, *, grant: bool = True) -> RoleFacts:
    """Who grants: the role of GRANTED BY, or the best that the current one may act as.  Raises PgError 42501."""
    graph, current = session.authority.roles, session.role
    if given is None:
        if current.superuser:
            return graph.by_oid[BOOTSTRAP]
        reached = graph.memberships_of(current.oid)
        able = [known.member for known in graph.memberships if known.role == role.oid and known.admin]
        best = min((oid for oid in able if oid in reached), key=lambda oid: oid != current.oid, default=current.oid)
        return graph.by_oid[best]
    if not graph.has_privileges_of(current.oid, given.oid):
        what, this = ("grant privileges as", "as") if grant else ("revoke privileges granted by", "granted by")
        verb = "grant" if grant else "revoke"
        raise insufficient_privilege(
            f'permission denied to {what} role "{given.name}"',
            detail=f'Only roles with privileges of role "{given.name}" may {verb} privileges {this} this role.',
        )
    has_option = any(
        known.role == role.oid and known.member == given.oid and known.admin for known in graph.memberships
    )
    if grant and given.oid != BOOTSTRAP and not has_option:
        raise insufficient_privilege(
            f'permission denied to grant privileges as role "{given.name}"',
            detail=f'The grantor must have the ADMIN option on role "{role.name}".',
        )
    return given


def _inherits(session: Session, member: RoleFacts) -> bool:
    rows = session.catalog.catalog_rows("pg_authid", oid=member.oid)
    return bool(rows[0]["rolinherit"])


def add_member(
    session: Session, role: RoleFacts, member: RoleFacts, grantor: RoleFacts, options: dict[str, bool]
) -> None:
    """Make a role a member of another, or change the options of its membership.  Raises PgError 0LP01 for circles."""
    graph = session.authority.roles
    if role.oid in graph.by_oid and member.oid in graph.by_oid and member.oid in graph.memberships_of(role.oid):
        raise invalid_grant(f'role "{role.name}" is a member of role "{member.name}"')
    if options.get("admin") and _depends_on(graph, grantor.oid, member.oid, role.oid):
        raise invalid_grant("ADMIN option cannot be granted back to your own grantor")
    known = _known(graph, role, member, grantor)
    if known is None:
        made = Membership(role.oid, member.oid, grantor.oid, inherit=_inherits(session, member))
        session.server.roles.put_membership(replace(made, **options))
    elif all(getattr(known, name) == value for name, value in options.items()):
        message = f'role "{member.name}" has already been granted membership in role "{role.name}" by role '
        session.notice(notice(f'{message}"{grantor.name}"'))
    else:
        session.server.roles.put_membership(replace(known, **options))


def _known(graph: RoleGraph, role: RoleFacts, member: RoleFacts, grantor: RoleFacts) -> Membership | None:
    key = (role.oid, member.oid, grantor.oid)
    return next((known for known in graph.memberships if (known.role, known.member, known.grantor) == key), None)


def _depends_on(graph: RoleGraph, grantor: int, member: int, role: int) -> bool:
    """Whether all that lets the grantor grant the role comes, in the end, from the member."""
    if grantor == BOOTSTRAP:
        return False
    if grantor == member:
        return True
    sources = [
        known.grantor for known in graph.memberships if known.role == role and known.member == grantor and known.admin
    ]
    return bool(sources) and all(_depends_on(graph, source, member, role) for source in sources)


def _remove_member(
    session: Session, role: RoleFacts, member: RoleFacts, grantor: RoleFacts, command: c.GrantRole
) -> None:
    graph = session.authority.roles
    known = _known(graph, role, member, grantor)
    if known is None:
        message = f'role "{member.name}" has not been granted membership in role "{role.name}" by role '
        session.notice(PgError("01000", f'{message}"{grantor.name}"', severity="WARNING"))
        return
    loses_admin = known.admin and (not command.options or "admin" in dict(command.options))
    others = any(
        other.admin and other != known
        for other in graph.memberships
        if (other.role, other.member) == (role.oid, member.oid)
    )
    if loses_admin and not others:
        _revoke_dependents(session, role, member, cascade=command.cascade)
    if command.options:
        session.server.roles.put_membership(replace(known, **{name: False for name, _ in command.options}))
    else:
        session.server.roles.remove_membership(known)


def _revoke_dependents(session: Session, role: RoleFacts, grantor: RoleFacts, *, cascade: bool) -> None:
    """Take back what a role has granted by an ADMIN option that it loses.  Raises PgError 2BP01."""
    for known in session.authority.roles.memberships:
        if (known.role, known.grantor) == (role.oid, grantor.oid):
            if not cascade:
                raise dependent_privileges()
            session.server.roles.remove_membership(known)
            if known.admin:
                _revoke_dependents(session, role, session.authority.roles.by_oid[known.member], cascade=True)
