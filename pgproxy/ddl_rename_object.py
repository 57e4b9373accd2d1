"""ALTER ... RENAME, carried out: relations, columns, constraints, and databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_policy import rewrite_policies
from pgproxy.ddl_rename import rename_column_texts, rename_sequence_texts
from pgproxy.ddl_role_rename import rename_role
from pgproxy.ddl_schema import rename_schema
from pgproxy.ddl_table import begin, publish, rewrite_schema
from pgproxy.portal import Portal
from pgproxy.type_names import rename_row_type
from pgproxy.view_dependencies import rewrite_views
from translator import command as c
from translator.catalog.image import CatalogImage
from translator.catalog.object_rows import index_column_names
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.objects import duplicate_table

if TYPE_CHECKING:
    from pgproxy.session import Session


def rename(session: Session, command: c.Rename, portal: Portal) -> None:
    if command.kind == "database":
        _rename_database(session, command)
        return
    if command.kind == "schema":
        rename_schema(session, command)
        return
    if command.kind == "role":
        rename_role(session, command)
        return
    image = begin(session, "ALTER TABLE")
    if command.kind == "relation":
        _rename_relation(session, image, command)
        return
    if command.kind == "index column":
        _rename_index_column(session, image, command)
        return
    relation = image.relation(command.relation)
    assert relation is not None
    if command.kind == "column":
        for table in (relation, *image.descendants(relation.oid)):
            changed = rename_column_texts(session, session.base_image, table, command.old_name, command.new_name)
            publish(session, session.base_image, changed, replace=True)
        rewrite_views(session, image, session.base_image, relation.oid)
        rewrite_policies(session, image, session.base_image, command.old_name)
        return
    constraint = next(known for known in relation.constraints if known.name == command.old_name)
    heirs = image.descendants(relation.oid) if constraint.kind in "cn" else ()
    for table in (relation, *heirs):
        _rename_constraint(session, table, command)


def _rename_index_column(session: Session, image: CatalogImage, command: c.Rename) -> None:
    relation = image.index_relation(command.relation)
    assert relation is not None
    index = next(known for known in relation.indexes if known.oid == command.relation)
    names = index_column_names(relation, index)
    renamed = tuple(command.new_name if name == command.old_name else name for name in names)
    changed = replace(index, column_names=renamed)
    indexes = tuple(changed if known is index else known for known in relation.indexes)
    publish(session, image, replace(relation, indexes=indexes), replace=True)


def _rename_constraint(session: Session, relation: Relation, command: c.Rename) -> None:
    """A constraint, and the index of the name that enforces it."""
    constraint = next((known for known in relation.constraints if known.name == command.old_name), None)
    if constraint is None:
        return
    constraints = tuple(
        replace(known, name=command.new_name) if known is constraint else known for known in relation.constraints
    )
    indexes = tuple(
        replace(known, name=command.new_name) if known.oid == constraint.index and constraint.kind in "pux" else known
        for known in relation.indexes
    )
    changed = replace(relation, constraints=constraints, indexes=indexes)
    image = publish(session, session.base_image, changed, replace=True)
    rewrite_schema(session, image, changed)


def _rename_relation(session: Session, image: CatalogImage, command: c.Rename) -> None:
    relation = image.relation(command.relation)
    if relation is None:
        table = image.index_relation(command.relation)
        assert table is not None
        if image.name_taken(table.namespace, command.new_name):
            raise duplicate_table(command.new_name)
        indexes = tuple(
            replace(known, name=command.new_name) if known.oid == command.relation else known for known in table.indexes
        )
        constraints = tuple(
            replace(known, name=command.new_name) if known.index == command.relation and known.kind in "pux" else known
            for known in table.constraints
        )
        publish(session, image, replace(table, indexes=indexes, constraints=constraints), replace=True)
        return
    if image.name_taken(relation.namespace, command.new_name):
        raise duplicate_table(command.new_name)
    if relation.type_oid and image.type_stands(relation.namespace, command.new_name, renamed=True):
        raise PgError("42710", f'type "{command.new_name}" already exists')
    renamed = publish(session, image, replace(relation, name=command.new_name), replace=True)
    if relation.sequence is not None:
        using = rename_sequence_texts(session, image, renamed, relation.oid)
        renamed = publish(session, renamed, *using, replace=True)
    before, image = image, rewrite_views(session, image, renamed, relation.oid)
    image = rewrite_policies(session, before, image, relation.name)
    if relation.type_oid:
        rename_row_type(session, image, relation.type_oid, command.new_name)


def _rename_database(session: Session, command: c.Rename) -> None:
    cluster = session.server.cluster
    if cluster.row(command.old_name) is None:
        raise PgError("3D000", f'database "{command.old_name}" does not exist')
    if command.old_name == session.database.name:
        raise PgError("0A000", "current database cannot be renamed")
    if any(database.name == command.old_name and database.sessions for database in cluster.open_databases()):
        raise PgError("55006", f'database "{command.old_name}" is being accessed by other users')
    cluster.rename(command.old_name, command.new_name)
