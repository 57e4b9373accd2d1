"""Mutated statements of the recorded cases, each beside the tables that its topic has made by then."""

from __future__ import annotations

from random import Random

from protocol.frontend import Bind, CopyData, CopyDone, CopyFail, Describe, Execute, Parse, Query, Sync
from protocol.message import Message
from protocol.state import State
from tests.cases.case import Statement, statements, topics
from tests.hostile.findings import Findings, Watched
from tests.hostile.local import Client, Hang, LocalServer
from tests.hostile.sql_mutations import LITERALS, spoiled, tokens
from translator.catalog.bootstrap import system_catalog
from translator.errors import PgError
from translator.parser import parse

AREAS = ("changes", "copy", "expressions", "functions", "queries", "roles", "sessions", "tables", "types")
"""Where the statements come from."""
FROZEN = (
    "changes/delete", "changes/returning", "copy/options", "expressions/volatile", "functions/json_table",
    "functions/string", "queries/window_errors", "queries/with", "sessions/cursor_errors", "tables/alter_constraint",
    "tables/identity", "types/json", "types/money",
)  # fmt: skip
FROZEN_STATEMENTS = 12
"""Of each topic, from its beginning: a run with them finds what it found before, whatever cases have come since."""
GRAMMATICAL = 0.85
ATTEMPTS = 12
PER_STATEMENT = 6
"""Mutants of one statement before the next one is run as it is."""


async def run(count: int, seed: int, findings: Findings) -> int:
    """Send `count` mutants of the recorded cases; gives how many were sent."""
    sources = {topic: statements(topic) for topic in topics() if topic.split("/")[0] in AREAS}
    return await run_with(sources, count, seed, findings)


async def run_frozen(count: int, seed: int, findings: Findings) -> int:
    """The same with the first statements of some topics, where new cases do not come."""
    sources = {topic: statements(topic)[:FROZEN_STATEMENTS] for topic in FROZEN}
    return await run_with(sources, count, seed, findings)


async def run_with(sources: dict[str, list[Statement]], count: int, seed: int, findings: Findings) -> int:
    """The same with statements by topic."""
    dice = Random(seed)
    texts = [statement.sql for known in sources.values() for statement in known]
    words = vocabulary(texts)
    sent = 0
    while sent < count:
        topic = dice.choice(list(sources))
        with Watched(findings), LocalServer(findings) as server:
            fuzzed = Topic(server, findings, texts, words, f"seed {seed} topic {topic}")
            sent += await fuzzed.run(sources[topic], dice, count - sent)
    return sent


def vocabulary(texts: list[str]) -> list[str]:
    """The words of the statements, and the names of all functions."""
    words = {token for text in texts for token in tokens(text) if token[0].isalpha() or token[0] in '"_'}
    return sorted(words | set(system_catalog().procs_by_name))


def is_grammatical(sql: str) -> bool:
    """Whether PostgreSQL's grammar takes a text."""
    try:
        parse(sql)
    except (PgError, UnicodeEncodeError):
        return False
    return True


class Topic:
    """The statements of one topic in a session, with mutants of each in between."""

    def __init__(self, server: LocalServer, findings: Findings, texts: list[str], words: list[str], name: str) -> None:
        self._server = server
        self._findings = findings
        self._texts = texts
        self._words = words
        self._name = name
        self._client: Client = server.client()

    async def run(self, known: list[Statement], dice: Random, count: int) -> int:
        """Gives the number of mutants, at most `count`."""
        sent = 0
        await self._client.start()
        for statement in known:
            for _ in range(PER_STATEMENT):
                if sent >= count:
                    break
                await self._mutant(dice, self._spoiled(dice, statement.sql))
                sent += 1
            await self._ask(statement.sql, [Query(statement.sql.encode())])
            data = (statement.copy_data or "").encode()
            await self._end_copy(CopyData(data), CopyDone())
        await self._client.leave()
        return sent

    def _spoiled(self, dice: Random, sql: str) -> str:
        """A mutant; mostly one that is still a statement by the grammar, so that there is more to it than a 42601."""
        wanted = dice.random() < GRAMMATICAL
        for _ in range(ATTEMPTS):
            mutant = spoiled(dice, sql, dice.choice(self._texts), self._words)
            if not wanted or is_grammatical(mutant):
                break
        return mutant

    async def _mutant(self, dice: Random, sql: str) -> None:
        """In a transaction of its own, whose end leaves the tables as they were."""
        data = sql.encode().replace(b"\0", b"")
        if self._client.status == "I":
            await self._ask("", [Query(b"BEGIN")])
        await self._ask("", [Query(b"SAVEPOINT hostile")])
        if dice.random() < 0.5:
            await self._ask(sql, [Query(data)])
        else:
            await self._ask(sql, self._extended(dice, data))
        await self._end_copy(CopyData(dice.choice(LITERALS).encode() + b"\n"), CopyFail(b"no data"))
        await self._ask(f"ROLLBACK after {sql}", [Query(b"ROLLBACK TO hostile"), Query(b"ROLLBACK")])

    def _extended(self, dice: Random, sql: bytes) -> list[Message]:
        numbers = [int(token[1:]) for token in tokens(sql.decode()) if token[:1] == "$" and token[1:].isdigit()]
        values = [dice.choice(LITERALS).strip("'").encode() for _ in range(min(max(numbers, default=0), 100))]
        bind = Bind(b"", b"", (), values, (dice.randrange(2),))
        return [Parse(b"", sql, ()), bind, Describe(b"P", b""), Execute(b"", dice.choice((0, 0, 1, 3))), Sync()]

    async def _end_copy(self, *messages: Message) -> None:
        if self._client.connection.protocol.state is State.COPY_IN:
            await self._ask("the data of a COPY", list(messages))
            if self._client.connection.protocol.state is not State.READY:
                await self._ask("Sync behind a COPY", [Sync()])

    async def _ask(self, sql: str, messages: list[Message]) -> None:
        """Send messages; opens a new session where the last one has ended."""
        self._findings.input = f"{self._name}\n{sql:.3000}"
        try:
            await self._client.ask(b"".join(message.encode() for message in messages))
        except Hang as hang:
            self._findings.add_exception("hang", hang)
        if self._client.ended:
            await self._client.leave()
            self._client = self._server.client()
            await self._client.start()
