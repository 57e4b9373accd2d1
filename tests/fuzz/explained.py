"""The differences that have a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

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


def only_typmods(difference: Difference) -> bool:
    """The same but for type modifiers, where a CASE or COALESCE may be folded."""
    plain = [[(keyword, [[name, oid] for name, oid, _, _ in value] if keyword == "columns" else value)
              for keyword, value in reply.events] for reply in (difference.expected, difference.found)]  # fmt: skip
    parts = list(subtrees(difference.node))
    folded = any(part.template.startswith(FOLDED) or part.label.startswith(LENGTH_COERCIONS) for part in parts)
    return plain[0] == plain[1] and folded


FOLDED = ("CASE ", "COALESCE(")
LENGTH_COERCIONS = ("numeric(numeric,integer)", "varchar(", "varbit(", "interval(interval,integer)",
                    "timestamp(timestamp", "timestamptz(timestamp", "time(time", "timetz(time")  # fmt: skip
"""Functions whose call planning leaves out where it changes nothing."""
IN_SUBQUERIES = ("CAST(", "(SELECT", " ANY (", " ALL (")
"""Templates of what is computed by a subquery of SQLite: casts of arrays, subqueries, and tests of all elements."""
OF_ANOTHER_ROW = ("lag(", "lead(", "first_value(", "last_value(", "nth_value(")


def argument_nobody_asks_for(difference: Difference) -> bool:
    """Window functions that give another row's value compute their argument only for the rows that are asked for, but
    not where it has a subquery of SQLite's: its own, or the cast of an array. Aggregates compute theirs for all rows.
    """
    node = difference.node
    if node.kind != "window" or not node.args or difference.found.error is None:
        return False
    templates = [part.template for part in subtrees(node.args[0])]
    late = node.label.startswith(OF_ANOTHER_ROW)
    if late and not any(word in template for template in templates for word in IN_SUBQUERIES):
        return False
    asked = [node.args[0], *single_rows(node.args[0])]
    return any(same(difference.ask(statement(part)), difference.found) for part in asked)


def other_of_equals(difference: Difference) -> bool:
    """min or max gives another one of equal values."""
    cells = [[value for keyword, value in reply.events if keyword == "row"] for reply in
             (difference.expected, difference.found)]  # fmt: skip
    if not difference.node.label.startswith(("min(", "max(")) or difference.expected.error or difference.found.error:
        return False
    texts = [[cell for row in rows for cell in row] for rows in cells]
    return len(texts[0]) == len(texts[1]) and all(map(equal_numbers, *texts))


def equal_numbers(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same, or spell the same number."""
    try:
        return one == other or (one is not None and other is not None and Decimal(one) == Decimal(other))
    except InvalidOperation:
        return False


def error_of_row_before(difference: Difference) -> bool:
    """PostgreSQL's SQL/JSON functions take the error of one row for that of a NULL in the next; row by row the answers
    are pgproxy's.
    """
    if not any(part.template.startswith("JSON_") for part in subtrees(difference.node)) or difference.found.error:
        return False
    alone = [difference.ask(statement(row)) for row in single_rows(difference.node)]
    rows = [[value for keyword, value in reply.events if keyword == "row"] for reply in [difference.found, *alone]]
    return all(len(each) == len(alone) for each in rows) and rows[0] == [each[n] for n, each in enumerate(rows[1:])]


def sign_of_nan(difference: Difference) -> bool:
    """NaN has no sign here."""
    texts = [str(reply) for reply in (difference.expected, difference.found)]
    return difference.node.label.startswith(("float4send", "float8send")) and (
        ("ff" in texts[0] and "7f" in texts[1]) or ("\\377" in texts[0] and "\\177" in texts[1])
    )


ESCAPED_NO_NULLS = "\\\\000" * 3 + "\\\\001" + "\\\\000" * 4
ESCAPED_NULLS = ESCAPED_NO_NULLS[:-1] + "1"
"""How an array in binary form begins, of one dimension, as bytea_output = escape shows it."""


def array_of_a_part(difference: Difference) -> bool:
    """The flag for NULLs of an array that is cut out of another one is that of the whole array in PostgreSQL."""
    texts = [str(reply.events) for reply in (difference.expected, difference.found)]
    for with_nulls, without in (("\\x0000000100000001", "\\x0000000100000000"), (ESCAPED_NULLS, ESCAPED_NO_NULLS)):
        texts = [text.replace(with_nulls, without, 1) for text in texts]
    return difference.node.label.startswith("array_send") and texts[0] == texts[1]


def sign_of_comparison(difference: Difference) -> bool:
    """What the functions of operator classes give says by its sign alone which value is smaller."""
    rows = [[int(value[0]) for keyword, value in reply.events if keyword == "row" and value[0]] for reply in
            (difference.expected, difference.found)] if "cmp(" in difference.node.label else []  # fmt: skip
    return bool(rows) and [(n > 0) - (n < 0) for n in rows[0]] == [(n > 0) - (n < 0) for n in rows[1]]


def rows_in_no_order(difference: Difference) -> bool:
    """DISTINCT gives its rows in any order."""
    rows = [[value for keyword, value in reply.events if keyword == "row"] for reply in
            (difference.expected, difference.found)]  # fmt: skip
    return difference.node.template.startswith("DISTINCT") and sorted(rows[0], key=repr) == sorted(rows[1], key=repr)


def zero_character(difference: Difference) -> bool:
    """A "char" of zero becomes a character that is no text."""
    made = any('"char" as character' in part.label or part.label == 'bpchar("char")' for part in
               subtrees(difference.node))  # fmt: skip
    return made and difference.expected.sqlstate in (None, difference.found.sqlstate)


REFUSED = "pgproxy answers 0A000"
EXPLANATIONS: tuple[tuple[str, Callable[[Difference], bool]], ...] = (
    (REFUSED, refused),
    ("PostgreSQL's statement_timeout struck", too_long),
    ("of several rows another one is computed first", other_row_first),
    ("a row's type modifiers are those of the expression before planning folded it", only_typmods),
    ("PostgreSQL takes a JSON error of one row for that of a NULL in the next", error_of_row_before),
    ("the sign of what a comparison function gives", sign_of_comparison),
    ("the flag for NULLs of a part of an array (docs/differences.md)", array_of_a_part),
    ("the sign of NaN, as binary output shows it (docs/differences.md)", sign_of_nan),
    ("DISTINCT gives its rows in any order", rows_in_no_order),
    ('a "char" of zero makes a character that is no text', zero_character),
    ("min and max of equal numbers that look different (docs/differences.md)", other_of_equals),
    ("arguments of window functions for rows that nobody asks for (docs/differences.md)", argument_nobody_asks_for),
)  # fmt: skip
"""(reason, whether a difference is of that kind)."""


def explained(difference: Difference) -> str | None:
    """The reason of a difference, if it has one."""
    return next((reason for reason, holds in EXPLANATIONS if holds(difference)), None)
