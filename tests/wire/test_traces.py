"""pgproxy answers every recorded exchange as PostgreSQL did, message by message."""

import pytest

from tests.server import Server
from tests.wire import exchange


@pytest.mark.parametrize("name", exchange.names())
def test_trace(server: Server, name: str) -> None:
    steps = exchange.read(name)
    assert exchange.write(name, steps, exchange.replay(steps, server.host, server.port)) == exchange.write(
        name, steps, [step.answers for step in steps]
    )
