"""Constraint violations in PostgreSQL's words: which constraint, which key, which row.

SQLite stops at the right row for the right reason but hardly says more than the columns.  When it does, and only
then, the statement runs once more inside a savepoint, with temporary triggers that note each row before it is
written: the last one noted is the failing row. Foreign keys are `pgproxy.foreign_keys`.  Sequence values are those of
the first run (`pgproxy.given_values`); a plan with other volatile functions may not fail again at the same row, and
then the error is reported without the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import apsw
from msgspec import Struct, field

from pgproxy import foreign_keys
from pgproxy.ddl_table import PARTITION
from pgproxy.errors import translate_error
from pgproxy.own_query import may_see
from pgproxy.rerun import quoted, schema_name, shown_value, table_name, undone
from translator.catalog.definitions import index_definition
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_identifier
from translator.catalog.relation import Attribute, Constraint, Index, Relation
from translator.errors import PgError
from translator.errors.constraints import (
    check_violation,
    failing_row,
    not_null_violation,
    partition_constraint_violation,
    unique_violation,
)
from translator.errors.state import internal_error
from translator.errors.values import out_of_range
from translator.parser import parse
from translator.plan import Plan
from translator.query import Storage
from translator.translate import translate
from translator.types import oids

if TYPE_CHECKING:
    from pgproxy.session import Session

_UNIQUE = (
    apsw.SQLITE_CONSTRAINT_UNIQUE,
    apsw.SQLITE_CONSTRAINT_PRIMARYKEY,
    apsw.SQLITE_CONSTRAINT_ROWID,
)
_FOREIGN = (apsw.SQLITE_CONSTRAINT_FOREIGNKEY, apsw.SQLITE_CONSTRAINT_TRIGGER)


def explain(session: Session, plan: Plan, bindings: Sequence[Storage], error: Exception) -> PgError:
    """The error for the client of a statement that has just failed; its transaction must still be open."""
    if not isinstance(error, apsw.ConstraintError):
        return translate_error(error)
    code: int = error.extendedresult  # type: ignore[attr-defined]  # apsw sets it on every error of SQLite
    if code in _FOREIGN:
        found = foreign_keys.explain_statement(session, plan, bindings)
        return found if found is not None else internal_error(str(error))
    failure = Failure(session, str(error), written=frozenset((plan.targets[0], number) for number in plan.written))
    failure.observe(plan, bindings)
    found = failure.explained(code)
    if failure.relation is not None and failure.relation.oid not in plan.targets:
        found.context = foreign_keys.reaching_actions(session.image, plan, failure.relation)
    return found


def duplicate_key(session: Session, relation: Relation, index: Index, row: Sequence[Storage]) -> PgError:
    """The error for a row that is there and has the key of another one."""
    failure = Failure(session, "", relation, tuple(row))
    return unique_violation(schema_name(session.image, relation), relation.name, index.name, failure.key(index))


def explain_deferred(session: Session) -> PgError:
    """What is wrong at COMMIT, when only deferred foreign keys can be."""
    found = foreign_keys.explain_present(session)
    return found if found is not None else internal_error("a deferred constraint failed")


def explain_immediate(session: Session) -> PgError | None:
    """What is wrong at present with the references that do not wait for COMMIT; None when nothing is."""
    return foreign_keys.explain_present(session, immediate=True) if foreign_keys.unresolved(session) else None


def explain_table(session: Session, image: CatalogImage, relation: Relation, constraint: Constraint) -> PgError | None:
    """The first row of a table that violates a foreign key, None when every row satisfies it."""
    return foreign_keys.explain_existing(session, image, relation, constraint)


INDEXED_AS = dict.fromkeys(oids.REG_TYPES, oids.OID) | {oids.INT2VECTOR: oids.INT2_ARRAY}
"""Types whose values an index shows as another type's."""


