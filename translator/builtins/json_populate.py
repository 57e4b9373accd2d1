"""Rows out of JSON objects: json_populate_record, json_to_record and their kin ("JSON Processing Functions")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.builtins.facts import ResultColumn, asks_for_row
from translator.builtins.row_shape import require_columns
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch
from translator.errors.values import invalid_parameter_value
from translator.types import array as arrays
from translator.types.array import Array, ArrayType
from translator.types.composite import Composite
from translator.types.datatype import DataType
from translator.types.domain import DomainType
from translator.types.json import check_json
from translator.types.json_span import elements, kind, members, unquoted
from translator.types.record import Record, store_record

Columns = Sequence[ResultColumn]
Types = tuple[DataType, ...]


def _populate(context: ExecutionContext, columns: Columns, base: Sequence[Any] | None, text: str) -> list[Any]:
    """One value for each column: the object's member of that name, else the base row's, else a NULL its type allows."""
    if kind(text) != "[":
        _check_escapes(text)
    if kind(text) != "{":
        raise invalid_parameter_value(f"cannot call populate_composite on {_an(text)}")
    found = dict(members(text))
    if base is None:
        return [value_of(context, column, found.get(column.name, "null"), f'key "{column.name}"') for column in columns]
    return [
        value_of(context, column, found[column.name], f'key "{column.name}"') if column.name in found else default
        for column, default in zip(columns, base, strict=True)
    ]


def _check_escapes(text: str) -> None:
    """Raise PgError 22P05 or 22P02 for what no text can hold: json keeps the escapes that it was given."""
    if "\\u" in text:
        check_json(text, unescaped=True)


def _an(text: str) -> str:
    return {"[": "an array", "{": "an object"}.get(kind(text), "a scalar")


def value_of(context: ExecutionContext, column: ResultColumn, raw: str, place: str) -> Any:
    """A JSON value as a column's type takes it; `place` names it in hints."""
    if isinstance(column.type, DomainType):
        domain = column.type
        value = value_of(context, column._replace(type=domain.base, typmod=domain.typmod), raw, place)
        context.settings.check_domain(domain.oid, value)
        return value
    if raw == "null":
        return None
    if isinstance(column.type, ArrayType) and kind(raw) != '"':
        return _array(context, column, raw, place)
    if isinstance(column.type, Record) and kind(raw) != '"':
        values = _populate(context, column.fields, None, raw)
        return _stored(column.type, column.fields, values)
    text = raw if column.type.name in ("json", "jsonb") else unquoted(raw)
    assert text is not None
    return column.type.input(text, column.typmod, context.settings)


def result_of(context: ExecutionContext, column: ResultColumn, raw: str) -> Any:
    """A whole JSON value as an array or row type: no other value will do, a string or null neither."""
    if isinstance(column.type, DomainType):
        domain = column.type
        value = result_of(context, column._replace(type=domain.base, typmod=domain.typmod), raw)
        context.settings.check_domain(domain.oid, value)
        return value
    if isinstance(column.type, ArrayType):
        return _array(context, column, raw, "")
    assert isinstance(column.type, Record)
    return _stored(column.type, column.fields, _populate(context, column.fields, None, raw))


def _array(context: ExecutionContext, column: ResultColumn, raw: str, place: str) -> str:
    assert isinstance(column.type, ArrayType)
    element = column._replace(type=column.type.element)
    lengths: list[int] = []
    values: list[Any] = []

    def gather(text: str, indexes: tuple[int, ...]) -> None:
        if kind(text) != "[":
            raise PgError("22P02", "expected JSON array", hint=_place_hint(indexes, place))
        items = list(elements(text))
        depth = len(indexes)
        if depth == len(lengths):
            lengths.append(len(items))
        elif lengths[depth] != len(items):
            raise PgError(
                "22P02",
                "malformed JSON array",
                detail="Multidimensional arrays must have sub-arrays with matching dimensions.",
            )
        for number, item in enumerate(items):
            if depth + 1 < len(lengths) or (not values and depth + 1 == len(lengths) and kind(item) == "["):
                gather(item, (*indexes, number))
            else:
                values.append(value_of(context, element, item, place))

    gather(raw, ())
    if not values:
        return arrays.store(Array([], (), ()))
    return arrays.store(Array(values, tuple(lengths), (1,) * len(lengths)))


def _place_hint(indexes: tuple[int, ...], place: str) -> str | None:
    """Where it is; the whole value, which has no place, needs no hint."""
    if not indexes:
        return f"See the value of {place}." if place else None
    element = "".join(f"[{index}]" for index in indexes)
    return f"See the array element {element} of {place}." if place else f"See the array element {element}."


def _stored(kind_of_row: DataType, columns: Columns, values: Sequence[Any]) -> str:
    if isinstance(kind_of_row, Composite):
        return kind_of_row.build(values)
    return _plain(columns, values)


def _plain(columns: Columns, values: Sequence[Any]) -> str:
    return store_record([column.oid for column in columns], values, [column.name for column in columns])


