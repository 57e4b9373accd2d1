"""A short run of the fuzzer, the same each time."""

from tests.fuzz.__main__ import pairs, summary
from tests.fuzz.run import differences, run, shown
from tests.oracle import Cluster
from tests.server import Server

COUNT, SEED = 300, 1


def test_expressions_are_answered_alike(oracle: Cluster, server: Server) -> None:
    """Every difference has a reason."""
    with pairs(oracle.port, server.port) as asked:
        report = run(asked, COUNT, SEED)
        found = [shown(difference) for difference in differences(report)]
    assert not found, "\n\n".join([*found, summary(report)])
