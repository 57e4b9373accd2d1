"""ALTER ... RENAME of relations, their columns and constraints, schemas, databases and roles: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze import ddl_composite, ddl_domain, ddl_type
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.existing_relation import missing_relation
from translator.analyze.other_database import refuse_other_database
from translator.analyze.state import Analysis
from translator.catalog.image import CatalogImage
from translator.catalog.object_rows import index_column_names
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.objects import duplicate_table, wrong_object_type
from translator.errors.statements import feature_not_supported
from translator.parser import Node

_TAGS = {
    "OBJECT_TABLE": "ALTER TABLE", "OBJECT_INDEX": "ALTER INDEX", "OBJECT_SEQUENCE": "ALTER SEQUENCE",
    "OBJECT_VIEW": "ALTER VIEW", "OBJECT_SCHEMA": "ALTER SCHEMA", "OBJECT_DATABASE": "ALTER DATABASE",
    "OBJECT_MATVIEW": "ALTER MATERIALIZED VIEW", "OBJECT_ROLE": "ALTER ROLE",
    "OBJECT_FOREIGN_TABLE": "ALTER FOREIGN TABLE",
}  # fmt: skip
_RELATIONS = (
    "OBJECT_TABLE",
    "OBJECT_INDEX",
    "OBJECT_SEQUENCE",
    "OBJECT_VIEW",
    "OBJECT_MATVIEW",
    "OBJECT_FOREIGN_TABLE",
)
_REQUIRED = {
    "OBJECT_SEQUENCE": ("S", "a sequence"), "OBJECT_VIEW": ("v", "a view"),
    "OBJECT_MATVIEW": ("m", "a materialized view"), "OBJECT_FOREIGN_TABLE": ("f", "a foreign table"),
}  # fmt: skip
_ELSEWHERE = {
    "OBJECT_TYPE": ddl_type.rename,
    "OBJECT_DOMAIN": ddl_type.rename,
    "OBJECT_ATTRIBUTE": ddl_composite.rename_attribute,
    "OBJECT_DOMCONSTRAINT": ddl_domain.rename_constraint,
}
_SHARED = {"OBJECT_DATABASE": "database", "OBJECT_SCHEMA": "schema", "OBJECT_ROLE": "role"}


def rename(analysis: Analysis, node: Node) -> Result:
    kind = node.rename_type
    _ = node.behavior, node.relation_type
    if kind in _SHARED:
        return c.Rename(_SHARED[kind], 0, node.subname, node.newname), _TAGS[kind], None
    if kind in _ELSEWHERE:
        return _ELSEWHERE[kind](analysis, node)
    if kind not in (*_RELATIONS, "OBJECT_COLUMN", "OBJECT_TABCONSTRAINT"):
        raise feature_not_supported(f"ALTER {kind.removeprefix('OBJECT_')} ... RENAME")
    _ = node.relation.inh, node.relation.relpersistence
    refuse_other_database(analysis, node.relation)
    oid = analysis.catalog.find_oid(node.relation.relname, node.relation.schemaname or None)
    if not oid:
        if node.missing_ok:
            node.accept()
            message = f'relation "{node.relation.relname}" does not exist, skipping'
            tag = _TAGS.get(kind) or _TAGS.get(node.relation_type, "ALTER TABLE")
            return c.Skipped((("00000", message),)), tag, None
        raise missing_relation(analysis.catalog, node.relation.schemaname, node.relation.relname)
    if kind == "OBJECT_COLUMN":
        if (table := analysis.catalog.index_relation(oid)) is not None:
            return _index_column(table, oid, node)
        _require_column(analysis.catalog, relation_of(analysis, node.relation), node)
        command = c.Rename("column", oid, node.subname, node.newname)
        return command, _TAGS.get(node.relation_type, "ALTER TABLE"), None
    if kind == "OBJECT_TABCONSTRAINT":
        _require_constraint(analysis.catalog, relation_of(analysis, node.relation), node)
        return c.Rename("constraint", oid, node.subname, node.newname), "ALTER TABLE", None
    _require_kind(analysis.catalog, oid, node)
    return c.Rename("relation", oid, node.relation.relname, node.newname), _TAGS[kind], None


def _index_column(table: Relation, oid: int, node: Node) -> Result:
    """Raises PgError 42703, 42701."""
    index = next(known for known in table.indexes if known.oid == oid)
    names = index_column_names(table, index)
    if node.subname not in names:
        raise PgError("42703", f'column "{node.subname}" does not exist')
    if node.newname in names:
        raise PgError("42701", f'column "{node.newname}" of relation "{index.name}" already exists')
    return c.Rename("index column", oid, node.subname, node.newname), "ALTER TABLE", None


def _require_kind(catalog: CatalogImage, oid: int, node: Node) -> None:
    """Raise PgError 42809 for a relation of another kind than the statement says; ALTER TABLE takes any but types."""
    relation = catalog.relation(oid)
    found, (wanted, words) = "i" if relation is None else relation.kind, _REQUIRED.get(node.rename_type, ("", ""))
    name = node.relation.relname
    table = catalog.index_relation(oid) if relation is None else None
    if table is not None and any(known.index == oid and known.kind in "pux" for known in table.constraints):
        if catalog.name_taken(table.namespace, node.newname):
            raise duplicate_table(node.newname)
        _require_free_name(table, node.newname)
    if wanted and found != wanted:
        raise wrong_object_type(f'"{name}" is not {words}')
    if found == "c":
        raise PgError("42809", f'"{name}" is a composite type', hint="Use ALTER TYPE instead.")


def _require_column(catalog: CatalogImage, relation: Relation, node: Node) -> None:
    """Raise PgError where the column, or the same one of a table below, cannot have the new name; the tables below
    are looked at first.
    """
    _require_able(relation)
    below = catalog.descendants(relation.oid) if relation.kind != "c" else []
    if below and not node.relation.inh:
        raise PgError("42P16", f'inherited column "{node.subname}" must be renamed in child tables too')
    tables = {relation.oid, *(table.oid for table in below)}
    for table in (*below, relation):
        _require_able(table)
        parents = 0 if table is relation else sum(parent in tables for parent in table.parents)
        _require_renamable(table, node.subname, node.newname, parents)


def _require_able(relation: Relation) -> None:
    if relation.of_type:
        raise wrong_object_type("cannot rename column of typed table")
    if relation.kind == "S":
        detail = "This operation is not supported for sequences."
        raise PgError("42809", f'cannot rename columns of relation "{relation.name}"', detail=detail)


def _require_renamable(table: Relation, old: str, new: str, parents: int) -> None:
    """`parents`: from how many tables that are renamed along it inherits."""
    attribute = table.column(old)
    if attribute is None:
        if old in SYSTEM_COLUMNS:
            raise PgError("0A000", f'cannot rename system column "{old}"')
        raise PgError("42703", f'column "{old}" does not exist')
    if attribute.inherited > parents:
        raise PgError("42P16", f'cannot rename inherited column "{old}"')
    if new in SYSTEM_COLUMNS:
        raise PgError("42701", f'column name "{new}" conflicts with a system column name')
    if table.column(new) is not None:
        raise PgError("42701", f'column "{new}" of relation "{table.name}" already exists')


def _require_constraint(catalog: CatalogImage, relation: Relation, node: Node) -> None:
    found = next((constraint for constraint in relation.constraints if constraint.name == node.subname), None)
    if found is None:
        raise PgError("42704", f'constraint "{node.subname}" for table "{relation.name}" does not exist')
    if found.inherited:
        raise PgError("42P16", f'cannot rename inherited constraint "{node.subname}"')
    if found.kind in "pux" and catalog.name_taken(relation.namespace, node.newname):
        raise duplicate_table(node.newname)
    _require_free_name(relation, node.newname)


def _require_free_name(relation: Relation, name: str) -> None:
    """Raise PgError 42710 for the name of a constraint."""
    if any(known.name == name for known in relation.constraints):
        raise PgError("42710", f'constraint "{name}" for relation "{relation.name}" already exists')
