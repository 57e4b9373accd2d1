"""Constraints that are looked at when a statement or the transaction has ended: EXCLUDE, DEFERRABLE keys, and more.

SQLite knows no such thing: the indexes of such keys are not unique there, and the rows that were written since are
looked up in them. Manual: "CREATE TABLE", "SET CONSTRAINTS".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import apsw

from pgproxy import exclusion, late_references, referential_actions, violations
from pgproxy.gone_rows import Gone, keys_of, refuse_indirect_moves
from pgproxy.rerun import quoted, table_name
from translator.catalog.action_text import action_context
from translator.catalog.relation import Constraint, ConstraintPart, Index, Relation
from translator.catalog.replica_identity import untold_actions
from translator.errors import PgError
from translator.lower.context import LEAF, ROW, TABLE, Moved
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

Table = tuple[str, str]


class DeferredKeys:
    """The rows of one transaction whose keys are still to be looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._written: dict[Table, set[int]] = {}
        """By the statement that runs."""
        self._waiting: dict[Table, set[int]] = {}
        """For COMMIT or SET CONSTRAINTS."""
        self._gone: dict[Table, list[Gone]] = {}
        """The rows that were removed or changed, of tables that are referred to in ways unknown to SQLite."""
        self._long_gone: dict[Table, list[Gone]] = {}
        """Those of former statements, for constraints that wait."""
        self._moves: dict[int, tuple[Storage, ...]] = {}
        """The rows that the running step takes out of a partition, by number, as they will be in another one."""
        self._moved_by = 0

    @contextmanager
    def noting(self) -> Iterator[None]:
        """While a statement writes; then rows that refer to rows which are gone follow them, and the keys that do not
        wait are looked at.  Raises PgError 23503, 23505 or 23P01.
        """
        self._written.clear()
        self._gone.clear()
        referenced = self._referenced() if self.session.settings.fires_triggers else frozenset()
        db = self.session.engine.db
        db.set_update_hook(self._note)
        if referenced:
            db.preupdate_hook(lambda change: self._note_gone(change, referenced))
        try:
            yield
            if self._gone:
                self._refuse_untold()
                self._act()
        finally:
            self._moves = {}
            db.set_update_hook(None)
            if referenced:
                db.preupdate_hook(None)
        defers = self.session.transaction.defers
        for relation, constraint, index in self._keys(self._written):
            table = (relation.schema, relation.physical)
            if not self._fires(constraint):
                continue
            if defers(constraint):
                self._wait(relation, constraint, index)
            else:
                self._check(relation, constraint, index, self._written[table])
        for child, constraint, table, part in self._referring(self._gone):
            if defers(constraint):
                self._long_gone.setdefault(table, []).extend(self._gone[table])
            else:
                late_references.refuse_gone(self.session, child, constraint, part, self._gone[table])

    def _wait(self, relation: Relation, constraint: Constraint, index: Index | None) -> None:
        """Keep the rows to be looked at later: of a key those that break it now, which a table must keep meanwhile."""
        table = (relation.schema, relation.physical)
        rows = self._written[table]
        if index is not None:
            rows = {row for row, _ in self._broken(relation, constraint, index, rows)}
            if rows and self.session.transaction.in_block:
                self.session.transaction.pending |= {(relation.oid, constraint.name)}
        self._waiting.setdefault(table, set()).update(rows)

    def _fires(self, constraint: Constraint) -> bool:
        """Whether new rows are looked at; only an exclusion constraint that cannot wait needs no trigger for that."""
        if constraint.excludes and not constraint.deferrable:
            return True
        return self.session.settings.fires_triggers and not constraint.check_disabled

    def _referenced(self) -> frozenset[Table]:
        """The tables whose rows are noted when they are gone: foreign keys refer to them which SQLite does not enforce,
        or by which it changes rows that subscribers could not follow.
        """
        untold = (action.table for action in untold_actions(self.session.base_image))
        return frozenset(table for *_, table, _ in self._references()) | frozenset(untold)

    def _refuse_untold(self) -> None:
        """Raise PgError 55000 or 42P10 where rows that are gone made SQLite change what cannot be told to others."""
        image = self.session.base_image
        for action in untold_actions(image):
            for row in self._gone.get(action.table, ()):
                keys = keys_of(image, action.constraint, action.parent)
                if row.deleted == (action.event == "delete") and keys.before(row) != keys.after(image, row):
                    error = action.untold.error()
                    error.context = action_context(image, action.child, action.constraint, deleted=row.deleted)
                    raise error

    def expect_moves(self, moved: Moved, columns: Sequence[str], rows: Sequence[Sequence[Storage]]) -> None:
        """The next step takes rows out of a partition that an UPDATE changes so that they belong into another one."""
        table, row, leaf, *cells = (columns.index(name) for name in (TABLE, ROW, LEAF, *moved.cells))
        self._moves = {
            int(str(kept[row])): tuple([kept[place] for place in cells])
            for kept in rows
            if kept[table] == moved.table and kept[leaf] != moved.table
        }
        self._moved_by = moved.target

    def _note_gone(self, change: Any, tables: frozenset[Table]) -> None:
        table = (change.database_name, change.table_name)
        if change.op == "INSERT" or table not in tables:
            return
        if change.op == "UPDATE":
            gone = Gone(change.old, change.new)
        else:
            after = self._moves.pop(change.rowid, None)
            gone = Gone(change.old, after, 0 if after is None else self._moved_by)
        self._gone.setdefault(table, []).append(gone)

    def _act(self) -> None:
        """Let rows follow those that they refer to, and rows that refer to them in turn."""
        image = self.session.base_image
        for _, constraint, table, part in self._referring(self._gone):
            if part is not None:
                refuse_indirect_moves(image, constraint, part, self._gone[table])
        done: dict[Table, int] = {}
        actions = [found for found in self._references() if referential_actions.acts(found[1])]
        while actions and any(len(rows) > done.get(table, 0) for table, rows in self._gone.items()):
            fresh = {table: rows[done.get(table, 0) :] for table, rows in self._gone.items()}
            done = {table: len(rows) for table, rows in self._gone.items()}
            for child, constraint, table, part in actions:
                if fresh.get(table):
                    referential_actions.act(self.session, child, constraint, part, fresh[table])

    def _references(self) -> Iterator[tuple[Relation, Constraint, Table, ConstraintPart | None]]:
        """The references that are looked at late, with the tables that they refer to."""
        image = self.session.base_image
        for child in image.late_keys:
            for constraint in child.constraints:
                if constraint.kind != "f" or not constraint.is_late_key or constraint.is_native:
                    continue
                if constraint.parent if constraint.is_beyond_sqlite else child.kind == "p":
                    continue  # the constraint of the whole sees to it, or those of the partitions
                targets: list[tuple[int, ConstraintPart | None]] = [
                    (part.references, part) for part in constraint.parts
                ]
                if not constraint.to_partitions:
                    targets.append((constraint.references, None))
                for oid, part in targets:
                    parent = image.relation(oid)
                    if parent is not None and parent.kind == "r":
                        yield child, constraint, (parent.schema, parent.physical), part

    def _referring(
        self, gone: dict[Table, list[Gone]]
    ) -> Iterator[tuple[Relation, Constraint, Table, ConstraintPart | None]]:
        """The references to tables some of whose rows are gone."""
        for found in self._references() if gone else ():
            if found[2] in gone:
                yield found

    def _note(self, operation: int, schema: str, table: str, rowid: int) -> None:
        if operation != apsw.SQLITE_DELETE:
            self._written.setdefault((schema, table), set()).add(rowid)

    @property
    def any_waits(self) -> bool:
        """Whether there are rows to look at before COMMIT."""
        return bool(self._waiting or self._long_gone)

    def check(self, waits: Callable[[Constraint], bool]) -> None:
        """Look at the keys of rows that have waited, but for constraints that go on waiting.  Raises PgError 23505."""
        for relation, constraint, index in self._keys(self._waiting):
            if not waits(constraint):
                self._check(relation, constraint, index, self._waiting[relation.schema, relation.physical])
        for child, constraint, table, part in self._referring(self._long_gone):
            if not waits(constraint):
                late_references.refuse_gone(self.session, child, constraint, part, self._long_gone[table])

    def clear(self) -> None:
        """The transaction is over."""
        self._waiting.clear()
        self._long_gone.clear()

    def _keys(self, rows: dict[Table, set[int]]) -> Iterator[tuple[Relation, Constraint, Index | None]]:
        """The late keys of tables among whose rows some may break them."""
        for relation in self.session.base_image.late_keys if rows else ():
            if (relation.schema, relation.physical) in rows:
                for constraint in relation.constraints:
                    if constraint.is_late_key:
                        index = next((known for known in relation.indexes if known.oid == constraint.index), None)
                        yield relation, constraint, index

    def _check(self, relation: Relation, constraint: Constraint, index: Index | None, rows: set[int]) -> None:
        """Raise PgError 23505 where one of the rows has the key of another row, 23P01 where it conflicts with one."""
        if index is None:
            late_references.refuse_rows(self.session, relation, constraint, rows)
            return
        for _, error in self._broken(relation, constraint, index, rows):
            raise error

    def _broken(
        self, relation: Relation, constraint: Constraint, index: Index, rows: set[int]
    ) -> Iterator[tuple[int, PgError]]:
        """Those of the rows that break a key now, with the error."""
        if constraint.excludes:
            for number in sorted(rows):
                error = exclusion.conflict(self.session, relation, constraint, index, number, rows)
                if error is not None:
                    yield number, error
            return
        table = table_name(relation)
        names = [quoted(relation.attribute(column.number).physical) for column in index.columns]
        operator = "IS" if index.nulls_not_distinct else "="
        same = " AND ".join(f"other.{name} {operator} this.{name}" for name in names)
        columns = ", ".join(f"this.{quoted(attribute.physical)}" for attribute in relation.columns)
        sql = (
            f"SELECT {columns} FROM {table} AS this WHERE this.rowid = ? AND EXISTS "
            f"(SELECT 1 FROM {table} AS other WHERE {same} AND other.rowid <> this.rowid)"
        )
        for rowid in sorted(rows):
            for row in self.session.engine.run(sql, (rowid,)):
                yield rowid, violations.duplicate_key(self.session, relation, index, row)
