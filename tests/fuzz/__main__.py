"""`python -m tests.fuzz COUNT SEED`: ask random expressions of both servers and print where they differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
without a reason was found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from tests.cases.replay import fresh_database
from tests.cases.value_sets import value_sets
from tests.fuzz.run import Report, differences, run, shown
from tests.fuzz.servers import Asked, Pair
from tests.oracle import Cluster
from tests.server import Server

DATABASE = "fuzz_expressions"
HOST = "127.0.0.1"
SETTINGS = (
    (),
    ("SET TimeZone = 'America/New_York'", "SET DateStyle = 'SQL, DMY'", "SET IntervalStyle = 'postgres_verbose'",
     "SET bytea_output = 'escape'", "SET extra_float_digits = 0"),
    ("SET TimeZone = 'Asia/Kolkata'", "SET DateStyle = 'German'", "SET IntervalStyle = 'iso_8601'",
     "SET extra_float_digits = -3"),
    ("SET TimeZone = 'XYZ+3:30'", "SET DateStyle = 'Postgres, MDY'", "SET IntervalStyle = 'sql_standard'"),
)  # fmt: skip
"""What the sessions differ in."""


def main() -> int:
    """Fuzz; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--oracle", type=int, help="the port of a running PostgreSQL")
    parser.add_argument("--pgproxy", type=int, help="the port of a running pgproxy")
    arguments = parser.parse_args()
    with servers(arguments.oracle, arguments.pgproxy) as ports, pairs(*ports) as asked:
        report = run(asked, arguments.count, arguments.seed)
        found = differences(report)
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
def pairs(oracle: int, pgproxy: int) -> Iterator[list[Pair]]:
    """Sessions with both servers on databases of their own, a pair for each of SETTINGS."""
    with ExitStack() as stack:
        for port in (oracle, pgproxy):
            stack.enter_context(fresh_database(HOST, port, DATABASE))
            with closing(Asked(HOST, port, DATABASE, ())) as asked:
                for sql in sorted({sql for values in value_sets().values() for sql in values.setup}):
                    asked.ask(sql)
        yield [
            Pair(*(stack.enter_context(closing(Asked(HOST, port, DATABASE, each))) for port in (oracle, pgproxy)), each)
            for each in SETTINGS
        ]


def summary(report: Report) -> str:
    """The figures of a run."""
    lines = [f"{report.asked} expressions, {len(report.found)} differ without a reason"]
    lines += [f"explained: {reason}: {count}" for reason, count in report.explained.most_common()]
    lines += [f"  {count} {message}" for message, count in report.refusals.most_common()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
