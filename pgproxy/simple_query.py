"""The simple query protocol: a text of one or more statements, and everything that they give ("Simple Query")."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pgproxy.plan_cache import Statement
from pgproxy.portal import Portal
from pgproxy.rows import result_formats
from protocol import backend, frontend
from translator.command import leaves_failure
from translator.errors import PgError
from translator.parser import parse_notices

if TYPE_CHECKING:
    from pgproxy.session import Session


class SimpleQuery:
    """What a session does with Query."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def query(self, message: frontend.Query) -> None:
        """Run the statements of a text, which are one transaction unless they say otherwise."""
        session = self._session
        sql = session.statement_text(message.query)
        session.start_running()
        try:
            self._run_simple(sql)
        finally:
            session.stop_running()
        session.ready()

    def _run_simple(self, sql: str) -> None:
        session = self._session
        session.transaction.start_statement()
        session.prepared.pop("", None)
        key = session.prepared.plan_key(None)
        statement = session.database.plans.find(sql, key, session.image)
        session.execution.commits_next = True
        if statement is not None:
            session.tell_parse_notices(statement.parse_notices)
            self._run_one(statement)
            return
        session.tell_parse_notices(parse_notices(sql))
        statements = session.database.plans.parsed(sql)
        if not statements:
            session.connection.send(backend.EMPTY_QUERY_RESPONSE)
            session.end_implicit()
            return
        if len(statements) == 1:
            (raw,) = statements
            session.require_usable(raw.node)
            alone = partial(session.prepared.planned, sql, None, raw)
            self._run_one(session.prepared.or_denied(raw, alone))
            return
        session.execution.commits_next = False
        for number, raw in enumerate(statements, start=1):
            session.require_usable(raw.node)
            session.transaction.start_statement(same_message=True)
            session.transaction.implicit_block = not session.transaction.block
            one = partial(session.prepared.one_of_several, sql, number, raw)
            self._run_one(session.prepared.or_denied(raw, one), last=number == len(statements))

    def _run_one(self, statement: Statement, *, last: bool = True) -> None:
        """Execute one statement of a simple query and send everything it gives, committing when it was the last."""
        session = self._session
        if not leaves_failure(statement.plan.command):
            session.transaction.require_usable()
        if statement.plan.uses:
            statement = session.locked(statement)
        if unnamed := session.portals.pop("", None):
            unnamed.release()
        columns = session.execution.columns(statement)
        formats = result_formats((int(session.execution.fetches_binary(statement)),), len(columns or ()))
        portal = Portal("", statement, (), formats, columns=columns)
        session.execution.plan(portal)
        try:
            self._run_planned(portal)
        except Exception:
            session.portals.replace(portal)  # where it stays until the failed transaction is left
            raise
        if last:
            session.end_implicit()
        session.connection.send(backend.command_complete(portal.tag.encode()))

    def _run_planned(self, portal: Portal) -> None:
        """Execute a statement and send its rows."""
        session = self._session
        assert portal.statement is not None
        plan = portal.statement.plan
        held: list[PgError] = []
        if plan.command is None and not plan.writes:
            held = self._start_early(portal)
        elif portal.columns is not None:  # what is no plain query has its rows before it describes them
            session.execution.start(portal)
        if portal.columns is not None:
            session.connection.send(session.execution.describe(portal))
        for message in held:
            session.notice(message)
        session.execution.run(portal, 0)

    def _start_early(self, portal: Portal) -> list[PgError]:
        """Start a portal before its rows are described, so that errors of planning come first.

        The notices that it gives belong behind the description, and its other errors behind these.
        """
        session = self._session
        assert portal.statement is not None
        session.execution.open(portal.statement.plan)
        held = session.held_notices = []
        try:
            session.execution.start(portal)
        except Exception:
            session.held_notices = None
            session.connection.send(session.execution.describe(portal))
            for message in held:
                session.notice(message)
            raise
        finally:
            session.held_notices = None
        return held
