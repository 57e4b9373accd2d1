"""Splits the text of a date or time into fields ("Date/Time Input Interpretation"). Mirrors ParseDateTime."""

from __future__ import annotations

import re

from msgspec import Struct

from translator.types.calendar import DAY_NAMES, MONTH_NAMES

MONTH_WORDS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTH_WORDS |= {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)} | {"sept": 9}
DAY_WORDS = {name[:3].lower() for name in DAY_NAMES} | {name.lower() for name in DAY_NAMES}
DAY_WORDS |= {"tues", "thur", "thurs", "weds"}
NOISE = {"at", "on"}
UNITS = {"j": "julian", "jd": "julian", "julian": "julian"} | dict.fromkeys(
    ("d", "dow", "doy", "h", "isodow", "isoyear", "m", "mm", "s", "y"), "other"
)
"""Words that tell what the next number is."""
SPECIALS = {"epoch", "infinity", "+infinity", "-infinity", "now", "today", "tomorrow", "yesterday", "allballs"}
WORDS = {"am", "pm", "ad", "bc", "dst", "t", *NOISE, *DAY_WORDS, *MONTH_WORDS, *UNITS, *SPECIALS}
"""Every word of the grammar but the names of time zones."""
MAX_FIELDS = 25
MAX_LENGTH = 128
"""Of a date or time of day; timestamps may have a byte more for each field."""

_DIGITS = re.compile(r"\d+", re.ASCII)
_TIME_REST = re.compile(r"[\d:.]*", re.ASCII)
_TEXT_REST = {delimiter: re.compile(rf"[0-9A-Za-z{re.escape(delimiter)}]*") for delimiter in "-/."}
_ALIKE = {delimiter: re.compile(rf"[0-9{re.escape(delimiter)}]*") for delimiter in "-/."}
_LETTERS = re.compile(r"[A-Za-z]+")
_NAME_REST = re.compile(r"[-+/_.:0-9A-Za-z]+")
_ZONE_REST = re.compile(r"[\d:.-]*", re.ASCII)
_SPACES = re.compile(r"[ \t\r\n\f\v]*")
_IGNORED = frozenset(" \t\r\n\f\v!\"#$%&'()*,;<=>?@[\\]^_`{|}~:/")


class Field(Struct, frozen=True):
    """`kind` is date, time, number, zone, word or special (a word behind a sign)."""

    kind: str
    text: str


def scan(text: str, limit: int) -> list[Field] | None:
    """The fields of a text; None when it cannot be one, or is longer than `limit` bytes."""
    found: list[Field] = []
    position = 0
    while position < len(text):
        first = text[position]
        if first.isascii() and first.isdigit():
            kind, end = _number(text, position)
        elif first == ".":
            end = position + 1
            rest = _DIGITS.match(text, end)
            kind, end = "number", rest.end() if rest else end
        elif first.isascii() and first.isalpha():
            kind, end = _word(text, position)
        elif first in "+-":
            kind, end = _signed(text, position)
        elif first in _IGNORED:
            position += 1
            continue
        else:
            return None
        if not kind or len(found) == MAX_FIELDS:
            return None
        found.append(Field(kind, _without_spaces(text[position:end]).lower()))
        position = end
    return found if sum(len(field.text) + 1 for field in found) <= limit else None


def _without_spaces(text: str) -> str:
    return text if text[0] not in "+-" else text[0] + text[1:].lstrip()


def _match_end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return position if match is None else match.end()


def _number(text: str, position: int) -> tuple[str, int]:
    """A field that begins with a digit."""
    end = _match_end(_DIGITS, text, position)
    delimiter = text[end : end + 1]
    if delimiter == ":":
        return "time", _match_end(_TIME_REST, text, end)
    if not delimiter or delimiter not in "-/.":
        return "number", end
    end += 1
    digits = _match_end(_DIGITS, text, end)
    if digits == end:
        return "date", _match_end(_TEXT_REST[delimiter], text, end)
    if text[digits : digits + 1] == delimiter:
        return "date", _match_end(_ALIKE[delimiter], text, digits)
    return "number" if delimiter == "." else "date", digits


def _word(text: str, position: int) -> tuple[str, int]:
    """A field that begins with a letter; with punctuation or digits it may be a zone's name."""
    end = _match_end(_LETTERS, text, position)
    follows = text[end : end + 1]
    is_name = bool(follows) and follows in "-/."
    if follows == "+" or (follows.isascii() and follows.isdigit()):
        is_name = text[position:end].lower() not in WORDS
    return ("date", _match_end(_NAME_REST, text, end)) if is_name else ("word", end)


def _signed(text: str, position: int) -> tuple[str, int]:
    start = _match_end(_SPACES, text, position + 1)
    follows = text[start : start + 1]
    if follows.isascii() and follows.isdigit():
        return "zone", _match_end(_ZONE_REST, text, start)
    end = _match_end(_LETTERS, text, start)
    return ("special", end) if end > start else ("", start)
