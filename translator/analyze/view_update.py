"""INSERT, UPDATE and DELETE through views, which change the table below.  Manual: CREATE VIEW, "Updatable Views"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard, TypeVar

from msgspec import Struct, field

from translator.analyze import dispatch as expressions
from translator.analyze.assignment import assign
from translator.analyze.defaults import column_default
from translator.analyze.from_clause import find_relation, has_tree, namespace_item, relation_columns
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.analyze.target import analyze_targets
from translator.analyze.views import view_query
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.parser import Node, parse
from translator.query import (
    Aggref,
    Expr,
    Query,
    RangeTblEntry,
    RangeTblRef,
    SetOperation,
    SetToDefault,
    TargetEntry,
    Var,
    WindowFunc,
    sets_in,
    walk,
)

Value = TypeVar("Value")


def reason_not_updatable(query: Query, *, need_column: bool = True) -> str | None:
    """Why rows cannot be changed through a view of this query, None when they can, in PostgreSQL's words."""
    for what, found in (
        ("DISTINCT", query.distinct or query.distinct_on),
        ("GROUP BY", query.group or query.grouping_sets),
        ("HAVING", query.having is not None),
        ("UNION, INTERSECT, or EXCEPT", isinstance(query.set_operation, SetOperation)),
        ("WITH", query.ctes),
        ("LIMIT or OFFSET", query.limit is not None or query.offset is not None),
    ):
        if found:
            return f"Views containing {what} are not automatically updatable."
    parts = [part for entry in query.targets for part in walk(entry.expr)]
    for kind, what in ((Aggref, "aggregate functions"), (WindowFunc, "window functions")):
        if any(isinstance(part, kind) for part in parts):
            return f"Views that return {what} are not automatically updatable."
    if any(True for entry in query.targets for _ in sets_in(entry.expr)):
        return "Views that return set-returning functions are not automatically updatable."
    if len(query.from_items) != 1 or not isinstance(item := query.from_items[0], RangeTblRef):
        return _NOT_ONE_TABLE
    if item.rte.relation is None or item.rte.relation.kind not in "rpvf":
        return _NOT_ONE_TABLE
    if item.rte.sample is not None:
        return "Views containing TABLESAMPLE are not automatically updatable."
    if need_column and not any(isinstance(entry.expr, Var) and entry.expr.attno > 0 for entry in query.targets):
        return "Views that have no updatable columns are not automatically updatable."
    return None


def refuse_check_option(options: tuple[str, ...], query: Query) -> None:
    """Raise PgError 0A000 for a check on what rows cannot be changed through."""
    if any(option.startswith("check_option=") for option in options):
        reason = reason_not_updatable(query)
        if reason is not None:
            raise PgError("0A000", "WITH CHECK OPTION is supported only on automatically updatable views", hint=reason)


_NOT_ONE_TABLE = "Views that do not select from a single table or view are not automatically updatable."
_DOING = {"insert": "insert into", "update": "update", "delete": "delete from", "merge": "merge into"}
_GERUNDS = {
    "insert": "inserting into", "update": "updating", "delete": "deleting from", "merge": "merging into",
}  # fmt: skip


class OpenView(Struct):
    """A view as the target of a statement: the table below, and what the view's columns are in terms of it.

    `quals` are the conditions of the view and those below it, `checks` those of them that new rows must meet, each
    with the name of its view; `below` is the view that it selects from, None where that is the table.
    """

    view: Relation
    command: str
    base: RangeTblEntry
    columns: list[tuple[str, Expr]]
    quals: list[tuple[str, Expr]]
    checks: list[tuple[str, Expr]]
    below: OpenView | None
    refusals: list[PgError] = field(default_factory=list)
    """What PostgreSQL finds when it has analyzed the statement and puts the table in the view's place."""

    def item(self, alias: str, schema: str | None) -> NamespaceItem:
        """The view as names see it."""
        return NamespaceItem(self.base, alias, self.columns, schema=schema, view=self.view)

    def over(self, state: ParseState, rte: RangeTblEntry) -> list[tuple[str, Expr]]:
        """The view's columns in terms of another entry that has the table's columns."""
        return open_view(state, self.view, self.command, rte).columns

    def updatable(self) -> frozenset[int]:
        """Numbers of the columns that can be set."""
        return frozenset(number for number, (_, expr) in enumerate(self.columns, start=1) if self._is_column(expr))

    def _is_column(self, expr: Expr) -> TypeGuard[Var]:
        return isinstance(expr, Var) and expr.rte is self.base and expr.attno > 0

    def in_table(self, values: Mapping[int, Value]) -> dict[int, Value]:
        """What is given for columns of the view, by the numbers of the table's columns.

        Raises PgError 42601 where a column of the table is given two values; what is no column of it is a refusal.
        """
        relation = self.base.relation
        assert relation is not None
        found: dict[int, Value] = {}
        for number, value in values.items():
            name, expr = self.columns[number - 1]
            if not self._is_column(expr):
                self.refusals.append(_not_a_column(self.view, name, self.command))
            elif expr.attno in found:
                column = relation.attribute(expr.attno).name
                self.refusals.append(PgError("42601", f'multiple assignments to same column "{column}"'))
            else:
                found[expr.attno] = value
        return found

    def inserted(self, state: ParseState, values: Mapping[int, Expr]) -> dict[int, Expr]:
        """The values of a row for the table, with the defaults of the view's own columns."""
        given = dict(values)
        for attribute in self.view.columns:
            value = given.get(attribute.number)
            if value is None or isinstance(value, SetToDefault):
                if attribute.default is not None:
                    given[attribute.number] = column_default(state, self.view, attribute)
            else:
                given[attribute.number] = assign(state, value, attribute)
        found = self.in_table(given)
        level = self.below
        while level is not None:
            for attribute in level.view.columns:
                expr = level.columns[attribute.number - 1][1]
                if attribute.default is None or not self._is_column(expr):
                    continue
                if isinstance(found.get(expr.attno, _UNSET), SetToDefault):
                    found[expr.attno] = column_default(state, level.view, attribute)
            level = level.below
        return found


