"""pgbench: loads its tables and runs its scripts in every mode; the books balance."""

import subprocess

import psycopg
import pytest

from tests.clients.target import USER, Target, fresh
from tests.oracle import binary
from tests.server import Server

SCRIPTS = ("tpcb-like", "simple-update", "select-only")


def pgbench(target: Target, *arguments: str) -> str:
    command = [
        str(binary("pgbench")),
        "-h",
        target.host,
        "-p",
        str(target.port),
        "-U",
        USER,
        *arguments,
        target.database,
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("mode", ["simple", "extended", "prepared"])
def test_the_built_in_scripts(server: Server, mode: str) -> None:
    with fresh(server.host, server.port, f"bench_{mode}") as target:
        pgbench(target, "-i", "-q", "-s", "2", "--foreign-keys")
        for script in SCRIPTS:
            for clients in ("1", "8"):
                report = pgbench(target, "-n", "-b", script, "-M", mode, "-c", clients, "-t", "50")
                assert "number of failed transactions: 0" in report
        with psycopg.connect(target.dsn) as connection:
            query = "SELECT (SELECT sum(abalance) FROM pgbench_accounts), (SELECT sum(delta) FROM pgbench_history)"
            accounts, history = connection.execute(query).fetchall()[0]
            assert accounts == history
            query = "SELECT (SELECT sum(tbalance) FROM pgbench_tellers), (SELECT sum(bbalance) FROM pgbench_branches)"
            tellers, branches = connection.execute(query).fetchall()[0]
            assert tellers == branches
