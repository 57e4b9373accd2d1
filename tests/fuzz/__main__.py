"""`python -m tests.fuzz COUNT SEED`: ask random expressions of both servers and print where they differ.

Starts an oracle and a pgproxy of its own unless told the ports of running ones. The exit status is 1 when a difference
without a reason was found.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from tests.cases.replay import fresh_database
from tests.cases.value_sets import value_sets
from tests.fuzz.command import compare
from tests.fuzz.explained import Difference
from tests.fuzz.run import Report, differences, run, shown
from tests.fuzz.servers import Asked, Pair

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run and its differences, made small, one of each kind."""

    report: Report
    found: list[Difference]

    def __str__(self) -> str:
        lines = [f"{shown(difference)}\n" for difference in self.found]
        return "\n".join([*lines, summary(self.report), f"{len(self.found)} different differences"])


def compared(oracle: int, pgproxy: int, count: int, seed: int) -> Outcome:
    """Fuzz the servers at these ports."""
    with pairs(oracle, pgproxy) as asked:
        report = run(asked, count, seed)
        return Outcome(report, differences(report))


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
    sys.exit(compare("tests.fuzz", __doc__, compared))
