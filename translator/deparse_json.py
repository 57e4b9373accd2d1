"""SQL/JSON expressions and JSON_TABLE back to SQL, as pg_get_viewdef prints them."""

from __future__ import annotations

from collections.abc import Sequence

from translator import query as q
from translator.catalog.quote import quote_identifier, quote_literal
from translator.deparse import Context, after_arguments, deparses, order_by, shown
from translator.types import oids

WRAPPERS = {
    "none": "WITHOUT WRAPPER",
    "conditional": "WITH CONDITIONAL WRAPPER",
    "unconditional": "WITH UNCONDITIONAL WRAPPER",
}
DEFAULTS = {"exists": ("", "false"), "value": ("null", "null"), "query": ("null", "null")}
"""What ON EMPTY and ON ERROR mean where they are not written."""


@deparses(q.JsonConstructor)
def _constructor(context: Context, expr: q.JsonConstructor) -> str:
    args = [shown(context, arg) for arg in expr.args]
    unique = " WITH UNIQUE KEYS" if expr.unique else ""
    if expr.kind.startswith("is "):
        kind = expr.kind.removeprefix("is ")
        return f"({args[0]} IS JSON{'' if kind == 'any' else f' {kind.upper()}'}{unique})"
    if expr.kind == "scalar":
        return f"JSON_SCALAR({args[0]})"
    return _constructed(context, expr, args, _return_type(context, expr))


def _constructed(context: Context, expr: q.JsonConstructor, args: Sequence[str], returning: str) -> str:
    if expr.kind == "object":
        pairs = [f"{key} : {value}" for key, value in zip(args[::2], args[1::2], strict=True)]
        return f"JSON_OBJECT({', '.join(pairs)}{_object_options(expr)}{returning})"
    nulls = "" if expr.absent or not args else " NULL ON NULL"
    return f"JSON_ARRAY({', '.join(args)}{nulls}{returning})"


def _object_options(expr: q.JsonConstructor | q.JsonReturning) -> str:
    return " ABSENT ON NULL" * expr.absent + " WITH UNIQUE KEYS" * expr.unique


def _return_type(context: Context, expr: q.Expr) -> str:
    return f" RETURNING {context.catalog.format_type(expr.type, expr.typmod)}"


@deparses(q.JsonValue)
def _value(context: Context, expr: q.JsonValue) -> str:
    return shown(context, q.below(expr.arg, expr.casts)) + expr.format


@deparses(q.JsonReturning)
def _returning(context: Context, expr: q.JsonReturning) -> str:
    made = q.below(expr.arg, expr.casts)
    returning = _return_type(context, expr)
    match made:
        case q.Aggref() | q.WindowFunc():
            return _aggregate(context, expr, made, returning)
        case q.JsonConstructor() if expr.kind == "scalar":
            return shown(context, made)
        case q.JsonConstructor() if expr.kind in ("object", "array"):
            return _constructed(context, made, [shown(context, arg) for arg in made.args], returning)
    if expr.kind == "parse":
        return f"JSON({shown(context, made)}{' WITH UNIQUE KEYS' * expr.unique})"
    return f"JSON_SERIALIZE({shown(context, made)}{returning})"


def _aggregate(context: Context, expr: q.JsonReturning, made: q.Aggref | q.WindowFunc, returning: str) -> str:
    if expr.kind == "objectagg":
        key, value = made.args
        inside = f"{shown(context, key)} : {shown(context, value)}{_object_options(expr)}{returning}"
        return f"JSON_OBJECTAGG({inside}){after_arguments(context, made)}"
    order = f" ORDER BY {order_by(context, made.order)}" if isinstance(made, q.Aggref) and made.order else ""
    nulls = "" if expr.absent else " NULL ON NULL"
    inside = f"{shown(context, made.args[0])}{order}{nulls}{returning}"
    return f"JSON_ARRAYAGG({inside}){after_arguments(context, made)}"


@deparses(q.JsonFunc)
def _function(context: Context, expr: q.JsonFunc) -> str:
    text = f"JSON_{expr.op.upper()}({shown(context, expr.item)}, {_path(context, expr.path)}"
    if expr.passing:
        text += f" PASSING {_passing(context, expr.names, expr.passing)}"
    if expr.op != "exists" or expr.type != oids.BOOL:
        text += f" RETURNING {context.catalog.format_type(expr.type, expr.typmod)}"
    return f"{text}{_options(context, expr)})"


def _path(context: Context, path: q.Expr) -> str:
    if isinstance(path, q.Const) and isinstance(path.value, str):
        return quote_literal(path.value)
    return shown(context, path)


def _passing(context: Context, names: Sequence[str], values: Sequence[q.Expr]) -> str:
    return ", ".join(
        f"{shown(context, value)} AS {quote_identifier(name)}" for name, value in zip(names, values, strict=True)
    )


def _options(context: Context, expr: q.JsonFunc) -> str:
    """Wrapper, quotes, and what happens on empty and on error."""
    parts = []
    if expr.op == "query":
        parts = [WRAPPERS[expr.wrapper], "OMIT QUOTES" if expr.omit_quotes else "KEEP QUOTES"]
        if expr.wrapper != "none":
            parts.pop()
    for behavior, default, otherwise, clause in zip(
        (expr.on_empty, expr.on_error),
        (expr.empty_default, expr.error_default),
        DEFAULTS[expr.op],
        ("ON EMPTY", "ON ERROR"),
        strict=True,
    ):
        if behavior == "default":
            parts.append(f"DEFAULT {shown(context, default)} {clause}")
        elif behavior != otherwise:
            parts.append(f"{behavior.upper()} {clause}")
    return "".join(f" {part}" for part in parts)


@deparses(q.JsonTable)
def _table(context: Context, expr: q.JsonTable) -> str:
    text = f"JSON_TABLE({shown(context, expr.item)}, {quote_literal(expr.plan.path)}"
    if expr.passing:
        text += f" PASSING {_passing(context, expr.names, expr.passing)}"
    error = " ERROR ON ERROR" if expr.plan.raises else ""
    return f"{text} {_columns(context, expr.plan)}{error})"


def _columns(context: Context, plan: q.JsonTablePlan) -> str:
    parts = [_column(context, column) for column in plan.columns]
    parts += [f"NESTED PATH {quote_literal(part.path)} {_columns(context, part)}" for part in plan.nested]
    return f"COLUMNS ({', '.join(parts)})"


def _column(context: Context, column: q.JsonTableColumn) -> str:
    name = quote_identifier(column.name)
    if column.item is None:
        return f"{name} FOR ORDINALITY"
    kind = {"exists": " EXISTS", "query": " FORMAT JSON", "value": ""}[column.item.op]
    if column.type in (oids.JSON, oids.JSONB) or context.catalog.array_element(column.type):
        kind = kind.replace(" FORMAT JSON", "")
    declared = context.catalog.format_type(column.type, column.typmod)
    return f"{name} {declared}{kind} PATH {_path(context, column.item.path)}{_options(context, column.item)}"
