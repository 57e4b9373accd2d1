"""What a benchmark is: a preparation and one round, run against either server, and how its figures compare."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol


class Target(Protocol):
    """A server to measure."""

    host: str
    port: int
    user: str

    @property
    def dsn(self) -> str:
        """The connection URI of database `postgres`."""


def nothing(_target: Target) -> None:
    """For workloads that need no preparation."""


@dataclass(frozen=True, slots=True)
class Workload:
    """One line of the table. `run` gives one figure in `unit`; where more is better, the ratio is turned round."""

    name: str
    unit: str
    run: Callable[[Target], float]
    prepare: Callable[[Target], None] = nothing
    more_is_better: bool = True
    rounds: int = 5


@dataclass(slots=True)
class Result:
    """The figures of one workload by server's name."""

    workload: Workload
    figures: dict[str, list[float]] = field(default_factory=dict)
    failure: str | None = None

    def median(self, server: str) -> float:
        """The median of a server's rounds."""
        return median(self.figures[server])

    def ratio(self) -> float:
        """How pgproxy does as a part of what PostgreSQL does: above 1 it is ahead."""
        ours, theirs = self.median("pgproxy"), self.median("PostgreSQL")
        return ours / theirs if self.workload.more_is_better else theirs / ours


def measure(workload: Workload, targets: dict[str, Target]) -> Result:
    """Run a workload's rounds, the servers taking turns, so that a disturbance meets both."""
    result = Result(workload, {name: [] for name in targets})
    try:
        for target in targets.values():
            workload.prepare(target)
        for _ in range(workload.rounds):
            for name, target in targets.items():
                result.figures[name].append(workload.run(target))
    except Exception as error:
        result.failure = f"{type(error).__name__}: {error}"
    return result
