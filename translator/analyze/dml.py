"""INSERT, UPDATE and DELETE: raw tree to Query, with defaults filled in.  PostgreSQL's transformInsertStmt and kin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze import select
from translator.analyze.assignment import assign, assignable, assignment_list, only_default
from translator.analyze.conflict import analyze_conflict
from translator.analyze.cte import analyze_with
from translator.analyze.defaults import column_default
from translator.analyze.from_clause import (
    analyze_from,
    find_relation,
    has_tree,
    namespace_item,
    qualifier,
    relation_columns,
    require_rows,
)
from translator.analyze.indirection import store
from translator.analyze.row_security import secured
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.target import analyze_targets, resolve_unknown_targets
from translator.analyze.view_update import OpenView, not_updatable, open_view
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.query import (
    Assignment,
    BoolExpr,
    ColumnDef,
    Const,
    Expr,
    FromItem,
    Param,
    Query,
    RangeTblEntry,
    RangeTblRef,
    SetToDefault,
    TargetEntry,
    Var,
    entries,
    sets_in,
)
from translator.types import oids


class Target(Struct, frozen=True):
    """What a statement changes: the table, its name in the statement, and the view that it is changed through.

    refusal: why a view cannot be, which PostgreSQL says when it has found nothing wrong with the statement.
    """

    rte: RangeTblEntry
    item: NamespaceItem
    view: OpenView | None = None
    refusal: PgError | None = None

    @property
    def named(self) -> Relation:
        """The relation whose columns the statement names."""
        relation = self.rte.relation if self.view is None else self.view.view
        assert relation is not None
        return relation

    def assigned(self, state: ParseState, nodes: Sequence[Node]) -> tuple[Assignment, ...]:
        """SET's assignments to columns of the table."""
        if self.view is None:
            return assignment_list(state, self.rte, nodes)
        assert self.rte.relation is not None
        given = assignment_list(state, self.rte, nodes, self.item)
        found = self.view.in_table({assignment.attno: assignment.expr for assignment in given})
        for number in found:
            refused = only_default(self.rte.relation.attribute(number))
            if refused is not None:
                self.view.refusals.append(refused)
        return tuple(Assignment(number, value) for number, value in found.items())

    def settle(self) -> None:
        """Raise PgError for what rows of the view cannot be given."""
        if self.refusal is not None:
            raise self.refusal
        if self.view is not None and self.view.refusals:
            raise self.view.refusals[0]

    @property
    def table(self) -> NamespaceItem:
        """The table as its policies name it."""
        return self.item if self.view is None else namespace_item(self.rte)

    @property
    def through(self) -> tuple[Relation, ...]:
        """The view and those below it."""
        found, level = [], self.view
        while level is not None:
            found.append(level.view)
            level = level.below
        return tuple(found)

    @property
    def checks(self) -> tuple[tuple[str, Expr], ...]:
        return () if self.view is None else tuple(self.view.checks)

    def view_columns(self, state: ParseState) -> tuple[int, tuple[tuple[str, int, Expr], ...]]:
        """The view's columns as the namespace of RETURNING has them, those of old and new rows too."""
        if self.view is None:
            return 0, ()
        shown = (item for item in state.namespace if item.view is self.view.view)
        columns = (enumerate(item.columns, start=1) for item in shown)
        return self.view.view.oid, tuple((name, number, expr) for each in columns for number, (name, expr) in each)

    def restricted(self, where: Expr | None) -> Expr | None:
        """The condition with those of the view."""
        quals = [] if self.view is None else [qual for _, qual in self.view.quals]
        found = [*quals, *([] if where is None else [where])]
        return BoolExpr("and", tuple(found), type=oids.BOOL) if len(found) > 1 else found[0] if found else None


