"""The members of JSON text as they are written: what json, which keeps its text, must give back unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator

from translator.types.json import DECODER, Json

SPACE = " \t\n\r"
_SKIPPER = json.JSONDecoder(parse_float=str, parse_int=str)


def _skip(text: str, position: int) -> int:
    while text[position] in SPACE:
        position += 1
    return position


def kind(text: str) -> str:
    """The character that tells an object "{", an array "[" and scalars apart."""
    return text.lstrip(SPACE)[:1]


def members(text: str) -> Iterator[tuple[str, str]]:
    """Keys and raw values of a valid JSON object, duplicates included."""
    position = _skip(text, _skip(text, 0) + 1)
    while text[position] != "}":
        key, position = _SKIPPER.raw_decode(text, position)
        start = _skip(text, _skip(text, position) + 1)
        _, end = _SKIPPER.raw_decode(text, start)
        yield key, text[start:end]
        position = _skip(text, end)
        if text[position] == ",":
            position = _skip(text, position + 1)


def elements(text: str) -> Iterator[str]:
    """Raw elements of a valid JSON array."""
    position = _skip(text, _skip(text, 0) + 1)
    while text[position] != "]":
        _, end = _SKIPPER.raw_decode(text, position)
        yield text[position:end]
        position = _skip(text, end)
        if text[position] == ",":
            position = _skip(text, position + 1)


def unquoted(raw: str) -> str | None:
    """A raw value as text: strings without quotes and escapes, null as NULL."""
    raw = raw.strip(SPACE)
    if raw.startswith('"'):
        text: Json = DECODER.decode(raw)
        return str(text)
    return None if raw == "null" else raw