_UNSET = SetToDefault(type=0)


def _not_a_column(view: Relation, name: str, command: str) -> PgError:
    doing = {"insert": "insert into", "update": "update", "merge": "merge into"}[command]
    return PgError(
        "0A000",
        f'cannot {doing} column "{name}" of view "{view.name}"',
        detail="View columns that are not columns of their base relation are not updatable.",
    )


def not_updatable(state: ParseState, view: Relation, command: str, *, merging: bool = False) -> PgError | None:
    """55000 for a view that rows cannot be changed through, or for one below it."""
    query = view_query(state, view)
    reason = reason_not_updatable(query, need_column=command != "delete" or merging)
    if reason is None:
        item = query.from_items[0]
        assert isinstance(item, RangeTblRef)
        below = item.rte.relation
        below_is_view = below is not None and below.kind == "v"
        return not_updatable(state, below, command, merging=merging) if below is not None and below_is_view else None
    word = command.upper()
    hint = f"provide an INSTEAD OF {word} trigger"
    if merging:
        hint = f"{_GERUNDS[command]} the view using MERGE, {hint}."
    else:
        hint = f"{_GERUNDS[command]} the view, {hint} or an unconditional ON {word} DO INSTEAD rule."
    return PgError("55000", f'cannot {_DOING[command]} view "{view.name}"', detail=reason, hint=f"To enable {hint}")


def open_view(state: ParseState, view: Relation, command: str, base: RangeTblEntry | None = None) -> OpenView:
    """A view that `not_updatable` has nothing against, over the entry `base` where one is given."""
    assert view.definition is not None
    analysis = stored_analysis(state.catalog, state.analysis.settings, ("pg_catalog",))
    inner = ParseState(analysis, outermost=state.level)
    node = parse(view.definition)[0].node
    item = node.from_clause[0]
    below = find_relation(inner, item)
    alias = below.name if item.alias is None else item.alias.aliasname
    opened = None
    if below.kind == "v":
        opened = open_view(state, below, command, base)
        base, columns = opened.base, opened.columns
        quals, checks = opened.quals, opened.checks
    else:
        columns_below = tuple(relation_columns(below))
        tree = has_tree(inner, below, item)
        base = base or RangeTblEntry("relation", alias, columns_below, state.level, relation=below, tree=tree)
        columns = namespace_item(base).columns
        quals, checks = [], []
    inner.namespace = [NamespaceItem(base, alias, _renamed(columns, item))]
    targets: list[TargetEntry] = analyze_targets(inner, node.target_list, "SELECT")
    where = expressions.analyze_condition(inner, node.where_clause, "WHERE")
    mine = [] if where is None else [(view.name, where)]
    option = next((known.split("=")[1] for known in view.options if known.startswith("check_option=")), None)
    if option == "cascaded":
        checks = quals
    if option is not None:
        checks = [*checks, *mine]
    named = zip(view.columns, targets, strict=True)
    shown = [(attribute.name, entry.expr) for attribute, entry in named]
    return OpenView(view, command, base, shown, [*quals, *mine], checks, opened)


def _renamed(columns: list[tuple[str, Expr]], item: Node) -> list[tuple[str, Expr]]:
    """The columns under the names of an alias."""
    if item.alias is None or not item.alias.colnames:
        return columns
    names = [name.sval for name in item.alias.colnames]
    return [(names[place] if place < len(names) else name, expr) for place, (name, expr) in enumerate(columns)]
