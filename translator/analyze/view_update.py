"""INSERT, UPDATE and DELETE through views, which change the table below.  Manual: CREATE VIEW, "Updatable Views"."""

from __future__ import annotations

from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.from_clause import find_relation, relation_columns
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.analyze.target import analyze_targets
from translator.analyze.views import view_query
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, feature_not_supported, undefined_column_of_relation
from translator.parser import Node, parse
from translator.query import (
    Aggref,
    Expr,
    Query,
    RangeTblEntry,
    RangeTblRef,
    SetOperation,
    TargetEntry,
    Var,
    WindowFunc,
    sets_in,
    walk,
)


def reason_not_updatable(query: Query) -> str | None:
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
    return None if item.rte.relation is not None and item.rte.relation.kind in "rv" else _NOT_ONE_TABLE


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
    with the name of its view.
    """

    view: Relation
    base: RangeTblEntry
    columns: list[tuple[str, Expr]]
    quals: list[tuple[str, Expr]]
    checks: list[tuple[str, Expr]]

    def item(self, alias: str) -> NamespaceItem:
        """The view as names see it."""
        return NamespaceItem(self.base, alias, self.columns, schema=self.base.schema)

    def target(self, alias: str, schema: str | None) -> RangeTblEntry:
        """The table below under the names that the view and its columns have; its other columns cannot be named."""
        relation = self.base.relation
        assert relation is not None
        names = {expr.attno: name for name, expr in reversed(self.columns) if self._is_column(expr)}
        attributes = tuple(
            replace(attribute, name=names.get(attribute.number, "")) for attribute in relation.attributes
        )
        self.base.relation = replace(relation, name=self.view.name, attributes=attributes)
        self.base.alias, self.base.schema = alias, schema
        self.base.columns = tuple(relation_columns(self.base.relation))
        return self.base

    def attributes(self) -> list[Attribute]:
        """The table's columns in the view's order, for INSERT without a list.  Raises PgError 0A000."""
        assert self.base.relation is not None
        return [self.base.relation.attribute(self._number(name, expr, "insert")) for name, expr in self.columns]

    def require_updatable(self, name: str, command: str, location: int) -> None:
        """Raise PgError 42703, or 0A000 for a column that is none of the table's."""
        found = next((expr for known, expr in self.columns if known == name), None)
        if found is None:
            raise undefined_column_of_relation(name, self.view.name, at=location)
        self._number(name, found, command)

    def updatable(self) -> frozenset[int]:
        """Numbers of the columns that can be set."""
        return frozenset(number for number, (_, expr) in enumerate(self.columns, start=1) if self._is_column(expr))

    def _is_column(self, expr: Expr) -> TypeGuard[Var]:
        return isinstance(expr, Var) and expr.rte is self.base and expr.attno > 0

    def _number(self, name: str, expr: Expr, command: str) -> int:
        if name not in (column.name for column in self.base.columns) and self._is_column(expr):
            raise feature_not_supported("assigning to a second name of a column through a view")
        if self._is_column(expr):
            return expr.attno
        raise PgError(
            "0A000",
            f'cannot {"insert into" if command == "insert" else "update"} column "{name}" of view "{self.view.name}"',
            detail="View columns that are not columns of their base relation are not updatable.",
        )


def open_view(state: ParseState, view: Relation, command: str) -> OpenView:
    """Raises PgError 55000 for a view that rows cannot be changed through."""
    reason = reason_not_updatable(view_query(state, view))
    if reason is not None:
        word = command.upper()
        raise PgError(
            "55000",
            f'cannot {_DOING[command]} view "{view.name}"',
            detail=reason,
            hint=f"To enable {_GERUNDS[command]} the view, provide an INSTEAD OF {word} trigger or an unconditional "
            f"ON {word} DO INSTEAD rule.",
        )
    assert view.definition is not None
    analysis = stored_analysis(state.catalog, state.analysis.settings, ("pg_catalog",))
    inner = ParseState(analysis, outermost=state.level)
    node = parse(view.definition)[0].node
    item = node.from_clause[0]
    below = find_relation(inner, item)
    alias = below.name if item.alias is None else item.alias.aliasname
    if below.kind == "v":
        opened = open_view(state, below, command)
        base, columns = opened.base, opened.columns
        quals, checks = opened.quals, opened.checks
    else:
        base = RangeTblEntry("relation", alias, tuple(relation_columns(below)), state.level, relation=below)
        columns = [
            (column.name, Var(base, number, type=column.type, typmod=column.typmod))
            for number, column in enumerate(base.columns, start=1)
            if column.name
        ]
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
    return OpenView(
        view, base, [(attribute.name, entry.expr) for attribute, entry in named], [*quals, *mine], checks
    )  # fmt: skip


def _renamed(columns: list[tuple[str, Expr]], item: Node) -> list[tuple[str, Expr]]:
    """The columns under the names of an alias."""
    if item.alias is None or not item.alias.colnames:
        return columns
    names = [name.sval for name in item.alias.colnames]
    return [(names[place] if place < len(names) else name, expr) for place, (name, expr) in enumerate(columns)]
