"""VACUUM, ANALYZE, REINDEX and CLUSTER: SQLite's statistics, the sizes in pg_class, and what is said of the rest.

Space is given back by SQLite's own VACUUM only, in a quiet database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from pgproxy.relation_size import measured, measured_built, note_sizes
from pgproxy.rerun import quoted, schema_name
from translator import command as c
from translator.analyze.existing_relation import missing_relation
from translator.catalog.foreign_tables import unusable
from translator.catalog.relation import Index, Relation
from translator.catalog.row_length import has_long_rows
from translator.errors import PgError
from translator.errors.notices import info, notice, warning
from translator.errors.objects import undefined_schema, wrong_object_type
from translator.errors.privileges import must_be_owner, permission_denied

if TYPE_CHECKING:
    from pgproxy.session import Session

_MAINTAIN = "m"
_PG_MAINTAIN = 6337
_TIMES = "CPU: user: 0.00 s, system: 0.00 s, elapsed: 0.00 s"


def vacuum(session: Session, command: c.Vacuum, portal: Portal) -> None:
    """VACUUM and ANALYZE.  Raises PgError 25001, 42P01, 42703, 42701."""
    if command.vacuum:
        session.transaction.forbid_block("VACUUM", in_parts=True)
    if command.statistics_alone:
        return
    relations = list(_named(session, command)) if command.relations else list(_own(session, command))
    if command.analyze:
        _refuse_foreign(session, relations)
    if not session.transaction.read_only:
        begin(session, "VACUUM" if command.vacuum else "ANALYZE")
        if command.analyze:
            _analyze_file(session, None if not command.relations else relations)
    for relation in relations:
        _measure(session, command, relation.oid)


def _named(session: Session, command: c.Vacuum) -> Iterator[Relation]:
    """The tables that are named, with those below them, that there is anything to do for."""
    found: list[tuple[c.MaintainedRelation, Relation | None]] = []
    below: set[int] = set()
    for named in command.relations:
        relation = session.image.find_relation(named.name, named.schema)
        if relation is None:
            if not session.image.find_oid(named.name, named.schema):
                shown = named.name if named.schema is None else f"{named.schema}.{named.name}"
                raise missing_relation(session.image, named.schema, shown)
            found.append((named, None))
            continue
        permitted = _permitted(session, command, relation)
        if permitted:
            found.append((named, relation))
        if named.only and relation.kind == "p" and command.vacuum and permitted:
            session.notice(warning(f'VACUUM ONLY of partitioned table "{relation.name}" has no effect'))
        elif not named.only:
            children = session.image.descendants(relation.oid)
            below.update(child.oid for child in children)
            found += [(named, child) for child in children]
    for named, relation in found:
        if relation is not None and relation.kind == "f" and not command.vacuum:
            yield relation
        elif relation is None or relation.kind not in "rpm":
            session.notice(_no_table(command, named.name if relation is None else relation.name))
        elif relation.oid not in below or _permitted(session, command, relation):
            _require_columns(relation, named.columns)
            if relation.schema in ("main", "temp"):
                yield relation


def _refuse_foreign(session: Session, relations: Iterable[Relation]) -> None:
    """Raise PgError 55000 where rows of foreign tables would be counted."""
    for relation in relations:
        for member in (relation, *session.image.descendants(relation.oid)):
            if member.kind == "f":
                raise unusable(session.image, member)


def _no_table(command: c.Vacuum, name: str) -> PgError:
    verb = "vacuum" if command.vacuum else "analyze"
    return warning(f'skipping "{name}" --- cannot {verb} non-tables or special system tables')


def _require_columns(relation: Relation, columns: tuple[str, ...]) -> None:
    for place, name in enumerate(columns):
        if relation.column(name) is None:
            raise PgError("42703", f'column "{name}" of relation "{relation.name}" does not exist')
        if name in columns[:place]:
            raise PgError("42701", f'column "{name}" of relation "{relation.name}" appears more than once')


def _own(session: Session, command: c.Vacuum) -> Iterator[Relation]:
    """All tables of the database that the role may work on; the others are told of."""
    for relation in session.image.relations():
        of_kind = relation.kind in "rm" or (relation.kind == "p" and command.analyze)
        if of_kind and _permitted(session, command, relation):
            yield relation


def _permitted(session: Session, command: c.Vacuum, relation: Relation) -> bool:
    authority = session.authority
    _, owner = session.server.cluster.privileges(session.database.name)
    if authority.owns(owner) or authority.may_relation(_MAINTAIN, relation):
        return True
    verb = "vacuum" if command.vacuum else "analyze"
    session.notice(warning(f'permission denied to {verb} "{relation.name}", skipping it'))
    return False


def _analyze_file(session: Session, relations: list[Relation] | None) -> None:
    """SQLite's own statistics: of some tables, or of all."""
    session.engine.run("PRAGMA main.analysis_limit=1000")
    if relations is None:
        session.engine.run("ANALYZE main")
        return
    for relation in relations:
        if relation.kind in "rm" and relation.schema == "main":
            session.engine.run(f"ANALYZE main.{quoted(relation.physical)}")


