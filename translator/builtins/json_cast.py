"""Casts of jsonb scalars to boolean and numbers ("Casts" of jsonb): null becomes NULL, other kinds are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from translator.builtins.declare import function
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import invalid_parameter_value, out_of_range
from translator.settings_view import DEFAULT_SETTINGS
from translator.types.float import Float4, Float8
from translator.types.json import JsonNumber, load_json, typeof
from translator.types.numeric import NAN, round_to, to_decimal

LIMITS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


def _scalar(text: str, sqlname: str, wanted: str) -> Any:
    """The value, None for null.  Raises PgError 22023 for another kind than `wanted`."""
    value = load_json(text)
    found = typeof(value)
    if found == "null":
        return None
    if found != wanted:
        kind = "numeric" if found == "number" else found
        raise invalid_parameter_value(f"cannot cast jsonb {kind} to type {sqlname}")
    return value


@function("bool(jsonb)")
def jsonb_bool(text: str) -> int | None:
    value = _scalar(text, "boolean", "boolean")
    return None if value is None else int(value)


@function('"numeric"(jsonb)')
def jsonb_numeric(text: str) -> str | None:
    value = _scalar(text, "numeric", "number")
    return None if value is None else str(value)


def _integer(name: str, sqlname: str) -> None:
    def cast(text: str) -> int | None:
        value: JsonNumber | None = _scalar(text, sqlname, "number")
        if value is None:
            return None
        if value == NAN:
            raise feature_not_supported_message(f"cannot convert NaN to {sqlname}")
        number = int(round_to(to_decimal(value), 0))
        if not -LIMITS[sqlname] <= number < LIMITS[sqlname]:
            raise out_of_range(sqlname)
        return number

    cast.__name__ = f"jsonb_{name}"
    function(f"{name}(jsonb)")(cast)


def _float(name: str, sqlname: str, parse: Callable[..., Any]) -> None:
    def cast(text: str) -> Any:
        value = _scalar(text, sqlname, "number")
        return None if value is None else parse(value, DEFAULT_SETTINGS)

    cast.__name__ = f"jsonb_{name}"
    function(f"{name}(jsonb)")(cast)


_integer("int2", "smallint")
_integer("int4", "integer")
_integer("int8", "bigint")
_float("float4", "real", Float4().parse)
_float("float8", "double precision", Float8().parse)
