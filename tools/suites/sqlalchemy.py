"""SQLAlchemy's dialect compliance suite and its own tests of the PostgreSQL dialect, with two drivers.

Words choose drivers, or test files by a part of their path.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import Outcomes, pytest_outcomes

DRIVERS = ("psycopg", "asyncpg")
FILES = ("test/dialect/test_suite.py", *(
    f"test/dialect/postgresql/test_{name}.py"
    for name in ("async_pg", "bitstring", "dialect", "on_conflict", "query", "reflection", "types")
))  # fmt: skip
SCHEMAS = ("test_schema", "test_schema_2")
SECONDS_PER_TEST = 120

PLUGIN = """
from sqlalchemy.dialects.postgresql import provision

provision._extensions.clear()  # CREATE EXTENSION hstore and citext
"""
"""What pytest loads first: the suite makes extensions that only some of its tests need."""


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test, by driver."""
    (sources / "suite_plugin.py").write_text(PLUGIN)
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
    drivers = [driver for driver in DRIVERS if driver in words] or DRIVERS
    named = [word for word in words if word not in DRIVERS]
    files = [file for file in FILES if not named or any(word in file for word in named)]
    outcomes: dict[str, str | None] = {}
    for driver in drivers:
        report = sources / f"{driver}.xml"
        dsn = server.dsn.replace("postgresql:", f"postgresql+{driver}:")
        options = ["-p", "suite_plugin", "-p", "no:cacheprovider", "-p", "no:logging", "-c", "setup.cfg"]
        options.append("--assert=plain")  # pytest would compare long texts for hours
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *options, f"--timeout={SECONDS_PER_TEST}", f"--dburi={dsn}",
             f"--junitxml={report}", *files],
            cwd=sources, env=os.environ | {"PYTHONPATH": str(sources)}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        outcomes |= {f"{driver} {name}": cause for name, cause in pytest_outcomes(report).items()}
    return outcomes
