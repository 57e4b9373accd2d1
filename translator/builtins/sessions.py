"""What sessions are and hold: the functions behind pg_cursors, pg_prepared_statements and pg_stat_activity."""

from __future__ import annotations

from collections.abc import Iterable

from translator.builtins.declare import function, set_returning
from translator.context import ExecutionContext
from translator.query import Storage
from translator.types.array import Array, load, store

Rows = Iterable[tuple[Storage, ...]]


@set_returning("pg_cursor()", context=True)
def pg_cursor(context: ExecutionContext) -> Rows:
    """The session's open cursors."""
    return context.cursor_rows()


@set_returning("pg_prepared_statement()", context=True)
def pg_prepared_statement(context: ExecutionContext) -> Rows:
    """The session's prepared statements."""
    return context.prepared_rows()


@set_returning("pg_lock_status()", context=True)
def pg_lock_status(context: ExecutionContext) -> Rows:
    """The locks that sessions hold or wait for."""
    return context.lock_rows()


@set_returning("pg_hba_file_rules()", context=True)
def pg_hba_file_rules(context: ExecutionContext) -> Rows:
    """The rules of who may connect."""
    return context.hba_rows()


@function("pg_blocking_pids(integer)", context=True)
def pg_blocking_pids(context: ExecutionContext, pid: int) -> str:
    return store(Array.of(context.blocking_pids(pid)))


@function("pg_isolation_test_session_is_blocked(integer,integer[])", context=True)
def pg_isolation_test_session_is_blocked(context: ExecutionContext, pid: int, others: str) -> int:
    """Whether the session waits for a lock of one of the others."""
    return int(not set(context.blocking_pids(pid)).isdisjoint(load(others).elements))


@set_returning("pg_stat_get_activity(integer)", context=True)
def pg_stat_get_activity(context: ExecutionContext, pid: int | None) -> Rows:
    """Every session of the server, or the one with this process id."""
    return context.activity_rows(pid)
