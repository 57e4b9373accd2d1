"""Transactions, snapshots, locks and timeouts (SQLSTATE classes 25, 40, 55P03 and 57)."""

from __future__ import annotations

from translator.errors import PgError


def invalid_snapshot(identifier: str) -> PgError:
    return PgError("22023", f'invalid snapshot identifier: "{identifier}"')


def undefined_snapshot(identifier: str) -> PgError:
    return PgError("42704", f'snapshot "{identifier}" does not exist')


def active_sql_transaction(statement: str) -> PgError:
    return PgError("25001", f"{statement} cannot run inside a transaction block")


def read_only_sql_transaction(statement: str) -> PgError:
    return PgError("25006", f"cannot execute {statement} in a read-only transaction")


def no_active_sql_transaction(statement: str) -> PgError:
    return PgError("25P01", f"{statement} can only be used in transaction blocks")


def in_failed_sql_transaction() -> PgError:
    return PgError("25P02", "current transaction is aborted, commands ignored until end of transaction block")


def undefined_savepoint(name: str) -> PgError:
    return PgError("3B001", f'savepoint "{name}" does not exist')


def serialization_failure(detail: str | None = None) -> PgError:
    return PgError("40001", "could not serialize access due to concurrent update", detail=detail)


def deadlock_detected(circle: str) -> PgError:
    """`circle`: a line for each session, who waits for what and whom."""
    return PgError("40P01", "deadlock detected", detail=circle, hint="See server log for query details.")


def commit_timestamps_off() -> PgError:
    return PgError(
        "55000",
        "could not get commit timestamp data",
        hint='Make sure the configuration parameter "track_commit_timestamp" is set.',
    )


def lock_not_available(message: str = "canceling statement due to lock timeout", detail: str | None = None) -> PgError:
    return PgError("55P03", message, detail=detail)


def writer_is_idle(process_id: int, application: str, query: str, timeout: str) -> PgError:
    """`query`: the last statement of the session that writes."""
    named = f' ("{application}")' if application else ""
    return PgError(
        "55P03",
        "canceling statement due to another transaction that has written and is idle",
        detail=f"Process {process_id}{named} has been idle in its transaction for {timeout}; "
        f"its last statement was: {query}",
        hint="A database has one writer at a time: end the other transaction first. "
        "pgproxy.idle_writer_timeout says how long to wait for it; 0 is for as long as it takes.",
    )


def query_canceled(reason: str = "user request") -> PgError:
    """`reason`: user request, or statement timeout."""
    return PgError("57014", f"canceling statement due to {reason}")


def idle_in_transaction_timeout() -> PgError:
    return PgError("25P03", "terminating connection due to idle-in-transaction timeout", severity="FATAL")


def transaction_timeout() -> PgError:
    return PgError("25P04", "terminating connection due to transaction timeout", severity="FATAL")


def idle_session_timeout() -> PgError:
    return PgError("57P05", "terminating connection due to idle-session timeout", severity="FATAL")


def immediate_shutdown() -> PgError:
    return PgError("57P01", "terminating connection due to immediate shutdown command", severity="FATAL")


def connection_lost() -> PgError:
    return PgError("08006", "connection to client lost", severity="FATAL")


def admin_shutdown() -> PgError:
    return PgError("57P01", "terminating connection due to administrator command", severity="FATAL")
