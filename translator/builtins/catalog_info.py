"""What the catalogs say about an object: visibility, definitions, sizes ("System Catalog Information Functions")."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from translator.builtins.cast import regclass_from_text
from translator.builtins.declare import function
from translator.catalog.bootstrap import load
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.objects import undefined_database, undefined_object_oid
from translator.errors.values import invalid_parameter_value, out_of_range
from translator.types import reg
from translator.types.numeric import EXACT, to_decimal
from translator.types.reg import SPELLED_ZERO

REG = {implementation.name: implementation for implementation in reg.TYPES}
SIZE = re.compile(r"\s*+([-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?)\s*+(.*)", re.ASCII | re.DOTALL)
BLANK = " \t\n\r\f\v"
SIZE_UNITS = {"bytes": 0, "b": 0, "kb": 1, "mb": 2, "gb": 3, "tb": 4, "pb": 5}


@function("format_type(oid,integer)", context=True)
def format_type(context: ExecutionContext, oid: int | None, typmod: int | None) -> str | None:
    return None if oid is None else context.catalog.format_type(oid, typmod)


@function("pg_table_is_visible(oid)", context=True)
def pg_table_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.relation_is_visible(oid)


@function("pg_type_is_visible(oid)", context=True)
def pg_type_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.type_is_visible(oid)


@function("pg_function_is_visible(oid)", context=True)
def pg_function_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.proc_is_visible(oid)


@function("pg_operator_is_visible(oid)", context=True)
def pg_operator_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.operator_is_visible(oid)


@function("pg_collation_is_visible(oid)", context=True)
def pg_collation_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.collation_is_visible(oid)


def _builtin_visibility(kind: str, catalog: str) -> None:
    """Objects of a kind that only pg_catalog holds, which every search path includes."""

    def is_visible(oid: int) -> bool | None:
        return True if oid in _oids(catalog) else None

    is_visible.__name__ = f"{kind}_is_visible"
    function(f"pg_{kind}_is_visible(oid)")(is_visible)


@cache
def _oids(catalog: str) -> frozenset[int]:
    return frozenset(load(catalog).column("oid"))


@function("pg_opclass_is_visible(oid)", context=True)
def pg_opclass_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.opclass_is_visible(oid)


@function("pg_opfamily_is_visible(oid)", context=True)
def pg_opfamily_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.opfamily_is_visible(oid)


@function("pg_conversion_is_visible(oid)", context=True)
def pg_conversion_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.conversion_is_visible(oid)


for _kind in ("ts_parser", "ts_dict", "ts_config", "ts_template"):
    _builtin_visibility(_kind, f"pg_{_kind}")


@function("pg_statistics_obj_is_visible(oid)", context=True)
def pg_statistics_obj_is_visible(context: ExecutionContext, oid: int) -> bool | None:
    return context.catalog.statistics_visible(oid)


@function("pg_get_userbyid(oid)", context=True)
def pg_get_userbyid(context: ExecutionContext, oid: int) -> str:
    name = context.catalog.plain_role_name(oid)
    return f"unknown (OID={oid})" if name is None else name


@function("shobj_description(oid,name)", context=True)
def shobj_description(context: ExecutionContext, oid: int, catalog: str) -> str | None:
    return context.catalog.shared_description(oid, catalog)


@function("obj_description(oid,name)", context=True)
def obj_description(context: ExecutionContext, oid: int, catalog: str) -> str | None:
    return context.catalog.description(oid, catalog, 0)


@function("obj_description(oid)", context=True)
def obj_description_anywhere(context: ExecutionContext, oid: int) -> str | None:
    """The comment of the object of that oid, in the first catalog that has one."""
    return context.catalog.description(oid, None, 0)


@function("col_description(oid,integer)", context=True)
def col_description(context: ExecutionContext, oid: int, column: int) -> str | None:
    return context.catalog.description(oid, "pg_class", column)


@function("pg_get_expr(pg_node_tree,oid)", "pg_get_expr(pg_node_tree,oid,boolean)", context=True)
def pg_get_expr(context: ExecutionContext, expression: str, relation: int, pretty: int = 0) -> str | None:
    return context.catalog.expression_text(expression, relation, bool(pretty))


@function("pg_get_constraintdef(oid)", "pg_get_constraintdef(oid,boolean)", context=True)
def pg_get_constraintdef(context: ExecutionContext, oid: int, pretty: int = 0) -> str | None:
    return context.catalog.constraint_definition(oid, bool(pretty))


@function("pg_get_indexdef(oid)", "pg_get_indexdef(oid,integer,boolean)", context=True)
def pg_get_indexdef(context: ExecutionContext, oid: int, column: int = 0, pretty: int = 0) -> str | None:
    return context.catalog.index_definition(oid, column, bool(pretty))


@function("pg_get_viewdef(oid,integer)", context=True)
def pg_get_viewdef_wrapped(context: ExecutionContext, oid: int, width: int) -> str | None:
    return context.catalog.view_definition(oid, pretty=True, width=width)


@function("pg_get_viewdef(oid)", "pg_get_viewdef(oid,boolean)", context=True)
def pg_get_viewdef(context: ExecutionContext, oid: int, pretty: int = 0) -> str | None:
    return context.catalog.view_definition(oid, bool(pretty))


@function("pg_get_viewdef(text)", "pg_get_viewdef(text,boolean)", context=True)
def pg_get_viewdef_name(context: ExecutionContext, name: str, pretty: int = 0) -> str | None:
    return context.catalog.view_definition(regclass_from_text(context, name), bool(pretty))


@function("pg_get_triggerdef(oid)", "pg_get_triggerdef(oid,boolean)", context=True)
def pg_get_triggerdef(context: ExecutionContext, oid: int, pretty: int = 0) -> str | None:
    return context.catalog.trigger_definition(oid, bool(pretty))


@function("pg_get_ruledef(oid)", "pg_get_ruledef(oid,boolean)", context=True)
def pg_get_ruledef(context: ExecutionContext, oid: int, pretty: int = 0) -> str | None:
    return context.catalog.rule_definition(oid, bool(pretty))


@function("pg_get_functiondef(oid)", context=True)
def pg_get_functiondef(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.function_definition(oid)


@function("pg_get_function_arguments(oid)", context=True)
def pg_get_function_arguments(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.function_arguments(oid)


@function("pg_get_function_identity_arguments(oid)", context=True)
def pg_get_function_identity_arguments(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.function_identity_arguments(oid)


@function("pg_get_function_result(oid)", context=True)
def pg_get_function_result(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.function_result(oid)


@function("pg_get_partkeydef(oid)", context=True)
def pg_get_partkeydef(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.partition_key_definition(oid)


@function("pg_get_partition_constraintdef(oid)", context=True)
def pg_get_partition_constraintdef(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.partition_constraint(oid)


@function("pg_get_statisticsobjdef(oid)", context=True)
def pg_get_statisticsobjdef(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.statistics_definition(oid)


@function("pg_get_statisticsobjdef_columns(oid)", context=True)
def pg_get_statisticsobjdef_columns(context: ExecutionContext, oid: int) -> str | None:
    return context.catalog.statistics_columns(oid)


@function("pg_get_statisticsobjdef_expressions(oid)", context=True)
def pg_get_statisticsobjdef_expressions(context: ExecutionContext, oid: int) -> str | None:
    found = context.catalog.statistics_expressions(oid)
    return json.dumps(found, ensure_ascii=False) if found else None


@function("pg_get_function_sqlbody(oid)")
def definition_of_nothing(oid: int) -> None:
    """Definitions of kinds of objects that no database here has."""


@function("pg_get_function_arg_default(oid,integer)", context=True)
def pg_get_function_arg_default(context: ExecutionContext, oid: int, number: int) -> str | None:
    return context.catalog.function_default(oid, number)


@function("pg_get_serial_sequence(text,text)", context=True)
def pg_get_serial_sequence(context: ExecutionContext, table: str, column: str) -> str | None:
    return context.catalog.serial_sequence(table, column)


def _to_reg(typname: str) -> Callable[[ExecutionContext, str], int | None]:
    """The to_reg function of a type: an oid by name, None for an unknown one."""
    datatype = REG[typname]

    def to_reg(context: ExecutionContext, name: str) -> int | None:
        nothing = name == "-" and typname not in SPELLED_ZERO
        if nothing or (name.isascii() and name.isdigit()):
            return datatype.parse(name, context.settings) if nothing or int(name) < 2**32 else None
        try:
            return datatype.oid_of(context.catalog, name)
        except PgError as error:
            if error.sqlstate in ("42601", "0A000", "42501") and name.strip():
                raise
            return None

    to_reg.__name__ = f"to_{typname}"
    return to_reg


for _typname in (
    "regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator", "regnamespace", "regrole",
    "regcollation",
):  # fmt: skip
    function(f"to_{_typname}(text)", context=True)(_to_reg(_typname))


@function("pg_basetype(regtype)", context=True)
def pg_basetype(context: ExecutionContext, oid: int) -> int | None:
    """The type under a domain; a type itself otherwise."""
    return context.catalog.base_type_of(oid)


@function("pg_relation_size(regclass)", "pg_table_size(regclass)", context=True)
def pg_relation_size(context: ExecutionContext, relation: int) -> int | None:
    return context.catalog.relation_size(relation)


@function("pg_relation_size(regclass,text)", context=True)
def pg_relation_size_fork(context: ExecutionContext, relation: int, fork: str) -> int | None:
    """SQLite has one fork, main; 22023 for a name that is none of PostgreSQL's."""
    if fork not in {"main", "fsm", "vm", "init"}:
        raise invalid_parameter_value("invalid fork name", hint='Valid fork names are "main", "fsm", "vm", and "init".')
    return context.catalog.relation_size(relation) if fork == "main" else 0


