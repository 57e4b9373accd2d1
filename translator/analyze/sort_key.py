"""One ORDER BY item: direction, ordering operator, place of nulls."""

from __future__ import annotations

from translator.analyze.coerce import resolve_unknown
from translator.analyze.oper import ordering_operator
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.parser import Node, strings
from translator.query import Expr, SortKey


def sort_key(state: ParseState, expr: Expr, item: Node) -> SortKey:
    """The key for an expression already analyzed.  Raises PgError 42883 for a type without an order."""
    expr = resolve_unknown(state.analysis, expr)
    direction = item.sortby_dir
    if direction == "SORTBY_USING":
        names = strings(item.use_op)
        if names[-1] not in ("<", ">"):
            raise PgError(
                "42809",
                f"operator {names[-1]} is not a valid ordering operator",
                hint='Ordering operators must be "<" or ">" members of btree operator families.',
                location=item.location,
            )
        descending = names[-1] == ">"
    else:
        descending = direction == "SORTBY_DESC"
    ordering_operator(state.analysis, expr.type, descending=descending, location=expr.at)
    nulls = item.sortby_nulls
    return SortKey(expr, descending, descending if nulls == "SORTBY_NULLS_DEFAULT" else nulls == "SORTBY_NULLS_FIRST")
