"""`python -m tools.suites [SUITE [WORD ...]]`: what passes on PostgreSQL and not on pgproxy of clients' own tests.

The tests are those of the installed version's source distribution, fetched by pip, psycopg's those of its tag's archive
or of the folder that PSYCOPG_TESTS names, those of Go's drivers the installed ones. Without a suite's name all of them
run; words choose some of its files or applications. Prints how many tests pass on each server, and by name and cause
those that pass on PostgreSQL alone, but for those that the suite's module lists with the reason.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.oracle import Cluster
from tests.server import Server
from tools.suites import asyncpg, django, go, pg8000, psycopg, psycopg2, sqlalchemy
from tools.suites.source import fetch

SUITES = {
    "asyncpg": asyncpg.run, "django": django.run, "go": go.run, "pg8000": pg8000.run, "psycopg": psycopg.run,
    "psycopg2-binary": psycopg2.run, "sqlalchemy": sqlalchemy.run,
}  # fmt: skip
FETCHES = {"go": go.fetch, "psycopg": psycopg.fetch}
"""Suites that are not in the source distribution."""
EXPLAINED = {
    "asyncpg": asyncpg.LOST, "django": django.LOST, "go": go.LOST, "pg8000": pg8000.LOST, "psycopg": psycopg.LOST,
    "psycopg2-binary": psycopg2.LOST,
}  # fmt: skip
"""Suite -> tests that are known to pass on PostgreSQL alone, with the reason."""


def main(words: Sequence[str]) -> int:
    """Print the comparisons; 1 when something passes on PostgreSQL alone for no known reason."""
    chosen = {words[0]: SUITES[words[0]]} if words else SUITES
    lost = 0
    for package, run in chosen.items():
        with tempfile.TemporaryDirectory() as folder:
            sources = FETCHES.get(package, fetch)(package, Path(folder))
            with Cluster() as oracle, Server() as server:
                theirs, ours = run(sources, oracle, words[1:]), run(sources, server, words[1:])
        passes = [name for name, cause in theirs.items() if cause is None]
        missing = {name: cause for name in passes if (cause := ours.get(name, "did not run")) is not None}
        around = {name: cause for name, cause in ours.items() if cause is not None and name not in theirs}
        explained = EXPLAINED.get(package, {})
        unexplained = {name: cause for name, cause in missing.items() if name not in explained}
        for name, cause in (around | unexplained).items():  # what failed around tests says why they did not run
            print(f"{name}\n    {cause}")
        for name in (name for name in explained if name in passes and name not in missing):
            print(f"{name} passes, although it is listed")
        ours_too, known = len(passes) - len(missing), len(missing) - len(unexplained)
        print(
            f"{package}: {len(passes)} tests pass on PostgreSQL; of these {ours_too} on pgproxy, {known} known not to"
        )
        lost += len(unexplained)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
