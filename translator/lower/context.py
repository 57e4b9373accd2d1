"""What one lowering shares: the catalog, the names given to range table entries, and the values bound at execution."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field
from sqlglot import exp

from translator.analyze.state import Analysis
from translator.catalog.image import CatalogImage
from translator.lower import build
from translator.lower.dialect import MAX_VARIABLES
from translator.lower.nodes import nodes
from translator.pause import pausing
from translator.query import CommonTableExpr, Const, Expr, Param, Query, RangeTblEntry

if TYPE_CHECKING:
    from translator.lower.outputs import Outputs

LoweredT = TypeVar("LoweredT")

MAX_LIFTED = 30_000
"""Literals bound from outside in one statement."""
MAX_PLANNED_DEPTH = 50


class Bind(Struct, frozen=True):
    """A value bound to one SQLite variable: a client parameter (`number` from 1), or a literal of the statement
    (`literal`).
    """

    type: int
    number: int = 0
    literal: int | None = None


class Repeated(Struct, frozen=True):
    """A query that adds rows to those of a step as long as it gives any; `work` is the temporary table of the rows that
    came last.
    """

    tree: exp.Expression
    work: str


TABLE, ROW, LEAF = "target table", "target row", "leaf"
"""The columns of kept rows that say which table of a tree each is in, by which number, and which it belongs into."""


class Moved(Struct, frozen=True):
    """The rows that a step deletes because they belong into other partitions: those which were kept with this table
    and not with this leaf; `cells` names those of the rows to come, by the column numbers of the statement's target.
    """

    rows: str
    table: int
    target: int
    cells: tuple[str, ...]


class LoweredStep(Struct, frozen=True):
    """A statement to run before the last one: its tree, the temporary table that keeps its rows ("" for none) with the
    names of that table's columns, and whether the rows it changes count.

    when: it runs only where rows kept before, in this table, have this value in this column.
    """

    tree: exp.Expression
    table: str
    columns: tuple[str, ...]
    counted: bool = False
    repeated: Repeated | None = None
    when: tuple[str, str, int] | None = None
    moved: Moved | None = None


class Lowering(Struct):
    """State of lowering one statement.  `lift` is off where SQLite allows no variables (DDL)."""

    analysis: Analysis
    lift: bool = True
    outputs: Outputs | None = None
    """Which columns of subqueries are asked for, None for all."""
    binds: list[Bind] = field(default_factory=list)
    aliases: dict[RangeTblEntry, str] = field(default_factory=dict)
    columns: dict[RangeTblEntry, list[str]] = field(default_factory=dict)
    inlined: dict[RangeTblEntry, list[exp.Expression]] = field(default_factory=dict)
    """Entries that became no table: their columns' expressions."""
    tableoids: dict[RangeTblEntry, exp.Expression] = field(default_factory=dict)
    """For entries that are no table of a tree any more: which table each row is from."""
    xmins: dict[RangeTblEntry, exp.Expression] = field(default_factory=dict)
    """The same: by which transaction each row is."""
    present: dict[RangeTblEntry, exp.Expression] = field(default_factory=dict)
    """For entries that may have no row: whether they have one."""
    cte_names: dict[CommonTableExpr, str] = field(default_factory=dict)
    placeholders: dict[Expr, exp.Expression] = field(default_factory=dict)
    bare_columns_of: RangeTblEntry | None = None
    """The entry whose columns are written without a qualifier, as RETURNING and DDL need them."""
    filters: set[int] = field(default_factory=set)
    """Identities of the conditions that stand at the top of a WHERE, where NULL and false are the same."""
    refusals: list[exp.Expression] = field(default_factory=list)
    """What fails before the statement runs, as PostgreSQL's planner would."""
    reduced: set[int] = field(default_factory=set)
    """Identities of the FULL JOINs of which a condition drops rows without a match."""
    uses: set[str] = field(default_factory=set)
    """'volatile', 'stable' and 'read' as met on the way."""
    relations: dict[int, None] = field(default_factory=dict)
    """The relations that are read, in the order in which they were met."""
    trees: list[RangeTblEntry] = field(default_factory=list)
    """Those that are read with the tables below them."""
    conditions: dict[RangeTblEntry, Expr | None] = field(default_factory=dict)
    """The WHERE of the query that an entry is in."""
    steps: list[LoweredStep] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """The tables that the statement's steps change."""
    upserted: dict[int, None] = field(default_factory=dict)
    skipping: dict[tuple[int, int], None] = field(default_factory=dict)
    """The tables that ON CONFLICT DO UPDATE changes."""
    xmax: exp.Expression = build.integer(0)
    """What a row that INSERT gives back has in xmax."""
    snapshots: dict[int, str] = field(default_factory=dict)
    """The temporary tables that keep the rows of tables as they were before the statement, by the tables' oids."""
    kept: set[CommonTableExpr] = field(default_factory=set)
    """WITH queries whose rows a step keeps."""
    outer_ctes: list[exp.CTE] = field(default_factory=list)
    """The WITH queries that a step may refer to."""
    outer_recursive: bool = False
    kept_values: int = 0
    """How many volatile operands are noted to be used again."""
    level: int = 0
    """That of the query being lowered."""
    writer: str = ""
    """The function in the statement that changes the database, as errors call it."""
    _names: set[str] = field(default_factory=set)
    _known: dict[Bind, int] = field(default_factory=dict)

    def noting_volatility(self, lower: Callable[[], LoweredT]) -> tuple[LoweredT, bool]:
        """What `lower` makes, and whether a volatile function is in it."""
        before, self.uses = self.uses, set()
        try:
            lowered = lower()
            return lowered, "volatile" in self.uses
        finally:
            self.uses |= before

    def asked(self, query: Query) -> Query:
        """A subquery without what nothing asks for."""
        return query if self.outputs is None else self.outputs.asked(query)

    def idle(self, query: Query) -> list[int]:
        """The numbers, from 1, of a subquery's columns that are computed though nothing asks for them."""
        return [] if self.outputs is None else self.outputs.idle(query)

    def keep(self) -> int:
        """A number for one more volatile operand."""
        self.kept_values += 1
        return self.kept_values

    @property
    def is_deep(self) -> bool:
        """Whether the statement nests expressions so deeply that planning is not imitated: it would look at all
        levels below each of them.
        """
        return self.analysis.deepest > MAX_PLANNED_DEPTH

    @property
    def catalog(self) -> CatalogImage:
        return self.analysis.catalog

    def name(self, wanted: str) -> str:
        """A name for a table or CTE that is new to the statement, as close to `wanted` as can be."""
        base = wanted or "q"
        name, count = base, 1
        while name.lower() in self._names:
            count += 1
            name = f"{base}_{count}"
        self._names.add(name.lower())
        return name

    def alias(self, rte: RangeTblEntry) -> str:
        alias = self.aliases.get(rte)
        if alias is None:
            alias = self.aliases[rte] = self.name(rte.alias.strip("*"))
        return alias

    def bind(self, bind: Bind) -> exp.Expression:
        """The SQLite variable that carries the value."""
        place = self._known.get(bind)
        if place is None:
            self.binds.append(bind)
            place = self._known[bind] = len(self.binds)
        return exp.Placeholder(this=str(place))

    def param(self, param: Param) -> exp.Expression:
        return self.bind(Bind(param.type, number=param.number))

    def const(self, const: Const) -> exp.Expression:
        """A literal that the plan does not depend on becomes a variable, any other constant stays in the text."""
        literal = const.literal
        if (
            literal is None
            or not self.lift
            or self.analysis.consume_all
            or len(self.binds) >= MAX_LIFTED
            or (literal if literal >= 0 else ~literal) in self.analysis.consumed
        ):
            return build.value(const.value)
        return self.bind(Bind(const.type, literal=literal))


