"""CREATE TABLE, INDEX, SEQUENCE, SCHEMA and VIEW: raw tree to command, expressions checked and put in canonical
text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from translator import command as c
from translator.analyze.access_method import new_table_method
from translator.analyze.alter_action import KINDS
from translator.analyze.collation import written_collation
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.column_storage import stored_attribute
from translator.analyze.constraints import column_constraints, require_identity_type, table_constraint
from translator.analyze.ddl_drop import relation_of
from translator.analyze.index_key import included_column, index_column, index_predicate, require_able_method
from translator.analyze.inheritance import Inherited, all_constraints, inherited, merge_own, require_defaults
from translator.analyze.option_changes import option_changes
from translator.analyze.other_database import refuse_other_database
from translator.analyze.ownership import role_name
from translator.analyze.partition_bound import partition_bound, partition_key
from translator.analyze.redundant_keys import without_redundant
from translator.analyze.sequence_options import refuse_sequence_name, sequence_definition
from translator.analyze.state import Analysis
from translator.analyze.storage_options import storage_options
from translator.analyze.table_like import Like, like_clause
from translator.analyze.tablespace import new_tablespace
from translator.analyze.typed_table import from_type, typed_table
from translator.analyze.typename import column_type
from translator.catalog.foreign_options import with_changes
from translator.catalog.foreign_tables import unique_over_foreign
from translator.catalog.relation import Attribute, Relation
from translator.catalog.rows import PgNamespace
from translator.errors import PgError, without_location
from translator.errors.definitions import no_inherit_on_partitioned
from translator.errors.objects import duplicate_table, no_schema_selected, undefined_schema, wrong_object_type
from translator.errors.privileges import permission_denied
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.plan import ResultColumn
from translator.types import oids

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]

SERIAL_TYPES = {
    "serial": oids.INT4, "serial4": oids.INT4, "bigserial": oids.INT8, "serial8": oids.INT8,
    "smallserial": oids.INT2, "serial2": oids.INT2,
}  # fmt: skip


def creation_namespace(analysis: Analysis, node: Node) -> PgNamespace:
    """The schema in which a new object goes.  Raises PgError 3F000."""
    if node.schemaname:
        namespace = analysis.catalog.namespace(node.schemaname)
        if namespace is None:
            raise undefined_schema(node.schemaname, at=node.location)
        return _creatable(analysis, namespace, node.location)
    for name in analysis.catalog.search_path:
        namespace = analysis.catalog.namespace(name)
        if namespace is not None and namespace.nspname not in analysis.catalog.closed:
            return _creatable(analysis, namespace, node.location)
    raise no_schema_selected(at=node.location)


def _creatable(analysis: Analysis, namespace: PgNamespace, location: int) -> PgNamespace:
    """The schema, if the current role may create in it.  Raises PgError 42501."""
    authority = analysis.settings.authority
    if authority is not None and not authority.may("C", namespace.nspacl, "n", namespace.nspowner):
        error = permission_denied("schema", namespace.nspname)
        error.location = location
        raise error
    return namespace


def creation_target(analysis: Analysis, node: Node) -> tuple[str, int, str]:
    """(name, namespace, persistence) of a relation to be made."""
    _ = node.inh
    refuse_other_database(analysis, node, node.location)
    if node.relpersistence == "u" and node.schemaname in ("pg_temp", analysis.catalog.temp_schema or "pg_temp"):
        message = "only temporary relations may be created in temporary schemas"
        raise PgError("42P16", message, location=node.location)
    if node.relpersistence == "t" or node.schemaname == "pg_temp":
        if node.schemaname not in ("", "pg_temp", analysis.catalog.temp_schema):
            raise PgError("42P16", "cannot create temporary relation in non-temporary schema", location=node.location)
        found = analysis.catalog.namespace("pg_temp")
        return node.relname, 0 if found is None else found.oid, "t"
    namespace = creation_namespace(analysis, node)
    if namespace.nspname == "pg_catalog":
        raise PgError(
            "42501",
            f'permission denied to create "pg_catalog.{node.relname}"',
            detail="System catalog modifications are currently disallowed.",
        )
    return node.relname, namespace.oid, "p" if node.relpersistence == "p" else "u"


def existing(analysis: Analysis, name: str, namespace: int, *, if_not_exists: bool) -> c.Skipped | None:
    if not analysis.catalog.name_taken(namespace, name):
        return None
    if not if_not_exists:
        raise duplicate_table(name)
    return c.Skipped((("42P07", f'relation "{name}" already exists, skipping'),))


def create_table(analysis: Analysis, node: Node, kind: str = "") -> Result:
    """kind: f for a foreign table."""
    name, namespace, persistence = creation_target(analysis, node.relation)
    if node.constraints:
        raise feature_not_supported("a constraint in this place")
    taken = analysis.catalog.name_taken(namespace, name)
    if taken and node.if_not_exists:
        node.accept()
        return c.Skipped((("42P07", f'relation "{name}" already exists, skipping'),)), "CREATE TABLE", None
    of_type = 0
    own: dict[Node, c.NewColumn] = {}
    if node.of_typename is None and node.partbound is None:
        columns = (item for item in node.table_elts if item.tag == "ColumnDef")
        own = {item: column_definition(analysis, item) for item in columns}
        analysis.warn_again()
    if node.of_typename is not None:
        of_type = typed_table(analysis, node.of_typename)
        above = from_type(analysis, of_type)
    else:
        above = inherited(analysis, node.inh_relations, partition=node.partbound is not None, persistence=persistence)
    with above.told():
        return (
            _table(analysis, node, name, namespace, persistence, own, above, of_type, taken=taken, kind=kind),
            "CREATE TABLE",
            None,
        )


def _table(
    analysis: Analysis,
    node: Node,
    name: str,
    namespace: int,
    persistence: str,
    own: Mapping[Node, c.NewColumn],
    above: Inherited,
    of_type: int,
    *,
    taken: bool,
    kind: str,
) -> c.CreateTable:
    definitions, likes = column_definitions(analysis, node.table_elts, own, above, kind)
    refuse_second_key(node.table_elts, name)
    options = storage_options(node.options, "p" if node.partspec is not None else "r")
    kept = on_commit(node.oncommit, persistence)
    if taken:
        raise duplicate_table(name)
    refuse_type_name(analysis, name, namespace)
    columns, constraints = table_elements(
        analysis, name, namespace, persistence, node.table_elts, above, definitions, likes, kind=kind
    )  # fmt: skip
    if kind != "f":
        require_no_options(name, columns)
    if of_type and any(column.attribute.identity for column in columns):
        raise PgError("0A000", "identity columns are not supported on typed tables")
    key = None
    if node.partspec is not None:
        if persistence == "u":
            raise PgError("0A000", "partitioned tables cannot be unlogged")
        if above.parents and node.partbound is None:
            raise PgError("42809", "cannot create partitioned table as inheritance child")
        made = Relation(0, name, namespace, "p", tuple(column.attribute for column in columns))
        key = partition_key(analysis, made, node.partspec)
        for constraint in constraints:
            if constraint.no_inherit:
                raise no_inherit_on_partitioned(name, constraint.kind)
    partitioned = node.partspec is not None
    whole = above.parents[0].tablespace if node.partbound is not None else 0
    tablespace = new_tablespace(analysis, node.tablespacename, persistence, partitioned=partitioned, above=whole)
    above_method = above.parents[0].access_method if node.partbound is not None else 0
    method = (
        0 if kind == "f"
        else new_table_method(analysis, node.access_method, partitioned=partitioned, above=above_method)
    )  # fmt: skip
    bound = None if node.partbound is None else partition_bound(analysis, above.parents[0], node.partbound)
    return c.CreateTable(
        name,
        namespace,
        persistence,
        columns,
        constraints,
        node.if_not_exists,
        options,
        kept,
        tuple((like.source.oid, like.indexes) for like in likes.values()),
        parents=tuple(parent.oid for parent in above.parents),
        tablespace=tablespace,
        access_method=method,
        partition_key=key,
        bound=bound,
        notices=tuple(above.notices),
        of_type=of_type,
        statistics_of=tuple(like.source.oid for like in likes.values() if like.statistics),
        comments_of=tuple(like.source.oid for like in likes.values() if like.comments),
    )


def require_no_options(table: str, columns: Iterable[c.NewColumn]) -> None:
    """Raise PgError 42809 for OPTIONS of a column that is none of a foreign table."""
    if any(column.attribute.fdw_options for column in columns):
        raise wrong_object_type(f'"{table}" is not a foreign table')


def refuse_type_name(analysis: Analysis, name: str, namespace: int) -> None:
    """A table's rows have a type of the table's name.  Raises PgError 42710."""
    if analysis.catalog.type_stands(namespace, name):
        raise PgError(
            "42710",
            f'type "{name}" already exists',
            hint="A relation has an associated type of the same name, so you must use a name that doesn't conflict "
            "with any existing type.",
        )


_ON_COMMIT = {
    "ONCOMMIT_NOOP": "preserve", "ONCOMMIT_PRESERVE_ROWS": "preserve",
    "ONCOMMIT_DELETE_ROWS": "delete", "ONCOMMIT_DROP": "drop",
}  # fmt: skip


def on_commit(written: str, persistence: str) -> str:
    """What COMMIT does to the table.  Raises PgError 42P16 where the table is not temporary."""
    if written != "ONCOMMIT_NOOP" and persistence != "t":
        raise PgError("42P16", "ON COMMIT can only be used on temporary tables")
    return _ON_COMMIT[written]


def column_definitions(
    analysis: Analysis, nodes: Sequence[Node], own: Mapping[Node, c.NewColumn], above: Inherited, kind: str = ""
) -> tuple[list[c.NewColumn], dict[Node, Like]]:
    """The columns of a new table without their constraints, and the LIKE clauses that some of them come from.

    own: those that are written with a type.
    """
    columns: list[c.NewColumn] = list(above.columns)
    given = {node.colname for node in nodes if node.tag == "ColumnDef" and _says(node, "CONSTR_DEFAULT")}
    likes = {node: like_clause(analysis, node, kind) for node in nodes if node.tag == "TableLikeClause"}
    _refuse_repeated(nodes, likes)
    place = 0
    for node in nodes:
        if node.tag == "ColumnDef":
            place += 1
            if above.complete:
                _require_inherited(above, node)
                continue
            column = own[node]
            if _says(node, "CONSTR_IDENTITY"):
                require_identity_type(column.attribute)
            if above.column(column.attribute.name) is not None:
                column = merge_own(analysis, above, column, place)
                columns[column.attribute.number - 1] = column
                continue
            _append(columns, column)
        elif node.tag == "TableLikeClause":
            for column in likes[node].columns:
                place += 1
                if above.column(column.attribute.name) is None:
                    _append(columns, column)
                    continue
                merged = merge_own(analysis, above, column, place, keeps_default=True)
                columns[merged.attribute.number - 1] = merged
        elif node.tag != "Constraint":
            raise feature_not_supported(node.tag)
    require_defaults(above, given)
    return columns, likes


def _refuse_repeated(nodes: Sequence[Node], likes: Mapping[Node, Like]) -> None:
    """Raise PgError 42701 for a column that is there twice, be it written or from LIKE."""
    seen: set[str] = set()
    for node in nodes:
        copied = [column.attribute.name for column in likes[node].columns] if node in likes else []
        for name in [node.colname] if node.tag == "ColumnDef" else copied:
            if name in seen:
                raise PgError("42701", f'column "{name}" specified more than once')
            seen.add(name)


def _append(columns: list[c.NewColumn], column: c.NewColumn) -> None:
    """Raises PgError 42701 for a name that is there already."""
    name = column.attribute.name
    if any(known.attribute.name == name for known in columns):
        raise PgError("42701", f'column "{name}" specified more than once')
    columns.append(replace(column, attribute=replace(column.attribute, number=len(columns) + 1)))


def _says(node: Node, kind: str) -> bool:
    """Whether a column has a constraint of a kind."""
    return any(item.peek("contype") == kind for item in node.constraints)


def refuse_second_key(nodes: Sequence[Node], name: str) -> None:
    """Raise PgError 42P16 where several constraints are PRIMARY KEY."""
    written = [item for node in nodes for item in (node.constraints if node.tag == "ColumnDef" else [node])]
    keys = [item for item in written if item.peek("contype") == "CONSTR_PRIMARY"]
    if len(keys) > 1:
        message = f'multiple primary keys for table "{name}" are not allowed'
        raise PgError("42P16", message, location=keys[1].location)


def table_elements(
    analysis: Analysis,
    name: str,
    namespace: int,
    persistence: str,
    nodes: Sequence[Node],
    above: Inherited,
    columns: list[c.NewColumn],
    likes: Mapping[Node, Like],
    *,
    kind: str = "",
) -> tuple[tuple[c.NewColumn, ...], tuple[c.NewConstraint, ...]]:
    """The columns of a new table with what their constraints say of them, and the constraints."""
    generated = {
        node.colname: "v" if item.peek("generated_kind") == "v" else "s"
        for node in nodes
        for item in (node.constraints if node.tag == "ColumnDef" else ())
        if item.peek("contype") == "CONSTR_GENERATED"
    }
    attributes = (column.attribute for column in columns)
    seen = tuple(
        replace(attribute, generated=generated.get(attribute.name, attribute.generated)) for attribute in attributes
    )
    relation = Relation(0, name, namespace, kind or "r", seen, persistence=persistence)
    constraints: list[c.NewConstraint] = []
    copied: list[c.NewConstraint] = []
    for node in nodes:
        if node.tag == "ColumnDef":
            place = next(n for n, known in enumerate(columns) if known.attribute.name == node.colname)
            columns[place], found = _constrained(analysis, relation, columns[place], node.constraints, above)
            constraints.extend(found)
        elif node in likes:
            copied.extend(likes[node].constraints)
        else:
            constraints.append(table_constraint(analysis, relation, node))
    constraints = [*without_redundant(constraints), *copied]
    if kind != "f":  # a table without rows has none that could break a constraint
        constraints = [
            replace(known, not_valid=not known.enforced) if known.not_valid else known for known in constraints
        ]
    primary = [constraint for constraint in constraints if constraint.kind == "p"]
    for place, column in enumerate(columns):
        if primary and column.attribute.name in primary[0].columns:
            columns[place] = replace(column, attribute=replace(column.attribute, not_null=True))
    return tuple(columns), all_constraints(above, columns, constraints, name)


def _constrained(
    analysis: Analysis, relation: Relation, column: c.NewColumn, nodes: Sequence[Node], above: Inherited
) -> tuple[c.NewColumn, list[c.NewConstraint]]:
    """A column with the constraints that are written for it; where it is inherited, its default gives way to one."""
    name = column.attribute.name
    inherited_column = above.column(name)
    if inherited_column is None:
        return column_constraints(analysis, relation, column, nodes)
    known = inherited_column.attribute
    bare = replace(column, attribute=replace(column.attribute, default=None, generated=""))
    column, found = column_constraints(analysis, relation, bare, nodes)
    if column.attribute.default is None and not column.serial:
        kept = replace(column.attribute, default=known.default, generated=known.generated)
        column = replace(column, attribute=kept)
    if column.not_null and not known.not_null:
        found.append(c.NewConstraint("n", "", (name,)))
    return column, found


def _require_inherited(above: Inherited, node: Node) -> None:
    """Raise PgError 42703 for an option of a partition's column that its table has not; COLLATE says nothing there."""
    _ = node.is_local, node.location
    if node.coll_clause is not None:
        node.coll_clause.accept()
    if above.column(node.colname) is None:
        raise PgError("42703", f'column "{node.colname}" does not exist')


