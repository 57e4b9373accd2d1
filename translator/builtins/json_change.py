"""Changed copies of json and jsonb documents: ||, -, #-, jsonb_set and its kin ("JSON Functions and Operators")."""

from __future__ import annotations

from typing import Any

from translator.builtins.declare import function
from translator.builtins.json_access import INDEX
from translator.errors import PgError
from translator.errors.values import array_subscript_error, invalid_parameter_value, null_value_not_allowed
from translator.types import array as arrays
from translator.types.json import Json, dump_jsonb, key_order, load_json, quote, read_jsonb
from translator.types.json_span import elements, kind, members


def _index(step: str, place: int) -> int:
    if not INDEX.fullmatch(step):
        message = f'path element at position {place} is not an integer: "{step}"'
        raise PgError("22P02", message)
    return int(step)


def _require_container(value: Json, message: str) -> None:
    if not isinstance(value, (dict, list)):
        raise invalid_parameter_value(message)


def _path(stored: str) -> list[str | None]:
    array = arrays.load(stored)
    if len(array.lengths) > 1:
        raise array_subscript_error("wrong number of array subscripts")
    return array.elements


def _step(path: list[str | None], place: int) -> str:
    """The step at a place; a NULL is an error only once it is reached."""
    step = path[place]
    if step is None:
        raise null_value_not_allowed(f"path element at position {place + 1} is null")
    return step


def _set(value: Json, path: list[str | None], place: int, new: Json, create: bool) -> Json:
    """`value` with the member at path[place:] replaced."""
    step, last = _step(path, place), place == len(path) - 1
    if not isinstance(value, (dict, list)):
        return value
    if isinstance(value, dict):
        if step in value:
            return {**value, step: new if last else _set(value[step], path, place + 1, new, create)}
        return {**value, step: new} if last and create else value
    index = _index(step, place + 1)
    position = index + len(value) if index < 0 else index
    if 0 <= position < len(value):
        changed = new if last else _set(value[position], path, place + 1, new, create)
        return [*value[:position], changed, *value[position + 1 :]]
    if not (last and create):
        return value
    return [new, *value] if position < 0 else [*value, new]


@function("jsonb_set(jsonb,text[],jsonb,boolean)")
def jsonb_set(text: str, stored: str, new: str, create: int = 1) -> str:
    path = _path(stored)
    value = read_jsonb(text)
    _require_container(value, "cannot set path in scalar")
    if not path or not (value or create):
        return text
    return dump_jsonb(_set(value, path, 0, read_jsonb(new), bool(create)))


@function("jsonb_set_lax(jsonb,text[],jsonb,boolean,text)")
def jsonb_set_lax(
    text: str | None,
    stored: str | None,
    new: str | None,
    create: int | None = 1,
    treatment: str | None = "use_json_null",
) -> str | None:
    """jsonb_set that says what a NULL means."""
    if text is None or stored is None or create is None:
        return None
    if new is not None and treatment is not None:
        return jsonb_set(text, stored, new, create)
    if treatment not in _TREATMENTS:
        listed = ", ".join(f'"{word}"' for word in _TREATMENTS[:-1]) + f', or "{_TREATMENTS[-1]}"'
        raise invalid_parameter_value(f"null_value_treatment must be {listed}")
    if treatment == "raise_exception":
        raise PgError(
            "22004",
            "JSON value must not be null",
            detail='Exception was raised because null_value_treatment is "raise_exception".',
            hint="To avoid, either change the null_value_treatment argument or ensure that an SQL NULL is not passed.",
        )
    if treatment == "use_json_null":
        return jsonb_set(text, stored, "null", create)
    return jsonb_delete_path(text, stored) if treatment == "delete_key" else text


_TREATMENTS = ("delete_key", "return_target", "use_json_null", "raise_exception")


