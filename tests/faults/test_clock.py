"""The wall clock jumps, forwards and backwards: what waits for some time waits for that time, what asks for the time
gets the new one, and the server goes on.
"""

from __future__ import annotations

import asyncio
import mmap
import shutil
import struct
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.server import Server

SOURCE = Path(__file__).with_name("moved_clock.c")
COMPILER = shutil.which("cc")
DAY, YEAR = 86_400, 365 * 86_400
JUMPS = (3600, -3600, 40 * YEAR, -30 * YEAR)
pytestmark = pytest.mark.skipif(COMPILER is None, reason="a C compiler makes what moves the clock")


class MovedClock:
    """The wall clock of a server, which goes by some seconds more than the machine's."""

    def __init__(self, folder: Path) -> None:
        self._path, library = folder / "seconds", folder / "moved_clock.so"
        self._path.write_bytes(bytes(8))
        with self._path.open("r+b") as file:
            self._seconds = mmap.mmap(file.fileno(), 8)
        assert COMPILER is not None
        subprocess.run([COMPILER, "-shared", "-fPIC", "-o", library, SOURCE], check=True)
        self.environment = {"LD_PRELOAD": str(library), "MOVED_CLOCK": str(self._path)}

    def move(self, seconds: int) -> None:
        """From now on it is so much later than on the machine."""
        self._seconds[:] = struct.pack("q", seconds)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    return MovedClock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="module")
def moved(clock: MovedClock) -> Iterator[Server]:
    with Server(environment=clock.environment) as server:
        yield server


async def _connect(server: Server, user: str = "postgres") -> asyncpg.Connection:
    return await asyncpg.connect(host=server.host, port=server.port, user=user, database="postgres", timeout=20)


@pytest.fixture
async def session(moved: Server, clock: MovedClock) -> AsyncIterator[asyncpg.Connection]:
    connection = await _connect(moved)
    yield connection
    clock.move(0)
    await connection.close()


async def _fails_after(started: float, waiting: Awaitable[object], error: type[Exception], seconds: float) -> None:
    """It fails as it should, and when it should."""
    with pytest.raises(error):
        await waiting
    assert seconds - 0.05 < time.monotonic() - started < seconds + 5


@pytest.mark.parametrize("jump", JUMPS)
async def test_the_time_is_the_new_one(session: asyncpg.Connection, clock: MovedClock, jump: int) -> None:
    clock.move(jump)
    for function in ("now()", "statement_timestamp()", "clock_timestamp()", "uuid_extract_timestamp(uuidv7())"):
        seconds = float(await session.fetchval(f"SELECT extract(epoch FROM {function})"))
        assert abs(seconds - time.time() - jump) < 5, function


@pytest.mark.parametrize("jump", JUMPS)
async def test_statement_timeout(session: asyncpg.Connection, clock: MovedClock, jump: int) -> None:
    await session.execute("SET statement_timeout = '400ms'")
    started = time.monotonic()
    waiting = asyncio.ensure_future(session.execute("SELECT pg_sleep(30)"))
    await asyncio.sleep(0.1)
    clock.move(jump)
    await _fails_after(started, waiting, asyncpg.QueryCanceledError, 0.4)
    clock.move(2 * jump if jump < YEAR else 0)
    assert await session.fetchval("SELECT count(*) FROM generate_series(1, 100)") == 100


@pytest.mark.parametrize("jump", JUMPS)
async def test_sleep(session: asyncpg.Connection, clock: MovedClock, jump: int) -> None:
    started = time.monotonic()
    waiting = asyncio.ensure_future(session.execute("SELECT pg_sleep(0.4)"))
    await asyncio.sleep(0.1)
    clock.move(jump)
    await waiting
    assert 0.4 <= time.monotonic() - started < 5


