"""The recorded catalog as the registry of implementations needs it: pg_proc's rows by signature, types of arguments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from translator.catalog.bootstrap import system_catalog
from translator.catalog.rows import PgProc
from translator.catalog.signature import output_columns
from translator.context import ExecutionContext
from translator.types import registry
from translator.types.array import ArrayType
from translator.types.composite import Composite
from translator.types.datatype import DataType
from translator.types.record import store_record


def proc(signature: str) -> PgProc:
    """The recorded row of a signature; KeyError for a function that PostgreSQL has not."""
    return system_catalog().procs_by_signature[signature]


def is_strict(signature: str) -> bool:
    """Whether a function answers NULL when an argument is NULL, told without making its row."""
    strict: bool = system_catalog().procs_by_signature.value(signature, "proisstrict")
    return strict


def volatility(signature: str) -> str:
    """Whether a function is i(mmutable), s(table) or v(olatile), told without making its row."""
    found: str = system_catalog().procs_by_signature.value(signature, "provolatile")
    return found


def known(signature: str) -> bool:
    """Does PostgreSQL have such a function?"""
    return signature in system_catalog().procs_by_signature


def datatypes(oids: str, context: ExecutionContext) -> tuple[DataType, ...]:
    """The types named by comma-separated oids; user-defined ones come from the session's catalog."""
    try:
        return _builtin_types(oids)
    except KeyError:
        return tuple(context.catalog.datatype(int(oid)).plain for oid in oids.split(","))


def row(signature: str, values: Sequence[Any]) -> str:
    """The row value that a function with several OUT arguments gives."""
    columns = output_columns(proc(signature))
    return store_record([oid for _, oid in columns], values, [name for name, _ in columns])


class ResultColumn(NamedTuple):
    """A column that the caller wants of a row-valued function."""

    name: str
    type: DataType
    typmod: int
    oid: int
    fields: tuple[ResultColumn, ...] = ()
    """The columns of a composite type, or of the elements of an array of such."""


def asks_for_row(columns: Sequence[ResultColumn], row: DataType) -> bool:
    """Whether not the fields of a row are wanted but the row itself: it is the only column."""
    return len(columns) == 1 and isinstance(row, Composite) and columns[0].oid == row.oid


@lru_cache(maxsize=4096)
def _columns(text: str) -> Any:
    return json.loads(text)


def result_columns(text: str, context: ExecutionContext) -> tuple[ResultColumn, ...]:
    """The columns written as a JSON list of [name, type oid, typmod, columns of a composite type]."""
    return _result_columns(_columns(text), context)


def _result_columns(described: Any, context: ExecutionContext) -> tuple[ResultColumn, ...]:
    return tuple(
        ResultColumn(name, context.catalog.datatype(oid), typmod, oid, _result_columns(fields, context))
        for name, oid, typmod, fields in described
    )


def spread_array(
    oids: str, args: tuple[Any, ...], context: ExecutionContext
) -> tuple[tuple[DataType, ...], tuple[Any, ...] | None]:
    """Types and arguments with the elements of the last one, an array, in its place; no arguments for a NULL array."""
    types = datatypes(oids, context)
    array = types[-1]
    assert isinstance(array, ArrayType)
    if args[-1] is None:
        return types, None
    elements = array.load(args[-1]).elements
    return (*types[:-1], *([array.element] * len(elements))), (*args[:-1], *elements)


@lru_cache(maxsize=4096)
def _builtin_types(oids: str) -> tuple[DataType, ...]:
    if not oids:
        return ()
    numbers = [int(oid) for oid in oids.split(",")]
    if not all(registry.is_builtin(oid) for oid in numbers):
        raise KeyError(oids)
    return tuple(registry.builtin(oid) for oid in numbers)
