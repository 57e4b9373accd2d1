"""The settings as rows, behind pg_settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from translator.builtins.declare import set_returning
from translator.context import ExecutionContext


@set_returning("pg_show_all_settings()", context=True)
def pg_show_all_settings(context: ExecutionContext) -> Iterable[tuple[Any, ...]]:
    """One row for each setting."""
    return context.setting_rows()


@set_returning("pg_show_all_file_settings()", context=True)
def pg_show_all_file_settings(context: ExecutionContext) -> Iterable[tuple[Any, ...]]:
    """One row for each line of postgresql.auto.conf."""
    return context.file_setting_rows()
