"""The queue for a database's one writer: first come, first served, without blocking the event loop."""

from __future__ import annotations

from collections import deque
from typing import Protocol


class Queued(Protocol):
    """Whoever stands in the queue."""

    is_brief: bool
    """Whether it needs the lock for milliseconds only, which also those wait for who do not want to wait."""

    def grant_lock(self) -> None:
        """Its turn has come."""


class Writer(Queued, Protocol):
    """A session as the queue knows it."""

    def wait_for_lock(self) -> bool:
        """Wait until `grant_lock` was called; False when the session gave up (it then leaves the queue)."""
        ...


class WriteLock:
    """Who may write, and who waits for it."""

    __slots__ = ("holder", "queue")

    def __init__(self) -> None:
        self.holder: Queued | None = None
        self.queue: deque[Queued] = deque()

    def acquire(self, writer: Writer, *, wait: bool = True) -> bool:
        """Become the writer, waiting in line where allowed; False when the lock could not be had."""
        if self.holder is None:
            self.holder = writer
            return True
        if not wait and not all(known.is_brief for known in (self.holder, *self.queue)):
            return False
        self.queue.append(writer)
        granted = False
        try:
            granted = writer.wait_for_lock()
        finally:
            if not granted:
                self._leave(writer)
        return granted

    def request(self, writer: Queued) -> None:
        """Stand in line; `grant_lock` says when it is this one's turn, which may be at once."""
        if self.holder is None:
            self.holder = writer
            writer.grant_lock()
        else:
            self.queue.append(writer)

    def _leave(self, writer: Writer) -> None:
        if self.holder is writer:
            self.release(writer)
        else:
            self.queue.remove(writer)

    def release(self, writer: Queued) -> None:
        """Hand the lock to the next in line."""
        assert self.holder is writer
        self.holder = self.queue.popleft() if self.queue else None
        if self.holder is not None:
            self.holder.grant_lock()
