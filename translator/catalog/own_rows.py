"""A database's own objects that are nothing but rows of catalogs: casts, operators, languages, foreign servers, others.

What a row names it names by oid, so that functions of all kinds can stand behind an operator or a cast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from translator.catalog.rows import (
    PgAggregate,
    PgAm,
    PgAmop,
    PgAmproc,
    PgCast,
    PgConversion,
    PgForeignDataWrapper,
    PgForeignServer,
    PgLanguage,
    PgOpclass,
    PgOperator,
    PgOpfamily,
    PgProc,
    PgTransform,
    PgUserMapping,
)

CatalogRow = (
    PgCast | PgOperator | PgProc | PgAggregate | PgOpfamily | PgOpclass | PgAmop | PgAmproc | PgForeignDataWrapper
    | PgForeignServer | PgUserMapping | PgConversion | PgAm | PgLanguage | PgTransform
)  # fmt: skip
Acl = tuple[str, ...] | None
Key = tuple[str, int]
"""A catalog's name, and the oid of one of its rows."""
RowT = TypeVar("RowT")


class Kind(Struct, frozen=True):
    """What is common to the rows of a catalog: their class, and the prefix of the columns that all objects have."""

    row: type[Any]
    prefix: str
    key: str = "oid"
    owner: str = "owner"


KINDS: dict[str, Kind] = {
    "pg_cast": Kind(PgCast, "cast"),
    "pg_operator": Kind(PgOperator, "opr"),
    "pg_proc": Kind(PgProc, "pro"),
    "pg_aggregate": Kind(PgAggregate, "agg", "aggfnoid"),
    "pg_opfamily": Kind(PgOpfamily, "opf"),
    "pg_opclass": Kind(PgOpclass, "opc"),
    "pg_amop": Kind(PgAmop, "amop"),
    "pg_amproc": Kind(PgAmproc, "amproc"),
    "pg_foreign_data_wrapper": Kind(PgForeignDataWrapper, "fdw"),
    "pg_foreign_server": Kind(PgForeignServer, "srv"),
    "pg_user_mapping": Kind(PgUserMapping, "um", owner="user"),
    "pg_conversion": Kind(PgConversion, "con"),
    "pg_am": Kind(PgAm, "am"),
    "pg_language": Kind(PgLanguage, "lan"),
    "pg_transform": Kind(PgTransform, "trf"),
}
CATALOGS = {kind.row: catalog for catalog, kind in KINDS.items()}


def key_of(row: CatalogRow) -> Key:
    """The catalog and the oid of a row."""
    catalog = CATALOGS[type(row)]
    return catalog, int(getattr(row, KINDS[catalog].key))


def prefix_of(row: CatalogRow) -> str:
    """What the columns begin with that all objects have."""
    return KINDS[CATALOGS[type(row)]].prefix


def owner_of(row: CatalogRow) -> int:
    """The role that owns an object, 0 where nobody does."""
    kind = KINDS[key_of(row)[0]]
    return int(getattr(row, f"{kind.prefix}{kind.owner}", 0))


def namespace_of(row: CatalogRow) -> int:
    """The schema that an object is in, 0 for none."""
    return int(getattr(row, f"{prefix_of(row)}namespace", 0))


def name_of(row: CatalogRow) -> str:
    """The name by which statements know an object, empty for what has none."""
    return str(getattr(row, f"{prefix_of(row)}name", ""))


def acl_of(row: CatalogRow) -> Acl:
    """Its access control list, None for none."""
    acl: Acl = getattr(row, f"{KINDS[key_of(row)[0]].prefix}acl", None)
    return acl


def with_acl(row: CatalogRow, acl: Acl) -> CatalogRow:
    """The same with another access control list, where there may be one."""
    column = f"{KINDS[key_of(row)[0]].prefix}acl"
    return replace(row, **{column: acl}) if column in row.__struct_fields__ else row


class OwnRows:
    """The rows with the look-ups that resolution needs.  It never changes."""

    def __init__(self, rows: Mapping[Key, CatalogRow] | None = None) -> None:
        self.rows: Mapping[Key, CatalogRow] = rows or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnRows) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]  # nothing keeps them by value

    def with_rows(self, rows: Iterable[CatalogRow]) -> OwnRows:
        """With rows added or replaced."""
        return OwnRows({**self.rows, **{key_of(row): row for row in rows}})

    def without(self, gone: Iterable[Key]) -> OwnRows:
        left = dict(self.rows)
        for key in gone:
            left.pop(key, None)
        return OwnRows(left)

    def of(self, row_class: type[RowT]) -> list[RowT]:
        """The rows of one catalog."""
        return [row for row in self.rows.values() if isinstance(row, row_class)]

    def find(self, row_class: type[RowT], oid: int) -> RowT | None:
        row = self.rows.get((CATALOGS[row_class], oid))
        return row if isinstance(row, row_class) else None

    @cached_property
    def casts(self) -> Mapping[tuple[int, int], PgCast]:
        """Cast by (source type, target type)."""
        return {(row.castsource, row.casttarget): row for row in self.of(PgCast)}

    @cached_property
    def operators(self) -> Mapping[str, tuple[PgOperator, ...]]:
        """Operators by name."""
        return _grouped((row.oprname, row) for row in self.of(PgOperator))

    @cached_property
    def procs(self) -> Mapping[str, tuple[PgProc, ...]]:
        """Aggregates by name."""
        return _grouped((row.proname, row) for row in self.of(PgProc))


def _grouped(named: Iterable[tuple[str, RowT]]) -> dict[str, tuple[RowT, ...]]:
    found: dict[str, tuple[RowT, ...]] = {}
    for name, row in named:
        found[name] = (*found.get(name, ()), row)
    return found


NO_ROWS = OwnRows()
