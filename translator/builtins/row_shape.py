"""Whether the rows that a function gives have the columns that its column definition list says ("Table Functions")."""

from __future__ import annotations

from collections.abc import Sequence

from translator.catalog.bootstrap import system_catalog
from translator.context import ExecutionContext
from translator.errors.statements import datatype_mismatch

_MISMATCH = "function return row and query-specified return row do not match"


def require_columns(context: ExecutionContext, found: Sequence[int], expected: Sequence[int]) -> None:
    """The types of both, by oid.  Raises PgError 42804."""
    if len(found) != len(expected):
        attributes = f"{len(found)} attribute{'' if len(found) == 1 else 's'}"
        raise datatype_mismatch(
            _MISMATCH, detail=f"Returned row contains {attributes}, but query expects {len(expected)}."
        )
    catalog = context.catalog
    for place, (one, other) in enumerate(zip(found, expected, strict=True), start=1):
        cast = system_catalog().casts.get((one, other))
        if one != other and (cast is None or cast.castmethod != "b" or cast.castcontext != "i"):
            returned, wanted = catalog.format_type(one, -1), catalog.format_type(other, -1)
            raise datatype_mismatch(
                _MISMATCH, detail=f"Returned type {returned} at ordinal position {place}, but query expects {wanted}."
            )
