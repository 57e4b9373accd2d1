"""CREATE TYPE ... AS (...) and ALTER TYPE ... ATTRIBUTE, carried out.

No stored value is touched: each has a place for every attribute number that its type has had.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_alter import alter_table
from pgproxy.ddl_create import add_row_types
from pgproxy.ddl_rename import rename_type_texts
from pgproxy.ddl_rename_object import rename
from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from pgproxy.type_dependents import holders
from pgproxy.view_dependencies import rewrite_views_naming
from translator import command as c
from translator import type_command as t
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.errors.definitions import type_in_use, typed_table_depends
from translator.errors.notices import notice

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_composite(session: Session, command: t.CreateComposite, portal: Portal) -> None:
    image = begin(session, "CREATE TYPE")
    database = session.database
    oid, array, type_oid = database.next_oid(), database.next_oid(), database.next_oid()
    relation = Relation(
        oid, command.name, command.namespace, "c", attributes=command.attributes, type_oid=type_oid,
        owner=session.role.oid,
    )  # fmt: skip
    image = add_row_types(session, image, relation, array)
    publish(session, image, relation)


def alter_composite(session: Session, command: t.AlterComposite, portal: Portal) -> None:
    image = begin(session, "ALTER TYPE")
    for action in command.actions:
        relation = image.relation(command.relation)
        assert relation is not None
        changed = _ACTIONS[action.kind](session, image, relation, action)
        before = image
        image = publish(session, image, changed, replace=True)
        image = image.with_types(image.type(relation.type_oid))
        session.transaction.image = image
        if action.kind == "rename":
            image = rewrite_views_naming(session, before, image, action.name)
    for table in command.tables:
        if isinstance(table, c.Rename):
            rename(session, table, portal)
        else:
            alter_table(session, table, portal)


def _add(session: Session, image: CatalogImage, relation: Relation, action: t.AttributeAction) -> Relation:
    assert action.attribute is not None
    added = replace(action.attribute, number=len(relation.attributes) + 1)
    return replace(relation, attributes=(*relation.attributes, added))


def _with(relation: Relation, attribute: Attribute) -> Relation:
    attributes = tuple(attribute if known.number == attribute.number else known for known in relation.attributes)
    return replace(relation, attributes=attributes)


def _drop(session: Session, image: CatalogImage, relation: Relation, action: t.AttributeAction) -> Relation:
    attribute = relation.column(action.name)
    if attribute is None:
        message = f'column "{action.name}" of relation "{relation.name}" does not exist, skipping'
        session.notice(notice(message))
        return relation
    return _with(relation, replace(attribute, dropped=True))


def _type(session: Session, image: CatalogImage, relation: Relation, action: t.AttributeAction) -> Relation:
    assert action.attribute is not None
    for table, column in holders(image, relation.type_oid):
        raise type_in_use(relation.name, table.name, column.name)
    if action.forbidden:
        raise typed_table_depends(relation.name)
    before = relation.column(action.name)
    assert before is not None
    return _with(relation, replace(action.attribute, number=before.number))


def _rename(session: Session, image: CatalogImage, relation: Relation, action: t.AttributeAction) -> Relation:
    before = relation.column(action.name)
    assert before is not None
    changed = _with(relation, replace(before, name=action.new_name))
    after = image.with_relation(changed)
    for table in list(image.relations()):
        if table.kind == "r":
            renamed = rename_type_texts(session, image, after, table, action.name)
            if renamed != table:
                publish(session, after, renamed, replace=True)
    return changed


_ACTIONS: dict[str, Callable[[Session, CatalogImage, Relation, t.AttributeAction], Relation]] = {
    "add": _add,
    "drop": _drop,
    "type": _type,
    "rename": _rename,
}
