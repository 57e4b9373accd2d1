"""The typed query tree: what a statement means once every name and type is known.

Expressions are PostgreSQL's primnodes as frozen records; `Query` and its parts are its parsenodes after
analysis.  No SQLite here, no raw parse tree either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from inspect import get_annotations
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from translator.alike import Comparison
from translator.catalog.relation import Relation
from translator.catalog.rows import PgOperator, PgProc
from translator.errors import PgError
from translator.pause import pause

Storage = int | float | str | bytes | None


class Expr(Struct, frozen=True, kw_only=True, eq=False):
    """An expression with its result type; `location` is its byte offset in the statement, -1 when unknown.

    Expressions are equal when they mean the same, wherever they are written.
    """

    type: int
    typmod: int = -1
    location: int = -1

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _meaning(type(self)))

    def __ne__(self, other: object) -> bool:
        return not self == other  # which a Struct would tell by identity

    def __hash__(self) -> int:
        return hash((type(self), *[getattr(self, name) for name in _meaning(type(self))]))

    @property
    def at(self) -> int:
        """Where the expression begins: an operator's own location may be behind that of its operand."""
        places = [self.location]
        if isinstance(self, _BEGINS_WITH_ARGUMENT):
            places += [child.at for child in children(self)]
        return min((place for place in places if place >= 0), default=-1)


class Var(Expr, frozen=True):
    """Column `attno` (from 1; 0 is the whole row, negative are system columns) of a range table entry."""

    rte: RangeTblEntry
    attno: int


class Const(Expr, frozen=True):
    """A constant in storage form.

    `literal` is its place among the statement's literals, `~place` when a minus sign precedes it, None when it is not
    one.
    """

    value: Storage
    literal: int | None = None


CTID, XMIN, XMAX, TABLEOID = -1, -2, -4, -6
"""The numbers of the system columns that an expression may name."""
SYSTEM_NAMES = {CTID: "ctid", XMIN: "xmin", XMAX: "xmax", TABLEOID: "tableoid"}


class Param(Expr, frozen=True):
    """The client's parameter `$number`."""

    number: int


class FuncExpr(Expr, frozen=True):
    """A function call; `explicit` tells a written cast from an implicit one where the call stands for a cast."""

    proc: PgProc
    args: tuple[Expr, ...]
    is_cast: bool = False
    explicit: bool = True
    variadic: bool = False
    columns: tuple[ColumnDef, ...] = ()
    """What a row-valued call gives where the function does not say so itself."""
    keyword: str = ""
    """CURRENT_DATE or one of its kin, as which the call is written."""
    sql_syntax: bool = False
    """Whether the call is written in the syntax that SQL has for it, as TRIM(BOTH FROM x)."""


class OpExpr(Expr, frozen=True):
    operator: PgOperator
    args: tuple[Expr, ...]


class DistinctExpr(Expr, frozen=True):
    """`left IS [NOT] DISTINCT FROM right`, by the equality operator `operator`."""

    operator: PgOperator
    args: tuple[Expr, ...]
    negated: bool


class NullIfExpr(Expr, frozen=True):
    operator: PgOperator
    args: tuple[Expr, ...]


class ScalarArrayOpExpr(Expr, frozen=True):
    """`scalar op ANY (array)`, or ALL."""

    operator: PgOperator
    any: bool
    scalar: Expr
    array: Expr


class InListExpr(Expr, frozen=True):
    """`scalar op ANY (list)`: IN over a written list whose members share one type."""

    operator: PgOperator
    negated: bool
    scalar: Expr
    members: tuple[Expr, ...]


class BoolExpr(Expr, frozen=True):
    """`op` is 'and', 'or' or 'not'."""

    op: str
    args: tuple[Expr, ...]


class NullTest(Expr, frozen=True):
    """With `row`, whether all fields of a row are NULL, or none of them."""

    arg: Expr
    is_null: bool
    row: bool = False

    @property
    def fields(self) -> tuple[Expr, ...] | None:
        """What is tested one by one: the fields of a row that is written out."""
        if self.row and isinstance(self.arg, RowExpr) and self.arg.whole is None:
            return self.arg.args
        return None


