"""The nodes of a lowered tree, by walks that every statement takes several times: sqlglot's own take thrice as long."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sqlglot import exp


def nodes(tree: exp.Expr) -> Iterator[exp.Expr]:
    """A node and all that are inside it, each before those inside itself."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for value in node.args.values():
            if isinstance(value, exp.Expr):
                waiting.append(value)
            elif type(value) is list:
                waiting += [item for item in value if isinstance(item, exp.Expr)]


def has(tree: exp.Expr, *kinds: type[exp.Expr]) -> bool:
    """Whether a node of one of these kinds is there."""
    return any(isinstance(node, kinds) for node in nodes(tree))


def is_longer(tree: exp.Expr, count: int) -> bool:
    """Whether there are more nodes than so many."""
    return next(islice(nodes(tree), count, None), None) is not None
