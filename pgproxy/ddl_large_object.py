"""ALTER LARGE OBJECT and COMMENT ON LARGE OBJECT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy import ddl_comment
from pgproxy.large_objects import PG_LARGEOBJECT
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator.command import ChangeLargeObjectOwner, Comment, CommentOnLargeObject

if TYPE_CHECKING:
    from pgproxy.session import Session


def change_owner(session: Session, command: ChangeLargeObjectOwner, portal: Portal) -> None:
    session.transaction.begin_write("ALTER LARGE OBJECT")
    session.large_objects.set_owner(command.oid, role_of(session, command.role).oid)


def comment(session: Session, command: CommentOnLargeObject, portal: Portal) -> None:
    session.transaction.begin_write("COMMENT")
    session.large_objects.require_owner(command.oid)
    ddl_comment.comment(session, Comment(PG_LARGEOBJECT, command.oid, 0, command.text), portal)
