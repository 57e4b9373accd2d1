"""Advisory locks between sessions: waiting, giving up, deadlocks, and what pg_locks shows."""

import asyncio

import asyncpg
import pytest

from tests.server import Server

SHORT_SECONDS = 0.2


async def _connect(server: Server) -> asyncpg.Connection:
    return await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")


async def test_a_session_waits_until_the_lock_is_given_back(server: Server) -> None:
    holder, waiter, watcher = await _connect(server), await _connect(server), await _connect(server)
    await holder.execute("SELECT pg_advisory_lock(1)")
    assert not await waiter.fetchval("SELECT pg_try_advisory_lock_shared(1)")
    waiting = asyncio.create_task(waiter.execute("SELECT pg_advisory_lock(1)"))
    await asyncio.sleep(SHORT_SECONDS)
    shown = await watcher.fetch("SELECT pid, granted FROM pg_locks WHERE locktype = 'advisory' ORDER BY granted")
    pids = [connection.get_server_pid() for connection in (waiter, holder)]
    assert [tuple(row) for row in shown] == [(pids[0], False), (pids[1], True)]
    assert await watcher.fetchval("SELECT pg_blocking_pids($1)", pids[0]) == [pids[1]]
    assert not waiting.done()
    await holder.close()
    await waiting
    assert await waiter.fetchval("SELECT pg_advisory_unlock(1)")
    for connection in (waiter, watcher):
        await connection.close()


async def test_lock_timeout_ends_the_wait(server: Server) -> None:
    holder, waiter = await _connect(server), await _connect(server)
    await holder.execute("SELECT pg_advisory_lock(2)")
    await waiter.execute("SET lock_timeout = '100ms'")
    with pytest.raises(asyncpg.LockNotAvailableError):
        await waiter.execute("SELECT pg_advisory_lock(2)")
    for connection in (holder, waiter):
        await connection.close()


async def test_a_deadlock_is_found(server: Server) -> None:
    one, other = await _connect(server), await _connect(server)
    await one.execute("SET deadlock_timeout = '20s'")
    await other.execute("SET deadlock_timeout = '10ms'")
    await one.execute("SELECT pg_advisory_lock(3)")
    await other.execute("SELECT pg_advisory_lock(4)")
    waiting = asyncio.create_task(one.execute("SELECT pg_advisory_lock(4)"))
    await asyncio.sleep(SHORT_SECONDS)
    with pytest.raises(asyncpg.DeadlockDetectedError):
        await other.execute("SELECT pg_advisory_lock(3)")
    await other.execute("SELECT pg_advisory_unlock(4)")
    await waiting
    for connection in (one, other):
        await connection.close()
