"""Rows that are read before the client asks for them: the first in memory, the others in a file, as PostgreSQL's
tuplestore keeps them.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from itertools import chain
from tempfile import SpooledTemporaryFile

import apsw

from pgproxy.rows import Row
from translator.errors import PgError

BATCH_ROWS = 64
"""Rows that are written to the file at a time; a result of no more stays out of it."""
MEMORY_BYTES = 1 << 22
"""What stays in memory of one result."""


def read_ahead(rows: Iterator[Row], *, errors_wait: bool) -> Iterator[Row]:
    """All rows that are left, read now.

    errors_wait: an error other than an interrupt comes where its row would.  Raises PgError 53100 without room.
    """
    first: list[Row] = []
    batch = first
    others = _Batches()
    tail: Iterator[Row] = iter(())
    try:
        for row in rows:
            if len(batch) == BATCH_ROWS:
                if batch is not first:
                    others.add(batch)
                batch = []
            batch.append(row)
    except (PgError, apsw.Error) as error:
        if not errors_wait or is_interrupt(error):
            raise
        tail = failing(error)
    if batch is first:
        return chain(first, tail)
    others.add(batch)
    return chain(first, others.rows(), tail)


def failing(error: Exception) -> Iterator[Row]:
    """The rows of what failed before its time."""
    raise error
    yield ()


def is_interrupt(error: Exception) -> bool:
    """Whether an error is none of the statement that it ends."""
    return isinstance(error, PgError) and error.sqlstate.startswith("57")


class _Batches:
    """Rows in a file that is there as long as this object."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115  it goes with the last reader
        self._sizes: list[int] = []

    def __del__(self) -> None:
        self._file.close()

    def add(self, rows: list[Row]) -> None:
        """Put rows behind the others.  Raises PgError 53100."""
        data = marshal.dumps(rows)
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise PgError("53100", f"could not write to file: {error.strerror}") from error
        self._sizes.append(len(data))

    def rows(self) -> Iterator[Row]:
        """All of them, once."""
        self._file.seek(0)
        for size in self._sizes:
            yield from marshal.loads(self._file.read(size))
