"""The value sets of the types, as `value_sets.toml` holds them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class ValueSet(NamedTuple):
    """Texts of one type, and what is peculiar to it."""

    values: tuple[str, ...]
    spellings: tuple[str, ...]
    malformed: tuple[str, ...]
    modified: tuple[str, ...] = ()
    """The type's forms with a modifier, as varchar(2)."""
    settings: tuple[str, ...] = ()
    """Statements under which its values print otherwise."""
    setup: tuple[str, ...] = ()
    """Statements that make the type."""


DIRECTORY = Path(__file__).parent / "matrix"
FILE = "value_sets.toml"


@cache
def value_sets(directory: Path = DIRECTORY) -> dict[str, ValueSet]:
    """The value set of each type, by the type's name as format_type() prints it; empty without the file."""
    path = directory / FILE
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: ValueSet(**{part: tuple(texts) for part, texts in table.items()}) for name, table in tables.items()}
