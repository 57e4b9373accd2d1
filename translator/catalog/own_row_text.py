"""What messages call the objects that are rows of catalogs: their kind, and names as they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.own_rows import CatalogRow
from translator.catalog.quote import quote_identifier, quote_qualified, quotes_all
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


def of_method(image: CatalogImage, row: PgOpclass | PgOpfamily) -> str:
    """An operator class or family in the words of messages."""
    if isinstance(row, PgOpclass):
        word, method = "operator class", row.opcmethod
        return f"{word} {opclass_name(image, row)} for access method {image.access_method_name(method)}"
    found = image.find_opfamily(row.opfmethod, row.opfname)
    visible = found is not None and found.oid == row.oid
    shown = quote_qualified(_schema(image, row.opfnamespace, visible=visible), row.opfname)
    return f"operator family {shown} for access method {image.access_method_name(row.opfmethod)}"


def opclass_name(image: CatalogImage, row: PgOpclass) -> str:
    """The name, qualified where the search_path does not find it."""
    found = image.find_opclass(row.opcmethod, row.opcname)
    visible = found is not None and found.oid == row.oid
    return quote_qualified(_schema(image, row.opcnamespace, visible=visible), row.opcname)


def conversion_name(image: CatalogImage, row: PgConversion) -> str:
    """The name, qualified where the search_path does not find it."""
    found = image.find_conversion(row.conname)
    visible = found is not None and found.oid == row.oid
    return quote_qualified(_schema(image, row.connamespace, visible=visible), row.conname)


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
        case PgOpclass() | PgOpfamily():
            return of_method(image, row)
        case PgAmop():
            named = operator_signature(image, image.operator(row.amopopr))
            return _member(
                image, f"operator {row.amopstrategy}", row.amopfamily, row.amoplefttype, row.amoprighttype, named
            )
        case PgAmproc():
            named = proc_signature(image, image.proc(row.amproc))
            ends = row.amproclefttype, row.amprocrighttype
            return _member(image, f"function {row.amprocnum}", row.amprocfamily, *ends, named)
        case PgForeignDataWrapper():
            return f"foreign-data wrapper {row.fdwname}"
        case PgForeignServer():
            return f"server {row.srvname}"
        case PgUserMapping():
            server = image.own_rows.find(PgForeignServer, row.umserver)
            assert server is not None
            return f"user mapping for {row.username} on {described(image, server)}"
        case PgConversion():
            return f"conversion {conversion_name(image, row)}"
        case PgAm():
            return f"access method {row.amname}"
        case PgLanguage():
            return f"language {row.lanname}"
        case PgTransform():
            return f"transform for {image.format_type(row.trftype)} language {image.language(row.trflang).lanname}"


def _member(image: CatalogImage, what: str, family: int, left: int, right: int, named: str) -> str:
    found = image.opfamily(family)
    assert found is not None
    ends = ", ".join(map(image.format_type, (left, right)))
    return f"{what} ({ends}) of {of_method(image, found)}: {named}"
