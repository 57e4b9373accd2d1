"""`python -m tests.query_fuzz COUNT SEED`: ask random statements of both servers and print where they differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
without a reason was found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.cases.replay import fresh_database
from tests.fuzz.__main__ import servers
from tests.fuzz.servers import Asked, Pair
from tests.query_fuzz.run import Report, prepare, run

DATABASE = "fuzz_statements"
HOST = "127.0.0.1"


def main() -> int:
    """Fuzz; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="tests.query_fuzz", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--oracle", type=int, help="the port of a running PostgreSQL")
    parser.add_argument("--pgproxy", type=int, help="the port of a running pgproxy")
    arguments = parser.parse_args()
    with servers(arguments.oracle, arguments.pgproxy) as ports, prepared(*ports) as asked:
        report = run(asked, arguments.count, arguments.seed)
    print(shown(report))
    return 1 if report.found else 0


@contextmanager
def prepared(oracle: int, pgproxy: int) -> Iterator[Pair]:
    """Sessions with both servers on databases of their own that hold the tables."""
    with (
        fresh_database(HOST, oracle, DATABASE),
        fresh_database(HOST, pgproxy, DATABASE),
        closing(Asked(HOST, oracle, DATABASE, ())) as postgresql,
        closing(Asked(HOST, pgproxy, DATABASE, ())) as proxy,
    ):
        asked = Pair(postgresql, proxy)
        prepare(asked)
        yield asked


def shown(report: Report) -> str:
    """The differences, then the figures."""
    parts = [
        f"{each.statement.sql}\n  postgresql: {each.expected}\n  pgproxy:    {each.found}\n"
        for each in report.found.values()
    ]
    parts += [f"both refuse with {sqlstate}: {count}" for sqlstate, count in report.failed.most_common()]
    parts += [f"explained: {reason}: {count}" for reason, count in report.explained.most_common()]
    parts.append(f"{report.asked} statements, {report.differing} differ, in {len(report.found)} kinds")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
