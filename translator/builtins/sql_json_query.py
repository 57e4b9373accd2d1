"""JSON_EXISTS, JSON_VALUE and JSON_QUERY, and the columns of JSON_TABLE ("SQL/JSON Query Functions")."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from translator.builtins import declare, facts
from translator.builtins.facts import ResultColumn
from translator.builtins.json_populate import result_of
from translator.builtins.jsonpath_execute import Execution
from translator.builtins.jsonpath_values import DateTime, PathError, is_string, plain
from translator.builtins.sql_json_spec import ItemSpec
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.values import behavior_not_coercible, invalid_parameter_value
from translator.types import oids
from translator.types.array import ArrayType
from translator.types.datatype import DataType
from translator.types.datetime import session_offset
from translator.types.domain import DomainType
from translator.types.json import JsonNumber, dump_jsonb, load_json
from translator.types.jsonpath_parse import parse_jsonpath
from translator.types.record import Record

_INTEGERS = ("int2", "int4", "int8")
_SOFT = ("22", "23")
"""Classes of the errors that ON ERROR catches."""


@lru_cache(maxsize=1024)
def _call(text: str) -> tuple[ItemSpec, tuple[str, ...], str]:
    document = json.loads(text)
    return ItemSpec(**document["item"]), tuple(document["names"]), document["types"]


def json_item(
    context: ExecutionContext,
    spec_text: str,
    item: str | None,
    path: str | None,
    empty_default: Any,
    error_default: Any,
    *passing: Any,
) -> Any:
    """One function's result."""
    if item is None or path is None:
        return None
    spec, names, types = _call(spec_text)
    variables = passed(context, names, types, passing)
    return evaluate(context, spec, load_json(item), path, variables, empty_default, error_default)


def passed(context: ExecutionContext, names: Sequence[str], types: str, values: Sequence[Any]) -> dict[str, Any]:
    """The variables of PASSING as items."""
    datatypes = facts.datatypes(types, context)
    return {
        name: _as_item(datatype, value, context) for name, datatype, value in zip(names, datatypes, values, strict=True)
    }


_DATETIMES = {
    "date": oids.DATE,
    "time": oids.TIME,
    "timetz": oids.TIMETZ,
    "timestamp": oids.TIMESTAMP,
    "timestamptz": oids.TIMESTAMPTZ,
}


def _as_item(datatype: DataType, value: Any, context: ExecutionContext) -> Any:
    name = datatype.name
    if value is None:
        return None
    if name == "bool":
        return bool(value)
    if name in ("json", "jsonb"):
        return load_json(value)
    if name in (*_INTEGERS, "numeric"):
        return JsonNumber(value)
    if name in ("float4", "float8"):
        return JsonNumber(declare.FUNCTIONS['"numeric"(double precision)'].body(value))
    if name in ("text", "varchar"):
        return value
    if name in _DATETIMES:
        offset = session_offset(value, context.settings) if name == "timestamptz" else 0
        return DateTime(_DATETIMES[name], value, offset)
    raise invalid_parameter_value(f"could not convert value of type {datatype.sqlname} to jsonpath")


def evaluate(
    context: ExecutionContext,
    spec: ItemSpec,
    item: Any,
    path: str,
    variables: dict[str, Any],
    empty_default: Any,
    error_default: Any,
) -> Any:
    """The value of one function or column.  Raises PgError where ERROR is asked for."""
    (column,) = facts.result_columns(spec.column, context)
    try:
        run = Execution(parse_jsonpath(path), item, variables, context, with_zone=True)
        run.silent = spec.error != "error"
        if spec.op == "exists":
            return _boolean(context, column, bool(run.exists(silent=False)))
        found = run.run(silent=False)
        if not found:
            return _behave(context, spec, column, "EMPTY", empty_default, _no_item(spec))
        return _value(context, spec, column, found) if spec.op == "value" else _query(context, spec, column, found)
    except _NoItemError as error:
        raise error.reason from None
    except PgError as error:
        if spec.error == "error" or not (isinstance(error, PathError) or error.sqlstate[:2] in _SOFT):
            raise
        return _behave(context, spec, column, "ERROR", error_default, error)


class _NoItemError(Exception):
    """ERROR ON EMPTY, which ON ERROR does not catch."""

    def __init__(self, reason: PgError) -> None:
        super().__init__(reason.message)
        self.reason = reason


