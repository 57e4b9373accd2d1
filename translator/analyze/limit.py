"""LIMIT and OFFSET."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.coerce import coerce_to_specific
from translator.analyze.dispatch import analyze_expr
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.parser import Node
from translator.query import Expr, SortKey, Var, walk
from translator.types import oids


def analyze_limits(state: ParseState, node: Node) -> tuple[Expr | None, Expr | None]:
    """LIMIT and OFFSET of a query, None where there is none."""
    return _limit(state, node.limit_count, "LIMIT"), _limit(state, node.limit_offset, "OFFSET")


def is_with_ties(node: Node, limit: Expr | None, sort: Sequence[SortKey]) -> bool:
    """Whether FETCH FIRST says WITH TIES.  Raises PgError 2201W without a number, 42601 without an order."""
    if node.limit_option != "LIMIT_OPTION_WITH_TIES":
        return False
    if limit is None:
        raise PgError("2201W", "row count cannot be null in FETCH FIRST ... WITH TIES clause")
    if not sort:
        raise PgError("42601", "WITH TIES cannot be specified without ORDER BY clause")
    return True


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
