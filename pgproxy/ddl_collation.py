"""CREATE, ALTER and DROP COLLATION, carried out.  Manual: CREATE COLLATION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.collation_dependents import dependents
from pgproxy.ddl_table import begin
from pgproxy.ddl_type import drop_dependents, rewrite_texts
from pgproxy.portal import Portal
from pgproxy.relation_removal import notice_cascade
from pgproxy.role_lookup import role_of
from translator import collation_command as co
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgCollation
from translator.errors.definitions import dependent_objects
from translator.errors.notices import notice

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_collation(session: Session, command: co.CreateCollation, portal: Portal) -> None:
    image = begin(session, "CREATE COLLATION")
    put_collation(session, image, replace(command.row, oid=session.database.next_oid(), collowner=session.role.oid))


def put_collation(session: Session, image: CatalogImage, row: PgCollation) -> CatalogImage:
    """Write a collation, new or changed."""
    stored_catalog.store_collation(session.engine, row)
    image = image.with_collations({**image.own_collations, row.oid: row})
    session.transaction.image = image
    return image


def forget_collations(session: Session, image: CatalogImage, oids: tuple[int, ...]) -> CatalogImage:
    """Remove collations that nothing uses any more, with their comments."""
    for oid in oids:
        stored_catalog.forget_collation(session.engine, oid)
    image = image.with_collations({oid: row for oid, row in image.own_collations.items() if oid not in oids})
    session.transaction.image = image
    return image


def alter_collation(session: Session, command: co.AlterCollation, portal: Portal) -> None:
    before = begin(session, "ALTER COLLATION")
    row = before.collation(command.collation)
    changed = row
    if command.name is not None:
        changed = replace(changed, collname=command.name)
    if command.namespace is not None:
        changed = replace(changed, collnamespace=command.namespace)
    if command.role is not None:
        changed = replace(changed, collowner=role_of(session, command.role).oid)
    after = put_collation(session, before, changed)
    if (changed.collname, changed.collnamespace) != (row.collname, row.collnamespace):
        rewrite_texts(session, before, after, row.collname)


def refresh_collation(session: Session, command: co.RefreshCollation, portal: Portal) -> None:
    """The versions of the collations that there are never change."""
    session.notice(notice("version has not changed"))


def drop_collations(session: Session, command: co.DropCollations, portal: Portal) -> None:
    """With CASCADE the columns and indexes that follow the collations go, too."""
    for message in command.missing:
        session.notice(notice(message))
    if not command.oids:
        return
    image = begin(session, "DROP COLLATION")
    shown = session.image
    found = dependents(image, command.oids)
    if found and not command.cascade:
        names = [f"collation {shown.shown_collation(oid)}" for oid in command.oids]
        raise dependent_objects(names, [entry.reason(shown) for entry in found])
    if found:
        notice_cascade(session, [entry.described(shown) for entry in found])
    drop_dependents(session, image, found)
    forget_collations(session, session.base_image, command.oids)
