"""CREATE, ALTER and DROP STATISTICS, as values."""

from __future__ import annotations

from msgspec import Struct

from translator.command import Command


class NewStatistics(Struct, frozen=True):
    """An empty name is to be chosen, of `label`; `columns` by number."""

    name: str
    namespace: int
    columns: tuple[int, ...]
    expressions: tuple[str, ...]
    kinds: str
    reads: tuple[int, ...] = ()
    label: str = ""


class CreateStatistics(Command, frozen=True):
    relation: int
    statistics: NewStatistics


class AlterStatistics(Command, frozen=True):
    """What the object is after a change of its name, schema, owner or target; an empty role is the session's."""

    statistics: int
    name: str | None = None
    namespace: int = 0
    role: str | None = None
    target: int | None = None
    sets_target: bool = False


class DropStatistics(Command, frozen=True):
    """`missing` are notices of those skipped by IF EXISTS."""

    oids: tuple[int, ...]
    missing: tuple[str, ...] = ()