def target_of(state: ParseState, node: Node, command: str) -> Target:
    """The table to change, which may be named by a view.  Raises PgError as target_entry and open_view."""
    relation = find_relation(state, node)
    if relation.kind != "v" or relation.definition is None:
        rte = target_entry(state, node)
        return Target(rte, namespace_item(rte))
    _ = node.inh, node.relpersistence
    alias = node.alias.aliasname if node.alias is not None else relation.name
    schema = qualifier(state, relation, node)
    refusal = not_updatable(state, relation, command)
    if refusal is not None:
        columns = tuple(relation_columns(relation))
        rte = RangeTblEntry("relation", alias, columns, state.level, relation=relation, schema=schema)
        return Target(rte, replace(namespace_item(rte), view=relation), refusal=refusal)
    view = open_view(state, relation, command)
    assert view.base.relation is not None
    if view.base.relation.schema not in ("main", "temp"):
        raise PgError("42501", f"permission denied for view {relation.name}")
    view.base.alias, view.base.schema = alias, schema
    return Target(view.base, view.item(alias, schema), view)


def target_entry(state: ParseState, node: Node) -> RangeTblEntry:
    """The table to change.  Raises PgError 42P01, or 42809 for what cannot be changed."""
    _ = node.inh, node.relpersistence
    relation = find_relation(state, node)
    require_rows(relation, node.location)
    if relation.kind == "v":
        raise feature_not_supported(f'changing view "{relation.name}"', at=node.location)
    if relation.kind == "m":
        raise PgError("42809", f'cannot change materialized view "{relation.name}"', location=-1)
    if relation.kind == "S":
        raise PgError("42809", f'cannot change sequence "{relation.name}"', location=-1)
    if relation.schema not in ("main", "temp"):
        raise PgError("42501", f"permission denied for table {relation.name}")
    alias = node.alias.aliasname if node.alias is not None else relation.name
    if node.alias is not None and node.alias.colnames:
        raise PgError("42601", "column aliases are not allowed for a target table", location=node.location)
    columns = tuple(relation_columns(relation))
    schema = qualifier(state, relation, node)
    tree = has_tree(state, relation, node)
    return RangeTblEntry("relation", alias, columns, state.level, relation=relation, schema=schema, tree=tree)


def _old_and_new(state: ParseState, opened: Target, command: str, given: Mapping[str, str]) -> list[NamespaceItem]:
    """The names `old` and `new` of RETURNING, or those given for them: the row before and after, all NULL where there
    is none.
    """
    items = []
    target = opened.rte
    for name in ("old", "new"):
        alias = given.get(name, name)
        if any(item.alias == alias for item in state.namespace):
            if name in given:
                raise PgError("42712", f'table name "{alias}" specified more than once')
            continue
        missing = (name == "old") == (command == "insert") and command not in ("update", "merge", "upsert")
        kind = "absent" if missing else "old" if name == "old" and command != "delete" else ""
        if command == "merge":
            kind = name
        rte = target
        if kind:
            rte = RangeTblEntry(kind, alias, target.columns, state.level, relation=target.relation, tree=target.tree)
        columns = namespace_item(rte).columns if opened.view is None else opened.view.over(state, rte)
        view = opened.item.view
        items.append(NamespaceItem(rte, alias, columns, cols_visible=False, is_returning_alias=True, view=view))
    return items


_RETURNING_OPTIONS = {"RETURNING_OPTION_OLD": "old", "RETURNING_OPTION_NEW": "new"}


def analyze_returning(
    state: ParseState, target: Target, node: Node | None, command: str, *, upserts: bool = False
) -> tuple[TargetEntry, ...]:
    """RETURNING; the namespace is that of the statement.  upserts: whether INSERT may find rows to update."""
    if node is None:
        return ()
    given: dict[str, str] = {}
    for option in node.options:
        name = _RETURNING_OPTIONS[option.option]
        if name in given:
            raise PgError("42601", f"{name.upper()} cannot be specified multiple times", location=option.location)
        given[name] = option.value
    state.namespace = [*state.namespace, *_old_and_new(state, target, "upsert" if upserts else command, given)]
    state.inserted = target.rte if command == "insert" else None
    targets = analyze_targets(state, node.exprs, "RETURNING")
    if not targets:
        raise PgError("42601", "RETURNING must have at least one column", location=node.exprs[0].location)
    return tuple(resolve_unknown_targets(state, targets))


