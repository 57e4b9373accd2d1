"""What a client is told beside a result: notices, warnings and what it asked to be told."""

from __future__ import annotations

from translator.errors import PgError


def notice(message: str, *, sqlstate: str = "00000", detail: str | None = None, hint: str | None = None) -> PgError:
    """A NOTICE, to be sent and not raised."""
    return PgError(sqlstate, message, detail=detail, hint=hint, severity="NOTICE")


def info(message: str, *, detail: str | None = None) -> PgError:
    """What the client has asked for, to be sent and not raised."""
    return PgError("00000", message, detail=detail, severity="INFO")


def warning(message: str, *, sqlstate: str = "01000", detail: str | None = None, hint: str | None = None) -> PgError:
    """A WARNING, to be sent and not raised."""
    return PgError(sqlstate, message, detail=detail, hint=hint, severity="WARNING")


def debug(message: str) -> PgError:
    """A message of level DEBUG1, to be sent and not raised."""
    return PgError("00000", message, severity="DEBUG1")


def transaction_already_in_progress() -> PgError:
    return warning("there is already a transaction in progress", sqlstate="25001")


def precision_reduced(type_name: str, *, at: int | None) -> PgError:
    """`type_name`: TIMESTAMP(7) WITH TIME ZONE."""
    reduced = warning(f"{type_name} precision reduced to maximum allowed, 6", sqlstate="22023")
    reduced.location = at
    return reduced


def no_transaction_in_progress() -> PgError:
    return warning("there is no transaction in progress", sqlstate="25P01")


def set_local_outside_transaction(statement: str = "SET LOCAL") -> PgError:
    return warning(f"{statement} can only be used in transaction blocks", sqlstate="25P01")


def deprecated_global(position: int) -> PgError:
    error = warning("GLOBAL is deprecated in temporary table creation")
    error.position = position
    return error


def truncated_name(name: str) -> PgError:
    kept = name.encode()[:63].decode("utf-8", "ignore")
    return notice(f'identifier "{name}" will be truncated to "{kept}"', sqlstate="42622")
