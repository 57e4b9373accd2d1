"""The extended query protocol: statements prepared, bound, described and executed one by one ("Extended Query").

The function call protocol is here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pgproxy.function_call import call_function
from pgproxy.parameters import decode_parameters, require_counts
from pgproxy.plan_cache import Statement
from pgproxy.portal import Portal
from pgproxy.prepared import Prepared
from pgproxy.relation_locks import lock_plan, note
from pgproxy.rows import result_formats, row_description
from protocol import backend, frontend
from translator.command import TRANSACTION_COMMANDS, leaves_failure
from translator.errors import PgError
from translator.errors.objects import (
    duplicate_cursor,
    duplicate_prepared_statement,
    undefined_portal,
    undefined_prepared_statement,
)
from translator.errors.transactions import in_failed_sql_transaction
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session


class ExtendedQuery:
    """What a session does with Parse, Bind, Describe, Execute, Close, Sync, Flush and FunctionCall."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def parse(self, message: frontend.Parse) -> None:
        """Prepare a statement."""
        session = self._session
        name = session.text(message.statement)
        sql = session.statement_text(message.query)
        session.running = True
        session.transaction.start_statement()
        if not name:
            session.prepared.pop("", None)
        prepared = session.prepared.prepare(name, sql, tuple(message.parameter_types))
        if name in session.prepared:
            raise duplicate_prepared_statement(name)
        session.prepared[name] = prepared
        if prepared.statement is not None and prepared.statement.plan.queries:
            session.transaction.begin_read()
        session.running = False
        session.connection.send(backend.PARSE_COMPLETE)

    def bind(self, message: frontend.Bind) -> None:
        """Make a portal of a prepared statement and its parameters."""
        session = self._session
        name = session.text(message.statement)
        prepared = session.prepared.get(name)
        if prepared is None:
            raise undefined_prepared_statement(name)
        session.query = prepared.text
        session.transaction.start_statement()
        require_counts(prepared, message.parameters, message.parameter_formats)
        statement = prepared.statement
        if message.parameters or statement is None or not leaves_failure(statement.plan.command):
            session.transaction.require_usable()
        portal_name = session.text(message.portal)
        if portal_name and portal_name in session.portals:
            raise duplicate_cursor(portal_name)
        portal = Portal(portal_name, None, (), savepoints=len(session.transaction.savepoints), text=prepared.text)
        session.portals.replace(portal)
        statement = session.prepared.bindable(prepared)  # types may have changed, and with them what decodes
        values = message.parameters
        portal.parameters = decode_parameters(session, prepared, portal_name, values, message.parameter_formats)
        values.clear()  # a large one need not be there twice
        if statement is not None and statement.plan.uses:
            statement = self._locked_in_place(prepared, statement)
        if statement is not None:
            self._open(portal, statement, message.result_formats)
        session.connection.send(backend.BIND_COMPLETE)

    def _open(self, portal: Portal, statement: Statement, formats: Sequence[int]) -> None:
        """Plan a portal's statement; a query that only reads begins here, and others when they are executed."""
        session, plan = self._session, statement.plan
        if plan.queries or portal.parameters:
            session.transaction.begin_read()
        portal.statement = statement
        if plan.constants is not None or plan.is_constant:
            session.start_running()
            try:
                session.execution.plan(portal)
            except Exception:
                portal.statement = None  # as of an empty text
                raise
            finally:
                session.stop_running()
        if plan.tag == "SELECT" and not plan.writes:
            session.execution.open(plan)
            portal.bound = portal.rows is None and not (plan.command or plan.volatile or plan.writer or plan.locks)
        portal.columns = session.execution.columns(statement)
        if portal.columns is not None:
            portal.formats = result_formats(formats, len(portal.columns))

    def _locked_in_place(self, prepared: Prepared, statement: Statement) -> Statement:
        """A prepared statement with its relations locked.  It may wait, so a timeout and a cancel have to reach it."""
        session = self._session
        if note(session, statement.plan):
            return statement
        base = session.base_image
        session.start_running()
        try:
            lock_plan(session, statement.plan, statement.text)
        finally:
            session.stop_running()
        if session.base_image is base:
            return statement
        again = session.prepared.current(prepared)
        assert again is not None
        return again

    def describe(self, message: frontend.Describe) -> None:
        """Tell the columns of a portal, or of a prepared statement with the types of its parameters."""
        session = self._session
        name = session.text(message.name)
        if message.kind == b"S":
            prepared = session.prepared.get(name)
            if prepared is None:
                raise undefined_prepared_statement(name)
            session.query = prepared.text
            if prepared.statement is not None and session.execution.columns(prepared.statement) is not None:
                session.transaction.require_usable()
            statement = session.prepared.current(prepared)
            session.connection.send(backend.ParameterDescription(prepared.types).encode())
            columns = None if statement is None else session.execution.columns(statement)
            if columns is None:
                session.connection.send(backend.NO_DATA)
                return
            session.connection.send(
                row_description(columns, (0,) * len(columns), session.image, session.settings.client_encoding)
            )
        elif message.kind == b"P":
            portal = session.portals.get(name)
            if portal is None:
                raise undefined_portal(name)
            if portal.columns is not None:
                session.transaction.require_usable()
            session.connection.send(session.execution.describe(portal))
        else:
            raise PgError("08P01", f"invalid DESCRIBE message subtype {message.kind[0]}")

    def execute(self, message: frontend.Execute) -> None:
        """Run a portal, to its end or for some rows."""
        session = self._session
        name = session.text(message.portal)
        portal = session.portals.get(name)
        if portal is None:
            raise undefined_portal(name)
        statement = portal.statement
        if statement is None:
            session.connection.send(backend.EMPTY_QUERY_RESPONSE)
            return
        session.query = statement.text
        transaction = session.transaction
        if transaction.status == "E" and not leaves_failure(statement.plan.command):
            raise in_failed_sql_transaction()
        transaction.start_statement()
        session.execution.commits_next = session.connection.protocol.sync_follows
        session.start_running()
        try:
            suspended = session.execution.run(portal, message.max_rows)
        finally:
            session.stop_running()
        if suspended:
            transaction.implicit_block = not transaction.block
            session.connection.send(backend.PORTAL_SUSPENDED)
            return
        self._go_on(portal, statement)
        session.connection.send(backend.command_complete(portal.tag.encode()))

    def _go_on(self, portal: Portal, statement: Statement) -> None:
        """Take what follows before a Sync into the transaction of a statement that has ended, if there is one left."""
        session, transaction = self._session, self._session.transaction
        in_parts = transaction.in_parts
        if transaction.at_once:
            session.end_implicit()
            if not in_parts:
                return
            transaction.start_statement(same_message=True)
            session.portals.replace(portal)
        if in_parts or not isinstance(statement.plan.command, TRANSACTION_COMMANDS):
            transaction.implicit_block = not transaction.block

    def close(self, message: frontend.Close) -> None:
        """Forget a prepared statement or a portal."""
        session = self._session
        name = session.text(message.name)
        if message.kind == b"S":
            session.prepared.pop(name, None)
        elif message.kind == b"P":
            portal = session.portals.pop(name, None)
            if portal is not None:
                portal.release()
        else:
            raise PgError("08P01", f"invalid CLOSE message subtype {message.kind[0]}")
        session.connection.send(backend.CLOSE_COMPLETE)

    def sync(self, message: frontend.Sync) -> None:
        """The end of what belongs together: commit what is no transaction block."""
        session = self._session
        session.end_implicit()
        session.execution.begin_bound(change=False)
        session.ready()

    def flush(self, message: frontend.Flush) -> None:
        """Send what has gathered."""
        session = self._session
        session.execution.begin_bound(change=False)
        session.connection.flush()

    def function_call(self, message: frontend.FunctionCall) -> None:
        """Call a function by its oid."""
        session = self._session
        session.query = ""
        session.transaction.require_usable()
        session.transaction.start_statement()
        session.start_running()
        try:
            value = call_function(session, message, self._evaluate)
        finally:
            session.stop_running()
        session.connection.send(backend.FunctionCallResponse(value).encode())
        session.end_implicit()
        session.ready()

    def _evaluate(self, expression: str, types: Sequence[int], parameters: Sequence[Storage]) -> Storage:
        """The value of an expression over parameters of these types."""
        session = self._session
        prepared = session.prepared.prepare("", f"SELECT {expression}", tuple(types))
        assert prepared.statement is not None
        portal = Portal("", prepared.statement, parameters, (0,), columns=prepared.statement.plan.columns)
        session.execution.plan(portal)
        session.execution.start(portal)
        assert portal.rows is not None
        (row,) = portal.rows
        return row[0]