def analyze_insert(state: ParseState, node: Node) -> Query:
    """INSERT: its rows as a source query with one column for every column that gets a value."""
    ctes = analyze_with(state, node.with_clause)
    opened = target_of(state, node.relation, "insert")
    target, view = opened.rte, opened.view
    relation = target.relation
    assert relation is not None
    columns = insert_columns(opened.named, node.cols)
    override = node.override
    statement = node.select_stmt
    width = 0
    state.namespace = [replace(opened.item, rel_visible=False, cols_visible=False)]
    if statement is None:
        rows: list[list[Expr]] = [[]]
        source = _values_source(state, relation, [], rows, override, view)
    elif _is_plain_values(statement):
        rows = select.values_rows(state.child(), _accept_values(statement), inserted=True)
        width = len(rows[0])
        source = _values_source(state, relation, given_columns(columns, rows[0], node.cols), rows, override, view)
    else:
        source = _query_source(state, relation, columns, node, override, view)
        width = sum(len(rte.columns) for rte in entries(source.from_items))
    conflict = analyze_conflict(state, opened.item, node.on_conflict_clause, view, opened=opened.refusal is None)
    state.namespace = [opened.item]
    upserts = conflict is not None and conflict.update
    returning = analyze_returning(state, opened, node.returning_clause, "insert", upserts=upserts)
    opened.settle()
    numbers = tuple(attribute.number for attribute in stored_columns(relation))
    query = Query(
        command="insert",
        ctes=ctes,
        target=target,
        insert_columns=numbers,
        named_columns=tuple(column.attribute.number for column in columns[:width]),
        through=opened.through,
        reads_view=upserts or bool(returning),
        source=source,
        on_conflict=conflict,
        checks=opened.checks,
        view_columns=opened.view_columns(state),
        returning=returning,
        returns=node.returning_clause is not None,
    )
    return secured(state, query, opened.table)


def insert_rows(state: ParseState, relation: Relation, columns: list[Attribute], rows: list[list[Expr]]) -> Query:
    """An INSERT of rows for the given columns, as COPY needs it."""
    target = RangeTblEntry("relation", relation.name, tuple(relation_columns(relation)), state.level, relation=relation)
    given = [InsertTarget(column) for column in columns]
    source = _values_source(state, relation, given, rows, "OVERRIDING_SYSTEM_VALUE")
    numbers = tuple(attribute.number for attribute in stored_columns(relation))
    named = tuple(column.number for column in columns)
    return Query(command="insert", target=target, insert_columns=numbers, named_columns=named, source=source)


def stored_columns(relation: Relation) -> list[Attribute]:
    """The columns that a row is written with: generated ones are SQLite's to compute."""
    return [attribute for attribute in relation.columns if not attribute.generated]


def _is_plain_values(statement: Node) -> bool:
    return bool(
        statement.peek("values_lists")
        and not any(
            statement.has(part)
            for part in ("sort_clause", "limit_count", "limit_offset", "with_clause", "locking_clause")
        )
    )


def _accept_values(statement: Node) -> Node:
    _ = statement.limit_option, statement.op
    return statement


class InsertTarget(Struct, frozen=True):
    """A column that INSERT gives a value to, or a part of one where `item` says so."""

    attribute: Attribute
    item: Node | None = None

    @property
    def whole(self) -> bool:
        return self.item is None or not self.item.indirection


def insert_columns(relation: Relation, nodes: Sequence[Node]) -> list[InsertTarget]:
    """The columns named by INSERT, all of them when none is."""
    if not nodes:
        return [InsertTarget(attribute) for attribute in relation.columns]
    found: list[InsertTarget] = []
    for item in nodes:
        attribute = assignable(relation, item.name, item.location)
        if any(
            known.attribute == attribute and not (known.item and known.item.indirection and item.indirection)
            for known in found
        ):
            raise PgError("42701", f'column "{item.name}" specified more than once', location=item.location)
        found.append(InsertTarget(attribute, item))
    return found


def assembled(state: ParseState, given: Sequence[InsertTarget], row: Sequence[Expr]) -> dict[int, Expr]:
    """The values of a row by column; what is given for parts of a column is put together, starting from NULL."""
    values: dict[int, Expr] = {}
    for target, value in zip(given, row, strict=True):
        attribute, item = target.attribute, target.item
        if item is None or not item.indirection:
            values[attribute.number] = value
            continue
        if isinstance(value, SetToDefault):
            what = "an array element" if item.indirection[0].tag == "A_Indices" else "a subfield"
            raise PgError("0A000", f"cannot set {what} to DEFAULT", location=item.location)
        nothing = Const(None, type=attribute.type, typmod=attribute.typmod)
        base = values.get(attribute.number, nothing)
        values[attribute.number] = store(state, base, item.indirection, value, attribute.name, item.location)
    return values


