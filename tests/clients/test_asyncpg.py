"""asyncpg: prepared statements, cursors, COPY, transactions, and its introspection of types."""

import asyncio
import datetime as dt
import io
import json
import uuid
from decimal import Decimal
from typing import Any

import asyncpg

from tests.clients.target import Target, Targets, assert_same


def failure(error: asyncpg.PostgresError) -> tuple[Any, ...]:
    return type(error).__name__, error.sqlstate, error.args, error.as_dict().get("detail"), error.as_dict().get("hint")


async def application(target: Target) -> list[Any]:
    """Everything in binary, as asyncpg has it."""
    connection = await asyncpg.connect(target.dsn)
    notes: list[Any] = []
    try:
        await connection.execute(
            "CREATE TABLE event (id int PRIMARY KEY, key uuid, at timestamptz, day date, n numeric, f float8,"
            " data jsonb, raw bytea, words text[], small smallint, name varchar(20), ok bool, wall timestamp)"
        )
        rows = [
            (
                n, uuid.UUID(int=n), dt.datetime(2024, 1, 1, n, tzinfo=dt.UTC), dt.date(2024, 1, 1 + n), Decimal(n) / 8,
                n / 7, json.dumps({"n": n}), bytes([n]), ["a", None, "b c"][: n % 4], n, f"name {n}", n % 2 == 0,
                dt.datetime(2024, 1, 1, 0, n),
            )
            for n in range(10)
        ]  # fmt: skip
        places = ", ".join(f"${n}" for n in range(1, 14))
        await connection.executemany(f"INSERT INTO event VALUES ({places})", rows)
        notes.append([tuple(row) for row in await connection.fetch("SELECT * FROM event ORDER BY id")])
        notes += (
            await statements(connection)
            + await prepared_early(connection)
            + await transactions(connection)
            + await copies(connection)
        )
    finally:
        await connection.close()
    return notes


async def statements(connection: Any) -> list[Any]:
    """Prepared statements, their descriptions, and errors."""
    statement = await connection.prepare("SELECT id, words, n FROM event WHERE id = ANY($1) AND f >= $2 ORDER BY id")
    notes: list[Any] = [
        [(parameter.name, parameter.kind) for parameter in statement.get_parameters()],
        [(attribute.name, attribute.type.name) for attribute in statement.get_attributes()],
        [tuple(row) for row in await statement.fetch([1, 2, 3], 0.2)],
        await statement.fetchval([7], 0.0),
        await connection.fetchval("SELECT array_agg(id ORDER BY id DESC) FROM event WHERE ok"),
        await connection.execute("UPDATE event SET name = upper(name) WHERE id < $1", 3),
        await connection.fetchval("SELECT $1::int[] || 4", [1, 2]),
    ]
    for query, arguments in (
        ("INSERT INTO event (id) VALUES ($1)", (1,)),
        ("SELECT 1 / $1::int", (0,)),
        ("SELECT * FROM evnt", ()),
        ("SELECT $1", ()),
    ):
        try:
            await connection.fetch(query, *arguments)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            notes.append(failure(error) if isinstance(error, asyncpg.PostgresError) else str(error))
    notes.append(await connection.fetchval("SELECT abs($1::void, -3)", ""))
    longest = await connection.fetchval("SELECT $1::numeric + 1", Decimal("3" * 131072 + ".5"))
    notes.append((longest.adjusted(), str(longest)[-4:]))
    await connection.execute("CREATE TABLE changing (a int)")
    changed = await connection.prepare("SELECT * FROM changing")
    await connection.execute("ALTER TABLE changing ADD b int")
    try:
        await changed.fetch()
    except asyncpg.PostgresError as error:
        notes.append(failure(error))
    return notes


async def prepared_early(connection: Any) -> list[Any]:
    """Utility statements that are prepared before what they are about exists: nothing is wrong until they run."""
    notes: list[Any] = []
    drop = await connection.prepare("DROP TABLE later")
    index = await connection.prepare("CREATE INDEX ON later (id)")
    notes += [drop.get_parameters(), drop.get_attributes(), drop.get_statusmsg()]
    for statement in (drop, index):
        try:
            await statement.fetch()
        except asyncpg.PostgresError as error:
            notes.append(failure(error))
    await connection.execute("CREATE TABLE later (id int)")
    for statement in (index, drop):
        notes += [await statement.fetch(), statement.get_statusmsg()]
    try:
        await connection.prepare("CREATE TABLE early AS SELECT * FROM later")
    except asyncpg.PostgresError as error:
        notes.append(failure(error))
    return notes


async def transactions(connection: Any) -> list[Any]:
    """Nested blocks, isolation levels and cursors."""
    notes: list[Any] = []
    async with connection.transaction():
        await connection.execute("DELETE FROM event WHERE id = 0")
        try:
            async with connection.transaction():
                await connection.execute("INSERT INTO event (id) VALUES (50)")
                await connection.execute("INSERT INTO event (id) VALUES (1)")
        except asyncpg.UniqueViolationError as error:
            notes.append(failure(error))
        notes.append(await connection.fetchval("SELECT count(*) FROM event"))
        cursor = await connection.cursor("SELECT id FROM event ORDER BY id")
        notes += [await cursor.fetchrow(), await cursor.forward(2), await cursor.fetch(2)]
        notes.append([row["id"] async for row in connection.cursor("SELECT id FROM event ORDER BY id", prefetch=2)])
    for level in ("repeatable_read", "serializable"):
        async with connection.transaction(isolation=level, readonly=True):
            notes.append(await connection.fetchval("SHOW transaction_isolation"))
            try:
                await connection.execute("DELETE FROM event")
            except asyncpg.PostgresError as error:
                notes.append(failure(error))
                break
    return [[tuple(row) for row in note] if isinstance(note, list) and note and isinstance(note[0], asyncpg.Record)
            else tuple(note) if isinstance(note, asyncpg.Record) else note for note in notes]  # fmt: skip


async def copies(connection: Any) -> list[Any]:
    """COPY in csv, which asyncpg streams to and from files, and of Python's values, which go in binary."""
    source, sink = io.BytesIO(b"20,twenty\n21,\n"), io.BytesIO()
    notes: list[Any] = [
        await connection.copy_to_table("event", source=source, columns=["id", "name"], format="csv"),
        await connection.copy_from_query(
            "SELECT id, name FROM event WHERE id > $1 ORDER BY id", 8, output=sink, format="csv", header=True
        ),
    ]
    records = [(30, "thirty"), (31, None), (32, "ünïcode")]
    notes.append(await connection.copy_records_to_table("event", records=records, columns=["id", "name"]))
    notes.append(await connection.fetch("SELECT id, name FROM event WHERE id >= 30 ORDER BY id"))
    try:
        await connection.copy_records_to_table("event", records=records[:1], columns=["id", "name"])
    except asyncpg.PostgresError as error:
        notes.append(failure(error))
    return [*notes, sink.getvalue()]


def script(target: Target) -> list[Any]:
    return asyncio.run(application(target))


def test_an_application(targets: Targets) -> None:
    assert_same(script, targets)
