"""Who waits for a writer whose client says nothing learns whom it waits for."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.server import Server

Sessions = tuple[asyncpg.Connection, asyncpg.Connection]


async def _connect(server: Server, name: str) -> asyncpg.Connection:
    settings = {"application_name": name}
    return await asyncpg.connect(
        host=server.host, port=server.port, user=server.user, database="postgres", server_settings=settings
    )


@pytest.fixture
async def sessions(server: Server) -> AsyncIterator[Sessions]:
    """A writer and one who wants to write."""
    writer, waiter = await _connect(server, "the writer"), await _connect(server, "the waiter")
    await writer.execute("CREATE TABLE thing (id int PRIMARY KEY, n int)")
    yield writer, waiter
    for connection in (writer, waiter):
        await connection.execute("ROLLBACK")
    await writer.execute("DROP TABLE thing")
    for connection in (writer, waiter):
        await connection.close()


async def test_the_error_names_the_idle_writer(sessions: Sessions) -> None:
    writer, waiter = sessions
    await writer.execute("BEGIN")
    await writer.execute("INSERT INTO thing VALUES (1, 1)")
    await waiter.execute("SET pgproxy.idle_writer_timeout = '100ms'")
    with pytest.raises(asyncpg.LockNotAvailableError) as raised:
        await waiter.execute("INSERT INTO thing VALUES (2, 2)")
    detail = raised.value.as_dict()["detail"]
    assert str(writer.get_server_pid()) in detail
    assert "the writer" in detail
    assert "idle in its transaction for 100ms" in detail
    assert "INSERT INTO thing VALUES (1, 1)" in detail


async def test_a_writer_that_works_is_waited_for(sessions: Sessions) -> None:
    writer, waiter = sessions
    await writer.execute("BEGIN; INSERT INTO thing VALUES (1, 1)")
    await waiter.execute("SET pgproxy.idle_writer_timeout = '150ms'")
    waiting = asyncio.create_task(waiter.execute("INSERT INTO thing VALUES (2, 2)"))
    for number in range(10, 20):
        await writer.execute(f"INSERT INTO thing VALUES ({number}, 0); SELECT pg_sleep(0.05)")
    assert not waiting.done()
    await writer.execute("COMMIT")
    assert await waiting == "INSERT 0 1"


async def test_zero_waits_for_as_long_as_it_takes(sessions: Sessions) -> None:
    writer, waiter = sessions
    await writer.execute("BEGIN; INSERT INTO thing VALUES (1, 1)")
    await waiter.execute("SET pgproxy.idle_writer_timeout = 0; SET lock_timeout = '200ms'")
    with pytest.raises(asyncpg.LockNotAvailableError, match="lock timeout"):
        await waiter.execute("INSERT INTO thing VALUES (2, 2)")


async def test_other_locks_are_waited_for(sessions: Sessions) -> None:
    writer, waiter = sessions
    await writer.execute("SELECT pg_advisory_lock(77)")
    await waiter.execute("SET pgproxy.idle_writer_timeout = '50ms'; SET lock_timeout = '300ms'")
    with pytest.raises(asyncpg.LockNotAvailableError, match="lock timeout"):
        await waiter.execute("SELECT pg_advisory_lock(77)")
    await writer.execute("SELECT pg_advisory_unlock(77)")


async def test_the_default_is_shown(sessions: Sessions) -> None:
    assert await sessions[0].fetchval("SHOW pgproxy.idle_writer_timeout") == "30s"
