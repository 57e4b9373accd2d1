"""Many sessions that read and write at once: no error, no lost update."""

import asyncio
import random

import asyncpg

from tests.server import Server

SESSIONS = 60
OPERATIONS = 40
ROWS = 20


async def _work(server: Server, seed: int) -> int:
    """A mix of reads, single updates and read-modify-write transactions; gives the number of increments."""
    connection = await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")
    chance = random.Random(seed)
    increments = 0
    for _ in range(OPERATIONS):
        row = chance.randrange(ROWS)
        choice = chance.random()
        if choice < 0.4:
            await connection.fetchval("SELECT n FROM counted WHERE id = $1", row)
        elif choice < 0.7:
            await connection.execute("UPDATE counted SET n = n + 1 WHERE id = $1", row)
            increments += 1
        else:
            async with connection.transaction():
                before = await connection.fetchval("SELECT n FROM counted WHERE id = $1 FOR UPDATE", row)
                await connection.execute("UPDATE counted SET n = $2 WHERE id = $1", row, before + 1)
            increments += 1
    await connection.close()
    return increments


async def test_no_update_is_lost(server: Server) -> None:
    connection = await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")
    await connection.execute("DROP TABLE IF EXISTS counted")
    await connection.execute("CREATE TABLE counted (id int PRIMARY KEY, n int NOT NULL DEFAULT 0)")
    await connection.execute(f"INSERT INTO counted (id) SELECT n FROM generate_series(0, {ROWS - 1}) AS n")
    increments = sum(await asyncio.gather(*(_work(server, seed) for seed in range(SESSIONS))))
    assert await connection.fetchval("SELECT sum(n) FROM counted") == increments
    await connection.execute("DROP TABLE counted")
    await connection.close()
