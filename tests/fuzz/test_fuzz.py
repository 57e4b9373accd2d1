"""A short run of the fuzzer, the same each time."""

from tests.fuzz.__main__ import compared
from tests.oracle import Cluster
from tests.server import Server

COUNT, SEED = 300, 1


def test_expressions_are_answered_alike(oracle: Cluster, server: Server) -> None:
    """Every difference has a reason."""
    outcome = compared(oracle.port, server.port, COUNT, SEED)
    assert not outcome.found, outcome
