"""Random expressions over the columns that a query sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.schema import LITERALS, SQL_TYPES, TYPES, Column

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


@dataclass(slots=True)
class Scope:
    """What names mean at a place: the tables of the query and those of the queries around it.

    subquery: makes a query of columns of the given types, for one row or for several.
    """

    subquery: Callable[[Choices, Scope, tuple[str, ...], bool], str]
    tables: list[tuple[str, tuple[Column, ...]]] = field(default_factory=list)
    outer: Scope | None = None
    ctes: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    names: list[int] = field(default_factory=lambda: [0])

    def inner(self) -> Scope:
        """The scope of a subquery."""
        return Scope(self.subquery, outer=self, ctes=dict(self.ctes), names=self.names)

    def name(self) -> str:
        """An alias that nothing else has."""
        self.names[0] += 1
        return f"t{self.names[0]}"

    def columns(self, wanted: str) -> list[str]:
        """The columns of a type that the query's own tables have."""
        return [f"{alias}.{c.name}" for alias, columns in self.tables for c in columns if c.type == wanted]

    def outer_columns(self, wanted: str) -> list[str]:
        """The columns of a type that the queries around have."""
        found: list[str] = []
        scope = self.outer
        while scope is not None:
            found += scope.columns(wanted)
            scope = scope.outer
        return found


def expression(c: Choices, scope: Scope, wanted: str, depth: int) -> str:
    """An expression of a type."""
    leaf = lambda: column_or_literal(c, scope, wanted)  # noqa: E731
    if depth <= 0:
        return leaf()
    made = lambda: _MAKERS[wanted](c, scope, depth - 1)  # noqa: E731
    return c.weighted((6, leaf), (5, made), (2, lambda: _any(c, scope, wanted, depth - 1)))


def column_or_literal(c: Choices, scope: Scope, wanted: str) -> str:
    """A leaf: mostly one of the query's columns, at times one of a query around it."""
    columns = scope.columns(wanted)
    outside = scope.outer_columns(wanted)
    if outside and c.chance(25):
        return c.pick(outside)
    if columns and not c.chance(25):
        return c.pick(columns)
    return c.pick(LITERALS[wanted])


def _any(c: Choices, scope: Scope, wanted: str, depth: int) -> str:
    """What gives a value of whatever type."""
    part = lambda: expression(c, scope, wanted, depth)  # noqa: E731
    condition = lambda: expression(c, scope, "bool", depth)  # noqa: E731
    return c.weighted(
        (3, lambda: f"coalesce({part()}, {part()})"),
        (3, lambda: f"CASE WHEN {condition()} THEN {part()} ELSE {part()} END"),
        (1, lambda: f"CASE WHEN {condition()} THEN {part()} END"),
        (1, lambda: _simple_case(c, scope, wanted, depth)),
        (2, lambda: f"nullif({part()}, {c.pick(LITERALS[wanted][:-1])})"),  # grouped, one of NULL sorts at random
        (1, lambda: f"{c.pick(('greatest', 'least'))}({part()}, {part()})"),
        (2, lambda: f"({scope.subquery(c, scope, (wanted,), True)})"),
    )


def _simple_case(c: Choices, scope: Scope, wanted: str, depth: int) -> str:
    of = c.pick(TYPES)
    value, part = expression(c, scope, of, depth), expression(c, scope, wanted, depth)
    return f"CASE {value} WHEN {expression(c, scope, of, 0)} THEN {part} ELSE {expression(c, scope, wanted, depth)} END"


def _int(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "int", depth)  # noqa: E731
    text = lambda: expression(c, scope, "text", depth)  # noqa: E731
    date = lambda: expression(c, scope, "date", depth)  # noqa: E731
    return c.weighted(
        (4, lambda: f"({part()} {c.pick(('+', '-'))} {part()})"),
        (1, lambda: f"({part()} * {c.pick(('2', '3', '-1', '0'))})"),
        (1, lambda: f"({part()} {c.pick(('/', '%'))} {c.pick(('2', '3', '-4'))})"),
        (1, lambda: f"abs({part()})"),
        (1, lambda: f"-{part()}"),
        (2, lambda: f"length({text()})"),
        (1, lambda: f"position({text()} in {text()})"),
        (1, lambda: f"extract({c.pick(('year', 'month', 'day', 'dow'))} from {date()})::int"),
        (1, lambda: f"({date()} - {date()})"),
        (1, lambda: f"{expression(c, scope, 'bool', depth)}::int"),
        (1, lambda: f"round({expression(c, scope, 'num', depth)})::int"),
    )


