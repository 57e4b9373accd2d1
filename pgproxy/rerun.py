"""What explaining a violation needs: a savepoint that is always undone, and values and names as messages show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """A savepoint that is rolled back at the end, whatever happened; sequences repeat themselves meanwhile."""
    engine = session.engine
    engine.run('SAVEPOINT "pgproxy explain"')
    try:
        with session.given.replayed():
            yield
    finally:
        if engine.in_transaction:
            engine.run('ROLLBACK TO "pgproxy explain"')
            engine.run('RELEASE "pgproxy explain"')


def shown_value(session: Session, oid: int, value: Storage) -> str:
    """A value as messages show it."""
    return "null" if value is None else session.image.datatype(session.image.base_type(oid)).output(value, session)


def schema_name(image: CatalogImage, relation: Relation) -> str:
    row = image.namespace_by_oid(relation.namespace)
    return "" if row is None else row.nspname


def quoted(name: str) -> str:
    """A name of SQLite's."""
    return '"' + name.replace('"', '""') + '"'


def table_name(relation: Relation) -> str:
    """The table as SQLite's SQL names it."""
    return f"{relation.schema}.{quoted(relation.physical)}"
