"""Where a type's implementation is found: by name, or by oid through the catalog's rows.

Arrays, domains and pseudo-types are resolved from pg_type's facts; a type without a class is refused with 0A000.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from translator.catalog.bootstrap import PG_CATALOG, system_catalog
from translator.catalog.rows import PgType
from translator.errors import feature_not_supported
from translator.types.array import ArrayType
from translator.types.boolean import Boolean
from translator.types.bytea import Bytea
from translator.types.datatype import DataType, PseudoType
from translator.types.datetime import Date, Time, Timestamp, TimestampTz, TimeTz
from translator.types.float import Float4, Float8
from translator.types.integer import Cid, Int2, Int4, Int8, Oid, Xid, Xid8
from translator.types.interval import IntervalType
from translator.types.json import JsonbType, JsonType
from translator.types.numeric import Numeric
from translator.types.record import Record
from translator.types.reg import REG_TYPES
from translator.types.simple import PgLsn, Tid, Void
from translator.types.text import BpChar, Char, CString, Name, Text, TextLike, Unknown, VarChar
from translator.types.uuid import Uuid
from translator.types.vector import Vector

TEXT_LIKE = (
    "pg_node_tree",
    "aclitem",
    "refcursor",
    "pg_ndistinct",
    "pg_dependencies",
    "pg_mcv_list",
    "pg_snapshot",
    "txid_snapshot",
)
VECTORS = {"int2vector": "int2", "oidvector": "oid"}


class TypeCatalog(Protocol):
    """Where user-defined types are looked up."""

    @property
    def types(self) -> Mapping[int, PgType]: ...


@cache
def _base_types() -> dict[str, DataType]:
    plain = (
        *(
            Boolean(),
            Int2(),
            Int4(),
            Int8(),
            Float4(),
            Float8(),
            Numeric(),
            Text(),
            VarChar(),
            BpChar(),
            Name(),
            Char(),
        ),
        *(CString(), Unknown(), Bytea(), Date(), Time(), TimeTz(), Timestamp(), TimestampTz(), IntervalType(), Uuid()),
        *(JsonType(), JsonbType(), Oid(), Xid(), Cid(), Xid8(), Tid(), PgLsn(), Void(), *REG_TYPES),
    )
    types: dict[str, DataType] = {implementation.name: implementation for implementation in plain}
    types |= {name: TextLike(name) for name in TEXT_LIKE}
    return types


def datatype(typname: str) -> DataType:
    """The implementation of a built-in type by pg_type.typname ("int4", "_int4"); 0A000 when there is none."""
    row = system_catalog().types_by_name.get((PG_CATALOG, typname))
    if row is None:
        raise feature_not_supported(f"type {typname}")
    return for_row(row, system_catalog())


def for_oid(oid: int, catalog: TypeCatalog | None = None) -> DataType:
    """The implementation of a type by oid; a domain answers with its base type's."""
    found = _builtin(oid)
    if found is not None:
        return found
    row = None if catalog is None else catalog.types.get(oid)
    if row is None or catalog is None:
        raise feature_not_supported(f"type with OID {oid}")
    return for_row(row, catalog)


@cache
def _builtin(oid: int) -> DataType | None:
    row = system_catalog().types.get(oid)
    return None if row is None else for_row(row, system_catalog())


def for_row(row: PgType, catalog: TypeCatalog) -> DataType:
    """The implementation for a row of pg_type."""
    known = _base_types().get(row.typname)
    if known is not None and row.typnamespace == PG_CATALOG:
        return known
    if row.typname in VECTORS:
        return Vector(row.typname, datatype(VECTORS[row.typname]), row.typelem)
    if row.typname in {"record", "_record"} or row.typtype == "c":
        record = Record(lambda oid: for_oid(oid, catalog))
        return record if row.typelem == 0 else ArrayType(record, row.typelem)
    if row.typelem and row.typcategory == "A":
        element = for_oid(row.typelem, catalog)
        return ArrayType(element, row.typelem, row.typdelim)
    if row.typtype == "d":
        return for_oid(row.typbasetype, catalog)
    if row.typtype == "p":
        return PseudoType(row.typname, row.typname)
    raise feature_not_supported(f"type {row.typname}")
