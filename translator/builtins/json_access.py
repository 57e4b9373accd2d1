"""Members and paths of json and jsonb: ->, ->>, #>, #>> and the functions that take documents apart.

json answers with the text as it was written, jsonb with canonical text ("JSON Functions and Operators").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.errors.values import invalid_parameter_value
from translator.types import array as arrays
from translator.types.json import JsonNumber, dump_jsonb, read_jsonb
from translator.types.json_span import SPACE, elements, kind, members, unquoted

INDEX = re.compile(r"[ \t\n\r\f\v]*[-+]?\d+", re.ASCII)


def _raw_member(text: str, key: str) -> str | None:
    """The last member of that name, as duplicates count."""
    return dict(members(text)).get(key) if kind(text) == "{" else None


def _raw_element(text: str, index: int) -> str | None:
    if kind(text) != "[":
        return None
    found = list(elements(text))
    return found[index] if -len(found) <= index < len(found) else None


@function("json_object_field(json,text)")
def json_object_field(text: str, key: str) -> str | None:
    return _raw_member(text, key)


@function("json_array_element(json,integer)")
def json_array_element(text: str, index: int) -> str | None:
    return _raw_element(text, index)


@function("json_object_field_text(json,text)")
def json_object_field_text(text: str, key: str) -> str | None:
    raw = _raw_member(text, key)
    return None if raw is None else unquoted(raw)


@function("json_array_element_text(json,integer)")
def json_array_element_text(text: str, index: int) -> str | None:
    raw = _raw_element(text, index)
    return None if raw is None else unquoted(raw)


def path_of(stored: str) -> list[str | None]:
    """The steps of a path, a text[]."""
    return arrays.load(stored).elements


def _raw_path(text: str, stored: str) -> str | None:
    found: str | None = text
    for step in path_of(stored):
        if step is None or found is None:
            return None
        if kind(found) == "[":
            found = _raw_element(found, int(step)) if INDEX.fullmatch(step) else None
        else:
            found = _raw_member(found, step)
    return None if found is None else found.strip(SPACE)


@function("json_extract_path(json,text[])")
def json_extract_path(text: str, path: str) -> str | None:
    """#>"""
    return _raw_path(text, path)


@function("json_extract_path_text(json,text[])")
def json_extract_path_text(text: str, path: str) -> str | None:
    """#>>"""
    raw = _raw_path(text, path)
    return None if raw is None else unquoted(raw)


def _jsonb_path(text: str, stored: str) -> str | None:
    found: Any = read_jsonb(text)
    for step in path_of(stored):
        if isinstance(found, dict) and step in found:
            found = found[step]
        elif isinstance(found, list) and step is not None and INDEX.fullmatch(step):
            if not -len(found) <= int(step) < len(found):
                return None
            found = found[int(step)]
        else:
            return None
    return dump_jsonb(found)


@function("jsonb_extract_path(jsonb,text[])")
def jsonb_extract_path(text: str, path: str) -> str | None:
    """#>"""
    return _jsonb_path(text, path)


@function("jsonb_extract_path_text(jsonb,text[])")
def jsonb_extract_path_text(text: str, path: str) -> str | None:
    """#>>"""
    found = _jsonb_path(text, path)
    return None if found is None else unquoted(found)


def _array_elements(text: str, name: str) -> list[str]:
    if kind(text) == "[":
        return list(elements(text))
    if name.startswith("jsonb"):
        raise invalid_parameter_value(
            f"cannot extract elements from {'an object' if kind(text) == '{' else 'a scalar'}"
        )
    raise invalid_parameter_value(f"cannot call {name} on a {'non-array' if kind(text) == '{' else 'scalar'}")


@set_returning("json_array_elements(json)")
def json_array_elements(text: str) -> Iterator[str]:
    return iter(_array_elements(text, "json_array_elements"))


@set_returning("json_array_elements_text(json)")
def json_array_elements_text(text: str) -> Iterator[str | None]:
    return map(unquoted, _array_elements(text, "json_array_elements_text"))


@set_returning("jsonb_array_elements(jsonb)")
def jsonb_array_elements(text: str) -> Iterator[str]:
    return iter(_array_elements(text, "jsonb_array_elements"))


@set_returning("jsonb_array_elements_text(jsonb)")
def jsonb_array_elements_text(text: str) -> Iterator[str | None]:
    return map(unquoted, _array_elements(text, "jsonb_array_elements_text"))


def _object_members(text: str, name: str) -> list[tuple[str, str]]:
    if kind(text) == "{":
        return list(members(text))
    if name.startswith("jsonb"):
        raise invalid_parameter_value(f"cannot call {name} on a non-object")
    if kind(text) == "[":
        raise invalid_parameter_value("cannot deconstruct an array as an object")
    raise invalid_parameter_value("cannot deconstruct a scalar")


@set_returning("json_each(json)")
def json_each(text: str) -> Iterator[tuple[str, str]]:
    return iter(_object_members(text, "json_each"))


@set_returning("jsonb_each(jsonb)")
def jsonb_each(text: str) -> Iterator[tuple[str, str]]:
    return iter(_object_members(text, "jsonb_each"))


@set_returning("json_each_text(json)")
def json_each_text(text: str) -> Iterator[tuple[str, str | None]]:
    return ((key, unquoted(raw)) for key, raw in _object_members(text, "json_each_text"))


@set_returning("jsonb_each_text(jsonb)")
def jsonb_each_text(text: str) -> Iterator[tuple[str, str | None]]:
    return ((key, unquoted(raw)) for key, raw in _object_members(text, "jsonb_each_text"))


def _keys(text: str, name: str) -> Iterator[str]:
    if kind(text) != "{":
        raise invalid_parameter_value(f"cannot call {name} on {'an array' if kind(text) == '[' else 'a scalar'}")
    return (key for key, _ in members(text))


@set_returning("json_object_keys(json)")
def json_object_keys(text: str) -> Iterator[str]:
    return _keys(text, "json_object_keys")


@set_returning("jsonb_object_keys(jsonb)")
def jsonb_object_keys(text: str) -> Iterator[str]:
    return _keys(text, "jsonb_object_keys")


def _names(text: str) -> set[str]:
    """What ? looks among: an object's keys, an array's strings, a string itself."""
    value = read_jsonb(text)
    found = value if isinstance(value, (dict, list)) else [value]
    return {item for item in found if isinstance(item, str) and not isinstance(item, JsonNumber)}


@function("jsonb_exists_any(jsonb,text[])")
def jsonb_exists_any(text: str, keys: str) -> int:
    """?|"""
    return int(not _names(text).isdisjoint(path_of(keys)))


@function("jsonb_exists_all(jsonb,text[])")
def jsonb_exists_all(text: str, keys: str) -> int:
    """?&"""
    names = _names(text)
    return int(all(key in names for key in path_of(keys) if key is not None))
