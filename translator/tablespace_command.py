"""CREATE, ALTER and DROP TABLESPACE, and moving all that one holds, as values."""

from __future__ import annotations

from translator.command import Command


class CreateTablespace(Command, frozen=True):
    name: str
    owner: str | None
    location: str
    options: tuple[str, ...]


class AlterTablespace(Command, frozen=True):
    """None leaves name, owner or options as they are."""

    name: str
    new_name: str | None = None
    owner: str | None = None
    options: tuple[str, ...] | None = None


class DropTablespace(Command, frozen=True):
    name: str
    missing_ok: bool


class MoveAll(Command, frozen=True):
    """ALTER ... ALL IN TABLESPACE.  relkinds: r, i or m. Oids of tablespaces; roles: whose relations, all without."""

    relkinds: str
    source: int
    source_name: str
    target: int
    roles: tuple[str, ...]
