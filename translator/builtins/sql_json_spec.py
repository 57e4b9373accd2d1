"""What the lowering tells the functions that compute SQL/JSON expressions, and what SQLite calls these."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

ITEM = "pg_json_item"
JSON_TABLE = "pg_json_table"
ABSENT, UNIQUE, JSONB = 1, 2, 4
"""Bits of a constructor's options."""


def sqlite_name(constructor: str) -> str:
    """What a constructor is called in SQLite."""
    return "pg_json_make_" + constructor.replace(" ", "_")


class ItemSpec(Struct, frozen=True):
    """What is written of one function or column.

    `op` is exists, value or query; `column` the result as `facts.result_columns` reads it; `wrapper` is none,
    conditional or unconditional; `empty` and `error` are null, error, default, empty array, empty object, true, false
    or unknown; `table` the name of a column of JSON_TABLE; `checked` whether the result is of a domain with
    constraints.
    """

    op: str
    column: Any
    wrapper: str = "none"
    omit_quotes: bool = False
    empty: str = "null"
    error: str = "null"
    table: str | None = None
    checked: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
