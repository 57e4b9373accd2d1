"""Where the parts of the analyzer meet: expressions and queries nest in each other, so each kind of node finds its
analysis here by tag.

The modules of this package register what they analyze; `translator.planning` imports them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from translator.analyze.coerce import coerce_to_boolean
from translator.analyze.state import ParseState
from translator.errors.state import statement_too_complex
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.pause import pause
from translator.query import Expr, Query

MAX_EXPRESSION_DEPTH = 900
"""Nesting of one expression before 54001; SQLite's own limit is 1,000."""

sys.setrecursionlimit(
    max(sys.getrecursionlimit(), 20_000)
)  # trees are deep but bounded: MAX_EXPRESSION_DEPTH, parser.MAX_DEPTH

ExpressionAnalyzer = Callable[[ParseState, Node], Expr]
AnalyzerT = TypeVar("AnalyzerT", bound=ExpressionAnalyzer)


class QueryAnalyzer(Protocol):
    def __call__(self, state: ParseState, node: Node, *, keep_unknown: bool = False) -> Query: ...


_EXPRESSIONS: dict[str, ExpressionAnalyzer] = {}
_QUERIES: dict[str, QueryAnalyzer] = {}


def expression(*tags: str) -> Callable[[AnalyzerT], AnalyzerT]:
    """Register the analysis of a kind of expression."""

    def register(analyze: AnalyzerT) -> AnalyzerT:
        for tag in tags:
            _EXPRESSIONS[tag] = analyze
        return analyze

    return register


def query(tag: str, analyze: QueryAnalyzer) -> None:
    """Register the analysis of a kind of query."""
    _QUERIES[tag] = analyze


def analyze_expr(state: ParseState, node: Node) -> Expr:
    """A raw expression to a typed one.  Raises PgError for whatever PostgreSQL's analyzer would refuse."""
    analyze = _EXPRESSIONS.get(node.tag)
    if analyze is None:
        raise feature_not_supported(f"expression {node.tag}", at=node.location)
    pause()
    analysis = state.analysis
    analysis.depth += 1
    analysis.deepest = max(analysis.deepest, analysis.depth)
    if analysis.depth > MAX_EXPRESSION_DEPTH:
        raise statement_too_complex()
    try:
        return analyze(state, node)
    finally:
        analysis.depth -= 1


def analyze_exprs(state: ParseState, nodes: Sequence[Node]) -> list[Expr]:
    return [analyze_expr(state, node) for node in nodes]


def analyze_condition(state: ParseState, node: Node | None, construct: str) -> Expr | None:
    """WHERE, HAVING, ON: an optional boolean expression."""
    if node is None:
        return None
    before, state.clause = state.clause, construct
    try:
        return coerce_to_boolean(state.analysis, analyze_expr(state, node), construct)
    finally:
        state.clause = before


def analyze_query(state: ParseState, node: Node, *, keep_unknown: bool = False) -> Query:
    """A raw query to a Query.  With `keep_unknown` untyped literals of its select list stay so."""
    analyze = _QUERIES.get(node.tag)
    if analyze is None:
        raise feature_not_supported(f"{node.tag} in a subquery")
    return analyze(state, node, keep_unknown=keep_unknown)
