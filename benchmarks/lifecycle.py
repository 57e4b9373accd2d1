"""Starting on an empty folder, cloning a database, memory."""

import time

import psutil
import psycopg

from benchmarks.workload import Result, Target, Workload
from tests.oracle import Cluster
from tests.server import Server
from tests.wire.client import WireClient

CLONED_ROWS = 85_000  # about 10 MB
START_ROUNDS = 3


def start_to_first_answer() -> Result:
    """Milliseconds from nothing to the first answer: initdb and start of PostgreSQL, start of pgproxy."""
    workload = Workload("empty folder to first answer", "ms", lambda _: 0.0, more_is_better=False)
    result = Result(workload, {"PostgreSQL": [], "pgproxy": []})
    for _ in range(START_ROUNDS):
        for name, server in (("PostgreSQL", Cluster()), ("pgproxy", Server())):
            started = time.perf_counter()
            with server:
                WireClient(server.host, server.port).close()
                result.figures[name].append((time.perf_counter() - started) * 1000)
    return result


def prepare_template(target: Target) -> None:
    """A database of about 10 MB."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bench_template")
        connection.execute("CREATE DATABASE bench_template")
    with psycopg.connect(target.dsn.removesuffix("postgres") + "bench_template", autocommit=True) as connection:
        connection.execute("CREATE TABLE filler (id int PRIMARY KEY, label text)")
        connection.execute(f"INSERT INTO filler SELECT i, repeat('x', 80) FROM generate_series(1, {CLONED_ROWS}) AS i")


def clone(target: Target) -> float:
    """Milliseconds of CREATE DATABASE ... TEMPLATE."""
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bench_clone")
        started = time.perf_counter()
        connection.execute("CREATE DATABASE bench_clone TEMPLATE bench_template")
        return (time.perf_counter() - started) * 1000


def resident_memory(servers: dict[str, Cluster | Server]) -> Result:
    """Megabytes of each server's processes with ten idle sessions; shared pages are counted once."""
    workload = Workload("resident memory, 10 idle sessions", "MB", lambda _: 0.0, more_is_better=False)
    result = Result(workload)
    for name, server in servers.items():
        sessions = [WireClient(server.host, server.port) for _ in range(10)]
        assert server.process is not None
        process = psutil.Process(server.process.pid)
        family = [process, *process.children(recursive=True)]
        result.figures[name] = [sum(member.memory_full_info().pss for member in family) / 1e6]
        for session in sessions:
            session.close()
    return result


WORKLOADS = [
    Workload("CREATE DATABASE ... TEMPLATE of 10 MB", "ms", clone, prepare_template, more_is_better=False, rounds=5),
]