@function("pg_total_relation_size(regclass)", context=True)
def pg_total_relation_size(context: ExecutionContext, relation: int) -> int | None:
    return context.catalog.relation_total_size(relation)


@function("pg_indexes_size(regclass)", context=True)
def pg_indexes_size(context: ExecutionContext, relation: int) -> int | None:
    total, own = context.catalog.relation_total_size(relation), context.catalog.relation_size(relation)
    return None if total is None or own is None else total - own


@function("pg_database_size(name)", "pg_database_size(oid)", context=True)
def pg_database_size(context: ExecutionContext, database: str | int) -> int:
    size = context.catalog.database_size(database)
    if size is None:
        if isinstance(database, str):
            raise undefined_database(database)
        raise undefined_object_oid("database", database)
    return size


def _pretty(size: Decimal) -> str:
    """Bytes in the largest unit that leaves fewer than 10240 of it, rounded half away from zero."""
    with localcontext(EXACT):
        for power, unit in enumerate(("bytes", "kB", "MB", "GB", "TB", "PB")):
            limit = 10 * 1024 if power == 0 else 20 * 1024 - 1
            scaled = size if power == 0 else _toward_zero(size / (1 << 10 * power - 1))
            if abs(scaled) < limit or unit == "PB":
                return f"{scaled if power == 0 else _half(scaled):f} {unit}"
    raise AssertionError


