"""The options of foreign data objects: lists of name=value, changed and checked.

Manual: CREATE FOREIGN DATA WRAPPER, "Writing a Foreign Data Wrapper".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from translator.catalog.dependency_rows import PG_FOREIGN_SERVER
from translator.catalog.own_row_dependencies import PG_USER_MAPPING
from translator.edit_distance import edit_distance
from translator.errors import PgError
from translator.errors.statements import syntax_error

Options = tuple[str, ...] | None
POSTGRESQL_FDW_VALIDATOR = 2316
"""The oid of the one validator that every database has."""
_VALID = {
    PG_FOREIGN_SERVER: (
        "authtype", "service", "connect_timeout", "dbname", "host", "hostaddr", "port", "tty", "options", "requiressl",
        "sslmode", "gsslib", "gssdelegation",
    ),
    PG_USER_MAPPING: ("user", "password"),
}  # fmt: skip
"""The options that postgresql_fdw_validator knows, by the catalog of the object that has them."""
_FARTHEST = 4
"""Letters by which an option may differ from a known one that is hinted at."""


class OptionChange(Struct, frozen=True):
    """ADD, SET or DROP of an option."""

    action: str
    name: str
    value: str | None = None


def with_changes(known: Options, changes: Sequence[OptionChange]) -> Options:
    """The options after the changes, None for none.  Raises PgError 42704, 42710, 22023."""
    options = {name: value for name, _, value in (text.partition("=") for text in known or ())}
    for change in changes:
        if change.action == "ADD" and change.name in options:
            raise PgError("42710", f'option "{change.name}" provided more than once')
        if change.action != "ADD" and change.name not in options:
            raise PgError("42704", f'option "{change.name}" not found')
        if change.action == "DROP":
            del options[change.name]
        else:
            options[change.name] = change.value or ""
    for name in options:
        if "=" in name:
            raise PgError("22023", f'invalid option name "{name}": must not contain "="')
    return tuple(f"{name}={value}" for name, value in options.items()) or None


def validate(validator: int, options: Options, catalog: int) -> None:
    """Let a wrapper's validator look at the options of an object of a catalog.  Raises PgError 42601."""
    if validator != POSTGRESQL_FDW_VALIDATOR:
        return
    valid = _VALID.get(catalog, ())
    for text in options or ():
        name = text.partition("=")[0]
        if name not in valid:
            error = syntax_error(f'invalid option "{name}"')
            error.hint = _hint(name, valid)
            raise error


def _hint(name: str, valid: Sequence[str]) -> str | None:
    if not valid:
        return "There are no valid options in this context."
    distances = [(edit_distance(name, known), known) for known in valid]
    nearest, known = min(distances, key=lambda pair: pair[0])
    return f'Perhaps you meant the option "{known}".' if nearest <= min(_FARTHEST, len(name) // 2) else None
