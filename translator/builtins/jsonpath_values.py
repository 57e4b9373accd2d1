"""The items that a jsonpath works on: JSON values and datetimes, their types and comparisons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import Struct

from translator.errors import PgError
from translator.settings_view import DEFAULT_SETTINGS
from translator.types import oids
from translator.types.datetime import unpack_timetz
from translator.types.datetime_output import offset_text, time_text
from translator.types.json import JsonNumber, typeof
from translator.types.registry import builtin


class PathError(PgError):
    """An error that silent evaluation passes over."""


KINDS = {
    oids.DATE: "date",
    oids.TIME: "time without time zone",
    oids.TIMETZ: "time with time zone",
    oids.TIMESTAMP: "timestamp without time zone",
    oids.TIMESTAMPTZ: "timestamp with time zone",
}


class DateTime(Struct, frozen=True):
    """A datetime item: type oid, storage value, and for timestamptz the offset (seconds) it is shown with."""

    type: int
    value: Any
    offset: int = 0

    def text(self) -> str:
        """ISO 8601, as JSON shows it."""
        if self.type == oids.TIMESTAMPTZ:
            local = self.value + self.offset * 1_000_000
            shown, era, _ = DateTime(oids.TIMESTAMP, local).text().partition(" BC")
            return shown + _zone(self.offset) + era
        if self.type == oids.TIMETZ:
            time, west = unpack_timetz(self.value)
            return time_text(time) + _zone(west)
        return builtin(self.type).output(self.value, DEFAULT_SETTINGS).replace(" ", "T", self.type == oids.TIMESTAMP)


def _zone(offset: int) -> str:
    shown = offset_text(offset)
    return shown if ":" in shown else f"{shown}:00"


def item_type(item: Any) -> str:
    """The word of .type()."""
    return KINDS[item.type] if isinstance(item, DateTime) else typeof(item)


def is_string(item: Any) -> bool:
    return isinstance(item, str) and not isinstance(item, JsonNumber)


def plain(item: Any) -> Any:
    """The item as JSON holds it: a datetime is a string."""
    if isinstance(item, DateTime):
        return item.text()
    if isinstance(item, list):
        return [plain(element) for element in item]
    return item


def compare(op: str, left: Any, right: Any, *, order: int | None = None) -> bool | None:
    """`left op right` for two items; None is unknown.  `order` is given for datetimes."""
    kinds = item_type(left), item_type(right)
    if order is None:
        if kinds[0] != kinds[1]:
            return op == "!=" if "null" in kinds else None
        if kinds[0] in ("array", "object"):
            return None
        one, other = _key(left), _key(right)
        order = (one > other) - (one < other)
    return {"==": order == 0, "!=": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[op]


def _key(item: Any) -> Any:
    if isinstance(item, JsonNumber):
        return Decimal(item)
    return 0 if item is None else item
