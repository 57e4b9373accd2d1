"""Row-level security: a table whose policies restrict a role is read as the query of the rows that they let it see.

PostgreSQL's get_row_security_policies, as far as reading goes.  Manual: "Row Security Policies".
"""

from __future__ import annotations

from collections.abc import Iterator

from translator.analyze import dispatch as expressions
from translator.analyze.state import NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.authority import Authority
from translator.catalog.relation import Policy, Relation
from translator.parser import expression_node
from translator.query import BoolExpr, Const, Expr, Query, RangeTblEntry, RangeTblRef, TargetEntry, Var
from translator.types import oids


def restricting(state: ParseState, relation: Relation) -> Authority | None:
    """As whom a table is read, where policies say which rows that one sees."""
    authority = state.analysis.acting or state.analysis.settings.authority
    if authority is None or not authority.row_security or not authority.is_restricted(relation):
        return None
    return authority


def visible_rows(state: ParseState, table: RangeTblEntry, item: NamespaceItem, authority: Authority) -> Query:
    """The rows of a table that its policies show a role; `item` names the table's columns."""
    relation = table.relation
    assert relation is not None
    inner = ParseState(
        stored_analysis(state.catalog, state.analysis.settings, ("pg_catalog",)), outermost=state.level + 1
    )
    inner.namespace, inner.clause = [item], "POLICY"
    permissive: list[Expr] = []
    restrictive: list[Expr] = []
    for policy in _policies(relation, authority):
        if policy.using is not None:
            condition = expressions.analyze_expr(inner, expression_node(policy.using))
            (permissive if policy.permissive else restrictive).append(condition)
    return Query(
        command="select",
        level=state.level + 1,
        targets=tuple(_targets(table)),
        from_items=(RangeTblRef(table),),
        where=_joined("and", [_joined("or", permissive, Const(0, type=oids.BOOL)), *restrictive]),
    )


def _policies(relation: Relation, authority: Authority) -> Iterator[Policy]:
    for policy in relation.policies:
        if policy.command in "r*" and any(not role or authority.owns(role) for role in policy.roles):
            yield policy


def _targets(table: RangeTblEntry) -> Iterator[TargetEntry]:
    """All columns by their numbers; those that are dropped have no name and no value."""
    for number, column in enumerate(table.columns, start=1):
        value: Expr = Var(table, number, type=column.type, typmod=column.typmod)
        yield TargetEntry(value if column.name else Const(None, type=oids.INT4), column.name)


def _joined(op: str, conditions: list[Expr], nothing: Expr | None = None) -> Expr:
    if not conditions:
        assert nothing is not None
        return nothing
    return conditions[0] if len(conditions) == 1 else BoolExpr(op, tuple(conditions), type=oids.BOOL)
