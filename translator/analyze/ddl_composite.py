"""CREATE TYPE ... AS (...) and ALTER TYPE ... ATTRIBUTE: raw tree to command."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from translator import command as c
from translator import type_command as t
from translator.analyze.collation import written_collation
from translator.analyze.ddl_type import Result, creation_target
from translator.analyze.existing_relation import missing_relation
from translator.analyze.state import Analysis
from translator.analyze.typed_table import altered_tables, typed_tables
from translator.analyze.typename import column_type
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, without_location
from translator.errors.definitions import (
    duplicate_column,
    duplicate_column_in_relation,
    invalid_table_definition,
    type_changed_twice,
    undefined_column_of_relation,
)
from translator.errors.objects import wrong_object_type
from translator.errors.statements import feature_not_supported
from translator.parser import Node

OfTable = Callable[[Analysis, Relation, Node], c.AlterAction]


def create_composite(analysis: Analysis, node: Node) -> Result:
    written = node.typevar
    _ = written.relpersistence, written.inh
    names = [written.schemaname, written.relname] if written.schemaname else [written.relname]
    name, namespace = creation_target(analysis, names)
    taken = analysis.catalog.type_stands(namespace.oid, name)
    if taken or analysis.catalog.name_taken(namespace.oid, name):
        kind = "type" if taken else "relation"
        raise PgError("42710" if taken else "42P07", f'{kind} "{name}" already exists')
    attributes: list[Attribute] = []
    for item in node.coldeflist:
        if any(known.name == item.colname for known in attributes):
            raise duplicate_column(item.colname)
        with without_location():
            attributes.append(_attribute(analysis, item, len(attributes) + 1))
    return t.CreateComposite(name, namespace.oid, tuple(attributes)), "CREATE TYPE", None


def _attribute(analysis: Analysis, item: Node, number: int) -> Attribute:
    """An attribute's name and type."""
    _ = item.is_local, item.location
    oid, typmod = column_type(analysis, item, located=False)
    if analysis.catalog.type(oid).typtype == "p":
        raise invalid_table_definition(f'column "{item.colname}" has pseudo-type {analysis.catalog.format_type(oid)}')
    analysis.catalog.datatype(oid)
    collation = written_collation(analysis, item, oid)
    return Attribute(item.colname, number, oid, typmod, ndims=len(item.type_name.array_bounds), collation=collation)


def alter_composite(analysis: Analysis, node: Node, of_tables: Mapping[str, OfTable]) -> Result:
    """ALTER TYPE ... ADD, DROP, ALTER ATTRIBUTE; `of_tables` is what the same actions do to tables."""
    relation = _relation(analysis, node.relation)
    actions: list[t.AttributeAction] = []
    tables: dict[int, list[c.AlterAction]] = {}
    for item in node.cmds:
        analyze = _ACTIONS.get(item.subtype)
        if analyze is None:
            raise feature_not_supported(f"ALTER TYPE action {item.subtype.removeprefix('AT_')}")
        _ = item.behavior, item.recurse
        changed = [known.name for known in actions if known.kind == "type"]
        if item.subtype == "AT_AlterColumnType" and item.name in changed:
            raise type_changed_twice(item.name)
        actions.append(analyze(analysis, relation, item))
        cascade = item.behavior == "DROP_CASCADE"
        if actions[-1].kind == "type" and not cascade and typed_tables(analysis.catalog, relation.type_oid):
            actions[-1] = replace(actions[-1], forbidden=True)
            continue
        for table in altered_tables(analysis, relation, cascade=cascade):
            tables.setdefault(table.oid, []).append(of_tables[item.subtype](analysis, table, item))
    commands = tuple(c.AlterTable(oid, tuple(found)) for oid, found in tables.items())
    return t.AlterComposite(relation.oid, tuple(actions), commands), "ALTER TYPE", None


def _relation(analysis: Analysis, node: Node) -> Relation:
    _ = node.inh, node.relpersistence
    relation = analysis.catalog.find_relation(node.relname, node.schemaname or None)
    if relation is None:
        shown = f"{node.schemaname}.{node.relname}" if node.schemaname else node.relname
        raise missing_relation(analysis.catalog, node.schemaname, shown)
    if relation.kind != "c":
        raise wrong_object_type(f'"{relation.name}" is not a composite type')
    return relation


def _existing(relation: Relation, name: str) -> Attribute:
    attribute = relation.column(name)
    if attribute is None:
        raise undefined_column_of_relation(name, relation.name)
    return attribute


def _add(analysis: Analysis, relation: Relation, item: Node) -> t.AttributeAction:
    definition: Node = getattr(item, "def")
    attribute = _attribute(analysis, definition, len(relation.attributes) + 1)
    if relation.column(attribute.name) is not None:
        raise duplicate_column_in_relation(attribute.name, relation.name)
    if _holds(analysis.catalog, attribute.type, relation.type_oid):
        raise invalid_table_definition(f"composite type {relation.name} cannot be made a member of itself")
    return t.AttributeAction("add", attribute.name, attribute)


def _holds(catalog: CatalogImage, oid: int, wanted: int) -> bool:
    """Whether values of a type contain values of the wanted one."""
    base = catalog.base_type(oid)
    if base == wanted:
        return True
    element = catalog.array_element(base) or catalog.range_subtype(base)
    if element:
        return _holds(catalog, element, wanted)
    return any(_holds(catalog, attribute.type, wanted) for attribute in catalog.row_attributes(base))


def _drop(analysis: Analysis, relation: Relation, item: Node) -> t.AttributeAction:
    if not item.missing_ok:
        _existing(relation, item.name)
    return t.AttributeAction("drop", item.name, missing_ok=item.missing_ok)


def _type(analysis: Analysis, relation: Relation, item: Node) -> t.AttributeAction:
    before = _existing(relation, item.name)
    definition: Node = getattr(item, "def")
    changed = replace(_attribute(analysis, definition, before.number), name=before.name)
    return t.AttributeAction("type", item.name, changed)


_ACTIONS: dict[str, Callable[[Analysis, Relation, Node], t.AttributeAction]] = {
    "AT_AddColumn": _add,
    "AT_DropColumn": _drop,
    "AT_AlterColumnType": _type,
}


def rename_attribute(analysis: Analysis, node: Node) -> Result:
    """ALTER TYPE ... RENAME ATTRIBUTE."""
    relation = _relation(analysis, node.relation)
    if relation.column(node.subname) is None:
        raise PgError("42703", f'column "{node.subname}" does not exist')
    if relation.column(node.newname) is not None:
        raise duplicate_column_in_relation(node.newname, relation.name)
    action = t.AttributeAction("rename", node.subname, new_name=node.newname)
    tables = altered_tables(analysis, relation, cascade=node.behavior == "DROP_CASCADE")
    commands = tuple(c.Rename("column", table.oid, node.subname, node.newname) for table in tables)
    return t.AlterComposite(relation.oid, (action,), commands), "ALTER TYPE", None
