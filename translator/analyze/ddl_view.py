"""CREATE VIEW: raw tree to command, the query in canonical text.  Manual: CREATE VIEW."""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze.create_as import is_temporary, output_columns
from translator.analyze.ddl_create import creation_target, refuse_type_name
from translator.analyze.ddl_drop import Result
from translator.analyze.state import Analysis
from translator.analyze.storage_options import storage_options
from translator.analyze.view_update import refuse_check_option
from translator.catalog.relation import Attribute, Relation
from translator.deparse_query import deparse_query
from translator.dependencies import relation_columns
from translator.errors import PgError, without_location
from translator.errors.objects import duplicate_table
from translator.errors.privileges import must_be_owner
from translator.parser import Node, strings
from translator.planning import analyze_statement
from translator.query import Query

_CHECK_OPTIONS = {"LOCAL_CHECK_OPTION": "local", "CASCADED_CHECK_OPTION": "cascaded"}


def create_view(analysis: Analysis, node: Node) -> Result:
    if node.query.tag == "SelectStmt" and node.query.has("into_clause"):
        raise PgError("0A000", "views must not contain SELECT INTO")
    if node.view.relpersistence == "u":
        raise PgError("42601", "views cannot be unlogged because they do not have storage")
    query = analyze_statement(analysis, node.query)
    if any(cte.query is not None and cte.query.command != "select" for cte in query.ctes):
        raise PgError("0A000", "views must not contain data-modifying statements in WITH")
    with without_location():
        name, namespace, persistence = creation_target(analysis, node.view)
    depends_on = relation_columns(query)
    notices: tuple[str, ...] = ()
    if persistence != "t" and any(is_temporary(analysis, oid) for oid, _ in depends_on):
        notices = (f'view "{name}" will be a temporary view',)
        persistence, temporary = "t", analysis.catalog.namespace("pg_temp")
        namespace = 0 if temporary is None else temporary.oid
    names = strings(node.aliases)
    if len(names) > len(query.columns):
        raise PgError("42601", "CREATE VIEW specifies more column names than columns")
    columns = output_columns(analysis, query, names, of_view=True)
    options = _options(node, query)
    replaces = _replaced(analysis, name, namespace, columns, replace_it=node.replace)
    if not replaces:
        refuse_type_name(analysis, name, namespace)
    plain = analysis.catalog.with_search_path(())
    definition = deparse_query(plain, query, [column.name for column in columns], stored=True)
    command = c.CreateView(
        name, namespace, persistence, columns, definition, depends_on, options, replaces, notices
    )  # fmt: skip
    return command, "CREATE VIEW", None


def _options(node: Node, query: Query) -> tuple[str, ...]:
    """WITH (...) and WITH CHECK OPTION.  Raises PgError 0A000 for a check on what cannot be changed through it."""
    options = storage_options(node.options, "v")
    written = _CHECK_OPTIONS.get(node.with_check_option)
    if written is not None:
        options = (*options, f"check_option={written}")
    refuse_check_option(options, query)
    return options


def _replaced(analysis: Analysis, name: str, namespace: int, columns: Sequence[Attribute], *, replace_it: bool) -> int:
    """The oid of the view to replace, 0 when there is none.  Raises PgError 42P07, 42809, 42P16."""
    if not analysis.catalog.name_taken(namespace, name):
        return 0
    if not replace_it:
        raise duplicate_table(name)
    found = next(known for known in analysis.catalog.relations() if (known.namespace, known.name) == (namespace, name))
    if found.kind != "v":
        raise PgError("42809", f'"{name}" is not a view')
    authority = analysis.settings.authority
    if authority is not None and not authority.owns(found.owner):
        raise must_be_owner("view", name)
    _check_columns(analysis, found, columns)
    return found.oid


def _check_columns(analysis: Analysis, before: Relation, columns: Sequence[Attribute]) -> None:
    """A replacement keeps the columns that there are, and adds others behind them."""
    if len(columns) < len(before.columns):
        raise PgError("42P16", "cannot drop columns from view")
    names = analysis.catalog.format_type
    for old, new in zip(before.columns, columns, strict=False):
        if old.name != new.name:
            raise PgError(
                "42P16",
                f'cannot change name of view column "{old.name}" to "{new.name}"',
                hint="Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.",
            )
        if (old.type, old.typmod) != (new.type, new.typmod):
            raise PgError(
                "42P16",
                f'cannot change data type of view column "{old.name}" from {names(old.type, old.typmod)} '
                f"to {names(new.type, new.typmod)}",
            )
