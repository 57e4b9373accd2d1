"""Portals and prepared statements: what Parse and Bind leave behind in a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from pgproxy.plan_cache import Statement
from pgproxy.read_ahead import read_ahead
from pgproxy.rows import Row, RowEncoder
from translator.plan import ResultColumn
from translator.query import Storage


class Portal(Struct):
    """A statement with its parameters, running or about to.

    `rows` is None until it is first executed; `sent` counts the rows given so far; `done` says that there are no more.
    """

    name: str
    statement: Statement | None
    parameters: Sequence[Storage]
    formats: tuple[int, ...] = ()
    rows: Iterator[Row] | None = None
    cursor: Any = None
    encode: RowEncoder | None = None
    sent: int = 0
    done: bool = False
    tag: str = ""
    hold: bool = False
    held: bool = False
    """Whether its transaction is over and the rows were kept."""
    scroll: bool = False
    backward: bool = False
    """Whether it may go back, as pg_cursors shows it."""
    position: int = 0
    kept: list[Row] | None = None
    """Every row, for a cursor that may go back."""
    text: str = ""
    columns: tuple[ResultColumn, ...] | None = None
    """What its rows consist of; None for a statement without any."""
    binary: bool = False
    created_us: int = 0
    tables: tuple[int, ...] = ()
    """The relations whose row numbers stand at the end of each row, which the client does not get."""
    locks: bool = False
    """Whether it is FOR UPDATE or its kin."""
    current: Row | None = None
    """The row that was given last."""
    savepoints: int = 0
    """How many savepoints there were when it was made; it goes with a return to any of them."""
    commits: int = 0
    """How many transactions had changed the database when it began to read."""
    bound: bool = False
    """Whether it reads what was there when it was bound, and has not begun to."""

    def materialize(self) -> None:
        """Read all rows that are left, so that no SQLite statement stays open; an error waits for its row."""
        if self.cursor is not None and self.rows is not None and not self.done:
            self.rows = read_ahead(self.rows, errors_wait=True)
        self.release()

    def keep(self) -> None:
        """Read all rows that are left for a cursor that stays when its transaction ends."""
        if self.rows is not None and not self.done:
            self.rows = read_ahead(self.rows, errors_wait=False)
        self.release()
        self.held = True

    def release(self) -> None:
        """Give the SQLite cursor back."""
        if self.cursor is not None:
            self.cursor.close(True)
            self.cursor = None


class Portals(dict[str, Portal]):
    """The portals of one session, by name."""

    def materialize(self) -> None:
        """Before the first write: a read that stays open would pin an old snapshot."""
        for portal in self.values():
            if portal.cursor is not None:
                portal.materialize()

    def let_go(self, commits: int) -> None:
        """Before another statement looks at the latest commit: what began to read before that would pin the old one."""
        for portal in self.values():
            if portal.cursor is not None and portal.commits != commits:
                portal.materialize()

    def finish(self, *, commit: bool) -> None:
        """At the end of a transaction: cursors WITH HOLD keep their rows, all other portals go."""
        kept = {}
        for name, portal in self.items():
            if portal.held or (commit and portal.hold):
                if not portal.held:
                    portal.keep()
                kept[name] = portal
            elif portal.cursor is not None:
                portal.release()
        self.clear()
        self.update(kept)

    def fail(self, savepoints: int) -> None:
        """After an error in a block: cursors made before its last savepoint read all there is, no other can go on."""
        for portal in self.values():
            if portal.held:
                continue
            if portal.savepoints < savepoints and not portal.done:
                portal.materialize()
                continue
            portal.release()
            portal.done = True

    def return_to(self, savepoints: int) -> None:
        """Before a return to the savepoint of that number: cursors made behind it go, others read all there is."""
        for name, portal in list(self.items()):
            if portal.savepoints > savepoints:
                portal.release()
                del self[name]
            elif not portal.held and not portal.done:
                portal.materialize()

    def release(self, savepoints: int) -> None:
        """Once a savepoint is released: cursors made behind it belong to what is around it."""
        for portal in self.values():
            portal.savepoints = min(portal.savepoints, savepoints)

    def replace(self, portal: Portal) -> None:
        """Put a portal in the place of the one that has its name."""
        before = self.get(portal.name)
        if before is not None:
            before.release()
        self[portal.name] = portal
