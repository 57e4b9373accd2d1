"""One ORDER BY item: direction, ordering operator, place of nulls."""

from __future__ import annotations

from translator.analyze.coerce import resolve_unknown
from translator.analyze.oper import find_operator, ordering_operator
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.query import Expr, SortKey


def sort_key(state: ParseState, expr: Expr, item: Node) -> SortKey:
    """The key for an expression already analyzed.  Raises PgError 42883 for a type without an order."""
    expr = resolve_unknown(state.analysis, expr)
    direction = item.sortby_dir
    if direction == "SORTBY_USING":
        descending = _using(state, expr, strings(item.use_op)[-1], item.location)
    else:
        descending = direction == "SORTBY_DESC"
    names_output = item.node.tag in ("ColumnRef", "A_Const")
    at = item.node.location if names_output else expr.at
    ordering_operator(state.analysis, expr.type, descending=descending, location=at)
    nulls = item.sortby_nulls
    return SortKey(expr, descending, descending if nulls == "SORTBY_NULLS_DEFAULT" else nulls == "SORTBY_NULLS_FIRST")


_ASCENDING, _DESCENDING = frozenset({"<", "~<~"}), frozenset({">", "~>~"})
"""The operators that order as stored values are ordered."""


def _using(state: ParseState, expr: Expr, name: str, location: int) -> bool:
    """Whether the operator orders downward.  Raises PgError 42809 for one that is no order."""
    find_operator(state.analysis, name, expr.type, expr.type, location)
    if name in ("*<", "*>"):
        raise feature_not_supported(f"ORDER BY USING {name}", at=location)
    if name not in _ASCENDING | _DESCENDING:
        raise PgError(
            "42809",
            f"operator {name} is not a valid ordering operator",
            hint='Ordering operators must be "<" or ">" members of btree operator families.',
            location=location,
        )
    return name in _DESCENDING
