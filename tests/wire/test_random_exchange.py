"""A short run of random exchanges, the same each time."""

from tests.oracle import Cluster
from tests.server import Server
from tests.wire.random_exchange import run

COUNT, SEED = 60, 1


def test_messages_are_answered_alike(oracle: Cluster, server: Server) -> None:
    report = run(oracle.port, server.port, COUNT, SEED)
    assert not report.found, str(report)
