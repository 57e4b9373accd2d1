"""asyncpg's own tests. Words choose test files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import Outcomes, run_tests

LEFT_OUT = {
    "test__environment": "is about the versions that the project's own CI asks for",
    "test__sourcecode": "lints the driver",
    "test_connect": "starts and configures servers of its own",
    "test_subinterpreters": "is about Python",
}
"""Files that say nothing about the server, with the reason."""
FUNCTIONS, EXTENSIONS = "makes functions or blocks in PL/pgSQL, which are refused", "asks for an extension"
LOST = {
    "test_codecs::TestCodecs::test_custom_codec_binary": EXTENSIONS,
    "test_codecs::TestCodecs::test_custom_codec_text": EXTENSIONS,
    "test_codecs::TestCodecs::test_enum_function_return": FUNCTIONS,
    "test_codecs::TestCodecs::test_extra_codec_alias": EXTENSIONS,
    "test_codecs::TestCodecs::test_unhandled_type_fallback": EXTENSIONS,
    "test_codecs::TestCodecs::test_unknown_type_text_fallback": EXTENSIONS,
    "test_exceptions::TestExceptions::test_exceptions_str": FUNCTIONS,
    "test_execute::TestExecuteMany::test_executemany_server_failure_during_writes":
        "counts the rows sent until an error arrives, which depends on how much both sides have buffered",
    "test_introspection::TestIntrospection::test_introspection_no_stmt_cache_01": EXTENSIONS,
    "test_introspection::TestIntrospection::test_introspection_no_stmt_cache_02": EXTENSIONS,
    "test_listeners::TestLogListeners::test_log_listener_01": FUNCTIONS,
    "test_listeners::TestLogListeners::test_log_listener_02": FUNCTIONS,
    "test_listeners::TestLogListeners::test_log_listener_03": FUNCTIONS,
    "test_prepare::TestPrepare::test_prepare_09_raise_error": FUNCTIONS,
    "test_prepare::TestPrepare::test_prepare_31_pgbouncer_note": FUNCTIONS,
}  # fmt: skip
"""Tests that pass on PostgreSQL alone, with the reason."""


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
        found = run_tests(file, tests.parent, where)
        outcomes |= {f"{file.stem}::{name}": cause for name, cause in found.items()}
    return outcomes
