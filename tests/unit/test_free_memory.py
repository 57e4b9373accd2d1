"""Freed memory goes back to the system."""

import asyncio
import sys
from pathlib import Path

import pytest

from pgproxy.free_memory import give_back_regularly

PAGE, PIECE, PIECES = 4096, 20_000, 8000


def _resident() -> int:
    """Pages of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="the C library's own function")
async def test_holes_between_pieces_in_use_are_given_back() -> None:
    pieces = [b"x" * PIECE for _ in range(PIECES)]
    kept = pieces[::4]
    del pieces
    before = _resident()
    give_back_regularly(asyncio.get_running_loop(), 0.01)
    async with asyncio.timeout(30):
        while before - _resident() < PIECE * PIECES // PAGE // 2:
            await asyncio.sleep(0.01)
    assert len(kept) == PIECES // 4
