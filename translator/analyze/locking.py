"""FOR UPDATE and its kin ("The Locking Clause"): where they may stand, and which tables they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translator.analyze.from_clause import namespace_item
from translator.analyze.row_security import restrict_locked, restricting
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.parser import Node
from translator.query import Expr, FromItem, JoinExpr, RangeTblEntry, RowMark, entries, sets_in

_WAIT = {"LockWaitBlock": "block", "LockWaitSkip": "skip", "LockWaitError": "nowait"}
_STRENGTH = {
    "LCS_FORKEYSHARE": "key share",
    "LCS_FORSHARE": "share",
    "LCS_FORNOKEYUPDATE": "no key update",
    "LCS_FORUPDATE": "update",
}
_LOCKED_KINDS = ("relation", "subquery")
_NULLABLE = {"left": ("right",), "right": ("left",), "full": ("left", "right")}
"""The sides of an outer join whose rows may be missing."""


def refuse_locking(node: Node, where: str) -> None:
    """Raise PgError 0A000 for a locking clause of a query that has no rows of tables."""
    for clause in node.locking_clause:
        raise PgError("0A000", f"FOR {_STRENGTH[clause.strength].upper()} {where}")


def row_marks(
    state: ParseState, node: Node, from_items: Sequence[FromItem], targets: Sequence[Expr]
) -> tuple[RowMark, ...]:
    """The locks that a SELECT asks for.  Raises PgError 0A000, 42601 or 42P01 where they cannot be."""
    marks = []
    for clause in node.locking_clause:
        strength = _STRENGTH[clause.strength]
        for present, what in (
            (node.distinct_clause, "with DISTINCT clause"),
            (node.group_clause, "with GROUP BY clause"),
            (node.having_clause, "with HAVING clause"),
            (state.has_aggregates, "with aggregate functions"),
            (state.has_windows, "with window functions"),
            (any(True for expr in targets for _ in sets_in(expr)), "with set-returning functions in the target list"),
        ):
            if present:
                raise PgError("0A000", f"FOR {strength.upper()} is not allowed {what}")
        locked = _locked(state, clause, from_items, strength)
        if any(rte is nullable for item in from_items for nullable in _nullable(item) for rte in locked):
            message = f"FOR {strength.upper()} cannot be applied to the nullable side of an outer join"
            raise PgError("0A000", message)
        for rte in locked:
            _restrict(state, rte)
        marks.append(RowMark(strength, _WAIT[clause.wait_policy], tuple(locked)))
    return tuple(marks)


def _restrict(state: ParseState, rte: RangeTblEntry) -> None:
    """Rows to lock are such that the role may change."""
    if rte.kind != "subquery" or rte.subquery is None or rte.relation is None or rte.relation.kind not in "rp":
        return
    authority = restricting(state, rte.relation)
    if authority is not None:
        (table,) = entries(rte.subquery.from_items)
        restrict_locked(state, rte, namespace_item(table), authority)


def _locked(state: ParseState, clause: Node, from_items: Sequence[FromItem], strength: str) -> list[RangeTblEntry]:
    """The entries that a clause names, all without a name."""
    every = entries(from_items)
    if not clause.locked_rels:
        return [rte for rte in every if rte.kind in _LOCKED_KINDS]
    found = []
    for relation in clause.locked_rels:
        if relation.schemaname or relation.catalogname:
            message = f"FOR {strength.upper()} must specify unqualified relation names"
            raise PgError("42601", message, location=relation.location)
        if all(item.alias != relation.relname for item in state.namespace):
            message = f'relation "{relation.relname}" in FOR {strength.upper()} clause not found in FROM clause'
            raise PgError("42P01", message, location=relation.location)
        found += [rte for rte in every if rte.alias == relation.relname]
        relation.accept()
    return found


def _nullable(item: FromItem) -> Iterator[RangeTblEntry]:
    """The entries whose rows an outer join may miss."""
    if not isinstance(item, JoinExpr):
        return
    for side, part in (("left", item.left), ("right", item.right)):
        if side in _NULLABLE.get(item.kind, ()):
            yield from entries([part])
        else:
            yield from _nullable(part)
