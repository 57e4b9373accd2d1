"""Foreign tables as the catalog knows them: by which wrapper they are read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.rows import PgForeignDataWrapper, PgForeignServer
from translator.errors import PgError
from translator.errors.objects import wrong_object_type
from translator.errors.statements import no_handler

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage
    from translator.catalog.relation import Index, Relation


def wrapper_of_table(image: CatalogImage, relation: Relation) -> PgForeignDataWrapper:
    """The wrapper of a foreign table's server."""
    assert relation.foreign is not None
    server = image.own_rows.find(PgForeignServer, relation.foreign.server)
    wrapper = None if server is None else image.own_rows.find(PgForeignDataWrapper, server.srvfdw)
    assert wrapper is not None
    return wrapper


def unusable(image: CatalogImage, relation: Relation) -> PgError:
    """The error for reading or writing a foreign table: no wrapper has a handler."""
    return no_handler(wrapper_of_table(image, relation).fdwname)


def require_plain_index(parent: Relation, index: Index) -> None:
    """Raise PgError 42809 for an index of a partitioned table that foreign partitions cannot have a part of."""
    if index.unique:
        raise unique_over_foreign(parent.name)


def unique_over_foreign(parent: str) -> PgError:
    """A unique index of a partitioned table that has foreign partitions."""
    return wrong_object_type(
        f'cannot create unique index on partitioned table "{parent}"',
        detail=f'Table "{parent}" contains partitions that are foreign tables.',
    )
