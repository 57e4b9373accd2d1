"""Deadlocks: sessions that wait for each other in a circle.  Manual: "Deadlocks"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from translator.errors.transactions import deadlock_detected


class Waiting(Protocol):
    """A session that may wait for others."""

    @property
    def wanted(self) -> str:
        """What it waits for, in words."""
        ...

    @property
    def process_id(self) -> int: ...

    def waits_for(self) -> Sequence[Waiting]:
        """The sessions that must finish something before this one can go on."""
        ...


def refuse_deadlock(session: Waiting) -> None:
    """Raise PgError 40P01 where a waiting session is waited for by those it waits for."""
    circle = _circle(session, [session], set())
    if circle:
        following = [*circle[1:], circle[0]]
        raise deadlock_detected(
            "\n".join(
                f"Process {waiting.process_id} waits for {waiting.wanted}; blocked by process {other.process_id}."
                for waiting, other in zip(circle, following, strict=True)
            )
        )


def _circle(start: Waiting, path: list[Waiting], seen: set[int]) -> list[Waiting]:
    """The sessions from `start` round to itself; empty where there is no way back."""
    for other in path[-1].waits_for():
        if other is start:
            return path
        if id(other) not in seen:
            seen.add(id(other))
            found = _circle(start, [*path, other], seen)
            if found:
                return found
    return []
