"""The typed query tree: what a statement means once every name and type is known.

Expressions are PostgreSQL's primnodes as frozen dataclasses; `Query` and its parts are its parsenodes after
analysis.  No SQLite here, no raw parse tree either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from translator.catalog.relation import Relation
from translator.catalog.rows import PgOperator, PgProc

Storage = int | float | str | bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expr:
    """An expression with its result type; `location` is its byte offset in the statement, -1 when unknown."""

    type: int
    typmod: int = -1
    location: int = field(default=-1, compare=False)

    @property
    def at(self) -> int:
        """Where the expression begins: an operator's own location may be behind that of its operand."""
        places = [self.location]
        if isinstance(self, _BEGINS_WITH_ARGUMENT):
            places += [child.at for child in children(self)]
        return min((place for place in places if place >= 0), default=-1)


@dataclass(frozen=True, slots=True)
class Var(Expr):
    """Column `attno` (from 1; 0 is the whole row, negative are system columns) of a range table entry."""

    rte: RangeTblEntry
    attno: int


@dataclass(frozen=True, slots=True)
class Const(Expr):
    """A constant in storage form.

    `literal` is its place among the statement's literals, `~place` when a minus sign precedes it, None when it is not
    one.
    """

    value: Storage
    literal: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Param(Expr):
    """The client's parameter `$number`."""

    number: int


@dataclass(frozen=True, slots=True)
class FuncExpr(Expr):
    """A function call; `explicit` tells a written cast from an implicit one where the call stands for a cast."""

    proc: PgProc
    args: tuple[Expr, ...]
    is_cast: bool = False
    explicit: bool = True
    variadic: bool = False
    columns: tuple[ColumnDef, ...] = ()
    """What a row-valued call gives where the function does not say so itself."""


