"""Check histories of pgproxy, or of the server at a URI: `python -m tests.history --minutes 10 --seed 1`."""

import argparse
import asyncio
import sys
from dataclasses import dataclass

from tests.history.run import run
from tests.server import Server

ROUND_SECONDS = 6.0


@dataclass(frozen=True)
class Running:
    """A server that somebody else runs."""

    dsn: str


def main() -> int:
    """Print the figures; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.history", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dsn", help="a running server, which is not killed")
    arguments = parser.parse_args()
    seconds = arguments.minutes * 60
    if arguments.dsn:
        target = Running(arguments.dsn)
        work = run(target, seconds=seconds, seed=arguments.seed, round_seconds=ROUND_SECONDS, killable=None)
        report = asyncio.run(work)
    else:
        with Server() as server:
            work = run(server, seconds=seconds, seed=arguments.seed, round_seconds=ROUND_SECONDS, killable=server)
            report = asyncio.run(work)
    print("\n".join(report.lines()))
    return 1 if report.anomalies else 0


if __name__ == "__main__":
    sys.exit(main())
