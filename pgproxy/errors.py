"""What SQLite's errors mean to a client, as a table; constraint failures are explained in `pgproxy.violations`."""

from __future__ import annotations

import re

import apsw

from translator.errors import PgError
from translator.errors.state import internal_error
from translator.errors.statements import feature_not_supported
from translator.errors.transactions import query_canceled, serialization_failure

_BY_CLASS: tuple[tuple[type[Exception], str, str], ...] = (
    (apsw.FullError, "53100", "could not extend file: no space left on device"),
    (apsw.ReadOnlyError, "25006", "cannot execute the statement in a read-only database"),
    (apsw.CorruptError, "XX001", "the database file is damaged"),
    (apsw.NotADBError, "XX001", "the database file is not a SQLite database"),
    (apsw.IOError, "58030", "could not read or write the database file"),
    (apsw.NoMemError, "53200", "out of memory"),
    (apsw.TooBigError, "54000", "value or row is too large"),
    (apsw.CantOpenError, "58P01", "could not open the database file"),
    (apsw.LockedError, "55006", "the relation is being used by active queries in this session"),
)
_LIMITS = (
    ("subqueries nested too deep", "a statement of a thousand subqueries, those of WITH counted wherever it is named,"),
    ("tables in a join", "a join of more than 64 tables"),
    ("too many FROM clause terms", "a join of so many tables"),
    ("too many terms in compound SELECT", "a set operation of so many queries"),
    ("too many terms in ORDER BY", "an ORDER BY of so many terms"),
    ("too many terms in GROUP BY", "a GROUP BY of so many terms"),
    ("too many columns", "a relation of so many columns"),
    ("too many arguments on function", "a function call of so many arguments"),
    (".rowid", "a reference to a whole row here"),
    (".true", "a subquery whose column has the name true"),
    (".false", "a subquery whose column has the name false"),
)
"""What SQLite says of its limits, and what is not possible for them. It gives a subquery's column no such name."""
_BUSY_SNAPSHOT = 517


def translate_error(error: BaseException) -> PgError:
    """A SQLite error as the client sees it; one of ours is handed back as it is."""
    if isinstance(error, PgError):
        return error
    if isinstance(error, apsw.InterruptError):
        return query_canceled()
    if isinstance(error, apsw.BusyError):
        if getattr(error, "extendedresult", 0) == _BUSY_SNAPSHOT:
            return serialization_failure()
        return PgError(
            "55P03", "canceling statement due to lock timeout", detail="Another process holds the database file."
        )
    for kind, sqlstate, message in _BY_CLASS:
        if isinstance(error, kind):
            return PgError(sqlstate, message)
    if isinstance(error, apsw.SQLError):
        text = str(error)
        if "integer overflow" in text:
            return PgError("22003", "bigint out of range")
        if any(said in text for said in ("parser stack overflow", "Expression tree is too large", "Recursion limit")):
            return PgError("54001", "stack depth limit exceeded")
        frame = re.search(r"(frame (?:starting|ending) offset must) be a non-negative (\w+)", text)
        if frame is not None:
            ranged = frame[2] == "number"  # what SQLite says of RANGE
            message = "invalid preceding or following size in window function"
            return PgError("22013", message if ranged else f"{frame[1]} not be negative")
        for limit, feature in _LIMITS:
            if limit in text:
                return feature_not_supported(feature)
        if "string or blob too big" in text:
            return PgError("54000", "value or row is too large")
    if isinstance(error, OverflowError):
        return feature_not_supported("a value that 64 bits do not hold")
    if isinstance(error, ValueError) and "integer string conversion" in str(error):
        return feature_not_supported("a number of so many digits")
    if isinstance(error, RecursionError):
        return PgError("54001", "stack depth limit exceeded")
    if isinstance(error, MemoryError):
        return PgError("53200", "out of memory")
    unexplained = internal_error(f"internal error: {type(error).__name__}: {error}")
    unexplained.__cause__ = error
    return unexplained


def is_bug(error: PgError) -> bool:
    """Whether an error is none that anybody raised on purpose, but what `translate_error` made of a bug of ours."""
    return error.sqlstate == "XX000" and error.__cause__ is not None