def _num(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "num", depth)  # noqa: E731
    return c.weighted(
        (4, lambda: f"({part()} {c.pick(('+', '-'))} {part()})"),
        (1, lambda: f"({part()} * {c.pick(('2', '1.5', '-1'))})"),
        (1, lambda: f"({part()} / {c.pick(('2', '1.5', '-4'))})"),
        (1, lambda: f"round({part()}, {c.pick(('0', '1', '-1'))})"),
        (1, lambda: f"abs({part()})"),
        (2, lambda: f"{expression(c, scope, 'int', depth)}::numeric"),
    )


def _text(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "text", depth)  # noqa: E731
    number = lambda: c.pick(("1", "2", "3"))  # noqa: E731
    return c.weighted(
        (3, lambda: f"({part()} || {part()})"),
        (2, lambda: f"{c.pick(('upper', 'lower', 'reverse', 'btrim'))}({part()})"),
        (1, lambda: f"substr({part()}, {number()}, {number()})"),
        (1, lambda: f"left({part()}, {number()})"),
        (1, lambda: f"replace({part()}, {c.pick(LITERALS['text'][:4])}, {part()})"),
        (2, lambda: f"{expression(c, scope, c.pick(('int', 'bool', 'date')), depth)}::text"),
        (1, lambda: f"concat({part()}, {expression(c, scope, c.pick(TYPES), depth)})"),
        (1, lambda: f"to_char({expression(c, scope, 'date', depth)}, 'YYYY-MM')"),
    )


def _date(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "date", depth)  # noqa: E731
    return c.weighted(
        (3, lambda: f"({part()} {c.pick(('+', '-'))} {c.pick(('1', '30', '365'))})"),
        (2, lambda: f"{expression(c, scope, 'time', depth)}::date"),
    )


def _time(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "time", depth)  # noqa: E731
    return c.weighted(
        (2, lambda: f"({part()} + interval '{c.pick(('1 day', '1 month', '90 minutes'))}')"),
        (2, lambda: f"date_trunc('{c.pick(('day', 'month', 'hour'))}', {part()})"),
        (1, lambda: f"{expression(c, scope, 'date', depth)}::timestamp"),
    )


def _bool(c: Choices, scope: Scope, depth: int) -> str:
    of = c.pick(("int", "text", "num", "date", "int", "time"))
    part = lambda: expression(c, scope, of, depth)  # noqa: E731
    condition = lambda: expression(c, scope, "bool", depth)  # noqa: E731
    text = lambda: expression(c, scope, "text", depth)  # noqa: E731
    no = lambda: c.pick(("", "NOT "))  # noqa: E731
    several = lambda *types: scope.subquery(c, scope, types, False)  # noqa: E731
    quantified = lambda: f"{part()} {c.pick(COMPARISONS)} {c.pick(('ANY', 'ALL'))}"  # noqa: E731
    return c.weighted(
        (8, lambda: f"({part()} {c.pick(COMPARISONS)} {part()})"),
        (3, lambda: f"({condition()} {c.pick(('AND', 'OR'))} {condition()})"),
        (1, lambda: f"(NOT {condition()})"),
        (2, lambda: f"({expression(c, scope, c.pick(TYPES), depth)} IS {no()}NULL)"),
        (1, lambda: f"({condition()} IS {no()}{c.pick(('TRUE', 'FALSE', 'UNKNOWN'))})"),
        (2, lambda: f"({part()} IS {no()}DISTINCT FROM {part()})"),
        (2, lambda: f"({part()} {no()}IN ({', '.join(part() for _ in range(1 + c.below(3)))}))"),
        (2, lambda: f"({part()} {no()}IN ({several(of)}))"),
        (2, lambda: f"({no()}EXISTS ({several(of)}))"),
        (1, lambda: f"({part()} {no()}BETWEEN {part()} AND {part()})"),
        (1, lambda: f"({text()} {no()}{c.pick(('LIKE', 'ILIKE'))} {c.pick(LITERALS['text'])})"),
        (1, lambda: f"({quantified()} ({several(of)}))"),
        (1, lambda: f"({quantified()} (ARRAY[{part()}, {part()}]))"),
        (1, lambda: f"(({part()}, {text()}) {c.pick(COMPARISONS)} ({part()}, {text()}))"),
        (1, lambda: f"(({part()}, {text()}) {no()}IN ({several(of, 'text')}))"),
    )


