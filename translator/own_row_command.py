"""Casts, operators, aggregates and operator families made, changed and dropped, as values."""

from __future__ import annotations

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