@dataclass(frozen=True, slots=True)
class OpExpr(Expr):
    operator: PgOperator
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class DistinctExpr(Expr):
    """`left IS [NOT] DISTINCT FROM right`, by the equality operator `operator`."""

    operator: PgOperator
    args: tuple[Expr, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class NullIfExpr(Expr):
    operator: PgOperator
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ScalarArrayOpExpr(Expr):
    """`scalar op ANY (array)`, or ALL."""

    operator: PgOperator
    any: bool
    scalar: Expr
    array: Expr


@dataclass(frozen=True, slots=True)
class InListExpr(Expr):
    """`scalar op ANY (list)`: IN over a written list whose members share one type."""

    operator: PgOperator
    negated: bool
    scalar: Expr
    members: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class BoolExpr(Expr):
    """`op` is 'and', 'or' or 'not'."""

    op: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class NullTest(Expr):
    """With `row`, whether all fields of a row are NULL, or none of them."""

    arg: Expr
    is_null: bool
    row: bool = False


@dataclass(frozen=True, slots=True)
class BooleanTest(Expr):
    """`arg IS [NOT] TRUE / FALSE / UNKNOWN`; value is 1, 0 or None."""

    arg: Expr
    value: int | None
    negated: bool


@dataclass(frozen=True, slots=True)
class CaseExpr(Expr):
    whens: tuple[tuple[Expr, Expr], ...]
    default: Expr


@dataclass(frozen=True, slots=True)
class CoalesceExpr(Expr):
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class MinMaxExpr(Expr):
    """GREATEST or LEAST; `operator` is the ordering `<` or `>` that picks the winner."""

    greatest: bool
    operator: PgOperator
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ArrayExpr(Expr):
    """ARRAY[...]; with `nested` the elements are arrays themselves."""

    elements: tuple[Expr, ...]
    nested: bool


@dataclass(frozen=True, slots=True)
class SubscriptExpr(Expr):
    """`container[upper]`, or a slice `[lower:upper]` where a missing bound is None."""

    container: Expr
    lower: tuple[Expr | None, ...] | None
    upper: tuple[Expr | None, ...]


@dataclass(frozen=True, slots=True)
class RowExpr(Expr):
    """ROW(...), or with `whole` the row of a range table entry."""

    args: tuple[Expr, ...]
    names: tuple[str, ...]
    whole: RangeTblEntry | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RowCompareExpr(Expr):
    """`(a, b) < (c, d)` by the given operators, leftmost first; `op` is the comparison's name."""

    op: str
    operators: tuple[PgOperator, ...]
    left: tuple[Expr, ...]
    right: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class FieldSelect(Expr):
    """Field `index` (from 0) of a row value."""

    arg: Expr
    index: int
    name: str


@dataclass(frozen=True, slots=True)
class FieldStore(Expr):
    """The row `arg` with another value for its attribute `number`; a NULL row has NULL in every field."""

    arg: Expr
    number: int
    value: Expr


@dataclass(frozen=True, slots=True)
class SubscriptStore(Expr):
    """The array `container` with another element, or with `lower` another slice; as SubscriptExpr otherwise."""

    container: Expr
    lower: tuple[Expr | None, ...] | None
    upper: tuple[Expr | None, ...]
    value: Expr


@dataclass(frozen=True, slots=True)
class JsonbStore(Expr):
    """The jsonb document `container` with another value at `path`; `numbered`: that begins with an integer."""

    container: Expr
    path: tuple[Expr, ...]
    numbered: bool
    value: Expr


@dataclass(frozen=True, slots=True)
class RelabelType(Expr):
    """A binary-coercible cast: another type, the same datum."""

    arg: Expr
    explicit: bool


@dataclass(frozen=True, slots=True)
class CoerceViaIO(Expr):
    """A cast through the text form of both types."""

    arg: Expr
    explicit: bool


@dataclass(frozen=True, slots=True)
class ArrayCoerceExpr(Expr):
    """A cast of every element: `element` casts `placeholder`."""

    arg: Expr
    element: Expr
    placeholder: CoerceTestExpr
    explicit: bool


@dataclass(frozen=True, slots=True)
class CoerceTestExpr(Expr):
    """Stands for the element inside an ArrayCoerceExpr."""


@dataclass(frozen=True, slots=True)
class DomainValue(Expr):
    """VALUE in a constraint of a domain."""


@dataclass(frozen=True, slots=True)
class CoerceToDomain(Expr):
    """A value of the base type as the domain, if it passes the checks."""

    arg: Expr
    explicit: bool


@dataclass(frozen=True, slots=True)
class CollateExpr(Expr):
    arg: Expr
    collation: str


@dataclass(frozen=True, slots=True)
class SubLink(Expr):
    """A subquery in an expression; `kind` is exists, expr, any, all or array.

    For any and all, `tests` compares `left` with the subquery's columns by `operators`; `op` is the name written.
    """

    kind: str
    subquery: Query
    left: tuple[Expr, ...] = ()
    operators: tuple[PgOperator, ...] = ()
    columns: tuple[Expr, ...] = ()
    op: str = ""


@dataclass(frozen=True, slots=True)
class SubLinkColumn(Expr):
    """Column `index` (from 0) of the row that an ANY or ALL sublink compares."""

    index: int


@dataclass(frozen=True, slots=True)
class SortKey:
    """One ORDER BY item; `operator` is the ordering operator."""

    expr: Expr
    descending: bool
    nulls_first: bool


@dataclass(frozen=True, slots=True)
class Aggref(Expr):
    proc: PgProc
    args: tuple[Expr, ...]
    star: bool
    distinct: bool
    order: tuple[SortKey, ...]
    filter: Expr | None
    direct: tuple[Expr, ...] = ()
    within_group: bool = False
    variadic: bool = False
    level: int = 0
    """The query level it belongs to."""


@dataclass(frozen=True, slots=True)
class GroupingFunc(Expr):
    """GROUPING(args) of the query at `level`."""

    args: tuple[Expr, ...]
    level: int


@dataclass(frozen=True, slots=True)
class JsonConstructor(Expr):
    """JSON_OBJECT and its kin; `kind` is object, array, scalar, parse, or is any / object / array / scalar."""

    kind: str
    args: tuple[Expr, ...]
    absent: bool
    unique: bool


@dataclass(frozen=True, slots=True)
class JsonFunc(Expr):
    """JSON_EXISTS, JSON_VALUE or JSON_QUERY (`op` exists, value, query); the type is that of RETURNING.

    `wrapper` is none, conditional or unconditional; `on_empty` and `on_error` are null, error, default, empty array,
    empty object, true, false or unknown.
    """

    op: str
    item: Expr
    path: Expr
    names: tuple[str, ...]
    passing: tuple[Expr, ...]
    wrapper: str
    omit_quotes: bool
    on_empty: str
    on_error: str
    empty_default: Expr
    error_default: Expr


@dataclass(frozen=True, slots=True)
class JsonTableColumn:
    """A column of JSON_TABLE; `item` holds its function, None for FOR ORDINALITY."""

    name: str
    type: int
    typmod: int
    item: JsonFunc | None


@dataclass(frozen=True, slots=True)
class JsonTablePlan:
    """A row pattern, its columns, and the patterns nested in it."""

    path: str
    columns: tuple[JsonTableColumn, ...]
    nested: tuple[JsonTablePlan, ...]
    raises: bool


@dataclass(frozen=True, slots=True)
class JsonTable(Expr):
    """JSON_TABLE; `defaults` are the expressions of DEFAULT in its columns."""

    item: Expr
    plan: JsonTablePlan
    names: tuple[str, ...]
    passing: tuple[Expr, ...]
    defaults: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class FrameBound:
    """`kind` is 'unbounded preceding', 'preceding', 'current row', 'following' or 'unbounded following'."""

    kind: str
    offset: Expr | None = None


@dataclass(frozen=True, slots=True)
class WindowClause:
    partition: tuple[Expr, ...]
    order: tuple[SortKey, ...]
    mode: str | None
    start: FrameBound | None
    end: FrameBound | None
    exclude: str | None


@dataclass(frozen=True, slots=True)
class WindowFunc(Expr):
    proc: PgProc
    args: tuple[Expr, ...]
    star: bool
    filter: Expr | None
    window: WindowClause
    level: int = 0


@dataclass(frozen=True, slots=True)
class SetToDefault(Expr):
    """DEFAULT written as a value; replaced by the column's default before lowering."""


@dataclass(frozen=True, slots=True)
class TargetEntry:
    """A result column."""

    expr: Expr
    name: str


@dataclass(frozen=True, slots=True)
class ColumnDef:
    """A column of a range table entry as names and types are resolved against it."""

    name: str
    type: int
    typmod: int = -1


@dataclass(eq=False, slots=True)
class RangeTblEntry:
    """Something in FROM that has columns.  Compared by identity: two mentions of a table are two entries.

    `kind` is relation, subquery, function, values, cte, join or result (a function's composite or a DML target's
    alias).
    """

    kind: str
    alias: str
    columns: tuple[ColumnDef, ...]
    level: int
    relation: Relation | None = None
    schema: str | None = None
    """The schema that may qualify the relation's name; None behind an alias."""
    subquery: Query | None = None
    lateral: bool = False
    functions: tuple[Expr, ...] = ()
    ordinality: bool = False
    values: tuple[tuple[Expr, ...], ...] = ()
    cte: CommonTableExpr | None = None
    join: JoinExpr | None = None
    join_columns: tuple[Expr, ...] = ()
    """For a join with an alias or USING: what each of its columns is made of."""
    excluded_of: RangeTblEntry | None = None
    """For ON CONFLICT's `excluded`: the target it mirrors."""
    function_widths: tuple[int, ...] = ()
    """For functions: how many of the columns each of them gives."""


@dataclass(frozen=True, slots=True)
class RangeTblRef:
    rte: RangeTblEntry


@dataclass(frozen=True, slots=True)
class JoinExpr:
    """`kind` is inner, left, right, full or cross."""

    kind: str
    left: FromItem
    right: FromItem
    quals: Expr | None


FromItem = RangeTblRef | JoinExpr


@dataclass(eq=False, slots=True)
class CommonTableExpr:
    """`references` counts the mentions; `materialized` is None unless written."""

    name: str
    query: Query | None
    columns: tuple[ColumnDef, ...]
    recursive: bool = False
    materialized: bool | None = None
    references: int = 0


@dataclass(frozen=True, slots=True)
class SetOperation:
    """`op` is union, intersect or except; the operands share the columns' types."""

    op: str
    all: bool
    left: SetOperation | Query
    right: SetOperation | Query
    types: tuple[tuple[int, int], ...] = ()
    """(type, typmod) of each column."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Column `attno` of the target gets `expr`."""

    attno: int
    expr: Expr


@dataclass(frozen=True, slots=True)
class OnConflict:
    """`columns`, `where` name the arbiter index (none for DO NOTHING without a target)."""

    update: bool
    arbiter: tuple[Expr, ...]
    arbiter_where: Expr | None
    assignments: tuple[Assignment, ...]
    where: Expr | None
    excluded: RangeTblEntry | None


@dataclass(frozen=True, slots=True)
class MergeAction:
    """A WHEN clause of MERGE: `match` is matched, by target or by source; `command` is update, delete, insert or
    nothing.  `values` are INSERT's, one for each of the query's `insert_columns`.
    """

    match: str
    command: str
    condition: Expr | None
    assignments: tuple[Assignment, ...] = ()
    values: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class RowMark:
    """FOR UPDATE and its kin; `wait` is block, nowait or skip."""

    strength: str
    wait: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """An analyzed statement; `command` is select, insert, update, delete or merge."""

    command: str
    level: int = 0
    targets: tuple[TargetEntry, ...] = ()
    ctes: tuple[CommonTableExpr, ...] = ()
    from_items: tuple[FromItem, ...] = ()
    where: Expr | None = None
    group: tuple[Expr, ...] = ()
    grouping_sets: tuple[tuple[Expr, ...], ...] = ()
    """The sets of `group` to group by, one after the other; empty where there is just one."""
    grouped: bool = False
    """Whether the query aggregates, with or without GROUP BY."""
    having: Expr | None = None
    distinct: bool = False
    distinct_on: tuple[Expr, ...] = ()
    sort: tuple[SortKey, ...] = ()
    limit: Expr | None = None
    with_ties: bool = False
    offset: Expr | None = None
    set_operation: SetOperation | None = None
    values: tuple[tuple[Expr, ...], ...] = ()
    row_marks: tuple[RowMark, ...] = ()
    target: RangeTblEntry | None = None
    assignments: tuple[Assignment, ...] = ()
    source: Query | None = None
    """INSERT's rows, one column for each entry of `insert_columns`."""
    insert_columns: tuple[int, ...] = ()
    on_conflict: OnConflict | None = None
    checks: tuple[tuple[str, Expr], ...] = ()
    """(name of a view, condition that its CHECK OPTION asks of new rows)."""
    view_columns: tuple[int, tuple[Expr, ...]] = (0, ())
    """The view that a statement changes rows through, and its columns in terms of the table."""
    merge_actions: tuple[MergeAction, ...] = ()
    merge_action: RangeTblEntry | None = None
    """What merge_action() is a column of."""
    returning: tuple[TargetEntry, ...] = ()
    returns: bool = False

    @property
    def columns(self) -> tuple[TargetEntry, ...]:
        """The columns a client or an outer query sees."""
        return self.targets if self.command == "select" else self.returning


_BEGINS_WITH_ARGUMENT = (
    FuncExpr, OpExpr, DistinctExpr, NullIfExpr, ScalarArrayOpExpr, InListExpr, BoolExpr, NullTest, BooleanTest,
    RelabelType,
    CoerceViaIO, ArrayCoerceExpr, CollateExpr, SubscriptExpr,
)  # fmt: skip


def children(expr: Expr) -> Iterator[Expr]:
    """The expressions directly inside `expr`; a sublink's query is not entered."""
    for name in _expr_fields(type(expr)):
        yield from _expressions(getattr(expr, name))


def walk(expr: Expr) -> Iterator[Expr]:
    """`expr` and every expression inside it, subqueries not entered."""
    yield expr
    for child in children(expr):
        yield from walk(child)


def sets_in(expr: Expr) -> Iterator[FuncExpr]:
    """The set-returning calls inside an expression."""
    return (part for part in walk(expr) if isinstance(part, FuncExpr) and part.proc.proretset)


def _expressions(value: Any) -> Iterator[Expr]:
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions(item)
    elif isinstance(value, SortKey):
        yield value.expr
    elif isinstance(value, WindowClause):
        yield from value.partition
        yield from _expressions(value.order)
        for bound in (value.start, value.end):
            if bound is not None and bound.offset is not None:
                yield bound.offset


_FIELDS: dict[type, tuple[str, ...]] = {}
_SCALARS = frozenset({"type", "typmod", "location", "rte", "subquery", "operator", "proc", "operators", "whole"})


def _expr_fields(cls: type) -> tuple[str, ...]:
    names = _FIELDS.get(cls)
    if names is None:
        names = _FIELDS[cls] = tuple(f.name for f in fields(cls) if f.name not in _SCALARS)
    return names
