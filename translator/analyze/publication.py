"""CREATE, ALTER and DROP PUBLICATION: raw tree to command.  Manual: CREATE PUBLICATION."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator import command as c
from translator import publication_command as p
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.ddl_drop import Result
from translator.analyze.existing_relation import existing_relation
from translator.analyze.from_clause import require_rows
from translator.analyze.ownership import role_name
from translator.analyze.publication_filter import Filter, row_filter
from translator.analyze.publication_options import VIA_ROOT, with_options
from translator.analyze.state import Analysis, ParseState
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.publication import Publication
from translator.catalog.published import place
from translator.catalog.relation import PublishedTable, Relation
from translator.catalog.rows import PgNamespace
from translator.errors import PgError, without_location
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.objects import undefined_object, undefined_schema
from translator.errors.values import invalid_parameter_value
from translator.parser import Node, strings

_KIND_WORDS = {"v": "views", "S": "sequences", "m": "materialized views", "f": "foreign tables"}
_PERSISTENCE_WORDS = {"t": "temporary tables", "u": "unlogged tables"}


class _Named(Struct, frozen=True):
    """A table that a statement names, or one below it, with what it says of it."""

    relation: Relation
    where: Node | None
    columns: tuple[str, ...]


def create_publication(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42710, 42601 for options, 22023 for what cannot be published."""
    name = node.pubname
    if analysis.catalog.find_publication(name) is not None:
        raise _taken(name)
    made = with_options(Publication(0, name, 0, all_tables=bool(node.for_all_tables)), node)
    schemas, tables = _objects(analysis, node)
    named = _named(analysis, tables)
    added = _tables(analysis, made, named, in_schemas=bool(schemas))
    for oid in schemas:
        _require_user_schema(analysis, oid)
    made = replace(made, schemas=tuple((0, oid) for oid in schemas))
    return p.CreatePublication(made, added), "CREATE PUBLICATION", None


def alter_publication(analysis: Analysis, node: Node) -> Result:
    """ADD, SET and DROP.  Raises PgError 42704, 42710, 55000 for one of all tables."""
    known = existing_publication(analysis, node.pubname)
    action = node.action.removeprefix("AP_").removesuffix("Objects")
    _ = node.for_all_tables
    if node.options:
        changed = with_options(known, node)
        if not (known.all_tables or changed.via_root) and any(item.defname == VIA_ROOT for item in node.options):
            _require_no_partitioned(analysis, known)
        return p.AlterPublication(changed), "ALTER PUBLICATION", None
    schemas, tables = _objects(analysis, node)
    for what, some in (("Schemas", schemas), ("Tables", tables)):
        if some and known.all_tables:
            raise PgError(
                "55000",
                f'publication "{known.name}" is defined as FOR ALL TABLES',
                detail=f"{what} cannot be added to or dropped from FOR ALL TABLES publications.",
            )
    named = _named(analysis, tables)
    change = {"Add": _add, "Drop": _drop, "Set": _set}[action]
    return change(analysis, known, named, schemas), "ALTER PUBLICATION", None


def _add(analysis: Analysis, known: Publication, named: Sequence[_Named], schemas: Sequence[int]) -> c.Command:
    added = _tables(analysis, known, named, in_schemas=bool(schemas or known.schemas))
    for oid, _ in added:
        relation = analysis.catalog.relation(oid)
        assert relation is not None
        if place(relation, known) is not None:
            raise PgError("42710", f'relation "{relation.name}" is already member of publication "{known.name}"')
    members = [found for table in analysis.catalog.relations() if (found := place(table, known)) is not None]
    if schemas and any(member.columns for member in members):
        detail = "Schemas cannot be added if any tables that specify a column list are already part of the publication."
        raise invalid_parameter_value(f'cannot add schema to publication "{known.name}"', detail)
    for oid in schemas:
        _require_user_schema(analysis, oid)
        if oid in known.namespaces:
            shown = _schema_name(analysis, oid)
            raise PgError("42710", f'schema "{shown}" is already member of publication "{known.name}"')
    more = tuple((0, oid) for oid in schemas)
    return p.AlterPublication(replace(known, schemas=(*known.schemas, *more)), added=added)


def _drop(analysis: Analysis, known: Publication, named: Sequence[_Named], schemas: Sequence[int]) -> c.Command:
    for item in named:
        if item.columns:
            raise PgError("42601", "column list must not be specified in ALTER PUBLICATION ... DROP")
        if place(item.relation, known) is None:
            raise PgError("42704", f'relation "{item.relation.name}" is not part of the publication')
        if item.where is not None:
            raise PgError("42601", "cannot use a WHERE clause when removing a table from a publication")
    for oid in schemas:
        if oid not in known.namespaces:
            shown = _schema_name(analysis, oid)
            raise PgError("42704", f'tables from schema "{shown}" are not part of the publication')
    kept = tuple(entry for entry in known.schemas if entry[1] not in schemas)
    dropped = tuple(item.relation.oid for item in named)
    return p.AlterPublication(replace(known, schemas=kept), dropped=dropped)