class BooleanTest(Expr, frozen=True):
    """`arg IS [NOT] TRUE / FALSE / UNKNOWN`; value is 1, 0 or None."""

    arg: Expr
    value: int | None
    negated: bool


class CaseExpr(Expr, frozen=True):
    """`simple`: each condition is a comparison with the one value that stands behind CASE."""

    whens: tuple[tuple[Expr, Expr], ...]
    default: Expr
    simple: bool = False


class CoalesceExpr(Expr, frozen=True):
    """COALESCE; `merged` is the name of a column that FULL JOIN ... USING makes of two."""

    args: tuple[Expr, ...]
    merged: str = ""


class MinMaxExpr(Expr, frozen=True):
    """GREATEST or LEAST; `operator` is the ordering `<` or `>` that picks the winner, None for types without one, where
    only the execution fails.
    """

    greatest: bool
    operator: PgOperator | None
    args: tuple[Expr, ...]


class ArrayExpr(Expr, frozen=True):
    """ARRAY[...]; with `nested` the elements are arrays themselves."""

    elements: tuple[Expr, ...]
    nested: bool


class SubscriptExpr(Expr, frozen=True):
    """`container[upper]`, or a slice `[lower:upper]` where a missing bound is None."""

    container: Expr
    lower: tuple[Expr | None, ...] | None
    upper: tuple[Expr | None, ...]


class RowExpr(Expr, frozen=True):
    """ROW(...), or with `whole` the row of a range table entry."""

    args: tuple[Expr, ...]
    names: tuple[str, ...]
    whole: RangeTblEntry | None = None


class RowCompareExpr(Expr, frozen=True):
    """`(a, b) < (c, d)` by the given operators, leftmost first; `op` is the comparison's name."""

    op: str
    operators: tuple[PgOperator, ...]
    left: tuple[Expr, ...]
    right: tuple[Expr, ...]


class FieldSelect(Expr, frozen=True):
    """Field `index` (from 0) of a row value."""

    arg: Expr
    index: int
    name: str


class FieldStore(Expr, frozen=True):
    """The row `arg` with another value for its attribute `number`; a NULL row has NULL in every field."""

    arg: Expr
    number: int
    value: Expr


class SubscriptStore(Expr, frozen=True):
    """The array `container` with another element, or with `lower` another slice; as SubscriptExpr otherwise."""

    container: Expr
    lower: tuple[Expr | None, ...] | None
    upper: tuple[Expr | None, ...]
    value: Expr


class JsonbStore(Expr, frozen=True):
    """The jsonb document `container` with another value at `path`; `numbered`: that begins with an integer."""

    container: Expr
    path: tuple[Expr, ...]
    numbered: bool
    value: Expr


class RelabelType(Expr, frozen=True):
    """A binary-coercible cast: another type, the same datum."""

    arg: Expr
    explicit: bool


class CoerceViaIO(Expr, frozen=True):
    """A cast through the text form of both types."""

    arg: Expr
    explicit: bool


class ArrayCoerceExpr(Expr, frozen=True):
    """A cast of every element: `element` casts `placeholder`."""

    arg: Expr
    element: Expr
    placeholder: CoerceTestExpr
    explicit: bool


class ConvertRowtypeExpr(Expr, frozen=True):
    """A row as one of a table that its own inherits from: the fields at `places` of the row as stored, -1 for none."""

    arg: Expr
    places: tuple[int, ...]
    explicit: bool


class CoerceTestExpr(Expr, frozen=True):
    """Stands for the element inside an ArrayCoerceExpr, and for the operand of a CASE."""


class CurrentOf(Expr, frozen=True):
    """WHERE CURRENT OF: whether a row of the target is the one that the cursor stands on."""

    rte: RangeTblEntry
    cursor: str


