"""Tells a running statement whether a client has sent something, which need not wait for the time slice's end.

It asks the kernel about all connections at once, for less than a microsecond ("epoll(7)", edge-triggered: what has been
read, or was told of before, counts no more).  Where there is no epoll, every time slice is taken to its end.
"""

from __future__ import annotations

import select
import sys


class InputWatch:
    """The sockets of all clients."""

    if sys.platform == "linux":

        def __init__(self) -> None:
            self._epoll = select.epoll()

        def add(self, descriptor: int) -> None:
            """A client has connected; closing its socket ends the watch."""
            self._epoll.register(descriptor, select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET)

        def has_input(self) -> bool:
            """Whether bytes have arrived that nobody has read."""
            return bool(self._epoll.poll(0, 1))

    else:

        def add(self, descriptor: int) -> None:
            """A client has connected; closing its socket ends the watch."""

        def has_input(self) -> bool:
            """Whether bytes have arrived that nobody has read: unknown here."""
            return False
