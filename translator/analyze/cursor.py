"""DECLARE, FETCH, MOVE and CLOSE: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze.ddl_drop import Result
from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.parser import Node
from translator.planning import analyze_statement, plan_query

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
    return (
        c.DeclareCursor(node.portalname, plan, bool(options & _HOLD), bool(options & _BINARY), scroll),
        "DECLARE CURSOR",
        None,
    )


def fetch(analysis: Analysis, node: Node) -> Result:
    direction = node.direction.removeprefix("FETCH_").lower()
    count = node.how_many
    limit = None if abs(count) >= _ALL and direction in ("forward", "backward") else count
    return c.Fetch(node.portalname, direction, limit, node.ismove), "MOVE" if node.ismove else "FETCH", None


def close(analysis: Analysis, node: Node) -> Result:
    return c.CloseCursor(node.portalname), "CLOSE CURSOR" if node.portalname else "CLOSE CURSOR ALL", None