def _measure(session: Session, command: c.Vacuum, oid: int) -> None:
    image = session.base_image
    relation = image.relation(oid)
    if relation is None:
        return
    shown = f"{schema_name(image, relation)}.{relation.name}"
    if command.verbose and command.vacuum and relation.kind != "p":
        session.notice(info(f'vacuuming "{session.database.name}.{shown}"'))
    if command.verbose and command.analyze:
        session.notice(info(f'analyzing "{shown}"{" inheritance tree" if relation.kind == "p" else ""}'))
    if session.transaction.read_only:
        return
    if relation.kind == "p":
        if command.analyze:
            leaves = [known for known in image.descendants(oid) if known.kind == "r"]
            rows = sum(measured(session, known).tuples for known in leaves)
            note_sizes(session, image, replace(relation, pages=-1, tuples=rows))
        return
    changed = measured(session, relation)
    if command.vacuum and not (command.analyze or command.full):
        changed = replace(changed, indexes=relation.indexes)
    if command.verbose and command.analyze:
        pages, rows = changed.pages, int(changed.tuples)
        live = f"containing {rows} live rows and 0 dead rows; {rows} rows in sample, {rows} estimated total rows"
        session.notice(info(f'"{relation.name}": scanned {pages} of {pages} pages, {live}'))
    if changed != relation:
        note_sizes(session, image, changed)


def reindex(session: Session, command: c.Reindex, portal: Portal) -> None:
    """Raises PgError 25001, 42P01, 42809, 42501, 3F000, 0A000."""
    several = command.kind in ("schema", "database", "system")
    if command.concurrently:
        session.transaction.forbid_block("REINDEX CONCURRENTLY", in_parts=True)
    elif several:
        session.transaction.forbid_block(f"REINDEX {command.kind.upper()}", in_parts=True)
    if several:
        tables = _tables(session, command)
        for table in tables:
            _rebuild(session, command, table, table.indexes)
            if command.verbose and table.indexes:
                shown = f"{schema_name(session.image, table)}.{table.name}"
                session.notice(info(f'table "{shown}" was reindexed'))
    elif command.kind == "index":
        _reindex_index(session, command)
    else:
        _reindex_table(session, command)


def _oid(session: Session, command: c.Reindex) -> int:
    oid = session.image.find_oid(command.name, command.schema)
    if not oid:
        shown = command.name if command.schema is None else f"{command.schema}.{command.name}"
        raise missing_relation(session.image, command.schema, shown)
    return oid


def _reindex_index(session: Session, command: c.Reindex) -> None:
    image = session.image
    oid = _oid(session, command)
    relation = image.index_relation(oid)
    if relation is None:
        raise wrong_object_type(f'"{command.name}" is not an index')
    if not session.authority.may_relation(_MAINTAIN, relation):
        raise permission_denied("index", command.name)
    if relation.kind == "p":
        _forbid_block(session, "REINDEX INDEX", f'index "{schema_name(image, relation)}.{command.name}"')
    for table in (relation, *image.descendants(relation.oid)):
        _rebuild(session, command, table, [index for index in table.indexes if _is_below(session, index, oid)])


