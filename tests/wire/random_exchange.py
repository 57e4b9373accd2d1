"""Exchanges that nobody wrote: random messages of the simple and the extended protocol, in and out of transactions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff

from protocol.frontend import Query
from tests.query_fuzz.choices import Choices, fewer
from tests.wire.client import WireClient
from tests.wire.exchange import Step, parsed, replay

HOST = "127.0.0.1"
TRIALS = 300
"""How often an exchange that differs is made smaller, at most."""
MOST_STEPS, MOST_MESSAGES = 6, 8
_OID = re.compile(r'(?<=" )[1-9]\d{4,}\b')
"""Of a table, behind a column's name."""
_PROCESS = re.compile(r"NotificationResponse \d+")
_SETUP = (
    "DROP TABLE IF EXISTS w, x; "
    "CREATE TABLE w (a int PRIMARY KEY, b text UNIQUE, up int DEFAULT 1 REFERENCES w DEFERRABLE INITIALLY DEFERRED); "
    "INSERT INTO w VALUES (1, 'one'), (2, 'two'), (3, NULL)"
)

STATEMENTS = (
    "SELECT 1", "SELECT $1::int + 1 AS next", "SELECT a, b FROM w ORDER BY a", "SELECT b FROM w WHERE a = $1",
    "SELECT generate_series(1, 5)", "SELECT $1::text, $2::int4", "SELECT $1", "SELECT 1 / $1::int",
    "SELECT 1 / (a - a) FROM w", "",
    "SELEC", "SELECT nothing", "SELECT * FROM nowhere", "VALUES (1, 'a'), (2, NULL)", ";",
    "INSERT INTO w VALUES ($1, $2)", "INSERT INTO w VALUES (4, 'one') RETURNING a", "UPDATE w SET b = 'z' WHERE a = $1",
    "UPDATE w SET b = b || 'x' WHERE a < 3", "DELETE FROM w WHERE a = $1 RETURNING *",
    "INSERT INTO w VALUES (9, 'two')",
    "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "COMMIT AND CHAIN",
    "BEGIN ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION READ ONLY", "SET TRANSACTION READ ONLY",
    "SET CONSTRAINTS ALL IMMEDIATE", "SET LOCAL work_mem = '1MB'", "SET work_mem = '2MB'", "SHOW work_mem",
    "SET client_min_messages = error", "RESET ALL", "SET datestyle = 'german'", "SET application_name = 'x'",
    "CREATE TABLE x (id int)", "DROP TABLE x", "CREATE TEMP TABLE y (id int) ON COMMIT DROP", "TRUNCATE w",
    "ALTER TABLE w ADD COLUMN c int DEFAULT 5", "ALTER TABLE w ALTER COLUMN b TYPE varchar(9)",
    "SELECT * FROM w ORDER BY a", "DECLARE c CURSOR FOR SELECT a FROM w ORDER BY a",
    "DECLARE h SCROLL CURSOR WITH HOLD FOR SELECT 1 UNION SELECT 2 ORDER BY 1",
    "FETCH 2 FROM c", "FETCH ALL FROM h", "MOVE 1 FROM h", "CLOSE c", "CLOSE ALL", "FETCH 1 FROM p",
    "PREPARE q(int) AS SELECT $1 + 10", "EXECUTE q(5)", "DEALLOCATE q", "DEALLOCATE s", "DEALLOCATE ALL", "DISCARD ALL",
    "EXECUTE s(1)", "LOCK TABLE w", "ANALYZE w", "LISTEN here", "NOTIFY here, 'x'", "UNLISTEN *", "CHECKPOINT",
    "EXPLAIN (COSTS OFF) VALUES (1)", "CREATE TABLE x AS SELECT 1 AS id", "SELECT pg_notify('here', 'y')",
    "COPY (SELECT * FROM w ORDER BY a) TO STDOUT", "COPY (SELECT 1) TO STDOUT (FORMAT csv)",
    "SELECT count(*) FROM pg_prepared_statements",
    "SELECT name FROM pg_cursors ORDER BY 1", "SELECT current_setting('work_mem')",
    "SELECT 6 / (a - 2) FROM w ORDER BY a", "SELECT a, 1 / 0 FROM w WHERE a = $1", "SELECT 1 / $1::int WHERE false",
    "FETCH BACKWARD 1 FROM c", "MOVE LAST IN h", "FETCH ABSOLUTE 2 FROM h", "FETCH 0 FROM c", "FETCH 1 FROM f",
    "DECLARE f CURSOR FOR SELECT a FROM w ORDER BY a FOR UPDATE", "DECLARE c BINARY CURSOR FOR SELECT 1 AS one",
    "UPDATE w SET b = 'c' WHERE CURRENT OF f", "DECLARE c CURSOR WITH HOLD FOR SELECT 6 / (a - 2) FROM w ORDER BY a",
    "DECLARE c CURSOR FOR SELECT 1 / 0", "PREPARE q AS INSERT INTO w VALUES (6) RETURNING a", "EXECUTE t", "EXECUTE q",
    "EXPLAIN (COSTS OFF) EXECUTE q(1)", "CREATE TABLE x AS EXECUTE q(1)", "CREATE TABLE x AS SELECT 1 / 0 AS id",
    "SET TRANSACTION READ WRITE", "SET default_transaction_read_only = on", "SHOW transaction_isolation",
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "CREATE TEMP TABLE z (id int PRIMARY KEY)", "INSERT INTO z VALUES (1)", "DROP TABLE nowhere", "SELECT * FROM z",
    "VACUUM w", "REINDEX TABLE w", "DISCARD PLANS", "DISCARD TEMP", "CREATE TABLE w (a nothing)",
    "INSERT INTO w VALUES ($1) ON CONFLICT DO NOTHING", "SELECT * FROM w WHERE a > $1 FOR UPDATE",
    "INSERT INTO w VALUES (3, 'three') ON CONFLICT (a) DO UPDATE SET b = $1", "SELECT 1 AS a, 'b' AS b LIMIT $1",
    "MERGE INTO w USING (VALUES (3)) v(a) ON w.a = v.a WHEN MATCHED THEN UPDATE SET b = 'm'", "BEGIN READ ONLY", "END",
    "WITH gone AS (DELETE FROM w WHERE a = 3 RETURNING a) SELECT * FROM gone", "VALUES ($1, $2::date)", "ABORT",
    "SELECT set_config('work_mem', '3MB', true)", "UPDATE w SET up = 77 WHERE a = 2", "SELECT $1::bool, $1", "TABLE w",
    "RELEASE SAVEPOINT nothing", "PREPARE TRANSACTION 'x'", "COMMIT PREPARED 'x'", "SELECT count(*) FROM w, $1",
    "INSERT INTO w SELECT g FROM generate_series($1::int, 12) g", "SELECT pg_advisory_xact_lock(1)",
    "SELECT current_schema", "SET search_path = nowhere", "SELECT now() = statement_timestamp()",
)  # fmt: skip
COPIES = (
    "COPY w (a, b) FROM STDIN", "COPY w FROM STDIN (FORMAT csv)", "COPY w (a) FROM STDIN (FORMAT binary)",
    "COPY nowhere FROM STDIN", "COPY w (b) FROM STDIN",
)  # fmt: skip
LINES = (b"7\tseven\n", b"8\t\\N\n", b"1\tone\n", b"9,nine,1\n", b"x", b"\n", b"\\.\n", b"5\tfive")
CALLS = (177, 154, 870, 67, 1317, 3, 1067, 2100)
VALUES = ("1", "2", "7", "one", "", "0", "\0\0\0\7", None)
TYPES = (0, 23, 25, 20, 1043, 600, 16, 705, 1700)
FORMATS: tuple[tuple[int, ...], ...] = ((), (), (), (0,), (1,), (0, 1))
STATEMENT_NAMES, PORTAL_NAMES = ("", "s", "t"), ("", "p", "c")


