"""The locks of all sessions on relations and on numbers that clients agree on ("Explicit Locking").

A lock is held by sessions, each in some modes, for a number of times; a request that conflicts with a holder or with
someone who waits stands in line.  Locks of a transaction go with it, all others with their session.  Rows are locked by
being the writer (`write_lock`), and what statements merely use of relations is noted by their transactions
(`relation_locks`) until somebody wants a lock that conflicts with that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct, field

from translator.lock_modes import CONFLICTS, SHARE_UPDATE_EXCLUSIVE

Tag = tuple[str, int, tuple[int, ...]]
"""What is locked: its kind (relation, advisory), the database, and a relation's oid, or classid, objid and objsubid."""


class Holder(Protocol):
    """A session as the locks know it."""

    def wait_for_lock(self) -> bool:
        """Wait until `grant_lock`; False when it gave up."""
        ...

    def grant_lock(self) -> None: ...


class Hold(Struct):
    """What one session holds of a lock: how often, in each mode and for how long."""

    session: Holder
    counts: dict[tuple[int, bool], int] = field(default_factory=dict)
    """(mode, for the transaction) -> times."""

    def conflicts(self, mode: int) -> bool:
        return any(held in CONFLICTS[mode] for held, _ in self.counts)


class Request(Struct, eq=False):
    """Someone in line."""

    session: Holder
    mode: int
    transaction: bool
    since_us: int