class DomainValue(Expr, frozen=True):
    """VALUE in a constraint of a domain."""


class CoerceToDomain(Expr, frozen=True):
    """A value of the base type as the domain, if it passes the checks."""

    arg: Expr
    explicit: bool


def without_implicit_casts(expr: Expr) -> Expr:
    """An expression without the conversions that nobody wrote around it."""
    while True:
        if isinstance(expr, (RelabelType, CoerceViaIO, ArrayCoerceExpr, CoerceToDomain)) and not expr.explicit:
            expr = expr.arg
        elif isinstance(expr, FuncExpr) and expr.is_cast and not expr.explicit:
            expr = expr.args[0]
        else:
            return expr


class CollateExpr(Expr, frozen=True):
    """A value that follows another collation, given by its oid."""

    arg: Expr
    collation: int


class SubLink(Expr, frozen=True):
    """A subquery in an expression; `kind` is exists, expr, any, all, array or row.

    For any and all, `left` is compared with the subquery's columns by `operators`. Where rows are compared by their
    order, and for row, which compares with the only row of the subquery, `test` does it, over SubLinkColumns. `op` is
    the operator's name as written.
    """

    kind: str
    subquery: Query
    left: tuple[Expr, ...] = ()
    operators: tuple[PgOperator, ...] = ()
    columns: tuple[Expr, ...] = ()
    op: str = ""
    test: Expr | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SubLink) and Comparison(self.subquery.level, _meaning).alike(self, other)

    def __hash__(self) -> int:
        return hash((SubLink, self.type, self.kind, self.op, self.left))


class SubLinkColumn(Expr, frozen=True):
    """Column `index` (from 0) of the row that a sublink compares."""

    index: int


class SortKey(Struct, frozen=True):
    """One ORDER BY item; `operator` is the ordering operator."""

    expr: Expr
    descending: bool
    nulls_first: bool


class Aggref(Expr, frozen=True):
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


class GroupingFunc(Expr, frozen=True):
    """GROUPING(args) of the query at `level`."""

    args: tuple[Expr, ...]
    level: int


class JsonConstructor(Expr, frozen=True):
    """JSON_OBJECT and its kin; `kind` is object, array, scalar, parse, or is any / object / array / scalar."""

    kind: str
    args: tuple[Expr, ...]
    absent: bool
    unique: bool


class JsonValue(Expr, frozen=True):
    """A value where JSON is asked for: `arg` is it as JSON, made of it by so many `casts`; `format` is as written."""

    arg: Expr
    casts: int
    format: str


class JsonReturning(Expr, frozen=True):
    """A constructor or an aggregate with RETURNING: `arg` has its type, made of the constructor by so many `casts`.

    `kind` is parse or serialize, whose `arg` is made of their argument, object, array or scalar, whose `arg` is made
    of a JsonConstructor, objectagg or arrayagg, whose `arg` is made of an aggregate.
    """

    kind: str
    arg: Expr
    casts: int
    absent: bool = False
    unique: bool = False


class JsonFunc(Expr, frozen=True):
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


class JsonTableColumn(Struct, frozen=True):
    """A column of JSON_TABLE; `item` holds its function, None for FOR ORDINALITY."""

    name: str
    type: int
    typmod: int
    item: JsonFunc | None


class JsonTablePlan(Struct, frozen=True):
    """A row pattern, its columns, and the patterns nested in it."""

    path: str
    columns: tuple[JsonTableColumn, ...]
    nested: tuple[JsonTablePlan, ...]
    raises: bool


class JsonTable(Expr, frozen=True):
    """JSON_TABLE; `defaults` are the expressions of DEFAULT in its columns."""

    item: Expr
    plan: JsonTablePlan
    names: tuple[str, ...]
    passing: tuple[Expr, ...]
    defaults: tuple[Expr, ...]


class FrameBound(Struct, frozen=True):
    """`kind` is 'unbounded preceding', 'preceding', 'current row', 'following' or 'unbounded following'."""

    kind: str
    offset: Expr | None = None


