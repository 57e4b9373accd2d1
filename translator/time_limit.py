"""A bound on the time of a call into C code that asks nobody whether to go on: a match of a regular expression.

The event loop's thread is stopped by such a call, and with it every session.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from translator.errors.statements import feature_not_supported

SECONDS = 2.0
"""Of processor time."""
Result = TypeVar("Result")


class Overrun(Exception):
    """The time is over."""


def limited(call: Callable[..., Result], *args: Any, what: str) -> Result:
    """What the call gives.  Raises PgError 0A000 naming `what` when it takes too long."""
    try:
        return within(SECONDS, call, *args)
    except Overrun:
        raise feature_not_supported(f"{what} that takes more than {SECONDS:.0f} seconds") from None


def within(seconds: float, call: Callable[..., Result], *args: Any) -> Result:
    """What the call gives.  Raises Overrun when it takes too long."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return call(*args)
    if signal.getsignal(signal.SIGVTALRM) is not _strike:
        signal.signal(signal.SIGVTALRM, _strike)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return call(*args)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _strike(_number: int, _frame: object) -> None:
    raise Overrun
