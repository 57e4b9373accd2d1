"""Where a container lies inside PostgreSQL's binary jsonb: .keyvalue() shows it as the id of an object.

A container is a header and one entry (4 bytes each) for every key and value, then the keys, then the values; numbers
and containers begin at multiples of four.
"""

from __future__ import annotations

from typing import Any

from translator.types.json import JsonNumber
from translator.types.numeric import to_decimal

WORD = 4


def container_offset(root: Any, wanted: Any) -> int:
    """The distance of a container from the root; 0 for the root, and for one that is not part of it."""
    found = _find(root, wanted, 0)
    return 0 if found is None else found


def _find(container: Any, wanted: Any, start: int) -> int | None:
    if container is wanted:
        return start
    if not isinstance(container, (dict, list)):
        return None
    position = start + _head(container)
    values = container.values() if isinstance(container, dict) else container
    for value in values:
        if isinstance(value, (dict, list)):
            found = _find(value, wanted, _aligned(position))
            if found is not None:
                return found
        position = _after(value, position)
    return None


def _head(container: Any) -> int:
    """The size of header, entries and keys."""
    if isinstance(container, list):
        return WORD + WORD * len(container)
    return WORD + 2 * WORD * len(container) + sum(len(key.encode()) for key in container)


def _aligned(position: int) -> int:
    return -(-position // WORD) * WORD


def _after(value: Any, position: int) -> int:
    """The position behind a value written at `position`."""
    if value is None or isinstance(value, bool):
        return position
    if isinstance(value, JsonNumber):
        return _aligned(position) + _numeric_size(value)
    if isinstance(value, str):
        return position + len(value.encode())
    position = _aligned(position) + _head(value)
    for child in value.values() if isinstance(value, dict) else value:
        position = _after(child, position)
    return position


def _numeric_size(text: JsonNumber) -> int:
    """Bytes of a numeric: length word, header (short where it fits), digits of base 10000."""
    number = to_decimal(text)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    scale = len(fraction)
    groups = -(-len(whole) // 4)
    digits = whole.zfill(groups * 4) + fraction.ljust(-(-scale // 4) * 4, "0")
    parts = [digits[place : place + 4] for place in range(0, len(digits), 4)]
    weight = groups - 1
    while parts and parts[0] == "0000":
        parts.pop(0)
        weight -= 1
    while parts and parts[-1] == "0000":
        parts.pop()
    short = scale <= 63 and (not parts or -64 <= weight <= 63)
    return WORD + (2 if short else 4) + 2 * len(parts)
