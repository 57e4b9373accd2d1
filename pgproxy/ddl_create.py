"""CREATE TABLE, SEQUENCE and SCHEMA, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog, temporary
from pgproxy.constraint_parts import add_parts
from pgproxy.ddl_default_acl import initial_privileges
from pgproxy.ddl_index import copy_index, copy_keys
from pgproxy.ddl_names import physical_name
from pgproxy.ddl_partition import (
    publish_parents,
    with_bound,
)
from pgproxy.ddl_sequence import require_linkable
from pgproxy.ddl_statistics import copy_statistics
from pgproxy.ddl_table import begin, create_index_file, create_table_file, publish
from pgproxy.like_comments import copy_comments
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from pgproxy.schema_elements import create_elements
from pgproxy.table_builder import SEQUENCE_ATTRIBUTES, TableBuilder
from pgproxy.type_names import make_way
from translator import command as c
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.rows import PgNamespace
from translator.catalog.type_rows import array_type, composite_type
from translator.errors.notices import notice
from translator.errors.objects import wrong_object_type
from translator.planning import plan_filling

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_table(session: Session, command: c.CreateTable, portal: Portal) -> None:
    make_table(session, command)


def create_table_as(session: Session, command: c.CreateTableAs, portal: Portal) -> None:
    """A table of a query's columns, filled with its rows."""
    relation = make_table(session, command.table)
    if command.query is None:
        if relation.kind == "m":
            publish(session, session.base_image, replace(relation, populated=False), replace=True)
        return
    plan = plan_filling(session.image, session, relation, command.query)
    parameters = portal.parameters
    if command.arguments is not None:
        parameters = session.arguments(command.arguments, parameters)
    session.execution.compute_constants(plan, parameters)
    session.execution.write(plan, parameters if plan.steps else [parameters[bind.number - 1] for bind in plan.binds])
    count = session.execution.step_changes if plan.steps else session.engine.changes
    portal.tag = f"SELECT {count}"


def refresh_view(session: Session, command: c.RefreshView, portal: Portal) -> None:
    """A materialized view filled anew, or emptied."""
    image = begin(session, "REFRESH MATERIALIZED VIEW")
    relation = image.relation(command.relation)
    assert relation is not None
    session.engine.run(f'DELETE FROM {relation.schema}."{relation.physical}"')
    populated = command.query is not None
    if relation.populated != populated:
        relation = replace(relation, populated=populated)
        publish(session, image, relation, replace=True)
    if command.query is not None:
        plan = plan_filling(session.image, session, relation, command.query)
        session.execution.compute_constants(plan, ())
        session.execution.write(plan, ())


def make_table(session: Session, command: c.CreateTable) -> Relation:
    """The new table, in the catalog and in the file."""
    for message, detail in command.notices:
        session.notice(notice(message, detail=detail))
    image = begin(session, "CREATE TABLE" if command.foreign is None else "CREATE FOREIGN TABLE")
    database = session.database
    image, namespace = creation_schema(session, image, command.namespace, command.persistence)
    oid, type_oid, array_oid = database.next_oid(), database.next_oid(), database.next_oid()
    physical = physical_name(image, namespace.nspname, command.name, set())
    relation = Relation(
        oid,
        command.name,
        namespace.oid,
        _relkind(command),
        physical=physical,
        schema="temp" if command.persistence == "t" else "main",
        type_oid=type_oid,
        owner=session.role.oid,
        acl=initial_privileges(session, image, "r", namespace.oid) or (),
        persistence=command.persistence,
        options=command.options,
        on_commit=command.on_commit,
        definition=command.definition,
        depends_on=command.depends_on,
        rule_oid=0 if command.definition is None else database.next_oid(),
        parents=command.parents,
        partition_key=command.partition_key,
        of_type=command.of_type,
        tablespace=command.tablespace,
        foreign=command.foreign,
        access_method=command.access_method,
    )
    if command.bound is not None:
        relation = with_bound(session, image, relation, command.bound)
    builder = TableBuilder(session, image, relation, "CREATE TABLE")
    for column in command.columns:
        builder.add_column(column)
    builder.hold_rows()
    for constraint in (item for item in command.constraints if item.kind == "n"):
        builder.add_constraint(constraint)
    for attribute in builder.relation.attributes:
        if attribute.not_null:
            builder.add_not_null(attribute)
    for kind in "cpuxf":
        for constraint in command.constraints:
            if constraint.kind == kind:
                builder.add_constraint(constraint)
    image = add_row_types(session, image, builder.relation, array_oid)
    image = publish(session, image, *builder.sequences, builder.relation)
    create_table_file(session, image, builder.relation)
    image = publish_parents(session, image, builder.relation)
    for index in builder.new_indexes:
        create_index_file(session, image, builder.relation, index)
    if command.bound is not None:
        _refuse_unique_parent(image, builder.relation)
        copy_keys(session, builder.relation.oid, statement="CREATE TABLE")
        add_parts(session, builder.relation.oid)
    for oid, indexes in command.likes:
        for index in indexes:
            copy_index(session, oid, builder.relation.oid, index)
    for oid in command.statistics_of:
        copy_statistics(session, oid, builder.relation.oid)
    for oid in command.comments_of:
        copy_comments(session, oid, builder.relation.oid)
    made = session.base_image.relation(builder.relation.oid)
    assert made is not None
    return made


