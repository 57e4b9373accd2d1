"""CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW: raw tree to command.  Manual: the commands' own pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator import command as c
from translator.analyze.access_method import new_table_method
from translator.analyze.ddl_create import creation_target, existing, on_commit, refuse_type_name
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.expression_collation import CONFLICT, column_collation
from translator.analyze.permission import require_permission
from translator.analyze.prepared import bound_statement
from translator.analyze.select import into_clause
from translator.analyze.state import Analysis, ParseState
from translator.analyze.storage_options import storage_options
from translator.analyze.tablespace import new_tablespace
from translator.analyze.views import view_query
from translator.catalog.quote import quote_qualified
from translator.catalog.relation import Attribute, Relation
from translator.deparse_query import deparse_query
from translator.dependencies import relation_columns
from translator.errors import PgError, without_location
from translator.errors.objects import wrong_object_type
from translator.errors.statements import indeterminate_collation
from translator.parser import Node, strings
from translator.planning import analyze_statement
from translator.query import Query

_TAGS = {"TABLE": "CREATE TABLE AS", "MATVIEW": "CREATE MATERIALIZED VIEW"}


def create_table_as(analysis: Analysis, node: Node) -> Result:
    _ = node.is_select_into
    kind = node.objtype.removeprefix("OBJECT_")
    return _create(analysis, node, node.into, node.query, if_not_exists=node.if_not_exists, kind=kind)


def select_into(analysis: Analysis, node: Node) -> Result:
    into = into_clause(node)
    assert into is not None
    analysis.into = into
    return _create(analysis, node, into, node, if_not_exists=False)


def _create(
    analysis: Analysis, node: Node, into: Node, rows: Node, *, if_not_exists: bool, kind: str = "TABLE"
) -> Result:
    """The query is analyzed at once, what is to become of its rows is looked at when the statement is executed."""
    query = None if rows.tag == "ExecuteStmt" else analyze_statement(analysis, rows)
    if kind == "MATVIEW":
        assert query is not None
        _refuse_in_view(analysis, into, rows, query)
    try:
        return _relation(analysis, node, into, rows, query, if_not_exists=if_not_exists, kind=kind)
    except PgError as error:
        node.accept()
        return c.Denied(error), _TAGS[kind], None


def _has_parameters(node: Node) -> bool:
    return any(child.tag == "ParamRef" or _has_parameters(child) for child in node.children())


def _refuse_in_view(analysis: Analysis, into: Node, rows: Node, query: Query) -> None:
    if any(cte.query is not None and cte.query.command != "select" for cte in query.ctes):
        raise PgError("0A000", "materialized views must not use data-modifying statements in WITH")
    if any(is_temporary(analysis, oid) for oid, _ in relation_columns(query)):
        raise PgError("0A000", "materialized views must not use temporary tables or views")
    if _has_parameters(rows):
        raise PgError("0A000", "materialized views may not be defined using bound parameters")
    if into.rel.relpersistence == "u":
        raise PgError("0A000", "materialized views cannot be unlogged")


def _relation(
    analysis: Analysis, node: Node, into: Node, rows: Node, query: Query | None, *, if_not_exists: bool, kind: str
) -> Result:
    with without_location():
        name, namespace, persistence = creation_target(analysis, into.rel)
    method = new_table_method(analysis, into.access_method, partitioned=False)
    tablespace = new_tablespace(analysis, into.table_space_name, persistence, partitioned=False)
    arguments = None
    if query is None:
        _, query, arguments = bound_statement(analysis, rows)
        if query is None or query.command != "select":
            raise PgError("42809", "prepared statement is not a SELECT")
    if not into.skip_data:
        require_permission(analysis, query)
    skipped = existing(analysis, name, namespace, if_not_exists=if_not_exists)
    if skipped is not None:
        node.accept()
        return skipped, _TAGS[kind], None
    refuse_type_name(analysis, name, namespace)
    columns = output_columns(analysis, query, strings(into.col_names))
    table = c.CreateTable(
        name, namespace, persistence, tuple(c.NewColumn(column) for column in columns), (), if_not_exists,
        storage_options(into.options, "r"), on_commit(into.on_commit, persistence), tablespace=tablespace,
        access_method=method,
    )  # fmt: skip
    if kind == "MATVIEW":
        _ = into.view_query
        plain = analysis.catalog.with_search_path(())
        text = deparse_query(plain, query, [column.name for column in columns], stored=True)
        table = replace(table, definition=text, depends_on=relation_columns(query))
    if into.skip_data:
        return c.CreateTableAs(table, None), "SELECT 0" if rows.tag == "ExecuteStmt" else _TAGS[kind], None
    return c.CreateTableAs(table, query, arguments), "SELECT", None


def is_temporary(analysis: Analysis, oid: int) -> bool:
    relation = analysis.catalog.relation(oid)
    return relation is not None and relation.schema == "temp"


def source(analysis: Analysis, node: Node) -> tuple[Analysis, Query]:
    """The query whose rows such a statement takes, as EXPLAIN shows it, and the analysis that its parameters are of."""
    if node.tag != "CreateTableAsStmt":
        return analysis, analyze_statement(analysis, node)
    if node.query.tag == "ExecuteStmt":
        inner, query, _ = bound_statement(analysis, node.query)
        if query is None:
            raise PgError("42809", "prepared statement is not a SELECT")
        return inner, query
    return analysis, analyze_statement(analysis, node.query)


def output_columns(
    analysis: Analysis, query: Query, names: Sequence[str], *, of_view: bool = False
) -> tuple[Attribute, ...]:
    """A query's columns as those of a relation, renamed as far as `names` go.

    Raises PgError 42601 for too many names, 42701 for one given twice, 42P16 for a column that nothing can store, 42P22
    for one that may follow several collations.
    """
    if len(names) > len(query.columns):
        raise PgError("42601", "too many column names were specified")
    columns: list[Attribute] = []
    for number, entry in enumerate(query.columns, start=1):
        name = names[number - 1] if number <= len(names) else entry.name
        if any(column.name == name for column in columns):
            raise PgError("42701", f'column "{name}" specified more than once')
        row = analysis.catalog.type(entry.expr.type)
        if row.typtype == "p":
            raise PgError("42P16", f'column "{name}" has pseudo-type {analysis.catalog.format_type(row.oid)}')
        collation = _collation(analysis, query, name, number, of_view=of_view) if row.typcollation else 0
        columns.append(
            Attribute(
                name, number, row.oid, entry.expr.typmod, collation=0 if collation == row.typcollation else collation
            )
        )
    return tuple(columns)


def _collation(analysis: Analysis, query: Query, name: str, number: int, *, of_view: bool) -> int:
    """The collation that a column of a new relation follows."""
    found = column_collation(analysis.catalog, query, number)
    if found.strength == CONFLICT:
        shown = analysis.catalog.format_type(query.columns[number - 1].expr.type)
        raise indeterminate_collation(
            f'could not determine which collation to use for view column "{name}"'
            if of_view
            else f'no collation was derived for column "{name}" with collatable type {shown}'
        )
    return found.collation


def refresh(analysis: Analysis, node: Node) -> Result:
    """REFRESH MATERIALIZED VIEW."""
    name, schema = node.relation.relname, node.relation.schemaname or None
    if analysis.catalog.index_relation(analysis.catalog.find_oid(name, schema)) is not None:
        raise wrong_object_type(f'"{name}" is not a table or materialized view')
    relation = relation_of(analysis, node.relation)
    if relation.kind not in "rmp":
        raise wrong_object_type(f'"{relation.name}" is not a table or materialized view')
    if relation.kind != "m":
        raise PgError("0A000", f'"{relation.name}" is not a materialized view')
    if node.concurrent:
        if not relation.populated:
            raise PgError("0A000", "CONCURRENTLY cannot be used when the materialized view is not populated")
        if node.skip_data:
            raise PgError("42601", "CONCURRENTLY and WITH NO DATA options cannot be used together")
        _check_unique_index(analysis, relation)
    query = None if node.skip_data else view_query(ParseState(analysis), relation)
    if query is not None:
        require_permission(analysis, query, owner=relation.owner)
    return c.RefreshView(relation.oid, query), "REFRESH MATERIALIZED VIEW", None


def _check_unique_index(analysis: Analysis, relation: Relation) -> None:
    """Raises PgError 55000."""
    for index in relation.indexes:
        if index.unique and index.predicate is None and all(key.number for key in index.columns):
            return
    namespace = analysis.catalog.namespace_by_oid(relation.namespace)
    name = quote_qualified(None if namespace is None else namespace.nspname, relation.name)
    raise PgError(
        "55000",
        f'cannot refresh materialized view "{name}" concurrently',
        hint="Create a unique index with no WHERE clause on one or more columns of the materialized view.",
    )
