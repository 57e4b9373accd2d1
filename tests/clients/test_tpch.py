"""TPC-H's queries give PostgreSQL's answers, on a few thousand rows."""

from benchmarks import tpch
from tests.oracle import Cluster
from tests.server import Server

SCALE = 0.002


def test_queries_give_the_same_rows(oracle: Cluster, server: Server) -> None:
    """All 22, each with rows for most of them."""
    for target in (oracle, server):
        tpch.prepare(target, SCALE)
    answers = {
        name: [tpch.answer(target, query)[1] for target in (oracle, server)] for name, query in tpch.queries().items()
    }
    assert len(answers) == 22
    assert [name for name, (expected, found) in answers.items() if expected != found] == []
    assert sum(bool(expected) for expected, _ in answers.values()) > 15
