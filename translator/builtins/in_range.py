"""in_range: whether a value lies within an offset of another, as RANGE frames ask it ("Window Function Calls")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from translator.builtins.declare import function
from translator.builtins.frame_offset import check_offset, leads_away, rank, shifted
from translator.context import ExecutionContext
from translator.types import oids
from translator.types.float import to_python
from translator.types.numeric import to_decimal


def _special(key: int, value: Any, base: Any, offset: Any, *, subtract: bool, less: bool) -> bool | None:
    """The answer where one is no number, or where an infinite offset leads away from infinity; None elsewhere."""
    if key in (oids.FLOAT4, oids.FLOAT8, oids.NUMERIC):
        read: Callable[[Any], Any] = to_decimal if key == oids.NUMERIC else to_python
        number, origin = read(value), read(base)
        if number != number:  # noqa: PLR0124  which is what tells NaN
            return bool(origin != origin or not less)  # noqa: PLR0124
        if origin != origin:  # noqa: PLR0124
            return less
    return leads_away(key, base, offset, subtract=subtract) or None


def _declare(signature: str, key: int, offset_type: int) -> None:
    def in_range(context: ExecutionContext, value: Any, base: Any, offset: Any, subtract: int, less: int) -> int:
        found, _ = rank(key, value), rank(key, base)  # dates beyond timestamp's range are seen before the offset
        check_offset(key, offset_type, offset)
        special = _special(key, value, base, offset, subtract=bool(subtract), less=bool(less))
        if special is not None:
            return int(special)
        bound = rank(key, shifted(key, base, offset, context, subtract=bool(subtract)))
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
