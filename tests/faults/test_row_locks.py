"""SELECT FOR UPDATE between sessions: who waits for whom."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.server import Server

SHORT_SECONDS = 0.2


async def _connect(server: Server) -> asyncpg.Connection:
    return await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")


@pytest.fixture
async def sessions(server: Server) -> AsyncIterator[tuple[asyncpg.Connection, asyncpg.Connection]]:
    """Two sessions and a table with a row."""
    one, other = await _connect(server), await _connect(server)
    await one.execute("CREATE TABLE locked (id int PRIMARY KEY, n int); INSERT INTO locked VALUES (1, 0)")
    yield one, other
    for connection in (one, other):
        await connection.execute("ROLLBACK")
    await one.execute("DROP TABLE locked")
    for connection in (one, other):
        await connection.close()


async def test_the_second_waits_for_the_row_of_the_first(sessions: tuple[asyncpg.Connection, ...]) -> None:
    one, other = sessions
    await one.execute("BEGIN")
    await one.fetch("SELECT * FROM locked WHERE id = 1 FOR UPDATE")
    waiting = asyncio.create_task(other.fetchval("SELECT n FROM locked WHERE id = 1 FOR UPDATE"))
    await asyncio.sleep(SHORT_SECONDS)
    assert not waiting.done()
    await one.execute("UPDATE locked SET n = 5; COMMIT")
    assert await waiting == 5


async def test_nowait_is_refused(sessions: tuple[asyncpg.Connection, ...]) -> None:
    one, other = sessions
    await one.execute("BEGIN")
    await one.fetch("SELECT * FROM locked FOR UPDATE")
    with pytest.raises(asyncpg.LockNotAvailableError):
        await other.fetch("SELECT * FROM locked FOR UPDATE NOWAIT")


async def test_who_finds_no_row_locks_nobody_out(sessions: tuple[asyncpg.Connection, ...]) -> None:
    one, other = sessions
    await one.execute("BEGIN; SAVEPOINT s")
    assert await one.fetch("SELECT * FROM locked WHERE id = 2 FOR UPDATE") == []
    await other.execute("INSERT INTO locked VALUES (2, 0)")
    await one.execute("ROLLBACK TO s; INSERT INTO locked VALUES (3, 0)")
    assert await one.fetchval("SELECT count(*) FROM locked") == 3
    await one.execute("ROLLBACK")
    assert await other.fetchval("SELECT count(*) FROM locked") == 2


@pytest.mark.parametrize("wait", ["", "NOWAIT", "SKIP LOCKED"])
async def test_who_finds_no_row_waits_for_nobody(sessions: tuple[asyncpg.Connection, ...], wait: str) -> None:
    one, other = sessions
    await one.execute("BEGIN; UPDATE locked SET n = n + 1")
    async with asyncio.timeout(10):
        assert await other.fetch(f"SELECT * FROM locked WHERE id = 2 FOR UPDATE {wait}") == []
