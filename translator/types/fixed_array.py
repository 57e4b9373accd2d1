"""Types that can be subscripted as arrays of a fixed length, which count from 0: point, lseg, box and line ("Geometric
Functions and Operators").  What they are stored as is the binary representation of their elements, one behind another.
"""

from __future__ import annotations

from typing import Any

from translator.catalog.bootstrap import system_catalog
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import array_subscript_error, null_value_not_allowed
from translator.settings_view import DEFAULT_SETTINGS
from translator.types.registry import builtin


def element_at(element: int, stored: bytes | None, *subscripts: int | None) -> Any:
    """The element of this type (oid) at a place; NULL outside."""
    if stored is None or None in subscripts or len(subscripts) != 1:
        return None
    (place,) = subscripts
    assert place is not None
    size = system_catalog().types[element].typlen
    if not 0 <= place < len(stored) // size:
        return None
    return builtin(element).receive(stored[place * size : (place + 1) * size], -1, DEFAULT_SETTINGS)


def set_element(element: int, stored: bytes | None, value: Any, *subscripts: int | None) -> bytes | None:
    """The container with another element; as it was, where either is NULL.  Raises PgError 2202E and 22004."""
    if None in subscripts:
        raise null_value_not_allowed("array subscript in assignment must not be null")
    if stored is None or value is None:
        return stored
    if len(subscripts) != 1:
        raise array_subscript_error("wrong number of array subscripts")
    (place,) = subscripts
    assert place is not None
    size = system_catalog().types[element].typlen
    if not 0 <= place < len(stored) // size:
        raise array_subscript_error("array subscript out of range")
    return stored[: place * size] + builtin(element).send(value, DEFAULT_SETTINGS) + stored[(place + 1) * size :]


def refuse_slice(stored: bytes | None, *bounds: int | None) -> None:
    """Raise PgError 0A000, as PostgreSQL does, unless something is NULL."""
    if stored is not None and None not in bounds:
        raise feature_not_supported_message("slices of fixed-length arrays not implemented")


def refuse_slice_assignment(stored: bytes | None, value: Any) -> bytes | None:
    """Raise PgError 0A000, as PostgreSQL does, unless something is NULL."""
    if stored is not None and value is not None:
        raise feature_not_supported_message("updates on slices of fixed-length arrays not implemented")
    return stored
