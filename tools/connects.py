"""`python -m tools.connects [--seconds S] [--clients N]`: connect, ask one question, leave, as fast as it goes.

Against pgproxy and against PostgreSQL, each from several client processes: connections in a second, and failures.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time

from protocol.backend import ReadyForQuery
from protocol.frontend import Query, Terminate
from tests.network.wire_client import WireClient
from tests.oracle import Cluster
from tests.server import Server


def connect_for(port: int, seconds: float, results: multiprocessing.SimpleQueue[tuple[int, int]]) -> None:
    """Put the number of connections that were answered, and of those that were not."""
    done = failed = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with WireClient(port) as client:
                client.start()
                client.send(Query(b"SELECT 1"), Terminate())
                answers = client.read_until(ReadyForQuery)
        except OSError:
            failed += 1
        else:
            done, failed = done + bool(answers), failed + (not answers)
    results.put((done, failed))


def measure(port: int, seconds: float, clients: int) -> tuple[float, int]:
    """Connections in a second, and how many failed at all."""
    results: multiprocessing.SimpleQueue[tuple[int, int]] = multiprocessing.SimpleQueue()
    arguments = (port, seconds, results)
    workers = [multiprocessing.Process(target=connect_for, args=arguments) for _ in range(clients)]
    for worker in workers:
        worker.start()
    counts = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    return sum(done for done, _ in counts) / seconds, sum(failed for _, failed in counts)


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(prog="tools.connects", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=3)
    arguments = parser.parse_args()
    with Server() as server:
        ours, our_failures = measure(server.port, arguments.seconds, arguments.clients)
    print(f"pgproxy     {ours:8.0f} a second, {our_failures} failed", flush=True)
    with Cluster() as oracle:
        theirs, their_failures = measure(oracle.port, arguments.seconds, arguments.clients)
    print(f"PostgreSQL  {theirs:8.0f} a second, {their_failures} failed")
    print(f"ratio       {ours / theirs:8.2f}")


if __name__ == "__main__":
    main()
