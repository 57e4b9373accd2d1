"""What a database's own casts, operators and aggregates need of other objects ("pg_depend")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from translator.catalog.bootstrap import PG_CATALOG
from translator.catalog.dependency_rows import (
    FIRST_UNPINNED_OID,
    PG_CAST,
    PG_NAMESPACE,
    PG_OPERATOR,
    PG_PROC,
    PG_TYPE,
    Row,
    depend,
)
from translator.catalog.own_rows import CATALOGS, CatalogRow
from translator.catalog.rows import PgAggregate, PgCast, PgOperator, PgProc

Object = tuple[int, int]
"""The oid of a catalog, and that of one of its rows."""


def address(row: CatalogRow) -> Object:
    """The object that a row is of, or belongs to."""
    match row:
        case PgCast():
            return PG_CAST, row.oid
        case PgOperator():
            return PG_OPERATOR, row.oid
        case PgProc():
            return PG_PROC, row.oid
        case PgAggregate():
            return PG_PROC, row.aggfnoid


def needs(row: CatalogRow) -> Iterator[Object]:
    """The objects without which there is no such object; those of the system's are pinned, and not among them."""
    for classid, oids in _named(row):
        for oid in dict.fromkeys(oids):
            if oid >= FIRST_UNPINNED_OID or (classid == PG_NAMESPACE and oid != PG_CATALOG):
                yield classid, oid


def _named(row: CatalogRow) -> Iterator[tuple[int, Iterable[int]]]:
    match row:
        case PgCast():
            yield PG_TYPE, (row.castsource, row.casttarget)
            yield PG_PROC, (row.castfunc,)
        case PgOperator():
            yield PG_NAMESPACE, (row.oprnamespace,)
            yield PG_TYPE, (row.oprleft, row.oprright, row.oprresult)
            yield PG_PROC, (row.oprcode, row.oprrest, row.oprjoin)
        case PgProc():
            yield PG_NAMESPACE, (row.pronamespace,)
            yield PG_TYPE, (row.prorettype, *row.proargtypes)
        case PgAggregate():
            yield PG_PROC, (
                row.aggtransfn, row.aggfinalfn, row.aggcombinefn, row.aggserialfn, row.aggdeserialfn,
                row.aggmtransfn, row.aggminvtransfn, row.aggmfinalfn,
            )  # fmt: skip
            yield PG_OPERATOR, (row.aggsortop,)


def catalog_rows(row: CatalogRow) -> Iterator[tuple[str, Row]]:
    """The row in its catalog, and those of pg_depend."""
    yield CATALOGS[type(row)], asdict(row)
    classid, oid = address(row)
    for needed_class, needed in needs(row):
        yield "pg_depend", depend(classid, oid, 0, needed_class, needed, 0, "n")
