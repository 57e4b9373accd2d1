"""The queue for a database's one writer: first come, first served, without blocking the event loop."""

from __future__ import annotations

from collections import deque
from typing import Protocol


class Writer(Protocol):
    """A session as the queue knows it."""

    def wait_for_lock(self) -> bool:
        """Wait until `grant` was called; False when the session gave up (it then leaves the queue)."""
        ...

    def grant_lock(self) -> None: ...


class WriteLock:
    """Who may write, and who waits for it."""

    __slots__ = ("holder", "queue")

    def __init__(self) -> None:
        self.holder: Writer | None = None
        self.queue: deque[Writer] = deque()

    def acquire(self, writer: Writer, *, wait: bool = True) -> bool:
        """Become the writer, waiting in line where allowed; False when the lock could not be had."""
        if self.holder is None:
            self.holder = writer
            return True
        if not wait:
            return False
        self.queue.append(writer)
        granted = False
        try:
            granted = writer.wait_for_lock()
        finally:
            if not granted:
                self._leave(writer)
        return granted

    def _leave(self, writer: Writer) -> None:
        if self.holder is writer:
            self.release(writer)
        else:
            self.queue.remove(writer)

    def release(self, writer: Writer) -> None:
        """Hand the lock to the next in line."""
        assert self.holder is writer
        self.holder = self.queue.popleft() if self.queue else None
        if self.holder is not None:
            self.holder.grant_lock()
