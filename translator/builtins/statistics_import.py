"""Statistics of relations as pg_dump writes them ("Statistics Manipulation Functions").

Those of columns are not kept: SQLite has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from translator.builtins.declare import function
from translator.builtins.object_identity import SYSTEM_COLUMNS
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.notices import warning
from translator.errors.objects import undefined_schema, undefined_table
from translator.errors.state import internal_error
from translator.errors.values import invalid_parameter_value
from translator.types.datatype import DataType

Types = Sequence[DataType]
_ARGUMENTS = {
    "schemaname": "text", "relname": "text", "relpages": "integer", "reltuples": "real", "relallvisible": "integer",
    "relallfrozen": "integer",
}  # fmt: skip
"""The names that there are, and the types of what belongs to them."""
_NAMES = {"unknown": "text"}
"""What is passed for literals of no type."""
_VERSION = "version"
"""A name that is taken and means nothing."""
_UNKNOWN_SIZE = {"relpages": 0, "reltuples": -1.0, "relallvisible": 0, "relallfrozen": 0}


@function('pg_restore_relation_stats("any")', context=True, types=True, writes=True)
def pg_restore_relation_stats(context: ExecutionContext, types: Types, *values: Any) -> int:
    """Take sizes of a relation for counted; false where some were not taken."""
    given, complete = _pairs(context, [_NAMES.get(known.sqlname, known.sqlname) for known in types], values)
    relation = _relation(context, given.pop("schemaname", None), given.pop("relname", None))
    tuples = given.get("reltuples")
    if tuples is not None and tuples < -1:
        context.notice(warning('argument "reltuples" must not be less than -1.0', sqlstate="22023"))
        del given["reltuples"]
        complete = False
    context.set_sizes(relation, given)
    return int(complete)


@function("pg_clear_relation_stats(text,text)", context=True, writes=True)
def pg_clear_relation_stats(context: ExecutionContext, schema: str | None, name: str | None) -> str:
    """Forget the sizes of a relation."""
    context.set_sizes(_relation(context, schema, name), _UNKNOWN_SIZE)
    return ""


def _pairs(context: ExecutionContext, types: Sequence[str], values: Sequence[Any]) -> tuple[dict[str, Any], bool]:
    """Names with their values, and whether all of them were understood."""
    if len(values) % 2:
        hint = "Provide an even number of variadic arguments that can be divided into pairs."
        raise PgError("XX000", "variadic arguments must be name/value pairs", hint=hint)
    found: dict[str, Any] = {}
    complete = True
    for place in range(0, len(values), 2):
        name, value = values[place : place + 2]
        if name is None:
            raise internal_error(f"name at variadic position {place + 1} is null")
        if types[place] != "text":
            raise internal_error(f"name at variadic position {place + 1} has type {types[place]}, expected type text")
        key = str(name).lower()
        if value is None or key == _VERSION:
            continue
        if _is_taken(context, str(name), types[place + 1]):
            found[key] = value
        else:
            complete = False
    return found, complete


def _is_taken(context: ExecutionContext, name: str, given: str) -> bool:
    """Whether there is an argument of a name and type; else a warning tells."""
    wanted = _ARGUMENTS.get(name.lower())
    if wanted is None:
        context.notice(warning(f'unrecognized argument name: "{name}"'))
    elif wanted != given:
        context.notice(warning(f'argument "{name.lower()}" has type {given}, expected type {wanted}'))
    return wanted == given


def _relation(context: ExecutionContext, schema: str | None, name: str | None) -> int:
    for argument, value in (("schemaname", schema), ("relname", name)):
        if value is None:
            raise invalid_parameter_value(f'argument "{argument}" must not be null')
    namespace = context.catalog.plain_namespace_oid(str(schema))
    if namespace is None:
        raise undefined_schema(str(schema))
    found = context.catalog.catalog_rows("pg_class", relname=str(name), relnamespace=namespace)
    if not found:
        raise undefined_table(str(name), schema)
    return int(str(found[0]["oid"]))


@function("pg_clear_attribute_stats(text,text,text,boolean)", context=True, writes=True)
def pg_clear_attribute_stats(
    context: ExecutionContext, schema: str | None, name: str | None, column: str | None, inherited: int | None
) -> str:
    """There are none to forget."""
    relation = _relation(context, schema, name)
    context.set_sizes(relation, {})
    if column is None or inherited is None:
        argument = "attname" if column is None else "inherited"
        raise invalid_parameter_value(f'argument "{argument}" must not be null')
    if column in SYSTEM_COLUMNS.values():
        raise PgError("0A000", f'cannot clear statistics on system column "{column}"')
    found = context.catalog.catalog_rows("pg_attribute", attrelid=relation, attname=column)
    if not found or found[0]["attisdropped"]:
        raise undefined_column_of_relation(column, str(name))
    return ""
