"""The types' own functions: text in and out, binary out ("Data Types"), as `uuid_send(uuid)` or `int4in(cstring)`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from translator.builtins.declare import FUNCTIONS, function
from translator.catalog.bootstrap import load, system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.datatype import DataType
from translator.types.registry import builtin

Types = tuple[DataType, ...]
POLYMORPHIC_SEND = ("array_send(anyarray)", "enum_send(anyenum)", "range_send(anyrange)", "record_send(record)")
POLYMORPHIC_OUT = ("array_out(anyarray)", "enum_out(anyenum)", "range_out(anyrange)", "record_out(record)")
BASE, ARRAY = "b", "A"
OTHERS = ("cstring", "void", "int2vector", "oidvector")
"""Types with functions of their own that are not base types, or arrays in form alone."""


def _input(datatype: DataType) -> Callable[..., Any]:
    def read(context: ExecutionContext, text: str, oid: int | None = None, typmod: int = -1) -> Any:
        return datatype.input(text, typmod, context.settings)

    return read


def _output(datatype: DataType) -> Callable[..., str]:
    def write(context: ExecutionContext, value: Any) -> str:
        return datatype.output(value, context.settings)

    return write


def _send(datatype: DataType) -> Callable[..., bytes]:
    def send(context: ExecutionContext, value: Any) -> bytes:
        return datatype.send(value, context.settings)

    return send


def _declare(oid: int, body: Callable[..., Any]) -> None:
    """Under the name that pg_type gives, unless several types share it and it is there already."""
    signature = system_catalog().procs[oid].signature
    if signature not in FUNCTIONS:
        body.__name__ = signature.partition("(")[0].strip('"')
        function(signature, context=True)(body)


FUNCTIONS_OF_TYPE = (("typinput", _input), ("typoutput", _output), ("typsend", _send))


def _declare_types() -> None:
    facts = load("pg_type")
    kind, category = facts.defaults["typtype"], facts.defaults["typcategory"]
    for row in facts.rows:
        plain = row.get("typtype", kind) == BASE and row.get("typcategory", category) != ARRAY
        if not (plain or row["typname"] in OTHERS):
            continue
        known = facts.defaults | row
        if known["typnamespace"] != PG_CATALOG:
            continue
        try:
            datatype = builtin(known["oid"])
        except PgError:
            continue  # a type that has no class yet
        for column, body in FUNCTIONS_OF_TYPE:
            if known[column]:
                _declare(known[column], body(datatype))


_declare_types()


@function(*POLYMORPHIC_SEND, "multirange_send(anymultirange)", context=True, types=True)
def send_of_actual_type(context: ExecutionContext, types: Types, value: Any) -> bytes:
    return types[0].send(value, context.settings)


@function(*POLYMORPHIC_OUT, "multirange_out(anymultirange)", context=True, types=True)
def output_of_actual_type(context: ExecutionContext, types: Types, value: Any) -> str:
    return types[0].output(value, context.settings)
