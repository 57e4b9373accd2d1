"""Random choices that can be made again, and made fewer: a statement is what the generator makes of a list of numbers.

Past the end of the list every choice is 0, which stands for the plainest alternative everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
MOST = 4000
"""Choices for one statement; beyond, only the plainest."""


class Choices:
    """Gives numbers from a seed, or from a list; remembers what it gave."""

    def __init__(self, source: random.Random | Sequence[int]) -> None:
        self.random = source if isinstance(source, random.Random) else None
        self.given: Iterator[int] = iter(()) if isinstance(source, random.Random) else iter(source)
        self.made: list[int] = []

    def below(self, count: int) -> int:
        """A number from 0 to count - 1."""
        if self.random is not None and len(self.made) < MOST:
            value = self.random.randrange(count)
        else:
            value = next(self.given, 0) % count
        self.made.append(value)
        return value

    def pick(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases, and never where choices have run out."""
        return self.below(100) >= 100 - percent

    def weighted(self, *options: tuple[int, Callable[[], T]]) -> T:
        """What one of the makers makes, each as likely as its weight says."""
        place = self.below(sum(weight for weight, _ in options))
        for weight, make in options:
            if place < weight:
                return make()
            place -= weight
        raise AssertionError(place)


def fewer(made: list[int], still: Callable[[list[int]], bool], most: int = 600) -> list[int]:
    """A shorter or smaller list of choices for which `still` holds, after at most so many trials."""
    best = made
    trials = 0
    size = max(len(best) // 2, 1)
    while size:
        start = 0
        while start < len(best) and trials < most:
            candidates = [best[:start] + best[start + size :]]
            if any(best[start : start + size]):
                candidates.append(best[:start] + [0] * len(best[start : start + size]) + best[start + size :])
            for candidate in candidates:
                trials += 1
                if still(candidate):
                    best = candidate
                    break
            else:
                start += size
        size //= 2
    return best
