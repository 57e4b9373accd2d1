"""CREATE VIEW, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_create import add_row_types, creation_schema
from pgproxy.ddl_default_acl import initial_privileges
from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from translator import command as c
from translator.catalog.relation import Attribute, Relation
from translator.errors.notices import notice

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_view(session: Session, command: c.CreateView, portal: Portal) -> None:
    for message in command.notices:
        session.notice(notice(message))
    image = begin(session, "CREATE VIEW")
    image, namespace = creation_schema(session, image, command.namespace, command.persistence)
    database = session.database
    before = image.relation(command.replaces)
    if before is not None:
        changed = replace(
            before, attributes=_with_privileges(before, command.columns), definition=command.definition,
            depends_on=command.depends_on, options=command.options,
        )  # fmt: skip
        publish(session, image, changed, replace=True)
        return
    oid, type_oid, array_oid, rule_oid = (database.next_oid() for _ in range(4))
    relation = Relation(
        oid, command.name, namespace.oid, "v", command.columns,
        schema="temp" if command.persistence == "t" else "main",
        definition=command.definition, depends_on=command.depends_on, type_oid=type_oid, rule_oid=rule_oid,
        persistence=command.persistence, options=command.options, owner=session.role.oid,
        acl=initial_privileges(session, image, "r", namespace.oid) or (),
    )  # fmt: skip
    image = add_row_types(session, image, relation, array_oid)
    publish(session, image, relation)


def _with_privileges(before: Relation, columns: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """The columns of a replaced view, those that were there with the privileges that they had."""
    known = before.attributes
    return tuple(
        replace(column, acl=known[place].acl) if place < len(known) else column for place, column in enumerate(columns)
    )
