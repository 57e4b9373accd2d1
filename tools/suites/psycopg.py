"""psycopg 3's own tests. Words choose test files.

Its source distributions hold none, so they come with the archive of the installed version's tag, or, where that is out
of reach, from the folder that PSYCOPG_TESTS names: `tests` of a checkout.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.request import urlopen

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import Outcomes, run_tests

ARCHIVE = "https://github.com/psycopg/psycopg/archive/refs/tags/{version}.tar.gz"
LEFT_OUT = ["crdb", "pool", "scripts", "benchmarks", "constraints"]
"""Another server, connection pools, and what is no test."""
MARKS = "not mypy and not proxy and not subprocess and not timing and not refcount"
"""Not the types of the driver, nor what depends on other programs or on how fast the machine is."""
FUNCTIONS = "makes blocks in PL/pgSQL, which are refused"
LOST = {
    "pq.test_pgconn::test_notice": FUNCTIONS,
    "pq.test_pgconn::test_notice_error": FUNCTIONS,
    "pq.test_pgconn::test_notice_nohandler": FUNCTIONS,
    "test_connection::test_notice_handlers": FUNCTIONS,
    "test_connection_info::test_set_encoding_unsupported": "asks for EUC_TW, which is refused",
    "test_errors::test_diag_encoding[latin9]": FUNCTIONS,
    "test_errors::test_diag_encoding[utf8]": FUNCTIONS,
    "test_errors::test_error_encoding[latin9]": FUNCTIONS,
    "test_errors::test_error_encoding[utf8]": FUNCTIONS,
    "test_errors::test_unknown_sqlstate": FUNCTIONS,
}
"""Tests that pass on PostgreSQL alone, with the reason."""


def fetch(package: str, folder: Path) -> Path:
    """The folder that holds `tests`.  Raises URLError where the archive is out of reach."""
    given = os.environ.get("PSYCOPG_TESTS")
    if given:
        shutil.copytree(given, folder / "tests")
        return folder
    with (
        urlopen(ARCHIVE.format(version=version(package))) as answer,
        tarfile.open(fileobj=answer, mode="r|gz") as source,
    ):
        source.extractall(folder, filter="data")
    (sources,) = folder.iterdir()
    (sources / "tests").rename(folder / "tests")  # away from the driver's sources: the installed driver is tested
    return folder


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test; those for asyncio are made from the others and left out."""
    tests = sources / "tests"
    where = {"PSYCOPG_TEST_DSN": f"host={server.host} port={server.port} user={server.user} dbname=postgres"}
    options = ("-p", "cacheprovider", "-o", f"cache_dir={sources / 'cache'}", "-m", MARKS)
    outcomes: dict[str, str | None] = {}
    for file in sorted(tests.rglob("test_*.py")):
        chosen = not words or any(word in file.stem for word in words)
        if not chosen or file.stem.endswith("_async") or any(part in LEFT_OUT for part in file.parts):
            continue
        module = ".".join(file.relative_to(tests).with_suffix("").parts)
        found = run_tests(file, sources, where, *options)
        outcomes |= {f"{module}::{name.removeprefix(f'{file.stem}::')}": cause for name, cause in found.items()}
    return outcomes
