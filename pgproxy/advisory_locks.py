"""Advisory locks of all sessions ("Advisory Lock Functions").

A lock is held by sessions, shared or exclusively, for a number of times; a request that conflicts with a holder or with
someone who waits stands in line.  Locks of a transaction go with it, all others with their session.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct, field

from translator.errors import deadlock_detected

Key = tuple[int, int, int, int]
"""Database, classid, objid, objsubid as pg_locks shows them."""


class Holder(Protocol):
    """A session as the locks know it."""

    def wait_for_lock(self) -> bool: ...
    def grant_lock(self) -> None: ...
    def waits_for(self) -> list[Holder]:
        """The sessions that must finish something before this one can go on."""
        ...


class Hold(Struct):
    """What one session holds of a lock: how often, in each mode and for how long."""

    session: Holder
    counts: dict[tuple[bool, bool], int] = field(default_factory=dict)
    """(shared, for the transaction) -> times."""

    @property
    def exclusive(self) -> bool:
        return any(not shared for shared, _ in self.counts)


class Request(Struct, eq=False):
    """Someone in line."""

    session: Holder
    shared: bool
    transaction: bool
    since_us: int


class AdvisoryLocks:
    """The locks of one server."""

    def __init__(self) -> None:
        self._holds: dict[Key, list[Hold]] = {}
        self._queues: dict[Key, list[Request]] = {}
        self._keys: dict[Holder, set[Key]] = {}

    def acquire(self, session: Holder, key: Key, now_us: int, *, shared: bool, wait: bool, transaction: bool) -> bool:
        """Take a lock; False where it cannot be had at once and `wait` is off, or within lock_timeout."""
        if self._free(session, key, self._queues.get(key, []), shared=shared):
            self._take(session, key, shared=shared, transaction=transaction)
            return True
        return wait and self._wait(key, Request(session, shared, transaction, now_us))

    def _wait(self, key: Key, request: Request) -> bool:
        queue = self._queues.setdefault(key, [])
        queue.append(request)
        granted = False
        try:
            granted = request.session.wait_for_lock()
        finally:
            if not granted:
                if request in queue:
                    queue.remove(request)
                else:
                    self._drop(request.session, key, (request.shared, request.transaction))
                self._serve(key)
        return granted

    def _free(self, session: Holder, key: Key, ahead: list[Request], *, shared: bool) -> bool:
        """Whether a request conflicts with nobody: a session never conflicts with itself."""
        holds = self._holds.get(key, ())
        if any(hold.session is session for hold in holds):
            ahead = []
        others = [hold for hold in holds if hold.session is not session]
        if shared:
            return not any(hold.exclusive for hold in others) and all(request.shared for request in ahead)
        return not others and not ahead

    def _take(self, session: Holder, key: Key, *, shared: bool, transaction: bool) -> None:
        holds = self._holds.setdefault(key, [])
        hold = next((known for known in holds if known.session is session), None)
        if hold is None:
            hold = Hold(session)
            holds.append(hold)
        kind = shared, transaction
        hold.counts[kind] = hold.counts.get(kind, 0) + 1
        self._keys.setdefault(session, set()).add(key)

    def release(self, session: Holder, key: Key, *, shared: bool) -> bool:
        """Give back what the session took once; False where it holds no such lock of its own."""
        found = self._drop(session, key, (shared, False))
        self._serve(key)
        return found

    def _drop(self, session: Holder, key: Key, kind: tuple[bool, bool], *, all_of_it: bool = False) -> bool:
        holds = self._holds.get(key, [])
        hold = next((known for known in holds if known.session is session), None)
        if hold is None or kind not in hold.counts:
            return False
        hold.counts[kind] -= 1
        if all_of_it or not hold.counts[kind]:
            del hold.counts[kind]
        if not hold.counts:
            holds.remove(hold)
            self._keys[session].discard(key)
            if not self._keys[session]:
                del self._keys[session]
        if not holds:
            self._holds.pop(key, None)
        return True

    def release_all(self, session: Holder, *, transaction: bool) -> None:
        """Give back everything that lasts as long as the transaction, or as the session."""
        for key in list(self._keys.get(session, ())):
            for shared in (False, True):
                self._drop(session, key, (shared, transaction), all_of_it=True)
            self._serve(key)

    def holds_any(self, session: Holder) -> bool:
        return session in self._keys

    def _serve(self, key: Key) -> None:
        """Let those in line go on that can, in their order."""
        queue = self._queues.get(key, [])
        place = 0
        while place < len(queue):
            request = queue[place]
            if self._free(request.session, key, queue[:place], shared=request.shared):
                queue.pop(place)
                self._take(request.session, key, shared=request.shared, transaction=request.transaction)
                request.session.grant_lock()
            else:
                place += 1
        if not queue:
            self._queues.pop(key, None)

    def blockers(self, session: Holder) -> list[Holder]:
        """Those whom a waiting session waits for: holders in conflict, and requests before its own."""
        for key, queue in self._queues.items():
            for place, request in enumerate(queue):
                if request.session is session:
                    holders = [
                        hold.session
                        for hold in self._holds.get(key, ())
                        if hold.session is not session and (hold.exclusive or not request.shared)
                    ]
                    ahead = [other.session for other in queue[:place] if not (other.shared and request.shared)]
                    return holders + ahead
        return []

    def rows(self) -> Iterator[tuple[Key, Holder, bool, bool, int | None]]:
        """(key, session, shared, granted, waiting since) of every lock held or asked for."""
        for key, holds in self._holds.items():
            for hold in holds:
                for shared in sorted({shared for shared, _ in hold.counts}):
                    yield key, hold.session, shared, True, None
        for key, queue in self._queues.items():
            for request in queue:
                yield key, request.session, request.shared, False, request.since_us


def refuse_deadlock(session: Holder) -> None:
    """Raise PgError 40P01 where a session that is about to wait is waited for by those it waits for."""
    seen: set[int] = set()
    pending = session.waits_for()
    while pending:
        other = pending.pop()
        if other is session:
            raise deadlock_detected()
        if id(other) not in seen:
            seen.add(id(other))
            pending += other.waits_for()