class Failure(Struct):
    """A violation of NOT NULL, CHECK or UNIQUE: SQLite's message, and the row that was being written."""

    session: Session
    message: str
    relation: Relation | None = None
    row: tuple[Storage, ...] = ()
    written: frozenset[tuple[int, int]] = frozenset()
    """The columns that the statement gives values to, by relation."""
    clashes: list[Index] = field(default_factory=list)
    """Unique indexes over plain columns that hold the row's key already, by oid."""

    def observe(self, plan: Plan, bindings: Sequence[Storage]) -> None:
        """Run the plan again to learn the row; then once more, where that matters, to learn the row's clashes."""
        watched = foreign_keys.reached(self.session.image, plan)
        noted = self._rerun(plan, bindings, watched, stop=0)
        if noted and self.relation is not None and len([index for index in self.relation.indexes if index.unique]) > 1:
            self._rerun(plan, bindings, watched, stop=noted)

    def _rerun(self, plan: Plan, bindings: Sequence[Storage], watched: Sequence[Relation], stop: int) -> int:
        """Rows noted before the failure, 0 when nothing failed this time; row number `stop` is searched for clashes."""
        count = 0

        def note(number: int, rowid: int | None, *values: Storage) -> None:
            nonlocal count
            count += 1
            relation = watched[number]
            if not stop:
                self.relation, self.row = relation, values
            elif count == stop:
                self.clashes = [index for index in relation.indexes if self._clashes(relation, index, values, rowid)]

        engine = self.session.engine
        with undone(self.session):
            for number, relation in enumerate(watched):
                _watch(self.session, number, relation)
            engine.observer = note
            try:
                self.session.execution.write(plan, bindings)
            except (apsw.ConstraintError, PgError):
                return count
            finally:
                engine.observer = None
        self.relation, self.row = None, ()
        return 0

    def _clashes(self, relation: Relation, index: Index, values: Sequence[Storage], rowid: int | None) -> bool:
        numbers = [column.number for column in index.columns]
        if not index.unique or index.method != "btree" or index.predicate is not None or not all(numbers):
            return False
        by_number = dict(zip([attribute.number for attribute in relation.columns], values, strict=True))
        key = [by_number[number] for number in numbers]
        if None in key and not index.nulls_not_distinct:
            return False
        tests = [f"{quoted(relation.attribute(number).physical)} IS ?" for number in numbers]
        sql = f"SELECT 1 FROM {table_name(relation)} WHERE {' AND '.join(tests)} AND rowid IS NOT ? LIMIT 1"
        return bool(self.session.engine.run(sql, (*key, rowid)))

    def explained(self, code: int) -> PgError:
        """The error in PostgreSQL's words."""
        if code == apsw.SQLITE_CONSTRAINT_NOTNULL:
            return self._not_null()
        if code == apsw.SQLITE_CONSTRAINT_CHECK:
            return self._check()
        if code in _UNIQUE:
            return self._unique()
        if code == apsw.SQLITE_CONSTRAINT_DATATYPE:
            return self._datatype()
        return internal_error(self.message)

    def _candidates(self) -> Iterator[Relation]:
        if self.relation is not None:
            yield self.relation
        else:
            yield from self.session.image.relations()

    def _not_null(self) -> PgError:
        for relation in self._candidates():
            for attribute in relation.columns:
                if self.message.endswith(f": {relation.physical}.{attribute.physical}"):
                    return self._not_null_of(relation, attribute)
        return internal_error(self.message)

    def _not_null_of(self, relation: Relation, attribute: Attribute) -> PgError:
        schema = schema_name(self.session.image, relation)
        return not_null_violation(schema, relation.name, attribute.name, self._failing_row())

    def _check(self) -> PgError:
        if self.message.endswith(f": {PARTITION}") and self.relation is not None:
            schema = schema_name(self.session.image, self.relation)
            return partition_constraint_violation(schema, self.relation.name, self._failing_row())
        for relation in self._candidates():
            for constraint in relation.constraints:
                if constraint.kind not in "cn" or not self.message.endswith(
                    (f": {constraint.name}", f": {constraint.physical}")
                ):
                    continue
                if constraint.kind == "n":
                    return self._not_null_of(relation, relation.attribute(constraint.columns[0]))
                schema = schema_name(self.session.image, relation)
                return check_violation(schema, relation.name, constraint.name, self._failing_row())
        return internal_error(self.message)

    def _failing_row(self) -> str | None:
        if self.relation is None:
            return None
        shown = [
            "virtual" if attribute.generated == "v" else shown_value(self.session, attribute.type, value)
            for attribute, value in zip(self.relation.columns, self.row, strict=True)
        ]
        authority = self.session.authority
        if authority.superuser:
            return failing_row(shown)
        if authority.is_restricted(self.relation):
            return None
        if authority.may_relation("r", self.relation):
            return failing_row(shown)
        pairs = zip(self.relation.columns, shown, strict=True)
        seen = [
            (known.name, text)
            for known, text in pairs
            if (self.relation.oid, known.number) in self.written or authority.may_column("r", self.relation, known)
        ]
        names = ", ".join(name for name, _ in seen)
        row = failing_row(text for _, text in seen)
        return row.replace("contains (", f"contains ({names}) = (", 1) if seen else None

    def _unique(self) -> PgError:
        for relation in self._candidates():
            for index in (*self.clashes, *sorted(relation.indexes, key=lambda index: index.oid)):
                if index in self.clashes or (index.unique and self._names(relation, index)):
                    return unique_violation(
                        schema_name(self.session.image, relation), relation.name, index.name, self.key(index)
                    )
        return internal_error(self.message)

    def _names(self, relation: Relation, index: Index) -> bool:
        """Whether SQLite's message means this index."""
        if self.message.endswith(f": index '{index.physical}'"):
            return True
        if not all(column.number for column in index.columns):
            return False
        columns = [f"{relation.physical}.{relation.attribute(column.number).physical}" for column in index.columns]
        return self.message.endswith(f": {', '.join(columns)}")

    def key(self, index: Index) -> str | None:
        """Key (lower(a), b)=(x, 1) already exists."""
        if self.relation is None:
            return None
        session = self.session
        if not self._may_see(self.relation, index):
            return None
        names = [
            index_definition(session.image, self.relation, index, number, pretty=True)
            for number in range(1, len(index.columns) + 1)
        ]
        values = [
            shown_value(session, INDEXED_AS.get(oid, oid), value)
            for oid, value in key_values(session, self.relation, index, self.row)
        ]
        return f"Key ({', '.join(names)})=({', '.join(values)}) already exists."

    def _may_see(self, relation: Relation, index: Index) -> bool:
        """Whether the current role may read the columns of a key."""
        return may_see(self.session, relation, [column.number for column in index.columns])

    def _datatype(self) -> PgError:
        """SQLite turned an integer that overflowed into a float, which a STRICT table refuses."""
        for relation in self._candidates():
            for attribute in relation.columns:
                if self.message.endswith(f" column {relation.physical}.{attribute.physical}"):
                    return out_of_range(self.session.image.format_type(attribute.type))
        return internal_error(self.message)


