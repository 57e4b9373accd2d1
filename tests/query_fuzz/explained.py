"""The differences that have a reason, each confirmed by what the servers say to another statement where that tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.fuzz.servers import NOT_SUPPORTED, TIMED_OUT, Pair, Reply

INTERNAL_ERROR, SEVERAL_ROWS = "XX000", "21000"
SCALE = re.compile(r"DISTINCT|UNION|INTERSECT|EXCEPT|GROUP BY|min\(|max\(|greatest|least|ties", re.IGNORECASE)
STRINGS = re.compile(r"'[^']*'")
GROUPING_SETS = re.compile(r"GROUPING SETS|ROLLUP|CUBE")
OUTERMOST_SETS = re.compile(
    r"GROUP BY (?:(?:ROLLUP|CUBE) \(([\d, ]+)\)|GROUPING SETS \(\(([\d, ]+)\), \(\)\))( HAVING .*)?$"
)


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
class Case:
    """A statement that the servers answer differently."""

    pair: Pair
    statement: Statement
    expected: Reply
    found: Reply

    def postgresql(self, sql: str) -> Reply:
        """What PostgreSQL says to another statement."""
        return self.pair.ask(sql)[0]

    def pgproxy(self, sql: str) -> Reply:
        return self.pair.ask(sql)[1]


def refused(case: Case) -> bool:
    """pgproxy says what it lacks; PostgreSQL's own 0A000 must come where it says it."""
    error = case.found.error
    return error is not None and error["sqlstate"] == NOT_SUPPORTED and error["message"].endswith(" is not supported")


def took_long(case: Case) -> bool:
    return case.found.sqlstate == TIMED_OUT


def not_computed(case: Case) -> bool:
    """Without the LIMIT both fail."""
    if case.expected.sqlstate != SEVERAL_ROWS or case.found.error or not case.statement.order:
        return False
    return case.pgproxy(case.statement.body).sqlstate == SEVERAL_ROWS


def fails_itself(case: Case) -> bool:
    return case.expected.sqlstate == INTERNAL_ERROR and not case.found.error


def contradicts_itself(case: Case) -> bool:
    """PostgreSQL's groups by all keys are not those that it finds when it groups by nothing else."""
    sets = OUTERMOST_SETS.search(case.statement.body)
    if sets is None or case.expected.error:
        return False
    plain = case.postgresql(OUTERMOST_SETS.sub(lambda found: f"GROUP BY {found[1] or found[2]}{found[3] or ''}",
                                               case.statement.body))  # fmt: skip
    if plain.error or case.statement.order:
        return False
    keys = [int(place) - 1 for place in (sets[1] or sets[2]).split(",")]
    known = rows(plain)
    return any(row not in known for row in rows(case.expected) if all(row[key] is not None for key in keys))


def constant_of_grouping_set(case: Case) -> bool:
    """PostgreSQL takes a number in HAVING for a constant column of the grouping sets, and for NULL where that is left
    out; as a subquery it means what it says.
    """
    body, having, condition = case.statement.body.partition(" HAVING ")
    if not having or not GROUPING_SETS.search(body):
        return False
    plain = body + having + re.sub(r"\b(\d+)\b", r"(SELECT \1)", condition) + case.statement.order
    ordered = bool(case.statement.order)
    return shape(case.postgresql(plain), ordered) == shape(case.found, ordered)


def ties_of_one(case: Case) -> bool:
    """Without WITH TIES it answers as pgproxy does."""
    if "WITH TIES" not in case.statement.order or not case.expected.error or case.found.error:
        return False
    without = case.postgresql(case.statement.body + case.statement.order.replace("WITH TIES", "ONLY"))
    return not without.error and rows(without) == rows(case.found)


def not_looked_up(case: Case) -> bool:
    """When all operands must be computed both fail."""
    if "INTERSECT" not in case.statement.body or bool(case.expected.error) == bool(case.found.error):
        return False
    union = re.sub(r"INTERSECT( ALL)?", "UNION ALL", case.statement.body)
    if case.found.error:
        return case.postgresql(union).sqlstate == case.found.sqlstate
    return case.pgproxy(union).sqlstate == case.expected.sqlstate


def not_joined(case: Case) -> bool:
    """One of the joined subqueries fails by itself on pgproxy as well."""
    if " JOIN " not in case.statement.body or not case.expected.error or case.found.error:
        return False
    joined = (part for part in parenthesized(case.statement.body) if part.startswith("(SELECT"))
    return any(case.pgproxy(part).sqlstate == case.expected.sqlstate for part in joined)


def left_out(case: Case) -> bool:
    """A part fails by itself on PostgreSQL as well, whose plan of the whole reads none of its tables or nothing."""
    if case.expected.error or not case.found.error:
        return False
    body = case.statement.body
    plan = str(rows(case.postgresql(f"EXPLAIN {body}")))
    for part in parenthesized(body):
        if not part.startswith("(SELECT") or case.postgresql(named(body) + part).sqlstate != case.found.sqlstate:
            continue
        read = any(re.search(rf"\b{name}\b", plan) for name in re.findall(r"AS (t\d+)\b", part))
        return not read or "One-Time Filter: false" in plan
    return False


