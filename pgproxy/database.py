"""One database: its file, the catalog everybody sees, the queue of writers, the pool of connections, its sequences."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pgproxy.checkpoint import Checkpointer
from pgproxy.context import ConnectionContext
from pgproxy.engine import Engine
from pgproxy.plan_cache import PlanCache
from pgproxy.sequences import Sequences
from pgproxy.spare_copy import SpareCopy, spare_copy
from pgproxy.sqlite_file import Reader, checkpoint
from pgproxy.stored_catalog import load_image, object_oids
from pgproxy.write_lock import WriteLock
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.trigger_rows import oids_behind

POOLED = 64
SEQUENCES = ".sequences"
"""Ends the name of the file beside a database's own that its sequences are kept in."""


class Database:
    """`image` is the committed catalog.  Connections are handed out ready for use and taken back clean."""

    def __init__(self, oid: int, name: str, path: Path, attached: Sequence[tuple[str, str]], synchronous: str) -> None:
        self.oid = oid
        self.name = name
        self.path = path
        self.sessions = 0
        self.commits = 0
        """How many transactions have changed it since the server began."""
        self.connection_limit = -1
        self.write_lock = WriteLock()
        self.checkpointer = Checkpointer(path, self.write_lock)
        self.plans = PlanCache()
        self.partition_keys: dict[tuple[Any, ...], list[Any]] = {}
        """The values of partition bounds as Python compares them, by their types and texts."""
        self._attached = attached
        self._synchronous = synchronous
        self._pool: list[Engine] = []
        self._reader: Reader | None = None
        self._spare: SpareCopy | None = None
        engine = self.acquire()
        try:
            self.image = load_image(engine)
            self._oids = itertools.count(max(FIRST_NORMAL_OID, *object_oids(engine)) + 1)
        finally:
            self.release(engine)
        self.sequences = Sequences(path.with_suffix(SEQUENCES), synchronous)

    @property
    def is_idle(self) -> bool:
        """Whether nobody is connected and nothing is being done to the file."""
        return not self.sessions and not self.checkpointer.running

    def next_oid(self) -> int:
        return next(self._oids)

    def next_constraint_oid(self, kind: str) -> int:
        """The same for a constraint, whose triggers have the oids behind it."""
        oid = self.next_oid()
        for _ in range(oids_behind(kind)):
            self.next_oid()
        return oid

    def acquire(self) -> Engine:
        """A connection for a session's use."""
        if self._pool:
            return self._pool.pop()
        context: Any = ConnectionContext()
        return Engine(self.path, self._attached, self._synchronous, context)

    def release(self, engine: Engine) -> None:
        """Take a connection back; one that is not clean is closed."""
        engine.owner = None
        context = engine.context
        assert isinstance(context, ConnectionContext)
        context.session = None
        if engine.in_transaction or len(self._pool) >= POOLED:
            engine.close()
            return
        engine.drop_kept_tables()
        if engine.has_temporary_objects():
            engine.close()
        else:
            self._pool.append(engine)

    def close(self) -> None:
        """Close the pooled connections and bring the file up to date."""
        self._give_up_spare()
        while self._pool:
            self._pool.pop().close()
        self.sequences.close()
        checkpoint(self.path)
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def enter(self) -> None:
        """A session begins, which may change the database."""
        self.sessions += 1
        self._give_up_spare()

    def leave(self) -> None:
        self.sessions -= 1

    def copy(self, target: Path) -> None:
        """A copy of the database's files.  The caller holds the write lock."""
        spare, self._spare = self._spare, None
        if self._reader is None:
            self._reader = Reader(self.path)
        if spare is None or not spare.place(target):
            checkpoint(self.path)
            self._reader.copy_to(target)
        self.sequences.copy(target.with_suffix(SEQUENCES))

    def keep_spare(self) -> None:
        """Copy the file ahead, while nobody is connected: what was a template is likely to be one again."""
        if not self.sessions and self._spare is None and self._reader is not None:
            self._spare = spare_copy(self._reader, self.path.parent)

    def _give_up_spare(self) -> None:
        if self._spare is not None:
            self._spare.give_up()
            self._spare = None