class Locks:
    """The locks of one server.

    strong: the relations that somebody locks, or wants to, in a mode that conflicts with what ordinary statements use.
    """

    def __init__(self) -> None:
        self._holds: dict[Tag, list[Hold]] = {}
        self._queues: dict[Tag, list[Request]] = {}
        self._tags: dict[Holder, set[Tag]] = {}
        self.strong: set[Tag] = set()

    def acquire(self, session: Holder, tag: Tag, mode: int, now_us: int, *, wait: bool, transaction: bool) -> bool:
        """Take a lock; False where it cannot be had at once and `wait` is off, or within lock_timeout."""
        if mode >= SHARE_UPDATE_EXCLUSIVE and tag[0] == "relation":
            self.strong.add(tag)
        if self._free(session, tag, self._queues.get(tag, []), mode):
            self.take(session, tag, mode, transaction=transaction)
            return True
        if wait and self._wait(tag, Request(session, mode, transaction, now_us)):
            return True
        self._weaken(tag)
        return False

    def _wait(self, tag: Tag, request: Request) -> bool:
        queue = self._queues.setdefault(tag, [])
        queue.insert(self._place(tag, queue, request), request)
        granted = False
        try:
            granted = request.session.wait_for_lock()
        finally:
            if not granted:
                if request in queue:
                    queue.remove(request)
                else:
                    self.drop(request.session, tag, request.mode, transaction=request.transaction)
                self._serve(tag)
        return granted

    def _place(self, tag: Tag, queue: Sequence[Request], request: Request) -> int:
        """Before the first that waits for what the session holds already; else at the end."""
        own = next((hold for hold in self._holds.get(tag, ()) if hold.session is request.session), None)
        waiting = enumerate(queue) if own is not None else ()
        return next((place for place, other in waiting if own is not None and own.conflicts(other.mode)), len(queue))

    def _free(self, session: Holder, tag: Tag, ahead: Sequence[Request], mode: int) -> bool:
        """Whether a request conflicts with nobody: a session never conflicts with itself."""
        for hold in self._holds.get(tag, ()):
            if hold.session is session:
                if (mode, True) in hold.counts or (mode, False) in hold.counts:
                    return True
                ahead = ahead[: self._first_behind(hold, ahead)]
            elif hold.conflicts(mode):
                return False
        return not any(request.mode in CONFLICTS[mode] for request in ahead)

    def _first_behind(self, own: Hold, ahead: Sequence[Request]) -> int:
        return next((place for place, other in enumerate(ahead) if own.conflicts(other.mode)), len(ahead))

    def take(self, session: Holder, tag: Tag, mode: int, *, transaction: bool) -> None:
        """Note that a session has a lock."""
        holds = self._holds.setdefault(tag, [])
        hold = next((known for known in holds if known.session is session), None)
        if hold is None:
            hold = Hold(session)
            holds.append(hold)
        kind = mode, transaction
        hold.counts[kind] = hold.counts.get(kind, 0) + 1
        self._tags.setdefault(session, set()).add(tag)

    def release(self, session: Holder, tag: Tag, mode: int, *, transaction: bool = False) -> bool:
        """Give back what the session took once; False where it holds no such lock."""
        found = self.drop(session, tag, mode, transaction=transaction)
        self._serve(tag)
        return found

    def drop(self, session: Holder, tag: Tag, mode: int, *, transaction: bool, all_of_it: bool = False) -> bool:
        """The same without letting others go on."""
        holds = self._holds.get(tag, [])
        hold = next((known for known in holds if known.session is session), None)
        kind = mode, transaction
        if hold is None or kind not in hold.counts:
            return False
        hold.counts[kind] -= 1
        if all_of_it or not hold.counts[kind]:
            del hold.counts[kind]
        if not hold.counts:
            holds.remove(hold)
            self._tags[session].discard(tag)
            if not self._tags[session]:
                del self._tags[session]
        if not holds:
            self._holds.pop(tag, None)
        return True

    def release_all(self, session: Holder, *, transaction: bool, kind: str = "") -> None:
        """Give back everything that lasts as long as the transaction, or as the session; of one kind where named."""
        for tag in list(self._tags.get(session, ())):
            if kind in ("", tag[0]):
                for hold in list(self._holds[tag]):
                    for mode, lasts in list(hold.counts) if hold.session is session else ():
                        if lasts == transaction:
                            self.drop(session, tag, mode, transaction=transaction, all_of_it=True)
                self._serve(tag)

    def holds(self, session: Holder, tag: Tag, mode: int) -> bool:
        """Whether a session has a lock for its transaction."""
        return any(hold.session is session and (mode, True) in hold.counts for hold in self._holds.get(tag, ()))

    def holds_any(self, session: Holder) -> bool:
        return session in self._tags

    def _serve(self, tag: Tag) -> None:
        """Let those in line go on that can, in their order."""
        queue = self._queues.get(tag, [])
        place = 0
        while place < len(queue):
            request = queue[place]
            if self._free(request.session, tag, queue[:place], request.mode):
                queue.pop(place)
                self.take(request.session, tag, request.mode, transaction=request.transaction)
                request.session.grant_lock()
            else:
                place += 1
        if not queue:
            self._queues.pop(tag, None)
        self._weaken(tag)

    def _weaken(self, tag: Tag) -> None:
        if tag in self.strong and not any(
            mode >= SHARE_UPDATE_EXCLUSIVE
            for mode in (
                *(mode for hold in self._holds.get(tag, ()) for mode, _ in hold.counts),
                *(request.mode for request in self._queues.get(tag, ())),
            )
        ):
            self.strong.discard(tag)

    def blockers(self, session: Holder) -> list[Holder]:
        """Those whom a waiting session waits for: holders in conflict, and requests before its own."""
        for tag, queue in self._queues.items():
            for place, request in enumerate(queue):
                if request.session is session:
                    holders = [
                        hold.session
                        for hold in self._holds.get(tag, ())
                        if hold.session is not session and hold.conflicts(request.mode)
                    ]
                    ahead = [other.session for other in queue[:place] if other.mode in CONFLICTS[request.mode]]
                    return list(dict.fromkeys(holders + ahead))
        return []

    def wanted(self, session: Holder) -> tuple[Tag, int] | None:
        """What a session stands in line for, and in which mode."""
        for tag, queue in self._queues.items():
            for request in queue:
                if request.session is session:
                    return tag, request.mode
        return None

    def rows(self) -> Iterator[tuple[Tag, Holder, int, bool, int | None]]:
        """(tag, session, mode, granted, waiting since) of every lock held or asked for."""
        for tag, holds in self._holds.items():
            for hold in holds:
                for mode in sorted({mode for mode, _ in hold.counts}):
                    yield tag, hold.session, mode, True, None
        for tag, queue in self._queues.items():
            for request in queue:
                yield tag, request.session, request.mode, False, request.since_us


def described(tag: Tag) -> str:
    """What is locked, in the words of a deadlock's detail."""
    kind, database, numbers = tag
    if kind == "relation":
        return f"relation {numbers[0]} of database {database}"
    return f"advisory lock [{','.join(map(str, (database, *numbers)))}]"
