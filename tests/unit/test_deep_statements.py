"""Planning takes time in proportion to how deep an expression is nested."""

import asyncio
import time

import pytest
import uvloop

from protocol.backend import ErrorResponse
from protocol.frontend import Query
from tests.hostile.findings import Findings
from tests.hostile.local import LocalServer

SHALLOW, DEEP = 100, 800
GROWTH = 4 * DEEP / SHALLOW
"""How much longer the deep one may take: in proportion it is 8 times, by the square 64 times."""
NOTHING = 1.5
"""Seconds that need no look at what they are in proportion to."""
FORMS = {
    "calls": ("abs(", "a", ")"),
    "constant calls": ("abs(", "1", ")"),
    "collations": ("lower(", "b", ")"),
    "operators": ("1 + ", "a", ""),
    "conditions": ("(a = 1 AND ", "true", ")"),
    "alternatives": ("coalesce(", "a", ")"),
    "negations": ("NOT ", "a = 1", ""),
}


async def _seconds(form: tuple[str, str, str], depth: int) -> float:
    before, inside, after = form
    with LocalServer(Findings()) as server:
        client = server.client()
        await client.start()
        await client.ask(Query(b"CREATE TABLE t (a int, b text); SET statement_timeout = 0").encode())
        started = time.thread_time()
        sql = f"SELECT {before * depth}{inside}{after * depth} FROM t"
        answers = await client.ask(Query(sql.encode()).encode())
        taken = time.thread_time() - started
        assert not any(isinstance(answer, ErrorResponse) for answer in answers)
        await client.leave()
        await asyncio.sleep(0)
    return taken


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_deep_expressions(form: tuple[str, str, str]) -> None:
    uvloop.run(_seconds(form, SHALLOW))  # which loads what is loaded once
    shallow = min(uvloop.run(_seconds(form, SHALLOW)) for _ in range(2))
    deep = uvloop.run(_seconds(form, DEEP))
    assert deep < max(shallow * GROWTH, NOTHING)
