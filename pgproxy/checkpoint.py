"""Moves a database's write-ahead log into its file beside the running sessions, and keeps the log short.

A thread with a connection of its own copies what has been committed so far.  Under a steady load more is committed
meanwhile, and SQLite starts the log anew only when nothing is left in it: what is left after the first copy, a few
pages, is copied while the checkpoint itself stands in the queue of writers and has its turn.  SQLite's manual:
"Write-Ahead Logging".
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pgproxy.sqlite_file import connect
from pgproxy.write_lock import WriteLock

CHECKPOINT_PAGES = 4000
"""Pages in the log that a checkpoint is worth: each costs writers some milliseconds, the log 16 MB."""
FEW_PAGES = 250
"""Pages that writers may wait for; copying them takes about a millisecond."""


class Copied(NamedTuple):
    """What a copy found and did, in pages of the log."""

    pages: int
    moved: int

    @property
    def everything(self) -> bool:
        """Whether no open snapshot kept anything back."""
        return self.moved == self.pages


class Checkpointer:
    """The checkpoints of one database, at most one at a time."""

    is_brief = True

    def __init__(self, path: Path, write_lock: WriteLock) -> None:
        self._path = path
        self._write_lock = write_lock
        self._pages = 0
        self._threshold = CHECKPOINT_PAGES
        self.running = False

    def committed(self, pages: int) -> None:
        """A transaction was committed, and left the log with this many pages."""
        if pages < self._pages:  # the log began anew
            self._threshold = CHECKPOINT_PAGES
        self._pages = pages
        if pages >= self._threshold and not self.running:
            self.running = True
            self._start(self._copied)

    def grant_lock(self) -> None:
        """Its turn in the queue of writers has come."""
        self._start(self._finished)

    def _start(self, then: Callable[[asyncio.Future[Copied]], None]) -> None:
        asyncio.get_running_loop().run_in_executor(None, self._copy).add_done_callback(then)

    def _copy(self) -> Copied:
        """Copy what no open snapshot needs in the log."""
        db = connect(self._path)
        try:
            _, pages, moved = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()[0]
            return Copied(int(str(pages)), int(str(moved)))
        finally:
            db.close()

    def _copied(self, copying: asyncio.Future[Copied]) -> None:
        if copying.exception() is not None or not (result := copying.result()).everything:
            self._end()  # a later commit tries again; nothing depends on one checkpoint
        elif self._pages - result.moved > FEW_PAGES:
            self._start(self._copied)
        else:
            self._write_lock.request(self)

    def _finished(self, copying: asyncio.Future[Copied]) -> None:
        self._write_lock.release(self)
        copying.exception()
        self._end()

    def _end(self) -> None:
        self.running = False
        self._threshold = self._pages + CHECKPOINT_PAGES
