"""What messages call casts, operators, routines and operator families: their kind, and names as they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.bootstrap import PG_CATALOG
from translator.catalog.own_rows import CatalogRow
from translator.catalog.quote import quote_identifier, quote_qualified, quotes_all
from translator.catalog.rows import PgAggregate, PgCast, PgOperator, PgProc

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage


def proc_signature(image: CatalogImage, row: PgProc) -> str:
    """As regprocedure prints it."""
    if row.pronamespace == PG_CATALOG and not quotes_all.get():
        return row.signature
    name = quote_qualified(_schema(image, row.pronamespace, visible=proc_is_visible(image, row)), row.proname)
    return f"{name}({','.join(image.format_type(kind) for kind in row.proargtypes)})"


def proc_is_visible(image: CatalogImage, row: PgProc) -> bool:
    """Whether the search_path finds a routine by its name and argument types."""
    named = (each for each in image.procs_named(row.proname) if each.proargtypes == row.proargtypes)
    return any(each.oid == row.oid for each in named) and row.pronamespace in set(image.path(None))


def operator_signature(image: CatalogImage, row: PgOperator) -> str:
    """As regoperator prints it."""
    schema = _schema(image, row.oprnamespace, visible=operator_is_visible(image, row))
    prefix = "" if schema is None else f"{quote_identifier(schema)}."
    left = image.format_type(row.oprleft) if row.oprleft else "NONE"
    return f"{prefix}{row.oprname}({left},{image.format_type(row.oprright)})"


def operator_is_visible(image: CatalogImage, row: PgOperator) -> bool:
    """Whether the search_path finds an operator by its name and operand types."""
    return any(each.oid == row.oid for each in image.operators_named(row.oprname))


def _schema(image: CatalogImage, namespace: int, *, visible: bool) -> str | None:
    row = image.namespace_by_oid(namespace)
    return None if visible or row is None else row.nspname


def described(image: CatalogImage, row: CatalogRow) -> str:
    """The object in the words of messages."""
    match row:
        case PgCast():
            source, target = map(image.format_type, (row.castsource, row.casttarget))
            return f"cast from {source} to {target}"
        case PgOperator():
            return f"operator {operator_signature(image, row)}"
        case PgProc():
            return f"function {proc_signature(image, row)}"
        case PgAggregate():
            return described(image, image.proc(row.aggfnoid))
