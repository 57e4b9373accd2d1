"""Where a type's implementation is found: by name, or by oid through the catalog's rows.

Arrays, domains and pseudo-types are resolved from pg_type's facts; a type without a class is refused with 0A000.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.relation import Attribute
from translator.catalog.rows import PgRange, PgType
from translator.catalog.user_types import TypeDetails
from translator.deferred import Deferred
from translator.errors.statements import feature_not_supported
from translator.types import oids
from translator.types.array import ArrayType
from translator.types.composite import Composite
from translator.types.datatype import DataType, PseudoType
from translator.types.record import Record
from translator.types.vector import Vector

if TYPE_CHECKING:
    from translator.types import domain, enum, range_step
    from translator.types import range as ranges
else:
    domain = Deferred("translator.types.domain")
    enum = Deferred("translator.types.enum")
    ranges = Deferred("translator.types.range")
    range_step = Deferred("translator.types.range_step")

MODULES: dict[str, tuple[str, ...]] = {
    "aclitem": ("aclitem",),
    "bit": ("bit", "varbit"),
    "boolean": ("bool",),
    "bytea": ("bytea",),
    "datetime": ("date", "time", "timetz", "timestamp", "timestamptz"),
    "float": ("float4", "float8"),
    "geometric": ("point", "lseg", "box", "line", "path", "polygon", "circle"),
    "integer": ("int2", "int4", "int8", "oid", "xid", "cid", "xid8"),
    "interval": ("interval",),
    "json": ("json", "jsonb"),
    "jsonpath": ("jsonpath",),
    "macaddr": ("macaddr", "macaddr8"),
    "money": ("money",),
    "network": ("inet", "cidr"),
    "numeric": ("numeric",),
    "reg": (
        *("regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator"),
        *("regnamespace", "regrole", "regcollation", "regconfig", "regdictionary"),
    ),
    "simple": ("tid", "pg_lsn", "void"),
    "snapshot": ("pg_snapshot", "txid_snapshot"),
    "text": (
        *("text", "varchar", "bpchar", "name", "char", "cstring", "unknown"),
        *("pg_node_tree", "refcursor", "pg_ndistinct", "pg_dependencies", "pg_mcv_list"),
    ),
    "uuid": ("uuid",),
    "xml": ("xml",),
}
"""The types of each module here, which is imported when one of them is first met; its `TYPES` implements them."""
_MODULE_OF = {typname: module for module, typnames in MODULES.items() for typname in typnames}
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
def _implementations(module: str) -> dict[str, DataType]:
    types: tuple[DataType, ...] = import_module(f"translator.types.{module}").TYPES
    return {implementation.name: implementation for implementation in types}


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
    module = _MODULE_OF.get(row.typname)
    if module is not None and row.typnamespace == PG_CATALOG:
        return _implementations(module)[row.typname]
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
        return enum.EnumType(row.oid, row.typname, catalog.type_details(row.oid).labels)
    facts = catalog.type_details(row.oid).range
    if row.typtype == "r" and facts is not None:
        return ranges.RangeType(row.oid, row.typname, catalog.datatype(facts.rngsubtype), _following(facts))
    if row.typtype == "m" and facts is not None:
        of = catalog.datatype(facts.rngtypid)
        assert isinstance(of, ranges.RangeType)
        return ranges.MultirangeType(row.oid, row.typname, of)
    if row.typtype == "d":
        return domain.DomainType(row.oid, row.typname, catalog.datatype(row.typbasetype), row.typtypmod)
    if row.typtype == "p":
        return PseudoType(row.typname, row.typname)
    raise feature_not_supported(f"type {row.typname}")


def _following(facts: PgRange) -> Callable[[Any], Any] | None:
    """The next value of a discrete range's subtype."""
    if not facts.rngcanonical:
        return None
    return range_step.CANONICAL[system_catalog().procs[facts.rngcanonical].proname]
