"""Hypothesis strategies for expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.cases.value_sets import value_sets
from tests.fuzz.entry import Entry
from tests.fuzz.repertoire import repertoire
from tests.fuzz.tree import ROWS, Node, column, literal, untyped

MAX_DEPTH = 3
Draw = Callable[[st.SearchStrategy[Any]], Any]
PERCENT = st.integers(0, 99)


@st.composite
def expressions(draw: Draw) -> Node:
    """An expression with some function, operator or construct at its root."""
    entry = draw(st.sampled_from(draw(st.sampled_from(repertoire().groups))))
    depth = draw(st.integers(1, MAX_DEPTH))
    over_rows = entry.kind not in ("scalar", "set") or draw(PERCENT) < 40
    return apply(draw, entry, depth, over_rows)


def apply(draw: Draw, entry: Entry, depth: int, over_rows: bool) -> Node:
    """An entry with its arguments."""
    hinted = dict(entry.hints)
    args = []
    for position, type_name in enumerate(entry.args):
        if position in hinted and draw(PERCENT) < 90:
            args.append(leaf(draw, type_name, hinted[position], over_rows))
        elif depth > 1 and type_name in repertoire().makers and position not in hinted and draw(PERCENT) < 55:
            maker = draw(st.sampled_from(repertoire().makers[type_name]))
            args.append(apply(draw, maker, depth - 1, over_rows))
        elif position in hinted:
            args.append(literal(None, type_name))
        else:
            args.append(leaf(draw, type_name, value_sets()[type_name].values, over_rows))
    return Node(entry.label, entry.template, entry.type, tuple(args), kind=entry.kind)


def leaf(draw: Draw, type_name: str, texts: tuple[str, ...], over_rows: bool) -> Node:
    """A literal, or a column with as many cells as there are rows; one in twelve values is NULL."""
    choice = st.sampled_from((*texts, *texts, None))
    if over_rows and draw(PERCENT) < 70:
        return column(tuple(draw(choice) for _ in range(ROWS)), type_name)
    text = draw(choice)
    if text is not None and draw(PERCENT) < 5:
        return untyped(text, type_name)
    return literal(text, type_name)
