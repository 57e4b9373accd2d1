"""Sessions and what they hold, as the rows behind pg_cursors, pg_prepared_statements and pg_stat_activity."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

Row = tuple[Storage, ...]

_STATES = {"I": "idle", "T": "idle in transaction", "E": "idle in transaction (aborted)"}


def cursor_rows(session: Session) -> Iterator[Row]:
    """name, statement, is_holdable, is_binary, is_scrollable, creation_time."""
    for portal in session.portals.values():
        yield portal.name, portal.text, portal.hold, portal.binary, portal.scroll, portal.created_us


def prepared_rows(session: Session) -> Iterator[Row]:
    """name, statement, prepare_time, parameter_types, result_types, from_sql, generic_plans, custom_plans."""
    for name, prepared in session.prepared.items():
        if not name:
            continue
        plan = None if prepared.statement is None else prepared.statement.plan
        types = json.dumps([] if plan is None else list(plan.param_types))
        columns = None if plan is None else plan.columns
        results = None if columns is None else json.dumps([column.type for column in columns])
        yield name, prepared.source, prepared.prepared_us, types, results, prepared.from_sql, prepared.generic_plans, 0


def activity_rows(session: Session, pid: int | None) -> Iterator[Row]:
    """The columns of pg_stat_get_activity for all sessions of the server, or for the one with this process id."""
    for connection in session.server.connections:
        other = connection.session
        if other is not None and (pid is None or connection.process_id == pid):
            yield _activity(other, connection.process_id)  # type: ignore[arg-type]


def _activity(session: Session, pid: int) -> Row:
    """Times in microseconds since 1970.  Network addresses and encryption are not told."""
    transaction = session.transaction
    state = "active" if session.running else _STATES[transaction.status]
    name = session.settings.get("application_name")
    user = session.catalog.role_oid(session.catalog.quoted(session.user))
    wait = ("Lock", "transactionid") if session in session.database.write_lock.queue else (None, None)
    known: tuple[Storage, ...] = (
        session.database.oid, pid, user, name, state, session.query, *wait,
        transaction.started_us or None, transaction.statement_us or None, session.started_us,
        transaction.statement_us or session.started_us, None, None, None, transaction.xid, None, "client backend",
    )  # fmt: skip
    unencrypted = (False, None, None, None, None, None, None, False, None, False, False)
    return (*known, *unencrypted, None, None)
