"""What lies in the server's directories ("Generic File Access Functions"): of those that PostgreSQL keeps, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from translator.builtins.declare import set_returning
from translator.context import ExecutionContext
from translator.errors.objects import undefined_object_oid

Rows = Iterator[tuple[Any, ...]]


@set_returning(
    "pg_ls_tmpdir()", "pg_ls_archive_statusdir()", "pg_ls_logicalsnapdir()", "pg_ls_logicalmapdir()",
    "pg_ls_summariesdir()",
)  # fmt: skip
def pg_ls_tmpdir() -> Rows:
    """SQLite's temporary files have no names; nothing is archived, replicated or summarized."""
    return iter(())


@set_returning("pg_ls_tmpdir(oid)", context=True)
def pg_ls_tmpdir_of(context: ExecutionContext, tablespace: int) -> Rows:
    if context.catalog.tablespace(tablespace) is None:
        raise undefined_object_oid("tablespace", tablespace)
    return iter(())