def _no_item(spec: ItemSpec) -> PgError:
    of_column = "" if spec.table is None else f' of column "{spec.table}"'
    return PgError("22035", f"no SQL/JSON item found for specified path{of_column}")


def _behave(
    context: ExecutionContext, spec: ItemSpec, column: ResultColumn, clause: str, default: Any, error: PgError
) -> Any:
    """What ON EMPTY or ON ERROR asks for.  Raises PgError 42804 where the result's type cannot hold it."""
    behavior = spec.empty if clause == "EMPTY" else spec.error
    if behavior == "error":
        raise _NoItemError(error)
    try:
        return _behavior_value(context, spec, column, default, behavior)
    except PgError as unfit:
        if spec.error == "error" or unfit.sqlstate[:2] not in _SOFT:
            raise
        raise behavior_not_coercible(clause, behavior.upper(), unfit.message) from None


def _behavior_value(
    context: ExecutionContext, spec: ItemSpec, column: ResultColumn, default: Any, behavior: str
) -> Any:
    match behavior:
        case "default":
            if isinstance(column.type, DomainType):
                context.settings.check_domain(column.type.oid, default)
            return default
        case "empty array":
            return _empty(context, spec, column, "[]")
        case "empty object":
            return _empty(context, spec, column, "{}")
        case "true" | "false":
            return _boolean(context, column, behavior == "true")
    return column.type.input_null(context.settings)


def _empty(context: ExecutionContext, spec: ItemSpec, column: ResultColumn, text: str) -> Any:
    """An array or object without members; with OMIT QUOTES its text is read as the type reads texts."""
    if spec.omit_quotes:
        return column.type.input(text, column.typmod, context.settings)
    return _from_text(context, column, text)


def _boolean(context: ExecutionContext, column: ResultColumn, value: bool) -> Any:
    if column.type.name in ("bool", *_INTEGERS):
        return int(value)
    return column.type.input("true" if value else "false", column.typmod, context.settings)


def _subject(spec: ItemSpec, function: str) -> str:
    return f"in {function}" if spec.table is None else f'for column "{spec.table}"'


def _value(context: ExecutionContext, spec: ItemSpec, column: ResultColumn, found: list[Any]) -> Any:
    """JSON_VALUE: one scalar."""
    if len(found) > 1 or isinstance(found[0], (dict, list)):
        raise PathError(
            "22034" if len(found) > 1 else "2203F",
            f"JSON path expression {_subject(spec, 'JSON_VALUE')} must return single scalar item",
        )
    item = found[0]
    if item is None:
        return column.type.input_null(context.settings)
    if column.type.name in ("json", "jsonb"):
        text = dump_jsonb(plain(item))
    elif isinstance(item, DateTime):
        (datatype,) = facts.datatypes(str(item.type), context)
        text = datatype.output(item.value, context.settings)
    elif isinstance(item, bool):
        words = ("false", "true") if spec.checked else ("f", "t")  # a domain with constraints is filled as from JSON
        text = words[item]
    else:
        text = str(item)
    return column.type.input(text, column.typmod, context.settings)


def _query(context: ExecutionContext, spec: ItemSpec, column: ResultColumn, found: list[Any]) -> Any:
    """JSON_QUERY: any one item, or a list of them in a wrapper."""
    wrapped = spec.wrapper == "unconditional" or (spec.wrapper == "conditional" and len(found) > 1)
    if len(found) > 1 and not wrapped:
        raise PathError(
            "22034",
            f"JSON path expression {_subject(spec, 'JSON_QUERY')} must return single item when no wrapper is requested",
            hint="Use the WITH WRAPPER clause to wrap SQL/JSON items into an array.",
        )
    item = [plain(one) for one in found] if wrapped else plain(found[0])
    if spec.omit_quotes:
        return column.type.input(str(item) if is_string(item) else dump_jsonb(item), column.typmod, context.settings)
    return _from_text(context, column, dump_jsonb(item))


def _from_text(context: ExecutionContext, column: ResultColumn, text: str) -> Any:
    if isinstance(column.type.plain, (ArrayType, Record)):
        return result_of(context, column, text)
    return column.type.input(text, column.typmod, context.settings)
