"""What is counted: every documented function, every operator and every cast of the recorded catalog, implemented or
missing.

Support functions, input and output functions and the functions behind operators are not counted by themselves: their
type or operator is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import Struct

import translator.planning  # noqa: F401  registers every lowering
from tools.coverage import manual
from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.image import empty_image
from translator.catalog.rows import PgCast, PgOperator, PgProc, PgType
from translator.errors import PgError
from translator.lower.implementation import implements
from translator.types import registry


class Item(Struct, frozen=True):
    """A function, operator or cast."""

    kind: str
    name: str
    signature: str
    section: str
    types: tuple[str, ...]
    separate: str | None
    implemented: bool
    row: PgProc | PgOperator | PgCast


@cache
def items() -> tuple[Item, ...]:
    """Everything that is counted, and everything of the separate works."""
    return (*_functions(), *_operators(), *_casts())


def counted() -> tuple[Item, ...]:
    """The items that belong to no separate work."""
    return tuple(item for item in items() if item.separate is None)


def missing() -> tuple[Item, ...]:
    """What is counted and not implemented."""
    return tuple(item for item in counted() if not item.implemented)


UNCALLABLE = frozenset(
    {
        "internal", "trigger", "event_trigger", "language_handler", "fdw_handler", "index_am_handler",
        "table_am_handler", "tsm_handler", "pg_ddl_command",
    }
)  # fmt: skip
"""Types whose values SQL never holds."""


@cache
def undocumented() -> tuple[Item, ...]:
    """The other functions that SQL can call, which are not counted."""
    found = []
    for proc in system_catalog().procs.values():
        types = tuple(map(type_name, (*proc.proargtypes, proc.prorettype)))
        callable_ = proc.pronamespace == PG_CATALOG and not UNCALLABLE.intersection(types)
        if callable_ and manual.function_entry(proc) is None and _separate(types) is None:
            found.append(Item("function", proc.proname, proc.signature, "", types, None, implements(proc), proc))
    return tuple(found)


def type_name(oid: int) -> str:
    """pg_type.typname; a missing operand has none."""
    row = system_catalog().types.get(oid)
    return row.typname if row is not None else "none"


def _functions() -> Iterator[Item]:
    for proc in system_catalog().procs.values():
        entry = manual.function_entry(proc)
        if proc.pronamespace != PG_CATALOG or entry is None:
            continue
        types = tuple(map(type_name, (*proc.proargtypes, proc.prorettype)))
        separate = entry.separate or _separate(types)
        yield Item("function", proc.proname, proc.signature, entry.section, types, separate, implements(proc), proc)


def _operators() -> Iterator[Item]:
    catalog = system_catalog()
    for operator in catalog.operators.values():
        operands = tuple(type_name(oid) for oid in (operator.oprleft, operator.oprright) if oid)
        left = f"{_printed(operator.oprleft)} " if operator.oprleft else ""
        signature = f"{left}{operator.oprname} {_printed(operator.oprright)}"
        section = manual.operator_section(operator.oprname, operands)
        separate = manual.SEPARATE_SECTIONS.get(section) or _separate(operands)
        done = implements(catalog.procs[operator.oprcode])
        yield Item("operator", operator.oprname, signature, section, operands, separate, done, operator)


def _casts() -> Iterator[Item]:
    catalog = system_catalog()
    for cast in catalog.casts.values():
        types = (type_name(cast.castsource), type_name(cast.casttarget))
        signature = f"{_printed(cast.castsource)} AS {_printed(cast.casttarget)}"
        done = all(map(has_type, (cast.castsource, cast.casttarget))) and (
            cast.castmethod != "f" or implements(catalog.procs[cast.castfunc])
        )
        yield Item("cast", signature, signature, "casts", types, _separate(types), done, cast)


def has_type(oid: int) -> bool:
    """Whether a type has its class."""
    try:
        registry.builtin(oid)
    except PgError:
        return False
    return True


def counted_types() -> list[PgType]:
    """The base types, ranges and multiranges of pg_catalog."""
    return [
        row
        for row in system_catalog().types.values()
        if row.typnamespace == PG_CATALOG and row.typtype in ("b", "r", "m") and row.typcategory != "A"
    ]


def _separate(types: tuple[str, ...]) -> str | None:
    plain = (typname.removeprefix("_") for typname in types)
    return next((manual.SEPARATE_TYPES[name] for name in plain if name in manual.SEPARATE_TYPES), None)


def _printed(oid: int) -> str:
    """The type as a signature prints it."""
    return _image().format_type(oid)


_image = cache(empty_image)
