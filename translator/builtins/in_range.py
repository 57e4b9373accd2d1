"""in_range: whether a value lies within an offset of another, as RANGE frames ask it ("Window Function Calls")."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from translator.builtins.declare import function
from translator.builtins.window_frame import is_negative, rank, shifted
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types import oids
from translator.types.datetime_output import INFINITE_DATES, INFINITE_TIMESTAMPS
from translator.types.float import to_python
from translator.types.interval import unpack_interval
from translator.types.numeric import to_decimal


def _direction(key: int, value: Any) -> int:
    """1 and -1 for the infinities of a date, a timestamp or an interval, 0 for all other values."""
    if key == oids.INTERVAL:
        interval = unpack_interval(value)
        return (1 if interval.span > 0 else -1) if interval.infinite else 0
    known = INFINITE_DATES if key == oids.DATE else INFINITE_TIMESTAMPS
    return (1 if value > 0 else -1) if value in known else 0


def _special(key: int, value: Any, base: Any, offset: Any, *, subtract: bool, less: bool) -> bool | None:
    """The answer where one is no number, or where an infinite offset leads away from infinity; None elsewhere."""
    away = 1 if subtract else -1
    if key in (oids.DATE, oids.TIMESTAMP, oids.TIMESTAMPTZ, oids.INTERVAL):
        return True if _direction(oids.INTERVAL, offset) and _direction(key, base) == away else None
    if key not in (oids.FLOAT4, oids.FLOAT8, oids.NUMERIC):
        return None
    read: Callable[[Any], Any] = to_decimal if key == oids.NUMERIC else to_python
    number, origin, distance = (read(part) for part in (value, base, offset))
    if number != number:  # noqa: PLR0124  which is what tells NaN
        return bool(origin != origin or not less)  # noqa: PLR0124
    if origin != origin:  # noqa: PLR0124
        return less
    return True if origin == away * math.inf and distance == math.inf else None


def _declare(signature: str, key: int, offset_type: int) -> None:
    def in_range(context: ExecutionContext, value: Any, base: Any, offset: Any, subtract: int, less: int) -> int:
        if is_negative(offset_type, offset, key):
            raise PgError("22013", "invalid preceding or following size in window function")
        special = _special(key, value, base, offset, subtract=bool(subtract), less=bool(less))
        if special is not None:
            return int(special)
        bound = rank(key, shifted(key, base, offset, context, subtract=bool(subtract)))
        found = rank(key, value)
        return int(found <= bound if less else found >= bound)

    body: Callable[..., int] = in_range
    body.__name__ = f"in_range_{key}_{offset_type}"
    function(signature, context=True)(body)


_INTEGERS = {"bigint": oids.INT8, "integer": oids.INT4, "smallint": oids.INT2}
_MOVED_BY_INTERVAL = {
    "date": oids.DATE,
    "timestamp without time zone": oids.TIMESTAMP,
    "timestamp with time zone": oids.TIMESTAMPTZ,
    "interval": oids.INTERVAL,
    "time without time zone": oids.TIME,
    "time with time zone": oids.TIMETZ,
}
_SIGNATURES = [
    *[
        (key, offset)
        for key in _INTEGERS.items()
        for offset in _INTEGERS.items()
        if "bigint" not in key or key == offset
    ],
    *[(key, ("interval", oids.INTERVAL)) for key in _MOVED_BY_INTERVAL.items()],
    *[(key, ("double precision", oids.FLOAT8)) for key in (("double precision", oids.FLOAT8), ("real", oids.FLOAT4))],
    (("numeric", oids.NUMERIC), ("numeric", oids.NUMERIC)),
]
for (_key, _key_oid), (_offset, _offset_oid) in _SIGNATURES:
    _declare(f"in_range({_key},{_key},{_offset},boolean,boolean)", _key_oid, _offset_oid)
