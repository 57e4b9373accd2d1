"""Workloads run by PostgreSQL's own pgbench."""

import re
import subprocess
from collections.abc import Callable

from benchmarks.workload import Target, Workload
from tests.oracle import binary

SECONDS = 4
SCALE = 2


def pgbench(target: Target, *options: str) -> str:
    """Run pgbench; gives what it printed. Raises RuntimeError with its complaint."""
    address = ["-h", target.host, "-p", str(target.port), "-U", target.user]
    result = subprocess.run(
        [str(binary("pgbench")), *options, *address, "postgres"], capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise RuntimeError(result.stderr.strip().splitlines()[-1] if result.stderr else "pgbench failed")
    return result.stdout


def initialise(target: Target) -> None:
    """pgbench's tables."""
    pgbench(target, "-i", "-q", "-s", str(SCALE))


def select_only(clients: int) -> Callable[[Target], float]:
    """`pgbench -S -M prepared`: transactions per second, without the time to connect."""

    def run(target: Target) -> float:
        threads = str(min(clients, 2))
        output = pgbench(target, "-n", "-S", "-M", "prepared", "-c", str(clients), "-j", threads, "-T", str(SECONDS))
        found = re.search(r"tps = ([\d.]+)", output)
        assert found is not None, output
        return float(found[1])

    return run


WORKLOADS = [
    Workload("pgbench -S -M prepared, 1 client", "transactions/s", select_only(1), initialise, rounds=3),
    Workload("pgbench -S -M prepared, 8 clients", "transactions/s", select_only(8), rounds=3),
]
