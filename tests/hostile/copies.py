"""Mutated COPY streams in all formats: what the server itself has copied out, spoiled and copied in again."""

from __future__ import annotations

from random import Random

from protocol import backend
from protocol.frontend import CopyData, CopyDone, CopyFail, Query, Sync
from protocol.state import State
from tests.hostile.byte_mutations import NUMBERS, spoiled_bytes
from tests.hostile.findings import Findings, Watched
from tests.hostile.local import Client, Hang, LocalServer

PER_SERVER = 1000
SETUP = (
    "CREATE TYPE mood AS ENUM ('sad', 'ok')",
    "CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0)",
    "CREATE TYPE pair AS (a int, b text)",
    "CREATE TABLE plain (a int, b text, c bigint, d smallint)",
    "INSERT INTO plain VALUES (1, 'x', 2, 3), (5, '', 6, 7), (8, '\\.', 9, 1)",
    "INSERT INTO plain VALUES (NULL, E'tab\\t, \"quote\" \\\\ and \\n line', -9, NULL)",
    "CREATE TABLE numbers (a numeric, b numeric(8,2), c float8, d float4, e money, f even, g bool, h oid)",
    "INSERT INTO numbers VALUES (1.50, 2.25, 1e300, 'NaN', 3, 4, true, 5), (NULL, -1, '-inf', 0, -2, 0, false, 0)",
    "CREATE TABLE times (a date, b time, c timetz, d timestamp, e timestamptz, f interval)",
    "INSERT INTO times VALUES ('2024-02-29', '12:34:56.789', '01:02:03+04', 'infinity', '2024-01-01 UTC',"
    " '1 mon -2 days 03:04')",
    "CREATE TABLE others (a int[], b text[][], c jsonb, d json, e uuid, f bytea, g inet, h bit(3), i int4range,"
    ' j mood, k pair, l nummultirange, m varchar(3), n char(4), o "char", p jsonpath, q macaddr, r name)',
    "INSERT INTO others VALUES ('{1,NULL,3}', '{{a,\"b c\"},{NULL,d}}', '{\"a\": [1, null]}', '[1.0, \"x\"]',"
    " '00112233-4455-6677-8899-aabbccddeeff', '\\x00ff10', '10.0.0.1/8', '101', '[1,5)', 'ok', '(1,\"x y\")',"
    " '{[1,2],(3,4)}', 'abc', 'd', 'e', '$.a[*]', '08:00:2b:01:02:03', 'n')",
    "INSERT INTO others (b, c, d) VALUES ('{}', '1', '2')",
    "CREATE TABLE kept (a int PRIMARY KEY, b text NOT NULL UNIQUE,"
    " c int GENERATED ALWAYS AS (a + 1) STORED, d int DEFAULT 5)",
    "INSERT INTO kept VALUES (1, 'x'), (2, 'y')",
    "CREATE TABLE routed (a int, b text) PARTITION BY RANGE (a)",
    "CREATE TABLE routed_1 PARTITION OF routed FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE routed_2 PARTITION OF routed FOR VALUES FROM (10) TO (20)",
    "INSERT INTO routed VALUES (1, 'x'), (11, 'y')",
    "CREATE TABLE none ()",
)
TABLES = {"plain": "", "numbers": "", "times": "", "others": "", "kept": "a, b", "routed": "", "none": ""}
OPTIONS = (
    "", "", "FORMAT text", "FORMAT csv", "FORMAT csv", "FORMAT binary", "FORMAT binary", "FORMAT csv, HEADER",
    "DELIMITER ','",
    "NULL 'x'", "FORMAT csv, QUOTE '''', ESCAPE '\\'", "FORMAT csv, HEADER match",
    "FORMAT csv, DELIMITER ';', NULL 'NULL'",
    "HEADER", "ENCODING 'LATIN1'", "FORMAT csv, FORCE_NULL *", "ON_ERROR ignore",
    "ON_ERROR ignore, LOG_VERBOSITY verbose", "FORMAT csv, ON_ERROR ignore, REJECT_LIMIT 2", "DEFAULT '1'",
    "FORMAT csv, DEFAULT 'x', ON_ERROR ignore", "FORMAT csv, ENCODING 'SJIS'",
)  # fmt: skip
INPUT_ONLY = ("FORCE", "ON_ERROR", "LOG_VERBOSITY", "REJECT_LIMIT", "DEFAULT")
PIECES = (
    b"\\N", b"\\.\n", b"\n", b"\r\n", b"\r", b'"', b'""', b"\\", b"\\x", b"\\777", b",", b"\t", b"\0", b"\xff",
    b"\xc3\xa9", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80", b"NaN", b"infinity", b"99999999999999999999999", b"1e999999999", b"{", b"}", b"{{1},{2,3}}",
    b"(", b'("', b"[1,",
    b"\\\\x0", b"-", b"0x1F", b"1_000", b" ", b"''", b"{" * 5000, b"[" * 5000, b"9" * 200_000, b"1.5e131073", *NUMBERS,
)  # fmt: skip


