"""TABLESAMPLE: a part of a table, by rows or by blocks ("SELECT", under "TABLESAMPLE")."""

from __future__ import annotations

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce_to_specific
from translator.analyze.state import NamespaceItem, ParseState
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.query import Expr, RangeTblEntry, Sample, Var, walk
from translator.types import oids

METHODS = ("bernoulli", "system")


def with_sample(state: ParseState, node: Node, rte: RangeTblEntry, item: NamespaceItem) -> RangeTblEntry:
    """The table that a sample is taken of; item: its names, which the arguments do not see.

    Raises PgError 0A000, 42704 or 2202H for what has no such sample.
    """
    if rte.relation is None or rte.kind != "relation" or rte.relation.kind not in "rpm":
        message = "TABLESAMPLE clause can only be applied to tables and materialized views"
        raise PgError("0A000", message, location=node.relation.location)
    method = strings(node.method)[-1]
    if method not in METHODS:
        raise PgError("42704", f"tablesample method {method} does not exist", location=node.location)
    if len(node.args) != 1:
        message = f"tablesample method {method} requires 1 argument, not {len(node.args)}"
        raise PgError("2202H", message, location=node.location)
    before = state.namespace
    state.namespace = [*before, replace(item, rel_visible=False, cols_visible=False)]
    percent = _argument(state, node.args[0], oids.FLOAT4, "TABLESAMPLE")
    seed = None if node.repeatable is None else _argument(state, node.repeatable, oids.FLOAT8, "REPEATABLE")
    state.namespace = before
    return replace(rte, sample=Sample(method, percent, seed))


def _argument(state: ParseState, node: Node, target: int, clause: str) -> Expr:
    before = state.clause, state.lateral_active
    state.clause, state.lateral_active = "FROM", True
    expr = coerce_to_specific(state.analysis, expressions.analyze_expr(state, node), target, clause)
    state.clause, state.lateral_active = before
    if any(isinstance(part, Var) and part.rte.level == state.level for part in walk(expr)):
        raise feature_not_supported("TABLESAMPLE that depends on another table", at=expr.at)
    return expr