def random_exchange(choices: Choices) -> list[Step]:
    """The exchange that the choices make."""
    lines: list[str] = []
    for _ in range(1 + choices.below(MOST_STEPS)):
        if choices.chance(6):
            lines.append(_call(choices))
        elif choices.chance(35):
            texts = [choices.pick(STATEMENTS) for _ in range(1 + (choices.below(4) if choices.chance(40) else 0))]
            copies = choices.chance(12)
            if copies:
                texts.insert(choices.below(len(texts) + 1), choices.pick(COPIES))
            lines.append(f"> Query({'; '.join(texts)!r})")
            lines += _rows(choices) if copies else []
        else:
            for _ in range(1 + choices.below(MOST_MESSAGES)):
                lines += _messages(choices)
            lines.append("> Sync()")
        lines.append("until ReadyForQuery")
    return parsed(_with_ends(lines))


def _with_ends(lines: Sequence[str]) -> Iterator[str]:
    """The lines with the end of a COPY wherever one may have begun, which is passed over elsewhere."""
    copies = any("STDIN" in line for line in lines)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield line
        if copies and line.startswith(("> Execute(", "> Query(")) and not following.startswith("> Copy"):
            yield from ["> CopyDone()"] * 2


def _rows(choices: Choices) -> list[str]:
    """What is sent for COPY, to its end."""
    lines = [f"> CopyData({choices.pick(LINES)!r})" for _ in range(choices.below(4))]
    return [*lines, "> CopyFail('enough')" if choices.chance(20) else "> CopyDone()"]