def used_binds(lowering: Lowering, tree: exp.Expression) -> list[Bind]:
    """The values that a finished tree binds, its variables numbered anew: a column that nobody asked for took its
    variables along.
    """
    variables = [node for node in pausing(nodes(tree)) if isinstance(node, exp.Placeholder)]
    used = sorted({int(variable.name) for variable in variables})
    if len(used) != len(lowering.binds) or len(used) > MAX_VARIABLES:
        numbers = {str(old): str(_number(place, len(used))) for place, old in enumerate(used, start=1)}
        for variable in variables:
            variable.set("this", numbers[variable.name])
    return [lowering.binds[number - 1] for number in used]


def _number(place: int, count: int) -> int:
    """The number of a variable; those that share the first have their places in it, from 0 downwards."""
    if count <= MAX_VARIABLES:
        return place
    return place + 1 if place < MAX_VARIABLES else MAX_VARIABLES - place


def unique_names(wanted: list[str]) -> list[str]:
    """Column names as SQLite tells them apart (case does not count)."""
    taken: set[str] = set()
    names = []
    for name in wanted:
        candidate, count = name or "c", 1
        while candidate.lower() in taken:
            count += 1
            candidate = f"{name}_{count}"
        taken.add(candidate.lower())
        names.append(candidate)
    return names


def output_names(query: Query) -> list[str]:
    """The names that a query's columns have when it stands in a FROM clause."""
    return unique_names([entry.name for entry in query.columns])
