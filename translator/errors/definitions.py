"""What a definition of a table, type or key says wrong (SQLSTATE classes 0A, 2B and 42)."""

from __future__ import annotations

from collections.abc import Sequence

from translator.errors import PgError


def typed_table_depends(name: str) -> PgError:
    return PgError(
        "2BP01",
        f'cannot alter type "{name}" because it is the type of a typed table',
        hint="Use ALTER ... CASCADE to alter the typed tables too.",
    )


def indirect_move(ancestor: str, root: str) -> PgError:
    return PgError(
        "0A000",
        "cannot move tuple across partitions when a non-root ancestor of the source partition is directly referenced "
        "in a foreign key",
        detail=f'A foreign key points to ancestor "{ancestor}" but not the root ancestor "{root}".',
        hint=f'Consider defining the foreign key on table "{root}".',
    )


def deferrable_key_referenced(table: str, *, primary: bool) -> PgError:
    kind = "primary key" if primary else "unique constraint"
    return PgError("55000", f'cannot use a deferrable {kind} for referenced table "{table}"')


def deferrable_arbiter(schema: str, table: str, constraint: str) -> PgError:
    message = "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters"
    return PgError("55000", message, schema=schema, table=table, constraint=constraint)


def domain_column_violates(schema: str, table: str, column: str) -> PgError:
    """ALTER DOMAIN: a table holds a value that the new constraint refuses."""
    message = f'column "{column}" of table "{table}" contains values that violate the new constraint'
    return PgError("23514", message, schema=schema, table=table, column=column)


def domain_column_null(schema: str, table: str, column: str) -> PgError:
    message = f'column "{column}" of table "{table}" contains null values'
    return PgError("23502", message, schema=schema, table=table, column=column)


def dependent_objects(names: Sequence[str], lines: Sequence[str]) -> PgError:
    """DROP of the objects `names`, on which those depend that the lines speak of."""
    subject, them = (names[0], "it") if len(names) == 1 else ("desired object(s)", "them")
    return PgError(
        "2BP01",
        f"cannot drop {subject} because other objects depend on {them}",
        detail="\n".join(lines),
        hint="Use DROP ... CASCADE to drop the dependent objects too.",
    )


def duplicate_column(name: str, at: int | None = None) -> PgError:
    return PgError("42701", f'column "{name}" specified more than once', location=at)


def duplicate_column_in_relation(column: str, relation: str) -> PgError:
    return PgError("42701", f'column "{column}" of relation "{relation}" already exists')


def undefined_column_of_relation(column: str, relation: str, at: int | None = None) -> PgError:
    return PgError("42703", f'column "{column}" of relation "{relation}" does not exist', location=at)


def unvalidated_not_null(name: str, table: str) -> PgError:
    """55000: a column is NOT NULL by a constraint that rows of before may break."""
    return PgError(
        "55000",
        f'incompatible NOT VALID constraint "{name}" on relation "{table}"',
        hint="You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.",
    )


def no_inherit_on_partitioned(table: str, kind: str) -> PgError:
    if kind == "n":
        return PgError("0A000", "not-null constraints on partitioned tables cannot be NO INHERIT")
    return PgError("42P16", f'cannot add NO INHERIT constraint to partitioned table "{table}"')


def undefined_key_column(column: str, at: int | None = None) -> PgError:
    return PgError("42703", f'column "{column}" named in key does not exist', location=at)


def invalid_foreign_key(message: str, detail: str | None = None) -> PgError:
    return PgError("42830", message, detail=detail)


def type_changed_twice(column: str) -> PgError:
    return PgError("0A000", f'cannot alter type of column "{column}" twice')


def invalid_table_definition(message: str, at: int | None = None) -> PgError:
    return PgError("42P16", message, location=at)


def duplicate_domain_constraint(constraint: str, domain: str) -> PgError:
    return PgError("42710", f'constraint "{constraint}" for domain "{domain}" already exists')


def undefined_domain_constraint(constraint: str, domain: str) -> PgError:
    return PgError("42704", f'constraint "{constraint}" of domain "{domain}" does not exist')


def renamed_domain_constraint(constraint: str, domain: str) -> PgError:
    """RENAME CONSTRAINT words it in its own way."""
    return PgError("42704", f'constraint "{constraint}" for domain {domain} does not exist')


def type_in_use(name: str, table: str, column: str) -> PgError:
    return PgError("0A000", f'cannot alter type "{name}" because column "{table}.{column}" uses it')


def default_not_castable(column: str, datatype: str) -> PgError:
    return PgError("42804", f'default for column "{column}" cannot be cast automatically to type {datatype}')


def generation_expression_not_castable(column: str, datatype: str) -> PgError:
    message = f'generation expression for column "{column}" cannot be cast automatically to type {datatype}'
    return PgError("42804", message)


def using_for_generated_column(column: str, at: int) -> PgError:
    return PgError(
        "42611",
        "cannot specify USING when altering type of generated column",
        detail=f'Column "{column}" is a generated column.',
        location=at,
    )


def type_of_generating_column(column: str, generated: str) -> PgError:
    return PgError(
        "0A000",
        "cannot alter type of a column used by a generated column",
        detail=f'Column "{column}" is used by generated column "{generated}".',
    )


def row_type_in_use(table: str, holder: str, column: str) -> PgError:
    message = f'cannot alter table "{table}" because column "{holder}.{column}" uses its row type'
    return PgError("0A000", message)


def duplicate_enum_label(label: str) -> PgError:
    return PgError("42710", f'enum label "{label}" already exists')
