"""CREATE FOREIGN TABLE, and what ALTER FOREIGN TABLE does to options: raw tree to command.

Manual: CREATE FOREIGN TABLE, ALTER FOREIGN TABLE.
"""

from __future__ import annotations

from msgspec.structs import replace

from translator import command as c
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.ddl_create import Result, create_table
from translator.analyze.foreign_data import (
    existing_server,
    require_server_usage,
    wrapper_of,
)
from translator.analyze.option_changes import option_changes
from translator.analyze.state import Analysis
from translator.catalog.dependency_rows import PG_ATTRIBUTE, PG_FOREIGN_TABLE
from translator.catalog.foreign_options import validate, with_changes
from translator.catalog.foreign_tables import wrapper_of_table
from translator.catalog.relation import Attribute, ForeignTable, Relation
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.parser import Node

_TAG = "CREATE FOREIGN TABLE"


def create_foreign_table(analysis: Analysis, node: Node) -> Result:
    """A table of a foreign server.  Raises PgError as CREATE TABLE does, 42704, 42501, 42601 for options."""
    command, _, _ = create_table(analysis, node.base, kind="f")
    if not isinstance(command, c.CreateTable):
        node.accept()
        return command, _TAG, None
    server = existing_server(analysis, node.servername)
    require_server_usage(analysis, server)
    options = with_changes(None, option_changes(node.options))
    validator = wrapper_of(analysis, server).fdwvalidator
    validate(validator, options, PG_FOREIGN_TABLE)
    for column in command.columns:
        validate(validator, column.attribute.fdw_options, PG_ATTRIBUTE)
    return replace(command, foreign=ForeignTable(server.oid, options or ())), _TAG, None


def alter_options(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """OPTIONS of the table.  Raises PgError 42704, 42710, 42601."""
    foreign = relation.foreign
    assert foreign is not None
    options = with_changes(foreign.options, option_changes(getattr(item, "def").items))
    validate(wrapper_of_table(analysis.catalog, relation).fdwvalidator, options, PG_FOREIGN_TABLE)
    return c.AlterAction("foreign options", options=options or ())


def require_column_options(analysis: Analysis, relation: Relation, attribute: Attribute) -> None:
    """Let the wrapper's validator look at the options of a new column.  Raises PgError 42601."""
    validate(wrapper_of_table(analysis.catalog, relation).fdwvalidator, attribute.fdw_options, PG_ATTRIBUTE)


def alter_column_options(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """OPTIONS of a column.  Raises PgError 42703, 0A000 for one of the system's, and as `alter_options`."""
    attribute = relation.column(item.name)
    if attribute is None and item.name in SYSTEM_COLUMNS:
        raise PgError("0A000", f'cannot alter system column "{item.name}"')
    if attribute is None:
        raise undefined_column_of_relation(item.name, relation.name)
    options = with_changes(attribute.fdw_options, option_changes(getattr(item, "def").items))
    validate(wrapper_of_table(analysis.catalog, relation).fdwvalidator, options, PG_ATTRIBUTE)
    return c.AlterAction("column foreign options", column=attribute.name, settings=(("fdw_options", options or ()),))
