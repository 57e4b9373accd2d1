"""The transaction rules of one session: PostgreSQL's states over SQLite's one-writer transactions.

`status` is what ReadyForQuery says: I idle, T in a transaction block, E in a failed one.  Before its first write a READ
COMMITTED transaction has no SQLite transaction at all, so each statement sees the latest commit; the first write joins
the queue of writers, then begins IMMEDIATE and defines the savepoints that were only noted so far.  Manual:
"Transaction Isolation".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import apsw
from msgspec import Struct, field

from pgproxy import foreign_keys, temporary
from pgproxy.clock import now_us
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Constraint
from translator.errors import PgError
from translator.errors.notices import no_transaction_in_progress, transaction_already_in_progress
from translator.errors.transactions import (
    active_sql_transaction,
    in_failed_sql_transaction,
    lock_not_available,
    no_active_sql_transaction,
    read_only_sql_transaction,
    serialization_failure,
    undefined_savepoint,
)

if TYPE_CHECKING:
    from pgproxy.deferred_keys import DeferredKeys
    from pgproxy.locks import Tag
    from pgproxy.pending_events import Pending
    from pgproxy.session import Session
    from pgproxy.transaction_ids import TransactionIds

READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE, READ_UNCOMMITTED = (
    "read committed",
    "repeatable read",
    "serializable",
    "read uncommitted",
)


MANY_CHANGES = 5_000
"""Rows behind whose change SQLite takes so long to commit that other sessions would notice."""


MAX_IDENTIFIER = 200
"""Bytes that the identifier of a prepared transaction has to stay below."""


class SavepointMark(Struct):
    """A savepoint: its name, SQLite's name for it, and what the session was when it was defined."""

    name: str
    physical: str
    settings_mark: int
    image: CatalogImage | None
    constraint_modes: Mapping[str, bool]
    undo_mark: int = 0
    noted_mark: int = 0
    notified: tuple[int, int] = (0, 0)
    read_only: bool = False
    pending: frozenset[Pending] = frozenset()
    emptied: frozenset[int] = frozenset()
    defined: bool = False
    """Whether SQLite knows it already."""


