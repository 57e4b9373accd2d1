"""The loop stays awake after an answer, and sleeps again where nobody asks."""

import asyncio
import os
from collections.abc import Callable

import pytest

from pgproxy.busy_wait import ANSWERS_ASLEEP, BusyWait

SHORT, LONG = 0.001, 30.0


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is no other processor to leave to the client")
async def test_stays_awake_only_as_long_as_it_pays() -> None:
    wait = BusyWait(asyncio.get_running_loop(), SHORT)
    wait.answered()
    assert wait.waiting
    await until(lambda: not wait.waiting)
    for _ in range(ANSWERS_ASLEEP):
        wait.answered()
        assert not wait.waiting
    wait.answered()
    assert wait.waiting


async def test_sleeps_where_the_client_needs_the_only_processor() -> None:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        wait = BusyWait(asyncio.get_running_loop(), LONG)
    finally:
        os.sched_setaffinity(0, allowed)
    wait.answered()
    assert not wait.waiting