_MAKERS: dict[str, Any] = {"int": _int, "num": _num, "text": _text, "date": _date, "time": _time, "bool": _bool}


def aggregate(c: Choices, scope: Scope, wanted: str, depth: int) -> str:
    """An aggregate over the query's rows, whose result does not depend on their order."""
    part = lambda of: expression(c, scope, of, depth)  # noqa: E731
    distinct = lambda: c.pick(("", "", "DISTINCT "))  # noqa: E731
    call = {
        "int": lambda: c.weighted(
            (2, lambda: "count(*)"),
            (2, lambda: f"count({distinct()}{part(c.pick(TYPES))})"),
            (2, lambda: f"{c.pick(('min', 'max'))}({part('int')})"),
            (1, lambda: f"sum({distinct()}{part('int')})"),
        ),
        "num": lambda: c.weighted(
            (2, lambda: f"sum({distinct()}{part('num')})"),
            (1, lambda: f"{c.pick(('min', 'max'))}({part('num')})"),
            (1, lambda: f"avg({distinct()}{part(c.pick(('num', 'int')))})"),
        ),
        "text": lambda: c.weighted(
            (2, lambda: f"{c.pick(('min', 'max'))}({part('text')})"),
            (2, lambda: _string_agg(c, expression(c, scope, "text", 0))),
            (1, lambda: f"array_agg({(value := part(c.pick(('int', 'text'))))} ORDER BY {value} DESC)::text"),
        ),
        "bool": lambda: f"{c.pick(('bool_and', 'bool_or', 'every'))}({part('bool')})",
        "date": lambda: f"{c.pick(('min', 'max'))}({part('date')})",
        "time": lambda: f"{c.pick(('min', 'max'))}({part('time')})",
    }[wanted]()
    return f"{call} FILTER (WHERE {part('bool')})" if c.chance(15) and "::text" not in call else call


def _string_agg(c: Choices, value: str) -> str:
    return f"string_agg({c.pick(('', 'DISTINCT '))}{value}, ',' ORDER BY {value})"


def window(c: Choices, scope: Scope, wanted: str, unique: str, depth: int) -> str:
    """A window function over an order that leaves nothing open; unique: the columns that tell the rows apart."""
    part = lambda of: expression(c, scope, of, depth)  # noqa: E731
    partition = f"PARTITION BY {part(c.pick(TYPES))} " if c.chance(50) else ""
    order = f"ORDER BY {part(c.pick(('int', 'num', 'date')))}{c.pick(('', ' DESC', ' NULLS FIRST'))}, {unique}"
    frame = c.pick(("", "", " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING", " ROWS UNBOUNDED PRECEDING",
                    " GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES",
                    " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW"))  # fmt: skip
    over = f"OVER ({partition}{order}{frame})"
    if wanted == "int" and c.chance(50):
        ranking = c.pick(("row_number()", "rank()", "dense_rank()", "ntile(3)", "count(*)"))
        return f"{ranking} {over}"
    if wanted in ("int", "num") and c.chance(50):
        return f"sum({part(wanted)}) {over}"
    function = c.pick(("first_value", "last_value", "lag", "lead", "min", "max"))
    if wanted == "bool" and function in ("min", "max"):
        function = "lag"
    return f"{function}({part(wanted)}) {over}"


def cast(value: str, wanted: str) -> str:
    """A value that surely has the type."""
    return f"({value})::{SQL_TYPES[wanted]}"
