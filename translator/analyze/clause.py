"""The clauses of statements as messages call them, and what may not stand in them: PostgreSQL's ParseExprKind."""

from __future__ import annotations

from translator.analyze.state import FROM_SUBSELECT

FRAMES = {f"WINDOW FRAME {mode.upper()}": f"window {mode.upper()}" for mode in ("rows", "range", "groups")}
"""The offsets of frames, by mode."""
NO_AGGREGATES = {
    "WHERE": "WHERE",
    "JOIN/ON": "JOIN conditions",
    "GROUP BY": "GROUP BY",
    "VALUES": "VALUES",
    "single VALUES": "VALUES",
    "LIMIT": "LIMIT",
    "OFFSET": "OFFSET",
    "UPDATE": "UPDATE",
    "MERGE WHEN AND": "MERGE WHEN conditions",
    "MERGE VALUES": "VALUES",
    "RETURNING": "RETURNING",
    "FILTER": "FILTER",
    "FROM": "functions in FROM",
    **FRAMES,
    FROM_SUBSELECT: "FROM clause of their own query level",
    "COPY FROM WHERE": "COPY FROM WHERE conditions",
    "DEFAULT": "DEFAULT expressions",
    "CHECK": "check constraints",
    "PUBLICATION WHERE": "WHERE",
    "POLICY": "policy expressions",
    "index expression": "index expressions",
    "statistics expression": "statistics expressions",
    "index predicate": "index predicates",
    "generation expression": "column generation expressions",
    "transform expression": "transform expressions",
    "partition key": "partition key expressions",
    "partition bound": "partition bound",
    "EXECUTE": "EXECUTE parameters",
}
"""Clauses without aggregates, as messages call them."""

NO_WINDOWS = NO_AGGREGATES | dict.fromkeys(("WINDOW DEFINITION", *FRAMES), "window definitions")
"""Clauses without window functions that are called otherwise than they are written."""

_SETS_ALLOWED = ("GROUP BY", "FROM", "single VALUES", "MERGE VALUES")
NO_SETS = {clause: place for clause, place in NO_AGGREGATES.items() if clause not in _SETS_ALLOWED} | {
    "HAVING": "HAVING",
    **dict.fromkeys(FRAMES, "window definitions"),
}
"""Clauses without set-returning functions."""

NO_SUBQUERIES = {
    "DEFAULT": "DEFAULT expression",
    "CHECK": "check constraint",
    "index expression": "index expression",
    "statistics expression": "statistics expression",
    "index predicate": "index predicate",
    "generation expression": "column generation expression",
    "transform expression": "transform expression",
    "partition key": "partition key expression",
    "partition bound": "partition bound",
    "EXECUTE": "EXECUTE parameter",
    "COPY FROM WHERE": "COPY FROM WHERE condition",
}
"""Clauses without subqueries."""
