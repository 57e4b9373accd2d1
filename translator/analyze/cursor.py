"""DECLARE, FETCH, MOVE and CLOSE: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze.ddl_drop import Result
from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.parser import Node
from translator.planning import analyze_statement, plan_query
from translator.query import Query, RangeTblRef, WindowFunc, walk

_BINARY, _SCROLL, _NO_SCROLL, _HOLD = 0x1, 0x2, 0x4, 0x20
_ALL = 2**31 - 1


def declare(analysis: Analysis, node: Node) -> Result:
    query = analyze_statement(analysis, node.query)
    plan = plan_query(analysis, query)
    options = node.options
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
            node.portalname, plan, bool(options & _HOLD), bool(options & _BINARY), scroll, _goes_back(query, scroll)
        ),
        "DECLARE CURSOR",
        None,
    )


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
