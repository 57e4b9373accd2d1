"""The next value of the subtypes whose ranges are discrete: what makes (1,3] the same as [2,4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from translator.errors.values import datetime_out_of_range, out_of_range
from translator.types.datetime import DATE_MAXIMUM
from translator.types.datetime_output import INFINITE_DATES
from translator.types.integer import Int4, Int8


def next_int4(value: int) -> int:
    if value >= Int4.maximum:
        raise out_of_range(Int4.sqlname)
    return value + 1


def next_int8(value: int) -> int:
    if value >= Int8.maximum:
        raise out_of_range(Int8.sqlname)
    return value + 1


def next_date(value: int) -> int | None:
    """The day after; the infinities have none."""
    if value in INFINITE_DATES:
        return None
    if value + 1 >= DATE_MAXIMUM:
        raise datetime_out_of_range("date")
    return value + 1


CANONICAL: dict[str, Callable[[Any], Any]] = {
    "int4range_canonical": next_int4,
    "int8range_canonical": next_int8,
    "daterange_canonical": next_date,
}
"""By the function that pg_range.rngcanonical names."""
