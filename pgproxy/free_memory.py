"""Memory that the process has freed, back to the operating system.

SQLite's caches and schemas, texts and trees come and go between pieces that stay; the GNU C library keeps the holes for
later, several times as much as is in use.  Its manual: "Freeing Memory Allocated with malloc".
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Callable

INTERVAL_SECONDS = 10.0


def give_back_regularly(loop: asyncio.AbstractEventLoop, seconds: float = INTERVAL_SECONDS) -> None:
    """Every so many seconds, as long as the loop runs; nothing where the C library has no function for it."""
    trim = _trim()
    if trim is None:
        return

    def give_back() -> None:
        trim(0)
        loop.call_later(seconds, give_back)

    loop.call_later(seconds, give_back)


def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # of macOS, musl and Windows
        return None
    return found
