"""Rows of catalogs that are objects by themselves, written and removed in the transaction's catalog."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pgproxy import stored_catalog
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_dependencies import parts
from translator.catalog.own_rows import CatalogRow, Key, key_of

if TYPE_CHECKING:
    from pgproxy.session import Session


def put_rows(session: Session, image: CatalogImage, rows: Iterable[CatalogRow]) -> CatalogImage:
    """Write rows, new or changed."""
    rows = list(rows)
    for row in rows:
        stored_catalog.store_row(session.engine, row)
    image = image.with_own_rows(image.own_rows.with_rows(rows))
    session.transaction.image = image
    return image


def forget_rows(session: Session, image: CatalogImage, keys: Iterable[Key]) -> CatalogImage:
    """Remove rows that nothing uses any more, with their comments."""
    gone = [part for key in keys for part in (key, *_parts(image, key))]
    for catalog, oid in gone:
        stored_catalog.forget_row(session.engine, catalog, oid)
    image = image.with_own_rows(image.own_rows.without(gone))
    session.transaction.image = image
    return image


def _parts(image: CatalogImage, key: Key) -> list[Key]:
    """The other rows of an object, and what goes along with it."""
    aggregate = ("pg_aggregate", key[1])
    rows = image.own_rows.rows
    found = [key_of(part) for part in parts(list(rows.values()), rows[key])] if key in rows else []
    return [*found, aggregate] if key[0] == "pg_proc" and aggregate in rows else found
