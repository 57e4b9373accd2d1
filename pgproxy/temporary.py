"""A session's temporary objects: the schema that holds them, and what COMMIT does to them.

Their tables are in SQLite's `temp` database, and so are the rows that the catalogs have for them; both go with the
connection.  Manual: CREATE TABLE, "TEMPORARY" and "ON COMMIT".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy import stored_catalog
from pgproxy.catalog_files import create_temporary
from pgproxy.ddl_table import begin
from pgproxy.relation_removal import drop_relations
from translator.catalog.image import CatalogImage
from translator.catalog.own_objects import TemporaryObjects
from translator.catalog.relation import Relation
from translator.catalog.rows import PgNamespace

if TYPE_CHECKING:
    from pgproxy.session import Session


def require_schema(session: Session, image: CatalogImage) -> tuple[CatalogImage, PgNamespace]:
    """The catalog with the session's schema of temporary objects in it, made now unless it is there."""
    if image.temp_schema is None:
        name = f"pg_temp_{session.connection.process_id}"
        row = PgNamespace(oid=session.database.next_oid(), nspname=name, nspowner=10)
        create_temporary(session.engine.db)
        stored_catalog.store_namespace(session.engine, row, "temp")
        image = image.with_temporary(TemporaryObjects(row))
        session.transaction.image = image
    found = image.namespace("pg_temp")
    assert found is not None
    return image, found


def _relations(image: CatalogImage) -> tuple[Relation, ...]:
    objects = image.temporary
    return () if objects is None else objects.relations


def before_commit(session: Session) -> None:
    """ON COMMIT DELETE ROWS and ON COMMIT DROP."""
    image = session.base_image
    for relation in _relations(image):
        if relation.on_commit == "delete":
            session.engine.run(f'DELETE FROM temp."{relation.physical}"')
    gone = [relation.oid for relation in _relations(image) if relation.on_commit == "drop"]
    if gone:
        drop_relations(session, image, gone)


def discard(session: Session) -> None:
    """DISCARD TEMP."""
    image = session.base_image
    gone = [relation.oid for relation in _relations(image)]
    if gone:
        drop_relations(session, begin(session, "DISCARD"), gone)
