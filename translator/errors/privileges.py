"""What a role may not do (42501), and how privileges are given (0L, 0LP01)."""

from __future__ import annotations

from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.errors.values import _ROWS


def insufficient_privilege(message: str, *, detail: str | None = None, hint: str | None = None) -> PgError:
    """42501: what the current role may not do."""
    return PgError("42501", message, detail=detail, hint=hint)


def permission_denied(kind: str, name: str) -> PgError:
    """42501: a privilege on an object is missing."""
    return PgError("42501", f"permission denied for {kind} {name}")


def invalid_grant(message: str) -> PgError:
    """0LP01: what cannot be granted, or not to that role."""
    return PgError("0LP01", message)


def dependent_privileges() -> PgError:
    return PgError("2BP01", "dependent privileges exist", hint="Use CASCADE to revoke them too.")


def undefined_policy(name: str, table: str) -> PgError:
    return PgError("42704", f'policy "{name}" for table "{table}" does not exist')


def row_security_not_supported(table: str) -> PgError:
    """For a role whose statements a table's policies would restrict."""
    return feature_not_supported(f'row-level security on table "{table}" for a role that it applies to')


def row_security_violation(table: str, policy: str, kind: int) -> PgError:
    """policy: the one that forbids a row, empty where no policy allows it. kind: as that of a PolicyCheck."""
    named = f' "{policy}"' if policy else ""
    row, using = _ROWS[kind]
    return insufficient_privilege(f'{row} row violates row-level security policy{named}{using} for table "{table}"')


def must_be_owner(kind: str, name: str) -> PgError:
    return PgError("42501", f"must be owner of {kind} {name}")


def invalid_authorization(user: str) -> PgError:
    return PgError("28P01", f'password authentication failed for user "{user}"', severity="FATAL")
