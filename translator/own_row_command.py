"""Casts, operators, aggregates, operator families and foreign servers made, changed and dropped, as values."""

from __future__ import annotations

from translator.catalog.foreign_options import OptionChange
from translator.catalog.own_rows import CatalogRow, Key
from translator.command import Command
from translator.errors import PgError


class StoreRows(Command, frozen=True):
    """Write rows, new or changed.

    An oid below zero stands for that of a new object, wherever it is named; its owner is the current role.
    """

    tag: str
    rows: tuple[CatalogRow, ...]
    warnings: tuple[PgError, ...] = ()
    gone: tuple[Key, ...] = ()
    """Rows that nothing else depends on."""


class ChangeRowOwner(Command, frozen=True):
    tag: str
    row: Key
    role: str


class DropRows(Command, frozen=True):
    tag: str
    rows: tuple[Key, ...]
    cascade: bool
    missing: tuple[str, ...] = ()


class PutUserMapping(Command, frozen=True):
    """Make or change the mapping of a role, None for everybody.

    missing: whether one that is there already may stay as it is.
    """

    tag: str
    role: str | None
    server: str
    options: tuple[OptionChange, ...]
    new: bool = False
    missing: bool = False


class DropUserMapping(Command, frozen=True):
    role: str | None
    server: str
    missing_ok: bool
