"""kill -9 under load: every commit that was acknowledged is there after a restart."""

import asyncio
import contextlib
from pathlib import Path

import asyncpg

from tests.server import Server

WRITERS = 8
COMMITS_BEFORE_KILL = 400


async def _write(server: Server, writer: int, acknowledged: set[tuple[int, int]], enough: asyncio.Event) -> None:
    """Insert rows one by one until the server dies, noting each that it confirmed."""
    connection = await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")
    number = 0
    with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        while True:
            await connection.execute("INSERT INTO kept VALUES ($1, $2)", writer, number)
            acknowledged.add((writer, number))
            number += 1
            if len(acknowledged) >= COMMITS_BEFORE_KILL:
                enough.set()


async def _run_until_killed(server: Server) -> set[tuple[int, int]]:
    acknowledged: set[tuple[int, int]] = set()
    connection = await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")
    await connection.execute("CREATE TABLE kept (writer int, number int, PRIMARY KEY (writer, number))")
    await connection.execute("CREATE SEQUENCE seen")
    await connection.fetchval("SELECT nextval('seen')")
    enough = asyncio.Event()
    writers = [asyncio.create_task(_write(server, writer, acknowledged, enough)) for writer in range(WRITERS)]
    await enough.wait()
    server.kill()
    await asyncio.gather(*writers)
    with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        await connection.close(timeout=1)
    return acknowledged


async def test_no_acknowledged_commit_is_lost(tmp_path: Path) -> None:
    """Rows, the catalog and the sequence's progress all survive."""
    data = tmp_path / "data"
    server = Server(data=data).start()
    acknowledged = await _run_until_killed(server)
    with Server(data=data) as again:
        connection = await asyncpg.connect(host=again.host, port=again.port, user=again.user, database="postgres")
        rows = {(row["writer"], row["number"]) for row in await connection.fetch("SELECT writer, number FROM kept")}
        assert acknowledged <= rows
        assert await connection.fetchval("SELECT nextval('seen')") > 1
        assert await connection.fetchval("SELECT count(*) FROM pg_index WHERE indrelid = 'kept'::regclass") == 1
        await connection.close()
