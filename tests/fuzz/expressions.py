"""Random expressions over everything in the repertoire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from tests.fuzz.entry import Entry
from tests.fuzz.repertoire import repertoire, values_of
from tests.fuzz.tree import ROWS, Node, column, literal, untyped

MAX_DEPTH = 3
T = TypeVar("T")


def expressions(dice: Random) -> Iterator[Node]:
    """Expressions without end, each with some function, operator or construct at its root.

    A group's entries come in a random order, all of them before the first comes again.
    """
    groups = repertoire().groups
    orders = {group: _shuffled_again(group, dice) for group in groups}
    while True:
        entry = next(orders[dice.choice(groups)])
        depth = dice.randint(1, MAX_DEPTH)
        over_rows = entry.kind not in ("scalar", "set") or _percent(dice, 40)
        yield apply(dice, entry, depth, over_rows)


def _shuffled_again(items: Sequence[T], dice: Random) -> Iterator[T]:
    while True:
        yield from dice.sample(items, len(items))


def _percent(dice: Random, likely: int) -> bool:
    return dice.randrange(100) < likely


def apply(dice: Random, entry: Entry, depth: int, over_rows: bool) -> Node:
    """An entry with its arguments."""
    hinted = dict(entry.hints)
    args = []
    for position, type_name in enumerate(entry.args):
        if position in hinted and _percent(dice, 90):
            args.append(leaf(dice, type_name, hinted[position], over_rows))
        elif depth > 1 and type_name in repertoire().makers and position not in hinted and _percent(dice, 55):
            maker = dice.choice(repertoire().makers[type_name])
            args.append(apply(dice, maker, depth - 1, over_rows))
        elif position in hinted:
            args.append(literal(None, type_name))
        else:
            args.append(leaf(dice, type_name, values_of(type_name), over_rows))
    return Node(entry.label, entry.template, entry.type, tuple(args), kind=entry.kind)


def leaf(dice: Random, type_name: str, texts: tuple[str, ...], over_rows: bool) -> Node:
    """A literal, or a column with as many cells as there are rows; one in several values is NULL."""
    choice = (*texts, *texts, None)
    if over_rows and _percent(dice, 70):
        return column(tuple(dice.choice(choice) for _ in range(ROWS)), type_name)
    text = dice.choice(choice)
    if text is not None and _percent(dice, 5):
        return untyped(text, type_name)
    return literal(text, type_name)
