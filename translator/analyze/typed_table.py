"""Typed tables: CREATE TABLE ... OF, ALTER TABLE ... OF, and what ALTER TYPE does to them.  Manual: CREATE TABLE."""

from __future__ import annotations

from itertools import zip_longest

from msgspec.structs import replace

from translator import command as c
from translator.analyze.inheritance import Inherited
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.errors import PgError, without_location
from translator.errors.definitions import typed_table_depends
from translator.errors.objects import wrong_object_type
from translator.errors.statements import datatype_mismatch
from translator.parser import Node


def typed_table(analysis: Analysis, node: Node) -> int:
    """The oid of a stand-alone composite type.  Raises PgError 42704, 42809."""
    oid, _ = resolve_type(analysis, node)
    row = analysis.catalog.type(oid)
    relation = analysis.catalog.relation(row.typrelid) if row.typrelid else None
    if row.typtype != "c":
        raise wrong_object_type(f"type {analysis.catalog.format_type(oid)} is not a composite type")
    if relation is None or relation.kind != "c":
        raise PgError(
            "42809",
            f"type {analysis.catalog.format_type(oid)} is the row type of another table",
            detail="A typed table must use a stand-alone composite type created with CREATE TYPE.",
        )
    return oid


def _row(catalog: CatalogImage, oid: int) -> Relation:
    relation = catalog.relation(catalog.type(oid).typrelid)
    assert relation is not None
    return relation


def from_type(analysis: Analysis, oid: int) -> Inherited:
    """The columns of a new typed table, whose definition may only say more about them."""
    columns = [
        c.NewColumn(replace(attribute, number=number))
        for number, attribute in enumerate(_row(analysis.catalog, oid).columns, start=1)
    ]
    return Inherited(columns=columns, complete=True)


def typed_tables(catalog: CatalogImage, oid: int) -> list[Relation]:
    """The tables of a type."""
    return [relation for relation in catalog.relations() if relation.of_type == oid]


def altered_tables(analysis: Analysis, relation: Relation, *, cascade: bool) -> list[Relation]:
    """The tables that follow a change of a composite type.  Raises PgError 2BP01 for any without CASCADE."""
    tables = typed_tables(analysis.catalog, relation.type_oid)
    if tables and not cascade:
        raise typed_table_depends(relation.name)
    return tables


def add_of(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """ALTER TABLE ... OF.  Raises PgError 42804 where the columns are not those of the type, in its order."""
    with without_location():
        oid = typed_table(analysis, getattr(item, "def"))
    if relation.parents:
        raise wrong_object_type("typed tables cannot inherit")
    for wanted, known in zip_longest(_row(analysis.catalog, oid).columns, relation.columns):
        if known is None:
            raise datatype_mismatch(f'table is missing column "{wanted.name}"')
        if wanted is None:
            raise datatype_mismatch(f'table has extra column "{known.name}"')
        if known.name != wanted.name:
            raise datatype_mismatch(f'table has column "{known.name}" where type requires "{wanted.name}"')
        if (known.type, known.typmod, known.collation) != (wanted.type, wanted.typmod, wanted.collation):
            raise datatype_mismatch(f'table "{relation.name}" has different type for column "{known.name}"')
    return c.AlterAction("of", type=oid)


def drop_of(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """ALTER TABLE ... NOT OF."""
    if not relation.of_type:
        raise wrong_object_type(f'"{relation.name}" is not a typed table')
    return c.AlterAction("of")


_FORBIDDEN = {
    "AT_AddColumn": "add column to",
    "AT_DropColumn": "drop column from",
    "AT_AlterColumnType": "alter column type of",
}


def refuse_change(relation: Relation, item: Node) -> None:
    """Raise PgError 42809 for what only ALTER TYPE may do to a typed table."""
    doing = _FORBIDDEN.get(item.subtype)
    if relation.of_type and doing is not None:
        at = getattr(item, "def").location if item.subtype == "AT_AlterColumnType" else -1
        raise PgError("42809", f"cannot {doing} typed table", location=at)
