"""What a standby server is asked ("Recovery Information Functions", "Recovery Control Functions"): this is none."""

from __future__ import annotations

from typing import NoReturn

from translator.builtins.declare import function
from translator.errors import PgError


@function("pg_last_wal_receive_lsn()", "pg_last_wal_replay_lsn()", "pg_last_xact_replay_timestamp()")
def pg_last_wal_receive_lsn() -> None:
    """Nothing was ever received or replayed."""


@function(
    "pg_is_wal_replay_paused()", "pg_get_wal_replay_pause_state()", "pg_wal_replay_pause()", "pg_wal_replay_resume()"
)
def pg_is_wal_replay_paused() -> NoReturn:
    raise _not_in_recovery()


@function("pg_promote(boolean,integer)")
def pg_promote(wait: int = 1, wait_seconds: int = 60) -> NoReturn:
    raise _not_in_recovery()


def _not_in_recovery() -> PgError:
    return PgError(
        "55000",
        "recovery is not in progress",
        hint="Recovery control functions can only be executed during recovery.",
    )
