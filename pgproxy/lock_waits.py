"""How a session waits for a lock, and what ends the wait but the lock: timeouts, a cancel, a deadlock, an idle writer.

Deadlocks are looked for once, after `deadlock_timeout`, as in PostgreSQL.  Who waits for the writer's transaction may
wait where PostgreSQL would not, and for a client that is itself waiting for this one; so that this does not last for
ever, a writer whose client says nothing for `pgproxy.idle_writer_timeout` is given up on.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, cast

from pgproxy.deadlock import refuse_deadlock
from pgproxy.locks import described
from translator.errors.transactions import writer_is_idle
from translator.lock_modes import NAMES, SHARE

if TYPE_CHECKING:
    from pgproxy.session import Session


class LockWaits:
    """The waits of one session, which is in one at most."""

    __slots__ = ("_granted", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._granted = False

    def grant(self) -> None:
        """The session has the lock."""
        self._granted = True
        self._session.waiter.wake()

    def wait(self) -> bool:
        """Wait for the lock; False after lock_timeout.

        Raises PgError when canceled, 40P01 in a deadlock, 55P03 for a writer that is idle.
        """
        session, settings = self._session, self._session.settings
        self._granted = False
        now = session.server.loop.time
        began = now()
        gives_up = began + (settings.lock_timeout / 1000 or inf)
        looks = began + settings.deadlock_timeout / 1000
        patience = settings.idle_writer_timeout / 1000
        doubts, idle = began + (patience or inf), self._idle_writer()
        while not self._granted:
            next_time = min(gives_up, looks, doubts)
            session.waiter.wait(None if next_time == inf else max(next_time - now(), 0))
            if self._granted:
                break
            session.raise_pending()
            moment = now()
            if moment >= looks:
                looks = inf
                refuse_deadlock(session)
            if moment >= gives_up:
                return False
            if moment >= doubts:
                before, idle = idle, self._idle_writer()
                if idle is not None and idle == before:
                    self._refuse_idle_writer()
                doubts = moment + patience
        return True

    def _writer(self) -> Session | None:
        """The session whose transaction this one waits for to end, as the database's writer."""
        session, lock = self._session, self._session.database.write_lock
        return lock.holder if session in lock.queue and isinstance(lock.holder, type(session)) else None

    def _idle_writer(self) -> tuple[Session, int] | None:
        """The writer that is waited for, and when its last statement began, where its client says nothing now."""
        writer = self._writer()
        return None if writer is None or writer.running else (writer, writer.transaction.statement_us)

    def _refuse_idle_writer(self) -> None:
        writer = self._writer()
        assert writer is not None
        shown = self._session.settings.get("pgproxy.idle_writer_timeout")
        raise writer_is_idle(writer.process_id, writer.settings.get("application_name"), writer.query, shown)

    def for_whom(self) -> list[Session]:
        """The sessions whose locks this one waits for."""
        session, lock = self._session, self._session.database.write_lock
        if session in lock.queue:
            writer = self._writer()
            return [] if writer is None else [writer]
        return cast("list[Session]", session.server.locks.blockers(session))

    def wanted(self) -> str:
        """What the session waits for, in the words of a deadlock's detail."""
        writer = self._writer()
        if writer is not None:
            return f"{NAMES[SHARE]} on transaction {writer.transaction.assign_xid()}"
        lock = self._session.server.locks.wanted(self._session)
        return "" if lock is None else f"{NAMES[lock[1]]} on {described(lock[0])}"