def given_columns(columns: list[InsertTarget], row: Sequence[Expr], nodes: Sequence[Node]) -> list[InsertTarget]:
    """The columns that rows of this length give; too many or too few is 42601."""
    if len(row) > len(columns):
        raise PgError("42601", "INSERT has more expressions than target columns", location=row[len(columns)].at)
    if nodes and len(row) < len(columns):
        raise PgError("42601", "INSERT has more target columns than expressions", location=nodes[len(row)].location)
    return columns[: len(row)]


def _values_source(
    state: ParseState,
    relation: Relation,
    given: Sequence[InsertTarget],
    rows: Sequence[Sequence[Expr]],
    override: str,
    view: OpenView | None = None,
) -> Query:
    stored = stored_columns(relation)
    completed: list[tuple[Expr, ...]] = []
    for row in rows:
        values = assembled(state, given, row)
        if view is not None:
            values = view.inserted(state, values)
        completed.append(
            tuple(
                insert_value(state, relation, attribute, values.get(attribute.number), override) for attribute in stored
            )
        )
        refuse_generated(relation, values)
    names = tuple(ColumnDef(attribute.name, attribute.type, attribute.typmod) for attribute in stored)
    if state.analysis.sets and len(completed) == 1 and any(any(sets_in(expr)) for expr in completed[0]):
        entries = zip(completed[0], stored, strict=True)
        return Query(command="select", targets=tuple(TargetEntry(expr, column.name) for expr, column in entries))
    rte = RangeTblEntry("values", "*VALUES*", names, state.level + 1, values=tuple(completed))
    targets = tuple(
        TargetEntry(Var(rte, n, type=c.type, typmod=c.typmod), c.name) for n, c in enumerate(names, start=1)
    )
    return Query(command="select", targets=targets, values=tuple(completed))


def refuse_generated(relation: Relation, values: Mapping[int, Expr]) -> None:
    """Raise PgError 428C9 where a generated column is given a value."""
    for attribute in relation.columns:
        value = values.get(attribute.number)
        if attribute.generated and value is not None and not isinstance(value, SetToDefault):
            raise PgError(
                "428C9",
                f'cannot insert a non-DEFAULT value into column "{attribute.name}"',
                detail=f'Column "{attribute.name}" is a generated column.',
            )


def insert_value(
    state: ParseState, relation: Relation, attribute: Attribute, value: Expr | None, override: str
) -> Expr:
    """What a column gets: the value given, or its default."""
    if value is None or isinstance(value, SetToDefault):
        return column_default(state, relation, attribute)
    if attribute.identity == "a" and override != "OVERRIDING_SYSTEM_VALUE":
        if override == "OVERRIDING_USER_VALUE":
            return column_default(state, relation, attribute)
        raise PgError(
            "428C9",
            f'cannot insert a non-DEFAULT value into column "{attribute.name}"',
            detail=f'Column "{attribute.name}" is an identity column defined as GENERATED ALWAYS.',
            hint="Use OVERRIDING SYSTEM VALUE to override.",
        )
    if attribute.identity == "d" and override == "OVERRIDING_USER_VALUE":
        return column_default(state, relation, attribute)
    return assign(state, value, attribute)


