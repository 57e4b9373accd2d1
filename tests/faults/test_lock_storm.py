"""Locks of every kind at random, the sessions cancelled and ended meanwhile: nobody waits for ever."""

import asyncio
import random

import asyncpg

from tests.server import Server

CLIENTS = 10
SECONDS = 5.0
PATIENCE_SECONDS = 20.0
SEED = 7
TABLES = ("storm_a", "storm_b", "storm_c")
MODES = (
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)
STATEMENTS = (
    "SELECT * FROM {table}",
    "SELECT * FROM {table} JOIN {other} USING (id)",
    "SELECT * FROM {table} WHERE id = {row} FOR UPDATE",
    "SELECT * FROM {table} WHERE id = {row} FOR SHARE NOWAIT",
    "UPDATE {table} SET n = n + 1 WHERE id = {row}",
    "INSERT INTO {table} (id, n) VALUES ({row}, 0) ON CONFLICT DO NOTHING",
    "DELETE FROM {table} WHERE id = {row}",
    "LOCK TABLE {table} IN {mode} MODE",
    "LOCK TABLE {table}, {other} IN {mode} MODE NOWAIT",
    "TRUNCATE {table}",
    "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS extra int",
    "ALTER TABLE {table} DROP COLUMN IF EXISTS extra",
    "CREATE INDEX ON {table} (n)",
    "SELECT pg_advisory_xact_lock({row})",
    "SELECT pg_advisory_xact_lock_shared({row})",
    "SELECT pg_try_advisory_lock({row})",
    "SELECT pg_advisory_unlock_all()",
    "SAVEPOINT s",
    "ROLLBACK TO s",
    "RELEASE s",
    "SELECT nextval('storm_sequence')",
    "NOTIFY storm",
)
BLOCKS = ("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ", "BEGIN ISOLATION LEVEL SERIALIZABLE")


async def _connect(server: Server) -> asyncpg.Connection:
    settings = {"deadlock_timeout": "50ms", "pgproxy.idle_writer_timeout": "0"}
    return await asyncpg.connect(server.dsn, server_settings=settings)


def _statement(chance: random.Random) -> str:
    table, other = chance.sample(TABLES, 2)
    return chance.choice(STATEMENTS).format(
        table=table, other=other, row=chance.randint(1, 4), mode=chance.choice(MODES)
    )


async def _client(server: Server, chance: random.Random, pids: set[int], until: asyncio.Event) -> int:
    """Random transactions; gives how many statements ended. Raises TimeoutError when one does not."""
    done = 0
    while not until.is_set():
        connection = await _connect(server)
        pid = connection.get_server_pid()
        pids.add(pid)
        while not (until.is_set() or connection.is_closed()):
            statements = [_statement(chance) for _ in range(chance.randint(1, 6))]
            if chance.random() < 0.8:
                statements = [chance.choice(BLOCKS), *statements, chance.choice(("COMMIT", "ROLLBACK"))]
            for statement in statements:
                try:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        await connection.execute(statement)
                except asyncpg.PostgresError:
                    pass
                except (asyncpg.InterfaceError, asyncpg.InternalClientError, ConnectionError):
                    connection.terminate()  # the server has ended the session
                    break
                done += 1
        pids.discard(pid)
        connection.terminate()
    return done


async def _disturb(server: Server, chance: random.Random, pids: set[int], until: asyncio.Event) -> None:
    """Cancels and ends sessions."""
    connection = await _connect(server)
    while not until.is_set():
        await asyncio.sleep(0.02)
        if pids:
            name = "pg_terminate_backend" if chance.random() < 0.2 else "pg_cancel_backend"
            await connection.execute(f"SET client_min_messages = error; SELECT {name}({chance.choice(sorted(pids))})")
    await connection.close()


async def test_nobody_waits_for_ever() -> None:
    with Server() as server:
        setup = await _connect(server)
        for table in TABLES:
            await setup.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, n int)")
        await setup.execute("CREATE SEQUENCE storm_sequence")
        until, pids = asyncio.Event(), set[int]()
        asyncio.get_running_loop().call_later(SECONDS, until.set)
        clients = [_client(server, random.Random(SEED + number), pids, until) for number in range(CLIENTS)]
        *done, _ = await asyncio.gather(*clients, _disturb(server, random.Random(SEED), pids, until))
        assert min(done) > 10, done
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await setup.fetchval("SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid()"):
                await asyncio.sleep(0.01)  # the server learns of clients that are gone
            for table in TABLES:
                await setup.execute(f"TRUNCATE {table}")
        await setup.close()
        assert "internal error" not in server.log.read_text()
