"""Transaction ids are given once, across restarts too, and snapshots say who ran when the statement began."""

import apsw

from pgproxy.transaction_ids import FIRST, TransactionIds


def snapshot(ids: TransactionIds, tick: int, own: int | None = None) -> str:
    return str(ids.snapshot(tick, own))


def test_ids_go_on_after_a_restart() -> None:
    shared = apsw.Connection(":memory:")
    ids = TransactionIds(shared)
    given = [ids.assign() for _ in range(3)]
    assert given == [FIRST, FIRST + 1, FIRST + 2]
    assert TransactionIds(shared).assign() > given[-1]


def test_a_snapshot_names_what_runs() -> None:
    ids = TransactionIds(apsw.Connection(":memory:"))
    first, second, third = (ids.assign() for _ in range(3))
    assert snapshot(ids, ids.tick) == f"{first}:{first}:"
    ids.end(second, committed=True)
    assert snapshot(ids, ids.tick) == f"{first}:{third}:{first}"
    assert snapshot(ids, ids.tick, own=first) == f"{first}:{third}:"
    assert snapshot(ids, ids.tick, own=third) == f"{first}:{third}:{first}"


def test_what_ended_after_the_start_still_ran() -> None:
    ids = TransactionIds(apsw.Connection(":memory:"))
    first, second = ids.assign(), ids.assign()
    tick = ids.tick
    ids.end(second, committed=True)
    ids.end(first, committed=False)
    assert snapshot(ids, tick) == f"{first}:{first}:"
    assert snapshot(ids, ids.tick) == f"{second + 1}:{second + 1}:"


def test_how_transactions_ended() -> None:
    ids = TransactionIds(apsw.Connection(":memory:"))
    first, second, third = (ids.assign() for _ in range(3))
    ids.end(first, committed=True)
    ids.end(second, committed=False)
    assert [ids.status(xid) for xid in (first, second, third, FIRST - 1)] == [
        "committed",
        "aborted",
        "in progress",
        None,
    ]
