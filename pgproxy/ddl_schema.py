"""ALTER SCHEMA ... RENAME: whatever is kept as text names the schema's objects by their new names afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.ddl_policy import rewrite_policies
from pgproxy.ddl_rename import rename_type_texts
from pgproxy.ddl_table import begin, publish
from pgproxy.view_dependencies import rewrite_views_naming
from translator import command as c
from translator.errors import PgError
from translator.errors.objects import undefined_schema

if TYPE_CHECKING:
    from pgproxy.session import Session


def rename_schema(session: Session, command: c.Rename) -> None:
    """Raises PgError 3F000, 42P06, 42939."""
    old, new = command.old_name, command.new_name
    row = session.image.namespace(old)
    if row is None:
        raise undefined_schema(old)
    if session.image.namespace(new) is not None:
        raise PgError("42P06", f'schema "{new}" already exists')
    if new.startswith("pg_"):
        detail = 'The prefix "pg_" is reserved for system schemas.'
        raise PgError("42939", f'unacceptable schema name "{new}"', detail=detail)
    before = begin(session, "ALTER SCHEMA")
    renamed = replace(row, nspname=new)
    stored_catalog.forget_namespace(session.engine, row)
    stored_catalog.store_namespace(session.engine, renamed)
    session.transaction.image = after = before.without_namespace(old).with_namespace(renamed)
    for relation in before.relations():
        if relation.definition is None:
            changed = rename_type_texts(session, before, after, relation, old)
            if changed != relation:
                publish(session, session.base_image, changed, replace=True)
    after = rewrite_views_naming(session, before, session.base_image, old)
    rewrite_policies(session, before, after, old)
