"""The own tests of Go's pgx and lib/pq, from the sources below GOPATH. Words choose packages.

On Debian: golang-go, golang-github-jackc-pgx-v4-dev and golang-github-lib-pq-dev, with GOPATH=/usr/share/gocode.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import MAX_CAUSE, Outcomes

PACKAGES = ("github.com/jackc/pgx/v4", "github.com/jackc/pgx/v4/pgxpool", "github.com/lib/pq")
DATABASES = ("pgx_test", "pqgotest")
"""Those that the tests ask for."""
SECONDS = 300
FUNCTIONS = "makes functions, rules or blocks, which are refused"
WRITERS = "leaves a transaction open that has written, or has two of them, which wait for each other"
LOST = {
    "pgx.TestTxCommitSerializationFailure": WRITERS,
    "pq.ExampleConnectorWithNoticeHandler": FUNCTIONS,
    "pq.TestConnectorWithNoticeHandler_Simple": FUNCTIONS,
    "pq.TestIssue186": FUNCTIONS,
    "pq.TestQueryRowBugWorkaround": FUNCTIONS,
    "pq.TestNullAfterNonNull": "wants the rows of a UNION in the order in which PostgreSQL happens to give them",
    **dict.fromkeys(
        (
            "pq.TestCopyFromError", "pq.TestCopyInBinaryError", "pq.TestCopyInMultipleValues",
            "pq.TestCopyInRaiseStmtTrigger", "pq.TestCopyInTypes", "pq.TestCopyInWrongType",
            "pq.TestCopyRespLoopConnectionError", "pq.TestIssue494",
        ),
        WRITERS,
    ),
}  # fmt: skip
"""Tests that pass on PostgreSQL alone, with the reason."""


def fetch(package: str, folder: Path) -> Path:
    """GOPATH's sources.  Raises FileNotFoundError where they are not installed."""
    found = subprocess.run(["go", "env", "GOPATH"], capture_output=True, text=True, check=True)
    sources = Path(found.stdout.strip()) / "src"
    if not (sources / PACKAGES[0]).is_dir():
        raise FileNotFoundError(f"no sources of {PACKAGES[0]} in {sources}")
    return sources


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test."""
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        for name in DATABASES:
            connection.execute(f"CREATE DATABASE {name}")
        if isinstance(server, Server):  # not half a minute for each of pq's `WRITERS`
            connection.execute(f"ALTER DATABASE {DATABASES[1]} SET pgproxy.idle_writer_timeout = '300ms'")
    with psycopg.connect(server.dsn, dbname=DATABASES[0], autocommit=True) as connection:
        connection.execute("CREATE DOMAIN uint64 AS numeric(20, 0)")
    where = {
        "GO111MODULE": "off", "PGHOST": server.host, "PGPORT": str(server.port), "PGUSER": server.user,
        "PGDATABASE": DATABASES[1], "PGSSLMODE": "disable",
        "PGX_TEST_DATABASE": f"host={server.host} port={server.port} user={server.user} dbname={DATABASES[0]}",
    }  # fmt: skip
    outcomes: dict[str, str | None] = {}
    for package in PACKAGES:
        if words and not any(word in package for word in words):
            continue
        command = ["go", "test", "-json", "-count=1", f"-timeout={SECONDS}s", "."]
        tested = subprocess.run(
            command, cwd=sources / package, env=os.environ | where, capture_output=True, text=True, check=False
        )
        name = package.removesuffix("/v4").rpartition("/")[2]
        outcomes |= {f"{name}.{test}": cause for test, cause in _outcomes(tested.stdout).items()}
    return outcomes


def _outcomes(report: str) -> Outcomes:
    """What `go test -json` says of each test; subtests count with their own names."""
    output: dict[str, list[str]] = {}
    outcomes: dict[str, str | None] = {}
    for line in report.splitlines():
        event = json.loads(line)
        test = event.get("Test")
        if test is None:
            continue
        if event["Action"] == "output":
            output.setdefault(test, []).append(event["Output"].strip())
        elif event["Action"] == "pass":
            outcomes[test] = None
        elif event["Action"] == "fail":
            said = [text for text in output.get(test, ()) if not text.startswith(("===", "---"))]
            outcomes[test] = (" ".join(said) or "failed")[:MAX_CAUSE]
    return outcomes
