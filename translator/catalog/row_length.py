"""Whether PostgreSQL would keep long values of a table in a TOAST table, which has an index of its own.

Manual: "TOAST".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.relation import Relation
from translator.types import oids

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

_THRESHOLD = 2032
_CHARACTER, _HEADER = 4, 4
"""Bytes that a character can take, and that stand before a value."""


def has_long_rows(image: CatalogImage, relation: Relation) -> bool:
    """Whether rows may be too long for their page, and values of them can stand elsewhere."""
    length, movable = 0, False
    for attribute in relation.columns:
        row = image.type(image.base_type(attribute.type))
        if row.typlen >= 0:
            length += row.typlen
            continue
        movable = movable or (attribute.storage or row.typstorage) != "p"
        if row.oid not in (oids.VARCHAR, oids.BPCHAR) or attribute.typmod < 0:
            length += _THRESHOLD + 1
        else:
            length += (attribute.typmod - _HEADER) * _CHARACTER + _HEADER
    return movable and length > _THRESHOLD