def found_needless(case: Case) -> bool:
    """PostgreSQL's plan looks at a condition without columns before it reads anything."""
    if case.expected.error or not case.found.error:
        return False
    return "One-Time Filter" in str(rows(case.postgresql(f"EXPLAIN {case.statement.body}")))


def joined_otherwise(case: Case) -> bool:
    """pgproxy refuses a FULL JOIN that PostgreSQL's plan does without."""
    if case.expected.error or not case.found.error or "FULL JOIN" not in case.found.error["message"]:
        return False
    return "Full Join" not in str(rows(case.postgresql(f"EXPLAIN {case.statement.body}")))


def other_row_first(case: Case) -> bool:
    """Both fail, and PostgreSQL as pgproxy does where the first rows are left out."""
    head, values, given = case.statement.body.partition(" VALUES ")
    if not (values and head.startswith("INSERT INTO") and case.expected.error and case.found.error):
        return False
    for row in list(parenthesized(given, nested=False))[1:]:
        fewer = case.postgresql(f"BEGIN; {head}{values}{given[given.index(row) :]}")
        case.pair.ask("ROLLBACK")
        if fewer.sqlstate == case.found.sqlstate:
            return True
    return False


def misordered(case: Case) -> bool:
    """PostgreSQL orders a subquery of the same rows as pgproxy does."""
    if case.expected.error or not case.statement.order or not GROUPING_SETS.search(case.statement.body):
        return False
    apart = case.postgresql(f"SELECT * FROM ({case.statement.body} OFFSET 0) AS q{case.statement.order}")
    return bool(shape(apart, True) == shape(case.found, True))


def equal_numbers(case: Case) -> bool:
    if case.expected.error or case.found.error or not SCALE.search(case.statement.sql):
        return False
    ordered = bool(case.statement.order)
    return bool(shape(case.expected, ordered, exact=False) == shape(case.found, ordered, exact=False))


REFUSED = "pgproxy says that it does not support it"
EXPLANATIONS: tuple[tuple[str, Callable[[Case], bool]], ...] = (
    (REFUSED, refused),
    ("it took longer than the five seconds that it has", took_long),
    ("what a LIMIT or OFFSET leaves out is not computed", not_computed),
    ("PostgreSQL fails in its planner", fails_itself),
    ("PostgreSQL takes WITH TIES over into the search for a minimum or maximum", ties_of_one),
    ("an operand of INTERSECT is not computed where the other has no rows", not_looked_up),
    ("a joined subquery is not computed where the rest has no rows", not_joined),
    ("PostgreSQL's plan leaves a part out that fails by itself", left_out),
    ("PostgreSQL reads nothing where a condition without columns is false", found_needless),
    ("PostgreSQL's plan does without a FULL JOIN that it could not do", joined_otherwise),
    ("of several rows that cannot be inserted another one is found first", other_row_first),
    ("PostgreSQL leaves out a sort key that equals another but where a grouping set makes it NULL", misordered),
    ("PostgreSQL loses a condition beside grouping sets", contradicts_itself),
    ("PostgreSQL takes a number in HAVING for a constant column of the grouping sets", constant_of_grouping_set),
    ("of equal numbers another one is shown", equal_numbers),
)
"""(reason, whether a difference is of that kind)."""
REASONS = frozenset(reason for reason, _ in EXPLANATIONS)


def explained(case: Case) -> str | None:
    """The reason of a difference, if it has one."""
    return next((reason for reason, holds in EXPLANATIONS if holds(case)), None)


def parenthesized(sql: str, *, nested: bool = True) -> Iterator[str]:
    """The parts of a statement in parentheses, those inside others too if `nested`."""
    opened: list[int] = []
    for place, letter in enumerate(STRINGS.sub(lambda found: " " * len(found[0]), sql)):
        if letter == "(":
            opened.append(place)
        elif letter == ")":
            start = opened.pop()
            if nested or not opened:
                yield sql[start : place + 1]


def named(sql: str) -> str:
    """The WITH clause of a statement, empty if it has none."""
    if not sql.startswith("WITH "):
        return ""
    outside = sql
    for part in parenthesized(sql, nested=False):
        outside = outside.replace(part, " " * len(part), 1)
    return sql[: outside.index(" SELECT ") + 1]


def rows(reply: Reply) -> list[Any]:
    """The rows of an answer, in its order."""
    return [value for keyword, value in reply.events if keyword == "row"]


def columns(reply: Reply) -> Any:
    """The names and types of an answer's columns."""
    return [_without_typmods(event) for event in reply.events if event[0] == "columns"]


def shape(reply: Reply, ordered: bool, *, exact: bool = True) -> Any:
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
