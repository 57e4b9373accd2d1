"""VACUUM, ANALYZE, REINDEX, CLUSTER and CHECKPOINT: raw tree to command.

How to do such work SQLite decides for itself; which objects it is about must be right.
"""

from __future__ import annotations

from translator import command as c
from translator.analyze.column_storage import clustering_index
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.def_elem import def_boolean
from translator.analyze.existing_relation import missing_relation
from translator.analyze.state import Analysis
from translator.errors import PgError, insufficient_privilege, undefined_schema, wrong_object_type
from translator.parser import Node

_PG_CHECKPOINT = 4544


def vacuum(analysis: Analysis, node: Node) -> Result:
    relations = []
    for item in node.rels:
        relations.append(relation_of(analysis, item.relation).oid)
        for column in item.va_cols:
            column.accept()
    for option in node.options:
        option.accept()
    is_vacuum = node.is_vacuumcmd
    command = c.Vacuum(analyze=True, relations=tuple(relations), alone="VACUUM" if is_vacuum else "")
    return command, "VACUUM" if is_vacuum else "ANALYZE", None


def checkpoint(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42501."""
    node.accept()
    authority = analysis.settings.authority
    if authority is not None and not authority.owns(_PG_CHECKPOINT):
        raise insufficient_privilege(
            "permission denied to execute CHECKPOINT command",
            detail='Only roles with privileges of the "pg_checkpoint" role may execute this command.',
        )
    return c.Vacuum(), "CHECKPOINT", None


_REINDEXED = {
    "REINDEX_OBJECT_SCHEMA": "REINDEX SCHEMA", "REINDEX_OBJECT_SYSTEM": "REINDEX SYSTEM",
    "REINDEX_OBJECT_DATABASE": "REINDEX DATABASE",
}  # fmt: skip
"""What works on several relations, one transaction each."""


def reindex(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42P01, 42809, 3F000, 0A000."""
    concurrently = False
    for option in node.params:
        option.accept()
        if option.defname == "concurrently":
            concurrently = option.arg is None or def_boolean(option.defname, option.arg)
    kind = node.kind
    if kind == "REINDEX_OBJECT_TABLE":
        relation = relation_of(analysis, node.relation)
        if relation.kind not in "rpm":
            raise wrong_object_type(f'"{relation.name}" is not a table or materialized view')
    elif kind == "REINDEX_OBJECT_INDEX":
        _index(analysis, node.relation)
    elif kind == "REINDEX_OBJECT_SCHEMA" and analysis.catalog.namespace(node.name) is None:
        raise undefined_schema(node.name)
    elif kind in ("REINDEX_OBJECT_DATABASE", "REINDEX_OBJECT_SYSTEM") and node.name not in (
        "",
        analysis.settings.database_name,
    ):
        raise PgError("0A000", "can only reindex the currently open database")
    alone = "REINDEX CONCURRENTLY" if concurrently else _REINDEXED.get(kind, "")
    return c.Vacuum(alone=alone), "REINDEX", None


def _index(analysis: Analysis, node: Node) -> None:
    """Raises PgError 42P01, or 42809 for what is no index."""
    _ = node.inh, node.relpersistence
    oid = analysis.catalog.find_oid(node.relname, node.schemaname or None)
    if not oid:
        raise missing_relation(analysis.catalog, node.schemaname, node.relname)
    if analysis.catalog.index_relation(oid) is None:
        raise PgError("42809", f'"{node.relname}" is not an index')


def cluster(analysis: Analysis, node: Node) -> Result:
    """CLUSTER of a table marks the index that it goes by.  Raises PgError 42P01, 42704, 0A000."""
    for option in node.params:
        option.accept()
    if node.relation is None:
        return c.Vacuum(alone="CLUSTER"), "CLUSTER", None
    relation = relation_of(analysis, node.relation)
    index = clustering_index(relation, node.indexname) if node.indexname else relation.cluster_index
    if not any(known.oid == index for known in relation.indexes):
        raise PgError("42704", f'there is no previously clustered index for table "{relation.name}"')
    action = c.AlterAction("cluster", relation=index)
    return c.AlterTable(relation.oid, (action,), only=True), "CLUSTER", None
