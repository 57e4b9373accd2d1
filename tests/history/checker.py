"""Finds in a history what isolation levels forbid, by the names of Adya's thesis.

lost            an acknowledged write is not there, or half of a transaction is
G0              transactions overwrite each other in a circle
G1a             a read of what was rolled back
G1b             a read of what its writer overwrote afterwards
G1c             a circle of writes and reads
internal        a transaction does not see its own writes
incompatible    reads that no single order of the versions explains
lost update     two transactions overwrote the same version that both had read
G-single        a circle with one anti-dependency, as in read skew
G2              any other circle, as in write skew
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.history.graph import Graph
from tests.history.record import READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE, History, Read, Transaction, Write

SHOWN = 10
"""Transactions of a circle that are named."""
ALWAYS = frozenset({"lost", "G0", "G1a", "G1b", "G1c", "internal", "incompatible"})
FORBIDDEN = {
    READ_COMMITTED: ALWAYS,
    REPEATABLE_READ: ALWAYS | {"lost update", "G-single"},
    SERIALIZABLE: ALWAYS | {"lost update", "G-single", "G2"},
}


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What was found, in words."""

    name: str
    description: str


def forbidden(history: History, level: str) -> list[Anomaly]:
    """The anomalies of a history of transactions of this level that the level does not allow."""
    return [found for found in anomalies(history) if found.name in FORBIDDEN[level]]


def anomalies(history: History) -> list[Anomaly]:
    """All anomalies of a history, the first of each kind of circle."""
    return list(Checker(history).found())


class Checker:
    """One history's transactions, by what they wrote."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.writers: dict[tuple[int, int], tuple[Transaction, Write]] = {
            (operation.key, operation.value): (transaction, operation)
            for transaction in history.transactions
            for operation in transaction.operations
            if isinstance(operation, Write)
        }
        self.happened = [transaction for transaction in history.transactions if self._happened(transaction)]
        self.graph = Graph()

    def _happened(self, transaction: Transaction) -> bool:
        """Whether a transaction committed; one whose end nobody was told of did if anything of it is there."""
        if transaction.outcome != "unknown":
            return transaction.outcome == "committed"
        return any(write.value in self.history.final.get(write.key, ()) for write in transaction.writes())

    def found(self) -> Iterator[Anomaly]:
        yield from self._lost()
        for transaction in self.happened:
            yield from self._internal(transaction)
            for key, values in external_reads(transaction):
                yield from self._read(transaction, key, values)
        self._connect()
        yield from self._lost_updates()
        yield from self._circles()

    def _lost(self) -> Iterator[Anomaly]:
        for transaction in self.happened:
            for write in transaction.writes():
                if write.value not in self.history.final.get(write.key, ()):
                    yield Anomaly("lost", f"{write} of transaction {transaction.number} ({transaction.outcome})")
        for key, values in self.history.final.items():
            if len(set(values)) < len(values):
                yield Anomaly("incompatible", f"key {key} has a value twice: {values}")
            yield from self._unwritten(f"the end, key {key}", key, values)

    def _internal(self, transaction: Transaction) -> Iterator[Anomaly]:
        own: dict[int, list[int]] = {}
        for operation in transaction.operations:
            mine = own.setdefault(operation.key, [])
            if isinstance(operation, Write):
                if not operation.undone:
                    mine.append(operation.value)
            elif mine and list(operation.values[-len(mine) :]) != mine:
                yield Anomaly("internal", f"transaction {transaction.number} wrote {mine} and read {operation}")

    def _read(self, transaction: Transaction, key: int, values: tuple[int, ...]) -> Iterator[Anomaly]:
        where = f"transaction {transaction.number}, key {key}"
        final = self.history.final.get(key, ())
        yield from self._unwritten(where, key, values)
        if values != final[: len(values)]:
            yield Anomaly("incompatible", f"{where}: read {values}, which became {final}")
        if values and (key, values[-1]) in self.writers:
            writer, _ = self.writers[key, values[-1]]
            last = [write.value for write in writer.writes() if write.key == key][-1:]
            if last and last != [values[-1]]:
                behind = f"behind which transaction {writer.number} wrote {last[0]}"
                yield Anomaly("G1b", f"{where}: read {values[-1]}, {behind}")

    def _unwritten(self, where: str, key: int, values: tuple[int, ...]) -> Iterator[Anomaly]:
        """Values that nobody wrote, or that were rolled back."""
        for value in values:
            writer, write = self.writers.get((key, value), (None, None))
            if writer is None or write is None:
                yield Anomaly("incompatible", f"{where}: nobody wrote {value}")
            elif write.undone or writer.outcome == "aborted":
                yield Anomaly("G1a", f"{where}: {value} of transaction {writer.number} was rolled back")

    def _connect(self) -> None:
        """The dependencies, from the order of the versions and from what was read."""
        following: dict[tuple[int, int | None], Transaction] = {}
        for key, values in self.history.final.items():
            writers = [self.writers[key, value][0] for value in values if (key, value) in self.writers]
            for before, after in pairwise(writers):
                self.graph.add("ww", before.number, after.number)
            for value, after in zip((None, *values), writers, strict=False):
                following[key, value] = after
        for transaction in self.happened:
            for key, values in external_reads(transaction):
                version = values[-1] if values else None
                if version is not None and (key, version) in self.writers:
                    self.graph.add("wr", self.writers[key, version][0].number, transaction.number)
                if (key, version) in following:
                    self.graph.add("rw", transaction.number, following[key, version].number)

    def _lost_updates(self) -> Iterator[Anomaly]:
        read: dict[tuple[int, tuple[int, ...]], Transaction] = {}
        for transaction in self.happened:
            written = {write.key for write in transaction.writes()}
            for key, values in set(external_reads(transaction, first=True)):
                if key in written:
                    other = read.setdefault((key, values), transaction)
                    if other is not transaction:
                        both = f"transactions {other.number} and {transaction.number}"
                        yield Anomaly("lost update", f"{both} overwrote key {key} after reading {values}")

    def _circles(self) -> Iterator[Anomaly]:
        """One anomaly for each set of transactions that depend on each other in a circle, the gravest there is."""
        known: set[int] = set()
        for name, kinds in (("G0", ("ww",)), ("G1c", ("ww", "wr"))):
            for circle in self.graph.circles(kinds):
                if not circle & known:
                    yield Anomaly(name, f"transactions {sorted(circle)[:SHOWN]}")
                known |= circle
        circles = [circle for circle in self.graph.circles(("ww", "wr", "rw")) if not circle & known]
        within = {number: place for place, circle in enumerate(circles) for number in circle}
        single: set[int] = set()
        for before, after in self.graph.edges("rw"):
            place = within.get(before)
            if place is None or place in single or place != within.get(after):
                continue
            path = self.graph.path(after, before, ("ww", "wr"))
            if path is not None:
                yield Anomaly("G-single", f"transactions {[before, *path]}")
                single.add(place)
        for place, circle in enumerate(circles):
            if place not in single:
                yield Anomaly("G2", f"transactions {sorted(circle)[:SHOWN]}")


def external_reads(transaction: Transaction, *, first: bool = False) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The versions of others that a transaction read. first: only before it wrote the key itself."""
    own: dict[int, int] = {}
    for operation in transaction.operations:
        if isinstance(operation, Write):
            own[operation.key] = own.get(operation.key, 0) + (not operation.undone)
        elif isinstance(operation, Read) and not (first and own.get(operation.key)):
            mine = own.get(operation.key, 0)
            yield operation.key, operation.values[: len(operation.values) - mine]