@pytest.mark.parametrize("jump", JUMPS)
async def test_lock_timeout(moved: Server, session: asyncpg.Connection, clock: MovedClock, jump: int) -> None:
    holder = await _connect(moved)
    await holder.execute("SELECT pg_advisory_lock(1)")
    await session.execute("SET lock_timeout = '400ms'")
    started = time.monotonic()
    waiting = asyncio.ensure_future(session.execute("SELECT pg_advisory_lock(1)"))
    await asyncio.sleep(0.1)
    clock.move(jump)
    await _fails_after(started, waiting, asyncpg.LockNotAvailableError, 0.4)
    await holder.close()


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_deadlock_is_found(moved: Server, session: asyncpg.Connection, clock: MovedClock, jump: int) -> None:
    other = await _connect(moved)
    await session.execute("SET deadlock_timeout = '300ms'; SELECT pg_advisory_lock(1)")
    await other.execute("SET deadlock_timeout = '300ms'; SELECT pg_advisory_lock(2)")
    both = [
        asyncio.ensure_future(session.execute("SELECT pg_advisory_lock(2)")),
        asyncio.ensure_future(other.execute("SELECT pg_advisory_lock(1)")),
    ]
    await asyncio.sleep(0.1)
    clock.move(jump)
    done, _ = await asyncio.wait(both, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    assert isinstance(done.pop().exception(), asyncpg.DeadlockDetectedError)
    await other.close()
    await asyncio.wait(both, timeout=10)


@pytest.mark.parametrize("jump", JUMPS)
async def test_an_idle_transaction_is_ended(moved: Server, clock: MovedClock, jump: int) -> None:
    idle = await _connect(moved)
    await idle.execute("SET idle_in_transaction_session_timeout = '500ms'; BEGIN")
    await asyncio.sleep(0.1)
    clock.move(jump)
    await asyncio.sleep(0.1)
    assert not idle.is_closed()
    await asyncio.sleep(0.7)
    assert idle.is_closed()
    clock.move(0)


async def test_valid_until_follows_the_wall_clock(tmp_path_factory: pytest.TempPathFactory, clock: MovedClock) -> None:
    options = ("--password", "secret", "--auth", "scram-sha-256")
    with Server(*options, environment=clock.environment) as server:

        async def connect(user: str, password: str) -> asyncpg.Connection:
            return await asyncpg.connect(
                host=server.host, port=server.port, user=user, password=password, database="postgres"
            )

        superuser = await connect("postgres", "secret")
        until = time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(time.time() + DAY))
        await superuser.execute(f"CREATE ROLE guest LOGIN PASSWORD 'word' VALID UNTIL '{until}'")
        await (await connect("guest", "word")).close()
        clock.move(2 * DAY)
        with pytest.raises(asyncpg.InvalidPasswordError):
            await connect("guest", "word")
        clock.move(-2 * DAY)
        await (await connect("guest", "word")).close()
        clock.move(0)
        await superuser.close()


async def test_versions_7_of_uuids_rise_whatever_the_clock_does(session: asyncpg.Connection, clock: MovedClock) -> None:
    made = [await session.fetchval("SELECT uuidv7()")]
    for jump in (0, -5, 60, 30):
        clock.move(jump)
        made += [row[0] for row in await session.fetch("SELECT uuidv7() FROM generate_series(1, 3000)")]
    assert made == sorted(made)


async def test_what_was_written_is_there(moved: Server, session: asyncpg.Connection, clock: MovedClock) -> None:
    await session.execute("CREATE TABLE noted (id serial PRIMARY KEY, at timestamptz DEFAULT now())")
    for jump in (0, *JUMPS):
        clock.move(jump)
        await session.execute("INSERT INTO noted DEFAULT VALUES")
    other = await _connect(moved)
    assert await other.fetchval("SELECT array_agg(id ORDER BY id) FROM noted") == [1, 2, 3, 4, 5]
    assert await other.fetchval("SELECT max(at) - min(at) > interval '69 years' FROM noted")
    await other.close()
