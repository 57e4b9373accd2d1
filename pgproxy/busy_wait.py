"""Stays awake for a moment after an answer: a client in conversation asks again before a sleeping process is woken.

Waking up costs about as much as answering a short query does.  It is tried only where another processor is left for the
client, and given up for some answers whenever nobody asked in time.
"""

from __future__ import annotations

import asyncio
import os
from time import perf_counter

AWAKE_SECONDS = 100e-6
ANSWERS_ASLEEP = 16
"""For how many answers it is not tried again after a wait in vain."""


class BusyWait:
    """For one event loop.  `waiting`: the loop does not sleep at present."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float = AWAKE_SECONDS) -> None:
        self.waiting = False
        self._loop = loop
        self._seconds = seconds
        self._end = 0.0
        self._asleep = 0 if _processors() > 1 else -1

    def answered(self) -> None:
        """A client has got what it asked for."""
        if self._asleep:
            if self._asleep > 0:
                self._asleep -= 1
            return
        self._end = perf_counter() + self._seconds
        if not self.waiting:
            self.waiting = True
            self._loop.call_soon(self._look)

    def _look(self) -> None:
        """The loop has looked for input, and looks again at once unless it is time to sleep."""
        if perf_counter() < self._end:
            self._loop.call_soon(self._look)
        else:
            self.waiting = False
            self._asleep = ANSWERS_ASLEEP


def _processors() -> int:
    """How many processors this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
