"""How large relations are: pg_class.relpages and reltuples, counted where PostgreSQL counts them.

A page is 8 kB there, whatever SQLite's is.  Manual: "Statistics Used by the Planner".
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from translator.catalog.image import CatalogImage
from translator.catalog.relation import UNKNOWN, Index, Relation

if TYPE_CHECKING:
    from pgproxy.session import Session

_PAGE = 8192
_COUNTED = ("btree", "hash")
"""The methods of indexes that are in SQLite's file."""


def measured(session: Session, relation: Relation) -> Relation:
    """A table or materialized view with its size and those of its indexes, as they are now."""
    pages, rows = _size(session, relation.schema, relation.physical, table=True)
    indexes = tuple(_measured_index(session, relation, index, rows) for index in relation.indexes)
    return replace(relation, pages=pages, tuples=rows, indexes=indexes)


def measured_built(session: Session, relation: Relation, built: Container[int]) -> Relation:
    """The same when some of its indexes were built, which says nothing of a table that is empty and was not counted."""
    pages, rows = _size(session, relation.schema, relation.physical, table=True)
    indexes = tuple(
        _measured_index(session, relation, index, rows)
        if index.oid in built and (rows or index.tuples != UNKNOWN)
        else index
        for index in relation.indexes
    )
    changed = replace(relation, indexes=indexes)
    counted = relation.counts_itself and (rows or relation.tuples != UNKNOWN)
    return replace(changed, pages=pages, tuples=rows) if counted else changed


def _measured_index(session: Session, relation: Relation, index: Index, rows: int) -> Index:
    pages = 1
    if index.method in _COUNTED:
        pages, rows = _size(session, relation.schema, index.physical, table=False)
    return replace(index, pages=pages + 1 if rows else 1, tuples=rows)


def _size(session: Session, schema: str, name: str, *, table: bool) -> tuple[int, int]:
    """Pages and rows of one of SQLite's trees, whose inner pages have cells of their own where it is an index."""
    counted = "pagetype = 'leaf'" if table else "TRUE"
    found = session.engine.run(
        f"SELECT total(pgsize), total(CASE WHEN {counted} THEN ncell END) FROM dbstat WHERE schema = ? AND name = ?",
        (schema, name),
    )
    size, rows = (int(float(value or 0)) for value in found[0])
    return (-(-size // _PAGE), rows) if rows else (0, 0)


def note_sizes(session: Session, image: CatalogImage, *relations: Relation) -> CatalogImage:
    """Keep the sizes of relations in the transaction's catalog and its stored form."""
    image = image.with_relation(*relations)
    for relation in relations:
        stored_catalog.store_sizes(session.engine, relation)
    session.transaction.image = image
    return image


def forget_size(session: Session, image: CatalogImage, relation: Relation) -> CatalogImage:
    """The table was emptied: nothing is known of it until somebody counts again."""
    if relation.tuples == UNKNOWN:
        return image
    indexes = tuple(replace(index, pages=0, tuples=UNKNOWN) for index in relation.indexes)
    return note_sizes(session, image, replace(relation, pages=0, tuples=UNKNOWN, indexes=indexes))
