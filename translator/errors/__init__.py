"""PgError, the one error that a client sees.

The modules of this package have a constructor for each distinct message of PostgreSQL, by subject; each fixes SQLSTATE
("Appendix A. PostgreSQL Error Codes") and wording in one place. `at` is a byte offset into the statement, as
libpg_query gives it; the translator turns it into the character position that the wire carries. They know nothing of
types, catalogs, or the wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class PgError(Exception):
    """An error, warning or notice with the fields of ErrorResponse. `position` counts characters from 1; `location`
    bytes from 0. `routine` is the function of PostgreSQL's that reports the error, where a client goes by it.
    """

    __slots__ = (
        "column",
        "constraint",
        "context",
        "datatype",
        "detail",
        "hint",
        "location",
        "message",
        "notices",
        "position",
        "routine",
        "schema",
        "severity",
        "sqlstate",
        "table",
    )

    def __init__(
        self,
        sqlstate: str,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        location: int | None = None,
        position: int | None = None,
        schema: str | None = None,
        table: str | None = None,
        column: str | None = None,
        datatype: str | None = None,
        constraint: str | None = None,
        severity: str = "ERROR",
        context: str | None = None,
        routine: str | None = None,
    ) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.detail = detail
        self.hint = hint
        self.location = location if location is None or location >= 0 else None
        self.position = position
        self.schema = schema
        self.table = table
        self.column = column
        self.datatype = datatype
        self.constraint = constraint
        self.severity = severity
        self.context = context
        self.routine = routine
        self.notices: tuple[PgError, ...] = ()
        """What the client is told before it."""

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"PgError({self.sqlstate!r}, {self.message!r})"


@contextmanager
def without_location() -> Iterator[None]:
    """What is analyzed when its command is carried out: PostgreSQL has no text there that an error could point into."""
    try:
        yield
    except PgError as error:
        error.location = None
        raise


@contextmanager
def located_at(location: int) -> Iterator[None]:
    """Errors of look-ups that do not know the text point to the name that was looked up."""
    try:
        yield
    except PgError as error:
        if error.location is None:
            error.location = location
        raise