def _base(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, name: str
) -> tuple[Columns, list[Any] | None]:
    """The columns of the result, and the base row's values, None without one."""
    if not isinstance(types[0], Record):
        raise datatype_mismatch(f"first argument of {name} must be a row type")
    if base is None:
        if not columns:
            raise _unknown_row(name)
        return columns, None
    cells = types[0].columns(base)
    if columns and not isinstance(types[0], Composite):
        require_columns(context, [oid for oid, _, _ in cells], [column.oid for column in columns])
    if not columns:
        names = types[0].names(base)
        columns = [
            ResultColumn(field, datatype, -1, oid) for field, (oid, datatype, _) in zip(names, cells, strict=True)
        ]
    return columns, [value for _, _, value in cells]


def _unknown_row(name: str) -> PgError:
    return PgError(
        "0A000",
        f"could not determine row type for result of {name}",
        hint="Provide a non-null record argument, or call the function in the FROM clause "
        "using a column definition list.",
    )


def _populate_record(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None, name: str
) -> str | None:
    if text is None and isinstance(types[0], Record):
        return base
    columns, values = _base(context, columns, types, base, name)
    assert text is not None
    return _stored(types[0], columns, _populate(context, columns, values, text))


@function("json_populate_record(anyelement,json,boolean)", context=True, columns=True, types=True)
def json_populate_record(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None, lossy: int = 0
) -> str | None:
    return _populate_record(context, columns, types, base, text, "json_populate_record")


@function("jsonb_populate_record(anyelement,jsonb)", context=True, columns=True, types=True)
def jsonb_populate_record(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None
) -> str | None:
    return _populate_record(context, columns, types, base, text, "jsonb_populate_record")


@function("jsonb_populate_record_valid(anyelement,jsonb)", context=True, columns=True, types=True)
def jsonb_populate_record_valid(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None
) -> int | None:
    """Whether jsonb_populate_record would succeed."""
    if text is None and isinstance(types[0], Record):
        return None
    columns, values = _base(context, columns, types, base, "jsonb_populate_record")
    assert text is not None
    try:
        _populate(context, columns, values, text)
    except PgError as error:
        if error.sqlstate[:2] not in ("22", "23"):
            raise
        return 0
    return 1


def _to_record(context: ExecutionContext, columns: Columns, text: str, name: str) -> str:
    if not columns:
        raise _unknown_row(name)
    return _plain(columns, _populate(context, columns, None, text))


@function("json_to_record(json)", context=True, columns=True)
def json_to_record(context: ExecutionContext, columns: Columns, text: str) -> str:
    return _to_record(context, columns, text, "json_to_record")


@function("jsonb_to_record(jsonb)", context=True, columns=True)
def jsonb_to_record(context: ExecutionContext, columns: Columns, text: str) -> str:
    return _to_record(context, columns, text, "jsonb_to_record")


def _objects(text: str, name: str) -> Iterator[str]:
    """The objects of an array."""
    if kind(text) != "{":
        _check_escapes(text)
    if kind(text) != "[":
        problem = "a non-array" if name.startswith("jsonb") else _an(text)
        raise invalid_parameter_value(f"cannot call {name} on {problem}")
    for element in elements(text):
        if kind(element) != "{":
            raise invalid_parameter_value(f"argument of {name} must be an array of objects")
        yield element


def _recordset(
    context: ExecutionContext, columns: Columns, base: Sequence[Any] | None, text: str | None, name: str
) -> Iterator[tuple[Any, ...]]:
    if not columns:
        raise _unknown_row(name)
    if text is None:
        return iter(())
    return (tuple(_populate(context, columns, base, element)) for element in _objects(text, name))


@set_returning("json_to_recordset(json)", context=True, columns=True)
def json_to_recordset(context: ExecutionContext, columns: Columns, text: str | None) -> Iterator[tuple[Any, ...]]:
    return _recordset(context, columns, None, text, "json_to_recordset")


@set_returning("jsonb_to_recordset(jsonb)", context=True, columns=True)
def jsonb_to_recordset(context: ExecutionContext, columns: Columns, text: str | None) -> Iterator[tuple[Any, ...]]:
    return _recordset(context, columns, None, text, "jsonb_to_recordset")


def _populate_recordset(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None, name: str
) -> Iterator[tuple[Any, ...]]:
    whole = not columns or asks_for_row(columns, types[0])
    found, values = _base(context, columns[0].fields if columns and whole else columns, types, base, name)
    rows = _recordset(context, found, values, text, name)
    return ((_stored(types[0], found, row),) for row in rows) if whole else rows


@set_returning("json_populate_recordset(anyelement,json,boolean)", context=True, columns=True, types=True)
def json_populate_recordset(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None, lossy: int = 0
) -> Iterator[tuple[Any, ...]]:
    return _populate_recordset(context, columns, types, base, text, "json_populate_recordset")


@set_returning("jsonb_populate_recordset(anyelement,jsonb)", context=True, columns=True, types=True)
def jsonb_populate_recordset(
    context: ExecutionContext, columns: Columns, types: Types, base: str | None, text: str | None
) -> Iterator[tuple[Any, ...]]:
    return _populate_recordset(context, columns, types, base, text, "jsonb_populate_recordset")
