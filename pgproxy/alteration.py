"""One ALTER TABLE under way: the relation as its actions change it, in the catalog and in SQLite's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import (
    begin,
    check_condition,
    create_index_file,
    publish,
    quoted,
    rewrite_schema,
)
from pgproxy.exclusion import existing_conflict
from pgproxy.late_references import refuse_existing
from pgproxy.relation_size import measured_built, note_sizes
from pgproxy.table_builder import TableBuilder
from pgproxy.violations import explain_table
from translator.catalog.relation import UNKNOWN, Attribute, Constraint, Index, Relation
from translator.errors import PgError
from translator.errors.constraints import check_violated_by_some_row

if TYPE_CHECKING:
    from pgproxy.session import Session


class Alteration:
    """One ALTER TABLE under way: every action changes the relation, the file follows at once."""

    def __init__(self, session: Session, relation: Relation) -> None:
        self.session = session
        self.image = begin(session, "ALTER TABLE")
        found = self.image.relation(relation.oid)
        assert found is not None
        self.relation = found

    @property
    def _table(self) -> str:
        return f"{self.relation.schema}.{quoted(self.relation.physical)}"

    def attribute(self, name: str) -> Attribute:
        found = self.relation.column(name)
        if found is None:
            raise PgError("42703", f'column "{name}" of relation "{self.relation.name}" does not exist')
        return found

    def save(self, relation: Relation, *, schema: bool = True) -> None:
        """Make `relation` the current definition, in the catalog and (with `schema`) in SQLite's table."""
        self.relation = relation
        self.image = publish(self.session, self.image, relation, replace=True)
        if schema:
            rewrite_schema(self.session, self.image, relation)

    def note_rewrite(self) -> None:
        """PostgreSQL writes the table anew: nothing is known of its size until somebody counts."""
        if self.relation.tuples != UNKNOWN:
            self.save(replace(self.relation, pages=0, tuples=UNKNOWN), schema=False)

    def change(self, attribute: Attribute, *, schema: bool = True) -> None:
        attributes = tuple(
            attribute if known.number == attribute.number else known for known in self.relation.attributes
        )
        self.save(replace(self.relation, attributes=attributes), schema=schema)

    def replace_constraint(self, constraint: Constraint, *, schema: bool = True) -> None:
        """Put a constraint in the place of the one with its oid."""
        constraints = tuple(constraint if known.oid == constraint.oid else known for known in self.relation.constraints)
        self.save(replace(self.relation, constraints=constraints), schema=schema)

    def builder(self) -> TableBuilder:
        return TableBuilder(self.session, self.image, self.relation)

    def take(self, builder: TableBuilder) -> None:
        """Take over what a builder added, with its sequences and indexes."""
        if builder.sequences:
            self.image = publish(self.session, self.image, *builder.sequences)
        self.save(builder.relation)
        for index in builder.new_indexes:
            create_index_file(self.session, self.image, self.relation, index)
        if builder.new_indexes and self.relation.kind != "p":
            built = [index.oid for index in builder.new_indexes]
            self.relation = measured_built(self.session, self.relation, built)
            self.image = note_sizes(self.session, self.image, self.relation)

    def fill(self, attribute: Attribute, value: str) -> None:
        self.session.engine.run_unchecked(f"UPDATE {self._table} SET {quoted(attribute.physical)} = {value}")

    def recompute(self) -> None:
        """Write every row again, with its stored generated columns."""
        self.session.engine.run_unchecked(f"UPDATE {self._table} SET rowid = rowid")

    def has_rows(self) -> bool:
        return bool(self.session.engine.run(f"SELECT 1 FROM {self._table} LIMIT 1"))

    def require_not_null(self, attribute: Attribute) -> None:
        if self.session.engine.run(f"SELECT 1 FROM {self._table} WHERE {quoted(attribute.physical)} IS NULL LIMIT 1"):
            raise PgError(
                "23502",
                f'column "{attribute.name}" of relation "{self.relation.name}" contains null values',
                schema=self.schema_name,
                table=self.relation.name,
                column=attribute.name,
            )

    @property
    def schema_name(self) -> str:
        row = self.image.namespace_by_oid(self.relation.namespace)
        return "" if row is None else row.nspname

    def validate(self, constraint: Constraint) -> None:
        """Check the rows that are there against a new CHECK or FOREIGN KEY."""
        if constraint.kind == "c":
            condition = check_condition(self.session, self.image, self.relation, constraint)
            if self.session.engine.run(f"SELECT 1 FROM {self._table} WHERE NOT ({condition}) LIMIT 1"):
                raise check_violated_by_some_row(self.schema_name, self.relation.name, constraint.name)
        elif constraint.kind == "f":
            if constraint.is_late_key:
                refuse_existing(self.session, self.relation, constraint)
            error = explain_table(self.session, self.image, self.relation, constraint)
            if error is not None:
                raise error
        elif constraint.excludes and self.relation.kind == "r":
            index = next(known for known in self.relation.indexes if known.oid == constraint.index)
            error = existing_conflict(self.session, self.relation, constraint, index)
            if error is not None:
                raise error

    def revalidate(self, attribute: Attribute) -> None:
        """Check the rows against what is said of a column whose values have changed, here and in referencing tables."""
        for constraint in self.relation.constraints:
            checked = constraint.kind in "cf" or constraint.excludes
            if checked and constraint.validated and attribute.number in constraint.columns:
                self.validate(constraint)
        for child in self.image.referring(self.relation.oid):
            for constraint in child.constraints:
                if constraint.references == self.relation.oid and attribute.number in constraint.referenced_columns:
                    if constraint.is_late_key and constraint.validated and child.kind == "r":
                        refuse_existing(self.session, child, constraint)
                    error = explain_table(self.session, self.image, child, constraint)
                    if error is not None:
                        raise error

    def drop_indexes(self, attribute: Attribute) -> None:
        """Drop the files of the indexes that a column's values may be in."""
        for index in self._touching(attribute):
            self.session.engine.run(f"DROP INDEX IF EXISTS {self.relation.schema}.{quoted(index.physical)}")

    def create_indexes(self, attribute: Attribute) -> None:
        """Make those files again."""
        for index in self._touching(attribute):
            create_index_file(self.session, self.image, self.relation, index)

    def _touching(self, attribute: Attribute) -> list[Index]:
        return [
            index
            for index in self.relation.indexes
            if any(key.number in (attribute.number, 0) for key in index.columns) or index.predicate
        ]

    def rewrite_children(self) -> None:
        """Foreign keys name the parent's columns in SQLite's text."""
        for child in self.image.referring(self.relation.oid):
            if child.oid != self.relation.oid and any(
                known.references == self.relation.oid for known in child.constraints
            ):
                rewrite_schema(self.session, self.image, child)