def _relkind(command: c.CreateTable) -> str:
    if command.foreign is not None:
        return "f"
    return "m" if command.definition is not None else "r" if command.partition_key is None else "p"


def _refuse_unique_parent(image: CatalogImage, relation: Relation) -> None:
    """Raise PgError 42809 for a foreign partition of a table with unique indexes."""
    parent = image.relation(relation.parents[0])
    if relation.kind == "f" and parent is not None and any(index.unique for index in parent.indexes):
        raise wrong_object_type(
            f'cannot create foreign partition of partitioned table "{parent.name}"',
            detail=f'Table "{parent.name}" contains indexes that are unique.',
        )


def creation_schema(
    session: Session, image: CatalogImage, namespace: int, persistence: str
) -> tuple[CatalogImage, PgNamespace]:
    """The schema that a new relation goes into; that of temporary objects is made with the first of them."""
    if persistence == "t":
        return temporary.require_schema(session, image)
    row = image.namespace_by_oid(namespace)
    assert row is not None
    return image, row


def add_row_types(session: Session, image: CatalogImage, relation: Relation, array_oid: int) -> CatalogImage:
    """The composite type of a table's rows, and the array of it."""
    row = composite_type(relation.type_oid, relation.name, relation.namespace, array_oid, relation.oid)
    acl = initial_privileges(session, image, "T", relation.namespace) if relation.kind == "c" else None
    row = replace(row, typowner=relation.owner, typacl=acl)
    image = make_way(session, image, row)
    array = replace(array_type(image, row), typowner=relation.owner)
    for made in (row, array):
        stored_catalog.store_type(session.engine, made, schema=relation.schema)
    return image.with_types(row, array)


def create_sequence(session: Session, command: c.CreateSequence, portal: Portal) -> None:
    image = begin(session, "CREATE SEQUENCE")
    image, namespace = creation_schema(session, image, command.namespace, command.persistence)
    relation = Relation(
        session.database.next_oid(),
        command.name,
        namespace.oid,
        "S",
        SEQUENCE_ATTRIBUTES,
        schema="temp" if command.persistence == "t" else "main",
        owner=session.role.oid,
        acl=initial_privileges(session, image, "S", namespace.oid) or (),
        persistence=command.persistence,
        sequence=command.sequence,
    )
    require_linkable(session, relation)
    publish(session, image, relation)


def create_schema(session: Session, command: c.CreateSchema, portal: Portal) -> None:
    owner = role_of(session, command.owner or "")
    image = begin(session, "CREATE SCHEMA")
    acl = initial_privileges(session, image, "n", owner=owner.oid)
    row = PgNamespace(oid=session.database.next_oid(), nspname=command.name, nspowner=owner.oid, nspacl=acl)
    stored_catalog.store_namespace(session.engine, row)
    session.transaction.image = image.with_namespace(row)
    if command.has_elements:
        assert portal.statement is not None
        create_elements(session, command.name, portal.statement.text)
