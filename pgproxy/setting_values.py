"""The text of settings' values: booleans, enums, numbers with units, read and shown.

Manual: "Parameter Names and Values" of the chapter "Server Configuration".
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from translator.errors import PgError
from translator.errors.state import invalid_setting_value

BOOLEANS = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
_MEMORY = {"B": 1, "kB": 1024, "8kB": 8192, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
_TIME = {"us": 0.001, "ms": 1.0, "s": 1000.0, "min": 60_000.0, "h": 3_600_000.0, "d": 86_400_000.0}
_NUMBER = re.compile(r"\s*+([+-]?(?:0x[0-9a-fA-F]++|\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?|\.\d++))\s*+([A-Za-z]*+)\s*+\Z")


def parsed(fact: Mapping[str, Any], value: str) -> str:
    """The value in its canonical form.  Raises PgError 22023."""
    kind = fact["vartype"]
    if kind == "bool":
        return "on" if parse_boolean(fact["name"], value) else "off"
    if kind == "enum":
        for allowed in fact["enumvals"]:
            if allowed.lower() == value.lower():
                return str(allowed)
        raise invalid_setting_value(fact["name"], value, hint=f"Available values: {', '.join(fact['enumvals'])}.")
    if kind in ("integer", "real"):
        return _parsed_number(fact, value)
    return value


def parse_boolean(name: str, value: str) -> bool:
    """PostgreSQL's spellings of a boolean setting, unambiguous prefixes included."""
    text = value.strip().lower()
    for word, meaning in BOOLEANS.items():
        if text and word.startswith(text) and (len(text) > 1 or word[0] in "tfyn10") and text != "o":
            return meaning
    raise PgError("22023", f'parameter "{name}" requires a Boolean value')


def _parsed_number(fact: Mapping[str, Any], value: str) -> str:
    match = _NUMBER.match(value)
    if match is None:
        raise invalid_setting_value(fact["name"], value)
    text, unit = match.groups()
    number = float(int(text, 16)) if text.lower().startswith("0x") else float(text)
    if unit:
        number = _in_unit(fact, value, number, unit)
    if fact["vartype"] == "integer":
        number = float(math.floor(number + 0.5)) if number != int(number) else number
    low, high = float(fact["min_val"]), float(fact["max_val"])
    if not low <= number <= high:
        own = f" {fact['unit']}" if fact["unit"] else ""
        text = f"{number:g}" if fact["vartype"] == "real" else str(int(number))
        raise PgError(
            "22023",
            f'{text}{own} is outside the valid range for parameter "{fact["name"]}" '
            f"({fact['min_val']}{own} .. {fact['max_val']}{own})",
        )
    return repr(number) if fact["vartype"] == "real" and number != int(number) else str(int(number))


def _in_unit(fact: Mapping[str, Any], value: str, number: float, unit: str) -> float:
    own = fact["unit"]
    table = _MEMORY if own in _MEMORY else _TIME if own in _TIME else None
    if table is None or unit not in table:
        units = [unit for unit in table if unit != "8kB"] if table is not None else []
        listed = ", ".join(f'"{unit}"' for unit in units[:-1])
        hint = f'Valid units for this parameter are {listed}, and "{units[-1]}".' if units else None
        raise invalid_setting_value(fact["name"], value, hint=hint)
    return number * table[unit] / table[own]


def shown(fact: Mapping[str, Any], value: str) -> str:
    """SHOW's form: a number with the largest unit that divides it."""
    unit = fact["unit"]
    if not unit or fact["vartype"] not in ("integer", "real") or value in ("0", "-1"):
        return value
    table = _MEMORY if unit in _MEMORY else _TIME
    total = float(value) * table[unit]
    if total < 0:
        return value
    for name in sorted(table, key=lambda name: -table[name]):
        if name != "8kB" and total % table[name] == 0:
            return f"{int(total // table[name])}{name}"
    return value
