"""The clock: microseconds since 1970 UTC, as timestamps are stored."""

from __future__ import annotations

import time


def now_us() -> int:
    return time.time_ns() // 1000
