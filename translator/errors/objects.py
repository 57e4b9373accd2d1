"""Objects that are missing, there already, or of another kind (SQLSTATE classes 26, 34, 3D, 3F and 42)."""

from __future__ import annotations

from collections.abc import Sequence

from translator.errors import PgError


def _relation(name: str, schema: str | None) -> str:
    return name if schema is None else f"{schema}.{name}"


def _arguments(argtypes: Sequence[str]) -> str:
    return ", ".join(argtypes)


def undefined_tablespace(name: str) -> PgError:
    return PgError("42704", f'tablespace "{name}" does not exist')


def undefined_prepared_statement(name: str) -> PgError:
    if name == "":
        return PgError("26000", "unnamed prepared statement does not exist")
    return PgError("26000", f'prepared statement "{name}" does not exist')


def undefined_cursor(name: str) -> PgError:
    return PgError("34000", f'cursor "{name}" does not exist')


def undefined_portal(name: str) -> PgError:
    return PgError("34000", f'portal "{name}" does not exist')


def undefined_database(name: str) -> PgError:
    return PgError("3D000", f'database "{name}" does not exist')


def undefined_schema(name: str, at: int | None = None) -> PgError:
    return PgError("3F000", f'schema "{name}" does not exist', location=at)


def no_schema_selected(at: int | None = None) -> PgError:
    return PgError("3F000", "no schema has been selected to create in", location=at)


def undefined_collation(name: str, at: int | None = None) -> PgError:
    location = None if at is None or at < 0 else at
    return PgError("42704", f'collation "{name}" for encoding "UTF8" does not exist', location=location)


def duplicate_collation(message: str) -> PgError:
    return PgError("42710", message)


def no_icu() -> PgError:
    return PgError("0A000", "ICU is not supported in this build")


def unknown_locale(name: str) -> PgError:
    return PgError(
        "22023",
        f'could not create locale "{name}": No such file or directory',
        detail=f'The operating system could not find any locale data for the locale name "{name}".',
    )


def undefined_object_oid(kind: str, oid: int) -> PgError:
    return PgError("42704", f"{kind} with OID {oid} does not exist")


def undefined_object(kind: str, name: str, at: int | None = None, hint: str | None = None) -> PgError:
    """role "x" does not exist, type "x" does not exist, collation ...: class 42704."""
    return PgError("42704", f'{kind} "{name}" does not exist', location=at, hint=hint)


def ambiguous_function(name: str, argtypes: Sequence[str], at: int | None = None) -> PgError:
    return PgError(
        "42725",
        f"function {name}({_arguments(argtypes)}) is not unique",
        hint="Could not choose a best candidate function. You might need to add explicit type casts.",
        location=at,
    )


def ambiguous_operator(name: str, left: str | None, right: str, at: int | None = None) -> PgError:
    signature = f"{name} {right}" if left is None else f"{left} {name} {right}"
    return PgError(
        "42725",
        f"operator is not unique: {signature}",
        hint="Could not choose a best candidate operator. You might need to add explicit type casts.",
        location=at,
    )


def invalid_function_definition(message: str, *, detail: str | None = None, hint: str | None = None) -> PgError:
    return PgError("42P13", message, detail=detail, hint=hint)


def invalid_object_definition(message: str) -> PgError:
    return PgError("42P17", message)


def wrong_object_type(message: str, at: int | None = None, detail: str | None = None) -> PgError:
    return PgError("42809", message, location=at, detail=detail)


def undefined_function(name: str, argtypes: Sequence[str], at: int | None = None) -> PgError:
    return PgError(
        "42883",
        f"function {name}({_arguments(argtypes)}) does not exist",
        hint="No function matches the given name and argument types. You might need to add explicit type casts.",
        location=at,
    )


def undefined_aggregate(name: str, argtypes: Sequence[str], at: int | None = None) -> PgError:
    """A call with several sort keys inside."""
    error = undefined_function(name, argtypes, at)
    error.hint = (
        "No aggregate function matches the given name and argument types. Perhaps you misplaced ORDER BY; ORDER BY "
        "must appear after all regular arguments of the aggregate."
    )
    return error


def undefined_comparison(what: str, datatype: str) -> PgError:
    """`what`: an equality operator, a comparison function."""
    return PgError("42883", f"could not identify {what} for type {datatype}")


def undefined_function_types(name: str, argtypes: Sequence[str]) -> PgError:
    """A function named in a definition, without the hint that a call gets."""
    return PgError("42883", f"function {name}({_arguments(argtypes)}) does not exist")


def undefined_operator(name: str, left: str | None, right: str, at: int | None = None) -> PgError:
    if left is None:
        signature, hint = f"{name} {right}", "type. You might need to add an explicit type cast."
    else:
        signature, hint = f"{left} {name} {right}", "types. You might need to add explicit type casts."
    message = f"operator does not exist: {signature}"
    return PgError("42883", message, hint=f"No operator matches the given name and argument {hint}", location=at)


def undefined_operator_name(name: str) -> PgError:
    return PgError("42883", f"operator does not exist: {name}")


def relation_not_lockable(name: str, kinds: str) -> PgError:
    return PgError("42809", f'cannot lock relation "{name}"', detail=f"This operation is not supported for {kinds}.")


def undefined_table(name: str, schema: str | None = None, at: int | None = None, hint: str | None = None) -> PgError:
    return PgError("42P01", f'relation "{_relation(name, schema)}" does not exist', location=at, hint=hint)


def duplicate_cursor(name: str) -> PgError:
    return PgError("42P03", f'cursor "{name}" already exists')


def duplicate_database(name: str) -> PgError:
    return PgError("42P04", f'database "{name}" already exists')


def duplicate_prepared_statement(name: str) -> PgError:
    return PgError("42P05", f'prepared statement "{name}" already exists')


def duplicate_table(name: str) -> PgError:
    return PgError("42P07", f'relation "{name}" already exists')


def undefined_type(name: str, at: int | None = None) -> PgError:
    return PgError("42704", f'type "{name}" does not exist', location=at)


def shell_type(name: str, at: int | None = None) -> PgError:
    return PgError("42704", f'type "{name}" is only a shell', location=at)


def undefined_conversion(source: str, target: str) -> PgError:
    return PgError("42883", f'default conversion function for encoding "{source}" to "{target}" does not exist')
