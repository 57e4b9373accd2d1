"""The timeouts that end a connection: of a transaction, and of a client that says nothing.

Manual: "Client Connection Defaults", "Statement Behavior".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.socket_settings import client_is_gone
from translator.errors import PgError
from translator.errors.transactions import (
    connection_lost,
    idle_in_transaction_timeout,
    idle_session_timeout,
    transaction_timeout,
)

if TYPE_CHECKING:
    import asyncio

    from pgproxy.session import Session


class Timeouts:
    """The running timers of one session.

    idles: whether one runs that ends the connection of a client that says nothing. transaction: that of the
    transaction, if it has one. check: what looks for the client of a running statement.
    """

    __slots__ = ("_idle", "_session", "check", "idles", "transaction")

    def __init__(self, session: Session) -> None:
        self._session = session
        self.idles = False
        self._idle: asyncio.TimerHandle | None = None
        self.transaction: asyncio.TimerHandle | None = None
        self.check: asyncio.TimerHandle | None = None

    def begin_idling(self) -> None:
        """The client has been told that the session is ready."""
        settings = self._session.settings
        if self._session.transaction.status != "I":
            milliseconds, error = settings.idle_in_transaction_session_timeout, idle_in_transaction_timeout()
        else:
            milliseconds, error = settings.idle_session_timeout, idle_session_timeout()
        if milliseconds:
            self.idles = True
            self._idle = self._after(milliseconds, error)

    def end_idling(self) -> None:
        """The client has sent something."""
        self.idles = False
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def begin_transaction(self) -> None:
        """A transaction begins, or may have set its timeout."""
        if self.transaction is None:
            milliseconds = self._session.settings.transaction_timeout
            self.transaction = self._session.server.loop.call_later(milliseconds / 1000, self._expire)

    def end_transaction(self) -> None:
        if self.transaction is not None:
            self.transaction.cancel()
            self.transaction = None

    def begin_checking(self) -> None:
        """A statement begins whose client is looked for now and then."""
        if self.check is None:
            milliseconds = self._session.settings.client_connection_check_interval
            self.check = self._session.server.loop.call_later(milliseconds / 1000, self._check)

    def end_checking(self) -> None:
        if self.check is not None:
            self.check.cancel()
            self.check = None

    def cancel(self) -> None:
        """The session ends."""
        self.end_idling()
        self.end_checking()
        self.end_transaction()

    def _after(self, milliseconds: int, error: PgError) -> asyncio.TimerHandle:
        session = self._session
        return session.server.loop.call_later(milliseconds / 1000, session.connection.terminate, error)

    def _check(self) -> None:
        self.check = None
        session = self._session
        if client_is_gone(session.connection):
            session.terminate(connection_lost())
        elif session.settings.client_connection_check_interval:
            self.begin_checking()

    def _expire(self) -> None:
        """Unless the transaction has taken its timeout back."""
        if self._session.settings.transaction_timeout:
            self._session.connection.terminate(transaction_timeout())