class WindowClause(Struct, frozen=True):
    partition: tuple[Expr, ...]
    order: tuple[SortKey, ...]
    mode: str | None
    start: FrameBound | None
    end: FrameBound | None
    exclude: str | None
    name: str = ""
    """What OVER or WINDOW calls it."""
    base: str = ""
    """The window whose partitions it has."""
    base_order: bool = False
    """Whether its order is that of the base."""
    between: bool = True
    """Whether the frame's end is written."""


class GroupingItem(Struct, frozen=True):
    """A part of GROUP BY as it is written; `kind` is simple, empty, sets, rollup or cube.

    `members` are the numbers of the expressions of a simple one in the query's `group`.
    """

    kind: str
    members: tuple[int, ...] = ()
    parts: tuple[GroupingItem, ...] = ()


class WindowFunc(Expr, frozen=True):
    proc: PgProc
    args: tuple[Expr, ...]
    star: bool
    filter: Expr | None
    window: WindowClause
    level: int = 0


class SetToDefault(Expr, frozen=True):
    """DEFAULT written as a value; replaced by the column's default before lowering."""


class TargetEntry(Struct, frozen=True):
    """A result column."""

    expr: Expr
    name: str


class ColumnDef(Struct, frozen=True):
    """A column of a range table entry as names and types are resolved against it."""

    name: str
    type: int
    typmod: int = -1


class Sample(Struct, frozen=True):
    """TABLESAMPLE; `method` is bernoulli or system, `seed` the argument of REPEATABLE."""

    method: str
    percent: Expr
    seed: Expr | None


class RangeTblEntry(Struct, eq=False):
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
    sample: Sample | None = None
    """For a relation of which but a part is read."""
    tree: bool = False
    """For a relation whose rows are also those of the tables that inherit from it."""
    only: bool = False
    """Whether ONLY is written."""


class RangeTblRef(Struct, frozen=True):
    rte: RangeTblEntry


class JoinExpr(Struct, frozen=True):
    """`kind` is inner, left, right, full or cross; `using` the names of USING or NATURAL, `using_alias` its alias."""

    kind: str
    left: FromItem
    right: FromItem
    quals: Expr | None
    using: tuple[str, ...] = ()
    using_alias: str = ""


FromItem = RangeTblRef | JoinExpr


def entries(items: Sequence[FromItem]) -> list[RangeTblEntry]:
    """The range table entries of a FROM clause."""
    found = []
    for item in items:
        found.extend([item.rte] if isinstance(item, RangeTblRef) else entries((item.left, item.right)))
    return found


class SearchCycle(Struct, frozen=True):
    """SEARCH and CYCLE of a recursive query.

    depth_first: None without SEARCH; search, cycle: the numbers, from 0, of the columns that each goes by; columns:
    those that are added, the sequence of SEARCH, then the mark and the path of CYCLE.
    """

    depth_first: bool | None
    search: tuple[int, ...]
    cycle: tuple[int, ...]
    mark: Expr
    unmarked: Expr
    columns: tuple[ColumnDef, ...]


class CommonTableExpr(Struct, eq=False):
    """`references` counts the mentions from outside; `materialized` is None unless written."""

    name: str
    query: Query | None
    columns: tuple[ColumnDef, ...]
    recursive: bool = False
    said_recursive: bool = False
    """Whether its WITH said RECURSIVE, be it recursive or not."""
    materialized: bool | None = None
    references: int = 0
    hidden: int = 0
    """How many of the last columns the query's own recursive term does not see."""
    written: SetOperation | None = None
    """The union without the columns that SEARCH and CYCLE add."""
    clauses: SearchCycle | None = None
    aliases: int = 0
    """How many of its columns get their names behind its own."""


class SetOperation(Struct, frozen=True):
    """`op` is union, intersect or except; the operands share the columns' types."""

    op: str
    all: bool
    left: SetOperation | Query
    right: SetOperation | Query
    types: tuple[tuple[int, int], ...] = ()
    """(type, typmod) of each column."""


