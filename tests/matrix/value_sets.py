"""The value sets of the types, as value_sets.toml holds them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "value_sets.toml"


class ValueSet(NamedTuple):
    """Texts of one type."""

    values: tuple[str, ...]
    spellings: tuple[str, ...]
    malformed: tuple[str, ...]


@cache
def value_sets() -> dict[str, ValueSet]:
    """The value set of each type, by the type's name as format_type() prints it."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: ValueSet(**{part: tuple(texts) for part, texts in table.items()}) for name, table in tables.items()}
