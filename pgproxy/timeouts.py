"""The timeouts that end a connection: of a transaction, and of a client that says nothing.

Manual: "Client Connection Defaults", "Statement Behavior".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.errors import PgError, idle_in_transaction_timeout, idle_session_timeout, transaction_timeout

if TYPE_CHECKING:
    import asyncio

    from pgproxy.session import Session


class Timeouts:
    """The running timers of one session.

    idles: whether one runs that ends the connection of a client that says nothing. transaction: that of the
    transaction, if it has one.
    """

    __slots__ = ("_idle", "_session", "idles", "transaction")

    def __init__(self, session: Session) -> None:
        self._session = session
        self.idles = False
        self._idle: asyncio.TimerHandle | None = None
        self.transaction: asyncio.TimerHandle | None = None

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

    def cancel(self) -> None:
        """The session ends."""
        self.end_idling()
        self.end_transaction()

    def _after(self, milliseconds: int, error: PgError) -> asyncio.TimerHandle:
        session = self._session
        return session.server.loop.call_later(milliseconds / 1000, session.connection.terminate, error)

    def _expire(self) -> None:
        """Unless the transaction has taken its timeout back."""
        if self._session.settings.transaction_timeout:
            self._session.connection.terminate(transaction_timeout())
