"""CREATE, ALTER and DROP COLLATION, as values."""

from __future__ import annotations

from translator.catalog.rows import PgCollation
from translator.command import Command


class CreateCollation(Command, frozen=True):
    """The row of the new collation, without its oid and owner."""

    row: PgCollation


class AlterCollation(Command, frozen=True):
    """What a collation is after a change of its name, schema or owner; None leaves one as it is."""

    collation: int
    name: str | None = None
    namespace: int | None = None
    role: str | None = None
    """A role by name, empty for the current one."""


class RefreshCollation(Command, frozen=True):
    collation: int


class DropCollations(Command, frozen=True):
    """`missing` are the notices of IF EXISTS."""

    oids: tuple[int, ...]
    cascade: bool
    missing: tuple[str, ...] = ()