async def run(count: int, seed: int, findings: Findings) -> int:
    """Copy `count` spoiled streams in; gives their number."""
    for start in range(0, count, PER_SERVER):
        with Watched(findings), LocalServer(findings) as server:
            client = await _prepared(server)
            streams = await _copied_out(client)
            for number in range(start, min(start + PER_SERVER, count)):
                dice = Random(f"{seed}/{number}")
                client = await _one(server, client, streams, dice, findings, f"seed {seed} stream {number}")
            await client.leave()
            server.check_quiet()
    return count


async def _prepared(server: LocalServer) -> Client:
    client = server.client()
    await client.start()
    for sql in SETUP:
        answers = await client.ask(Query(sql.encode()).encode())
        failed = [answer for answer in answers if isinstance(answer, backend.ErrorResponse)]
        if failed:
            raise RuntimeError(f"{sql}: {failed[0]}")
    return client


async def _copied_out(client: Client) -> dict[tuple[str, str], bytes]:
    """The data of every table in every format."""
    found = {}
    for table, columns in TABLES.items():
        source = f"(SELECT {columns or '*'} FROM {table})"
        for options in OPTIONS:
            plain = ", ".join(part for part in options.split(", ") if not part.startswith(INPUT_ONLY))
            plain = plain.replace("HEADER match", "HEADER")
            copy = f"COPY {source} TO STDOUT{f' ({plain})' if plain else ''}"
            answers = await client.ask(Query(copy.encode()).encode())
            found[table, options] = b"".join(answer.data for answer in answers if isinstance(answer, backend.CopyData))
    return found


async def _one(
    server: LocalServer,
    client: Client,
    streams: dict[tuple[str, str], bytes],
    dice: Random,
    findings: Findings,
    name: str,
) -> Client:
    """Copy one stream in, in a transaction that is rolled back; gives the session to go on with."""
    (table, options), stream = dice.choice(list(streams.items()))
    target = f"{table} ({TABLES[table]})" if TABLES[table] else table
    if dice.random() < 0.1:
        options = dice.choice(OPTIONS)
    command = f"COPY {target} FROM STDIN{f' ({options})' if options else ''}"
    for _ in range(dice.choice((0, 1, 1, 2, 3, 6))):
        stream = _spoiled(dice, stream)
    findings.input = f"{name}\n{command}\n{stream!r:.3000}"
    try:
        await client.ask(Query(b"BEGIN").encode())
        await client.ask(Query(command.encode()).encode())
        if client.connection.protocol.state is State.COPY_IN:
            await client.ask(*_pieces(dice, stream))
        if client.connection.protocol.state is State.COPY_IN:
            await client.ask((CopyDone() if dice.random() < 0.95 else CopyFail(b"given up")).encode())
        read = Query(f"SELECT * FROM {table}".encode())
        await client.ask(Sync().encode(), read.encode(), Query(b"ROLLBACK").encode())
    except Hang as hang:
        findings.add_exception("hang", hang)
    if not client.ended:
        return client
    await client.leave()
    client = server.client()
    await client.start()
    return client


def _spoiled(dice: Random, stream: bytes) -> bytes:
    if dice.random() < 0.5:
        return spoiled_bytes(dice, stream)
    at = dice.randrange(len(stream) + 1)
    return stream[:at] + dice.choice(PIECES) + stream[at + dice.choice((0, 0, 1, 2, 4)) :]


def _pieces(dice: Random, stream: bytes) -> list[bytes]:
    """The stream in messages, which may cut it anywhere."""
    cuts = sorted(dice.randrange(len(stream) + 1) for _ in range(dice.choice((0, 1, 3, 20))))
    return [CopyData(stream[start:end]).encode() for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
