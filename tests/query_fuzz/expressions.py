"""Random expressions over the columns that a query sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.schema import LITERALS, SQL_TYPES, TYPES, Column

Maker = Callable[[Choices, "Scope", int], str]
MAKERS: dict[str, Maker] = {}
"""What makes an expression of a type that is neither a column nor a literal; its parts are of the depth given."""


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
    made = lambda: MAKERS[wanted](c, scope, depth - 1)  # noqa: E731
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


def cast(value: str, wanted: str) -> str:
    """A value that surely has the type."""
    return f"({value})::{SQL_TYPES[wanted]}"