def _set(analysis: Analysis, known: Publication, named: Sequence[_Named], schemas: Sequence[int]) -> c.Command:
    """What is there already stays as it is."""
    wanted = dict(_tables(analysis, known, named, in_schemas=bool(schemas)))
    dropped = []
    for table in analysis.catalog.relations():
        before = place(table, known)
        if before is None:
            continue
        new = wanted.get(table.oid)
        if new is not None and (new.columns, new.where) == (before.columns, before.where):
            del wanted[table.oid]
        else:
            dropped.append(table.oid)
    for oid in schemas:
        _require_user_schema(analysis, oid)
    kept = [entry for entry in known.schemas if entry[1] in schemas]
    kept += [(0, oid) for oid in schemas if oid not in known.namespaces]
    changed = replace(known, schemas=tuple(kept))
    return p.AlterPublication(changed, dropped=tuple(dropped), added=tuple(wanted.items()))


def rename(analysis: Analysis, node: Node) -> Result:
    _ = node.behavior, node.relation_type, node.missing_ok
    known = existing_publication(analysis, node.object.sval)
    if analysis.catalog.find_publication(node.newname) is not None:
        raise _taken(node.newname)
    return p.AlterPublication(replace(known, name=node.newname)), "ALTER PUBLICATION", None


def set_owner(analysis: Analysis, node: Node) -> Result:
    known = existing_publication(analysis, node.object.sval)
    return p.ChangePublicationOwner(known.oid, role_name(node.newowner)), "ALTER PUBLICATION", None


def drop(analysis: Analysis, node: Node) -> Result:
    found, missing = [], []
    _ = node.behavior, node.concurrent
    for item in node.objects:
        known = analysis.catalog.find_publication(item.sval)
        if known is not None:
            found.append(known.oid)
        elif node.missing_ok:
            missing.append(f'publication "{item.sval}" does not exist, skipping')
        else:
            raise undefined_object("publication", item.sval)
    return p.DropPublications(tuple(dict.fromkeys(found)), tuple(missing)), "DROP PUBLICATION", None


def existing_publication(analysis: Analysis, name: str) -> Publication:
    """Raises PgError 42704."""
    found = analysis.catalog.find_publication(name)
    if found is None:
        raise undefined_object("publication", name)
    return found


def _taken(name: str) -> PgError:
    return PgError("42710", f'publication "{name}" already exists')


def _require_no_partitioned(analysis: Analysis, known: Publication) -> None:
    """Raises PgError 22023 where a partitioned table's own conditions would count for nothing any more."""
    for table in analysis.catalog.relations():
        said = place(table, known) if table.kind == "p" else None
        if said is None or not (said.where or said.columns):
            continue
        what = "WHERE clause" if said.where else "column list"
        raise invalid_parameter_value(
            f'cannot set parameter "{VIA_ROOT}" to false for publication "{known.name}"',
            f'The publication contains a {what} for partitioned table "{table.name}", '
            f'which is not allowed when "{VIA_ROOT}" is false.',
        )


# what is published


def _objects(analysis: Analysis, node: Node) -> tuple[list[int], list[Node]]:
    """The schemas that a statement names by oid, and the tables as it names them."""
    schemas: list[int] = []
    tables = []
    for item in node.pubobjects:
        kind = item.pubobjtype.removeprefix("PUBLICATIONOBJ_")
        if kind == "TABLE":
            tables.append(item.pubtable)
            continue
        row = analysis.catalog.namespace(item.name) if kind == "TABLES_IN_SCHEMA" else _current_schema(analysis)
        if row is None:
            raise undefined_schema(item.name)
        if row.oid not in schemas:
            schemas.append(row.oid)
    return schemas, tables


def _current_schema(analysis: Analysis) -> PgNamespace:
    for name in analysis.catalog.search_path:
        row = analysis.catalog.namespace(name)
        if row is not None:
            return row
    raise PgError("3F000", "no schema has been selected for CURRENT_SCHEMA")


def _schema_name(analysis: Analysis, oid: int) -> str:
    row = analysis.catalog.namespace_by_oid(oid)
    return "" if row is None else row.nspname


def _require_user_schema(analysis: Analysis, oid: int) -> None:
    """Raises PgError 22023."""
    name = _schema_name(analysis, oid)
    for kind, is_one in (
        ("system schemas", name.startswith("pg_") and not name.startswith("pg_temp")),
        ("system schemas", name == "information_schema"),
        ("temporary schemas", name.startswith("pg_temp")),
    ):
        if is_one:
            detail = f"This operation is not supported for {kind}."
            raise invalid_parameter_value(f'cannot add schema "{name}" to publication', detail)


