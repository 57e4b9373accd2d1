"""Valid streams of messages, as lists of encoded messages: recorded exchanges, and conversations made up at random."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from random import Random

from protocol import frontend
from protocol.startup import VERSION_3_0, VERSION_3_2, CancelRequest, GSSENCRequest, SSLRequest, StartupMessage
from tests.hostile.conversations import conversation
from tests.hostile.local import SETTINGS
from tests.wire import exchange

Stream = list[bytes]

QUERIES = (
    "SELECT 1", "", ";", "SELECT 1; SELECT 'a'::text, 2.5; SELECT", "SELECT 1/0", "SELEC", "BEGIN", "COMMIT",
    "ROLLBACK",
    "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "BEGIN; INSERT INTO t VALUES (1, 'x'); COMMIT", "SELECT * FROM t",
    "INSERT INTO t SELECT n, 'row ' || n FROM generate_series(1, 50) n", "UPDATE t SET b = b || '.'", "DELETE FROM t",
    "CREATE TEMP TABLE s (a int PRIMARY KEY)", "DROP TABLE s", "INSERT INTO s VALUES (1)", "TABLE s", "TRUNCATE t",
    "COPY t FROM STDIN", "COPY t TO STDOUT", "COPY t FROM STDIN (FORMAT csv, HEADER)",
    "COPY t FROM STDIN (FORMAT binary)",
    "COPY t TO STDOUT (FORMAT binary)", "COPY (SELECT 1) TO STDOUT; COPY t FROM STDIN; SELECT 2", "LISTEN c",
    "NOTIFY c, 'x'",
    "UNLISTEN *", "PREPARE p AS SELECT $1::int", "EXECUTE p(1)", "EXECUTE p('x')", "DEALLOCATE p", "DEALLOCATE ALL",
    "DISCARD ALL", "DECLARE k CURSOR FOR SELECT * FROM t", "DECLARE k CURSOR WITH HOLD FOR SELECT * FROM t",
    "FETCH 2 FROM k",
    "MOVE k", "CLOSE k", "CLOSE ALL", "SET client_encoding = 'LATIN1'", "SET client_encoding = 'UTF8'",
    "SET TimeZone = 'Asia/Tokyo'", "SHOW ALL", "RESET ALL", "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(2)",
    "SELECT pg_sleep(0)", "SELECT repeat('x', 100000)", "SELECT * FROM generate_series(1, 3000)",
    "EXPLAIN SELECT * FROM t",
    "SELECT count(*) FROM pg_class", "CREATE TABLE u (a int REFERENCES t)", "DROP TABLE IF EXISTS u",
    "INSERT INTO t VALUES (1, 'x') ON CONFLICT DO NOTHING RETURNING *", "SELECT $1", "ROLLBACK AND CHAIN",
    "LOCK TABLE t",
    "SET ROLE nobody", "BEGIN ISOLATION LEVEL SERIALIZABLE", "SET TRANSACTION READ ONLY", "SELECT * FROM t FOR UPDATE",
)  # fmt: skip
PARAMETRIC = (
    "SELECT $1::int + $2::int", "SELECT $1::text", "SELECT $1, $2", "INSERT INTO t VALUES ($1, $2) RETURNING a",
    "SELECT * FROM t WHERE a = $1", "SELECT $1::bytea, $2::numeric", "SELECT $1::timestamptz", "SELECT $1::int[]",
    "SELECT $1::jsonb -> $2", "SELECT n FROM generate_series(1, $1::int) n", "SELECT $1::uuid", "SELECT $1::interval",
    "SELECT $1::int4range", "SELECT ($1::record)", "SELECT $1::inet", "SELECT $1::bool", "SELECT $1::float8",
    "SELECT $1::\"char\"", "SELECT $1::date + $2::int", "SELECT $1::bit(3)", "SELECT $1::int4multirange",
    "SELECT $1::money",
)  # fmt: skip
VALUES = (
    None, b"", b"1", b"-1", b"x", b"\0\0\0\1", b"\xff\xff\xff\xff", b"\0" * 8, b"\x7f" * 8, b"NaN", b"2020-01-01",
    b"{1,2}",
    b"{1,NULL}", b"\xc3\x28", b"99999999999999999999", b"true", b'{"a": 1}',
    b"\0\0\0\1\0\0\0\0\0\0\0\x17\0\0\0\1\0\0\0\1"
    b"\0\0\0\4\0\0\0\5", b"\0\1\0\0\0\0\0\0\0\1", b"\1[1]", b"127.0.0.1", b"[1,5)", b"1 day",
)  # fmt: skip
NAMES = (b"", b"a", b"b", b"k", b"p", b"no")
TYPES = (0, 16, 17, 18, 20, 21, 23, 25, 26, 114, 701, 705, 1007, 1043, 1082, 1184, 1186, 1700, 2249, 2277, 2950, 3802,
         3904,
         4451, 99999, 2**32 - 1)  # fmt: skip
COPY_TEXTS = (b"1\tx\n", b"2\t\\N\n", b"\\.\n", b"x\ty\tz\n", b"3,y\n", b"a,b\n4,z\n", b"5\t\xff\n", b'6,"a\nb"\n',
              b"PGCOPY\n\xff\r\n\0" + bytes(8) + b"\0\2\0\0\0\4\0\0\0\1\0\0\0\1x\xff\xff", b"", b"\n",
              b"\r\n")  # fmt: skip
FUNCTIONS = (1299, 1397, 870, 1258, 2088, 77, 2649, 0, 99999, 952, 715, 3940)
HEADER = struct.Struct(">cI")


def start(dice: Random) -> bytes:
    """A startup packet."""
    parameters = {b"user": b"postgres", b"database": b"postgres", **SETTINGS}
    if dice.random() < 0.1:
        parameters[dice.choice((b"client_encoding", b"options", b"_pq_.x", b"DateStyle", b"replication"))] = (
            dice.choice((b"UTF8", b"LATIN1", b"-c geqo=off", b"false", b"ISO", b"on", b"\xff"))
        )
    return StartupMessage(dice.choice((VERSION_3_0, VERSION_3_0, VERSION_3_2)), parameters).encode()


def stream(dice: Random, topics: Sequence[str] = ()) -> Stream:
    """A conversation, startup packet included; some are about the tables of these topics."""
    messages = [start(dice)]
    if dice.random() < 0.05:
        early = (SSLRequest(), GSSENCRequest(), CancelRequest(dice.getrandbits(31), b"1234"))
        messages.insert(0, dice.choice(early).encode())
    if dice.random() < 0.25:
        return [*messages, *dice.choice(recorded())]
    if topics and dice.random() < 0.5:
        return [*messages, *conversation(dice, topics)]
    for _ in range(dice.randrange(1, 12)):
        messages += dice.choices((_query, _extended, _copy, _function_call, _single), weights=(4, 6, 2, 1, 1))[0](dice)
    return messages


@cache
def recorded() -> list[Stream]:
    """The messages of the recorded exchanges."""
    return [_cut(b"".join(step.sent for step in exchange.read(name))) for name in exchange.names()]


def _cut(data: bytes) -> Stream:
    """The messages of a stream of bytes, as far as there are whole ones."""
    messages, at = [], 0
    while at + HEADER.size <= len(data):
        end = at + 1 + HEADER.unpack_from(data, at)[1]
        messages.append(data[at:end])
        at = end
    return messages


def _query(dice: Random) -> Stream:
    return [frontend.Query(dice.choice(QUERIES).encode()).encode()]


def _extended(dice: Random) -> Stream:
    """Some of Parse, Bind, Describe, Execute, Close, mostly in an order that makes sense."""
    name, portal = dice.choice(NAMES), dice.choice(NAMES)
    sql = dice.choice(QUERIES if dice.random() < 0.3 else PARAMETRIC).encode()
    count = sql.count(b"$")
    values = [dice.choice(VALUES) for _ in range(count if dice.random() < 0.9 else dice.randrange(4))]
    formats = tuple(dice.randrange(2) for _ in range(dice.choice((0, 1, len(values)))))
    wanted = dice.choice(((), (0,), (1,), (0, 1)))
    types = tuple(dice.choice(TYPES) for _ in range(count)) if dice.random() < 0.4 else ()
    messages = [
        frontend.Parse(name, sql, types),
        frontend.Describe(b"S", name),
        frontend.Bind(portal, name, formats, values, wanted),
        frontend.Describe(b"P", portal),
        frontend.Execute(portal, dice.choice((0, 0, 1, 2, -1))),
        frontend.Execute(portal, 0),
        frontend.Close(dice.choice((b"S", b"P")), name),
    ]
    kept = [message.encode() for message in messages if dice.random() < 0.8]
    if dice.random() < 0.1:
        dice.shuffle(kept)
    end = (frontend.Sync(), frontend.Flush()) if dice.random() < 0.2 else (frontend.Sync(),)
    return [*kept, *(message.encode() for message in end)]


def _copy(dice: Random) -> Stream:
    copies = [sql for sql in QUERIES if "COPY" in sql]
    data = [frontend.CopyData(dice.choice(COPY_TEXTS)).encode() for _ in range(dice.randrange(5))]
    end = frontend.CopyDone() if dice.random() < 0.7 else frontend.CopyFail(b"no more")
    return [frontend.Query(dice.choice(copies).encode()).encode(), *data, end.encode()]


def _function_call(dice: Random) -> Stream:
    values = [dice.choice(VALUES) for _ in range(dice.randrange(3))]
    formats = tuple(dice.randrange(2) for _ in range(dice.choice((0, 1, len(values)))))
    return [frontend.FunctionCall(dice.choice(FUNCTIONS), formats, values, dice.randrange(2)).encode()]


def _single(dice: Random) -> Stream:
    alone = (frontend.Sync(), frontend.Flush(), frontend.CopyDone(), frontend.CopyData(b"x"), frontend.CopyFail(b"x"),
             frontend.PasswordMessage(b"x"), frontend.Terminate())  # fmt: skip
    return [dice.choice(alone).encode()]
