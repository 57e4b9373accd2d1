"""What an expression can be made of, one way of making a value."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fuzz.tree import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that makes a value of one type from values of others."""

    label: str
    template: str
    args: tuple[str, ...]
    type: str
    hints: tuple[tuple[int, tuple[str, ...]], ...] = ()
    kind: Kind = "scalar"
