"""The differences that have a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.fuzz.servers import NOT_SUPPORTED, TIMED_OUT, Reply, same
from tests.fuzz.tree import Node, columns, statement, subtrees


@dataclass(frozen=True, slots=True)
class Difference:
    """A tree with its two answers; `ask` asks PostgreSQL."""

    node: Node
    expected: Reply
    found: Reply
    ask: Callable[[str], Reply]

    @property
    def sqlstates(self) -> set[str | None]:
        return {self.expected.sqlstate, self.found.sqlstate}

    @property
    def errors(self) -> tuple[dict[str, str], dict[str, str]] | None:
        """The two errors, where both servers gave one."""
        expected, found = self.expected.error, self.found.error
        return (expected, found) if expected and found else None


def refused(difference: Difference) -> bool:
    return difference.found.sqlstate == NOT_SUPPORTED


def too_long(difference: Difference) -> bool:
    return TIMED_OUT in difference.sqlstates


def other_part_first(difference: Difference) -> bool:
    """Both fail, and pgproxy's error is what PostgreSQL says of a part by itself."""
    if difference.errors is None:
        return False
    return any(same(difference.ask(statement(part)), difference.found) for part in proper_parts(difference.node))


def other_row_first(difference: Difference) -> bool:
    """Both fail in the same way over several rows."""
    return bool(columns(difference.node)) and difference.errors is not None and len(difference.sqlstates) == 1


def bad_date(difference: Difference) -> bool:
    return difference.sqlstates <= {"22007", "22008"}


def jsonpath_syntax(difference: Difference) -> bool:
    errors = difference.errors
    return errors is not None and all(error["message"].endswith("of jsonpath input") for error in errors)


def only_typmods(difference: Difference) -> bool:
    """The same but for type modifiers, without a FROM clause."""
    plain = [[(keyword, [[name, oid] for name, oid, _, _ in value] if keyword == "columns" else value)
              for keyword, value in reply.events] for reply in (difference.expected, difference.found)]  # fmt: skip
    return plain[0] == plain[1] and not columns(difference.node)


def unreached(difference: Difference) -> bool:
    """One server fails with what PostgreSQL says of a part by itself, which the other does not compute.

    Where pgproxy is the one that succeeds, the part must stand where not everything is computed.
    """
    error, other = (difference.expected, difference.found) if difference.expected.error else (difference.found, None)
    parts = proper_parts(difference.node) if other is None else conditional_parts(difference.node)
    if difference.errors is not None or error.error is None:
        return False
    return any(same(difference.ask(statement(part)), error) for part in parts)


CONDITIONAL = ("ANY ", "ALL ", "CASE ", "simple CASE ", "COALESCE ", "AND", "OR", "IN ", "NOT IN ", "BETWEEN ", "row ")


def proper_parts(node: Node) -> list[Node]:
    return [part for part in subtrees(node) if part.args and part is not node]


def conditional_parts(node: Node) -> list[Node]:
    """The parts of constructs that need not compute all of their operands."""
    return [part for each in subtrees(node) if each.label.startswith(CONDITIONAL) for part in proper_parts(each)]


def negative_zero(difference: Difference) -> bool:
    return str(difference.expected).replace("-0", "0") == str(difference.found).replace("-0", "0")


def numeric_zone(difference: Difference) -> bool:
    error = difference.found.error
    return bool(error and re.fullmatch(r"time zone \"['\-+\d].*\" not recognized", error["message"]))


def lone_backslash(difference: Difference) -> bool:
    """A LIKE whose pattern ends in a backslash fails on one side."""
    return "22025" in difference.sqlstates and any(
        "LIKE pattern" in str(r) for r in (difference.expected, difference.found)
    )


def nul_character(difference: Difference) -> bool:
    return any('"char"' in part.label and "character" in part.type for part in subtrees(difference.node))


REFUSED = "pgproxy answers 0A000"
EXPLANATIONS: tuple[tuple[str, Callable[[Difference], bool]], ...] = (
    (REFUSED, refused),
    ("statement_timeout struck", too_long),
    ("of several errors another one comes first, as PostgreSQL computes constants while planning", other_part_first),
    ("of several rows another one is computed first", other_row_first),
    ("which of 22007 and 22008 bad dates give (docs/differences.md)", bad_date),
    ("at which token a malformed jsonpath is refused", jsonpath_syntax),
    ("a row's type modifiers are those of the expression before planning folded it", only_typmods),
    ("a part is computed, or found to be NULL, while planning that is not reached in execution", unreached),
    ("arrays made by SQLite's own json functions hold no negative zero", negative_zero),
    ("PostgreSQL takes a number for a time zone's name where it is a POSIX offset", numeric_zone),
    ("whether a match reaches the lone backslash at its pattern's end", lone_backslash),
    ('a "char" of zero or beyond ASCII makes a character that is no text', nul_character),
)  # fmt: skip
"""(reason, whether a difference is of that kind)."""


def explained(difference: Difference) -> str | None:
    """The reason of a difference, if it has one."""
    return next((reason for reason, holds in EXPLANATIONS if holds(difference)), None)
