"""Where a long translation lets others go on: it says so at every node, and whoever runs it is asked now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

NODES = 20
"""Nodes between two questions; some 0.1 milliseconds."""
Item = TypeVar("Item")


class Runner(Protocol):
    """Who runs translations."""

    def look(self) -> None:
        """Called at pauses; may switch to another greenlet, which may translate too, or raise."""
        ...

    def aside(self, work: Callable[[], Item]) -> Item:
        """What some work gives that is not Python's, so that it can be done in a thread."""
        ...


class _Alone:
    """Nobody else wants to go on."""

    def look(self) -> None:
        """Nothing to look for."""

    def aside(self, work: Callable[[], Item]) -> Item:
        return work()


class _Pauses:
    """Counts the nodes of all translations."""

    __slots__ = ("left", "runner")

    def __init__(self) -> None:
        self.left = NODES
        self.runner: Runner = _Alone()


_pauses = _Pauses()


def run_by(runner: Runner) -> None:
    """From now on it is asked."""
    _pauses.runner = runner


def aside(work: Callable[[], Item]) -> Item:
    """What long work gives that is not Python's."""
    return _pauses.runner.aside(work)


def pause() -> None:
    """A node is reached: nothing that others see is half done."""
    _pauses.left -= 1
    if _pauses.left <= 0:
        _pauses.left = NODES
        _pauses.runner.look()


def pausing(items: Iterable[Item]) -> Iterator[Item]:
    """The items of something long."""
    for item in items:
        pause()
        yield item
