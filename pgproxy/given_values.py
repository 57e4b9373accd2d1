"""What sequences gave to the running statement, so that the statement can run again without taking new values.

Only a statement that failed is run again (`pgproxy.violations`), inside a savepoint that is then undone.  Sequences
know no undo: a second run must get the values of the first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count


class GivenValues:
    """The values of nextval() since `clear`, by sequence, in order."""

    __slots__ = ("_given", "_sources")

    def __init__(self) -> None:
        self._given: dict[int, array[int]] = {}
        self._sources: dict[int, Iterator[int]] | None = None

    def clear(self) -> None:
        if self._given:
            self._given = {}

    def note(self, sequence: int, value: int) -> None:
        """A value was given."""
        known = self._given.get(sequence)
        if known is None:
            known = self._given[sequence] = array("q")
        known.append(value)

    @property
    def replaying(self) -> bool:
        """Whether the statement runs again."""
        return self._sources is not None

    def again(self, sequence: int) -> int:
        """The value that the first run got at this point; inside `replayed`.

        Beyond the first run's end any value will do: what is made of it is undone, and the sequence stays where it is.
        """
        assert self._sources is not None
        return next(self._sources.setdefault(sequence, count(1)))

    @contextmanager
    def replayed(self) -> Iterator[None]:
        """Inside, nextval() gives the noted values once more."""
        before, given = self._sources, self._given
        self._sources = {sequence: chain(values, count(values[-1] + 1)) for sequence, values in given.items()}
        self._given = {}
        try:
            yield
        finally:
            self._sources, self._given = before, given
