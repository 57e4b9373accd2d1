"""sum and avg of numeric ("Aggregate Functions"): SQLite's exact decimal sum where rows only come, a class where rows
leave a frame again or DISTINCT sorts them.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlglot import exp

from translator.builtins.declare import aggregate, aggregate_lowering
from translator.builtins.numeric_math import divide
from translator.lower import build
from translator.types.numeric import EXACT, PYTHON_SPECIAL, from_decimal, round_to, to_decimal


def _scale(value: str) -> int:
    """The digits after the point of a storage form."""
    point = value.find(".")
    return len(value) - point - 1 if point >= 0 else 0


class _NumericTotal:
    """Exact sum, count and display scale of numerics; NaN and infinities counted apart."""

    __slots__ = ("count", "scales", "specials", "total")

    def __init__(self) -> None:
        self.count = 0
        self.total = Decimal(0)
        self.scales: dict[int, int] = {}
        self.specials: list[Decimal] = []

    def step(self, value: str | None) -> None:
        if value is None:
            return
        self.count += 1
        if value in PYTHON_SPECIAL:
            self.specials.append(PYTHON_SPECIAL[value])
            return
        self.total = EXACT.add(self.total, Decimal(value))
        scale = _scale(value)
        self.scales[scale] = self.scales.get(scale, 0) + 1

    def inverse(self, value: str | None) -> None:
        if value is None:
            return
        self.count -= 1
        if value in PYTHON_SPECIAL:
            self.specials.remove(PYTHON_SPECIAL[value])
            return
        self.total = EXACT.subtract(self.total, Decimal(value))
        scale = _scale(value)
        self.scales[scale] -= 1
        if not self.scales[scale]:
            del self.scales[scale]

    @property
    def sum(self) -> Decimal:
        if self.specials:
            return sum(self.specials, Decimal(0)) if len({str(s) for s in self.specials}) == 1 else Decimal("NaN")
        return round_to(self.total, max(self.scales, default=0))

    def final(self) -> Any:
        return self.value()

    def value(self) -> Any:
        raise NotImplementedError


@aggregate("sum(numeric)")
class sum_numeric(_NumericTotal):  # noqa: N801
    def value(self) -> str | None:
        return from_decimal(self.sum) if self.count else None


@aggregate("avg(numeric)")
class avg_numeric(_NumericTotal):  # noqa: N801
    def value(self) -> str | None:
        return from_decimal(divide(self.sum, Decimal(self.count))) if self.count else None


@aggregate_lowering("sum(numeric)", plain=True)
def sum_of_numeric(value: exp.Expression) -> exp.Expression | None:
    return _native("pg_numeric_sum", value)


@aggregate_lowering("avg(numeric)", plain=True)
def avg_of_numeric(value: exp.Expression) -> exp.Expression | None:
    return _native("pg_numeric_avg", value)


def _native(name: str, value: exp.Expression) -> exp.Expression | None:
    """NaN and the infinities, which SQLite's sum cannot hold, are gathered beside it.

    None for what is computed: it would be so several times.
    """
    if not isinstance(value, exp.Column):
        return None
    marked = exp.GT(this=build.call("instr", value.copy(), exp.Literal.string("e")), expression=build.integer(0))
    specials = build.call("group_concat", build.case([(marked, value.copy())], None), exp.Literal.string(" "))
    return build.call(name, build.call("decimal_sum", value), exp.Count(this=value.copy()), specials)


def _total(total: str, specials: str | None) -> Decimal:
    found = set(specials.split(" ")) if specials else set()
    if len(found) > 1:
        return Decimal("NaN")
    return to_decimal(found.pop() if found else total)


def _sum(total: str, count: int, specials: str | None) -> str | None:
    return from_decimal(_total(total, specials)) if count else None


def _avg(total: str, count: int, specials: str | None) -> str | None:
    return from_decimal(divide(_total(total, specials), Decimal(count))) if count else None


TOTALS: dict[str, Callable[..., str | None]] = {"pg_numeric_sum": _sum, "pg_numeric_avg": _avg}
"""What turns SQLite's total into the result, by SQLite name."""
