"""Where a type's implementation is found: by name, or by oid through the catalog's rows.

Arrays, domains and pseudo-types are resolved from pg_type's facts; a type without a class is refused with 0A000.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from translator.catalog.bootstrap import PG_CATALOG, system_catalog
from translator.catalog.relation import Attribute
from translator.catalog.rows import PgRange, PgType
from translator.catalog.user_types import TypeDetails
from translator.errors import feature_not_supported
from translator.types import oids
from translator.types.aclitem import AclItemType
from translator.types.array import ArrayType
from translator.types.bit import Bit, VarBit
from translator.types.boolean import Boolean
from translator.types.bytea import Bytea
from translator.types.composite import Composite
from translator.types.datatype import DataType, PseudoType
from translator.types.datetime import Date, Time, Timestamp, TimestampTz, TimeTz
from translator.types.domain import DomainType
from translator.types.enum import EnumType
from translator.types.float import Float4, Float8
from translator.types.integer import Cid, Int2, Int4, Int8, Oid, Xid, Xid8
from translator.types.interval import IntervalType
from translator.types.json import JsonbType, JsonType
from translator.types.jsonpath import JsonPathType
from translator.types.macaddr import MacAddr, MacAddr8
from translator.types.money import Money
from translator.types.network import Cidr, Inet
from translator.types.numeric import Numeric
from translator.types.range import MultirangeType, RangeType
from translator.types.range_step import CANONICAL
from translator.types.record import Record
from translator.types.reg import REG_TYPES
from translator.types.simple import PgLsn, Tid, Void
from translator.types.snapshot import SnapshotType
from translator.types.text import BpChar, Char, CString, Name, Text, TextLike, Unknown, VarChar
from translator.types.uuid import Uuid
from translator.types.vector import Vector

TEXT_LIKE = (
    "pg_node_tree",
    "refcursor",
    "pg_ndistinct",
    "pg_dependencies",
    "pg_mcv_list",
)
VECTORS = {"int2vector": "int2", "oidvector": "oid"}


class TypeCatalog(Protocol):
    """Where the types are looked up that a type is made of."""

    def datatype(self, oid: int) -> DataType: ...
    def type_details(self, oid: int) -> TypeDetails: ...
    def row_layout(self, oid: int) -> tuple[Attribute, ...]: ...


class _BuiltinTypes:
    """The types that every database has."""

    def datatype(self, oid: int) -> DataType:
        return builtin(oid)

    def type_details(self, oid: int) -> TypeDetails:
        return TypeDetails(range=system_catalog().ranges.get(oid) or system_catalog().multiranges.get(oid))

    def row_layout(self, oid: int) -> tuple[Attribute, ...]:
        system = system_catalog()
        return tuple(
            Attribute(row.attname, row.attnum, row.atttypid, row.atttypmod)
            for row in system.attributes[system.types[oid].typrelid]
            if row.attnum > 0
        )


_BUILTIN_TYPES = _BuiltinTypes()


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
        *(Bit(), VarBit(), Money(), Inet(), Cidr(), MacAddr(), MacAddr8()),
        *(JsonType(), JsonbType(), JsonPathType(), Oid(), Xid(), Cid(), Xid8(), Tid(), PgLsn(), Void(), *REG_TYPES),
        *(AclItemType(), SnapshotType("pg_snapshot"), SnapshotType("txid_snapshot")),
    )
    types: dict[str, DataType] = {implementation.name: implementation for implementation in plain}
    types |= {name: TextLike(name) for name in TEXT_LIKE}
    return types


def datatype(typname: str) -> DataType:
    """The implementation of a built-in type by pg_type.typname ("int4", "_int4"); 0A000 when there is none."""
    row = system_catalog().types_by_name.get((PG_CATALOG, typname))
    if row is None:
        raise feature_not_supported(f"type {typname}")
    return builtin(row.oid)


@cache
def builtin(oid: int) -> DataType:
    """The implementation of a built-in type by oid.  Raises PgError 0A000."""
    row = system_catalog().types.get(oid)
    if row is None:
        raise feature_not_supported(f"type with OID {oid}")
    return for_row(row, _BUILTIN_TYPES)


@cache
def is_builtin(oid: int) -> bool:
    """Whether a type is the same in every database: records are not, since their columns may be of any type."""
    return oid in system_catalog().types and oid not in (oids.RECORD, oids.RECORDARRAY)


def for_row(row: PgType, catalog: TypeCatalog) -> DataType:
    """The implementation for a row of pg_type."""
    known = _base_types().get(row.typname)
    if known is not None and row.typnamespace == PG_CATALOG:
        return known
    if row.typname in VECTORS and row.typnamespace == PG_CATALOG:
        return Vector(row.typname, datatype(VECTORS[row.typname]), row.typelem, row.oid)
    if row.oid == oids.RECORD:
        return Record(catalog.datatype)
    if row.typtype == "c":
        return Composite(row.oid, row.typname, catalog.row_layout(row.oid), catalog.datatype)
    if row.typelem and row.typcategory == "A":
        return ArrayType(catalog.datatype(row.typelem), row.typelem, row.typdelim, row.oid)
    if row.oid == oids.RECORDARRAY:
        return ArrayType(catalog.datatype(oids.RECORD), oids.RECORD, oid=row.oid)
    if row.typtype == "e":
        return EnumType(row.oid, row.typname, catalog.type_details(row.oid).labels)
    facts = catalog.type_details(row.oid).range
    if row.typtype == "r" and facts is not None:
        return RangeType(row.oid, row.typname, catalog.datatype(facts.rngsubtype), _following(facts))
    if row.typtype == "m" and facts is not None:
        ranges = catalog.datatype(facts.rngtypid)
        assert isinstance(ranges, RangeType)
        return MultirangeType(row.oid, row.typname, ranges)
    if row.typtype == "d":
        return DomainType(row.oid, row.typname, catalog.datatype(row.typbasetype), row.typtypmod)
    if row.typtype == "p":
        return PseudoType(row.typname, row.typname)
    raise feature_not_supported(f"type {row.typname}")


def _following(facts: PgRange) -> Callable[[Any], Any] | None:
    """The next value of a discrete range's subtype."""
    if not facts.rngcanonical:
        return None
    return CANONICAL[system_catalog().procs[facts.rngcanonical].proname]
