"""How large relations are: pg_class.relpages and reltuples, counted where PostgreSQL counts them.

A page is 8 kB there, whatever SQLite's is.  Manual: "Statistics Used by the Planner".
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from translator.analyze.alter_action import KINDS
from translator.catalog.image import CatalogImage
from translator.catalog.relation import UNKNOWN, Index, Relation
from translator.errors.objects import wrong_object_type
from translator.errors.privileges import permission_denied
from translator.errors.statements import feature_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session

_PAGE = 8192
_COUNTED = ("btree", "hash")
"""The methods of indexes that are in SQLite's file."""


def measured(session: Session, relation: Relation) -> Relation:
    """A table or materialized view with its size and those of its indexes, as they are now."""
    pages, rows = _size(session, relation.schema, relation.physical, table=True)
    indexes = tuple(_measured_index(session, relation, index, rows) for index in relation.indexes)
    return replace(relation, pages=pages, tuples=rows, all_visible=0, all_frozen=0, indexes=indexes)


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


_FIELDS = {
    "relpages": "pages", "reltuples": "tuples", "relallvisible": "all_visible", "relallfrozen": "all_frozen",
}  # fmt: skip


def set_sizes(session: Session, oid: int, sizes: Mapping[str, float]) -> None:
    """Take sizes by pg_class's names for those of a relation or index.  Raises PgError 42501, 42809, 0A000."""
    image = session.base_image
    table = image.index_relation(oid)
    relation = table or image.relation(oid)
    if relation is None or (table is None and relation.kind not in "rpmf"):
        kind = "" if relation is None else relation.kind
        detail = f"This operation is not supported for {KINDS[kind]}."
        raise wrong_object_type(f'cannot modify statistics for relation "{relation and relation.name}"', detail=detail)
    if not session.authority.may_relation("m", relation):
        raise permission_denied("table", relation.name)
    if relation.schema not in ("main", "temp"):
        raise feature_not_supported("changing the statistics of a system catalog")
    changes = {_FIELDS[name]: int(value) for name, value in sizes.items()}
    if table is None:
        changed = replace(relation, **changes)
    else:
        indexes = tuple(replace(known, **changes) if known.oid == oid else known for known in table.indexes)
        changed = replace(table, indexes=indexes)
    if changed != relation:
        note_sizes(session, image, changed)