class Transaction(Struct):
    """The current transaction of `session`, whether a block or implicit.

    Manual: "Multiple Statements in a Simple Query" and "Pipelining" of "Message Flow".
    """

    session: Session
    deferred_keys: DeferredKeys
    transaction_ids: TransactionIds
    status: str = "I"
    block: bool = False
    implicit_block: bool = False
    """Whether what runs is one of several statements of a message, or follows others before a Sync."""
    at_once: bool = False
    """Whether the statement is one that is committed by itself."""
    in_parts: bool = False
    """Whether that leaves a transaction open, as long as others follow in its pipeline."""
    isolation: str = READ_COMMITTED
    read_only: bool = False
    deferrable: bool = False
    """As SHOW has it; a snapshot is always safe here."""
    modes_set: set[str] = field(default_factory=set)
    """Which of these three were asked for, by the names of their settings."""
    writing: bool = False
    """Whether this session is the database's writer."""
    alone: bool = False
    """Whether the statement that writes is a SQLite transaction by itself, committed when it ends."""
    snapshot: bool = False
    """Whether a SQLite read transaction holds a snapshot."""
    commits: int = 0
    """How many transactions had changed the database when the snapshot was taken."""
    lost: bool = False
    """Whether SQLite rolled the transaction back on its own, so that no savepoint can be returned to."""
    started_us: int = 0
    statement_us: int = 0
    tick: int = 0
    """The clock of transaction ids when the current snapshot's statement began."""
    image: CatalogImage | None = None
    """The catalog with this transaction's DDL, None while it has none."""
    snapshot_image: CatalogImage | None = None
    """The catalog of the snapshot."""
    savepoints: list[SavepointMark] = field(default_factory=list)
    statements: int = 0
    xid: int | None = None
    dropped_sequences: list[int] = field(default_factory=list)
    used: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """What the statements so far use of relations, by oid and mode, as long as nobody wants to know; by the ids of
    these tuples, which cost less to look up than they do."""
    noted: list[tuple[Tag, int]] = field(default_factory=list)
    """The locks of the transaction, in the order of taking them."""
    changes_before: int = 0
    """How many rows the connection had changed when it began to write."""
    writing_since: int = 0
    """How many savepoints there were when it began to write."""
    undo: list[Callable[[], None]] = field(default_factory=list)
    """What puts back what was changed outside the database, in the order of the changes."""
    constraint_modes: dict[str, bool] = field(default_factory=dict)
    """What SET CONSTRAINTS said: constraint name, or '' for all -> whether deferred."""
    pending: frozenset[Pending] = frozenset()
    """The tables with rows that are to be looked at before COMMIT."""
    emptied: frozenset[int] = frozenset()
    """The tables that were truncated since the last savepoint."""

    # what a statement asks for

    def start_statement(self, *, same_message: bool = False) -> None:
        """Begin an implicit transaction unless one runs; note the time, which is that of the client's message."""
        if not same_message:
            self.statement_us = now_us()
        if not self.snapshot:
            self.tick = self.transaction_ids.tick
        if self.started_us == 0:
            self.started_us = self.statement_us
            if not self.block:
                self._take_defaults()

    def _take_defaults(self) -> None:
        settings = self.session.settings
        self.isolation = settings.default_isolation
        self.read_only = settings.default_read_only
        self.deferrable = settings.default_deferrable
        self.modes_set.clear()

    @property
    def in_block(self) -> bool:
        """Whether other statements belong to the same transaction."""
        return self.block or self.implicit_block

    def forbid_block(self, statement: str, *, in_parts: bool = False) -> None:
        """Before a statement that is committed by itself.  Raises PgError 25001 inside a transaction block.

        in_parts: whether it consists of several transactions, the last of which takes up what follows before a Sync.
        """
        if self.in_block:
            raise active_sql_transaction(statement)
        self.at_once, self.in_parts = True, in_parts

    def require_usable(self) -> None:
        """Raise PgError 25P02 in a failed transaction."""
        if self.status == "E":
            raise in_failed_sql_transaction()

    def require_writable(self, tag: str) -> None:
        """Raise PgError 25006 in a read-only transaction; an empty `tag` is what it permits."""
        if self.read_only and tag:
            raise read_only_sql_transaction(tag)

    def begin_read(self) -> None:
        """Before a statement that reads: take the snapshot where the isolation level keeps one, else see the latest."""
        self.statements += 1
        if not (self.snapshot or self.writing) and self.session.portals:
            self.session.portals.let_go(self.session.database.commits)
        if self.isolation in (REPEATABLE_READ, SERIALIZABLE) and not self.writing and not self.snapshot:
            # BEGIN alone takes no snapshot, and the catalog has to be that of the snapshot
            with self.session.engine.undisturbed():
                self.session.engine.run("BEGIN")
                self.session.engine.run("PRAGMA main.user_version")
            self.commits = self.session.database.commits
            self.snapshot = True
            if self.image is None:
                self.image = self.session.base_image
            self.snapshot_image = self.image
            self._define_savepoints()

    def begin_write(self, tag: str, *, nowait: str = "", alone: bool = False, queries: bool = True) -> None:
        """Before a statement that writes: become the writer.

        tag: what a read-only transaction calls the statement when it refuses it, empty for what it permits.

        nowait: what a lock could not be had on, where nobody wants to wait for it.

        queries: whether the statement needs a snapshot, after which it is too late for another isolation level.

        alone: the statement is one of SQLite's, nothing can go wrong behind it, and its transaction ends with it.

        Raises PgError 25006 in a read-only transaction, 40001 when the snapshot is out of date, 55P03 when the lock
        cannot be had.
        """
        self.require_writable(tag)
        self.session.execution.begin_bound(change=True)
        self.statements += queries
        self.session.engine.enforce_keys(on=self.session.settings.fires_triggers)
        if self.writing:
            return
        if queries and self.isolation in (REPEATABLE_READ, SERIALIZABLE) and not self.snapshot:
            self.begin_read()
        session = self.session
        if not session.database.write_lock.acquire(session, wait=not nowait):
            raise lock_not_available(
                f"could not obtain lock on {nowait}" if nowait else "canceling statement due to lock timeout"
            )
        self.writing = True
        self.writing_since = len(self.savepoints)
        self.alone = alone and not (
            self.block or self.snapshot or self.constraint_modes or session.temporary is not None
        )
        try:
            self._begin()
        except BaseException:
            self._stop_writing()
            raise

    def stop_locking(self) -> None:
        """Be no writer any more, nothing that was written being kept."""
        self.session.engine.run("ROLLBACK")
        for mark in self.savepoints:
            mark.defined = False
        self._stop_writing()

    def _begin(self) -> None:
        session = self.session
        self.changes_before = session.engine.total_changes
        if self.snapshot:
            try:
                session.engine.run("UPDATE main.pgproxy_state SET value = value WHERE name = 'writer'")
            except apsw.BusyError:
                raise serialization_failure() from None
        else:
            session.portals.materialize()
            if self.alone:
                return
            # the queue keeps other writers out; IMMEDIATE would lock the attached files as well
            session.engine.run("BEGIN")
        if self.constraint_modes:
            self._defer_foreign_keys()
        self._define_savepoints()

    def _define_savepoints(self) -> None:
        for mark in self.savepoints:
            if not mark.defined:
                self.session.engine.run(f'SAVEPOINT "{mark.physical}"')
                mark.defined = True

    def assign_xid(self) -> int:
        """The transaction's id, given when first asked for."""
        if self.xid is None:
            self.xid = self.transaction_ids.assign()
        return self.xid

    # blocks

    def begin_block(self, isolation: str | None, read_only: bool | None, deferrable: bool | None = None) -> None:
        """BEGIN; in a transaction that has begun it is SET TRANSACTION, and in a block worth a warning.

        Raises PgError 25001 as SET TRANSACTION does.
        """
        if self.block:
            self.session.notice(transaction_already_in_progress())
        self.set_modes(isolation, read_only, deferrable)
        self.block, self.implicit_block = True, False
        self.status = "T"

    def set_modes(self, isolation: str | None, read_only: bool | None, deferrable: bool | None = None) -> None:
        """SET TRANSACTION.  Raises PgError 25001 after the first query."""
        if isolation is not None and isolation != self.isolation:
            if self.statements:
                raise PgError("25001", "SET TRANSACTION ISOLATION LEVEL must be called before any query")
            if self.savepoints:
                raise PgError("25001", "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction")
        if not read_only and read_only is not None and self.read_only:
            if self.savepoints:
                raise PgError("25001", "cannot set transaction read-write mode inside a read-only transaction")
            if self.statements:
                raise PgError("25001", "transaction read-write mode must be set before any query")
        if deferrable is not None:
            if self.savepoints:
                message = "SET TRANSACTION [NOT] DEFERRABLE cannot be called within a subtransaction"
                raise PgError("25001", message)
            if self.statements:
                raise PgError("25001", "SET TRANSACTION [NOT] DEFERRABLE must be called before any query")
        self._take_modes(isolation, read_only, deferrable)

    def _take_modes(self, isolation: str | None, read_only: bool | None, deferrable: bool | None) -> None:
        if isolation is not None:
            self.isolation = isolation
            self.modes_set.add("transaction_isolation")
        if read_only is not None:
            self.read_only = read_only
            self.modes_set.add("transaction_read_only")
        if deferrable is not None:
            self.deferrable = deferrable
            self.modes_set.add("transaction_deferrable")

    def require_first_query(self) -> None:
        """Raise PgError 25001 or 0A000 where it is too late for a snapshot, or where none is kept."""
        if self.savepoints or self.statements:
            raise PgError("25001", "SET TRANSACTION SNAPSHOT must be called before any query")
        if self.isolation not in (REPEATABLE_READ, SERIALIZABLE):
            message = "a snapshot-importing transaction must have isolation level SERIALIZABLE or REPEATABLE READ"
            raise PgError("0A000", message)

    def end_block(self, *, commit: bool, chain: bool) -> str:
        """COMMIT or ROLLBACK; gives the command tag.  A failed transaction rolls back whatever was asked."""
        if not self.block:
            if chain:
                raise no_active_sql_transaction("COMMIT AND CHAIN" if commit else "ROLLBACK AND CHAIN")
            self.session.notice(no_transaction_in_progress())
        isolation, read_only, deferrable = self.isolation, self.read_only, self.deferrable
        failed = self.status == "E"
        gave_up = failed and not self.savepoints
        if commit and not failed:
            self.commit()
        else:
            self.rollback()
        if chain:
            self._take_defaults()
        if chain and gave_up:  # the modes went with the failure
            self.begin_block(None, None, None)
        elif chain:
            self.begin_block(isolation, read_only, deferrable)
        return "COMMIT" if commit and not failed else "ROLLBACK"

    def prepare(self, identifier: str) -> str:
        """PREPARE TRANSACTION, which PostgreSQL refuses unless it is configured for it; gives the command tag.

        Raises PgError 22023, 55000, the transaction being over.
        """
        usable = self.in_block and self.status != "E"
        if not self.block:
            self.session.notice(no_transaction_in_progress())
        self.rollback()
        if usable and len(identifier.encode()) >= MAX_IDENTIFIER:
            raise PgError("22023", f'transaction identifier "{identifier}" is too long')
        if usable:
            hint = 'Set "max_prepared_transactions" to a nonzero value.'
            raise PgError("55000", "prepared transactions are disabled", hint=hint)
        return "ROLLBACK"

    def fail(self) -> None:
        """After an error: a block waits for its end, an implicit transaction is rolled back at once."""
        if (self.writing or self.snapshot) and not self.session.engine.in_transaction:
            self.lost = True
        if not self.block:
            self.rollback()
            return
        self.status = "E"
        self.session.settings.rollback_to(self.savepoints[-1].settings_mark if self.savepoints else 0)
        self.session.portals.fail(0 if self.lost else len(self.savepoints))
        if self.savepoints:
            if not self.lost:
                self._return_to(len(self.savepoints) - 1)
        else:
            self._undo_everything()
            self._forget()

    def commit(self) -> None:
        """Make everything durable and visible.  An error in it rolls back and is raised."""
        session = self.session
        if session.portals:
            self._keep_portals()
        if self.lost:
            self.rollback()
            raise PgError("40000", "the transaction was rolled back when its statement was canceled")
        wrote = self.writing
        if wrote:
            self._before_commit()
        try:
            if wrote and self.image is not self.snapshot_image:
                with session.engine.undisturbed():  # nobody may meet the new tables with the old catalog
                    session.engine.run("COMMIT")
            elif wrote and not self.alone and session.engine.total_changes - self.changes_before > MANY_CHANGES:
                session.database.commits += 1  # who takes a snapshot meanwhile has one that nobody else can have
                session.run_aside(partial(session.engine.run, "COMMIT"))
            elif self.snapshot or (wrote and not self.alone):
                session.engine.run("COMMIT")
        except apsw.ConstraintError:
            try:
                error = session.explain_commit_failure()
            finally:
                self.rollback()
            raise error from None
        except apsw.Error:
            self.rollback()
            raise
        if wrote:
            session.database.commits += 1
            if self.image is not None:
                session.publish(self.image)
            for oid in self.dropped_sequences:
                session.database.sequences.forget(oid)
            self._stop_writing()
        session.settings.commit()
        session.after_transaction(committed=True)
        self._reset()
        if wrote:
            session.database.checkpointer.committed(session.engine.wal_pages)

    def _keep_portals(self) -> None:
        try:
            self.session.portals.finish(commit=True)
        except BaseException:
            self.rollback()
            raise

    def _before_commit(self) -> None:
        """What a writer's transaction has left for its end.  An error rolls back and is raised."""
        if self.image is not None or self.session.temporary is not None:
            temporary.before_commit(self.session)
        if self.deferred_keys.any_waits:
            try:
                self.deferred_keys.check(waits=lambda _constraint: False)
            except PgError:
                self.rollback()
                raise

    def rollback(self) -> None:
        """Undo everything."""
        self.session.portals.finish(commit=False)
        self._undo_everything()
        self.session.settings.rollback()
        self._reset()

    def _undo_everything(self) -> None:
        """Whatever the transaction did is undone, and others need not wait for it any more."""
        session = self.session
        if session.engine.in_transaction:
            session.engine.run("ROLLBACK")
        self._put_back(0)
        self._stop_writing()
        session.after_transaction(committed=False)

    def _put_back(self, mark: int) -> None:
        while len(self.undo) > mark:
            self.undo.pop()()

    def _stop_writing(self) -> None:
        if self.writing:
            self.writing = self.alone = False
            self.session.database.write_lock.release(self.session)

    def _reset(self) -> None:
        self.status = "I"
        self.block = self.implicit_block = self.at_once = self.in_parts = False
        self.started_us = self.statements = 0
        self._forget()

    def _forget(self) -> None:
        """What the transaction knows of what it did."""
        self.snapshot = self.lost = False
        self.image = self.snapshot_image = None
        self.xid = None
        self.savepoints.clear()
        self.dropped_sequences.clear()
        self.used.clear()
        self.noted.clear()
        self.constraint_modes.clear()
        self.pending, self.emptied = frozenset(), frozenset()
        if self.deferred_keys.any_waits:
            self.deferred_keys.clear()
        self.undo.clear()

    # constraints

    def set_constraints(self, names: Sequence[str], *, deferred: bool) -> None:
        """SET CONSTRAINTS, of which SQLite only knows to defer all."""
        if not names:
            self.constraint_modes.clear()
        self.constraint_modes.update(dict.fromkeys(names or [""], deferred))
        if self.writing:
            self.session.execution.check_constraints()
            self._defer_foreign_keys()
        if not deferred:
            self.pending = frozenset(known for known in self.pending if names and known[1] not in names)

    def _defer_foreign_keys(self) -> None:
        if any(self.constraint_modes.values()):
            self.session.engine.run("PRAGMA defer_foreign_keys=ON")
        else:
            foreign_keys.check_each(self.session)

    def defers(self, constraint: Constraint) -> bool:
        """Whether a constraint waits for COMMIT now."""
        modes = self.constraint_modes
        return constraint.deferrable and modes.get(constraint.name, modes.get("", constraint.deferred))

    # savepoints

    def define_savepoint(self, name: str) -> None:
        if not self.block:
            raise no_active_sql_transaction("SAVEPOINT")
        physical, settings_mark = f"s{len(self.savepoints)}", self.session.settings.mark()
        modes = dict(self.constraint_modes)
        notified = self.session.server.notifications.mark(self.session)
        mark = SavepointMark(
            name, physical, settings_mark, self.image, modes, len(self.undo), len(self.noted), notified, self.read_only,
            self.pending, self.emptied,
        )  # fmt: skip
        self.emptied = frozenset()
        self.savepoints.append(mark)
        if self.writing or self.snapshot:
            self._define_savepoints()

    def release_savepoint(self, name: str) -> None:
        if not self.block:
            raise no_active_sql_transaction("RELEASE SAVEPOINT")
        place = self._savepoint(name)
        mark = self.savepoints[place]
        if mark.defined:
            self.session.engine.run(f'RELEASE "{mark.physical}"')
        self.emptied = self.emptied.union(*(released.emptied for released in self.savepoints[place:]))
        del self.savepoints[place:]
        self.writing_since = min(self.writing_since, place)
        self.session.portals.release(place)

    def rollback_to_savepoint(self, name: str) -> None:
        """Back to the savepoint, which stays defined; revives a failed transaction."""
        if not self.block:
            raise no_active_sql_transaction("ROLLBACK TO SAVEPOINT")
        place = self._savepoint(name)
        mark = self.savepoints[place]
        self.session.portals.return_to(place)
        if self.lost:
            raise PgError(
                "25P02",
                "current transaction is aborted, its savepoints are gone",
                detail="Canceling a statement that was writing rolled the whole transaction back.",
            )
        self._return_to(place)
        del self.savepoints[place + 1 :]
        self.session.settings.rollback_to(mark.settings_mark)
        self.read_only = mark.read_only
        self.status = "T"
        if self.constraint_modes != mark.constraint_modes:
            self.constraint_modes = dict(mark.constraint_modes)
            if self.writing:
                self._defer_foreign_keys()

    def _return_to(self, place: int) -> None:
        """What was done since a savepoint is undone, and others need not wait for that any more."""
        mark, session = self.savepoints[place], self.session
        if self.writing and place < self.writing_since and not self.snapshot:
            self.stop_locking()
        elif mark.defined:
            session.engine.run(f'ROLLBACK TO "{mark.physical}"')
        self._put_back(mark.undo_mark)
        self.image = mark.image or self.snapshot_image
        self.pending, self.emptied = mark.pending, frozenset()
        session.server.notifications.return_to(session, mark.notified)
        while len(self.noted) > mark.noted_mark:
            tag, mode = self.noted.pop()
            session.server.locks.release(session, tag, mode, transaction=True)

    def has_refilled(self, oid: int) -> bool:
        """Whether nothing of the table's rows was there before the last savepoint: it was made or truncated since."""
        before = self.savepoints[-1].image if self.savepoints else None
        return oid in self.emptied or (before or self.session.image_before).relation(oid) is None

    def _savepoint(self, name: str) -> int:
        for place in range(len(self.savepoints) - 1, -1, -1):
            if self.savepoints[place].name == name:
                return place
        raise undefined_savepoint(name)
