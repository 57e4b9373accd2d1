"""What breaks a constraint (SQLSTATE class 23)."""

from __future__ import annotations

from collections.abc import Iterable

from translator.errors import PgError


def not_null_violation(schema: str, table: str, column: str, detail: str | None = None) -> PgError:
    message = f'null value in column "{column}" of relation "{table}" violates not-null constraint'
    return PgError("23502", message, detail=detail, schema=schema, table=table, column=column)


def unique_violation(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    message = f'duplicate key value violates unique constraint "{constraint}"'
    return PgError("23505", message, detail=detail, schema=schema, table=table, constraint=constraint)


def exclusion_violation(message: str, detail: str, schema: str, table: str, constraint: str) -> PgError:
    return PgError("23P01", message, detail=detail, schema=schema, table=table, constraint=constraint)


def partition_still_referenced(partition: str, schema: str, table: str, constraint: str, key: str) -> PgError:
    message = f'removing partition "{partition}" violates foreign key constraint "{constraint}"'
    detail = f'{key} is still referenced from table "{table}".'
    return PgError("23503", message, detail=detail, schema=schema, table=table, constraint=constraint)


def empty_without_overlaps(column: str, table: str) -> PgError:
    return PgError("23514", f'empty WITHOUT OVERLAPS value found in column "{column}" in relation "{table}"')


def match_full_violation(schema: str, table: str, constraint: str) -> PgError:
    detail = "MATCH FULL does not allow mixing of null and nonnull key values."
    return foreign_key_violation(schema, table, constraint, detail)


def unique_index_not_built(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    message = f'could not create unique index "{constraint}"'
    return PgError("23505", message, detail=detail, schema=schema, table=table, constraint=constraint)


def foreign_key_violation(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    """The referencing side: a row was inserted or updated."""
    message = f'insert or update on table "{table}" violates foreign key constraint "{constraint}"'
    return PgError("23503", message, detail=detail, schema=schema, table=table, constraint=constraint)


def foreign_key_violation_referenced(
    schema: str, table: str, constraint: str, referenced: str, detail: str | None = None
) -> PgError:
    """The referenced side: a row that is still referenced was updated or deleted. `table` is the referencing one."""
    message = (
        f'update or delete on table "{referenced}" violates foreign key constraint "{constraint}" on table "{table}"'
    )
    return PgError("23503", message, detail=detail, schema=schema, table=table, constraint=constraint)


def restrict_violation(schema: str, table: str, constraint: str, referenced: str, detail: str | None = None) -> PgError:
    message = (
        f'update or delete on table "{referenced}" violates RESTRICT setting of foreign key constraint '
        f'"{constraint}" on table "{table}"'
    )
    return PgError("23001", message, detail=detail, schema=schema, table=table, constraint=constraint)


def clipped(text: str, size: int) -> str:
    """At most `size` bytes of a value, never half a character."""
    data = text.encode()
    return text if len(data) <= size else data[:size].decode("utf-8", "ignore") + "..."


def failing_row(values: Iterable[str]) -> str:
    """The detail of an error about a row: 64 bytes of each value."""
    return f"Failing row contains ({', '.join([clipped(value, 64) for value in values])})."


def no_partition_found(schema: str, table: str, columns: str, values: Iterable[str]) -> PgError:
    shown = ", ".join([clipped(value, 64) for value in values])
    return PgError(
        "23514",
        f'no partition of relation "{table}" found for row',
        detail=f"Partition key of the failing row contains ({columns}) = ({shown}).",
        schema=schema,
        table=table,
    )


def partition_constraint_violation(schema: str, table: str, detail: str | None) -> PgError:
    message = f'new row for relation "{table}" violates partition constraint'
    return PgError("23514", message, detail=detail, schema=schema, table=table)


def check_option_violation(view: str, detail: str | None) -> PgError:
    return PgError("44000", f'new row violates check option for view "{view}"', detail=detail)


def check_violation(schema: str, table: str, constraint: str, detail: str | None = None) -> PgError:
    message = f'new row for relation "{table}" violates check constraint "{constraint}"'
    return PgError("23514", message, detail=detail, schema=schema, table=table, constraint=constraint)


def check_violated_by_some_row(schema: str, table: str, constraint: str) -> PgError:
    message = f'check constraint "{constraint}" of relation "{table}" is violated by some row'
    return PgError("23514", message, schema=schema, table=table, constraint=constraint)


def domain_check_violation(shown: str, schema: str, name: str, constraint: str) -> PgError:
    """`shown` is the domain as format_type prints it."""
    message = f'value for domain {shown} violates check constraint "{constraint}"'
    return PgError("23514", message, schema=schema, datatype=name, constraint=constraint)


def domain_not_null_violation(shown: str, schema: str, name: str) -> PgError:
    return PgError("23502", f"domain {shown} does not allow null values", schema=schema, datatype=name)
