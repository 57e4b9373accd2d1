"""TABLESPACE clauses: relations are all in one place, which PostgreSQL calls pg_default.  Manual: "Tablespaces"."""

from __future__ import annotations

from translator.errors import PgError
from translator.errors.objects import undefined_tablespace


def require_tablespace(name: str) -> None:
    """Accept the one tablespace that holds relations.  Raises PgError 22023 for the shared one, 42704 for others."""
    if name == "pg_global":
        raise PgError("22023", "only shared relations can be placed in pg_global tablespace")
    if name not in ("", "pg_default"):
        raise undefined_tablespace(name)