def column_definition(analysis: Analysis, node: Node, number: int = 0) -> c.NewColumn:
    """A column's name and type; its constraints are read afterwards."""
    _ = node.is_local, node.location
    if node.colname in SYSTEM_COLUMNS:
        raise PgError("42701", f'column name "{node.colname}" conflicts with a system column name')
    options = with_changes(None, option_changes(node.fdwoptions)) or ()
    names = strings(node.type_name.names)
    serial = SERIAL_TYPES.get(names[-1]) if len(names) == 1 else None
    if serial is not None and not node.type_name.array_bounds:
        _ = node.type_name.typemod
        attribute = Attribute(node.colname, number, serial, not_null=True, fdw_options=options)
        attribute = stored_attribute(analysis.catalog, node, attribute)
        return c.NewColumn(attribute, serial=True, sequence=sequence_definition(analysis, (), serial))
    oid, typmod = column_type(analysis, node)
    row = analysis.catalog.type(oid)
    if row.typtype == "p":
        raise PgError(
            "42P16",
            f'column "{node.colname}" has pseudo-type {analysis.catalog.format_type(oid)}',
        )
    analysis.catalog.datatype(oid)
    collation = written_collation(analysis, node, oid)
    ndims = len(node.type_name.array_bounds)
    attribute = Attribute(node.colname, number, oid, typmod, ndims=ndims, collation=collation, fdw_options=options)
    return c.NewColumn(stored_attribute(analysis.catalog, node, attribute))