def _insert(value: Json, path: list[str | None], place: int, new: Json, after: bool) -> Json:
    step, last = _step(path, place), place == len(path) - 1
    if not isinstance(value, (dict, list)):
        return value
    if isinstance(value, dict):
        if not last:
            return {**value, step: _insert(value[step], path, place + 1, new, after)} if step in value else value
        if step in value:
            raise invalid_parameter_value(
                "cannot replace existing key", hint="Try using the function jsonb_set to replace key value."
            )
        return {**value, step: new}
    index = _index(step, place + 1)
    position = index + len(value) if index < 0 else index
    if not last:
        if not 0 <= position < len(value):
            return value
        return [*value[:position], _insert(value[position], path, place + 1, new, after), *value[position + 1 :]]
    if position < 0:
        return [new, *value]
    position = min(position + after, len(value)) if position < len(value) else len(value)
    return [*value[:position], new, *value[position:]]


@function("jsonb_insert(jsonb,text[],jsonb,boolean)")
def jsonb_insert(text: str, stored: str, new: str, after: int = 0) -> str:
    path = _path(stored)
    value = read_jsonb(text)
    _require_container(value, "cannot set path in scalar")
    return dump_jsonb(_insert(value, path, 0, read_jsonb(new), bool(after))) if path else text


@function("jsonb_delete(jsonb,text)")
def jsonb_delete(text: str, key: str) -> str:
    value = read_jsonb(text)
    _require_container(value, "cannot delete from scalar")
    return dump_jsonb(_without(value, {key}))


def _without(value: Json, keys: set[Any]) -> Json:
    if isinstance(value, dict):
        return {key: member for key, member in value.items() if key not in keys}
    return [item for item in value if type(item) is not str or item not in keys]


@function("jsonb_delete(jsonb,text[])")
def jsonb_delete_array(text: str, keys: str) -> str:
    value, unwanted = read_jsonb(text), set(_path(keys))
    _require_container(value, "cannot delete from scalar")
    return dump_jsonb(_without(value, unwanted))


@function("jsonb_delete(jsonb,integer)")
def jsonb_delete_idx(text: str, index: int) -> str:
    value = read_jsonb(text)
    _require_container(value, "cannot delete from scalar")
    if isinstance(value, dict):
        raise invalid_parameter_value("cannot delete from object using integer index")
    return dump_jsonb(_drop(value, index))


def _drop(value: list[Json], index: int) -> list[Json]:
    position = index + len(value) if index < 0 else index
    return [*value[:position], *value[position + 1 :]] if 0 <= position < len(value) else value


def _delete(value: Json, path: list[str | None], place: int) -> Json:
    step, last = _step(path, place), place == len(path) - 1
    if not isinstance(value, (dict, list)):
        return value
    if isinstance(value, dict):
        if last:
            return _without(value, {step})
        return {**value, step: _delete(value[step], path, place + 1)} if step in value else value
    index = _index(step, place + 1)
    if last:
        return _drop(value, index)
    position = index + len(value) if index < 0 else index
    if not 0 <= position < len(value):
        return value
    return [*value[:position], _delete(value[position], path, place + 1), *value[position + 1 :]]


@function("jsonb_delete_path(jsonb,text[])")
def jsonb_delete_path(text: str, stored: str) -> str:
    """#-"""
    path = _path(stored)
    value = read_jsonb(text)
    _require_container(value, "cannot delete path in scalar")
    return dump_jsonb(_delete(value, path, 0)) if path and value else text


@function("jsonb_concat(jsonb,jsonb)")
def jsonb_concat(left: str, right: str) -> str:
    """||: two objects are merged, anything else becomes one array."""
    first, second = read_jsonb(left), read_jsonb(right)
    if isinstance(first, dict) and isinstance(second, dict):
        return dump_jsonb({**first, **second})
    parts = [value if isinstance(value, list) else [value] for value in (first, second)]
    return dump_jsonb([*parts[0], *parts[1]])