def _call(choices: Choices) -> str:
    values = [choices.pick(VALUES) for _ in range(1 + choices.below(2))]
    given = [value if value is None else value.encode() for value in values]
    return f"> FunctionCall({choices.pick(CALLS)}, {_formats(choices)!r}, {given!r}, {choices.below(2)})"


def _messages(choices: Choices) -> list[str]:
    """Some messages that go together, as those of a driver, or one that stands alone."""
    name = STATEMENT_NAMES[0] if choices.chance(60) else choices.pick(STATEMENT_NAMES)
    portal = PORTAL_NAMES[0] if choices.chance(70) else choices.pick(PORTAL_NAMES)
    text = choices.pick(STATEMENTS)
    count = text.count("$") if choices.chance(92) else choices.below(3)
    types = [choices.pick(TYPES) for _ in range(count)] if choices.chance(15) else []
    values = [choices.pick(VALUES) for _ in range(count)]
    parse = f"> Parse({name!r}, {text!r}, {types!r})"
    given = [value if value is None else value.encode() for value in values]
    bind = f"> Bind({portal!r}, {name!r}, {_formats(choices)!r}, {given!r}, {_formats(choices)!r})"
    execute = f"> Execute({portal!r}, {choices.pick((0, 0, 1, 2))})"
    describe = f"> Describe({choices.pick('PS')!r}, {choices.pick((portal, name))!r})"
    close = f"> Close({choices.pick('SP')!r}, {choices.pick((name, portal))!r})"
    return choices.weighted(
        (40, lambda: [parse, bind, execute]),
        (15, lambda: [parse, bind, describe, execute]),
        (10, lambda: [parse, describe]),
        (10, lambda: [bind, execute]),
        (8, lambda: [execute]),
        (4, lambda: [execute, execute]),
        (4, lambda: [close]),
        (3, lambda: [describe]),
        (3, lambda: ["> Sync()", "until ReadyForQuery"]),
        (2, lambda: ["> Flush()"]),
        (2, lambda: [bind]),
        (4, lambda: [f"> Parse({name!r}, {choices.pick(COPIES)!r}, [])", bind, execute, *_rows(choices)]),
        (2, lambda: [parse, bind, describe, execute, "> Flush()", execute, close]),
    )


def _formats(choices: Choices) -> tuple[int, ...]:
    return choices.pick(FORMATS)


@dataclass(slots=True)
class Report:
    """What a run found."""

    alike: int = 0
    found: dict[tuple[str, str], str] = field(default_factory=dict)
    """The first of each kind, by the first lines that differ."""

    def __str__(self) -> str:
        return "\n".join([*self.found.values(), f"{self.alike} alike, {len(self.found)} kinds differ"])


def run(oracle: int, pgproxy: int, count: int, seed: int) -> Report:
    """Take so many exchanges to the servers at these ports."""
    report = Report()
    source = random.Random(seed)
    for _ in range(count):
        choices = Choices(random.Random(source.random()))
        kind = _kind(oracle, pgproxy, random_exchange(choices))
        if kind is None:
            report.alike += 1
        elif kind not in report.found:
            report.found[kind] = _smaller(oracle, pgproxy, choices, kind)
    return report


def _smaller(oracle: int, pgproxy: int, choices: Choices, kind: tuple[str, str]) -> str:
    """A smaller exchange that differs alike, with how."""

    def still(made: list[int]) -> bool:
        return _kind(oracle, pgproxy, random_exchange(Choices(made))) == kind

    return _shown(oracle, pgproxy, random_exchange(Choices(fewer(choices.made, still, TRIALS))))


def _answers(port: int, steps: list[Step]) -> list[str]:
    with WireClient(HOST, port) as client:
        client.send(Query(_SETUP.encode()))
        list(client.until_ready())
    told = replay(steps, HOST, port)
    return [line for step, came in zip(steps, told, strict=True) for line in [*step.lines, *map(_stable, came)]]


def _stable(line: str) -> str:
    return _PROCESS.sub("NotificationResponse N", _OID.sub("N", line))


def _kind(oracle: int, pgproxy: int, steps: list[Step]) -> tuple[str, str] | None:
    """The first lines that differ."""
    expected, ours = _answers(oracle, steps), _answers(pgproxy, steps)
    return next((pair for pair in zip(expected, ours, strict=False) if pair[0] != pair[1]), None)


def _shown(oracle: int, pgproxy: int, steps: Sequence[Step]) -> str:
    expected, ours = _answers(oracle, list(steps)), _answers(pgproxy, list(steps))
    return "\n".join(unified_diff(expected, ours, "postgresql", "pgproxy", n=50, lineterm="")) + "\n"