class Assignment(Struct, frozen=True):
    """Column `attno` of the target gets `expr`."""

    attno: int
    expr: Expr


class OnConflict(Struct, frozen=True):
    """`columns`, `where` name the arbiter index (none for DO NOTHING without a target)."""

    update: bool
    arbiter: tuple[Expr, ...]
    arbiter_where: Expr | None
    assignments: tuple[Assignment, ...]
    where: Expr | None
    excluded: RangeTblEntry | None
    exclusions: tuple[tuple[int, int], ...] = ()
    """The exclusion constraints among the arbiters of DO NOTHING, each behind the oid of its table."""
    unique: bool = True
    """Whether there are unique indexes among them."""
    late: PgError | None = None
    """What a row fails with that they let through: the next one is deferrable."""


class PolicyCheck(Struct, frozen=True):
    """What policies ask of a row: the condition of a restrictive one, or of the others together under no name.

    kind: NEW_ROW, CONFLICTING_ROW or TARGET_ROW.
    """

    policy: str
    condition: Expr
    kind: int = 0


NEW_ROW, CONFLICTING_ROW, TARGET_ROW = range(3)
"""Which row a PolicyCheck is about: one that is written, one that ON CONFLICT meets, one that MERGE changes."""


class MergeAction(Struct, frozen=True):
    """A WHEN clause of MERGE: `match` is matched, by target or by source; `command` is update, delete, insert or
    nothing.  `values` are INSERT's, one for each of the query's `insert_columns`.
    """

    match: str
    command: str
    condition: Expr | None
    assignments: tuple[Assignment, ...] = ()
    values: tuple[Expr, ...] = ()
    target_checks: tuple[PolicyCheck, ...] = ()
    policy_checks: tuple[PolicyCheck, ...] = ()


class RowMark(Struct, frozen=True):
    """FOR UPDATE and its kin over some entries of FROM; `wait` is block, nowait or skip."""

    strength: str
    wait: str
    entries: tuple[RangeTblEntry, ...]


class Query(Struct, frozen=True, kw_only=True):
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
    group_items: tuple[GroupingItem, ...] = ()
    """GROUP BY as it is written, where it has several sets."""
    group_distinct: bool = False
    """Whether GROUP BY DISTINCT drops sets that are there twice."""
    windows: tuple[WindowClause, ...] = ()
    """Those that have names."""
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
    policy_checks: tuple[PolicyCheck, ...] = ()
    """What policies ask of rows once they are written; with ON CONFLICT, of those that are updated."""
    source_checks: tuple[PolicyCheck, ...] = ()
    """What they ask of all rows that ON CONFLICT would insert."""
    conflict_checks: tuple[PolicyCheck, ...] = ()
    """What they ask of the rows that it updates, before it does."""
    policy_quals: tuple[Expr, ...] = ()
    """The parts of `where` that policies ask of the rows that are there."""
    secured: bool = False
    """Whether the policies of the target are part of the statement."""
    view_columns: tuple[int, tuple[tuple[str, int, Expr], ...]] = (0, ())
    """The view that a statement changes rows through, and its columns: name, number, and what they are of the table."""
    named_columns: tuple[int, ...] = ()
    """The columns that an INSERT or UPDATE names, of the view where there is one."""
    through: tuple[Relation, ...] = ()
    """The views that a statement changes rows through, that which it names first."""
    reads_view: bool = False
    """Whether such a statement names columns of that view's rows."""
    target_where: Expr | None = None
    """Which rows of MERGE's target are rows of the view that they are changed through."""
    merge_actions: tuple[MergeAction, ...] = ()
    merge_action: RangeTblEntry | None = None
    """What merge_action() is a column of."""
    returning: tuple[TargetEntry, ...] = ()
    returns: bool = False

    @property
    def is_checked(self) -> bool:
        """Whether new rows are looked at when they are written."""
        return bool(self.checks or self.policy_checks)

    @property
    def columns(self) -> tuple[TargetEntry, ...]:
        """The columns a client or an outer query sees."""
        return self.targets if self.command == "select" else self.returning


