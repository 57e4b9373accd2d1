"""What chapter 9 of PostgreSQL 18's manual, "Functions and Operators", documents in which section.

`manual.tsv` has one line for each documented function: its section, its name (its signature where several sections
document the name), and the separate work that it belongs to, if any. Operators follow from their names and operands.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from translator.catalog.rows import PgProc

TABLE = Path(__file__).parent / "manual.tsv"

TITLES = {
    "9.1": "Logical Operators",
    "9.2": "Comparison Functions and Operators",
    "9.3": "Mathematical Functions and Operators",
    "9.4": "String Functions and Operators",
    "9.5": "Binary String Functions and Operators",
    "9.6": "Bit String Functions and Operators",
    "9.7": "Pattern Matching",
    "9.8": "Data Type Formatting Functions",
    "9.9": "Date/Time Functions and Operators",
    "9.10": "Enum Support Functions",
    "9.11": "Geometric Functions and Operators",
    "9.12": "Network Address Functions and Operators",
    "9.13": "Text Search Functions and Operators",
    "9.14": "UUID Functions",
    "9.15": "XML Functions",
    "9.16": "JSON Functions and Operators",
    "9.17": "Sequence Manipulation Functions",
    "9.18": "Conditional Expressions",
    "9.19": "Array Functions and Operators",
    "9.20": "Range/Multirange Functions and Operators",
    "9.21": "Aggregate Functions",
    "9.22": "Window Functions",
    "9.23": "Merge Support Functions",
    "9.24": "Subquery Expressions",
    "9.25": "Row and Array Comparisons",
    "9.26": "Set Returning Functions",
    "9.27": "System Information Functions and Operators",
    "9.28": "System Administration Functions",
    "9.29": "Trigger Functions",
    "9.30": "Event Trigger Functions",
    "9.31": "Statistics Information Functions",
    "8, 11": "Operators of Types without a Section of their own",
}
"""The sections; the last entry is for operators that only the chapters "Data Types" and "Indexes" speak of."""

ELSEWHERE = "8, 11"

SEPARATE_SECTIONS = {"9.13": "text search", "9.15": "xml"}
SEPARATE_TYPES = {
    **dict.fromkeys(("gtsvector", "tsquery", "tsvector"), "text search"),
    "xml": "xml",
}
"""What is built as a work of its own and not counted here, by section and by type."""

_COMPARISONS = frozenset(("=", "<>", "<", "<=", ">", ">="))
_PATTERNS = frozenset(("~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"))
_STRINGS = frozenset(("text", "name", "bpchar"))
_SECTION_BY_TYPE = {
    **dict.fromkeys(("int2", "int4", "int8", "float4", "float8", "numeric"), "9.3"),
    "bytea": "9.5",
    **dict.fromkeys(("bit", "varbit"), "9.6"),
    **dict.fromkeys(("date", "time", "timetz", "timestamp", "timestamptz", "interval"), "9.9"),
    **dict.fromkeys(("box", "circle", "line", "lseg", "path", "point", "polygon"), "9.11"),
    **dict.fromkeys(("inet", "cidr", "macaddr", "macaddr8"), "9.12"),
    **dict.fromkeys(("tsvector", "tsquery"), "9.13"),
    "jsonb": "9.16",
    "json": "9.16",
    **dict.fromkeys(("anyarray", "anycompatiblearray"), "9.19"),
    **dict.fromkeys(("anyrange", "anymultirange"), "9.20"),
    "record": "9.25",
    **dict.fromkeys(("aclitem", "_aclitem"), "9.27"),
}


class Entry(NamedTuple):
    """Where a function is documented, and the separate work that it belongs to."""

    section: str
    separate: str | None


@cache
def entries() -> dict[str, Entry]:
    """The table, by name or signature."""
    found: dict[str, Entry] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        section, name, *separate = line.split("\t")
        if name in found:
            raise ValueError(f"{name} stands twice in {TABLE.name}")
        found[name] = Entry(section, separate[0] if separate else SEPARATE_SECTIONS.get(section))
    return found


def function_entry(proc: PgProc) -> Entry | None:
    """Where the manual documents a function; None for one that it does not."""
    return entries().get(proc.signature) or entries().get(proc.proname)


def operator_section(name: str, types: tuple[str, ...]) -> str:
    """Where the manual documents an operator over operands of these types."""
    sections = [_SECTION_BY_TYPE[typname] for typname in types if typname in _SECTION_BY_TYPE]
    if name == "@@" and not sections:
        return "9.13"
    if name in _COMPARISONS:
        return sections[0] if sections and sections[0] in {"9.11", "9.13", "9.25", "9.27"} else "9.2"
    if name in _PATTERNS and (types[0] in _STRINGS or name.endswith("~~")):
        return "9.7"
    if name in ("||", "^@") and not sections:
        return "9.4"
    ranged = [section for section in sections if section in {"9.19", "9.20"}]
    return (ranged or sections or [ELSEWHERE])[0]
