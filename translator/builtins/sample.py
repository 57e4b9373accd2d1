"""Which rows of a table TABLESAMPLE picks."""

from __future__ import annotations

import random
import zlib

from translator.errors import PgError
from translator.types.float import to_python

ROWS_OF_A_BLOCK = 100
_RANGE = 2**32


def sampled(method: str, percent: float | str | None, repeatable: int, seed: float | str | None, rowid: int) -> bool:
    """Whether a row is in the sample; one with REPEATABLE is the same for the same seed.

    Raises PgError 2202H for percentages beyond 0 to 100, 2202G for a seed that is NULL.
    """
    if percent is None:
        raise PgError("2202H", "TABLESAMPLE parameter cannot be null")
    if repeatable and seed is None:
        raise PgError("2202G", "TABLESAMPLE REPEATABLE parameter cannot be null")
    part = to_python(percent)
    if not 0 <= part <= 100:
        raise PgError("2202H", "sample percentage must be between 0 and 100")
    if part in (0, 100):
        return part == 100
    number = rowid if method == "bernoulli" else rowid // ROWS_OF_A_BLOCK
    drawn = zlib.crc32(f"{seed}:{number}".encode()) / _RANGE if repeatable else random.random()
    return drawn * 100 < part
