"""`python -m tests.fuzz COUNT SEED`: ask random expressions of both servers and print where they differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
without a reason was found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.cases.replay import fresh_database
from tests.fuzz.run import Report, differences, run, shown
from tests.fuzz.servers import Asked, Pair
from tests.oracle import Cluster
from tests.server import Server

DATABASE = "fuzz_expressions"
HOST = "127.0.0.1"


def main() -> int:
    """Fuzz; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--oracle", type=int, help="the port of a running PostgreSQL")
    parser.add_argument("--pgproxy", type=int, help="the port of a running pgproxy")
    arguments = parser.parse_args()
    with servers(arguments.oracle, arguments.pgproxy) as ports, pair(*ports) as asked:
        report = run(asked, arguments.count, arguments.seed)
        found = differences(asked, report)
        for difference in found:
            print(shown(difference), end="\n\n")
        print(summary(report), f"{len(found)} different differences", sep="\n")
    return 1 if found else 0


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


@contextmanager
def pair(oracle: int, pgproxy: int, settings: tuple[str, ...] = ()) -> Iterator[Pair]:
    """Sessions with both servers on databases of their own."""
    with (
        fresh_database(HOST, oracle, DATABASE),
        fresh_database(HOST, pgproxy, DATABASE),
        closing(Asked(HOST, oracle, DATABASE, settings)) as postgresql,
        closing(Asked(HOST, pgproxy, DATABASE, settings)) as proxy,
    ):
        yield Pair(postgresql, proxy)


def summary(report: Report) -> str:
    """The figures of a run."""
    lines = [f"{report.asked} expressions, {len(report.found)} differ without a reason"]
    lines += [f"explained: {reason}: {count}" for reason, count in report.explained.most_common()]
    lines += [f"  {count} {message}" for message, count in report.refusals.most_common()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
