"""What clients did and were told: the transactions of a history.

A key's value is a list that only grows, or a register whose writes tell which value they replaced; either way the
final state gives the order of all its versions. Every value is written once, so a read tells whose it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE = "read committed", "repeatable read", "serializable"
LEVELS = (READ_COMMITTED, REPEATABLE_READ, SERIALIZABLE)

Outcome = Literal["committed", "aborted", "unknown"]


@dataclass(frozen=True, slots=True)
class Write:
    """`value` was appended to a list or put into a register. undone: a savepoint before it was returned to."""

    key: int
    value: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """All values of a list, or the versions of a register up to the one that was read."""

    key: int
    values: tuple[int, ...]


@dataclass(slots=True)
class Transaction:
    """One transaction of one client. unknown: the connection was lost before COMMIT was answered."""

    number: int
    level: str
    operations: list[Write | Read] = field(default_factory=list)
    outcome: Outcome = "aborted"

    def writes(self) -> list[Write]:
        """What it wrote to keep."""
        return [operation for operation in self.operations if isinstance(operation, Write) and not operation.undone]


@dataclass(slots=True)
class History:
    """Transactions, and what each key was when all had ended."""

    transactions: list[Transaction] = field(default_factory=list)
    final: dict[int, tuple[int, ...]] = field(default_factory=dict)
