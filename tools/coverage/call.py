"""A statement that uses a function, operator or cast once, with NULLs of the types that it takes."""

from __future__ import annotations

from tools.coverage.count import Item, type_name
from translator.catalog.bootstrap import system_catalog
from translator.catalog.quote import quote_identifier
from translator.catalog.rows import PgCast, PgOperator, PgProc

ENUM = "coverage_enum"
"""The enum type that stands for `anyenum`; whoever runs the statements creates it."""

_STANDS_FOR = {
    "any": "int4",
    "anyelement": "int4",
    "anynonarray": "int4",
    "anycompatible": "int4",
    "anycompatiblenonarray": "int4",
    "anyarray": "int4[]",
    "anycompatiblearray": "int4[]",
    "anyrange": "int4range",
    "anycompatiblerange": "int4range",
    "anymultirange": "int4multirange",
    "anycompatiblemultirange": "int4multirange",
    "anyenum": ENUM,
}


_PAIRS = frozenset({"pg_restore_relation_stats"})
"""Functions that take names and values by turns."""


def statement(item: Item) -> str:
    """SELECT of one use of the item."""
    row = item.row
    if isinstance(row, PgCast):
        return f"SELECT {_null(row.castsource)}::{_written(row.casttarget)}"
    if isinstance(row, PgOperator):
        left = f"{_null(row.oprleft)} " if row.oprleft else ""
        return f"SELECT {left}OPERATOR(pg_catalog.{row.oprname}) {_null(row.oprright)}"
    return f"SELECT {_call(row)}"


def _call(proc: PgProc) -> str:
    arguments = ["'version'", "NULL::int4"] if proc.proname in _PAIRS else [_null(oid) for oid in proc.proargtypes]
    if proc.provariadic and type_name(proc.provariadic) != "any":
        arguments[-1] = f"VARIADIC {arguments[-1]}"
    name = f"pg_catalog.{quote_identifier(proc.proname)}"
    if proc.prokind == "w":
        return f"{name}({', '.join(arguments)}) OVER (ORDER BY 1)"
    if proc.prokind != "a":
        return f"{name}({', '.join(arguments)})"
    facts = system_catalog().aggregates[proc.oid]
    if facts.aggkind == "n":
        return f"{name}({', '.join(arguments) or '*'})"
    direct = arguments[: facts.aggnumdirectargs]
    ordered = arguments[facts.aggnumdirectargs :] or direct
    return f"{name}({', '.join(direct)}) WITHIN GROUP (ORDER BY {', '.join(ordered)})"


def _null(oid: int) -> str:
    return "ROW(NULL)" if type_name(oid) == "record" else f"NULL::{_written(oid)}"


def _written(oid: int) -> str:
    """A type as a cast names it."""
    name = type_name(oid)
    if name in _STANDS_FOR:
        return _STANDS_FOR[name]
    return f"{quote_identifier(name.removeprefix('_'))}{'[]' if name.startswith('_') else ''}"
