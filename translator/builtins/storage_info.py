"""Tablespaces and versions of collations ("Database Object Management Functions")."""

from __future__ import annotations

from collections.abc import Iterator

from translator.builtins.declare import function, set_returning
from translator.catalog.tablespace import DEFAULT, GLOBAL
from translator.context import ExecutionContext
from translator.errors.notices import warning
from translator.errors.objects import undefined_object, undefined_object_oid

DEFAULT_COLLATION = 100
BUILTIN_PROVIDER = "b"
BUILTIN_VERSION = "1"


@set_returning("pg_tablespace_databases(oid)", context=True)
def pg_tablespace_databases(context: ExecutionContext, tablespace: int) -> Iterator[int]:
    """The databases with objects in a tablespace."""
    if tablespace == GLOBAL:
        context.notice(warning("global tablespace never has databases"))
        return iter(())
    if context.catalog.tablespace(tablespace) is None:
        context.notice(warning(f"{tablespace} is not a tablespace OID"))
        return iter(())
    return iter(context.catalog.databases_in(tablespace))


@function("pg_tablespace_size(oid)", context=True)
def pg_tablespace_size(context: ExecutionContext, tablespace: int) -> int:
    """Bytes of all that is in a tablespace.  Raises PgError 42704."""
    if context.catalog.tablespace(tablespace) is None:
        raise undefined_object_oid("tablespace", tablespace)
    if tablespace == GLOBAL:
        return context.catalog.shared_size()
    if tablespace != DEFAULT:  # nothing is written there
        return 0
    return sum(context.catalog.database_size(oid) or 0 for oid in context.catalog.database_oids())


@function("pg_tablespace_size(name)", context=True)
def pg_tablespace_size_name(context: ExecutionContext, name: str) -> int:
    found = context.catalog.tablespace(name)
    if found is None:
        raise undefined_object("tablespace", name)
    return pg_tablespace_size(context, found.oid)


@function("pg_collation_actual_version(oid)", context=True)
def pg_collation_actual_version(context: ExecutionContext, oid: int) -> str | None:
    """The version that the provider gives a collation now; only the built-in one has versions here."""
    provider = context.catalog.collation_provider(oid)
    if provider is None:
        raise undefined_object_oid("collation", oid)
    return BUILTIN_VERSION if oid == DEFAULT_COLLATION or provider == BUILTIN_PROVIDER else None


@function("pg_database_collation_actual_version(oid)", context=True)
def pg_database_collation_actual_version(context: ExecutionContext, oid: int) -> str:
    if oid not in context.catalog.database_oids():
        raise undefined_object_oid("database", oid)
    return BUILTIN_VERSION
