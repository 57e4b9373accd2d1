"""asyncpg's own tests; psycopg's distribution has none. Words choose test files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import Outcomes, pytest_outcomes

LEFT_OUT = {
    "test__environment": "is about the versions that the project's own CI asks for",
    "test__sourcecode": "lints the driver",
    "test_connect": "starts and configures servers of its own",
    "test_subinterpreters": "is about Python",
}
"""Files that say nothing about the server, with the reason."""
SECONDS_PER_TEST = 60


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test."""
    tests = sources.parent / "tests"
    if not tests.exists():
        (sources / "tests").rename(tests)  # away from the driver's sources, which are not built
    where = {"PGHOST": server.host, "PGPORT": str(server.port), "PGUSER": server.user, "PGDATABASE": "postgres"}
    outcomes: dict[str, str | None] = {}
    for file in sorted(tests.glob("test_*.py")):
        if file.stem in LEFT_OUT or (words and not any(word in file.stem for word in words)):
            continue
        report = file.with_suffix(".xml")
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--timeout={SECONDS_PER_TEST}"]
        subprocess.run(
            [*pytest, f"--junitxml={report}", str(file)], cwd=tests.parent, env=os.environ | where,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        outcomes |= {f"{file.stem}::{name}": cause for name, cause in pytest_outcomes(report).items()}
    return outcomes
