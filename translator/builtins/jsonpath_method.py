"""Item methods of jsonpath, but for datetimes ("SQL/JSON Path Operators and Methods")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from translator.builtins import declare
from translator.builtins.jsonpath_values import DateTime, PathError, is_string
from translator.errors import PgError
from translator.settings_view import DEFAULT_SETTINGS
from translator.types.boolean import Boolean
from translator.types.float import Float8
from translator.types.integer import Int4, Int8
from translator.types.json import JsonNumber
from translator.types.json_layout import container_offset
from translator.types.numeric import Numeric, apply_typmod, round_to, to_decimal

Method = Callable[[Any, Sequence[Any]], Any]
DATETIME_METHODS = frozenset({"datetime", "date", "time", "time_tz", "timestamp", "timestamp_tz"})


def _needs(name: str, what: str) -> PathError:
    return PathError("22036", f"jsonpath item method .{name}() can only be applied to a {what}")


def _invalid(value: str, name: str, sqlname: str) -> PathError:
    return PathError("22036", f'argument "{value}" of jsonpath item method .{name}() is invalid for type {sqlname}')


def _numeric(name: str, signature: str) -> Method:
    def method(item: Any, args: Sequence[Any]) -> Any:
        if not isinstance(item, JsonNumber):
            raise _needs(name, "numeric value")
        return JsonNumber(declare.FUNCTIONS[signature].body(item))

    return method


NUMERIC_METHODS: dict[str, Method] = {
    "abs": _numeric("abs", "abs(numeric)"),
    "floor": _numeric("floor", "floor(numeric)"),
    "ceiling": _numeric("ceiling", "ceil(numeric)"),
}


def _double(item: Any, args: Sequence[Any]) -> Any:
    if not isinstance(item, str):
        raise _needs("double", "string or numeric value")
    try:
        value = Float8().parse(item, DEFAULT_SETTINGS)
    except PgError:
        raise _invalid(item, "double", "double precision") from None
    if value == "NaN" or value in (float("inf"), float("-inf")):
        raise PathError("22036", "NaN or Infinity is not allowed for jsonpath item method .double()")
    if isinstance(item, JsonNumber):
        return item
    return JsonNumber(declare.FUNCTIONS['"numeric"(double precision)'].body(value))


def _integer(name: str, sqlname: str, datatype: Any, limit: int) -> Method:
    def method(item: Any, args: Sequence[Any]) -> Any:
        if not isinstance(item, str):
            raise _needs(name, "string or numeric value")
        if isinstance(item, JsonNumber):
            number = to_decimal(item)
            value = int(round_to(number, 0)) if number.is_finite() else limit
            if not -limit <= value < limit:
                raise _invalid(item, name, sqlname)
            return JsonNumber(value)
        try:
            return JsonNumber(datatype.parse(item, DEFAULT_SETTINGS))
        except PgError:
            raise _invalid(item, name, sqlname) from None

    return method


def _number(name: str) -> Method:
    def method(item: Any, args: Sequence[Any]) -> Any:
        if not isinstance(item, str):
            raise _needs(name, "string or numeric value")
        try:
            value = Numeric().parse(item, DEFAULT_SETTINGS)
        except PgError:
            raise _invalid(item, name, "numeric") from None
        if not to_decimal(value).is_finite():
            raise PathError("22036", f"NaN or Infinity is not allowed for jsonpath item method .{name}()")
        if not args:
            return JsonNumber(value)
        typmod = Numeric().typmod_in([str(arg) for arg in args])
        try:
            return JsonNumber(apply_typmod(value, typmod))
        except PgError:
            raise _invalid(item, name, "numeric") from None

    return method


def _boolean(item: Any, args: Sequence[Any]) -> Any:
    if isinstance(item, bool):
        return item
    if isinstance(item, JsonNumber):
        if not item.lstrip("-").isdigit() or not -(2**31) <= int(item) < 2**31:
            raise _invalid(item, "boolean", "boolean")
        return int(item) != 0
    if not is_string(item):
        raise _needs("boolean", "boolean, string, or numeric value")
    try:
        return bool(Boolean().parse(item, DEFAULT_SETTINGS))
    except PgError:
        raise _invalid(item, "boolean", "boolean") from None


def _string(item: Any, args: Sequence[Any]) -> Any:
    if isinstance(item, DateTime):
        return item.text()
    if isinstance(item, bool):
        return "true" if item else "false"
    if not isinstance(item, str):
        raise _needs("string", "boolean, string, numeric, or datetime value")
    return str(item)


METHODS: dict[str, Method] = {
    "double": _double,
    "integer": _integer("integer", "integer", Int4(), 2**31),
    "bigint": _integer("bigint", "bigint", Int8(), 2**63),
    "number": _number("number"),
    "decimal": _number("decimal"),
    "boolean": _boolean,
    "string": _string,
}


def keyvalue(item: Any, root: Any) -> list[dict[str, Any]]:
    """The members of an object as objects of their own."""
    if not isinstance(item, dict):
        raise PathError("2203C", "jsonpath item method .keyvalue() can only be applied to an object")
    number = JsonNumber(container_offset(root, item))
    return [{"id": number, "key": key, "value": value} for key, value in item.items()]
