"""All families, each a group of the repertoire."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.entry import Entry
from tests.fuzz.families import (
    assignments,
    clauses,
    collections,
    documents,
    numbers,
    rows,
    spellings,
    sql_json,
    strings,
    times,
)
from tests.fuzz.families.form import entry


def families() -> Iterator[tuple[Entry, ...]]:
    """The entries of each family."""
    for family in (strings, documents, collections, times, numbers, rows, clauses, spellings, sql_json, assignments):
        yield tuple(map(entry, family.forms()))
