"""One SQLite connection, ready for a session: pragmas, attached catalogs, functions, collations, virtual tables.

Only this module and its neighbours `sqlite_file`, `set_returning` and `errors` import apsw.  SQLite runs inside the
session's greenlet; the progress handler lets the event loop serve others while a statement runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

import apsw
import apsw.sqlite_extra

from pgproxy.collation import order
from pgproxy.sqlite_file import connect
from translator.context import ExecutionContext
from translator.deferred import Deferred
from translator.errors.values import conflict_row_twice
from translator.lower.dialect import MAX_VARIABLES, SHARED_VALUE
from translator.query import Storage
from translator.types.datatype import ORDER_COLLATION
from translator.types.json import compare_jsonb

if TYPE_CHECKING:
    from pgproxy import functions
else:
    functions = Deferred("pgproxy.functions")

PROGRESS_STEPS = 400
"""Virtual machine steps between two looks at the clock; some 8 microseconds, or 400 where every row calls Python."""
STATEMENT_CACHE = 512

Row = tuple[Storage, ...]


class Owner(Protocol):
    """The session that a connection works for at present."""

    def on_progress(self) -> None:
        """Called while SQLite runs; may switch to the event loop, or raise to cancel the statement."""
        ...


_OF_THE_SCHEMA = re.compile(
    "generated column|columns but [0-9]+ values were supplied|values for [0-9]+ columns|because it is a view"
    "|ON CONFLICT clause does not match|foreign key mismatch|already exists"
)
"""What SQLite says of a statement that it prepares, be it by a schema that others have changed since: of these it does
not look again by itself.
"""


class Engine:
    """A connection with everything registered.  `owner` is the session it serves, None while it waits in the pool."""

    def __init__(
        self, path: Path, attached: Sequence[tuple[str, str]], synchronous: str, context: ExecutionContext
    ) -> None:
        """`attached` are (schema name, URI); `synchronous` is off, normal or full."""
        self.owner: Owner | None = None
        self.next_look = 0.0
        """When the owner wants to be asked, by perf_counter."""
        self._functions: set[str] = set()
        self._kept_tables: set[str] = set()
        """The temporary tables that rows were kept in."""
        self._enforces_keys = True
        self.wal_pages = 0
        self.context = context
        self.observer: Callable[..., None] | None = None
        """Sees every row that is written where a violation is being explained."""
        self.conflicts: Callable[..., bool] | None = None
        """Says of a row that is about to be inserted whether ON CONFLICT DO NOTHING passes over it."""
        self.db = connect(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI, STATEMENT_CACHE)
        self._execute: Callable[..., apsw.Cursor] = self.db.execute
        for pragma in (
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "case_sensitive_like=ON",
            "wal_autocheckpoint=0",
            "temp_store=MEMORY",
            "cache_size=-16384",
            "mmap_size=268435456",
        ):
            self.run(f"PRAGMA {pragma}")
        for name, uri in attached:
            self.run(f"ATTACH '{uri}' AS {name}")
        self._register()
        self.db.set_progress_handler(self._progress, PROGRESS_STEPS)
        self.db.set_wal_hook(self._committed)

    def execute(self, sql: str, bindings: Sequence[Storage] = ()) -> apsw.Cursor:
        """Start a statement: the cursor is at its first row, or at its end."""
        if len(bindings) > MAX_VARIABLES:
            shared: Any = apsw.pyobject(bindings[MAX_VARIABLES - 1 :])
            bindings = [shared, *bindings[: MAX_VARIABLES - 1]]
        renewed = False
        while True:
            try:
                return self._execute(sql, bindings)
            except (apsw.SQLError, apsw.SchemaChangeError) as error:
                if functions.register_missing(self.db, self.context, error, self._functions):
                    continue
                if renewed or not _OF_THE_SCHEMA.search(str(error)):
                    raise
                renewed = True
                self._execute("SELECT 0 FROM sqlite_schema LIMIT 0")

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """For statements that no other session may run between, and that nobody may cancel."""
        owner, self.owner = self.owner, None
        try:
            yield
        finally:
            self.owner = owner

    def run(self, sql: str, bindings: Sequence[Storage] = ()) -> list[Row]:
        """Execute a statement to its end and give its rows."""
        return self.execute(sql, bindings).fetchall()

    def value(self, sql: str, bindings: Sequence[Storage]) -> Storage:
        """The one value of a statement that a running one asks for."""
        value: Storage = self.execute(sql, bindings).fetchone()[0]  # type: ignore[index]  # it has a row
        return value

    def run_many(self, sql: str, rows: Iterator[Sequence[Storage]]) -> None:
        """Execute a statement for each row of bindings."""
        for first in rows:
            self.run(sql, first)  # the statement is prepared before a second row is asked for
            self.db.executemany(sql, rows)

    def enforce_keys(self, *, on: bool) -> None:
        """Whether foreign keys are looked at from now on, inside a transaction too."""
        if on != self._enforces_keys:
            self.db.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, int(on))
            self._enforces_keys = on

    @contextmanager
    def without_keys(self) -> Iterator[None]:
        """For statements during which foreign keys are not looked at."""
        enforces = self._enforces_keys
        self.enforce_keys(on=False)
        try:
            yield
        finally:
            self.enforce_keys(on=enforces)

    def run_unchecked(self, sql: str) -> None:
        """Execute a change of rows that nobody asked for, whose checks hold already or need not: NOT VALID.

        What foreign keys lean on may be away meanwhile.
        """
        with self.without_keys():
            self.run("PRAGMA ignore_check_constraints=ON")
            try:
                self.run(sql)
            finally:
                self.run("PRAGMA ignore_check_constraints=OFF")

    @property
    def changes(self) -> int:
        """Rows that the last INSERT, UPDATE or DELETE changed."""
        return self.db.changes()

    @property
    def total_changes(self) -> int:
        """Rows that all statements of the connection changed."""
        return self.db.total_changes()

    @property
    def in_transaction(self) -> bool:
        return self.db.in_transaction

    def has_temporary_objects(self) -> bool:
        """Whether a session left something behind that the next one must not see."""
        return bool(self.run("SELECT 1 FROM temp.sqlite_schema LIMIT 1"))

    def close(self) -> None:
        self.db.close()

    def keep_rows(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Put rows into a temporary table of their own, which is there from the first time on."""
        names = ", ".join(_quoted(name) for name in columns)
        self.run(f"CREATE TEMP TABLE IF NOT EXISTS {_quoted(table)}({names})")
        self._kept_tables.add(table)
        self.add_rows(table, columns, rows)

    def add_rows(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Put more rows into such a table."""
        marks = ", ".join("?" * len(columns))
        self.db.executemany(f"INSERT INTO temp.{_quoted(table)} VALUES ({marks})", rows).fetchall()

    def drop_kept_tables(self) -> None:
        """Before another session gets the connection."""
        for table in self._kept_tables:
            self.run(f"DROP TABLE IF EXISTS temp.{_quoted(table)}")
        self._kept_tables.clear()

    def forget_rows(self, table: str) -> None:
        """Empty such a table: SQLite would prepare every statement anew if it went."""
        self.run(f"DELETE FROM temp.{_quoted(table)}")

    def begin_upsert(self, tables: Iterable[tuple[int, str, str]]) -> None:
        """Before an INSERT ... ON CONFLICT DO UPDATE: whatever has a larger rowid was inserted by it.

        tables: the oid, schema and name of each table that it may meet rows of.
        """
        self._last_rowid = {
            oid: int(self.run(f'SELECT coalesce(max(rowid), 0) FROM {schema}."{table}"')[0][0] or 0)
            for oid, schema, table in tables
        }
        self._updated: dict[tuple[int, int], tuple[Storage, ...]] = {}

    def _upsert_first(self, table: int, rowid: int) -> int:
        """True for a row that the statement neither inserted nor updated before.  Raises PgError 21000."""
        if rowid > self._last_rowid[table] or (table, rowid) in self._updated:
            raise conflict_row_twice()
        return 1

    def _upsert_kept(self, table: int, rowid: int, *row: Storage) -> int:
        """True, of a row that is to be updated; it is kept as it is."""
        self._updated[table, rowid] = row
        return 1

    def _upsert_old(self, table: int, rowid: int, place: int) -> Storage:
        """A cell of a row as it was before the statement updated it, NULL for one that was not there."""
        row = self._updated.get((table, rowid))
        return None if row is None else row[place]

    def _upsert_updated(self, table: int, rowid: int) -> int:
        """Whether the statement has updated the row."""
        return int((table, rowid) in self._updated)

    def _create_collation(self, db: apsw.Connection, name: str) -> None:
        """Make the collation of a type that is met for the first time."""
        if name.startswith(ORDER_COLLATION):
            db.create_collation(name, order(self.context, int(name.removeprefix(ORDER_COLLATION))))

    def _committed(self, db: apsw.Connection, schema: str, pages: int) -> int:
        self.wal_pages = pages
        return apsw.SQLITE_OK

    def look(self) -> None:
        """Ask the owner, if it wants to be asked now."""
        if self.owner is not None and perf_counter() >= self.next_look:
            self.owner.on_progress()

    def _progress(self) -> bool:
        self.look()
        return False

    def _observe(self, *values: Storage) -> None:
        if self.observer is not None:
            self.observer(*values)

    def _conflicts(self, *values: Storage) -> bool:
        return self.conflicts is not None and self.conflicts(*values)

    def _register(self) -> None:
        """What belongs to this connection; everything else is registered when it is missed."""
        db = self.db
        db.config(apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1)
        db.load_extension(_decimal())
        db.config(apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
        db.create_collation("pg_jsonb", compare_jsonb)
        db.collation_needed(self._create_collation)
        shared: Any = _shared_value
        db.create_scalar_function(SHARED_VALUE, shared, 2, deterministic=True)
        db.create_scalar_function("pg_observe", self._observe, -1)
        db.create_scalar_function("pg_conflicts", self._conflicts, -1)
        for name, body, arguments in (
            ("pg_upsert_first", self._upsert_first, 2),
            ("pg_upsert_kept", self._upsert_kept, -1),
            ("pg_upsert_old", self._upsert_old, 3),
            ("pg_upsert_updated", self._upsert_updated, 2),
        ):
            callback: Any = body
            db.create_scalar_function(name, callback, arguments)
        for name, read in self.context.sequence_columns().items():  # type: ignore[attr-defined]  # ExecutionContext knows no session
            db.create_scalar_function(f"pg_sequence_{name}", read, 1)


def _shared_value(values: Sequence[Storage], place: int) -> Storage:
    """One of the values that share a variable."""
    return values[place]


@cache
def _decimal() -> str:
    """The path of SQLite's extension for decimals."""
    return str(apsw.sqlite_extra.path("decimal"))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
