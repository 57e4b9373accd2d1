"""Series, aggregates and mixed comparisons of dates and times ("Set Returning Functions", "Aggregate Functions")."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

import translator.builtins.datetime_cast  # noqa: F401  registers what the comparisons call
from translator.builtins.datetime_arithmetic import (
    add_interval,
    add_interval_in,
    infinite_interval,
    interval_divided,
    zone_to_count_in,
)
from translator.builtins.declare import aggregate, lowering, set_returning
from translator.context import ExecutionContext
from translator.errors.values import datetime_out_of_range, invalid_parameter_value
from translator.lower import build
from translator.types.interval import Interval, check_parts, pack, unpack_interval

COMPARISONS: dict[str, type[exp.Expression]] = {
    **{"eq": exp.EQ, "ne": exp.NEQ, "lt": exp.LT, "le": exp.LTE, "gt": exp.GT, "ge": exp.GTE},
}


def _series(start: int, stop: int, step: str, add: Callable[[int, Interval], int]) -> Iterator[int]:
    """From `start` on while `stop` is not passed; 22023 for a step of zero or infinity."""
    interval = unpack_interval(step)
    if interval.infinite:
        raise invalid_parameter_value("step size cannot be infinite")
    if interval.span == 0:
        raise invalid_parameter_value("step size cannot equal zero")
    value = start
    while value <= stop if interval.span > 0 else value >= stop:
        yield value
        value = add(value, interval)


@set_returning("generate_series(timestamp without time zone,timestamp without time zone,interval)")
def generate_series_timestamp(start: int, stop: int, step: str) -> Iterator[int]:
    return _series(start, stop, step, add_interval)


@set_returning(
    "generate_series(timestamp with time zone,timestamp with time zone,interval)",
    "generate_series(timestamp with time zone,timestamp with time zone,interval,text)",
    context=True,
)
def generate_series_timestamptz(
    context: ExecutionContext, start: int, stop: int, step: str, zone_name: str | None = None
) -> Iterator[int]:
    zone = zone_to_count_in(context, zone_name)
    return _series(start, stop, step, lambda value, interval: add_interval_in(zone, value, interval))


@aggregate("sum(interval)")
class SumInterval:
    """The parts added up; infinities win, and exclude each other (22008)."""

    def __init__(self) -> None:
        self.months = self.days = self.us = self.count = 0
        self.infinite = {1: 0, -1: 0}

    def step(self, value: str | None) -> None:
        self.add(value, 1)

    def inverse(self, value: str | None) -> None:
        self.add(value, -1)

    def add(self, value: str | None, sign: int) -> None:
        if value is None:
            return
        parts = unpack_interval(value)
        self.count += sign
        if parts.infinite:
            self.infinite[parts.infinite] += sign
            return
        self.months += sign * parts.months
        self.days += sign * parts.days
        self.us += sign * parts.us
        check_parts(self.months, self.days, self.us)

    def value(self) -> str | None:
        if not self.count:
            return None
        if self.infinite[1] and self.infinite[-1]:
            raise datetime_out_of_range("interval")
        if self.infinite[1] or self.infinite[-1]:
            return infinite_interval(1 if self.infinite[1] else -1)
        return pack(self.months, self.days, self.us)

    def final(self) -> str | None:
        return self.value()


@aggregate("avg(interval)")
class AvgInterval(SumInterval):
    def value(self) -> str | None:
        total = super().value()
        return None if total is None else interval_divided(total, float(self.count))


def _mixed(kind: type[exp.Expression], first: str, second: str) -> Callable[..., exp.Expression]:
    """A comparison of instants; a side that is a date or a local time is taken in the session's zone."""

    def compare(left: exp.Expression, right: exp.Expression) -> exp.Expression:
        return build.binary(kind, _instant(first, left), _instant(second, right))

    return compare


COMPARABLE = {"date": "pg_comparable_date", "timestamp": "pg_comparable_timestamp"}
"""Type -> the SQLite function that gives its values as instants."""


def _instant(kind: str, value: exp.Expression) -> exp.Expression:
    if kind == "timestamptz":
        return value
    return build.call(COMPARABLE[kind], value)


SQL_NAMES = {
    "date": "date",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
}
for _suffix, _kind in COMPARISONS.items():
    for _first, _second in (
        ("date", "timestamptz"),
        ("timestamptz", "date"),
        ("timestamp", "timestamptz"),
        ("timestamptz", "timestamp"),
    ):
        _signature = f"{_first}_{_suffix}_{_second}({SQL_NAMES[_first]},{SQL_NAMES[_second]})"
        lowering(_signature)(_mixed(_kind, _first, _second))