def _watch(session: Session, number: int, relation: Relation) -> None:
    """Temporary triggers that show every new version of a row to `engine.observer`."""
    columns = "".join(f", new.{quoted(attribute.physical)}" for attribute in relation.columns)
    for event, rowid in (("INSERT", "NULL"), ("UPDATE", "old.rowid")):
        session.engine.run(
            f'CREATE TEMP TRIGGER "pgproxy {event} {number}" BEFORE {event} ON {table_name(relation)} '
            f"BEGIN SELECT pg_observe({number}, {rowid}{columns}); END"
        )


def key_values(session: Session, relation: Relation, index: Index, row: Sequence[Storage]) -> list[tuple[int, Storage]]:
    """Type and value of each key of an index for a row; expressions are computed by a query over the row."""
    attributes: Sequence[Attribute] = relation.columns
    if all(column.number for column in index.columns):
        known = {attribute.number: (attribute.type, value) for attribute, value in zip(attributes, row, strict=True)}
        return [known[column.number] for column in index.columns]
    keys = ", ".join(
        f"({column.expression or quote_identifier(relation.attribute(column.number).name)})" for column in index.columns
    )
    cells = ", ".join(
        f"${place} AS {quote_identifier(attribute.name)}" for place, attribute in enumerate(attributes, start=1)
    )
    sql = f"SELECT {keys} FROM (SELECT {cells}) AS {quote_identifier(relation.name)}"
    plan = translate(parse(sql)[0], session.image, session, [attribute.type for attribute in attributes])
    assert plan.columns is not None
    (values,) = session.engine.run(plan.sql, [row[bind.number - 1] for bind in plan.binds])
    return [(column.type, value) for column, value in zip(plan.columns, values, strict=True)]
