"""The clock: microseconds since 2000 UTC, as timestamps are stored."""

from __future__ import annotations

import time

from translator.types.calendar import UNIX_EPOCH_US


def now_us() -> int:
    return time.time_ns() // 1000 + UNIX_EPOCH_US
