"""Alembic: it writes the same migrations against both servers, and finds nothing left to do after each."""

from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
from sqlalchemy.dialects import postgresql as pg

from tests.clients.target import Target, Targets, assert_same

OPTIONS = {"compare_type": True, "compare_server_default": True, "include_schemas": True}
VERSIONS = 3


def metadata(version: int) -> sa.MetaData:
    """The tables of an application as it grows."""
    found = sa.MetaData()
    mood = pg.ENUM("sad", "ok", "happy", name="mood", metadata=found)
    sa.Table(
        "parent", found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, unique=True, comment="how it is called"),
        sa.Column("mood", mood),
        sa.Column("made", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("changed", sa.DateTime, server_default=sa.text("CURRENT_TIMESTAMP")),
        sa.Column("price", sa.Numeric(10, 2), sa.CheckConstraint("price > 0", name="positive")),
        comment="what others belong to",
    )  # fmt: skip
    columns: list[Any] = [
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("parent_id", sa.ForeignKey("parent.id", ondelete="CASCADE", name="belongs"), index=True),
        sa.Column("document", pg.JSONB, server_default="{}"),
        sa.Column("tags", pg.ARRAY(sa.Text)),
        sa.Column("key", pg.UUID),
        sa.Column("flag", sa.Boolean, server_default=sa.text("false"), nullable=False),
    ]
    if version > 1:
        columns += [
            sa.Column("extra", sa.String(20), server_default="x"),
            sa.Column("computed", sa.Integer, sa.Computed("1 + 1", persisted=True)),
            sa.Column("lasting", pg.INTERVAL), sa.Column("address", pg.INET), sa.Column("between", pg.INT4RANGE),
            sa.Column("picture", pg.BYTEA), sa.Column("daily", sa.Time),
            sa.Index("by_extra", sa.text("lower(extra)"), postgresql_where=sa.text("flag")),
        ]  # fmt: skip
    else:
        columns.append(sa.Index("by_flag", "flag"))
    sa.Table(
        "child", found, *columns, sa.Index("by_tags", "tags", postgresql_using="gin"),
        sa.UniqueConstraint("parent_id", "flag", name="once"),
    )  # fmt: skip
    sa.Table(
        "elsewhere", found,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("child_id", sa.ForeignKey("child.id", deferrable=True, initially="DEFERRED")),
        schema="other",
    )  # fmt: skip
    if version > 2:
        sa.Table(
            "booking", found,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("during", pg.TSTZRANGE),
            pg.ExcludeConstraint(("during", "&&"), name="not_at_once", using="gist"),
        )  # fmt: skip
    return found


def migrate(target: Target) -> list[Any]:
    """The migrations, what is left after each, and what the inspector says in the end."""
    engine = sa.create_engine(target.dsn.replace("postgresql", "postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA other"))
    notes: list[Any] = []
    for version in (*range(1, VERSIONS + 1), 1):
        tables = metadata(version)
        with engine.begin() as connection:
            context = MigrationContext.configure(connection, opts=OPTIONS)
            script = produce_migrations(context, tables)
            assert script.upgrade_ops is not None
            notes.append(render_python_code(script.upgrade_ops))
            carry_out(Operations(context), script.upgrade_ops)
        with engine.begin() as connection:
            notes.append(compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), tables))
    notes.extend(inspected(sa.inspect(engine)))
    engine.dispose()
    return notes


def carry_out(operations: Operations, container: ops.OpContainer) -> None:
    for operation in container.ops:
        if isinstance(operation, ops.OpContainer):
            carry_out(operations, operation)
        else:
            operations.invoke(operation)


def inspected(inspector: sa.Inspector) -> list[Any]:
    notes: list[Any] = []
    for schema in (None, "other"):
        for table in sorted(inspector.get_table_names(schema)):
            notes += [
                inspector.get_columns(table, schema), inspector.get_pk_constraint(table, schema),
                inspector.get_foreign_keys(table, schema), inspector.get_indexes(table, schema),
                inspector.get_unique_constraints(table, schema), inspector.get_check_constraints(table, schema),
                inspector.get_table_comment(table, schema), inspector.get_table_options(table, schema),
            ]  # fmt: skip
    return [repr(note) for note in [*notes, inspector.get_schema_names(), sorted(inspector.get_sequence_names())]]


def test_migrations_are_written_and_done(targets: Targets) -> None:
    notes = migrate(targets[1])
    assert notes[1:8:2] == [[], [], [], []]
    assert_same(lambda target: notes if target is targets[1] else migrate(target), targets)
