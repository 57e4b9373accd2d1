"""The clock of uuidv7(), by which each UUID of a session sorts behind the ones before."""

from __future__ import annotations

import time

STEP_NS = 1_000_000 // 4096 + 1
"""The least difference that shows in the twelve bits which a UUID has for the fraction of a millisecond."""


class RisingClock:
    """The wall clock of one session, which never gives an earlier time than before, nor the same one."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last = 0

    def now_ns(self) -> int:
        """Nanoseconds since 1970."""
        self._last = max(time.time_ns(), self._last + STEP_NS)
        return self._last
