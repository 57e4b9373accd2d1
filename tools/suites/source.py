"""Where a suite's tests come from, and how pytest's report of them is read."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from tests.oracle import binary

Outcomes = Mapping[str, str | None]
"""Test -> None when it passed, else what went wrong."""

MAX_CAUSE = 200
SECONDS_PER_TEST = 60


def fetch(package: str, folder: Path) -> Path:
    """The unpacked source distribution of the installed version of a package."""
    wanted = f"{package}=={version(package)}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", wanted]
    found = os.environ | {
        "PATH": f"{binary('pg_config').parent}{os.pathsep}{os.environ['PATH']}"
    }  # psycopg2 asks for it
    subprocess.run(pip, cwd=folder, check=True, env=found)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        source.extractall(folder, filter="data")
    (sources,) = (path for path in folder.iterdir() if path.is_dir())
    return sources


def run_tests(file: Path, folder: Path, where: Mapping[str, str], *options: str) -> Outcomes:
    """What becomes of a file's tests, run in a folder with these variables beside the environment's."""
    report = file.with_suffix(".xml")
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--timeout={SECONDS_PER_TEST}"]
    subprocess.run(
        [*pytest, *options, f"--junitxml={report}", str(file)], cwd=folder, env=os.environ | where,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    return pytest_outcomes(report)


def pytest_outcomes(report: Path) -> Outcomes:
    """What a JUnit report says; a test with subtests passes when all of them do, one that was skipped is left out."""
    outcomes: dict[str, str | None] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("skipped") is not None:
            continue
        name = f"{case.get('classname', '').rpartition('.')[2]}::{case.get('name')}"
        problem = next((found for kind in ("failure", "error") if (found := case.find(kind)) is not None), None)
        cause = None if problem is None else (problem.get("message") or "").splitlines()[0][:MAX_CAUSE]
        outcomes[name] = outcomes.get(name) or cause
    return outcomes
