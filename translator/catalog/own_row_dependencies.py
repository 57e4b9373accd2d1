"""What a database's own casts, operators, aggregates and foreign servers need of other objects ("pg_depend")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import asdict

from translator.catalog.dependency_rows import (
    FIRST_UNPINNED_OID,
    PG_AM,
    PG_CAST,
    PG_FOREIGN_SERVER,
    PG_LANGUAGE,
    PG_NAMESPACE,
    PG_OPERATOR,
    PG_PROC,
    PG_TYPE,
    Row,
    depend,
)
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.own_rows import CATALOGS, CatalogRow
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
    return _CLASSES[type(row)], row.oid


PG_OPFAMILY, PG_OPCLASS, PG_CONVERSION, PG_TRANSFORM = 2753, 2616, 2607, 3576
PG_FOREIGN_DATA_WRAPPER, PG_USER_MAPPING = 2328, 1418
_CLASSES = {
    PgOpfamily: PG_OPFAMILY, PgOpclass: PG_OPCLASS, PgAmop: 2602, PgAmproc: 2603,
    PgForeignDataWrapper: PG_FOREIGN_DATA_WRAPPER, PgForeignServer: PG_FOREIGN_SERVER, PgUserMapping: PG_USER_MAPPING,
    PgConversion: PG_CONVERSION, PgAm: PG_AM, PgLanguage: PG_LANGUAGE, PgTransform: PG_TRANSFORM,
}  # fmt: skip


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
        case PgOpfamily():
            yield PG_NAMESPACE, (row.opfnamespace,)
        case PgOpclass():
            yield PG_NAMESPACE, (row.opcnamespace,)
            yield PG_TYPE, (row.opcintype, row.opckeytype)
        case PgAmop() if row.ofclass:
            yield PG_OPERATOR, (row.amopopr,)
        case PgAmproc() if row.ofclass:
            yield PG_PROC, (row.amproc,)
        case PgForeignServer():
            yield PG_FOREIGN_DATA_WRAPPER, (row.srvfdw,)
        case PgUserMapping():
            yield PG_FOREIGN_SERVER, (row.umserver,)
        case PgConversion():
            yield PG_NAMESPACE, (row.connamespace,)
            yield PG_PROC, (row.conproc,)
        case PgAm():
            yield PG_PROC, (row.amhandler,)
        case PgLanguage():
            yield PG_PROC, (row.lanplcallfoid, row.laninline, row.lanvalidator or 0)
        case PgTransform():
            yield PG_LANGUAGE, (row.trflang,)
            yield PG_TYPE, (row.trftype,)
            yield PG_PROC, (row.trffromsql, row.trftosql)


def _belongs(row: CatalogRow) -> Iterator[tuple[int, int, str]]:
    """What a row goes along with: catalog, oid and kind of the dependency."""
    if isinstance(row, PgOpfamily) and row.opfmethod >= FIRST_UNPINNED_OID:
        yield PG_AM, row.opfmethod, "a"
    elif isinstance(row, PgOpclass):
        yield PG_OPFAMILY, row.opcfamily, "a"
    elif isinstance(row, PgAmop | PgAmproc) and row.ofclass:
        yield PG_OPCLASS, row.ofclass, "i"
    elif isinstance(row, PgAmop):
        yield PG_OPFAMILY, row.amopfamily, "a"
        if row.amopopr >= FIRST_UNPINNED_OID:
            yield PG_OPERATOR, row.amopopr, "a"
    elif isinstance(row, PgAmproc):
        yield PG_OPFAMILY, row.amprocfamily, "a"


def parts(rows: Iterable[CatalogRow], row: CatalogRow) -> Iterator[CatalogRow]:
    """The rows that go without a word when one goes, and theirs."""
    whole = address(row)
    for known in rows:
        if any((classid, oid) == whole for classid, oid, _ in _belongs(known)):
            yield known
            yield from parts(rows, known)


_NO_COLUMNS = ("ofclass", "username")


def catalog_rows(row: CatalogRow) -> Iterator[tuple[str, Row]]:
    """The row in its catalog, and those of pg_depend."""
    facts = asdict(row)
    for name in _NO_COLUMNS:
        facts.pop(name, None)
    yield CATALOGS[type(row)], facts
    classid, oid = address(row)
    for needed_class, needed in needs(row):
        yield "pg_depend", depend(classid, oid, 0, needed_class, needed, 0, "n")
    for needed_class, needed, kind in _belongs(row):
        yield "pg_depend", depend(classid, oid, 0, needed_class, needed, 0, kind)
