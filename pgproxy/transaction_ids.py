"""Transaction ids: given in order, never twice, not even by a server that starts anew; and how transactions ended.

A mark on disk is always ahead of the ids given.  A transaction has an id once it asked for one.
"""

from __future__ import annotations

from functools import cached_property

import apsw
from msgspec import Struct

from translator.types.snapshot import Snapshot

FIRST = 750
"""What a new cluster begins with."""
AHEAD = 1024
REMEMBERED = 100_000
"""How many of the last transactions are remembered with their end."""


class Ended(Struct, frozen=True):
    """A transaction that is over: at which tick it ended, whether it committed, and the largest id of those over."""

    tick: int
    committed: bool
    latest: int


class TransactionIds:
    """The ids of all databases of a cluster; `shared` is the connection to its shared catalogs.

    tick: counts the transactions ended; a statement notes it to know later what ended after its start.
    """

    def __init__(self, shared: apsw.Connection) -> None:
        self._shared = shared
        self.tick = 0
        self._running: set[int] = set()
        self._ended: dict[int, Ended] = {}

    @cached_property
    def _first(self) -> int:
        """The first id that this server gives: where the mark stood when it was first asked for one."""
        with self._shared as db:
            db.execute("CREATE TABLE IF NOT EXISTS pgproxy_transaction(mark INTEGER NOT NULL) STRICT").fetchall()
            found = db.execute("SELECT mark FROM pgproxy_transaction").fetchall()
            if not found:
                db.execute("INSERT INTO pgproxy_transaction VALUES (?)", (FIRST,)).fetchall()
        return int(str(found[0][0])) if found else FIRST

    @cached_property
    def _mark(self) -> int:
        return self._first

    @cached_property
    def next(self) -> int:
        """The id that will be given next."""
        return self._first

    @cached_property
    def _latest(self) -> int:
        """The largest id of the transactions that are over."""
        return self._first - 1

    def assign(self) -> int:
        """The next id."""
        if self.next >= self._mark:
            self._mark += AHEAD
            self._shared.execute("UPDATE pgproxy_transaction SET mark = ?", (self._mark,)).fetchall()
        xid = self.next
        self.next += 1
        self._running.add(xid)
        return xid

    def end(self, xid: int, *, committed: bool) -> None:
        """Note that a transaction has ended."""
        self._running.discard(xid)
        self._latest = max(self._latest, xid)
        self._ended[xid] = Ended(self.tick, committed, self._latest)
        self.tick += 1
        if len(self._ended) > REMEMBERED:
            del self._ended[next(iter(self._ended))]

    def status(self, xid: int) -> str | None:
        """`in progress`, `committed` or `aborted`; None for a transaction that is not remembered."""
        if xid in self._running:
            return "in progress"
        found = self._ended.get(xid)
        return None if found is None else "committed" if found.committed else "aborted"

    def snapshot(self, tick: int, own: int | None) -> Snapshot:
        """What a statement that began at `tick` sees, in a transaction whose id is `own`.

        Whatever ended since then counts as running, even where the statement began to read after that.
        """
        running, latest = set(self._running), self._first - 1
        for xid in reversed(self._ended):
            if self._ended[xid].tick < tick:
                latest = self._ended[xid].latest
                break
            running.add(xid)
        xmax = latest + 1
        begun = sorted(xid for xid in running if xid < xmax or xid == own)
        return Snapshot(min([*begun, xmax]), xmax, tuple(xid for xid in begun if xid < xmax and xid != own))
