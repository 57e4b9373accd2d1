"""Where a type's implementation is found: by name, or by oid through the catalog's rows.

Arrays, domains and pseudo-types are resolved from pg_type's facts; a type without a class is refused with 0A000.
"""

from __future__ import annotations

from typing import Protocol

from translator.errors import feature_not_supported
from translator.types.datatype import DataType


class TypeRow(Protocol):
    """The columns of pg_type that resolution reads."""

    @property
    def oid(self) -> int: ...
    @property
    def typname(self) -> str: ...
    @property
    def typtype(self) -> str: ...
    @property
    def typcategory(self) -> str: ...
    @property
    def typelem(self) -> int: ...
    @property
    def typbasetype(self) -> int: ...


class TypeCatalog(Protocol):
    def type_by_oid(self, oid: int) -> TypeRow | None: ...


def datatype(typname: str) -> DataType:
    """The implementation of a type by pg_type.typname ("int4", "_int4"); 0A000 when there is none."""
    raise feature_not_supported(f"type {typname}")


def for_oid(oid: int, catalog: TypeCatalog) -> DataType:
    """The implementation of a type by oid; domains answer with their base type's."""
    row = catalog.type_by_oid(oid)
    if row is None:
        raise feature_not_supported(f"type with OID {oid}")
    return datatype(row.typname)
