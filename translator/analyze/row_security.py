"""Row-level security: a table whose policies restrict a role is read as the query of the rows that they let it see,
and changed under their conditions.

PostgreSQL's get_row_security_policies.  Manual: "Row Security Policies".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.analyze.views import runs_as_invoker
from translator.authority import Authority
from translator.catalog.relation import POLICY_ROW, Policy, Relation
from translator.errors import without_location
from translator.errors.statements import policy_recursion
from translator.parser import expression_node
from translator.query import (
    CONFLICTING_ROW,
    NEW_ROW,
    TARGET_ROW,
    BoolExpr,
    Const,
    Expr,
    MergeAction,
    PolicyCheck,
    Query,
    RangeTblEntry,
    RangeTblRef,
    SubLink,
    TargetEntry,
    Var,
    walk,
)
from translator.types import oids


def restricting(state: ParseState, relation: Relation, through: Sequence[Relation] = ()) -> Authority | None:
    """As whom a table is read, or changed `through` views, where policies say which rows that one sees.

    Raises PgError 42P17 for a table that is read by its own policies.
    """
    authority = state.analysis.acting or state.analysis.settings.authority
    if authority is not None and through and not runs_as_invoker(through[-1]):
        authority = authority.of(through[-1].owner)
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
    authority = restricting(state, table.relation, query.through)
    if authority is None:
        return query
    asked = _Asked(state, table, item, authority)
    command, reads = _READING[query.command], _reads(query, table)
    if query.on_conflict is not None:
        return _secured_upsert(query, asked)
    quals, checks = [], []
    if command in "wd":
        quals = [condition for _, condition in asked.of(command)]
    if command in "aw":
        checks = asked.checks(command, new=True)
    if reads:
        checks += asked.checks("r") if command in "aw" else []
        quals += [condition for _, condition in asked.of("r")] if command in "wd" else []
    where = [*quals, *([] if query.where is None else [query.where])]
    return replace(
        query,
        where=_joined("and", where) if where else None,
        policy_checks=tuple(checks),
        policy_quals=tuple(quals),
        secured=True,
    )


def _secured_upsert(query: Query, asked: _Asked) -> Query:
    """INSERT ... ON CONFLICT: all rows to insert are looked at, whether they conflict or not; then the rows that are
    to be updated, and the updated ones.
    """
    conflict = query.on_conflict
    assert conflict is not None
    assert query.target is not None
    reads = conflict.update or bool(conflict.arbiter) or not conflict.unique or _reads(query, query.target)
    source = asked.checks("a", new=True) + (asked.checks("r") if reads else [])
    before: list[PolicyCheck] = []
    after: list[PolicyCheck] = []
    if conflict.update:
        before = asked.checks("w", kind=CONFLICTING_ROW) + asked.checks("r", kind=CONFLICTING_ROW)
        after = asked.checks("w", new=True) + asked.checks("r")
    return replace(
        query, source_checks=tuple(source), conflict_checks=tuple(before), policy_checks=tuple(after), secured=True
    )


def secured_merge(state: ParseState, query: Query, item: NamespaceItem) -> Query:
    """A MERGE with the policies of its target: it meets the rows that the role sees, and may do with them what the
    policies for each action allow.
    """
    table = query.target
    assert table is not None
    assert table.relation is not None
    authority = restricting(state, table.relation, query.through)
    if authority is None:
        return query
    asked = _Asked(state, table, item, authority)
    seen = [condition for _, condition in asked.of("r")]
    where = [*([] if query.target_where is None else [query.target_where]), *seen]
    actions = tuple(_secured_action(action, asked, returns=query.returns) for action in query.merge_actions)
    return replace(
        query, target_where=_joined("and", where), merge_actions=actions, policy_quals=tuple(seen), secured=True
    )


def _secured_action(action: MergeAction, asked: _Asked, *, returns: bool) -> MergeAction:
    if action.command == "nothing":
        return action
    command = _READING[action.command]
    before = asked.checks(command, kind=TARGET_ROW) if command in "wd" else []
    after = asked.checks(command, new=True) if command in "aw" else []
    if command == "w" or (command == "a" and returns):
        after += asked.checks("r")
    return replace(action, target_checks=tuple(before), policy_checks=tuple(after))


def _reads(query: Query, table: RangeTblEntry) -> bool:
    """Whether a statement names columns of its target; a subquery is taken to do so."""
    if query.through and query.reads_view:
        return True
    parts: list[Expr] = [entry.expr for entry in query.returning]
    parts += [assignment.expr for assignment in query.assignments]
    parts += [] if query.where is None or query.through else [query.where]
    return any(
        isinstance(part, SubLink) or (isinstance(part, Var) and part.rte.relation is table.relation)
        for expr in parts
        for part in walk(expr)
    )


class _Asked(Struct, frozen=True):
    """What policies ask of the rows of a table, whose columns `item` names."""

    state: ParseState
    table: RangeTblEntry
    item: NamespaceItem
    authority: Authority

    def of(self, command: str, *, new: bool = False) -> list[tuple[str, Expr]]:
        return _conditions(self.state, self.table, self.item, self.authority, command, self.state.level, new=new)

    def checks(self, command: str, *, new: bool = False, kind: int = NEW_ROW) -> list[PolicyCheck]:
        return [PolicyCheck(name, condition, kind) for name, condition in self.of(command, new=new)]


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
    analysis.acting, analysis.securing = authority, state.analysis.securing | {table.relation.oid}
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