def create_index(analysis: Analysis, node: Node) -> Result:
    relation = relation_of(analysis, node.relation)
    if relation.kind not in "rpm":
        raise PgError(
            "42809",
            f'cannot create index on relation "{relation.name}"',
            detail=f"This operation is not supported for {KINDS[relation.kind]}.",
        )
    below = analysis.catalog.descendants(relation.oid) if relation.kind == "p" and node.relation.inh else ()
    if node.unique and any(known.kind == "f" for known in below):
        raise unique_over_foreign(relation.name)
    require_able_method(analysis, node)
    tablespace = new_tablespace(
        analysis, node.table_space, relation.persistence, partitioned=relation.kind == "p"
    )  # fmt: skip
    columns = tuple(index_column(analysis, relation, item, node.access_method) for item in node.index_params)
    included = tuple(included_column(relation, item) for item in node.index_including_params)
    predicate = None if node.where_clause is None else index_predicate(analysis, relation, node.where_clause)
    command = c.CreateIndex(
        node.idxname,
        relation.oid,
        columns,
        node.unique,
        node.nulls_not_distinct,
        predicate,
        node.access_method,
        included,
        node.if_not_exists,
        storage_options(node.options, node.access_method),
        only=not node.relation.inh,
        concurrently=node.concurrent,
        tablespace=tablespace,
    )
    if node.idxname and analysis.catalog.name_taken(relation.namespace, node.idxname):
        if not node.if_not_exists:
            raise duplicate_table(node.idxname)
        return c.Skipped((("42P07", f'relation "{node.idxname}" already exists, skipping'),)), "CREATE INDEX", None
    return command, "CREATE INDEX", None


