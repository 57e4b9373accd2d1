"""Limits, settings, and objects that are not in the state for what is asked (SQLSTATE classes 53 to 55, XX)."""

from __future__ import annotations

from translator.errors import PgError


def invalid_setting_value(name: str, value: str, hint: str | None = None, detail: str | None = None) -> PgError:
    return PgError("22023", f'invalid value for parameter "{name}": "{value}"', hint=hint, detail=detail)


def invalid_setting_name(name: str) -> PgError:
    detail = "Custom parameter names must be two or more simple identifiers separated by dots."
    return PgError("42602", f'invalid configuration parameter name "{name}"', detail=detail)


def unrecognized_setting(name: str) -> PgError:
    return PgError("42704", f'unrecognized configuration parameter "{name}"')


def too_many_connections() -> PgError:
    return PgError("53300", "sorry, too many clients already", severity="FATAL")


def program_limit_exceeded(message: str, detail: str | None = None) -> PgError:
    return PgError("54000", message, detail=detail)


MAX_ALLOCATION = 2**30 - 1
"""The bytes of the largest value that PostgreSQL makes room for."""


def invalid_allocation(size: int) -> PgError:
    return PgError("XX000", f"invalid memory alloc request size {size}")


def string_too_long(length: int, more: int) -> PgError:
    """A text that grows beyond what PostgreSQL can hold."""
    return PgError(
        "54000",
        "string buffer exceeds maximum allowed length (1073741823 bytes)",
        detail=f"Cannot enlarge string buffer containing {length} bytes by {more} more bytes.",
    )


def statement_too_complex() -> PgError:
    return PgError(
        "54001",
        "stack depth limit exceeded",
        hint='Increase the configuration parameter "max_stack_depth" (currently 2048kB), '
        "after ensuring the platform's stack depth limit is adequate.",
    )


def enum_without_values(name: str) -> PgError:
    return PgError("55000", f"enum {name} contains no values")


def unsafe_enum_value(name: str, label: str) -> PgError:
    return PgError(
        "55P04",
        f'unsafe use of new value "{label}" of enum type {name}',
        hint="New enum values must be committed before they can be used.",
    )


def object_not_in_prerequisite_state(message: str, detail: str | None = None) -> PgError:
    return PgError("55000", message, detail=detail)


def currval_not_defined(sequence: str) -> PgError:
    return object_not_in_prerequisite_state(f'currval of sequence "{sequence}" is not yet defined in this session')


def lastval_not_defined() -> PgError:
    return object_not_in_prerequisite_state("lastval is not yet defined in this session")


def sequence_limit_reached(sequence: str, limit: int, *, maximum: bool) -> PgError:
    kind = "maximum" if maximum else "minimum"
    return PgError("2200H", f'nextval: reached {kind} value of sequence "{sequence}" ({limit})')


def cannot_change_setting(name: str) -> PgError:
    return PgError("55P02", f'parameter "{name}" cannot be changed')


def cannot_reset_setting(name: str) -> PgError:
    return PgError("0A000", f'parameter "{name}" cannot be reset')


def cannot_change_setting_now(name: str) -> PgError:
    return PgError("55P02", f'parameter "{name}" cannot be changed now')


def setting_needs_restart(name: str) -> PgError:
    return PgError("55P02", f'parameter "{name}" cannot be changed without restarting the server')


def internal_error(message: str) -> PgError:
    return PgError("XX000", message)
