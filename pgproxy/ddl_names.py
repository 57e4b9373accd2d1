"""Names that PostgreSQL chooses for constraints, indexes and sequences, and names that SQLite knows objects by."""

from __future__ import annotations

import re
from collections.abc import Callable

from translator.catalog.image import CatalogImage

MAX_NAME = 63
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_RESERVED_PREFIXES = ("sqlite_", "pg_", "pgproxy_")


def object_name(first: str, second: str, label: str) -> str:
    """`first_second_label`, the longer parts cut so that it fits an identifier (63 bytes)."""
    overhead = len(label) + 1 + (1 if second else 0)
    room = MAX_NAME - overhead
    one, two = first.encode(), second.encode()
    while len(one) + len(two) > room:
        if len(one) > len(two):
            one = one[:-1]
        else:
            two = two[:-1]
    parts = [one.decode("utf-8", "ignore"), two.decode("utf-8", "ignore"), label]
    return "_".join(part for part in parts if part)


def choose(first: str, second: str, label: str, taken: Callable[[str], bool]) -> str:
    """The first of name, name1, name2, ... that is not taken."""
    name, count = object_name(first, second, label), 0
    while taken(name):
        count += 1
        name = object_name(first, second, f"{label}{count}")
    return name


def physical_name(image: CatalogImage, namespace: str, name: str, taken: set[str]) -> str:
    """SQLite's name of a table or index: its own where that is plain and free, so that the file reads well in any
    tool.
    """

    def free(candidate: str) -> bool:
        return candidate.lower() not in taken and not image.physical_name_taken(candidate)

    plain = name if namespace == "public" else f"{namespace}.{name}"
    if _PLAIN.match(name) and not name.startswith(_RESERVED_PREFIXES) and free(plain):
        taken.add(plain.lower())
        return plain
    count = 1
    while not free(f"{plain}~{count}"):
        count += 1
    taken.add(f"{plain}~{count}".lower())
    return f"{plain}~{count}"


def column_physical(name: str, taken: set[str]) -> str:
    """SQLite's name of a column, which it tells apart without regard to case; rowid and its kin stay SQLite's own."""
    candidate, count = name, 1
    while candidate.lower() in taken or candidate.lower() in ("rowid", "oid", "_rowid_"):
        candidate = f"{name}~{count}"
        count += 1
    taken.add(candidate.lower())
    return candidate
