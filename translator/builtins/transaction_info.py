"""Transactions and snapshots ("Transaction ID and Snapshot Information Functions").

Commit timestamps are never kept: `track_commit_timestamp` is off and cannot be set.
"""

from __future__ import annotations

from collections.abc import Iterator

from translator.builtins.declare import function, set_returning
from translator.context import ExecutionContext
from translator.errors.state import internal_error
from translator.errors.transactions import commit_timestamps_off
from translator.errors.values import invalid_parameter_value
from translator.types.integer import XID8_BIAS
from translator.types.snapshot import Snapshot, read_snapshot

FIRST_NORMAL = 3
FOREVER = 2**31 - 1
FIRST_MULTIXACT = 1


def _xid8(xid: int | None) -> int | None:
    """A transaction id as xid8 is stored."""
    return None if xid is None else xid - XID8_BIAS


@function("txid_current()", context=True)
def txid_current(context: ExecutionContext) -> int | None:
    return context.transaction_id(assign=True)


@function("pg_current_xact_id()", context=True)
def pg_current_xact_id(context: ExecutionContext) -> int | None:
    return _xid8(context.transaction_id(assign=True))


@function("txid_current_if_assigned()", context=True)
def txid_current_if_assigned(context: ExecutionContext) -> int | None:
    return context.transaction_id(assign=False)


@function("pg_current_xact_id_if_assigned()", context=True)
def pg_current_xact_id_if_assigned(context: ExecutionContext) -> int | None:
    return _xid8(context.transaction_id(assign=False))


@function("pg_current_snapshot()", "txid_current_snapshot()", context=True)
def pg_current_snapshot(context: ExecutionContext) -> str:
    return str(context.snapshot())


def _read(stored: str) -> Snapshot:
    found = read_snapshot(stored)
    assert found is not None
    return found


@function("txid_snapshot_xmin(txid_snapshot)")
def txid_snapshot_xmin(stored: str) -> int:
    return _read(stored).xmin


@function("pg_snapshot_xmin(pg_snapshot)")
def pg_snapshot_xmin(stored: str) -> int | None:
    return _xid8(_read(stored).xmin)


@function("txid_snapshot_xmax(txid_snapshot)")
def txid_snapshot_xmax(stored: str) -> int:
    return _read(stored).xmax


@function("pg_snapshot_xmax(pg_snapshot)")
def pg_snapshot_xmax(stored: str) -> int | None:
    return _xid8(_read(stored).xmax)


@set_returning("txid_snapshot_xip(txid_snapshot)")
def txid_snapshot_xip(stored: str) -> Iterator[int]:
    return iter(_read(stored).running)


@set_returning("pg_snapshot_xip(pg_snapshot)")
def pg_snapshot_xip(stored: str) -> Iterator[int | None]:
    return map(_xid8, _read(stored).running)


@function("txid_visible_in_snapshot(bigint,txid_snapshot)")
def txid_visible_in_snapshot(xid: int, stored: str) -> int:
    return int(_read(stored).sees(xid % 2**64))


@function("pg_visible_in_snapshot(xid8,pg_snapshot)")
def pg_visible_in_snapshot(xid: int, stored: str) -> int:
    return int(_read(stored).sees(xid + XID8_BIAS))


@function("txid_status(bigint)", context=True)
def txid_status(context: ExecutionContext, xid: int) -> str | None:
    """`committed`, `aborted` or `in progress`; NULL for a transaction that is long gone."""
    if not 0 <= xid < context.next_transaction_id:
        raise invalid_parameter_value(f"transaction ID {xid % 2**64} is in the future")
    if xid < FIRST_NORMAL:
        return "committed" if xid else None
    return context.transaction_status(xid)


@function("pg_xact_status(xid8)", context=True)
def pg_xact_status(context: ExecutionContext, xid: int) -> str | None:
    return txid_status(context, xid + XID8_BIAS)


@function("age(xid)", context=True)
def age(context: ExecutionContext, xid: int) -> int:
    """How many transactions ago; those that came before all others are as old as can be."""
    if xid < FIRST_NORMAL:
        return FOREVER
    return _signed((context.transaction_id(assign=False) or context.next_transaction_id) - xid)


@function("mxid_age(xid)")
def mxid_age(xid: int) -> int:
    """How many multixacts ago; none was ever made."""
    return _signed(FIRST_MULTIXACT - xid) if xid else FOREVER


def _signed(number: int) -> int:
    """As a 32-bit integer."""
    return (number + 2**31) % 2**32 - 2**31


@function("pg_xact_commit_timestamp(xid)", "pg_xact_commit_timestamp_origin(xid)")
def pg_xact_commit_timestamp(xid: int) -> None:
    if not xid:
        raise invalid_parameter_value("cannot retrieve commit timestamp for transaction 0")
    raise commit_timestamps_off()


@function("pg_last_committed_xact()")
def pg_last_committed_xact() -> None:
    raise commit_timestamps_off()


@set_returning("pg_get_multixact_members(xid)")
def pg_get_multixact_members(multixact: int) -> Iterator[tuple[int, str]]:
    """Rows are never locked by several transactions at once, so no multixact was ever made."""
    if not multixact:
        raise invalid_parameter_value("invalid MultiXactId: 0")
    raise internal_error(f"MultiXactId {multixact} has not been created yet -- apparent wraparound")
