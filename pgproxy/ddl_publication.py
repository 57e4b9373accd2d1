"""CREATE, ALTER and DROP PUBLICATION, carried out: they are kept and shown, and nothing is replicated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import publication_command as p
from translator.catalog.image import CatalogImage
from translator.catalog.publication import Publication
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.notices import notice, warning
from translator.errors.privileges import insufficient_privilege, permission_denied

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_publication(session: Session, command: p.CreatePublication, portal: Portal) -> None:
    image = begin(session, "CREATE PUBLICATION")
    made = replace(command.publication, oid=session.database.next_oid(), owner=session.role.oid)
    image = put_publication(session, image, replace(made, schemas=()))
    image = _add_tables(session, image, made, command.tables)
    put_publication(session, image, made)
    session.notice(
        warning(
            '"wal_level" is insufficient to publish logical changes',
            sqlstate="55000",
            hint='Set "wal_level" to "logical" before creating subscriptions.',
        )
    )


def put_publication(session: Session, image: CatalogImage, publication: Publication) -> CatalogImage:
    """Write a publication, new or changed; schemas that are new in it get their oids."""
    schemas = tuple((oid or session.database.next_oid(), namespace) for oid, namespace in publication.schemas)
    publication = replace(publication, schemas=schemas)
    stored_catalog.store_publication(session.engine, publication)
    image = image.with_publications({**image.publications, publication.oid: publication})
    session.transaction.image = image
    return image


def _add_tables(session: Session, image: CatalogImage, publication: Publication, tables: p.NewTables) -> CatalogImage:
    for oid, place in tables:
        relation = image.relation(oid)
        assert relation is not None
        added = replace(place, oid=session.database.next_oid(), publication=publication.oid)
        changed = replace(relation, publications=(*relation.publications, added))
        image = publish(session, image, changed, replace=True)
    return image


def alter_publication(session: Session, command: p.AlterPublication, portal: Portal) -> None:
    image = begin(session, "ALTER PUBLICATION")
    for oid in command.dropped:
        relation = image.relation(oid)
        assert relation is not None
        kept = tuple(known for known in relation.publications if known.publication != command.publication.oid)
        image = publish(session, image, replace(relation, publications=kept), replace=True)
    image = _add_tables(session, image, command.publication, command.added)
    put_publication(session, image, command.publication)


def change_owner(session: Session, command: p.ChangePublicationOwner, portal: Portal) -> None:
    """Raises PgError 42501 where the new owner may not have it."""
    image = begin(session, "ALTER PUBLICATION")
    known = image.publications[command.publication]
    owner = role_of(session, command.role)
    if known.owner == owner.oid:
        return
    if not session.role.superuser:
        _require_new_owner(session, known, owner.oid)
    put_publication(session, image, replace(known, owner=owner.oid))


def _require_new_owner(session: Session, known: Publication, oid: int) -> None:
    owner = session.authority.of(oid)
    acl, database_owner = session.server.cluster.privileges(session.database.name)
    if not owner.may("C", acl, "d", database_owner):
        raise permission_denied("database", session.database.name)
    for what, is_one in (("ALL TABLES", known.all_tables), ("TABLES IN SCHEMA", bool(known.schemas))):
        if is_one and not owner.superuser:
            raise insufficient_privilege(
                f'permission denied to change owner of publication "{known.name}"',
                hint=f"The owner of a FOR {what} publication must be a superuser.",
            )


def drop_publications(session: Session, command: p.DropPublications, portal: Portal) -> None:
    for message in command.missing:
        session.notice(notice(message))
    if not command.oids:
        return
    image = begin(session, "DROP PUBLICATION")
    for relation in list(image.relations()):
        kept = tuple(known for known in relation.publications if known.publication not in command.oids)
        if kept != relation.publications:
            image = publish(session, image, replace(relation, publications=kept), replace=True)
    for oid in command.oids:
        stored_catalog.forget_publication(session.engine, oid)
    left = {oid: known for oid, known in image.publications.items() if oid not in command.oids}
    session.transaction.image = image.with_publications(left)


def without_schema(session: Session, image: CatalogImage, namespace: int) -> CatalogImage:
    """Publications of the tables of a schema go on without it."""
    for known in list(image.publications.values()):
        if namespace in known.namespaces:
            schemas = tuple(entry for entry in known.schemas if entry[1] != namespace)
            image = put_publication(session, image, replace(known, schemas=schemas))
    return image


def refuse_type_change(image: CatalogImage, relation: Relation, number: int) -> None:
    """Raises PgError 0A000 for a column that publications name."""
    for known in relation.publications:
        if number in (*known.reads, *known.columns):
            shown = described(image, relation, known.publication)
            raise PgError(
                "0A000",
                "cannot alter type of a column used by a publication WHERE clause",
                detail=f'{shown} depends on column "{relation.attribute(number).name}"',
            )


def described(image: CatalogImage, relation: Relation, publication: int) -> str:
    """A table's place in a publication, as messages show it."""
    name = image.publications[publication].name
    return f"publication of {image.described_relation(relation)} in publication {name}"
