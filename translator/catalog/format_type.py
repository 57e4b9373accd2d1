"""A type's name as SQL spells it: `character varying(10)`, `integer[]`.  Mirrors format_type()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.quote import quote_identifier
from translator.types import oids

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

_SQL_NAMES = {
    oids.BOOL: "boolean",
    oids.INT2: "smallint",
    oids.INT4: "integer",
    oids.INT8: "bigint",
    oids.FLOAT4: "real",
    oids.FLOAT8: "double precision",
    oids.NUMERIC: "numeric",
    oids.VARCHAR: "character varying",
    oids.BPCHAR: "character",
    oids.BIT: "bit",
    oids.VARBIT: "bit varying",
    oids.INTERVAL: "interval",
    oids.JSON: "json",
}
_ZONED = {
    oids.TIME: ("time", "without time zone"),
    oids.TIMETZ: ("time", "with time zone"),
    oids.TIMESTAMP: ("timestamp", "without time zone"),
    oids.TIMESTAMPTZ: ("timestamp", "with time zone"),
}


PLAIN = "p"
"""pg_type.typstorage of a type that is never compressed nor moved out of line."""


def has_sql_name(oid: int) -> bool:
    """Whether SQL itself names the type, so that it is never qualified."""
    return oid in _SQL_NAMES or oid in _ZONED


def format_type(catalog: CatalogImage, oid: int, typmod: int | None = None) -> str:
    """The type's name with its modifier; `-` for 0 and `???` for an unknown oid.

    A typmod of None asks for the plain name; -1 says that there is none, which bpchar and bit then show.
    """
    if oid == 0:
        return "-"
    row = catalog.type_by_oid(oid)
    if row is None:
        return "???"
    element = catalog.array_element(oid)
    if element and row.typstorage != PLAIN:  # int2vector and oidvector have names of their own
        return format_type(catalog, element, typmod) + "[]"
    modifier = ""
    if typmod is not None and typmod >= 0:
        if row.typmodout:
            modifier = catalog.datatype(oid).typmod_out(typmod)
        elif oid not in _SQL_NAMES:
            modifier = f"({typmod})"
    if oid in _ZONED:
        name, zone = _ZONED[oid]
        return f"{name}{modifier} {zone}"
    if typmod is not None and typmod < 0 and oid in (oids.BPCHAR, oids.BIT):
        return "bpchar" if oid == oids.BPCHAR else '"bit"'
    if oid in _SQL_NAMES:
        return _SQL_NAMES[oid] + modifier
    name = quote_identifier(row.typname)
    visible = catalog.find_type(row.typname)
    if visible is None or visible.oid != oid:
        namespace = catalog.namespace_by_oid(row.typnamespace)
        if namespace is not None:
            name = f"{quote_identifier(namespace.nspname)}.{name}"
    return name + modifier
