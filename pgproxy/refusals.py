"""The errors that end a connection before its session runs, one constructor for each distinct message.

All are FATAL: the client sees the error, then the end of the connection. Those that sessions raise too are in
`translator.errors`.
"""

from translator.errors import PgError


def no_user_name() -> PgError:
    return PgError("28000", "no PostgreSQL user name specified in startup packet", severity="FATAL")


def undefined_role(name: str) -> PgError:
    return PgError("28000", f'role "{name}" does not exist', severity="FATAL")


def login_not_permitted(name: str) -> PgError:
    return PgError("28000", f'role "{name}" is not permitted to log in', severity="FATAL")


def not_accepting_connections(database: str) -> PgError:
    return PgError("55000", f'database "{database}" is not currently accepting connections', severity="FATAL")


def too_many_for_role(name: str) -> PgError:
    return PgError("53300", f'too many connections for role "{name}"', severity="FATAL")


def too_many_for_database(name: str) -> PgError:
    return PgError("53300", f'too many connections for database "{name}"', severity="FATAL")


def reserved_for_superusers() -> PgError:
    return PgError(
        "53300",
        "remaining connection slots are reserved for roles with the SUPERUSER attribute",
        severity="FATAL",
    )


def reserved_for_members() -> PgError:
    return PgError(
        "53300",
        'remaining connection slots are reserved for roles with privileges of the "pg_use_reserved_connections" role',
        severity="FATAL",
    )


def no_hba_entry(client: str) -> PgError:
    return PgError("28000", f"no pg_hba.conf entry for {client}", severity="FATAL")


def hba_rejects(client: str) -> PgError:
    return PgError("28000", f"pg_hba.conf rejects connection for {client}", severity="FATAL")


def certificate_required() -> PgError:
    return PgError("28000", "connection requires a valid client certificate", severity="FATAL")


def certificate_failed(user: str) -> PgError:
    return PgError("28000", f'certificate authentication failed for user "{user}"', severity="FATAL")


def empty_password() -> PgError:
    return PgError("28P01", "empty password returned by client", severity="FATAL")


def authentication_timeout() -> PgError:
    return PgError("57014", "canceling authentication due to timeout", severity="FATAL")


def replication_not_supported() -> PgError:
    return PgError("0A000", "replication is not supported", severity="FATAL")


def invalid_replication(value: str) -> PgError:
    return PgError("22023", f'invalid value for parameter "replication": "{value}"', severity="FATAL")


def invalid_server_argument(argument: str) -> PgError:
    return PgError("42601", f"invalid command-line argument for server process: {argument}", severity="FATAL")


def missing_option_value(option: str) -> PgError:
    return PgError("42601", f"-c {option} requires a value", severity="FATAL")


def direct_tls_without_alpn() -> PgError:
    return PgError(
        "08P01",
        "received direct SSL connection request without ALPN protocol negotiation extension",
        severity="FATAL",
    )


def internal_failure() -> PgError:
    """A bug of ours that reached the connection; the log has the traceback under the process id."""
    return PgError("XX000", "internal error", severity="FATAL")