def _pretty(value: Json, depth: int) -> str:
    if not isinstance(value, (dict, list)):
        return dump_jsonb(value)
    inner, outer = "    " * (depth + 1), "    " * depth
    if isinstance(value, dict):
        keys = sorted(value, key=key_order)
        lines = [f"{inner}{quote(key)}: {_pretty(value[key], depth + 1)}" for key in keys]
        opening, closing = "{", "}"
    else:
        lines = [inner + _pretty(item, depth + 1) for item in value]
        opening, closing = "[", "]"
    body = ",\n".join(lines)
    return f"{opening}\n{body}\n{outer}{closing}" if lines else f"{opening}\n{outer}{closing}"


@function("jsonb_pretty(jsonb)")
def jsonb_pretty(text: str) -> str:
    return _pretty(load_json(text), 0)


def _stripped(value: Json, in_arrays: bool) -> Json:
    if isinstance(value, dict):
        return {key: _stripped(member, in_arrays) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_stripped(item, in_arrays) for item in value if not (in_arrays and item is None)]
    return value


@function("jsonb_strip_nulls(jsonb,boolean)")
def jsonb_strip_nulls(text: str, in_arrays: int = 0) -> str:
    return dump_jsonb(_stripped(load_json(text), bool(in_arrays)))


@function("json_strip_nulls(json,boolean)")
def json_strip_nulls(text: str, in_arrays: int = 0) -> str:
    """Members keep their order and their way of writing numbers; white space goes."""
    if kind(text) == "{":
        kept = [(key, raw) for key, raw in members(text) if raw != "null"]
        return "{" + ",".join(f"{quote(key)}:{json_strip_nulls(raw, in_arrays)}" for key, raw in kept) + "}"
    if kind(text) == "[":
        items = [raw for raw in elements(text) if not (in_arrays and raw == "null")]
        return "[" + ",".join(json_strip_nulls(raw, in_arrays) for raw in items) + "]"
    text = text.strip()
    return quote(load_json(text)) if text.startswith('"') else text


def _pairs(stored: str) -> list[tuple[str, str | None]]:
    array = arrays.load(stored)
    flat = array.elements
    if len(array.lengths) > 2:
        raise array_subscript_error("wrong number of array subscripts")
    if len(array.lengths) == 2 and array.lengths[1] != 2:
        raise array_subscript_error("array must have two columns")
    if len(flat) % 2:
        raise array_subscript_error("array must have even number of elements")
    return _checked(list(zip(flat[::2], flat[1::2], strict=True)))


def _checked(pairs: list[tuple[Any, Any]]) -> list[tuple[str, str | None]]:
    if any(key is None for key, _ in pairs):
        raise null_value_not_allowed("null value not allowed for object key")
    return pairs


def _two_arrays(keys: str, values: str) -> list[tuple[str, str | None]]:
    names, texts = arrays.load(keys), arrays.load(values)
    if len(names.lengths) > 1 or len(names.lengths) != len(texts.lengths):
        raise array_subscript_error("wrong number of array subscripts")
    if len(names.elements) != len(texts.elements):
        raise array_subscript_error("mismatched array dimensions")
    return _checked(list(zip(names.elements, texts.elements, strict=True)))


def _object_text(pairs: list[tuple[str, str | None]]) -> str:
    return "{" + ", ".join(f"{quote(k)} : {'null' if v is None else quote(v)}" for k, v in pairs) + "}"


@function('"json_object"(text[])')
def json_object(stored: str) -> str:
    return _object_text(_pairs(stored))


@function('"json_object"(text[],text[])')
def json_object_two_arg(keys: str, values: str) -> str:
    return _object_text(_two_arrays(keys, values))


@function("jsonb_object(text[])")
def jsonb_object(stored: str) -> str:
    return dump_jsonb(dict(_pairs(stored)))


@function("jsonb_object(text[],text[])")
def jsonb_object_two_arg(keys: str, values: str) -> str:
    return dump_jsonb(dict(_two_arrays(keys, values)))
