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
from pgproxy.sqlite_file import Reader, checkpoint
from pgproxy.stored_catalog import load_image, object_oids
from pgproxy.write_lock import WriteLock
from translator.catalog.image import FIRST_USER_OID

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
        self.write_lock = WriteLock()
        self.checkpointer = Checkpointer(path, self.write_lock)
        self.plans = PlanCache()
        self.partition_keys: dict[tuple[Any, ...], list[Any]] = {}
        """The values of partition bounds as Python compares them, by their types and texts."""
        self._attached = attached
        self._synchronous = synchronous
        self._pool: list[Engine] = []
        self._reader: Reader | None = None
        engine = self.acquire()
        try:
            self.image = load_image(engine)
            self._oids = itertools.count(max(FIRST_USER_OID, *object_oids(engine)) + 1)
        finally:
            self.release(engine)
        self.sequences = Sequences(path.with_suffix(SEQUENCES), synchronous)

    def next_oid(self) -> int:
        return next(self._oids)

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
        while self._pool:
            self._pool.pop().close()
        self.sequences.close()
        checkpoint(self.path)
        if self._reader is not None:
            self._reader.close()

    def copy(self, target: Path) -> None:
        """A copy of the database's files.  The caller holds the write lock."""
        checkpoint(self.path)
        if self._reader is None:
            self._reader = Reader(self.path)
        self._reader.copy(target)
        self.sequences.copy(target.with_suffix(SEQUENCES))
