"""json and jsonb: constructors, access, aggregates ("JSON Functions and Operators")."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import invalid_parameter_value
from translator.types import array as arrays
from translator.types.array import ArrayType
from translator.types.datatype import DataType
from translator.types.datetime_output import date_text, timestamp_text, timestamptz_text
from translator.types.json import JsonNumber, dump_jsonb, load_json, quote, read_jsonb, typeof
from translator.types.record import Record
from translator.types.timezone import session_zone

Types = tuple[DataType, ...]


def to_json_text(datatype: DataType, value: Any, context: ExecutionContext, *, lines: bool = False) -> str:
    """A value of any type as JSON text, as to_json spells it; with `lines` each element or field has its own."""
    if value is None:
        return "null"
    name = datatype.name
    if name in ("json", "jsonb"):
        return str(value)
    if isinstance(datatype, ArrayType):
        return _array_text(datatype, str(value), context, ",\n " if lines else ",")
    if isinstance(datatype, Record):
        cells = zip(datatype.names(str(value)), datatype.columns(str(value)), strict=True)
        members = (f"{quote(name)}:{to_json_text(kind, cell, context)}" for name, (_, kind, cell) in cells)
        return "{" + (",\n " if lines else ",").join(members) + "}"
    if name == "bool":
        return "true" if value else "false"
    if name in ("date", "timestamp", "timestamptz"):
        return json.dumps(_instant_text(datatype, value, context))
    text = datatype.output(value, context.settings)
    if name in ("int2", "int4", "int8", "float4", "float8", "numeric"):
        return text if text[-1:].isdigit() else json.dumps(text)
    return json.dumps(text, ensure_ascii=False)


ISO = "ISO, MDY"
HOURS_ALONE = re.compile(r"([+-]\d\d)( BC)?\Z")
"""An offset from UTC without minutes, at the end of a timestamp."""


def _instant_text(datatype: DataType, value: Any, context: ExecutionContext) -> str:
    """A date or timestamp as XML Schema has it, whatever DateStyle says."""
    if datatype.name == "date":
        return date_text(value, ISO)
    if datatype.name == "timestamp":
        return timestamp_text(value, ISO).replace(" ", "T", 1)
    text = timestamptz_text(value, ISO, session_zone(context.settings.timezone)).replace(" ", "T", 1)
    return HOURS_ALONE.sub(r"\1:00\2", text)


def _array_text(datatype: ArrayType, stored: str, context: ExecutionContext, separator: str) -> str:
    array = arrays.load(stored, datatype.element)
    parts: list[Any] = [to_json_text(datatype.element, value, context) for value in array.elements]
    for length in reversed(array.lengths[1:]):
        parts = ["[" + ",".join(parts[start : start + length]) + "]" for start in range(0, len(parts), length)]
    return "[" + separator.join(parts) + "]"


def is_json_null(text: str) -> bool:
    """Whether JSON text is the value null, which ABSENT ON NULL keeps out of a jsonb object as it does NULL."""
    return text.strip() == "null"


def to_jsonb_text(text: str) -> str:
    """JSON text in jsonb's canonical form."""
    return dump_jsonb(load_json(text))


@function("to_json(anyelement)", types=True, context=True)
def to_json(context: ExecutionContext, types: Types, value: Any) -> str:
    return to_json_text(types[0], value, context)


@function("to_jsonb(anyelement)", types=True, context=True)
def to_jsonb(context: ExecutionContext, types: Types, value: Any) -> str:
    return to_jsonb_text(to_json_text(types[0], value, context))


@function("array_to_json(anyarray)", "array_to_json(anyarray,boolean)", types=True, context=True)
def array_to_json(context: ExecutionContext, types: Types, value: Any, lines: int = 0) -> str:
    return to_json_text(types[0], value, context, lines=bool(lines))


def object_key(datatype: DataType, key: Any, context: ExecutionContext) -> str:
    """A key of an object as JSON text.  Raises PgError 22004, 22023."""
    if key is None:
        raise PgError("22004", "null value not allowed for object key")
    if isinstance(datatype, (ArrayType, Record)) or datatype.name in ("json", "jsonb"):
        raise PgError("22023", "key value must be scalar, not array, composite, or json")
    if datatype.name == "bool":
        return '"true"' if key else '"false"'
    if datatype.name in ("date", "timestamp", "timestamptz"):
        return to_json_text(datatype, key, context)
    return str(quote(datatype.output(key, context.settings)))


def _build_object(name: str, context: ExecutionContext, types: Types, values: tuple[Any, ...]) -> str:
    if len(values) % 2:
        raise PgError(
            "22023",
            "argument list must have even number of elements",
            hint=f"The arguments of {name}() must consist of alternating keys and values.",
        )
    members = []
    for place in range(0, len(values), 2):
        key = object_key(types[place], values[place], context)
        members.append(f"{key} : {to_json_text(types[place + 1], values[place + 1], context)}")
    return "{" + ", ".join(members) + "}"


