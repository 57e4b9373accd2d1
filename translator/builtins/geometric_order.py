"""Which of two shapes is larger, and which lies where: the same for several geometric types ("Geometric Functions and
Operators").
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from translator.builtins.geometry import geometric
from translator.types import geometric_math as fuzzy

Test = Callable[[float, float], bool]
_SIZES: dict[str, Test] = {
    "lt": fuzzy.below,
    "le": fuzzy.at_most,
    "eq": fuzzy.same,
    "ne": fuzzy.differ,
    "ge": fuzzy.at_least,
    "gt": fuzzy.above,
}
FUZZY: tuple[Test, ...] = (fuzzy.below, fuzzy.at_most, fuzzy.above, fuzzy.at_least)
EXACT: tuple[Test, ...] = (operator.lt, operator.le, operator.gt, operator.ge)


def declare_sizes(prefix: str, datatype: str, size: Callable[[Any], float], names: str) -> None:
    """The comparisons with these names, as `box_lt(box,box)`, by a number."""
    for name in names.split():
        _declare(f"{prefix}_{name}", datatype, _SIZES[name], size, size)


def declare_directions(
    prefix: str, datatype: str, high: Callable[[Any, int], float], low: Callable[[Any, int], float],
    tests: tuple[Test, ...],
) -> None:  # fmt: skip
    """`box_left(box,box)` and its kin.  high, low: how far a shape reaches on an axis, 0 or 1."""
    is_less, is_at_most, is_more, is_at_least = tests
    for axis, (before, behind) in enumerate((("left", "right"), ("below", "above"))):
        ends = _on(high, axis)
        begins = _on(low, axis)
        _declare(f"{prefix}_{before}", datatype, is_less, ends, begins)
        _declare(f"{prefix}_over{before}", datatype, is_at_most, ends, ends)
        _declare(f"{prefix}_{behind}", datatype, is_more, begins, ends)
        _declare(f"{prefix}_over{behind}", datatype, is_at_least, begins, begins)


def _on(reach: Callable[[Any, int], float], axis: int) -> Callable[[Any], float]:
    return lambda shape: reach(shape, axis)


def _declare(
    name: str, datatype: str, test: Test, measure: Callable[[Any], float], other_measure: Callable[[Any], float]
) -> None:
    def compared(left: Any, right: Any) -> bool:
        return test(measure(left), other_measure(right))

    compared.__name__ = name
    geometric(f"{name}({datatype},{datatype})")(compared)
