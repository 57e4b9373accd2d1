"""Window functions, all of which SQLite has under the same names ("Window Functions")."""

from __future__ import annotations

from translator.builtins.declare import window
from translator.errors import PgError

NO_PLACE = 2**62
"""A place that no frame has."""


def ntile_buckets(count: int | None) -> int:
    """ntile's argument for SQLite, which takes no NULL.  Raises PgError 22014."""
    if count is not None and count <= 0:
        raise PgError("22014", "argument of ntile must be greater than zero")
    return 1 if count is None else count


def nth_place(place: int | None) -> int:
    """nth_value's argument for SQLite, which takes no NULL.  Raises PgError 22016."""
    if place is not None and place <= 0:
        raise PgError("22016", "argument of nth_value must be greater than zero")
    return NO_PLACE if place is None else place


for _signature, _name in {
    "row_number()": "row_number",
    "rank()": "rank",
    "dense_rank()": "dense_rank",
    "percent_rank()": "percent_rank",
    "cume_dist()": "cume_dist",
    "ntile(integer)": "ntile",
    "lag(anyelement)": "lag",
    "lag(anyelement,integer)": "lag",
    "lag(anycompatible,integer,anycompatible)": "lag",
    "lead(anyelement)": "lead",
    "lead(anyelement,integer)": "lead",
    "lead(anycompatible,integer,anycompatible)": "lead",
    "first_value(anyelement)": "first_value",
    "last_value(anyelement)": "last_value",
    "nth_value(anyelement,integer)": "nth_value",
}.items():
    window(_signature, _name)
