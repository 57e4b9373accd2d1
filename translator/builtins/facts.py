"""The recorded catalog as the registry of implementations needs it: signatures, pg_proc's rows, types of arguments."""

from __future__ import annotations

from functools import cache, lru_cache

from translator.catalog import bootstrap
from translator.catalog.rows import PgProc
from translator.context import ExecutionContext
from translator.types import registry
from translator.types.datatype import DataType


@cache
def _procs() -> dict[str, PgProc]:
    return {signature_of(row): row for row in bootstrap.procs()}


def signature_of(row: PgProc) -> str:
    """The key of a pg_proc row: as regprocedure prints it, without a schema."""
    return f"{row.proname}({','.join(bootstrap.type_sql_name(oid) for oid in row.proargtypes)})"


def proc(signature: str) -> PgProc:
    """The recorded row of a signature; KeyError for a function that PostgreSQL has not."""
    return _procs()[signature]


def known(signature: str) -> bool:
    """Does PostgreSQL have such a function?"""
    return signature in _procs()


def datatypes(oids: str, context: ExecutionContext) -> tuple[DataType, ...]:
    """The types named by comma-separated oids."""
    return _datatypes(oids)


@lru_cache(maxsize=4096)
def _datatypes(oids: str) -> tuple[DataType, ...]:
    return tuple(registry.for_oid(int(oid), bootstrap.BOOTSTRAP) for oid in oids.split(",")) if oids else ()
