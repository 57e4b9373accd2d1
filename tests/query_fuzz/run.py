"""One run: so many statements from a seed, asked of both servers, and the differences made small."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from tests.fuzz.servers import Pair, Reply
from tests.query_fuzz.changes import change
from tests.query_fuzz.choices import Choices, fewer
from tests.query_fuzz.explained import REASONS, REFUSED, Case, Statement, columns, explained, shape
from tests.query_fuzz.queries import query
from tests.query_fuzz.schema import SETUP, TABLES


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement with both answers to it."""

    statement: Statement
    expected: str
    found: str
    kind: str


@dataclass(slots=True)
class Report:
    """What a run found; failed: how many statements end in an error on both sides, by SQLSTATE."""

    asked: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    found: dict[str, Difference] = field(default_factory=dict)
    differing: int = 0

    def __str__(self) -> str:
        parts = [
            f"{each.statement.sql}\n  postgresql: {each.expected}\n  pgproxy:    {each.found}\n"
            for each in self.found.values()
        ]
        parts += [f"both refuse with {sqlstate}: {count}" for sqlstate, count in self.failed.most_common()]
        parts += [f"explained: {reason}: {count}" for reason, count in self.explained.most_common()]
        parts.append(f"{self.asked} statements, {self.differing} differ, in {len(self.found)} kinds")
        return "\n".join(parts)


def generated(choices: Choices) -> Statement:
    """The statement that the choices make."""
    if choices.chance(25):
        return Statement(change(choices), changes=True)
    return Statement(*query(choices))


def prepare(pair: Pair) -> None:
    """The tables, in both databases.  Raises RuntimeError where a server refuses them."""
    for sql in SETUP:
        for reply in pair.ask(sql):
            if reply.error:
                raise RuntimeError(f"{sql}: {reply}")


def run(pair: Pair, count: int, seed: int) -> Report:
    """Ask `count` statements."""
    report = Report()
    source = random.Random(seed)
    for _ in range(count):
        choices = Choices(random.Random(source.random()))
        statement = generated(choices)
        report.asked += 1
        expected, found = answers(pair, statement)
        reason = difference(pair, statement, expected, found)
        if reason is None:
            if expected.sqlstate:
                report.failed[expected.sqlstate] += 1
        elif reason in REASONS:
            report.explained[reason if reason != REFUSED else f"{reason}: {found}"] += 1
        else:
            report.differing += 1
            small = minimised(pair, choices.made, reason)
            report.found.setdefault(small.kind, small)
    return report


def answers(pair: Pair, statement: Statement) -> tuple[Reply, Reply]:
    """What both say to the statement, and what is in the tables behind it."""
    if not statement.changes:
        return pair.ask(statement.sql)
    tables = "; ".join(f"SELECT * FROM {table}" for table in TABLES)
    expected, found = pair.ask(f"BEGIN; {statement.sql}; {tables}")
    pair.ask("ROLLBACK")
    return expected, found


def difference(pair: Pair, statement: Statement, expected: Reply, found: Reply) -> str | None:
    """What kind of difference there is, its reason if it has one; None where there is none."""
    ordered = bool(statement.order)
    if expected.error and found.error:
        same = expected.sqlstate == found.sqlstate
    else:
        same = shape(expected, ordered) == shape(found, ordered)
    if same:
        return None
    if (reason := explained(Case(pair, statement, expected, found))) is not None:
        return reason
    if expected.error or found.error:
        return f"{expected.sqlstate} {found.sqlstate} {(found.error or {}).get('message', '')}"
    return "columns" if columns(expected) != columns(found) else "rows"


def shown(reply: Reply) -> str:
    """An answer as text: its rows and tags, or its error."""
    if reply.error:
        return str(reply)
    return " ".join(str(value) for keyword, value in reply.events if keyword in ("row", "tag"))


def minimised(pair: Pair, made: list[int], reason: str) -> Difference:
    """The same kind of difference from fewer choices."""

    def still(choices: list[int]) -> bool:
        statement = generated(Choices(choices))
        return difference(pair, statement, *answers(pair, statement)) == reason

    statement = generated(Choices(fewer(made, still)))
    expected, found = answers(pair, statement)
    return Difference(statement, shown(expected), shown(found), kind=_kind(reason, statement))


def _kind(reason: str, statement: Statement) -> str:
    words = re.findall(r"[A-Za-z_]{3,}", re.sub(r"'[^']*'|\bt\d+\b|\b[c]\d+\b", "", statement.sql))
    return f"{reason} {' '.join(sorted(set(words)))}" if reason == "rows" else reason
