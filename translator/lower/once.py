"""Volatile operands that a SQLite form names more than once, as guards of an overflow do: computed once, as they are
written once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlglot import exp

from translator import query as q
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr

KEEP, KEPT = "pg_keep", "pg_kept"
"""SQLite functions: note a value under a number, giving true; and the value of a number."""

Make = Callable[[list[exp.Expression]], exp.Expression]


def once(lowering: Lowering, operands: Sequence[q.Expr], make: Make) -> exp.Expression:
    """What `make` does with the lowered operands, each volatile one computed a single time."""
    parts = [lowering.noting_volatility(partial(lower_expr, lowering, operand)) for operand in operands]
    if not any(volatile for _, volatile in parts):
        return make([arg for arg, _ in parts])
    numbers = [lowering.keep() if volatile else None for _, volatile in parts]
    result = make([
        arg if number is None else _kept(number) for (arg, _), number in zip(parts, numbers, strict=True)
    ])  # fmt: skip
    uses = [str(call.expressions[0]) for call in result.find_all(exp.Anonymous) if call.this == KEPT]
    if all(number is None or uses.count(str(number)) <= 1 for number in numbers):
        return make([arg for arg, _ in parts])
    keeps = [
        build.call(KEEP, build.integer(number), arg)
        for (arg, _), number in zip(parts, numbers, strict=True)
        if number is not None
    ]
    return build.case([(build.conjunction(keeps), result)], None)


def _kept(number: int) -> exp.Expression:
    return build.call(KEPT, build.integer(number))
