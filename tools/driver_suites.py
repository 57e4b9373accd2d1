"""`python -m tools.driver_suites [WORD ...]`: asyncpg's own tests against PostgreSQL and pgproxy, side by side.

The tests are those of the installed version's source distribution, fetched by pip; psycopg's has none. Prints how many
pass on each server, and by name and cause what passes on PostgreSQL alone. With words only the test files named so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from tests.oracle import Cluster
from tests.server import Server

DRIVER = "asyncpg"
LEFT_OUT = {
    "test__environment": "is about the versions that the project's own CI asks for",
    "test__sourcecode": "lints the driver",
    "test_connect": "starts and configures servers of its own",
    "test_subinterpreters": "is about Python",
}
"""Files that say nothing about the server, with the reason."""
SECONDS_PER_TEST = 60

Outcomes = Mapping[str, str | None]
"""Test -> None when it passed, else what went wrong."""


def main(words: Sequence[str]) -> int:
    """Print the comparison; 1 when something passes on PostgreSQL alone."""
    with tempfile.TemporaryDirectory() as folder:
        tests = fetch(Path(folder))
        files = [
            file
            for file in sorted(tests.glob("test_*.py"))
            if file.stem not in LEFT_OUT and (not words or any(word in file.stem for word in words))
        ]
        with Cluster() as oracle, Server() as server:
            theirs, ours = run(files, oracle), run(files, server)
    lost = {name: ours.get(name, "did not run") for name, cause in theirs.items() if cause is None}
    lost = {name: cause for name, cause in lost.items() if cause is not None}
    for name, cause in lost.items():
        print(f"{name}\n    {cause}")
    passed = sum(cause is None for cause in theirs.values())
    print(f"{passed} tests pass on PostgreSQL; of these {passed - len(lost)} pass on pgproxy")
    return 1 if lost else 0


def fetch(folder: Path) -> Path:
    """The folder of the driver's tests."""
    wanted = f"{DRIVER}=={version(DRIVER)}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", wanted]
    subprocess.run(pip, cwd=folder, check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        source.extractall(folder, filter="data")
    (tests,) = folder.glob(f"{DRIVER}-*/tests")
    return tests.rename(folder / "tests")  # away from the driver's sources, which are not built


def run(files: Sequence[Path], server: Cluster | Server) -> Outcomes:
    """What became of each test."""
    where = {"PGHOST": server.host, "PGPORT": str(server.port), "PGUSER": server.user, "PGDATABASE": "postgres"}
    outcomes: dict[str, str | None] = {}
    for file in files:
        report = file.with_suffix(".xml")
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--timeout={SECONDS_PER_TEST}"]
        subprocess.run(
            [*pytest, f"--junitxml={report}", str(file)], cwd=file.parent.parent, env=os.environ | where,
            stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        for case in ElementTree.parse(report).iter("testcase"):
            if case.find("skipped") is not None:
                continue
            name = f"{file.stem}::{case.get('name')}"
            problem = next((found for kind in ("failure", "error") if (found := case.find(kind)) is not None), None)
            cause = None if problem is None else (problem.get("message") or "").splitlines()[0][:200]
            outcomes[name] = outcomes.get(name) or cause  # a test with subtests passes when all of them do
    return outcomes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
