"""Sequences, updatability, input errors, and other small inquiries ("System Information Functions")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from translator.builtins import facts
from translator.builtins.declare import function, set_returning
from translator.catalog.foreign_options import POSTGRESQL_FDW_VALIDATOR, validate
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types import array as arrays
from translator.types import reg
from translator.types.array import Array
from translator.types.datatype import DataType

Rows = Iterator[tuple[Any, ...]]
REGTYPE = next(implementation for implementation in reg.TYPES if implementation.name == "regtype")
HARD = ("improper qualified name", "improper relation name", "cross-database references")
"""Beginnings of errors in names that are raised in any case."""


@function("current_query()", context=True)
def current_query(context: ExecutionContext) -> str:
    return context.query


@function("getpgusername()", context=True)
def getpgusername(context: ExecutionContext) -> str:
    return context.current_user


@function("pg_sequence_parameters(oid)", context=True)
def pg_sequence_parameters(context: ExecutionContext, oid: int) -> str:
    found = context.sequence(oid)
    return facts.row(
        "pg_sequence_parameters(oid)",
        (found.start, found.minimum, found.maximum, found.increment, int(found.cycle), found.cache, found.type),
    )


@function("pg_sequence_last_value(regclass)", context=True)
def pg_sequence_last_value(context: ExecutionContext, oid: int) -> int | None:
    value, called = context.sequence_position(oid)
    return value if called else None


@function("pg_get_sequence_data(regclass)", context=True)
def pg_get_sequence_data(context: ExecutionContext, oid: int) -> str:
    return facts.row("pg_get_sequence_data(regclass)", context.sequence_position(oid))


@set_returning("pg_listening_channels()", context=True)
def pg_listening_channels(context: ExecutionContext) -> Iterator[str]:
    return iter(context.listening_channels())


@set_returning("pg_options_to_table(text[])")
def pg_options_to_table(stored: str) -> Rows:
    for option in arrays.without_nulls(stored):
        name, equals, value = option.partition("=")
        yield name, value if equals else None


@function("postgresql_fdw_validator(text[],oid)")
def postgresql_fdw_validator(stored: str, catalog: int) -> bool:
    """Whether an object of a catalog may have such options.  Raises PgError 42601."""
    validate(POSTGRESQL_FDW_VALIDATOR, tuple(arrays.without_nulls(stored)), catalog)
    return True


@function("pg_input_error_info(text,text)", context=True)
def pg_input_error_info(context: ExecutionContext, text: str, type_name: str) -> str:
    error = input_error(context, text, type_name)
    found = (None,) * 4 if error is None else (error.message, error.detail, error.hint, error.sqlstate)
    return facts.row("pg_input_error_info(text,text)", found)


@function("pg_input_is_valid(text,text)", context=True)
def pg_input_is_valid(context: ExecutionContext, text: str, type_name: str) -> bool:
    return input_error(context, text, type_name) is None


def input_error(context: ExecutionContext, text: str, type_name: str) -> PgError | None:
    """What is wrong with a text as input of a type, which may have a length."""
    datatype, typmod = _type(context, type_name)
    try:
        datatype.input(text, typmod, context.settings)
    except PgError as error:
        if (error.context or "").startswith("invalid type name") or error.message.startswith(HARD):
            raise
        return error
    return None


def _type(context: ExecutionContext, type_name: str) -> tuple[DataType, int]:
    oid = REGTYPE.oid_of(context.catalog, type_name)
    if oid is None:
        raise REGTYPE.undefined(type_name)
    return context.catalog.datatype(oid), context.catalog.type_typmod(type_name)


@function("to_regtypemod(text)", context=True)
def to_regtypemod(context: ExecutionContext, type_name: str) -> int | None:
    """Raises PgError 42601 for what is no type's name at all, 22023 for a modifier that the type cannot have."""
    try:
        REGTYPE.oid_of(context.catalog, type_name)
        return context.catalog.type_typmod(type_name)
    except PgError as error:
        if error.sqlstate in ("42704", "3F000") or not type_name.strip():
            return None
        error.location = None  # it counts in the name
        raise


@function("oidvectortypes(oidvector)", context=True)
def oidvectortypes(context: ExecutionContext, stored: str) -> str:
    return ", ".join(context.catalog.format_type(int(oid), None) for oid in arrays.load(stored).elements)


@function("nameconcatoid(name,oid)")
def nameconcatoid(name: str, oid: int) -> str:
    suffix = f"_{oid}"
    return name.encode()[: 63 - len(suffix)].decode(errors="ignore") + suffix


@function("pg_settings_get_flags(text)", context=True)
def pg_settings_get_flags(context: ExecutionContext, name: str) -> str | None:
    flags = context.setting_flags(name)
    return None if flags is None else arrays.store(Array.of(flags))


UPDATABLE, INSERTABLE, DELETABLE = 4, 8, 16


@function("pg_relation_is_updatable(regclass,boolean)", context=True)
def pg_relation_is_updatable(context: ExecutionContext, oid: int, triggers: int) -> int:
    """Bits of UPDATE, INSERT and DELETE."""
    columns = context.catalog.updatable_columns(oid)
    if columns is None:
        return 0
    return UPDATABLE | INSERTABLE | DELETABLE if columns else DELETABLE


@function("pg_column_is_updatable(regclass,smallint,boolean)", context=True)
def pg_column_is_updatable(context: ExecutionContext, oid: int, number: int, triggers: int) -> int:
    return int(number in (context.catalog.updatable_columns(oid) or ()))
