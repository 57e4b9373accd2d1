"""pg8000's own tests. Words choose test files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import Outcomes, run_tests

LEFT_OUT = ["auth", "test_readme.py"]
"""Servers with certificates and passwords of its own, and its documentation's examples, which ask for them."""
PLACES = "wants the file and the function of PostgreSQL's sources in which an error was raised"
TYPES = "asks for tsvector, which is refused"
RESET = "the driver lets a connection reset pass as such where it comes before the first byte, which is chance"
LOST = {
    "dbapi.test_connection::test_broken_pipe_read": RESET,
    "dbapi.test_copy::test_copy_from_with_error": PLACES,
    "dbapi.test_query::test_callproc": "makes functions in PL/pgSQL, which are refused",
    "dbapi.test_typeconversion::test_tsvector_roundtrip": TYPES,
    "legacy.test_connection::test_broken_pipe_read": RESET,
    "legacy.test_copy::test_copy_from_with_error": PLACES,
    "legacy.test_typeconversion::test_tsvector_roundtrip": TYPES,
    "native.test_connection::test_broken_pipe_read": RESET,
    "native.test_copy::test_copy_from_with_error": PLACES,
    "native.test_typeconversion::test_tsvector_roundtrip": TYPES,
}  # fmt: skip
"""Tests that pass on PostgreSQL alone, with the reason."""


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test."""
    tests = sources.parent / "test"
    if not tests.exists():
        (sources / "test").rename(tests)  # away from the driver's sources: the installed driver is tested
    where = {"PGHOST": server.host, "PGPORT": str(server.port), "PGUSER": server.user, "PGPASSWORD": "none needed"}
    outcomes: dict[str, str | None] = {}
    for file in sorted(tests.rglob("test_*.py")):
        chosen = not words or any(word in file.stem for word in words)
        if not chosen or any(part in LEFT_OUT for part in file.parts):
            continue
        module = ".".join(file.relative_to(tests).with_suffix("").parts)
        found = run_tests(file, tests.parent, where)
        outcomes |= {f"{module}::{_plain(name)}": cause for name, cause in found.items()}
    return outcomes


def _plain(name: str) -> str:
    """A test's name without the module's, which pytest gives as the class of a function."""
    return name.partition("::")[2]
