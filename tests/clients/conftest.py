"""Each test gets a database of its own on both servers."""

from collections.abc import Iterator

import pytest

from tests.clients.target import Targets, fresh
from tests.oracle import Cluster
from tests.server import Server


@pytest.fixture
def targets(oracle: Cluster, server: Server, request: pytest.FixtureRequest) -> Iterator[Targets]:
    """PostgreSQL's database and pgproxy's."""
    name = request.node.name.partition("[")[0]
    with fresh(oracle.host, oracle.port, name) as expected, fresh(server.host, server.port, name) as actual:
        yield expected, actual
