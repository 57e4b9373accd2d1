"""The types' functions for what stands in parentheses behind their names, as `numerictypmodin(cstring[])`."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors.values import null_value_not_allowed
from translator.types import array as arrays
from translator.types import oids
from translator.types.registry import builtin

_TYPES = {
    "bit": oids.BIT, "varbit": oids.VARBIT, "bpchar": oids.BPCHAR, "varchar": oids.VARCHAR, "numeric": oids.NUMERIC,
    "interval": oids.INTERVAL, "time": oids.TIME, "timetz": oids.TIMETZ, "timestamp": oids.TIMESTAMP,
    "timestamptz": oids.TIMESTAMPTZ,
}  # fmt: skip
"""Prefix of the functions -> type."""
_ZONES = {
    oids.TIME: " without time zone", oids.TIMESTAMP: " without time zone", oids.TIMETZ: " with time zone",
    oids.TIMESTAMPTZ: " with time zone",
}  # fmt: skip
"""What stands behind the parentheses."""


def _declare(prefix: str, oid: int) -> None:
    datatype = builtin(oid)

    def typmodin(context: ExecutionContext, written: str) -> int:
        modifiers = arrays.load(written).elements
        if None in modifiers:
            raise null_value_not_allowed("typmod array must not contain nulls")
        for modifier in modifiers:
            builtin(oids.INT4).input(modifier, -1, context.settings)
        return datatype.typmod_in(modifiers)

    def typmodout(typmod: int) -> str:
        return datatype.typmod_out(typmod) + _ZONES.get(oid, "")

    typmodin.__name__, typmodout.__name__ = f"{prefix}typmodin", f"{prefix}typmodout"
    function(f"{prefix}typmodin(cstring[])", context=True)(typmodin)
    function(f"{prefix}typmodout(integer)")(typmodout)


for _prefix, _oid in _TYPES.items():
    _declare(_prefix, _oid)
