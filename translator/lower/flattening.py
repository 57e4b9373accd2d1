"""Keeps what SQLite makes of nested subqueries small.

SQLite puts the expressions of a subquery in the place of the columns that name them ("The Query Flattening
Optimization"): where each level names the one below several times, as the guards of arithmetic do, the statement grows
with a power of its depth. A subquery that has grown too much is computed by itself, which a LIMIT brings about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from translator.lower import build
from translator.lower.nodes import has
from translator.pause import pause

MOST = 10_000
"""Nodes of a column with everything in its place; SQLite takes some milliseconds for so many."""
_KEPT_APART = ("distinct", "group", "limit", "offset")
"""Clauses of a query that SQLite leaves where it is."""

Weights = Mapping[str, int]
"""How many nodes stand behind each column of a source; one for a column that is not there."""
Sources = Mapping[str, Weights]
"""By alias, or by the name in WITH."""


def keep_small(tree: exp.Expression) -> None:
    """Have subqueries computed by themselves where the statement would grow too much."""
    if has(tree, exp.Subquery, exp.CTE):
        _weight(tree, {}, {})


def _weight(node: exp.Expr, sources: Sources, named: Sources) -> int:
    """The nodes of an expression with those behind its columns."""
    pause()
    match node:
        case exp.Column():
            return sources.get(node.table, {}).get(node.name, 1)
        case exp.Subquery():
            return _weight(node.this, sources, named)
        case exp.Select() | exp.SetOperation():
            return sum(_columns(node, sources, named).values())
    return 1 + sum(_weight(part, sources, named) for part in node.iter_expressions())


def _columns(query: exp.Expr, sources: Sources, named: Sources) -> Weights:
    """The weights of a query's columns, those below it being small already."""
    named = dict(named)
    clause = query.args.get("with_")
    for cte in clause.expressions if clause is not None else ():
        named[cte.alias] = _named(cte, sources, named)
    if isinstance(query, exp.SetOperation):
        left, right = (_columns(part, sources, named) for part in (query.this, query.expression))
        return {name: max(weight, other) for (name, weight), other in zip(left.items(), right.values(), strict=False)}
    if not isinstance(query, exp.Select):
        _weight(query, sources, named)
        return {}
    inside = dict(sources)
    for source in _from(query):
        inside[source.alias_or_name] = _source(source, inside, named)
    columns = {column.alias_or_name: _weight(column, inside, named) for column in query.expressions}
    for name, part in query.args.items():
        if name in ("expressions", "from_", "with_"):
            continue
        for node in part if isinstance(part, list) else [part]:
            clause = node.args.get("on") if isinstance(node, exp.Join) else node
            if isinstance(clause, exp.Expr):
                _weight(clause, inside, named)
    return {} if any(query.args.get(name) for name in _KEPT_APART) else columns


def _from(query: exp.Select) -> Iterator[exp.Expr]:
    first = query.args.get("from_")
    if first is not None:
        yield first.this
    for join in query.args.get("joins") or ():
        yield join.this


def _named(cte: exp.CTE, sources: Sources, named: Sources) -> Weights:
    """The columns of a query in WITH, under the names that they have there."""
    columns = _columns(cte.this, sources, named)
    if cte.args.get("materialized"):
        return {}
    if max(columns.values(), default=0) > MOST:
        _keep_apart(cte.this)
        return {}
    names = [column.name for column in cte.args["alias"].columns]
    return dict(zip(names, columns.values(), strict=False)) if names else columns


def _source(source: exp.Expr, sources: Sources, named: Sources) -> Weights:
    """The columns of what stands in FROM."""
    if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
        return named.get(source.name, {}) if not source.db else {}
    if not isinstance(source, exp.Subquery):
        _weight(source, sources, named)
        return {}
    columns = _columns(source.this, sources, named)
    if max(columns.values(), default=0) > MOST:
        _keep_apart(source.this)
        return {}
    return columns


def _keep_apart(query: exp.Expr) -> None:
    query.set("limit", exp.Limit(expression=build.integer(-1)))
    query.set("offset", exp.Offset(expression=build.integer(0)))
