"""Executing portals: from a plan with its parameters to rows on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from typing import TYPE_CHECKING, Any

import apsw

from pgproxy import cursors, exclusion, violations
from pgproxy.pending_events import note_pending
from pgproxy.plan_cache import Statement, bound
from pgproxy.portal import Portal
from pgproxy.prepared import column_types
from pgproxy.read_ahead import failing, is_interrupt
from pgproxy.rows import row_description, row_encoder, value_encoders
from pgproxy.steps import run_steps
from protocol import backend
from translator.command import Command, Denied, Execute, Fetch
from translator.deferred import Deferred
from translator.errors import PgError
from translator.errors.statements import cached_plan_changed, portal_cannot_be_run
from translator.plan import Constants, Plan, ResultColumn
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy import commands
    from pgproxy.session import Session
else:
    commands = Deferred("pgproxy.commands")


class Execution:
    """Runs the portals of one session.

    commits_next: whether the running statement, unless it is in a block, is committed right after it. step_changes: how
    many rows the steps of the last plan that has any changed.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.commits_next = False
        self.step_changes = 0
        self._encoders: dict[tuple[int, tuple[int, ...]], tuple[tuple[Any, ...], Any, Any]] = {}

    def run(self, portal: Portal, max_rows: int) -> bool:
        """Execute a portal or go on with it; True when it stopped at the row limit."""
        statement = portal.statement
        assert statement is not None
        if portal.done:
            if portal.columns is None:
                raise portal_cannot_be_run(portal.name)
            portal.tag = _counting(portal.tag, 0)
            return False
        self.start(portal)
        if portal.rows is None:
            return False
        return self._send_rows(portal, max_rows)

    def plan(self, portal: Portal) -> None:
        """Raise what PostgreSQL raises while it plans the portal's statement: the errors of its constants."""
        statement = portal.statement
        assert statement is not None
        if statement.plan.constants is not None:
            self.session.transaction.begin_read()
            self.compute_constants(statement.plan, portal.parameters, statement.constant_literals)
        elif statement.plan.is_constant:
            self.start(portal)

    def open(self, plan: Plan) -> None:
        """Raise what PostgreSQL raises when the execution of a query begins, before it computes anything."""
        if isinstance(plan.command, Denied):
            raise plan.command.error.with_traceback(None)
        if plan.changes:
            self.session.transaction.require_writable(plan.changes)

    def begin_bound(self, *, change: bool) -> None:
        """Let portals that are bound, but not executed yet, begin to read, since they see what is there now.

        change: whether something is about to change, so that they have to read all there is. An error waits.
        """
        for portal in self.session.portals.values():
            if not portal.bound:
                continue
            try:
                self.start(portal)
                if change or self.session.transaction.writing:
                    portal.materialize()
            except (PgError, apsw.Error) as error:
                if is_interrupt(error):
                    raise
                portal.rows = failing(error)

    def start(self, portal: Portal) -> None:
        """Begin execution of what is planned; afterwards `portal.rows` gives the rows, or `portal.tag` is final."""
        if portal.rows is not None:
            return  # planning it was running it
        portal.bound = False
        statement = portal.statement
        assert statement is not None
        plan = statement.plan
        if plan.command is not None:
            self._run_command(plan.command, portal)
            return
        self.open(plan)
        if self.session.server.log_statements:
            self.session.server.log_statement(self.session, statement)
        bindings = statement.bindings(portal.parameters)
        if plan.writes:
            self._start_writing(portal, statement, bindings)
            return
        if plan.locks is not None:
            self._start_locking(portal, statement, bindings)
            return
        if plan.writer:
            statement = self._become_writer(statement, plan.writer)
            plan, bindings = statement.plan, statement.bindings(portal.parameters)
        else:
            self.session.transaction.begin_read()
        portal.rows = self.read(plan, bindings)
        portal.cursor = portal.rows if isinstance(portal.rows, apsw.Cursor) else None
        portal.commits = self.session.database.commits

    def _start_locking(self, portal: Portal, statement: Statement, bindings: Sequence[Storage]) -> None:
        """SELECT FOR UPDATE and its kin make the session the writer, unless they find no row to lock."""
        plan, transaction = statement.plan, self.session.transaction
        writing = transaction.writing
        if not (writing or plan.volatile) and self.session.database.write_lock.holder is not None:
            transaction.begin_read()
            if next(self.read(plan, bindings), None) is None:
                portal.rows = iter(())
                return
        transaction.begin_write(plan.changes, nowait=plan.locked_rows if plan.locks == "nowait" else "")
        rows = self.read(plan, bindings)
        first = next(rows, None)
        if first is not None:
            portal.cursor = rows if isinstance(rows, apsw.Cursor) else None
            portal.rows = chain((first,), rows)
            return
        portal.rows = iter(())
        if not (writing or transaction.snapshot):
            transaction.stop_locking()

    def _become_writer(self, statement: Statement, tag: str, *, alone: bool = False) -> Statement:
        """Wait to be the writer; gives the statement, planned again where another session has changed the catalog."""
        base = self.session.base_image
        self.session.transaction.begin_write(tag, alone=alone)
        return statement if self.session.base_image is base else self._planned_again(statement)

    def _start_writing(self, portal: Portal, statement: Statement, bindings: Sequence[Storage]) -> None:
        plan = statement.plan
        current = self._become_writer(statement, plan.changes, alone=plan.alone and self.commits_next)
        if current is not statement:
            statement, plan, bindings = current, current.plan, current.bindings(portal.parameters)
        if plan.untold is not None:
            raise plan.untold.error()
        self.session.given.clear()
        if plan.late_keys:
            with self.session.transaction.deferred_keys.noting():
                rows = self._write(plan, bindings)
                changes = self._changes(plan)
                if plan.late_arbiter is not None and changes:
                    raise plan.late_arbiter.with_traceback(None)
        else:
            rows = self._write(plan, bindings)
            changes = self._changes(plan)
        if self.session.transaction.constraint_modes:
            self.check_constraints()
        if changes:
            note_pending(self.session, plan)
        elif plan.constants is not None and plan.constants.unmet:
            self._compute_unmet(plan.constants, portal.parameters, statement.constant_literals)
        if plan.columns is None:
            portal.tag = command_tag(plan.tag, changes)
            portal.done = True
        else:
            portal.rows = iter(rows)

    def _changes(self, plan: Plan) -> int:
        """How many rows the plan that has just run changed."""
        return self.step_changes if plan.steps else self.session.engine.changes

    def _write(self, plan: Plan, bindings: Sequence[Storage]) -> list[Any]:
        try:
            return self.write(plan, bindings)
        except (apsw.ConstraintError, PgError) as error:
            raise violations.explain(self.session, plan, bindings, error) from None

    def compute_constants(self, plan: Plan, parameters: Sequence[Storage], literals: Sequence[Storage] = ()) -> None:
        """Raise what PostgreSQL raises while planning."""
        constants = plan.constants
        if constants is not None and constants.sql:
            values = bound(constants.binds, literals, parameters)
            self.session.engine.run(constants.sql, values[: len(values) - constants.unmet_binds])

    def _compute_unmet(self, constants: Constants, parameters: Sequence[Storage], literals: Sequence[Storage]) -> None:
        """Raise what PostgreSQL raises while planning about the values that no row was given."""
        values = bound(constants.binds, literals, parameters)
        self.session.engine.run(constants.unmet, values[len(values) - constants.unmet_binds :])

    def _planned_again(self, statement: Statement) -> Statement:
        """The statement under the catalog of now.  Raises PgError 0A000 when its result would change."""
        before = statement.plan
        fresh = self.session.prepared.prepare(
            "", statement.text, before.param_types, from_sql=statement.from_sql
        ).statement
        assert fresh is not None
        if column_types(fresh.plan.columns) != column_types(before.columns):
            raise cached_plan_changed()
        return fresh

    def read(self, plan: Plan, bindings: Sequence[Storage]) -> Iterator[Any]:
        """The rows of a plan that only reads: SQLite's cursor where it is one statement."""
        return (
            iter(run_steps(self.session, plan, bindings))
            if plan.steps
            else self.session.engine.execute(plan.sql, bindings)
        )

    def write(self, plan: Plan, bindings: Sequence[Storage]) -> list[Any]:
        """Run INSERT, UPDATE or DELETE to its end."""
        if plan.upserted:
            found = [self.session.image.relation(oid) for oid in plan.upserted]
            self.session.engine.begin_upsert((known.oid, known.schema, known.physical) for known in found if known)
        with exclusion.skipping(self.session, plan.skipping) if plan.skipping else nullcontext():
            if plan.steps:
                return run_steps(self.session, plan, bindings)
            return self.session.engine.run(plan.sql, bindings)

    def _run_command(self, command: Command, portal: Portal) -> None:
        rows = commands.run(self.session, command, portal)
        if isinstance(command, Execute):
            return  # the portal is that of the prepared statement now, and runs
        if rows is not None:
            portal.rows = iter(rows)
        else:
            portal.done = True

    def check_constraints(self) -> None:
        """Under SET CONSTRAINTS: raise what is wrong with a constraint that is immediate now."""
        self.session.transaction.deferred_keys.check(self.session.transaction.defers)
        error = violations.explain_immediate(self.session)
        if error is not None:
            raise error

    def _send_rows(self, portal: Portal, max_rows: int) -> bool:
        encode = portal.encode or self._encoder(portal)
        portal.encode = encode
        connection = self.session.connection
        rows = portal.rows
        assert rows is not None
        assert portal.statement is not None
        sent = 0
        send = connection.send
        for row in rows if not portal.tables else (cursors.without_row_numbers(portal, row) for row in rows):
            send(encode(row))
            sent += 1
            if sent == max_rows:
                portal.sent += sent
                portal.position = portal.sent
                if self.session.transaction.writing:
                    portal.materialize()
                return True
        portal.done = True
        portal.sent += sent
        portal.position = portal.sent + 1
        portal.release()
        plan = portal.statement.plan
        portal.tag = command_tag(plan.tag, sent) if plan.command is None else _counting(portal.tag, sent)
        return False

    def describe(self, portal: Portal) -> bytes:
        """RowDescription or NoData for a portal."""
        if portal.columns is None:
            return backend.NO_DATA
        session = self.session
        return row_description(portal.columns, portal.formats, session.image, session.client_encoding)

    def columns(self, statement: Statement) -> tuple[ResultColumn, ...] | None:
        """What a statement's rows consist of, None when it has none; FETCH has those of its cursor."""
        command = statement.plan.command
        if command is None:
            return statement.plan.columns
        if isinstance(command, Fetch) and not command.move:
            cursor = self.session.portals.get(command.name)
            return None if cursor is None else cursor.columns
        if isinstance(command, Execute) and command.name in self.session.prepared:
            inner = self.session.prepared.current(self.session.prepared[command.name])
            return None if inner is None else inner.plan.columns
        return statement.plan.columns

    def fetches_binary(self, statement: Statement) -> bool:
        """Whether a FETCH reads a cursor that was declared BINARY."""
        command = statement.plan.command
        return (
            isinstance(command, Fetch)
            and command.name in self.session.portals
            and self.session.portals[command.name].binary
        )

    def _encoder(self, portal: Portal) -> Any:
        """The row encoder for a plan's columns in these formats, kept while the settings it was made for last."""
        columns = portal.columns
        assert columns is not None
        key = (id(columns), portal.formats)
        known = self._encoders.get(key)
        valid = (self.session.settings.output_key, self.session.image.types_version)
        if known is not None and known[0] == valid:
            return known[1]
        encode = row_encoder(self.column_encoders(columns, portal.formats))
        if len(self._encoders) > 1000:
            self._encoders.clear()
        self._encoders[key] = (valid, encode, columns)  # which keeps the columns' id theirs
        return encode

    def column_encoders(self, columns: Sequence[Any], formats: Sequence[int]) -> list[Callable[[Any], bytes]]:
        return value_encoders(columns, formats, self.session.image, self.session, self.session.settings.client_encoding)


def command_tag(tag: str, count: int) -> str:
    """What CommandComplete says of so many rows."""
    return f"INSERT 0 {count}" if tag == "INSERT" else f"{tag} {count}"


def _counting(tag: str, count: int) -> str:
    """A tag that may have a count, with another one."""
    before, _, last = tag.rpartition(" ")
    return f"{before} {count}" if last.isdigit() else tag
