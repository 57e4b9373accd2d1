"""psycopg2's own tests. Words choose test files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import Outcomes, run_tests

FUNCTIONS = "makes functions or blocks in PL/pgSQL, which are refused"
ONE_THREAD = "one thread writes by turns through two transactions (docs/differences.md, writers wait for each other)"
LOST = {
    "test_async::AsyncTests::test_non_block_after_notification": FUNCTIONS,
    "test_connection::IsolationLevelsTestCase::test_isolation_level_read_committed": ONE_THREAD,
    "test_connection::IsolationLevelsTestCase::test_isolation_level_serializable": ONE_THREAD,
    "test_copy::CopyTests::test_copy_from_segfault": ONE_THREAD,
    "test_copy::CopyTests::test_copy_to_segfault": ONE_THREAD,
    "test_cursor::CursorTests::test_callproc_dict": FUNCTIONS,
    "test_green::GreenTestCase::test_non_block_after_notice": FUNCTIONS,
    "test_transaction::DeadlockSerializationTests::test_deadlock":
        "wants a deadlock, where the second writer waits for the first as a whole",
}  # fmt: skip
"""Tests that pass on PostgreSQL alone, with the reason."""


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test."""
    tests = sources.parent / "tests"
    if not tests.exists():
        (sources / "tests").rename(tests)  # away from the driver's sources, which are not built
    where = {
        "PSYCOPG2_TESTDB": "postgres", "PSYCOPG2_TESTDB_HOST": server.host, "PSYCOPG2_TESTDB_PORT": str(server.port),
        "PSYCOPG2_TESTDB_USER": server.user, "PGOPTIONS": "-c lock_timeout=5s",
    }  # fmt: skip
    outcomes: dict[str, str | None] = {}
    for file in sorted(tests.glob("test_*.py")):
        if words and not any(word in file.stem for word in words):
            continue
        classes_only = ("-o", "python_functions=none")  # test_suite() makes unittest's own suite of them
        found = run_tests(file, tests.parent, where, *classes_only)
        outcomes |= {f"{file.stem}::{name}": cause for name, cause in found.items()}
    return outcomes