def _query_source(
    state: ParseState,
    relation: Relation,
    columns: list[InsertTarget],
    node: Node,
    override: str,
    view: OpenView | None = None,
) -> Query:
    """INSERT ... SELECT: the query below a select list that fits the table."""
    inner = expressions.analyze_query(state.child(), node.select_stmt, keep_unknown=True)
    given = given_columns(columns, [entry.expr for entry in inner.columns], node.cols)
    typed = tuple(
        replace(entry, expr=assign(state, entry.expr, target.attribute))
        if entry.expr.type == oids.UNKNOWN and isinstance(entry.expr, Const | Param) and target.whole
        else entry
        for entry, target in zip(inner.columns, given, strict=True)
    )
    inner = replace(inner, targets=typed)
    definitions = tuple(ColumnDef(entry.name, entry.expr.type, entry.expr.typmod) for entry in typed)
    rte = RangeTblEntry("subquery", "*SELECT*", definitions, state.level + 1, subquery=inner)
    row: list[Expr] = [
        entry.expr
        if entry.expr.type == oids.UNKNOWN and isinstance(entry.expr, Const)  # a string for a part of a column
        else Var(rte, n, type=column.type, typmod=column.typmod, location=entry.expr.at)
        for n, (column, entry) in enumerate(zip(definitions, typed, strict=True), start=1)
    ]
    values = assembled(state, given, row)
    if view is not None:
        values = view.inserted(state, values)
    refuse_generated(relation, values)
    targets = tuple(
        TargetEntry(insert_value(state, relation, attribute, values.get(attribute.number), override), attribute.name)
        for attribute in stored_columns(relation)
    )
    return Query(command="select", targets=targets, from_items=(RangeTblRef(rte),))


def analyze_update(state: ParseState, node: Node) -> Query:
    ctes = analyze_with(state, node.with_clause)
    opened = target_of(state, node.relation, "update")
    target = opened.rte
    from_items = _joined(state, opened.item, node.from_clause)
    where = _where(state, opened, node)
    named = state.namespace
    returning = analyze_returning(state, opened, node.returning_clause, "update")
    view_columns = opened.view_columns(state)
    state.namespace = named
    assignments = opened.assigned(state, node.target_list)
    opened.settle()
    query = Query(
        command="update",
        ctes=ctes,
        target=target,
        named_columns=_named(opened.named, node.target_list),
        through=opened.through,
        reads_view=where is not None or bool(returning),
        from_items=from_items,
        assignments=assignments,
        checks=opened.checks,
        view_columns=view_columns,
        where=opened.restricted(where),
        returning=returning,
        returns=node.returning_clause is not None,
    )
    return secured(state, query, opened.table)


def _named(relation: Relation, nodes: Sequence[Node]) -> tuple[int, ...]:
    """The numbers of the columns that SET names."""
    found = (relation.column(item.name) for item in nodes)
    return tuple(attribute.number for attribute in found if attribute is not None)


def _joined(state: ParseState, target: NamespaceItem, from_clause: Sequence[Node]) -> tuple[FromItem, ...]:
    """The tables that the target is joined with; they are analyzed without a look at it."""
    state.namespace = [target]
    target.lateral_only, target.lateral_ok, target.is_target = True, False, True
    found = tuple(analyze_from(state, from_clause)) if from_clause else ()
    target.lateral_only, target.lateral_ok = False, True
    return found


def _where(state: ParseState, opened: Target, node: Node) -> Expr | None:
    if opened.item.view is not None and node.where_clause is not None and node.where_clause.tag == "CurrentOfExpr":
        raise PgError("0A000", "WHERE CURRENT OF on a view is not implemented")
    return expressions.analyze_condition(state, node.where_clause, "WHERE")


def changing(analyze: Callable[[ParseState, Node], Query]) -> expressions.QueryAnalyzer:
    """A statement's analysis as that of a query in WITH."""

    def in_with(state: ParseState, node: Node, *, keep_unknown: bool = False) -> Query:
        return analyze(state, node)

    return in_with


def analyze_delete(state: ParseState, node: Node) -> Query:
    ctes = analyze_with(state, node.with_clause)
    opened = target_of(state, node.relation, "delete")
    target = opened.rte
    from_items = _joined(state, opened.item, node.using_clause)
    where = _where(state, opened, node)
    returning = analyze_returning(state, opened, node.returning_clause, "delete")
    opened.settle()
    query = Query(
        command="delete",
        ctes=ctes,
        target=target,
        through=opened.through,
        reads_view=where is not None or bool(returning),
        from_items=from_items,
        view_columns=opened.view_columns(state),
        where=opened.restricted(where),
        returning=returning,
        returns=node.returning_clause is not None,
    )
    return secured(state, query, opened.table)


expressions.query("InsertStmt", changing(analyze_insert))
expressions.query("UpdateStmt", changing(analyze_update))
expressions.query("DeleteStmt", changing(analyze_delete))
