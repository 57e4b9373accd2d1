"""Row-level security: a table whose policies restrict a role is read as the query of the rows that they let it see,
and changed under their conditions.

PostgreSQL's get_row_security_policies.  Manual: "Row Security Policies".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.authority import Authority
from translator.catalog.relation import POLICY_ROW, Policy, Relation
from translator.errors import policy_recursion, without_location
from translator.parser import expression_node
from translator.query import BoolExpr, Const, Expr, Query, RangeTblEntry, RangeTblRef, SubLink, TargetEntry, Var, walk
from translator.types import oids


def restricting(state: ParseState, relation: Relation) -> Authority | None:
    """As whom a table is read, where policies say which rows that one sees.

    Raises PgError 42P17 for a table that is read by its own policies.
    """
    authority = state.analysis.acting or state.analysis.settings.authority
    if authority is None or not authority.row_security or not authority.is_restricted(relation):
        return None
    if relation.oid in state.analysis.securing:
        raise policy_recursion(relation.name)
    return authority


def visible_rows(state: ParseState, table: RangeTblEntry, item: NamespaceItem, authority: Authority) -> Query:
    """The rows of a table that its policies show a role; `item` names the table's columns."""
    return Query(
        command="select",
        level=state.level + 1,
        targets=tuple(_targets(table)),
        from_items=(RangeTblRef(table),),
        where=_conjunction(_conditions(state, table, item, authority, "r", state.level + 1)),
    )


def restrict_locked(state: ParseState, rows: RangeTblEntry, item: NamespaceItem, authority: Authority) -> None:
    """Let the rows of a restricted table that are to be locked be those that the role may change; `item` names them."""
    query = rows.subquery
    assert query is not None
    assert item.rte is not None
    conditions = _conditions(state, item.rte, item, authority, "w", state.level + 1)
    where = [*([] if query.where is None else [query.where]), _conjunction(conditions)]
    rows.subquery = replace(query, where=_joined("and", where))


_READING = {"insert": "a", "update": "w", "delete": "d"}


def secured(state: ParseState, query: Query, item: NamespaceItem) -> Query:
    """An INSERT, UPDATE or DELETE with the policies of its target, whose columns `item` names.

    Where it reads columns of the target, the rows before and after must be such that the role may see.
    """
    table = query.target
    assert table is not None
    assert table.relation is not None
    authority = restricting(state, table.relation)
    if authority is None or query.on_conflict is not None:
        return query
    command, reads = _READING[query.command], _reads(query, table)
    level = state.level
    quals, checks = [], []
    if command in "wd":
        quals = [condition for _, condition in _conditions(state, table, item, authority, command, level)]
    if command in "aw":
        checks = _conditions(state, table, item, authority, command, level, new=True)
    if reads:
        seen = _conditions(state, table, item, authority, "r", level)
        checks += seen if command in "aw" else []
        quals += [condition for _, condition in seen] if command in "wd" else []
    where = [*quals, *([] if query.where is None else [query.where])]
    return replace(
        query,
        where=_joined("and", where) if where else None,
        policy_checks=tuple(checks),
        policy_quals=tuple(quals),
        secured=True,
    )


def _reads(query: Query, table: RangeTblEntry) -> bool:
    """Whether a statement names columns of its target; a subquery is taken to do so."""
    parts: list[Expr] = [entry.expr for entry in query.returning]
    parts += [assignment.expr for assignment in query.assignments]
    parts += [] if query.where is None else [query.where]
    return any(
        isinstance(part, SubLink) or (isinstance(part, Var) and part.rte.relation is table.relation)
        for expr in parts
        for part in walk(expr)
    )


def _conditions(
    state: ParseState,
    table: RangeTblEntry,
    item: NamespaceItem,
    authority: Authority,
    command: str,
    level: int,
    *,
    new: bool = False,
) -> list[tuple[str, Expr]]:
    """What the policies for a command ask of a row, of a `new` one: the permissive together, and each restrictive one
    with its name.
    """
    assert table.relation is not None
    analysis = stored_analysis(state.catalog, state.analysis.settings, ("pg_catalog",))
    analysis.acting, analysis.securing = state.analysis.acting, state.analysis.securing | {table.relation.oid}
    inner = ParseState(analysis, outermost=level)
    seen = replace(item, cols_visible=True, lateral_only=False)
    inner.clause = "POLICY"
    permissive: list[Expr] = []
    restrictive: list[tuple[str, Expr]] = []
    for policy in _policies(table.relation, authority, command):
        text = (policy.check or policy.using) if new else policy.using
        if text is not None:
            inner.namespace = [replace(seen, alias=POLICY_ROW) if policy.queries else seen]
            with without_location():
                condition = expressions.analyze_expr(inner, expression_node(text))
            if policy.permissive:
                permissive.append(condition)
            else:
                restrictive.append((policy.name, condition))
    return [("", _joined("or", permissive or [Const(0, type=oids.BOOL)])), *restrictive]


def _conjunction(conditions: list[tuple[str, Expr]]) -> Expr:
    return _joined("and", [condition for _, condition in conditions])


def _policies(relation: Relation, authority: Authority, command: str) -> Iterator[Policy]:
    for policy in relation.policies:
        if policy.command in (command, "*") and any(not role or authority.owns(role) for role in policy.roles):
            yield policy


def _targets(table: RangeTblEntry) -> Iterator[TargetEntry]:
    """All columns by their numbers; those that are dropped have no name and no value."""
    for number, column in enumerate(table.columns, start=1):
        value: Expr = Var(table, number, type=column.type, typmod=column.typmod)
        yield TargetEntry(value if column.name else Const(None, type=oids.INT4), column.name)


def _joined(op: str, conditions: list[Expr]) -> Expr:
    return conditions[0] if len(conditions) == 1 else BoolExpr(op, tuple(conditions), type=oids.BOOL)
