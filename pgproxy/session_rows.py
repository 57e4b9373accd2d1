"""What sessions hold, as the rows behind pg_cursors, pg_prepared_statements and pg_locks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pgproxy import hba
from pgproxy.relation_locks import relation_tag
from translator.lock_modes import EXCLUSIVE, NAMES, SHARE
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

Row = tuple[Storage, ...]


def cursor_rows(session: Session) -> Iterator[Row]:
    """name, statement, is_holdable, is_binary, is_scrollable, creation_time."""
    for portal in session.portals.values():
        created = portal.created_us or session.transaction.statement_us
        yield portal.name, portal.text, portal.hold, portal.binary, portal.backward, created


def prepared_rows(session: Session) -> Iterator[Row]:
    """name, statement, prepare_time, parameter_types, result_types, from_sql, generic_plans, custom_plans."""
    for name, prepared in session.prepared.items():
        if not name:
            continue
        plan = None if prepared.statement is None else prepared.statement.plan
        types = json.dumps(list(prepared.types))
        columns = None if plan is None else plan.columns
        results = None if columns is None else json.dumps([column.type for column in columns])
        yield name, prepared.source, prepared.prepared_us, types, results, prepared.from_sql, prepared.generic_plans, 0


def file_setting_rows(session: Session) -> Iterator[Row]:
    """sourcefile, sourceline, seqno, name, setting, applied, error: the file as it is, before it is reloaded."""
    system = session.server.system_settings
    file = str(system.path.resolve())
    for number, entry in enumerate(system.judged(session.server.settings), start=1):
        yield file, entry.line, number, entry.name or None, entry.value, int(entry.applied), entry.error


def hba_rows(session: Session) -> Iterator[Row]:
    """rule_number, file_name, line_number, type, database, user_name, address, netmask, auth_method, options, error."""
    server = session.server
    file = server.config.hba_file or None
    for number, rule in enumerate(server.hba_rules, start=1):
        known = hba.shown(rule)
        options = None if known["options"] is None else json.dumps(known["options"])
        yield (
            number, file, known["line_number"], known["type"], json.dumps(known["database"]),
            json.dumps(known["user_name"]), known["address"], known["netmask"], known["auth_method"], options, None,
        )  # fmt: skip


def lock_rows(session: Session) -> Iterator[Row]:
    """The columns of pg_lock_status: relations, advisory locks, transactions, and who waits for the writer's."""
    for other in session.server.open_sessions():
        if other.transaction.started_us:
            yield from _transaction_locks(other)
    for (kind, database, numbers), holder, mode, granted, since in session.server.locks.rows():
        if kind == "relation":
            yield _lock(holder, kind, mode, granted, since, database=database, relation=numbers[0])
        else:
            yield _lock(holder, kind, mode, granted, since, database=database, key=numbers)


def _transaction_locks(session: Session) -> Iterator[Row]:
    yield _lock(session, "virtualxid", EXCLUSIVE, True, None, virtual=_virtual(session))
    transaction, writer = session.transaction, session.database.write_lock
    if transaction.writing:
        transaction.assign_xid()
    if transaction.xid is not None:
        yield _lock(session, "transactionid", EXCLUSIVE, True, None, xid=transaction.xid)
    if session in writer.queue and isinstance(writer.holder, type(session)):
        held = writer.holder.transaction.assign_xid()
        yield _lock(session, "transactionid", SHARE, False, transaction.statement_us, xid=held)
    for oid, mode in sorted({use for uses in transaction.used.values() for use in uses}):
        if not session.server.locks.holds(session, relation_tag(session, oid), mode):
            database = session.database.oid
            yield _lock(session, "relation", mode, True, None, database=database, relation=oid, fast=True)


def _virtual(session: Session) -> str:
    return f"{session.connection.process_id}/1"


def _lock(
    session: Any,
    kind: str,
    mode: int,
    granted: bool,
    since: int | None,
    *,
    database: int | None = None,
    relation: int | None = None,
    fast: bool = False,
    virtual: str | None = None,
    xid: int | None = None,
    key: tuple[int | None, ...] = (None, None, None),
) -> Row:
    return (
        kind, database, relation, None, None, virtual, xid, *key, _virtual(session), session.process_id, NAMES[mode],
        granted, fast or kind == "virtualxid", since,
    )  # fmt: skip


def blocking_pids(session: Session, pid: int) -> list[int]:
    """The processes that the session with this process id waits for."""
    for connection in tuple(session.server.connections):
        waiting: Any = connection.session
        if connection.process_id == pid and waiting is not None:
            return [other.connection.process_id for other in waiting.waits_for()]
    return []
