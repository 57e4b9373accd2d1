"""MERGE: raw tree to Query.  Manual: MERGE."""

from __future__ import annotations

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.cte import analyze_with
from translator.analyze.dml import (
    Target,
    analyze_returning,
    assembled,
    changing,
    given_columns,
    insert_columns,
    insert_value,
    refuse_generated,
    stored_columns,
    target_of,
)
from translator.analyze.from_clause import analyze_from
from translator.analyze.row_security import secured_merge
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.view_update import not_updatable
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.query import ColumnDef, Expr, MergeAction, Query, RangeTblEntry, Var
from translator.types import oids

_MATCHES = {
    "MERGE_WHEN_MATCHED": "matched",
    "MERGE_WHEN_NOT_MATCHED_BY_SOURCE": "by source",
    "MERGE_WHEN_NOT_MATCHED_BY_TARGET": "by target",
}
_COMMANDS = {"CMD_UPDATE": "update", "CMD_DELETE": "delete", "CMD_INSERT": "insert", "CMD_NOTHING": "nothing"}


def analyze_merge(state: ParseState, node: Node) -> Query:
    ctes = analyze_with(state, node.with_clause)
    opened = target_of(state, node.relation, "merge")
    if opened.rte.tree and opened.checks:
        raise feature_not_supported("MERGE through a view with a CHECK OPTION into a table with children")
    target, target_name = opened.rte, opened.item
    assert target.relation is not None
    if target.relation.kind == "f" and opened.view is None:
        detail = "This operation is not supported for foreign tables."
        raise PgError("0A000", f'cannot execute MERGE on relation "{target.relation.name}"', detail=detail)
    unseen = replace(target_name, rel_visible=False, cols_visible=False)
    state.namespace = [unseen]
    from_items = tuple(analyze_from(state, [node.source_relation]))
    source_names = [name for name in state.namespace if name is not unseen]
    if any(name.alias == target.alias for name in source_names if name.rel_visible):
        raise PgError(
            "42712",
            f'name "{target.alias}" specified more than once',
            detail="The name is used both as MERGE target table and data source.",
        )
    state.namespace = [*source_names, target_name]
    condition = expressions.analyze_condition(state, node.join_condition, "JOIN/ON")
    actions = tuple(_action(state, opened, clause, source_names) for clause in node.merge_when_clauses)
    _refuse_unreachable(actions)
    state.namespace = [*source_names, target_name]
    state.merge_action = RangeTblEntry(
        "merge action", "", (ColumnDef("merge_action", oids.TEXT),), state.level
    )  # fmt: skip
    returning = analyze_returning(state, opened, node.returning_clause, "merge")
    _settle(state, opened, actions)
    query = Query(
        command="merge",
        ctes=ctes,
        target=target,
        through=opened.through,
        reads_view=True,
        from_items=from_items,
        where=condition,
        target_where=opened.restricted(None),
        checks=opened.checks,
        view_columns=opened.view_columns(state),
        merge_actions=actions,
        merge_action=state.merge_action,
        insert_columns=tuple(attribute.number for attribute in stored_columns(target.relation)),
        returning=returning,
        returns=node.returning_clause is not None,
    )
    return secured_merge(state, query, opened.table)


def _settle(state: ParseState, opened: Target, actions: tuple[MergeAction, ...]) -> None:
    """Raise PgError for a view that an action asks too much of."""
    if opened.refusal is not None:
        for action in actions:
            if action.command != "nothing":
                raise not_updatable(state, opened.named, action.command, merging=True) or opened.refusal
        raise feature_not_supported("MERGE that does nothing into a view that rows cannot be changed through")
    opened.settle()


def _refuse_unreachable(actions: tuple[MergeAction, ...]) -> None:
    """Raise PgError 42601 for a clause behind one of its kind that has no condition."""
    closed: set[str] = set()
    for action in actions:
        if action.match in closed:
            raise PgError("42601", "unreachable WHEN clause specified after unconditional WHEN clause")
        if action.condition is None:
            closed.add(action.match)


def _action(state: ParseState, opened: Target, clause: Node, source_names: list[NamespaceItem]) -> MergeAction:
    """A WHEN clause, which sees the sides that have a row."""
    match, command = _MATCHES[clause.match_kind], _COMMANDS[clause.command_type]
    target_name = opened.item
    shown = [*source_names, target_name]
    hidden = {"by source": source_names, "by target": [target_name]}.get(match, [])
    state.namespace = [
        replace(item, rel_visible=False, cols_visible=False) if any(item is known for known in hidden) else item
        for item in shown
    ]
    condition = expressions.analyze_condition(state, clause.condition, "MERGE WHEN AND")
    override = clause.override
    if command == "update":
        return MergeAction(match, command, condition, assignments=opened.assigned(state, clause.target_list))
    if command == "insert":
        return MergeAction(match, command, condition, values=_insert_values(state, opened, clause, override))
    return MergeAction(match, command, condition)


def _insert_values(state: ParseState, opened: Target, clause: Node, override: str) -> tuple[Expr, ...]:
    """The values of all stored columns."""
    columns = insert_columns(opened.named, clause.target_list)
    before, state.clause = state.clause, "MERGE VALUES"
    row = expressions.analyze_exprs(state, clause.values)
    state.clause = before
    targets = given_columns(columns, row, clause.target_list) if clause.values else []
    values = assembled(state, targets, row)
    if opened.view is not None:
        values = opened.view.inserted(state, values)
    relation = opened.rte.relation
    assert relation is not None
    refuse_generated(relation, values)
    return tuple(
        insert_value(state, relation, attribute, values.get(attribute.number), override)
        for attribute in stored_columns(relation)
    )


@expressions.expression("MergeSupportFunc")
def _merge_action(state: ParseState, node: Node) -> Expr:
    _ = node.msftype, node.msfcollid
    level: ParseState | None = state
    while level is not None and level.merge_action is None:
        level = level.parent
    if level is None or level.merge_action is None:
        message = "MERGE_ACTION() can only be used in the RETURNING list of a MERGE command"
        raise PgError("42601", message, location=node.location)
    return Var(level.merge_action, 1, type=oids.TEXT, location=node.location)


expressions.query("MergeStmt", changing(analyze_merge))