def create_sequence(analysis: Analysis, node: Node) -> Result:
    with without_location():
        name, namespace, persistence = creation_target(analysis, node.sequence)
    if node.for_identity:
        raise feature_not_supported("a sequence made for an identity column")
    skipped = existing(analysis, name, namespace, if_not_exists=True) if node.if_not_exists else None
    if skipped is not None:
        node.accept()
        return skipped, "CREATE SEQUENCE", None
    refuse_sequence_name(node.options)
    definition = sequence_definition(analysis, node.options, None)
    existing(analysis, name, namespace, if_not_exists=False)
    return c.CreateSequence(name, namespace, persistence, definition, node.if_not_exists), "CREATE SEQUENCE", None


def create_schema(analysis: Analysis, node: Node) -> Result:
    owner = role_name(node.authrole) if node.authrole is not None else None
    name = node.schemaname or owner or ""
    if not name:
        raise feature_not_supported("CREATE SCHEMA named after the current role")
    has_elements = bool(node.schema_elts)
    for element in node.schema_elts:  # which are looked at once the schema is there
        element.accept()
    if name.startswith("pg_"):
        raise PgError(
            "42939", f'unacceptable schema name "{name}"', detail='The prefix "pg_" is reserved for system schemas.'
        )
    if analysis.catalog.namespace(name) is not None:
        if not node.if_not_exists:
            raise PgError("42P06", f'schema "{name}" already exists')
        return c.Skipped((("42P06", f'schema "{name}" already exists, skipping'),)), "CREATE SCHEMA", None
    return c.CreateSchema(name, node.if_not_exists, owner, has_elements), "CREATE SCHEMA", None