def _toward_zero(value: Decimal) -> Decimal:
    return value.to_integral_value("ROUND_DOWN")


def _half(doubled: Decimal) -> Decimal:
    return (doubled / 2).to_integral_value(ROUND_HALF_UP)


@function("pg_size_pretty(bigint)")
def pg_size_pretty(size: int) -> str:
    return _pretty(Decimal(size))


@function("pg_size_pretty(numeric)")
def pg_size_pretty_numeric(size: str) -> str:
    number = to_decimal(size)
    return "NaN PB" if number.is_nan() else _pretty(number)


@function("pg_size_bytes(text)")
def pg_size_bytes(text: str) -> int:
    """Bytes of a size with a unit; 22023."""
    match = SIZE.fullmatch(text.rstrip(BLANK))
    if match is None:
        raise invalid_parameter_value(f'invalid size: "{text}"')
    unit = match[2].lower()
    if unit and unit not in SIZE_UNITS:
        raise invalid_parameter_value(
            f'invalid size: "{text}"',
            detail=f'Invalid size unit: "{match[2]}".',
            hint='Valid units are "bytes", "B", "kB", "MB", "GB", "TB", and "PB".',
        )
    size = int((Decimal(match[1]) * 1024 ** SIZE_UNITS.get(unit, 0)).to_integral_value(ROUND_HALF_UP))
    if not -(2**63) <= size < 2**63:
        raise out_of_range("bigint")
    return size
