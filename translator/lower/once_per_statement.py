"""Stable calls without columns, as `now() - interval '1 day'`: SQLite computes them once for all rows if it may.

Within a statement a stable function gives the same for the same, unless a volatile one changes what it depends on.
Manual: "Function Volatility Categories". SQLite: "Deterministic SQL Functions".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlglot import exp

from translator.builtins import declare
from translator.deferred import Deferred
from translator.lower.nodes import has, nodes
from translator.lower.stored import STORED_SUFFIX

if TYPE_CHECKING:
    from translator.builtins import internal
else:
    internal = Deferred("translator.builtins.internal")

_OF_A_ROW = (exp.Column, exp.Query)
_READS_ROWS = (exp.From, exp.Update, exp.Delete)


def compute_once(tree: exp.Expression) -> None:
    """Have the stable calls of a statement without volatile ones computed once, where it has rows at all."""
    if not has(tree, *_READS_ROWS):
        return
    for node in nodes(tree):
        if isinstance(node, exp.Anonymous) and node.this in _stable_functions() and not has(node, *_OF_A_ROW):
            node.set("this", f"{node.this}{STORED_SUFFIX}")


@cache
def _stable_functions() -> frozenset[str]:
    """The names in SQLite of the scalar functions that are neither immutable nor volatile."""
    functions = {function.sqlite_name for function in declare.FUNCTIONS.values() if function.stable}
    return frozenset(functions | {name for name, found in internal.INTERNAL.items() if found.stable})
