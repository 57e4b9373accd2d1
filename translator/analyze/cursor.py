"""DECLARE, FETCH, MOVE and CLOSE: raw tree to command."""

from __future__ import annotations

from msgspec.structs import replace

from translator import command as c
from translator.analyze.ddl_drop import Result
from translator.analyze.permission import require_permission
from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.parser import Node
from translator.planning import analyze_statement, plan_query
from translator.query import CTID, Query, RangeTblEntry, RangeTblRef, TargetEntry, Var, WindowFunc, entries, walk
from translator.types import oids

_BINARY, _SCROLL, _NO_SCROLL, _HOLD = 0x1, 0x2, 0x4, 0x20
_ALL = 2**31 - 1


def declare(analysis: Analysis, node: Node) -> Result:
    query = analyze_statement(analysis, node.query)
    if any(cte.query is not None and cte.query.command != "select" for cte in query.ctes):
        raise PgError("0A000", "DECLARE CURSOR must not contain data-modifying statements in WITH")
    require_permission(analysis, query)
    options = node.options
    tables = () if options & _HOLD else _updatable(query)
    rows = tuple(TargetEntry(Var(rte, CTID, type=oids.TID), "row of a table") for rte in tables)
    plan = plan_query(analysis, replace(query, targets=query.targets + rows))
    scroll = True if options & _SCROLL else False if options & _NO_SCROLL else None
    if query.row_marks and options & _HOLD:
        raise PgError(
            "0A000",
            "DECLARE CURSOR WITH HOLD ... FOR UPDATE is not supported",
            detail="Holdable cursors must be READ ONLY.",
        )
    if query.row_marks and options & _SCROLL:
        raise PgError(
            "0A000",
            "DECLARE SCROLL CURSOR ... FOR UPDATE is not supported",
            detail="Scrollable cursors must be READ ONLY.",
        )
    return (
        c.DeclareCursor(
            node.portalname,
            plan,
            bool(options & _HOLD),
            bool(options & _BINARY),
            scroll,
            _goes_back(query, scroll),
            tuple(rte.relation.oid for rte in tables if rte.relation is not None),
            bool(query.row_marks),
        ),
        "DECLARE CURSOR",
        None,
    )


def _updatable(query: Query) -> list[RangeTblEntry]:
    """The tables whose rows a cursor stands on: the one that it scans, or those that it locks."""
    if query.grouped or query.distinct or query.distinct_on or query.set_operation is not None or query.values:
        return []
    locked = [rte for mark in query.row_marks for rte in mark.entries]
    found = entries(query.from_items)
    chosen = [rte for rte in found if rte in locked] if locked else found if len(found) == 1 else []
    return [
        rte
        for rte in chosen
        if rte.kind == "relation"
        and rte.relation is not None
        and rte.relation.kind == "r"
        and not (rte.relation.parts or rte.tree)
    ]


def _goes_back(query: Query, scroll: bool | None) -> bool:
    """Whether a cursor may go back: where nobody says, one over a single table may, sorted or not."""
    if scroll is not None:
        return scroll
    if query.row_marks or query.grouped or query.distinct or query.distinct_on or query.set_operation is not None:
        return False
    if any(isinstance(part, WindowFunc) for entry in query.targets for part in walk(entry.expr)):
        return False
    return bool(query.values) or (len(query.from_items) == 1 and isinstance(query.from_items[0], RangeTblRef))


def fetch(analysis: Analysis, node: Node) -> Result:
    direction = node.direction.removeprefix("FETCH_").lower()
    count = node.how_many
    limit = None if abs(count) >= _ALL and direction in ("forward", "backward") else count
    return c.Fetch(node.portalname, direction, limit, node.ismove), "MOVE" if node.ismove else "FETCH", None


def close(analysis: Analysis, node: Node) -> Result:
    return c.CloseCursor(node.portalname), "CLOSE CURSOR" if node.portalname else "CLOSE CURSOR ALL", None