_BEGINS_WITH_ARGUMENT = (
    FuncExpr, OpExpr, DistinctExpr, NullIfExpr, ScalarArrayOpExpr, InListExpr, BoolExpr, NullTest, BooleanTest,
    RelabelType,
    CoerceViaIO, ArrayCoerceExpr, CollateExpr, SubscriptExpr,
)  # fmt: skip


def leftmost(operand: SetOperation | Query) -> Query:
    """The first query of a set operation, which names its columns."""
    while isinstance(operand, SetOperation):
        operand = operand.left
    return operand


def operands(operand: SetOperation | Query) -> Iterator[Query]:
    """The queries that a set operation joins, from left to right."""
    waiting = [operand]
    while waiting:
        part = waiting.pop()
        if isinstance(part, SetOperation):
            waiting += (part.right, part.left)
        else:
            yield part


def casts_between(outer: Expr, inner: Expr) -> int:
    """How many casts, one above the other, make one of the other."""
    casts = 0
    while outer is not inner:
        outer, casts = children(outer)[0], casts + 1
    return casts


def below(outer: Expr, casts: int) -> Expr:
    """What so many casts are casts of."""
    for _ in range(casts):
        outer = children(outer)[0]
    return outer


def children(expr: Expr) -> Sequence[Expr]:
    """The expressions directly inside `expr`; a sublink's query is not entered."""
    fields = _expr_fields(type(expr))
    if not fields:
        return ()
    found: list[Expr] = []
    for name in fields:
        _add_expressions(getattr(expr, name), found)
    return found


def walk(expr: Expr) -> Iterator[Expr]:
    """`expr` and every expression inside it, subqueries not entered."""
    waiting = [expr]  # not by recursion: each part of a deep tree would pass through all levels above it
    while waiting:
        part = waiting.pop()
        pause()
        yield part
        inside = children(part)
        if inside:
            waiting += reversed(inside)


def sets_in(expr: Expr) -> Iterator[FuncExpr]:
    """The set-returning calls inside an expression."""
    return (part for part in walk(expr) if isinstance(part, FuncExpr) and part.proc.proretset)


def _add_expressions(value: Any, found: list[Expr]) -> None:
    if isinstance(value, Expr):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _add_expressions(item, found)
    elif isinstance(value, SortKey):
        found.append(value.expr)
    elif isinstance(value, WindowClause):
        found += value.partition
        _add_expressions(value.order, found)
        found += [bound.offset for bound in (value.start, value.end) if bound is not None and bound.offset is not None]


def mapped(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """`expr` with what `change` gives in the place of its parts; where that is None, of what is inside them."""
    instead = change(expr)
    if instead is not None:
        return instead
    return replace(expr, **{name: _mapped_field(getattr(expr, name), change) for name in _expr_fields(type(expr))})


def _mapped_field(value: Any, change: Callable[[Expr], Expr | None]) -> Any:
    if isinstance(value, Expr):
        return mapped(value, change)
    return tuple(_mapped_field(item, change) for item in value) if isinstance(value, tuple) else value


_HOLDERS = ("Expr", "SortKey", "WindowClause")
"""The types of fields that hold expressions, by themselves or in tuples."""
_WRITING = frozenset({"location", "literal", "whole", "merged", "sql_syntax", "simple", "references"})
"""What tells how an expression was written, and how often a query of WITH is named, rather than what it means."""


@cache
def _expr_fields(cls: type[Expr]) -> tuple[str, ...]:
    types: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        types |= get_annotations(base)
    return tuple(name for name in cls.__struct_fields__ if any(holder in types[name] for holder in _HOLDERS))


@cache
def _meaning(cls: type[Struct]) -> tuple[str, ...]:
    return tuple(name for name in cls.__struct_fields__ if name not in _WRITING)
