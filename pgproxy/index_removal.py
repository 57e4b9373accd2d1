"""An index taken out of the catalog and the file, with the parts that partitions have of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import publish, quoted
from translator.catalog.image import CatalogImage
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.session import Session


def drop_index(session: Session, image: CatalogImage, oid: int) -> CatalogImage:
    """Raises PgError 2BP01 for an index that a constraint, or that of a partitioned table, requires."""
    shown, relation = session.image, image.index_relation(oid)
    assert relation is not None
    index = next(known for known in relation.indexes if known.oid == oid)
    table = image.index_relation(index.parent) if index.parent else None
    if table is not None:
        whole = next(known for known in table.indexes if known.oid == index.parent)
        raise _required(shown.shown_index(relation, index), f"index {shown.shown_index(table, whole)}")
    constraint = next((known for known in relation.constraints if known.index == oid and known.kind in "pux"), None)
    if constraint is not None:
        named = f"constraint {constraint.name} on table {shown.shown_relation(relation)}"
        raise _required(shown.shown_index(relation, index), named)
    session.engine.run(f"DROP INDEX IF EXISTS {relation.schema}.{quoted(index.physical)}")
    kept = tuple(known for known in relation.indexes if known.oid != oid)
    image = publish(session, image, replace(relation, indexes=kept), replace=True)
    for child in image.children(relation.oid):
        for part in child.indexes:
            if part.parent == oid:
                image = drop_index(session, image, part.oid)
    return image


def _required(index: str, by: str) -> PgError:
    return PgError("2BP01", f"cannot drop index {index} because {by} requires it", hint=f"You can drop {by} instead.")
