"""LIMIT and OFFSET."""

from __future__ import annotations

from translator.analyze.coerce import coerce_to_specific
from translator.analyze.dispatch import analyze_expr
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.parser import Node
from translator.query import Expr, Var, walk
from translator.types import oids


def analyze_limits(state: ParseState, node: Node) -> tuple[Expr | None, Expr | None]:
    """LIMIT and OFFSET of a query, None where there is none."""
    return _limit(state, node.limit_count, "LIMIT"), _limit(state, node.limit_offset, "OFFSET")


def _limit(state: ParseState, node: Node | None, clause: str) -> Expr | None:
    """An int8 without columns of this query."""
    if node is None or (node.tag == "A_Const" and node.isnull):
        return None
    state.clause = clause
    expr = coerce_to_specific(state.analysis, analyze_expr(state, node), oids.INT8, clause)
    for part in walk(expr):
        if isinstance(part, Var) and part.rte.level == state.level:
            raise PgError("42P10", f"argument of {clause} must not contain variables", location=part.location)
    return expr
