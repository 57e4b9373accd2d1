"""Window functions, all of which SQLite has under the same names ("Window Functions")."""

from __future__ import annotations

from translator.builtins.declare import window

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
