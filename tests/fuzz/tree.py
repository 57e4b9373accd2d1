"""Expressions as trees: every node knows its type and how it is written.

A leaf is a literal, or a column of a small VALUES list, whose cells it carries. `statement` writes the SELECT around a
tree, with the VALUES list of the columns in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal as OneOf

ROWS = 3
"""How many rows the VALUES list has."""

Kind = OneOf["scalar", "aggregate", "window", "set", "group", "sort", "filter", "assign"]


@dataclass(frozen=True, slots=True)
class Node:
    """An expression: `{0}`, `{1}`, ... in the template stand for its arguments. `label` says what is called."""

    label: str
    template: str
    type: str
    args: tuple[Node, ...] = ()
    cells: tuple[str | None, ...] = ()
    """The cells of a column, in their text form."""
    kind: Kind = "scalar"
    """What the whole statement must be for this node at its root."""

    @property
    def is_leaf(self) -> bool:
        return not self.args


def literal(text: str | None, type_name: str) -> Node:
    """A value written with its type."""
    return Node("literal", escaped(cast_text(text, type_name)), type_name)


def untyped(text: str, type_name: str) -> Node:
    """A value written as a string without a type."""
    return Node("unknown", escaped(quoted(text)), type_name)


def column(cells: tuple[str | None, ...], type_name: str) -> Node:
    """A column of the VALUES list."""
    return Node("column", "", type_name, cells=cells)


def quoted(text: str) -> str:
    """A string constant."""
    return ("E" if "\\" in text else "") + "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def cast_text(text: str | None, type_name: str) -> str:
    """A constant of a type; a row is one of the value sets' own type."""
    type_name = "pair" if type_name == "record" else type_name
    return f"{'NULL' if text is None else quoted(text)}::{type_name}"


def escaped(sql: str) -> str:
    """SQL as a template that has no arguments."""
    return sql.replace("{", "{{").replace("}", "}}")


def subtrees(node: Node) -> Iterator[Node]:
    """Every node of a tree, arguments before what uses them."""
    for arg in node.args:
        yield from subtrees(arg)
    yield node


def columns(node: Node) -> list[Node]:
    """The different columns of a tree, in the order in which they are numbered."""
    return list(dict.fromkeys(each for each in subtrees(node) if each.label == "column"))


def expression(node: Node, names: dict[Node, str]) -> str:
    """The text of a tree."""
    if node.label == "column":
        return names[node]
    return node.template.format(*(expression(arg, names) for arg in node.args))


def statement(node: Node) -> str:
    """The SELECT of a tree."""
    found = columns(node)
    names = {each: f"c{number}" for number, each in enumerate(found, 1)}
    text = expression(node, names)
    if not found and node.kind == "scalar":
        return f"SELECT {text}"
    if not found and node.kind == "set":
        return f"SELECT {text} LIMIT 12"
    rows = [", ".join([str(n + 1), *(cast_text(each.cells[n], each.type) for each in found)]) for n in range(ROWS)]
    values = ", ".join(f"({row})" for row in rows)
    source = f"FROM (VALUES {values}) AS v({', '.join(['n', *names.values()])})"
    match node.kind:
        case "assign":
            return assignment(node, names, source)
        case "aggregate":
            return f"SELECT {text} {source}"
        case "set":
            return f"SELECT n, {text} {source} LIMIT 20"
        case "group":
            return f"SELECT min(n), count(*) {source} GROUP BY {text} ORDER BY 1"
        case "sort":
            return f"SELECT n {source} ORDER BY {text}, n"
        case "filter":
            return f"SELECT n {source} WHERE {text} ORDER BY n"
        case _:
            return f"SELECT {text} {source} ORDER BY n"


def assignment(node: Node, names: dict[Node, str], source: str) -> str:
    """An UPDATE of a table whose column `target` has the first argument's values; the template is what it sets."""
    first, *others = (expression(arg, names) for arg in node.args)
    made = f"CREATE TEMP TABLE assigned ON COMMIT DROP AS SELECT v.*, {first} AS target {source}"
    return f"{made}; UPDATE assigned SET {node.template.format('target', *others)} RETURNING n, target"


def replaced(node: Node, old: Node, new: Node) -> Node:
    """A tree with one of its nodes replaced, wherever it stands."""
    if node == old:
        return new
    if not node.args:
        return node
    return replace(node, args=tuple(replaced(arg, old, new) for arg in node.args))
