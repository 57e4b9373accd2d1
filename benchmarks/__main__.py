"""`python -m benchmarks [WORD ...]`: pgproxy and PostgreSQL side by side; only the lines with one of the words."""

import asyncio
import sys

from benchmarks import clients, definitions, lifecycle, pgbench, planning, responsiveness, scans, tpch
from benchmarks.workload import Result, Target, measure
from tests.oracle import Cluster
from tests.server import Server

HEADINGS = ("", "PostgreSQL", "pgproxy", "unit", "ratio")


def main(words: list[str]) -> int:
    """Print the table; 1 when a workload failed."""
    print("ratio: pgproxy as a part of PostgreSQL's speed (2.00 is twice as fast, or half the time or memory)\n")
    print(line(HEADINGS))
    results = []
    with Cluster() as oracle, Server() as server:
        targets: dict[str, Target] = {"PostgreSQL": oracle, "pgproxy": server}
        for target in targets.values():
            clients.prepare_tables(target)
        for workload in [
            *clients.WORKLOADS,
            *pgbench.WORKLOADS,
            *scans.WORKLOADS,
            *planning.WORKLOADS,
            *definitions.WORKLOADS,
            *lifecycle.WORKLOADS,
        ]:
            if wanted(workload.name, words):
                results.append(shown(measure(workload, targets)))
        if wanted("resident memory", words):
            results.append(shown(lifecycle.resident_memory({"PostgreSQL": oracle, "pgproxy": server})))
        if wanted("TPC-H", words):
            results += [shown(result) for result in tpch.measure(targets)]
        if wanted("point reads responsiveness", words):
            print()
            for text in responsiveness.table(targets):
                print(text, flush=True)
        if wanted("point reads cancel", words):
            print("\npgproxy, three sessions at once:")
            print("\n".join(asyncio.run(responsiveness.measure(server)).lines()))
    if wanted("empty folder to first answer", words):
        print()
        results.append(shown(lifecycle.start_to_first_answer()))
    return 1 if any(result.failure for result in results) else 0


def wanted(name: str, words: list[str]) -> bool:
    """Whether a line was asked for."""
    return not words or any(word.lower() in name.lower() for word in words)


def shown(result: Result) -> Result:
    """Print one line of the table."""
    if result.failure:
        print(f"{result.workload.name:<50} {result.failure}", flush=True)
    else:
        figures = [f"{result.median(name):,.1f}" for name in ("PostgreSQL", "pgproxy")]
        print(line((result.workload.name, *figures, result.workload.unit, f"{result.ratio():.2f}")), flush=True)
    return result


def line(cells: tuple[str, ...]) -> str:
    """Five cells in columns."""
    name, theirs, ours, unit, ratio = cells
    return f"{name:<50} {theirs:>12} {ours:>12}  {unit:<15} {ratio:>6}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
