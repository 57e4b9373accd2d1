"""`python -m tests.query_fuzz COUNT SEED`: ask random statements of both servers and print where they differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
without a reason was found.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.cases.replay import fresh_database
from tests.fuzz.command import compare
from tests.fuzz.servers import Asked, Pair
from tests.query_fuzz.run import Report, prepare, run

DATABASE = "fuzz_statements"
HOST = "127.0.0.1"


def compared(oracle: int, pgproxy: int, count: int, seed: int) -> Report:
    """Fuzz the servers at these ports."""
    with prepared(oracle, pgproxy) as asked:
        return run(asked, count, seed)


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


if __name__ == "__main__":
    sys.exit(compare("tests.query_fuzz", __doc__, compared))
