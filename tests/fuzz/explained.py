"""The differences that have a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.fuzz.servers import NOT_SUPPORTED, TIMED_OUT, Reply, same
from tests.fuzz.tree import ROWS, Node, columns, replaced, statement, subtrees


@dataclass(frozen=True, slots=True)
class Difference:
    """A tree with its two answers; `ask` asks PostgreSQL."""

    node: Node
    expected: Reply
    found: Reply
    ask: Callable[[str], Reply]
    settings: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[dict[str, str], dict[str, str]] | None:
        """The two errors, where both servers gave one."""
        expected, found = self.expected.error, self.found.error
        return (expected, found) if expected and found else None


def refused(difference: Difference) -> bool:
    """pgproxy says what it lacks; PostgreSQL has 0A000 of its own, which must come where it says it."""
    error = difference.found.error
    return error is not None and error["sqlstate"] == NOT_SUPPORTED and error["message"].endswith(" is not supported")


def too_long(difference: Difference) -> bool:
    return difference.expected.sqlstate == TIMED_OUT


def other_row_first(difference: Difference) -> bool:
    """Both fail, and pgproxy's error is what PostgreSQL says of another of the rows."""
    if difference.errors is None:
        return False
    return any(same(difference.ask(statement(row)), difference.found) for row in single_rows(difference.node))


def single_rows(node: Node) -> list[Node]:
    """The tree over each of its rows, which then all are that one."""
    result = []
    for row in range(ROWS):
        changed = node
        for each in columns(node):
            changed = replaced(changed, each, replace(each, cells=(each.cells[row],) * ROWS))
        result.append(changed)
    return result if columns(node) else []


OF_ANOTHER_ROW = ("lag(", "lead(", "first_value(", "last_value(", "nth_value(")


def argument_nobody_asks_for(difference: Difference) -> bool:
    """Window functions that give another row's value compute their argument, where it has a subquery, only for the rows
    that are asked for.
    """
    node = difference.node
    if not node.label.startswith(OF_ANOTHER_ROW) or difference.expected.error or difference.found.error is None:
        return False
    if not any("(SELECT" in part.template for part in subtrees(node.args[0])):
        return False
    return any(same(difference.ask(statement(part)), difference.found) for part in single_rows(node.args[0]))


REFUSED = "pgproxy answers 0A000"
EXPLANATIONS: tuple[tuple[str, Callable[[Difference], bool]], ...] = (
    (REFUSED, refused),
    ("PostgreSQL's statement_timeout struck", too_long),
    ("of several rows another one is computed first", other_row_first),
    ("lag, first_value and their kin of rows that nobody asks for (docs/differences.md)", argument_nobody_asks_for),
)  # fmt: skip
"""(reason, whether a difference is of that kind)."""


def explained(difference: Difference) -> str | None:
    """The reason of a difference, if it has one."""
    return next((reason for reason, holds in EXPLANATIONS if holds(difference)), None)