def _is_below(session: Session, index: Index, oid: int) -> bool:
    while index.oid != oid:
        above = session.image.index_relation(index.parent)
        if above is None:
            return False
        index = next(known for known in above.indexes if known.oid == index.parent)
    return True


def _reindex_table(session: Session, command: c.Reindex) -> None:
    image = session.image
    relation = image.relation(_oid(session, command))
    if relation is None or relation.kind not in "rpm":
        raise wrong_object_type(f'"{command.name}" is not a table or materialized view')
    if not session.authority.may_relation(_MAINTAIN, relation):
        raise permission_denied("table", relation.name)
    if relation.kind == "p":
        _forbid_block(session, "REINDEX TABLE", f'table "{schema_name(image, relation)}.{relation.name}"')
        for table in image.descendants(relation.oid):
            _rebuild(session, command, table, table.indexes)
        return
    if not relation.indexes and relation.schema in ("main", "temp") and not has_long_rows(image, relation):
        none = "that can be reindexed concurrently" if command.concurrently else "to reindex"
        session.notice(notice(f'table "{relation.name}" has no indexes {none}'))
    _rebuild(session, command, relation, relation.indexes)


def _forbid_block(session: Session, statement: str, what: str) -> None:
    try:
        session.transaction.forbid_block(statement, in_parts=True)
    except PgError as error:
        error.context = f"while reindexing partitioned {what}"
        raise


def _tables(session: Session, command: c.Reindex) -> list[Relation]:
    """The tables of a schema or of the database."""
    image, authority = session.image, session.authority
    maintains = authority.owns(_PG_MAINTAIN)
    if command.kind == "schema":
        row = image.namespace(command.name)
        if row is None:
            raise undefined_schema(command.name)
        if not (maintains or authority.owns(row.nspowner)):
            raise must_be_owner("schema", row.nspname)
        return [known for known in image.relations() if known.namespace == row.oid and known.kind in "rm"]
    if command.kind == "system" and command.concurrently:
        raise PgError("0A000", "cannot reindex system catalogs concurrently")
    name = session.database.name
    if command.name not in ("", name):
        raise PgError("0A000", "can only reindex the currently open database")
    if not (maintains or authority.owns(session.server.cluster.privileges(name)[1])):
        raise must_be_owner("database", name)
    return [] if command.kind == "system" else [known for known in image.relations() if known.kind in "rm"]


def _rebuild(session: Session, command: c.Reindex, table: Relation, indexes: Iterable[Index]) -> None:
    """SQLite's indexes need no repair: they are measured and told of."""
    indexes = list(indexes)
    if table.kind == "p" or table.schema not in ("main", "temp") or not indexes:
        return
    if not session.transaction.read_only:
        image = begin(session, "REINDEX")
        current = image.relation(table.oid)
        assert current is not None
        numbers = [index.oid for index in indexes]
        if command.tablespace is not None:
            moved = tuple(
                replace(index, tablespace=command.tablespace) if index.oid in numbers else index
                for index in current.indexes
            )
            current = replace(current, indexes=moved)
            image = publish(session, image, current, replace=True)
        note_sizes(session, image, measured_built(session, current, numbers))
    for index in indexes if command.verbose else ():
        session.notice(info(f'index "{index.name}" was reindexed', detail=_TIMES))


def cluster(session: Session, command: c.Cluster, portal: Portal) -> None:
    """Mark the index that a table goes by.  Raises PgError 42501, 25001."""
    relation = session.image.relation(command.relation)
    assert relation is not None
    if not session.authority.may_relation(_MAINTAIN, relation):
        raise permission_denied("table", relation.name)
    if relation.kind == "p":
        session.transaction.forbid_block("CLUSTER", in_parts=True)
    image = begin(session, "")
    relation = image.relation(command.relation)
    assert relation is not None
    changed = replace(relation, cluster_index=command.index)
    image = publish(session, image, changed if relation.kind == "p" else measured(session, changed), replace=True)


def cluster_all(session: Session, command: c.ClusterAll, portal: Portal) -> None:
    """CLUSTER without a table: all that were before.  Raises PgError 25001."""
    session.transaction.forbid_block("CLUSTER", in_parts=True)