def _named(analysis: Analysis, nodes: Sequence[Node]) -> list[_Named]:
    """The tables with those that inherit from them, each once.  Raises PgError 42710 where two things are said."""
    found: dict[int, _Named] = {}
    for node in nodes:
        relation = _opened(analysis, node.relation)
        item = _Named(relation, node.where_clause, tuple(strings(node.columns)))
        if relation.oid in found:
            _refuse_contradiction(item, found[relation.oid])
            continue
        found[relation.oid] = item
        below = analysis.catalog.descendants(relation.oid) if node.relation.inh and relation.kind != "p" else ()
        for child in below:
            if child.oid in found:
                _refuse_contradiction(item, found[child.oid])
            else:
                found[child.oid] = replace(item, relation=child)
    return list(found.values())


def _opened(analysis: Analysis, node: Node) -> Relation:
    """Raises PgError 42P01, 3F000, and 42809 for what has no rows."""
    _ = node.relpersistence, node.inh
    if analysis.catalog.index_relation(analysis.catalog.find_oid(node.relname, node.schemaname or None)):
        detail = "This operation is not supported for indexes."
        raise PgError("42809", f'cannot open relation "{node.relname}"', detail=detail)
    with without_location():
        relation = existing_relation(ParseState(analysis), node)
        require_rows(relation, -1)
    return relation


def _refuse_contradiction(new: _Named, known: _Named) -> None:
    name = new.relation.name
    if new.where is not None or known.where is not None:
        raise PgError("42710", f'conflicting or redundant WHERE clauses for table "{name}"')
    if new.columns or known.columns:
        raise PgError("42710", f'conflicting or redundant column lists for table "{name}"')


def _tables(analysis: Analysis, publication: Publication, named: Sequence[_Named], *, in_schemas: bool) -> p.NewTables:
    filters = [_filter(analysis, publication, item) for item in named]
    for item in named:
        if item.columns:
            _require_columns_allowed(analysis, publication, item.relation, in_schemas=in_schemas)
    found = []
    for item, filtered in zip(named, filters, strict=True):
        _require_publishable(item.relation)
        columns = _columns(item)
        text, reads = (None, ()) if filtered is None else (filtered.text, filtered.reads)
        found.append((item.relation.oid, PublishedTable(0, publication.oid, columns, text, reads)))
    return tuple(found)


def _filter(analysis: Analysis, publication: Publication, item: _Named) -> Filter | None:
    if item.where is None:
        return None
    if item.relation.kind == "p" and not publication.via_root:
        raise invalid_parameter_value(
            f'cannot use publication WHERE clause for relation "{item.relation.name}"',
            f"WHERE clause cannot be used for a partitioned table when {VIA_ROOT} is false.",
        )
    return row_filter(analysis, item.relation, item.where)


def _require_columns_allowed(
    analysis: Analysis, publication: Publication, relation: Relation, *, in_schemas: bool
) -> None:
    shown = f"{_schema_name(analysis, relation.namespace)}.{relation.name}"
    detail = None
    if in_schemas:
        detail = "Column lists cannot be specified in publications containing FOR TABLES IN SCHEMA elements."
    elif relation.kind == "p" and not publication.via_root:
        detail = f"Column lists cannot be specified for partitioned tables when {VIA_ROOT} is false."
    if detail is not None:
        message = f'cannot use column list for relation "{shown}" in publication "{publication.name}"'
        raise invalid_parameter_value(message, detail)


def _require_publishable(relation: Relation) -> None:
    kinds = _KIND_WORDS.get(relation.kind)
    if kinds is None and relation.oid < FIRST_NORMAL_OID:
        kinds = "system tables"
    if kinds is None:
        kinds = _PERSISTENCE_WORDS.get(relation.persistence)
    if kinds is not None:
        detail = f"This operation is not supported for {kinds}."
        raise invalid_parameter_value(f'cannot add relation "{relation.name}" to publication', detail)


def _columns(item: _Named) -> tuple[int, ...]:
    numbers: set[int] = set()
    for name in item.columns:
        if name in SYSTEM_COLUMNS:
            raise PgError("42P10", f'cannot use system column "{name}" in publication column list')
        attribute = item.relation.column(name)
        if attribute is None:
            raise undefined_column_of_relation(name, item.relation.name)
        if attribute.generated == "v":
            raise PgError("42P10", f'cannot use virtual generated column "{name}" in publication column list')
        if attribute.number in numbers:
            raise PgError("42710", f'duplicate column "{name}" in publication column list')
        numbers.add(attribute.number)
    return tuple(sorted(numbers))
