"""How a session waits: it leaves its greenlet for the event loop, and something switches back to it."""

from __future__ import annotations

import asyncio

import greenlet


class Waiter:
    """One session's way to sleep.  `wake` may be called from anywhere in the event loop's thread, once per `wait`."""

    __slots__ = ("_greenlet", "_loop", "_woken")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._greenlet: greenlet.greenlet | None = None
        self._woken = False

    @property
    def waiting(self) -> bool:
        return self._greenlet is not None

    def wait(self, timeout: float | None = None) -> bool:
        """Leave for the event loop until `wake` or until `timeout` seconds passed; False on the latter."""
        timer = None if timeout is None else self._loop.call_later(timeout, self._resume, False)
        self._greenlet = greenlet.getcurrent()
        try:
            self._woken = bool(_hub().switch())
        finally:
            self._greenlet = None
            if timer is not None:
                timer.cancel()
        return self._woken

    def wake(self) -> None:
        """Let the session go on, behind those whose input has arrived; does nothing while it does not wait."""
        if self._greenlet is not None:
            self._loop.call_soon(self._loop.call_soon, self._resume, True)

    def _resume(self, woken: bool) -> None:
        sleeping, self._greenlet = self._greenlet, None
        if sleeping is not None:
            sleeping.switch(woken)

    def yield_to_loop(self) -> None:
        """Let the event loop run whatever is ready, and what input that has arrived makes ready, then go on.

        The loop takes input after what is ready, so this goes on a round later: others would wait for all of its slice.
        """
        self._loop.call_soon(self._loop.call_soon, greenlet.getcurrent().switch)
        _hub().switch()


def _hub() -> greenlet.greenlet:
    parent = greenlet.getcurrent().parent
    assert parent is not None, "a session runs in a greenlet of its own"
    return parent
