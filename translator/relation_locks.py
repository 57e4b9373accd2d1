"""What a statement locks of relations while it runs, and its transaction after it ("Table-Level Locks").

Relations of the system are left out: nobody locks them against others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from translator import command as c
from translator.analyze.state import Analysis
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.image import CatalogImage
from translator.lock_modes import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    ROW_EXCLUSIVE,
    ROW_SHARE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
)
from translator.query import Query

Uses = tuple[tuple[int, int], ...]
"""(oid of a relation, mode)."""

_GENTLE = ("column statistics", "column options", "options", "validate", "cluster", "detach concurrently", "none")
"""The actions of ALTER TABLE that keep neither readers nor writers out."""


def uses_of_query(analysis: Analysis, query: Query, targets: Iterable[int]) -> Uses:
    """What a query reads, locks rows of and changes."""
    found = _Strongest(analysis.catalog)
    found.add_named(analysis)
    for rte in (rte for mark in query.row_marks for rte in mark.entries):
        if rte.relation is not None:
            found.add((rte.relation.oid,), ROW_SHARE, below=rte.tree)
    found.add(targets, ROW_EXCLUSIVE, below=False)
    return found.uses()


def uses_of_command(analysis: Analysis, command: c.Command) -> Uses:
    """What a utility statement locks before it begins."""
    found = _Strongest(analysis.catalog)
    plan = getattr(command, "plan", None)
    for oid, mode in () if plan is None else plan.uses:
        found.add((oid,), mode, below=False)
    locked = _BY_TYPE.get(type(command))
    if locked is not None:
        for oid, mode in locked(analysis.catalog, command):
            found.add((oid,), mode, below=not getattr(command, "only", False))
    found.add_named(analysis)
    return found.uses()


def uses_of_table(catalog: CatalogImage, oid: int, mode: int, *, only: bool) -> Uses:
    """What LOCK TABLE locks: a table, those below it, and those that a view reads."""
    found = _Strongest(catalog)
    found.add((oid,), mode, below=not only)
    return found.uses()


class _Strongest:
    """The strongest mode for each relation, in the order in which they are wanted."""

    def __init__(self, catalog: CatalogImage) -> None:
        self.catalog = catalog
        self.modes: dict[int, int] = {}

    def add_named(self, analysis: Analysis) -> None:
        """What a statement names is read at least."""
        for oid in analysis.relations:
            self.add((oid,), ACCESS_SHARE, below=oid in analysis.trees)

    def add(self, oids: Iterable[int], mode: int, *, below: bool = True) -> None:
        """Relations with those that a view among them reads.  below: with the tables that inherit from them too."""
        for oid in oids:
            if oid < FIRST_NORMAL_OID:
                continue
            if below:
                self.add((relation.oid for relation in self.catalog.descendants(oid)), mode, below=False)
            if self.modes.get(oid, 0) >= mode:
                continue
            self.modes[oid] = mode
            relation = self.catalog.relation(oid)
            if relation is not None and relation.kind == "v" and mode < ACCESS_EXCLUSIVE:
                self.add({known for known, _ in relation.depends_on if self.catalog.relation(known)}, mode)

    def uses(self) -> Uses:
        return tuple(self.modes.items())


def _alter_table(catalog: CatalogImage, command: c.AlterTable) -> Iterator[tuple[int, int]]:
    for action in command.actions:
        constraint = action.constraint
        if action.kind == "add constraint" and constraint is not None and constraint.kind == "f":
            yield command.relation, SHARE_ROW_EXCLUSIVE
            yield constraint.references or command.relation, SHARE_ROW_EXCLUSIVE
        else:
            yield command.relation, SHARE_UPDATE_EXCLUSIVE if action.kind in _GENTLE else ACCESS_EXCLUSIVE
        if action.kind == "drop constraint":
            yield from _triggers_dropped(catalog, command.relation, action.constraint_name)
        if action.relation and action.kind in ("inherit", "attach"):
            yield action.relation, ACCESS_EXCLUSIVE


def _drop(catalog: CatalogImage, command: c.DropObjects) -> Iterator[tuple[int, int]]:
    for oid in () if command.kind == "schema" else command.oids:
        table = catalog.index_relation(oid) if command.kind == "index" else None
        yield oid if table is None else table.oid, ACCESS_EXCLUSIVE
        if command.kind == "table":
            yield from _triggers_dropped(catalog, oid, None)


def _triggers_dropped(catalog: CatalogImage, oid: int, name: str | None) -> Iterator[tuple[int, int]]:
    """The other ends of a table's foreign keys, or of the one of this name, which lose their triggers."""
    relation = catalog.relation(oid)
    if relation is None:
        return
    dropped = [known for known in relation.constraints if name in (None, known.name)]
    yield from ((known.references, ACCESS_EXCLUSIVE) for known in dropped if known.kind == "f")
    keys = {known.index for known in dropped}
    for other in catalog.referring(oid):
        if any(known.references == oid and known.index in keys for known in other.constraints):
            yield other.oid, ACCESS_EXCLUSIVE


def _truncate(catalog: CatalogImage, command: c.Truncate) -> Iterator[tuple[int, int]]:
    return ((oid, ACCESS_EXCLUSIVE) for oid in command.relations)


def _one(mode: int) -> Callable[[CatalogImage, Any], Iterator[tuple[int, int]]]:
    """What is done to the relation of the command."""
    return lambda _catalog, command: iter([(command.relation, mode)])


def _create_view(catalog: CatalogImage, command: c.CreateView) -> Iterator[tuple[int, int]]:
    return iter([(command.replaces, ACCESS_EXCLUSIVE)])


_BY_TYPE: dict[type[c.Command], Callable[[CatalogImage, Any], Iterator[tuple[int, int]]]] = {
    c.AlterTable: _alter_table,
    c.DropObjects: _drop,
    c.Truncate: _truncate,
    c.CreateIndex: _one(SHARE),
    c.CreateView: _create_view,
    c.RefreshView: _one(ACCESS_EXCLUSIVE),
    c.Rename: _one(ACCESS_EXCLUSIVE),
    c.SetSchema: _one(ACCESS_EXCLUSIVE),
    c.AlterSequence: _one(SHARE_ROW_EXCLUSIVE),
    c.CopyFrom: _one(ROW_EXCLUSIVE),
    c.CreatePolicy: _one(ACCESS_EXCLUSIVE),
    c.AlterPolicy: _one(ACCESS_EXCLUSIVE),
    c.DropPolicy: _one(ACCESS_EXCLUSIVE),
}
