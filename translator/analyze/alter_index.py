"""ALTER INDEX: raw tree to command.  Manual: ALTER INDEX."""

from __future__ import annotations

from msgspec.structs import replace

from translator import command as c
from translator.analyze.existing_relation import missing_relation
from translator.analyze.other_database import refuse_other_database
from translator.analyze.state import Analysis
from translator.analyze.storage_options import storage_options, without_options
from translator.analyze.tablespace import moved_tablespace
from translator.catalog.relation import Index, Relation
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.plan import ResultColumn

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]
_TAG = "ALTER INDEX"


def alter_index(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42P01, 42809 for what is no index."""
    _ = node.relation.inh, node.relation.relpersistence
    refuse_other_database(analysis, node.relation)
    oid = analysis.catalog.find_oid(node.relation.relname, node.relation.schemaname or None)
    if not oid and node.missing_ok:
        node.accept()
        return c.Skipped((("00000", f'relation "{node.relation.relname}" does not exist, skipping'),)), _TAG, None
    _, index = _index(analysis, node.relation)
    for item in node.cmds:
        if item.subtype == "AT_AttachPartition":
            return _attach(analysis, node)
        if item.subtype not in ("AT_SetRelOptions", "AT_ResetRelOptions", "AT_SetStatistics", "AT_SetTableSpace"):
            raise feature_not_supported(f"ALTER INDEX action {item.subtype.removeprefix('AT_')}")
        _ = item.behavior, item.recurse
        index = _changed(analysis, node.relation, index, item)
    return c.AlterIndex(index.oid, index.options, index.tablespace), _TAG, None


def _index(analysis: Analysis, name: Node) -> tuple[Relation, Index]:
    oid = analysis.catalog.find_oid(name.relname, name.schemaname or None)
    if not oid:
        raise missing_relation(analysis.catalog, name.schemaname, name.relname)
    table = analysis.catalog.index_relation(oid)
    if table is None:
        raise PgError("42809", f'"{name.relname}" is not an index')
    return table, next(known for known in table.indexes if known.oid == oid)


def _changed(analysis: Analysis, name: Node, index: Index, item: Node) -> Index:
    if item.subtype == "AT_SetTableSpace":
        return replace(index, tablespace=moved_tablespace(analysis, item.name))
    if item.subtype == "AT_SetStatistics":
        _require_statistics(_index(analysis, name)[0], index, item)
        return index
    nodes = getattr(item, "def").items
    if item.subtype == "AT_ResetRelOptions":
        return replace(index, options=without_options(nodes, index.options))
    return replace(index, options=storage_options(nodes, index.method, index.options))


def _require_statistics(table: Relation, index: Index, item: Node) -> None:
    """Raise PgError 42703, 0A000 for what has no statistics of its own, 22023 for a target out of range."""
    target = getattr(item, "def")
    if target is not None and target.ival < -1:
        raise PgError("22023", f"statistics target {target.ival} is too low")
    names = [column.name for column in index.columns] + [table.attribute(number).name for number in index.included]
    place = names.index(item.name) + 1 if item.name in names else 0 if item.name else item.num
    if not 0 < place <= len(names):
        what = f'column "{item.name}" of relation' if item.name else f"column number {item.num} of relation"
        raise PgError("42703", f'{what} "{index.name}" does not exist')
    shown = f'"{names[place - 1]}" of index "{index.name}"'
    if place > len(index.columns):
        raise PgError("0A000", f"cannot alter statistics on included column {shown}")
    if index.columns[place - 1].expression is None:
        raise PgError(
            "0A000",
            f"cannot alter statistics on non-expression column {shown}",
            hint="Alter statistics on table column instead.",
        )


def _attach(analysis: Analysis, node: Node) -> Result:
    item = node.cmds[0]
    part = getattr(item, "def").name
    item.accept()
    node.relation.accept()
    oids = []
    for name in (node.relation, part):
        oid = analysis.catalog.find_oid(name.relname, name.schemaname or None)
        if not oid:
            raise missing_relation(analysis.catalog, name.schemaname, name.relname)
        if analysis.catalog.index_relation(oid) is None:
            raise PgError("42809", f'"{name.relname}" is not an index')
        oids.append(oid)
    table = analysis.catalog.index_relation(oids[0])
    if table is None or table.kind != "p":
        raise PgError(
            "42809",
            f'ALTER action ATTACH PARTITION cannot be performed on relation "{node.relation.relname}"',
            detail="This operation is not supported for indexes.",
        )
    return c.AttachIndex(oids[0], oids[1]), "ALTER INDEX", None
