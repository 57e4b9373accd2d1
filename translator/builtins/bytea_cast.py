"""Casts between integers and bytea: two's complement, the highest byte first ("Binary Data Types")."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.errors.values import out_of_range

SIZES = {"smallint": 2, "integer": 4, "bigint": 8}


def _to_bytea(sqlname: str, size: int) -> None:
    def cast(value: int) -> bytes:
        return value.to_bytes(size, "big", signed=True)

    cast.__name__ = f"bytea_of_{sqlname}"
    function(f"bytea({sqlname})")(cast)


def _from_bytea(name: str, sqlname: str, size: int) -> None:
    def cast(data: bytes) -> int:
        if len(data) > size:
            raise out_of_range(sqlname)
        value = int.from_bytes(data, "big")
        return value - 2 ** (8 * size) if value >= 2 ** (8 * size - 1) else value

    cast.__name__ = f"{name}_of_bytea"
    function(f"{name}(bytea)")(cast)


for _name, (_sqlname, _size) in zip(("int2", "int4", "int8"), SIZES.items(), strict=True):
    _to_bytea(_sqlname, _size)
    _from_bytea(_name, _sqlname, _size)
