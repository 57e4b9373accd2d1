"""`python -m tests.wire COUNT SEED`: random exchanges of messages with both servers; prints where the answers differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
was found.
"""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.__main__ import servers
from tests.wire.random_exchange import run


def main() -> int:
    """Run; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="tests.wire", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--oracle", type=int, help="the port of a running PostgreSQL")
    parser.add_argument("--pgproxy", type=int, help="the port of a running pgproxy")
    arguments = parser.parse_args()
    with servers(arguments.oracle, arguments.pgproxy) as (oracle, pgproxy):
        report = run(oracle, pgproxy, arguments.count, arguments.seed)
    print(report)
    return 1 if report.found else 0


if __name__ == "__main__":
    sys.exit(main())
