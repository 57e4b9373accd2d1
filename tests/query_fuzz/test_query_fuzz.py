"""A short run of the fuzzer, the same each time."""

from tests.oracle import Cluster
from tests.query_fuzz.__main__ import compared
from tests.server import Server

COUNT, SEED = 200, 1


def test_statements_are_answered_alike(oracle: Cluster, server: Server) -> None:
    """Every difference has a reason."""
    report = compared(oracle.port, server.port, COUNT, SEED)
    assert not report.found, report
