"""Conversations about the tables of the recorded cases: the first statements of a topic by the extended protocol.

They meet states that made-up messages do not: prepared statements, portals and cursors over tables, types and views of
all kinds, failed transactions with them in between, rows copied into them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

from protocol import frontend
from protocol.message import Message
from tests.cases.case import Statement, statements, topics

AREAS = ("changes", "copy", "expressions", "functions", "matrix", "queries", "sessions", "tables", "types")
"""Those of roles would take the client's own rights away, for all that come later."""
FROZEN = (
    "changes/delete", "changes/returning", "copy/options", "expressions/volatile", "functions/json_table",
    "queries/window_errors", "queries/with", "sessions/cursor_errors", "tables/identity", "types/json",
)  # fmt: skip
"""Topics of the run that is the same each time."""
FIRST = 12
"""Statements of a topic that take part."""
ROW_LIMITS = (0, 0, 0, 1, 3, -1)


@cache
def all_topics() -> tuple[str, ...]:
    """Every topic that takes part."""
    return tuple(topic for topic in topics() if topic.split("/")[0] in AREAS)


def conversation(dice: Random, known: Sequence[str]) -> list[bytes]:
    """The messages about one of the topics; half of them in a transaction that is never committed."""
    first = _first(dice.choice(known))
    messages: list[Message] = []
    if dice.random() < 0.5:
        messages.append(frontend.Query(b"BEGIN"))
    end = dice.randrange(1, len(first) + 1)
    for place, statement in enumerate(first[:end]):
        messages += _asked(dice, statement, place)
        if statement.copy_data is not None:
            done = frontend.CopyDone() if dice.random() < 0.8 else frontend.CopyFail(b"no more")
            messages += [frontend.CopyData(statement.copy_data.encode()), done]
        if dice.random() < 0.7:
            messages.append(frontend.Sync())
    messages.append(frontend.Sync())
    return [message.encode() for message in messages]


@cache
def _first(topic: str) -> tuple[Statement, ...]:
    return tuple(statements(topic)[:FIRST])


def _asked(dice: Random, statement: Statement, place: int) -> list[Message]:
    """A statement by one of the protocols, prepared and bound under names or without."""
    sql = statement.sql.encode()
    if statement.simple_only or dice.random() < 0.15:
        return [frontend.Query(sql)]
    name, portal = (dice.choice((b"", f"{letter}{place}".encode())) for letter in "sp")
    values = [None if value is None else value.encode() for value in statement.parameters or ()]
    parts: list[Message] = [frontend.Parse(name, sql, ())]
    if dice.random() < 0.4:
        parts.append(frontend.Describe(b"S", name))
    formats = (dice.randrange(2),) if dice.random() < 0.3 else ()
    parts.append(frontend.Bind(portal, name, formats, values, (dice.randrange(2),)))
    if dice.random() < 0.4:
        parts.append(frontend.Describe(b"P", portal))
    for _ in range(dice.choice((1, 1, 1, 2))):
        parts.append(frontend.Execute(portal, dice.choice(ROW_LIMITS)))
    if dice.random() < 0.2:
        parts.append(frontend.Close(dice.choice((b"S", b"P")), dice.choice((name, portal))))
    return parts
