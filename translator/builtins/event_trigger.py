"""What functions of event triggers ask ("Event Trigger Functions"): no database has such a trigger to be in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.errors import PgError

Rows = Iterator[tuple[Any, ...]]


def _outside(name: str, kind: str) -> PgError:
    return PgError("39P03", f"{name}() can only be called in {kind} event trigger function")


@set_returning("pg_event_trigger_ddl_commands()")
def pg_event_trigger_ddl_commands() -> Rows:
    raise _outside("pg_event_trigger_ddl_commands", "an")


@set_returning("pg_event_trigger_dropped_objects()")
def pg_event_trigger_dropped_objects() -> Rows:
    raise _outside("pg_event_trigger_dropped_objects", "a sql_drop")


@function("pg_event_trigger_table_rewrite_oid()")
def pg_event_trigger_table_rewrite_oid() -> int:
    raise _outside("pg_event_trigger_table_rewrite_oid", "a table_rewrite")


@function("pg_event_trigger_table_rewrite_reason()")
def pg_event_trigger_table_rewrite_reason() -> int:
    raise _outside("pg_event_trigger_table_rewrite_reason", "a table_rewrite")
