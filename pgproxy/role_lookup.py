"""Roles as statements name them, and the undo of their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.analyze.ownership import SESSION
from translator.errors.objects import undefined_object

if TYPE_CHECKING:
    from pgproxy.session import Session
    from translator.catalog.roles import RoleFacts


def begin_roles(session: Session, tag: str) -> None:
    """Before roles are changed: a rollback puts them back."""
    session.transaction.begin_write(tag)
    before = session.server.roles.snapshot()
    session.transaction.undo.append(lambda: session.server.roles.restore(before))


def role_of(session: Session, name: str) -> RoleFacts:
    """The role of a name, the current one for an empty name.  Raises PgError 42704."""
    authority = session.authority
    if not name:
        return authority.role
    if name == SESSION:
        return session.identity.session
    found = authority.roles.by_name.get(name)
    if found is None:
        raise undefined_object("role", name)
    return found
