"""Short runs of hostile input, the same each time."""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvloop

from tests.hostile import copies, sockets, sql, wire
from tests.hostile.findings import Findings

SEED = 1


@pytest.mark.parametrize(
    ("run", "count"),
    [(wire.run_frozen, 20_000), (sql.run_frozen, 1_000), (copies.run, 1_500), (sockets.run, 3_000)],
    ids=["messages", "statements", "copies", "sockets"],
)
def test_nothing_comes_of_it(run: Callable[[int, int, Findings], Coroutine[Any, Any, int]], count: int) -> None:
    findings = Findings()
    sent = uvloop.run(run(count, SEED, findings))
    assert sent >= count
    assert not findings.first, str(findings)
