"""LISTEN and NOTIFY: notifications leave at commit and reach listeners when they are idle.  Manual: "NOTIFY"."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from protocol.backend import NotificationResponse
from translator.encoding import encode
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.session import Session


class Notifications:
    """All channels of a server, by (database, channel)."""

    def __init__(self) -> None:
        self._listeners: defaultdict[tuple[str, str], dict[Session, None]] = defaultdict(dict)
        self._outgoing: dict[Session, list[tuple[str, str]]] = {}
        self._changes: dict[Session, list[tuple[str, bool]]] = {}
        self._waiting: dict[Session, list[tuple[int, str, str]]] = {}

    def listen(self, session: Session, channel: str, *, on: bool) -> None:
        """LISTEN or UNLISTEN, in force from the commit on; an empty channel means all."""
        self._changes.setdefault(session, []).append((channel, on))

    def notify(self, session: Session, channel: str, payload: str) -> None:
        """NOTIFY; repeated ones of one transaction are sent once."""
        outgoing = self._outgoing.setdefault(session, [])
        if (channel, payload) not in outgoing:
            outgoing.append((channel, payload))

    def mark(self, session: Session) -> tuple[int, int]:
        """How much a transaction has asked for so far."""
        return len(self._changes.get(session, ())), len(self._outgoing.get(session, ()))

    def return_to(self, session: Session, mark: tuple[int, int]) -> None:
        """Forget what was asked for since."""
        del self._changes.get(session, [])[mark[0] :]
        del self._outgoing.get(session, [])[mark[1] :]

    def end_transaction(self, session: Session, *, committed: bool) -> None:
        if not (self._changes or self._outgoing):
            return
        changes = self._changes.pop(session, ())
        outgoing = self._outgoing.pop(session, ())
        if not committed:
            return
        for channel, on in changes:
            self._change(session, channel, on=on)
        process_id = session.connection.process_id
        for channel, payload in outgoing:
            for listener in self._listeners.get((session.database.name, channel), ()):
                self._waiting.setdefault(listener, []).append((process_id, channel, payload))
                if listener is not session:
                    listener.server.loop.call_soon(self._deliver_idle, listener)

    def _change(self, session: Session, channel: str, *, on: bool) -> None:
        if on:
            self._listeners[session.database.name, channel][session] = None
            session.listening.add(channel)
            return
        for name in list(session.listening) if not channel else [channel]:
            self._listeners[session.database.name, name].pop(session, None)
            session.listening.discard(name)

    def _deliver_idle(self, session: Session) -> None:
        """Send to a session that waits for its client outside any transaction."""
        if session.idle and session in self._waiting:
            try:
                self.deliver(session)
            except PgError as error:
                error.severity = "FATAL"
                session.connection.terminate(error)
                return
            session.connection.flush()

    def deliver(self, session: Session) -> None:
        """Append what waits for a session to its output, unless it is inside a transaction.

        Raises PgError 22P05 for what its client's encoding cannot say.
        """
        if session.transaction.status == "I" and session in self._waiting:
            encoding = session.client_encoding
            for process_id, channel, payload in self._waiting.pop(session):
                message = NotificationResponse(process_id, encode(channel, encoding), encode(payload, encoding))
                session.connection.output += message.encode()

    def forget(self, session: Session) -> None:
        """The session ends."""
        self._change(session, "", on=False)
        for known in (self._changes, self._outgoing, self._waiting):
            known.pop(session, None)