@function('json_build_object("any")', "json_build_object()", types=True, context=True)
def json_build_object(context: ExecutionContext, types: Types, *values: Any) -> str:
    return _build_object("json_build_object", context, types, values)


@function('jsonb_build_object("any")', "jsonb_build_object()", types=True, context=True)
def jsonb_build_object(context: ExecutionContext, types: Types, *values: Any) -> str:
    if len(values) % 2 == 0 and None in values[::2]:
        place = values[::2].index(None) * 2
        _build_object("jsonb_build_object", context, types[:place], values[:place])  # what is wrong before it
        raise invalid_parameter_value(f"argument {place + 1}: key must not be null")
    return to_jsonb_text(_build_object("jsonb_build_object", context, types, values))


@function('json_build_array("any")', "json_build_array()", types=True, context=True)
def json_build_array(context: ExecutionContext, types: Types, *values: Any) -> str:
    return "[" + ", ".join(to_json_text(kind, value, context) for kind, value in zip(types, values, strict=True)) + "]"


@function('jsonb_build_array("any")', "jsonb_build_array()", types=True, context=True)
def jsonb_build_array(context: ExecutionContext, types: Types, *values: Any) -> str:
    return to_jsonb_text(json_build_array(context, types, *values))


def _member(document: Any, key: str | int) -> Any:
    """A member or element; `_MISSING` where there is none."""
    if isinstance(key, int):
        if isinstance(document, dict):
            return _MISSING
        if not isinstance(document, list):
            document = [document]  # a scalar is stored as an array of one
        return document[key] if -len(document) <= key < len(document) else _MISSING
    return document.get(key, _MISSING) if isinstance(document, dict) else _MISSING


_MISSING = object()


def _as_text(value: Any, raw: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str) else raw


def _field(text: str, key: str | int, *, as_text: bool) -> str | None:
    value = _member(read_jsonb(text), key)
    if value is _MISSING:
        return None
    shown = dump_jsonb(value)
    return _as_text(value, shown) if as_text else shown


@function("jsonb_object_field(jsonb,text)", "jsonb_array_element(jsonb,integer)")
def json_field(text: str, key: str | int) -> str | None:
    """`->`"""
    return _field(text, key, as_text=False)


@function("jsonb_object_field_text(jsonb,text)", "jsonb_array_element_text(jsonb,integer)")
def json_field_text(text: str, key: str | int) -> str | None:
    """`->>`"""
    return _field(text, key, as_text=True)


@function("jsonb_typeof(jsonb)", "json_typeof(json)")
def json_typeof(text: str) -> str:
    return typeof(load_json(text))


@function("jsonb_array_length(jsonb)", "json_array_length(json)")
def json_array_length(text: str) -> int:
    value = load_json(text)
    if not isinstance(value, list):
        raise PgError(
            "22023",
            "cannot get array length of a non-array"
            if isinstance(value, dict)
            else "cannot get array length of a scalar",
        )
    return len(value)


@function("jsonb_exists(jsonb,text)")
def jsonb_exists(text: str, key: str) -> int:
    value = read_jsonb(text)
    if isinstance(value, (dict, list)):
        return int(any(isinstance(item, str) and not isinstance(item, JsonNumber) and item == key for item in value))
    return int(isinstance(value, str) and not isinstance(value, JsonNumber) and value == key)


def _contains(outer: Any, inner: Any) -> bool:
    if isinstance(inner, dict):
        return isinstance(outer, dict) and all(
            key in outer and _contains(outer[key], value) for key, value in inner.items()
        )
    if isinstance(inner, list):
        return isinstance(outer, list) and all(any(_contains(one, value) for one in outer) for value in inner)
    return not isinstance(outer, (dict, list)) and _is_same(outer, inner)


def _is_same(left: Any, right: Any) -> bool:
    """Whether two scalars are equal: numbers as numbers."""
    if isinstance(left, JsonNumber) and isinstance(right, JsonNumber):
        return left == right or Decimal(left) == Decimal(right)
    return type(left) is type(right) and bool(left == right)


@lru_cache(maxsize=256)
def _wanted(stored: str) -> Any:
    """What is looked for, which is mostly the same for many rows."""
    return read_jsonb(stored)


def _document_contains(outer: Any, inner: Any) -> int:
    if isinstance(outer, list) and not isinstance(inner, (dict, list)):  # which holds at the top only
        return int(any(not isinstance(one, (dict, list)) and _is_same(one, inner) for one in outer))
    return int(_contains(outer, inner))


@function("jsonb_contains(jsonb,jsonb)")
def jsonb_contains(outer: str, inner: str) -> int:
    return _document_contains(read_jsonb(outer), _wanted(inner))


@function("jsonb_contained(jsonb,jsonb)")
def jsonb_contained(inner: str, outer: str) -> int:
    return _document_contains(_wanted(outer), read_jsonb(inner))


@function("row_to_json(record)", "row_to_json(record,boolean)", types=True, context=True)
def row_to_json(context: ExecutionContext, types: Types, value: Any, lines: int = 0) -> str:
    return to_json_text(types[0], value, context, lines=bool(lines))
