"""Making a difference small: the innermost part that differs by itself, with values instead of its arguments."""

from __future__ import annotations

from dataclasses import replace

from tests.fuzz.explained import Difference, explained
from tests.fuzz.repertoire import values_of
from tests.fuzz.servers import Pair, same
from tests.fuzz.tree import Node, columns, literal, replaced, statement, subtrees


def compare(pair: Pair, node: Node) -> Difference | None:
    """The two answers to a tree, when they differ."""
    expected, found = pair.ask(statement(node))
    if same(expected, found):
        return None
    return Difference(node, expected, found, pair.postgresql.ask, pair.settings)


def differs(pair: Pair, node: Node) -> Difference | None:
    """The two answers to a tree, when they differ without an explanation."""
    difference = compare(pair, node)
    return None if difference is None or explained(difference) else difference


def minimised(pair: Pair, node: Node) -> Node:
    """A smaller tree that differs."""
    smallest = innermost(pair, node)
    changed = True
    while changed:
        changed = False
        for each in candidates(pair, smallest):
            if each != smallest and differs(pair, each):
                smallest, changed = innermost(pair, each), True
                break
    return smallest


def innermost(pair: Pair, node: Node) -> Node:
    """The smallest part of a tree that differs by itself."""
    return next((each for each in subtrees(node) if each.args and differs(pair, each)), node)


def candidates(pair: Pair, node: Node) -> list[Node]:
    """Smaller trees: columns as one of their cells, calls as their values, other values by NULL or the first."""
    result = []
    for found in columns(node):
        result += [replaced(node, found, literal(cell, found.type)) for cell in dict.fromkeys(found.cells)]
        result += [replaced(node, found, replace(found, cells=(cell,) * len(found.cells)))
                   for cell in dict.fromkeys(found.cells) if len(set(found.cells)) > 1]  # fmt: skip
    for each in subtrees(node):
        if each is not node and each.args:
            result += [replaced(node, each, value) for value in instead(pair, each)]
    return result


def instead(pair: Pair, node: Node) -> list[Node]:
    """Literals in a call's place: what PostgreSQL makes of it, else the first of its type's values."""
    reply = pair.postgresql.ask(statement(node))
    rows = [value for keyword, value in reply.events if keyword == "row"]
    texts = list(dict.fromkeys(row[-1] for row in rows)) if reply.error is None else []
    return [literal(text, node.type) for text in [*texts, *values_of(node.type)[:2]]]
