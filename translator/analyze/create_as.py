"""CREATE TABLE AS and SELECT INTO: raw tree to command.  Manual: the commands' own pages."""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze.ddl_create import creation_target, existing, on_commit, refuse_type_name, storage_options
from translator.analyze.ddl_drop import Result
from translator.analyze.state import Analysis
from translator.catalog.relation import Attribute
from translator.errors import PgError, feature_not_supported
from translator.parser import Node, strings
from translator.planning import analyze_statement
from translator.query import Query


def create_table_as(analysis: Analysis, node: Node) -> Result:
    if node.objtype != "OBJECT_TABLE":
        raise feature_not_supported("a materialized view")
    _ = node.is_select_into
    return _create(analysis, node, node.into, node.query, if_not_exists=node.if_not_exists)


def into_clause(node: Node) -> Node | None:
    """The INTO of a SELECT; of set operations, that of the first one."""
    while node.tag == "SelectStmt" and node.has("larg"):
        node = node.peek("larg")
    into: Node | None = node.peek("into_clause")
    return into


def select_into(analysis: Analysis, node: Node) -> Result:
    into = into_clause(node)
    assert into is not None
    analysis.into = into
    return _create(analysis, node, into, node, if_not_exists=False)


def _create(analysis: Analysis, node: Node, into: Node, rows: Node, *, if_not_exists: bool) -> Result:
    try:
        name, namespace, persistence = creation_target(analysis, into.rel)
    except PgError as error:
        error.location = None  # here, unlike in CREATE TABLE, PostgreSQL reports no position
        raise
    if into.access_method not in ("", "heap"):
        raise PgError("42704", f'access method "{into.access_method}" does not exist')
    if into.table_space_name:
        raise feature_not_supported("a tablespace")
    if rows.tag == "ExecuteStmt":
        raise feature_not_supported("CREATE TABLE AS EXECUTE")
    skipped = existing(analysis, name, namespace, if_not_exists=if_not_exists)
    if skipped is not None:
        node.accept()
        return skipped, "CREATE TABLE AS", None
    refuse_type_name(analysis, name, namespace)
    query = analyze_statement(analysis, rows)
    columns = output_columns(analysis, query, strings(into.col_names))
    table = c.CreateTable(
        name, namespace, persistence, tuple(c.NewColumn(column) for column in columns), (), if_not_exists,
        storage_options(into.options), on_commit(into.on_commit, persistence),
    )  # fmt: skip
    if into.skip_data:
        return c.CreateTableAs(table, None), "CREATE TABLE AS", None
    return c.CreateTableAs(table, query), "SELECT", None


def output_columns(analysis: Analysis, query: Query, names: Sequence[str]) -> tuple[Attribute, ...]:
    """A query's columns as those of a relation, renamed as far as `names` go.

    Raises PgError 42601 for too many names, 42701 for one given twice, 42P16 for a column that nothing can store.
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
        columns.append(Attribute(name, number, row.oid, entry.expr.typmod))
    return tuple(columns)
