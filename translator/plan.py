"""Plan: everything that executing a statement needs, immutable and shared by all sessions that see the same catalog."""

from __future__ import annotations

from msgspec import Struct

from translator.catalog.replica_identity import Untold
from translator.command import Command
from translator.errors import PgError
from translator.lower.context import Bind, Moved


class ResultColumn(Struct, frozen=True):
    """A field of RowDescription; `table` and `number` say which column of which relation it is, 0 when none."""

    name: str
    type: int
    typmod: int = -1
    table: int = 0
    number: int = 0


class Repeated(Struct, frozen=True):
    """A query that runs again and again behind a step, each time over the rows that came last, which the temporary
    table `work` holds; its rows join those that the step keeps, until there are none.
    """

    sql: str
    binds: tuple[Bind, ...]
    work: str


class Step(Struct, frozen=True):
    """A SQLite statement that runs before the last one; `binds` are client parameters.

    table: the temporary table that keeps its rows, "" for none; columns: the names of that table's columns.
    counted: whether the rows that it changes are rows of the whole statement.
    when: it runs only where rows kept before, in this table, have this value in this column.
    """

    sql: str
    binds: tuple[Bind, ...]
    table: str
    columns: tuple[str, ...]
    counted: bool
    repeated: Repeated | None = None
    when: tuple[str, str, int] | None = None
    moved: Moved | None = None


class Constants(Struct, frozen=True):
    """SQLite statements that compute what PostgreSQL computes while planning; they are run for their errors alone.

    `sql` runs before everything else, `unmet`, whose values are the last of `binds`, where an UPDATE found no row and
    so came to nothing that it assigns; either may be empty.
    """

    sql: str
    binds: tuple[Bind, ...]
    unmet: str = ""
    unmet_binds: int = 0


class Plan(Struct, frozen=True):
    """`sql` is the SQLite statement; `columns` is None for a statement that returns no rows.

    `binds` are the values of its variables in order; `pinned` are the places of literals that the plan holds for,
    with all others bound at execution.  `command` is set instead of `sql` for what SQLite does not run.
    """

    tag: str
    param_types: tuple[int, ...]
    sql: str = ""
    columns: tuple[ResultColumn, ...] | None = None
    binds: tuple[Bind, ...] = ()
    pinned: frozenset[int] = frozenset()
    writes: bool = False
    alone: bool = False
    """Whether nothing can go wrong between its end and COMMIT: it gives no rows, and no constraint waits for COMMIT."""
    late_keys: bool = False
    """Whether rows that it writes may have keys that are looked at when it has ended."""
    locks: str | None = None
    """The wait policy of FOR UPDATE and its kin: block, nowait or skip."""
    locked_rows: str = ""
    """What NOWAIT could not lock."""
    writer: str = ""
    """The function in it that changes the database, as errors call it: `lo_unlink()`."""
    volatile: bool = False
    upserted: tuple[int, ...] = ()
    """The relations in which ON CONFLICT DO UPDATE may meet a row twice, which the engine must then notice."""
    skipping: tuple[tuple[int, int], ...] = ()
    """The exclusion constraints, each behind its table, whose conflicts ON CONFLICT DO NOTHING passes over."""
    targets: tuple[int, ...] = ()
    """The relations that it changes, that of the statement itself before those of WITH."""
    written: tuple[int, ...] = ()
    """The columns of the first of them that the statement gives values to."""
    uses: tuple[tuple[int, int], ...] = ()
    """The relations that it locks, by oid, and in which modes."""
    excludes: bool = False
    """Whether one of these modes keeps others from using a relation in the ordinary way."""
    steps: tuple[Step, ...] = ()
    """What runs before `sql`; then the binds of all of them are numbered parameters, those of the client and behind
    them the literals `lifted`."""
    lifted: tuple[Bind, ...] = ()
    constants: Constants | None = None
    """What runs before everything else, where running the rest may not come to all constants."""
    is_constant: bool = False
    """Whether running it is all that there is to compute of its constants, so that its errors are a planner's."""
    late_arbiter: PgError | None = None
    """What it fails with when it has inserted a row that ON CONFLICT would have had to ask a deferrable key about."""
    untold: Untold | None = None
    """A change in it that subscribers of a publication could not follow, for which it fails."""
    command: Command | None = None
    changes: str = ""
    """What a read-only transaction calls the statement that it refuses; empty for what changes nothing that lasts."""
    queries: bool = False
    """Whether it is analyzed when it is prepared, under a snapshot."""
    analyzed_text: str = ""
