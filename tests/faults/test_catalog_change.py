"""A statement that waits for the lock runs under the catalog it finds when its turn comes."""

import asyncio

import asyncpg
import pytest

from tests.server import Server


async def _waits(connection: asyncpg.Connection, text: str) -> None:
    """Return when some session runs `text` and waits for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE query = $1 AND wait_event_type = 'Lock'"
    while not await connection.fetchval(waiting, text):
        await asyncio.sleep(0)


async def test_insert_beside_alter_table(server: Server) -> None:
    changing, inserting = [
        await asyncpg.connect(host=server.host, port=server.port, user=server.user, database="postgres")
        for _ in range(2)
    ]
    await changing.execute("DROP TABLE IF EXISTS changed")
    await changing.execute("CREATE TABLE changed (id int PRIMARY KEY, gone int)")

    block = changing.transaction()
    await block.start()
    await changing.execute("ALTER TABLE changed ADD COLUMN price numeric(8, 2) DEFAULT 1.5 NOT NULL")
    text = "INSERT INTO changed (id) VALUES (1)"
    task = asyncio.create_task(inserting.execute(text))
    await asyncio.wait_for(_waits(changing, text), 10)
    await block.commit()
    await task
    assert str(await inserting.fetchval("SELECT price FROM changed")) == "1.50"

    block = changing.transaction()
    await block.start()
    await changing.execute("ALTER TABLE changed DROP COLUMN gone")
    text = "INSERT INTO changed (id, gone) VALUES (2, 2)"
    task = asyncio.create_task(inserting.execute(text))
    await asyncio.wait_for(_waits(changing, text), 10)
    await block.commit()
    with pytest.raises(asyncpg.UndefinedColumnError, match='column "gone" of relation "changed" does not exist'):
        await task
    await changing.execute("DROP TABLE changed")
    await changing.close()
    await inserting.close()
