"""A short run of random scripts, the same each time."""

from tests.isolation.random_run import run
from tests.oracle import Cluster
from tests.server import Server

COUNT, SEED = 25, 1


def test_sessions_see_what_they_see_in_postgresql(oracle: Cluster, server: Server) -> None:
    """Every difference has a reason."""
    report = run(oracle.port, server.port, COUNT, SEED)
    assert not report.found, str(report)
