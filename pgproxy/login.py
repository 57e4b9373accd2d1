"""Whether a role may open a session.  Manual: "Role Attributes"."""

from __future__ import annotations

from pgproxy.auth import Role
from pgproxy.refusals import login_not_permitted, undefined_role
from translator.errors import PgError


def require_login(role: Role | None, name: str) -> Role:
    """The role of a client that has authenticated.  Raises PgError 28000, or 0A000 for what cannot be had yet."""
    if role is None:
        raise undefined_role(name)
    if not role.can_login:
        raise login_not_permitted(name)
    if not role.superuser:
        raise PgError(
            "0A000",
            "a session of a role that is not a superuser is not supported",
            hint=f"Privileges are recorded but not enforced; ALTER ROLE {name} SUPERUSER lets it connect.",
        )
    return role
