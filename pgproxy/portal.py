"""Portals and prepared statements: what Parse and Bind leave behind in a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from pgproxy.plan_cache import Statement
from pgproxy.rows import Row, RowEncoder
from translator.plan import ResultColumn
from translator.query import Storage


class Prepared(Struct):
    """A prepared statement.  `statement` is None for an empty text; it is made anew when the catalog has changed
    since.
    """

    name: str
    text: str
    declared: tuple[int, ...]
    statement: Statement | None
    key: tuple[Any, ...]
    decoders: dict[tuple[int, ...], list[Callable[[bytes], Storage]]] = field(default_factory=dict)
    """What reads the parameters, by their format codes."""
    from_sql: bool = False
    """Whether PREPARE made it; then `text` is that of the PREPARE."""
    prepared_us: int = 0
    source: str = ""
    """The query string that it came in, as pg_prepared_statements shows it."""
    generic_plans: int = 0


class Portal(Struct):
    """A statement with its parameters, running or about to.

    `rows` is None until it is first executed; `sent` counts the rows given so far; `done` says that there are no more.
    """

    name: str
    statement: Statement | None
    parameters: Sequence[Storage]
    formats: tuple[int, ...]
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

    def materialize(self) -> None:
        """Read all rows that are left, so that no SQLite statement stays open."""
        if self.cursor is not None and self.rows is not None and not self.done:
            self.rows = iter(list(self.rows))
        self.release()

    def release(self) -> None:
        """Give the SQLite cursor back."""
        if self.cursor is not None:
            self.cursor.close(True)
            self.cursor = None
