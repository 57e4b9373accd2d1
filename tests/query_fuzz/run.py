"""One run: so many statements from a seed, asked of both servers, and the differences made small."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fuzz.servers import NOT_SUPPORTED, TIMED_OUT, Pair, Reply
from tests.query_fuzz.changes import change
from tests.query_fuzz.choices import Choices, fewer
from tests.query_fuzz.queries import query
from tests.query_fuzz.schema import SETUP, TABLES

INTERNAL_ERROR = "XX000"
REFUSED = "pgproxy says that it does not support it"
EQUAL_NUMBERS = "of equal numbers another one is shown"
NOT_COMPUTED = "what a LIMIT or OFFSET leaves out is not computed"
MISORDERED = "PostgreSQL leaves out a sort key that equals another but where a grouping set makes it NULL"
TOOK_LONG = "it took longer than the five seconds that it has"
FAILS_ITSELF = "PostgreSQL fails in its planner"
TIES_OF_ONE = "PostgreSQL takes WITH TIES over into the search for a minimum or maximum"
NOT_LOOKED_UP = "an operand of INTERSECT is not computed where the other has no rows"
EXPLANATIONS = (
    REFUSED, EQUAL_NUMBERS, NOT_COMPUTED, MISORDERED, TOOK_LONG, FAILS_ITSELF, TIES_OF_ONE, NOT_LOOKED_UP,
)  # fmt: skip
SCALE = re.compile(r"DISTINCT|UNION|INTERSECT|EXCEPT|GROUP BY|min\(|max\(|greatest|least|ties", re.IGNORECASE)
GROUPING_SETS = re.compile(r"GROUPING SETS|ROLLUP|CUBE")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as generated: `order` is its ORDER BY with what stands behind, empty without; changes: it changes
    data.
    """

    body: str
    order: str = ""
    changes: bool = False

    @property
    def sql(self) -> str:
        return self.body + self.order


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
        elif reason in EXPLANATIONS:
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
    """What kind of difference there is; None where there is none."""
    if found.sqlstate == NOT_SUPPORTED and expected.sqlstate != NOT_SUPPORTED:
        return REFUSED
    left_out = expected.sqlstate == "21000" and not found.error and statement.order
    if left_out and pair.ask(statement.body)[1].sqlstate == "21000":
        return NOT_COMPUTED
    if found.sqlstate == TIMED_OUT:
        return TOOK_LONG
    if expected.sqlstate == INTERNAL_ERROR and not found.error:
        return FAILS_ITSELF
    if expected.error and not found.error and (reason := _computed_by_postgresql(pair, statement, expected, found)):
        return reason
    if expected.error or found.error:
        if expected.sqlstate == found.sqlstate:
            return None
        return f"{expected.sqlstate} {found.sqlstate} {(found.error or {}).get('message', '')}"
    ordered = bool(statement.order)
    if shape(expected, ordered, exact=True) == shape(found, ordered, exact=True):
        return None
    if ordered and GROUPING_SETS.search(statement.body):
        apart, _ = pair.ask(f"SELECT * FROM ({statement.body} OFFSET 0) AS q{statement.order}")
        if shape(apart, True, exact=True) == shape(found, True, exact=True):
            return MISORDERED
    if SCALE.search(statement.sql) and shape(expected, ordered, exact=False) == shape(found, ordered, exact=False):
        return EQUAL_NUMBERS
    return "columns" if _columns(expected) != _columns(found) else "rows"


def _computed_by_postgresql(pair: Pair, statement: Statement, expected: Reply, found: Reply) -> str | None:
    """Why PostgreSQL alone fails, where asking otherwise confirms it."""
    if "WITH TIES" in statement.order:
        without, _ = pair.ask(statement.body + statement.order.replace("WITH TIES", "ONLY"))
        if not without.error and shape(without, True, exact=True)[1] == shape(found, True, exact=True)[1]:
            return TIES_OF_ONE
    if "INTERSECT" in statement.body:
        _, all_computed = pair.ask(re.sub(r"INTERSECT( ALL)?", "UNION ALL", statement.body))
        if all_computed.sqlstate == expected.sqlstate:
            return NOT_LOOKED_UP
    return None


def _columns(reply: Reply) -> Any:
    return [_without_typmods(event) for event in reply.events if event[0] == "columns"]


def shown(reply: Reply) -> str:
    """An answer as text: its rows and tags, or its error."""
    if reply.error:
        return str(reply)
    return " ".join(str(value) for keyword, value in reply.events if keyword in ("row", "tag"))


def shape(reply: Reply, ordered: bool, *, exact: bool) -> Any:
    """What is compared of an answer."""
    rows = [value for keyword, value in reply.events if keyword == "row"]
    if not exact:
        rows = [[_number(cell) for cell in row] for row in rows]
    rest = [_without_typmods(event) for event in reply.events if event[0] != "row"]
    return rest, rows if ordered else sorted(rows, key=repr)


def _without_typmods(event: tuple[str, Any]) -> tuple[str, Any]:
    """PostgreSQL takes typmods from what its planner leaves of an expression."""
    keyword, value = event
    return (keyword, [described[:2] for described in value]) if keyword == "columns" else event


def _number(cell: str | None) -> Any:
    try:
        return cell if cell is None else str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell


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
