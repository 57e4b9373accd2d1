"""DROP and TRUNCATE: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze import ddl_type
from translator.analyze.built_in_object import BUILT_IN, drop_built_in
from translator.analyze.existing_relation import existing_relation
from translator.analyze.extension import drop_extension
from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.state import Analysis, ParseState
from translator.catalog.foreign_tables import unusable
from translator.catalog.relation import Relation
from translator.errors import PgError, without_location
from translator.errors.objects import undefined_schema
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.plan import ResultColumn

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]

KINDS = {
    "OBJECT_TABLE": ("table", "r"), "OBJECT_VIEW": ("view", "v"), "OBJECT_SEQUENCE": ("sequence", "S"),
    "OBJECT_INDEX": ("index", "i"), "OBJECT_MATVIEW": ("materialized view", "m"),
    "OBJECT_FOREIGN_TABLE": ("foreign table", "f"),
}  # fmt: skip
_KIND_WORDS = {
    "r": ("a table", "DROP TABLE"),
    "p": ("a table", "DROP TABLE"),
    "v": ("a view", "DROP VIEW"),
    "S": ("a sequence", "DROP SEQUENCE"),
    "i": ("an index", "DROP INDEX"),
    "c": ("a type", "DROP TYPE"),
    "m": ("a materialized view", "DROP MATERIALIZED VIEW"),
    "f": ("a foreign table", "DROP FOREIGN TABLE"),
}
"""What a relation is by its relkind, and the statement that drops it."""


def relation_of(analysis: Analysis, node: Node) -> Relation:
    """The relation that a statement is about.  Raises PgError 42P01, 42501 for a system catalog."""
    _ = node.inh, node.relpersistence
    with without_location():
        relation = existing_relation(ParseState(analysis), node)
    if relation.schema not in ("main", "temp"):
        raise PgError("42501", f'permission denied: "{relation.name}" is a system catalog')
    return relation


def drop(analysis: Analysis, node: Node) -> Result:
    kind = node.remove_type
    cascade = node.behavior == "DROP_CASCADE"
    _ = node.concurrent, node.missing_ok
    if kind == "OBJECT_EXTENSION":
        return drop_extension(analysis, node)
    if kind == "OBJECT_SCHEMA":
        return _drop_schemas(analysis, node, cascade=cascade)
    if kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        return ddl_type.drop(analysis, node, "type" if kind == "OBJECT_TYPE" else "domain")
    if kind in BUILT_IN:
        return drop_built_in(analysis, node)
    if kind not in KINDS:
        raise feature_not_supported(f"DROP {kind.removeprefix('OBJECT_').replace('_', ' ')}")
    try:
        return _drop_relations(analysis, node, cascade=cascade)
    except PgError as error:
        if not node.concurrent:
            raise
        node.accept()
        return c.Denied(error, alone="DROP INDEX CONCURRENTLY"), "DROP INDEX", None


def _drop_relations(analysis: Analysis, node: Node, *, cascade: bool) -> Result:
    if node.concurrent:
        _refuse_together(len(node.objects), cascade=cascade)
    word, relkind = KINDS[node.remove_type]
    found: list[int] = []
    missing: list[str] = []
    for item in node.objects:
        names = strings(item.items)
        oid = _droppable(analysis, names, word, relkind, missing_ok=node.missing_ok)
        if oid:
            found.append(oid)
        else:
            missing.append(_missing(analysis, word, names))
    if node.concurrent:
        _refuse_partitioned(analysis, found)
    command = c.DropObjects(word, tuple(found), cascade, tuple(missing), concurrently=node.concurrent)
    return command, f"DROP {word.upper()}", None


def _refuse_partitioned(analysis: Analysis, found: list[int]) -> None:
    """Raise PgError 0A000 for the index of a partitioned table, which CONCURRENTLY cannot drop."""
    for oid in found:
        relation = analysis.catalog.index_relation(oid)
        if relation is not None and relation.kind == "p":
            name = next(index.name for index in relation.indexes if index.oid == oid)
            raise PgError("0A000", f'cannot drop partitioned index "{name}" concurrently')


def _refuse_together(count: int, *, cascade: bool) -> None:
    """Raise PgError 0A000 for what CONCURRENTLY cannot drop at once."""
    if count > 1:
        raise PgError("0A000", "DROP INDEX CONCURRENTLY does not support dropping multiple objects")
    if cascade:
        raise PgError("0A000", "DROP INDEX CONCURRENTLY does not support CASCADE")


def _missing(analysis: Analysis, word: str, names: list[str]) -> str:
    if len(names) > 1 and analysis.catalog.namespace(names[-2]) is None:
        return f'schema "{names[-2]}" does not exist, skipping'
    return f'{word} "{names[-1]}" does not exist, skipping'


def _droppable(analysis: Analysis, names: list[str], word: str, relkind: str, *, missing_ok: bool) -> int:
    refuse_name_elsewhere(analysis, names, relation=True)
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and analysis.catalog.namespace(schema) is None and not missing_ok:
        raise undefined_schema(schema)
    oid = analysis.catalog.find_oid(names[-1], schema)
    if not oid:
        if missing_ok:
            return 0
        sqlstate = "42704" if word in ("index", "foreign table") else "42P01"
        raise PgError(sqlstate, f'{word} "{names[-1]}" does not exist')
    relation = analysis.catalog.relation(oid)
    actual = "i" if relation is None else relation.kind
    if relation is not None and relation.schema not in ("main", "temp"):
        raise PgError("42501", f'permission denied: "{names[-1]}" is a system catalog')
    if actual != relkind and (actual, relkind) != ("p", "r"):
        what, statement = _KIND_WORDS[actual]
        hint = f"Use {statement} to remove {what}."
        raise PgError("42809", f'"{names[-1]}" is not {_KIND_WORDS[relkind][0]}', hint=hint)
    return oid


def _drop_schemas(analysis: Analysis, node: Node, *, cascade: bool) -> Result:
    found, missing = [], []
    for item in node.objects:
        row = analysis.catalog.namespace(item.sval)
        if row is not None and row.nspname in ("pg_catalog", "pg_toast"):
            what = f"cannot drop schema {row.nspname} because it is required by the database system"
            raise PgError("2BP01", what)
        if row is not None and row.nspname == "information_schema":
            raise feature_not_supported("dropping the schema information_schema")
        if row is not None:
            found.append(row.oid)
        elif node.missing_ok:
            missing.append(f'schema "{item.sval}" does not exist, skipping')
        else:
            raise undefined_schema(item.sval)
    return c.DropObjects("schema", tuple(found), cascade, tuple(missing)), "DROP SCHEMA", None


def truncate(analysis: Analysis, node: Node) -> Result:
    relations = []
    for item in node.relations:
        relation = relation_of(analysis, item)
        if relation.kind not in "rpf":
            raise PgError("42809", f'"{relation.name}" is not a table')
        below = analysis.catalog.descendants(relation.oid) if item.inh else ()
        for known in (relation, *below):
            if known.kind == "f":
                raise unusable(analysis.catalog, known)
        if item.inh:
            relations += [known.oid for known in (relation, *below) if known.oid not in relations]
        elif relation.kind == "p":
            raise PgError(
                "42809",
                "cannot truncate only a partitioned table",
                hint="Do not specify the ONLY keyword, or use TRUNCATE ONLY on the partitions directly.",
            )
        else:
            relations.append(relation.oid)
    return c.Truncate(tuple(relations), node.restart_seqs, node.behavior == "DROP_CASCADE"), "TRUNCATE TABLE", None
