"""Hundreds of sessions at once, and streams of COPY beside readers."""

import asyncio

import asyncpg

from tests.server import Server

SESSIONS = 500
COPIED = 100_000
READERS = 50


async def _connect(server: Server) -> asyncpg.Connection:
    return await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres", timeout=60)


async def test_five_hundred_sessions() -> None:
    """All open at the same time, all served."""
    with Server("--max-connections", "600") as server:
        connections = await asyncio.gather(*(_connect(server) for _ in range(SESSIONS)))
        values = await asyncio.gather(
            *(each.fetchval("SELECT $1::int + 1", number) for number, each in enumerate(connections))
        )
        assert values == list(range(1, SESSIONS + 1))
        assert await connections[0].fetchval("SELECT count(*) FROM pg_stat_activity") == SESSIONS
        await asyncio.gather(*(each.close() for each in connections))


async def test_two_copies_beside_readers() -> None:
    """Both streams arrive whole; no reader sees a part of one."""
    with Server() as server:
        connection = await _connect(server)
        await connection.execute("CREATE TABLE copied (stream int, number int, filling text)")
        running = True

        async def read() -> int:
            reader, looks = await _connect(server), 0
            while running:
                assert await reader.fetchval("SELECT count(*) FROM copied") % COPIED == 0
                looks += 1
                await asyncio.sleep(0.01)
            await reader.close()
            return looks

        async def copy(stream: int) -> None:
            writer = await _connect(server)
            records = [(stream, number, f"row {number}") for number in range(COPIED)]
            await writer.copy_records_to_table("copied", records=records, timeout=120)
            await writer.close()

        readers = [asyncio.create_task(read()) for _ in range(READERS)]
        await asyncio.gather(copy(1), copy(2))
        running = False
        assert min(await asyncio.gather(*readers)) > 0
        rows = await connection.fetch("SELECT stream, count(*), sum(number) FROM copied GROUP BY 1 ORDER BY 1")
        total = COPIED * (COPIED - 1) // 2
        assert [tuple(row) for row in rows] == [(1, COPIED, total), (2, COPIED, total)]
        await connection.close()
