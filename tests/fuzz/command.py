"""The command line of what is compared at random: how often, from which seed, and with which servers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from typing import Protocol

from tests.oracle import Cluster
from tests.server import Server


class Report(Protocol):
    """What a comparison found; it prints itself."""

    @property
    def found(self) -> Sized:
        """The differences."""


def compare(program: str, description: str | None, run: Callable[[int, int, int, int], Report]) -> int:
    """Run with the ports of the oracle and of pgproxy, the count and the seed; 1 when something was found."""
    parser = argparse.ArgumentParser(prog=program, description=description)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--oracle", type=int, help="the port of a running PostgreSQL")
    parser.add_argument("--pgproxy", type=int, help="the port of a running pgproxy")
    arguments = parser.parse_args()
    with servers(arguments.oracle, arguments.pgproxy) as (oracle, pgproxy):
        report = run(oracle, pgproxy, arguments.count, arguments.seed)
    print(report)
    return 1 if report.found else 0


@contextmanager
def servers(oracle: int | None, pgproxy: int | None) -> Iterator[tuple[int, int]]:
    """The ports of both servers; one that is not given is started."""
    if oracle is None:
        with Cluster() as cluster, servers(cluster.port, pgproxy) as ports:
            yield ports
    elif pgproxy is None:
        with Server() as server, servers(oracle, server.port) as ports:
            yield ports
    else:
        yield oracle, pgproxy
