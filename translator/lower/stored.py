"""Expressions that SQLite keeps in its schema: in generated columns and indexes it takes deterministic functions only.

PostgreSQL has seen to it that such an expression is immutable as a whole; SQLite judges each function by how it is
registered. Those that are not registered as deterministic have a twin that is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlglot import exp

from translator.builtins import declare
from translator.deferred import Deferred
from translator.lower import build

if TYPE_CHECKING:
    from translator.builtins import internal
else:
    internal = Deferred("translator.builtins.internal")

STORED_SUFFIX = "_stored"
"""Names the deterministic twin of a scalar function."""


def as_stored(lowered: exp.Expression) -> exp.Expression:
    """The expression with functions that SQLite takes in its schema."""
    return lowered.transform(_deterministic)


@cache
def varying_functions() -> frozenset[str]:
    """The scalar functions that SQLite may not take for deterministic where they stand in a statement."""
    functions = {function.sqlite_name for function in declare.FUNCTIONS.values() if not function.deterministic}
    return frozenset(functions | {name for name, found in internal.INTERNAL.items() if not found.deterministic})


def _deterministic(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Anonymous) and str(node.this) in varying_functions():
        node.set("this", f"{node.this}{STORED_SUFFIX}")
    elif isinstance(node, exp.Escape) and isinstance(node.this, exp.Like):
        # case_sensitive_like registers SQLite's own anew, and not as deterministic
        return build.call("pg_textlike", node.this.this, node.this.expression)
    return node
