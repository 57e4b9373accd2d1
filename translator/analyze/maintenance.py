"""VACUUM, ANALYZE, REINDEX, CLUSTER and CHECKPOINT: raw tree to command.

What they are about is looked up when they run, as PostgreSQL looks at options and transaction blocks first.
"""

from __future__ import annotations

from collections.abc import Iterable

from translator import command as c
from translator.analyze.column_storage import clustering_index
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.def_elem import def_boolean, def_string
from translator.analyze.other_database import refuse_other_database
from translator.analyze.state import Analysis
from translator.analyze.tablespace import moved_tablespace
from translator.analyze.vacuum_options import vacuum_options
from translator.errors import PgError
from translator.errors.objects import undefined_tablespace, wrong_object_type
from translator.errors.privileges import insufficient_privilege
from translator.errors.statements import syntax_error
from translator.parser import Node, strings

_PG_CHECKPOINT = 4544


def vacuum(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42601, 22023, 0A000."""
    relations = tuple(_named(analysis, item) for item in node.rels)
    is_vacuum = node.is_vacuumcmd
    options = vacuum_options(
        node.options,
        is_vacuum=is_vacuum,
        tables=bool(relations),
        columns=any(known.columns for known in relations),
    )
    command = c.Vacuum(
        vacuum=is_vacuum,
        analyze=options.get("analyze", not is_vacuum),
        full=options.get("full", False),
        verbose=options.get("verbose", False),
        statistics_alone=options.get("only_database_stats", False),
        relations=relations,
    )
    return command, "VACUUM" if is_vacuum else "ANALYZE", None


def _named(analysis: Analysis, item: Node) -> c.MaintainedRelation:
    node = item.relation
    _ = node.relpersistence
    refuse_other_database(analysis, node)
    return c.MaintainedRelation(
        node.relname, node.schemaname or None, only=not node.inh, columns=tuple(strings(item.va_cols))
    )


def checkpoint(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42501."""
    node.accept()
    authority = analysis.settings.authority
    if authority is not None and not authority.owns(_PG_CHECKPOINT):
        raise insufficient_privilege(
            "permission denied to execute CHECKPOINT command",
            detail='Only roles with privileges of the "pg_checkpoint" role may execute this command.',
        )
    return c.Skipped(()), "CHECKPOINT", None


def _switches(nodes: Iterable[Node], statement: str, names: tuple[str, ...]) -> dict[str, bool]:
    """The options that are on or off, of those that are known by name."""
    found = {}
    for option in nodes:
        option.accept()
        if option.defname in names:
            found[option.defname] = option.arg is None or def_boolean(option.defname, option.arg)
        elif option.defname != "tablespace" or statement != "REINDEX":
            raise syntax_error(f'unrecognized {statement} option "{option.defname}"', at=option.location)
    return found


def reindex(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42601, 42704, 22023."""
    switches = _switches(node.params, "REINDEX", ("verbose", "concurrently"))
    tablespace: int | None = None
    for option in node.params:
        if option.defname == "tablespace" and option.arg is not None:
            name = def_string(option.arg)
            if not name:
                raise undefined_tablespace(name)
            tablespace = moved_tablespace(analysis, name)
    relation = node.relation
    if relation is not None:
        _ = relation.inh, relation.relpersistence
        refuse_other_database(analysis, relation)
    command = c.Reindex(
        node.kind.removeprefix("REINDEX_OBJECT_").lower(),
        node.name if relation is None else relation.relname,
        None if relation is None else relation.schemaname or None,
        concurrently=switches.get("concurrently", False),
        verbose=switches.get("verbose", False),
        tablespace=tablespace,
    )
    return command, "REINDEX", None


def cluster(analysis: Analysis, node: Node) -> Result:
    """CLUSTER of a table marks the index that it goes by.  Raises PgError 42P01, 42704, 42809, 0A000."""
    _switches(node.params, "CLUSTER", ("verbose",))
    if node.relation is None:
        return c.ClusterAll(), "CLUSTER", None
    relation = relation_of(analysis, node.relation)
    if relation.kind not in "rpm":
        raise wrong_object_type(f'"{relation.name}" is not a table or materialized view')
    index = relation.cluster_index
    if node.indexname:
        if analysis.catalog.name_taken(relation.namespace, node.indexname) and not any(
            known.name == node.indexname for known in relation.indexes
        ):
            raise wrong_object_type(f'"{node.indexname}" is not an index for table "{relation.name}"')
        index = clustering_index(relation, node.indexname)
    elif not any(known.oid == index for known in relation.indexes):
        raise PgError("42704", f'there is no previously clustered index for table "{relation.name}"')
    return c.Cluster(relation.oid, index), "CLUSTER", None
