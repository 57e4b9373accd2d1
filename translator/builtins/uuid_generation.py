"""UUIDs made up: of random bits, and of the time.  Manual: "UUID Functions"."""

from __future__ import annotations

import secrets

from translator.builtins.datetime_arithmetic import add_interval_in
from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.calendar import UNIX_EPOCH_US
from translator.types.interval import unpack_interval
from translator.types.timezone import session_zone

END_MS = 2**48


@function("gen_random_uuid()", "uuidv4()")
def gen_random_uuid() -> bytes:
    return _with_version(bytearray(secrets.token_bytes(16)), 4)


@function("uuidv7()", "uuidv7(interval)", context=True)
def uuidv7(context: ExecutionContext, shift: str | None = None) -> bytes:
    """Milliseconds since 1970 in 48 bits, the fraction in the next 12, then random bits."""
    nanoseconds = context.rising_clock.now_ns()
    if shift is not None:
        nanoseconds = _shifted(context, nanoseconds, shift)
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    head = milliseconds.to_bytes(6, "big") + fraction.to_bytes(2, "big")
    return _with_version(bytearray(head + secrets.token_bytes(8)), 7)


def _shifted(context: ExecutionContext, nanoseconds: int, shift: str) -> int:
    """Raises PgError 22008 where no UUID can have such a time."""
    interval = unpack_interval(shift)
    if interval.infinite:
        raise PgError(
            "22008",
            "interval out of range for UUID version 7",
            detail="UUID version 7 does not support infinite intervals.",
        )
    microseconds, rest = divmod(nanoseconds, 1000)
    zone = session_zone(context.settings.timezone)
    moved = add_interval_in(zone, microseconds + UNIX_EPOCH_US, interval) - UNIX_EPOCH_US
    if not 0 <= moved // 1000 < END_MS:
        raise PgError(
            "22008",
            "timestamp out of range for UUID version 7",
            detail="UUID version 7 supports timestamps from 1970-01-01 to approximately year 10889.",
        )
    return moved * 1000 + rest


def _with_version(value: bytearray, version: int) -> bytes:
    value[6] = value[6] & 0x0F | version << 4
    value[8] = value[8] & 0x3F | 0x80
    return bytes(value)
