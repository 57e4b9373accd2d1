"""Sessions and what they do, as the rows behind pg_stat_activity, pg_stat_ssl and pg_stat_gssapi.

Manual: "The Cumulative Statistics System".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from translator.builtins.system import stored_host
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

Row = tuple[Storage, ...]

READ_ALL_STATS = 3375
"""The role pg_read_all_stats."""
_STATES = {"I": "idle", "T": "idle in transaction", "E": "idle in transaction (aborted)"}
_UNENCRYPTED: Row = (False, None, None, None, None, None, None)
_NO_GSSAPI: Row = (False, None, False, False)
_HIDDEN: Row = (None, "<insufficient privilege>", *(None,) * 25)


def activity_rows(session: Session, pid: int | None) -> Iterator[Row]:
    """The columns of pg_stat_get_activity for the session with this process id; for all where it is None or -1."""
    authority = session.authority
    sees_all = authority.owns(READ_ALL_STATS)
    for connection in tuple(session.server.connections):  # a session may come while the rows are read
        other = connection.session
        if other is None or pid not in (None, -1, connection.process_id):
            continue
        known: Session = other  # type: ignore[assignment]  # the protocol Session is always that of session.py
        role = known.identity.authenticated
        shown: Row = (known.database.oid, connection.process_id, role, known.settings.get("application_name"))
        yield (*shown, *(_activity(known) if sees_all or authority.owns(role) else _HIDDEN))


def _activity(session: Session) -> Row:
    """What a session does, from its state on; times in microseconds."""
    transaction = session.transaction
    state = "active" if session.running else _STATES[transaction.status]
    connection = session.connection
    address, port = connection.peer
    tls = connection.tls
    encryption: Row = _UNENCRYPTED
    if tls is not None:
        encryption = (True, tls.version, *tls.cipher, *tls.client_certificate)
    return (
        state, session.query, *_waits_for(session), transaction.started_us or None, transaction.statement_us or None,
        session.started_us, transaction.statement_us or session.started_us,
        stored_host((address, port) if address else None), None, port if address else -1, transaction.xid, None,
        "client backend", *encryption, *_NO_GSSAPI, None, None,
    )  # fmt: skip


def _waits_for(session: Session) -> tuple[str | None, str | None]:
    """The type and the name of what a session waits for."""
    if session in session.database.write_lock.queue:
        return "Lock", "transactionid"
    if (wanted := session.server.locks.wanted(session)) is not None:
        return "Lock", wanted[0][0]
    if session.asleep:
        return "Timeout", "PgSleep"
    return (None, None) if session.running else ("Client", "ClientRead")
