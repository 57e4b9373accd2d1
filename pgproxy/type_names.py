"""What has the name that a type is to have and gives way: arrays made along with their elements, and shells.

Manual: CREATE TYPE, "Array Types".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from translator.catalog.dependency_rows import PG_TYPE
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgType
from translator.catalog.type_rows import array_name
from translator.errors.privileges import must_be_owner

if TYPE_CHECKING:
    from pgproxy.session import Session


def put_type(session: Session, image: CatalogImage, row: PgType) -> CatalogImage:
    """Write a type that is there already, a temporary one where it belongs."""
    schema = image.namespace_by_oid(row.typnamespace)
    if schema is not None and schema.nspname.startswith("pg_temp"):
        session.engine.run("DELETE FROM temp.pg_type WHERE oid = ?", (row.oid,))
        stored_catalog.store_type(session.engine, row, schema="temp")
    else:
        stored_catalog.store_type(session.engine, row, image.type_details(row.oid), replace=True)
    image = image.with_types(row)
    session.transaction.image = image
    return image


def make_way(session: Session, image: CatalogImage, made: PgType) -> CatalogImage:
    """Without another type of the name of one that is made or renamed; a shell is filled, and keeps its comment.

    Raises PgError 42501 for the shell of another role.
    """
    found = image.type_of(made.typnamespace, made.typname)
    if found is None or found.oid == made.oid:
        return image
    if found.typisdefined:
        chosen = array_name(found.typname, lambda name: image.type_taken(found.typnamespace, name))
        return put_type(session, image, replace(found, typname=chosen))
    if found.typowner != session.role.oid:
        raise must_be_owner("type", found.typname)
    comment = (made.oid, found.oid, PG_TYPE)
    session.engine.run("UPDATE main.pg_description SET objoid = ? WHERE objoid = ? AND classoid = ?", comment)
    stored_catalog.forget_type(session.engine, found.oid)
    image = image.without_types(found.oid)
    session.transaction.image = image
    return image


def rename_row_type(session: Session, image: CatalogImage, oid: int, name: str) -> CatalogImage:
    """A type that goes by the name of a relation, and the array of it."""
    row = replace(image.type(oid), typname=name)
    before = image.type(row.typarray)
    image = put_type(session, make_way(session, image, row), row)
    array = image.type(row.typarray)
    if array != before:  # which had the name itself
        return image
    chosen = array_name(name, lambda taken: image.type_taken(row.typnamespace, taken, array.oid))
    return put_type(session, image, replace(array, typname=chosen))
