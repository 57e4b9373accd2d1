"""Assignment to a subscript of a jsonb document ("jsonb Subscripting").  PostgreSQL's jsonb_set_element."""

from __future__ import annotations

import re

from translator.errors import PgError
from translator.errors.values import null_value_not_allowed
from translator.types.json import Json, dump_jsonb, load_json

_INTEGER = re.compile(r"[ \t\n\r\f\v]*[-+]?\d+", re.ASCII)


def set_element(stored: str | None, value: str | None, numbered: int, *path: str | None) -> str:
    """document['a'][1] = value; what is missing on the way is made, an array filled up with null.

    `numbered` tells whether the first subscript is an integer: a NULL document is then an array, else an object.
    """
    steps = []
    for step in path:
        if step is None:
            raise null_value_not_allowed("jsonb subscript in assignment must not be null")
        steps.append(step)
    empty: Json = [] if numbered else {}
    document = empty if stored is None else load_json(stored)
    return dump_jsonb(_changed(document, steps, 0, None if value is None else load_json(value)))


def _changed(value: Json, path: list[str], place: int, new: Json) -> Json:
    """`value` with `new` at path[place:]."""
    if place == len(path):
        return new
    step = path[place]
    if isinstance(value, dict):
        inner = _changed(value[step], path, place + 1, new) if step in value else _made(path, place + 1, new)
        return {**value, step: inner}
    if not isinstance(value, list):
        raise PgError(
            "22023",
            "cannot replace existing key",
            detail="The path assumes key is a composite object, but it is a scalar value.",
        )
    index = _integer(step)
    if index is None:
        raise PgError("22P02", f'path element at position {place + 1} is not an integer: "{step}"')
    if index < -len(value):
        raise PgError("22023", f"path element at position {place + 1} is out of range: {index}")
    if index >= len(value):
        return [*value, *[None] * (index - len(value)), _made(path, place + 1, new)]
    position = index % len(value)
    return [*value[:position], _changed(value[position], path, place + 1, new), *value[position + 1 :]]


def _made(path: list[str], place: int, new: Json) -> Json:
    """`new` inside of new containers: an array for each subscript that reads as an integer, else an object."""
    for step in reversed(path[place:]):
        index = _integer(step)
        new = {step: new} if index is None else [*[None] * index, new]
    return new


def _integer(step: str) -> int | None:
    index = int(step) if _INTEGER.fullmatch(step) else None
    return index if index is not None and -(1 << 31) <= index < 1 << 31 else None
