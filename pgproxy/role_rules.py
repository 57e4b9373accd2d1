"""What a role that is no superuser may do to roles.  Manual: "Role Attributes", CREATE ROLE, ALTER ROLE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from translator.authority import Authority
from translator.errors import PgError
from translator.errors.privileges import insufficient_privilege

if TYPE_CHECKING:
    from translator.catalog.roles import RoleFacts

_ATTRIBUTES = {
    "rolsuper": ("SUPERUSER", "superuser"), "rolcreatedb": ("CREATEDB", "createdb"),
    "rolreplication": ("REPLICATION", "superuser"), "rolbypassrls": ("BYPASSRLS", "bypassrls"),
}  # fmt: skip
"""Attributes by their columns: their words, and the field that tells who has the right to give them."""


def require_create(authority: Authority, attributes: Mapping[str, Any]) -> None:
    """Raises PgError 42501."""
    if not (authority.superuser or authority.role.createrole):
        raise _denied("create", "Only roles with the CREATEROLE attribute may create roles.")
    for column, word in _refused(authority, attributes):
        if attributes[column]:
            raise _denied("create", f"Only roles with the {word} attribute may create roles with the {word} attribute.")


def require_alter(authority: Authority, role: RoleFacts, attributes: Mapping[str, Any]) -> None:
    """Raises PgError 42501; a role may always change its own password."""
    if authority.superuser:
        return
    if role.superuser:
        raise _denied("alter", "Only roles with the SUPERUSER attribute may alter roles with the SUPERUSER attribute.")
    if "rolsuper" in attributes:
        raise _denied("alter", "Only roles with the SUPERUSER attribute may change the SUPERUSER attribute.")
    if not _administers(authority, role) and not (role == authority.role and set(attributes) <= {"rolpassword"}):
        if set(attributes) == {"rolpassword"}:
            must = "the current user must have the CREATEROLE attribute and the ADMIN option on the role."
            raise _denied("alter", f"To change another role's password, {must}")
        detail = (
            f'Only roles with the CREATEROLE attribute and the ADMIN option on role "{role.name}" may alter this role.'
        )
        raise _denied("alter", detail)
    for _column, word in _refused(authority, attributes):
        raise _denied("alter", f"Only roles with the {word} attribute may change the {word} attribute.")


def require_rename(authority: Authority, role: RoleFacts) -> None:
    """Raises PgError 42501."""
    if authority.superuser:
        return
    if role.superuser:
        raise _denied(
            "rename", "Only roles with the SUPERUSER attribute may rename roles with the SUPERUSER attribute."
        )
    if not _administers(authority, role):
        detail = (
            f'Only roles with the CREATEROLE attribute and the ADMIN option on role "{role.name}" may rename this role.'
        )
        raise _denied("rename", detail)


def require_comment(authority: Authority, role: RoleFacts) -> None:
    """COMMENT ON ROLE.  Raises PgError 42501."""
    if authority.superuser:
        return
    missing = ""
    if role.superuser:
        missing = "SUPERUSER attribute"
    elif not authority.role.createrole:
        missing = "CREATEROLE attribute"
    elif not _administers(authority, role):
        missing = f'ADMIN option on role "{role.name}"'
    if missing:
        raise insufficient_privilege("permission denied", detail=f"The current user must have the {missing}.")


def require_alter_settings(authority: Authority, role: RoleFacts | None) -> None:
    """ALTER ROLE ... SET, of all roles where it is None.  Raises PgError 42501."""
    if authority.superuser or role == authority.role:
        return
    if role is None:
        raise _denied("alter setting", "Only roles with the SUPERUSER attribute may alter settings globally.")
    if role.superuser:
        raise _denied("alter", "Only roles with the SUPERUSER attribute may alter roles with the SUPERUSER attribute.")
    if not _administers(authority, role):
        detail = (
            f'Only roles with the CREATEROLE attribute and the ADMIN option on role "{role.name}" may alter this role.'
        )
        raise _denied("alter", detail)


def require_drop(authority: Authority, role: RoleFacts) -> None:
    """Raises PgError 42501."""
    if role.superuser and not authority.superuser:
        raise _denied("drop", "Only roles with the SUPERUSER attribute may drop roles with the SUPERUSER attribute.")
    if not authority.roles.administers(authority.role.oid, role.oid):
        detail = (
            f'Only roles with the CREATEROLE attribute and the ADMIN option on role "{role.name}" may drop this role.'
        )
        raise _denied("drop", detail)


def require_dropping(authority: Authority) -> None:
    """Whether any role may be dropped at all.  Raises PgError 42501."""
    if not (authority.superuser or authority.role.createrole):
        detail = "Only roles with the CREATEROLE attribute and the ADMIN option on the target roles may drop roles."
        raise _denied("drop", detail)


def _administers(authority: Authority, role: RoleFacts) -> bool:
    return authority.role.createrole and authority.roles.administers(authority.role.oid, role.oid)


def _refused(authority: Authority, attributes: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (column, word)
        for column, (word, field) in _ATTRIBUTES.items()
        if column in attributes and not (authority.superuser or getattr(authority.role, field))
    ]


def _not_administered(verb: str, role: RoleFacts) -> PgError:
    needed = f'the CREATEROLE attribute and the ADMIN option on role "{role.name}"'
    return _denied(verb, f"Only roles with {needed} may {verb} this role.")


def _denied(verb: str, detail: str) -> PgError:
    what = verb if verb == "alter setting" else f"{verb} role"
    return insufficient_privilege(f"permission denied to {what}", detail=detail)
