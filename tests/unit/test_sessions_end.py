"""A session that is over leaves nothing to the garbage collector, which would come to it much later."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from pgproxy.cluster import Cluster
from pgproxy.config import Config
from pgproxy.roles import StoredRoles
from pgproxy.server import Server
from pgproxy.session import Session


@pytest.fixture
def uncollected() -> Iterator[None]:
    """No garbage collector meanwhile, and what the server does to it undone."""
    thresholds = gc.get_threshold()
    gc.disable()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    gc.enable()


async def _use(port: int) -> None:
    """A bit of all that a session keeps for its client; it leaves in the middle of a transaction."""
    connection = await asyncpg.connect(host="127.0.0.1", port=port, user="postgres", database="postgres")
    await connection.execute("SET search_path = public; SET tcp_keepalives_idle = 30; LISTEN something")
    await connection.execute("CREATE TEMP TABLE t (a int PRIMARY KEY); SELECT setseed(0.5), pg_advisory_lock(1)")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.fetch("SELECT a / 0 FROM (VALUES ($1::int)) v(a)", 1)
    await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SAVEPOINT s; INSERT INTO t VALUES (1)")
    await connection.execute("DECLARE c CURSOR FOR SELECT * FROM t; FETCH c; NOTIFY something")
    connection.terminate()


@pytest.mark.usefixtures("uncollected")
async def test_a_session_goes_as_it_ends(tmp_path: Path) -> None:
    sessions: list[weakref.ref[Session]] = []

    def open_session(*arguments: Any) -> Session:
        session = Session(*arguments)
        sessions.append(weakref.ref(session))
        return session

    cluster = Cluster(tmp_path / "data", "off")
    roles = StoredRoles(cluster.shared, "", "trust")
    server = Server(Config(data=tmp_path / "data", port=0), cluster, open_session, roles)
    ready = asyncio.Event()
    serving = asyncio.create_task(server.serve(ready.set))
    try:
        async with asyncio.timeout(30):
            await ready.wait()
            await _use(server.port)
            while server.connections:
                await asyncio.sleep(0)
        assert [session() for session in sessions] == [None, None]  # the server's first question to itself is one
    finally:
        server.stop()
        await serving
        cluster.close()
