"""The recorded catalog as the registry of implementations needs it: pg_proc's rows by signature, types of arguments."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

from translator.catalog.bootstrap import system_catalog
from translator.catalog.rows import PgProc
from translator.context import ExecutionContext
from translator.types import registry
from translator.types.datatype import DataType


def proc(signature: str) -> PgProc:
    """The recorded row of a signature; KeyError for a function that PostgreSQL has not."""
    return system_catalog().procs_by_signature[signature]


def known(signature: str) -> bool:
    """Does PostgreSQL have such a function?"""
    return signature in system_catalog().procs_by_signature


def datatypes(oids: str, context: ExecutionContext) -> tuple[DataType, ...]:
    """The types named by comma-separated oids; user-defined ones come from the session's catalog."""
    try:
        return _builtin_types(oids)
    except KeyError:
        return tuple(context.catalog.datatype(int(oid)).plain for oid in oids.split(","))


class ResultColumn(NamedTuple):
    """A column that the caller wants of a row-valued function."""

    name: str
    type: DataType
    typmod: int
    oid: int


@lru_cache(maxsize=4096)
def _columns(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, oid, typmod) for name, oid, typmod in json.loads(text))


def result_columns(text: str, context: ExecutionContext) -> tuple[ResultColumn, ...]:
    """The columns written as a JSON list of [name, type oid, typmod]."""
    return tuple(ResultColumn(name, context.catalog.datatype(oid), typmod, oid) for name, oid, typmod in _columns(text))


@lru_cache(maxsize=4096)
def _builtin_types(oids: str) -> tuple[DataType, ...]:
    if not oids:
        return ()
    numbers = [int(oid) for oid in oids.split(",")]
    if not all(registry.is_builtin(oid) for oid in numbers):
        raise KeyError(oids)
    return tuple(registry.builtin(oid) for oid in numbers)
