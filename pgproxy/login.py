"""Whether a role may open a session.  Manual: "Role Attributes", "Privileges"."""

from __future__ import annotations

from collections.abc import Sequence

from pgproxy.auth import Role
from pgproxy.refusals import login_not_permitted, undefined_role
from translator.authority import Authority
from translator.errors import insufficient_privilege


def require_login(role: Role | None, name: str) -> Role:
    """The role of a client that has authenticated.  Raises PgError 28000."""
    if role is None:
        raise undefined_role(name)
    if not role.can_login:
        raise login_not_permitted(name)
    return role


def require_connect(authority: Authority, privileges: tuple[Sequence[str] | None, int], database: str) -> None:
    """privileges: the database's list and its owner.  Raises PgError 42501."""
    if not authority.may("c", privileges[0], "d", privileges[1]):
        raise insufficient_privilege(
            f'permission denied for database "{database}"', detail="User does not have CONNECT privilege."
        )
