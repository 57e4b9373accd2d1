"""Whether a role may open a session.  Manual: "Role Attributes", "Privileges"."""

from __future__ import annotations

from collections.abc import Sequence

from pgproxy.auth import Role
from pgproxy.config import Config
from pgproxy.database import Database
from pgproxy.refusals import (
    login_not_permitted,
    reserved_for_members,
    reserved_for_superusers,
    too_many_for_database,
    too_many_for_role,
    undefined_role,
)
from translator.authority import Authority
from translator.errors.privileges import insufficient_privilege

_USE_RESERVED_CONNECTIONS = 4550
"""The role pg_use_reserved_connections."""


def require_login(role: Role | None, name: str) -> Role:
    """The role of a client that has authenticated.  Raises PgError 28000."""
    if role is None:
        raise undefined_role(name)
    if not role.can_login:
        raise login_not_permitted(name)
    return role


def require_role_slot(role: Role, held: int) -> None:
    """held: the role's sessions.  Raises PgError 53300."""
    if not role.superuser and 0 <= role.connection_limit <= held:
        raise too_many_for_role(role.name)


def require_free_slot(authority: Authority, free: int, config: Config) -> None:
    """free: how many sessions there can be besides this one.  Raises PgError 53300."""
    reserved = config.superuser_reserved_connections
    if authority.superuser or free >= reserved + config.reserved_connections:
        return
    if free < reserved:
        raise reserved_for_superusers()
    if not authority.owns(_USE_RESERVED_CONNECTIONS):
        raise reserved_for_members()


def require_database_slot(role: Role, database: Database) -> None:
    """Raises PgError 53300 when the database has all the sessions that it may have."""
    if not role.superuser and 0 <= database.connection_limit <= database.sessions:
        raise too_many_for_database(database.name)


def require_connect(authority: Authority, privileges: tuple[Sequence[str] | None, int], database: str) -> None:
    """privileges: the database's list and its owner.  Raises PgError 42501."""
    if not authority.may("c", privileges[0], "d", privileges[1]):
        raise insufficient_privilege(
            f'permission denied for database "{database}"', detail="User does not have CONNECT privilege."
        )
