"""Calls in the syntax that SQL has for them, as pg_get_viewdef prints them: TRIM, SUBSTRING, EXTRACT and their kin.

Mirrors get_func_sql_syntax.
"""

from __future__ import annotations

from translator import query as q
from translator.deparse import Context, bare, bare_operand, shown, writes_calls
from translator.types import oids

_TRIMMED = {"btrim": "BOTH", "ltrim": "LEADING", "rtrim": "TRAILING"}


@writes_calls(*_TRIMMED)
def _trim(context: Context, expr: q.FuncExpr) -> str:
    source, *characters = (bare(context, arg) for arg in expr.args)
    return f"TRIM({' '.join([_TRIMMED[expr.proc.proname], *characters, 'FROM', source])})"


@writes_calls("substring")
def _substring(context: Context, expr: q.FuncExpr) -> str | None:
    source, first, *second = (bare(context, arg) for arg in expr.args)
    if expr.args[1].type == oids.INT4:
        return f"SUBSTRING({source} FROM {first}{''.join(f' FOR {count}' for count in second)})"
    return f"SUBSTRING({source} SIMILAR {first} ESCAPE {second[0]})" if second else None


@writes_calls("position")
def _position(context: Context, expr: q.FuncExpr) -> str:
    source, part = (bare(context, arg) for arg in expr.args)
    return f"POSITION(({part}) IN ({source}))"


@writes_calls("overlay")
def _overlay(context: Context, expr: q.FuncExpr) -> str:
    source, new, first, *count = (bare(context, arg) for arg in expr.args)
    return f"OVERLAY({source} PLACING {new} FROM {first}{''.join(f' FOR {number}' for number in count)})"


@writes_calls("normalize")
def _normalize(context: Context, expr: q.FuncExpr) -> str:
    return f"NORMALIZE({', '.join([bare(context, expr.args[0]), *_form(expr)])})"


@writes_calls("is_normalized")
def _is_normalized(context: Context, expr: q.FuncExpr) -> str:
    return f"({' '.join([bare(context, expr.args[0]), 'IS', *_form(expr), 'NORMALIZED'])})"


def _form(expr: q.FuncExpr) -> list[str]:
    """The Unicode normalization form, where it is written."""
    return [str(form.value) for form in expr.args[1:] if isinstance(form, q.Const)]


@writes_calls("extract")
def _extract(context: Context, expr: q.FuncExpr) -> str | None:
    field_name, source = expr.args
    if not isinstance(field_name, q.Const) or not isinstance(field_name.value, str):
        return None
    return f"EXTRACT({field_name.value} FROM {shown(context, source)})"


@writes_calls("timezone")
def _at_time_zone(context: Context, expr: q.FuncExpr) -> str:
    *zone, source = (bare_operand(context, arg, expr) for arg in expr.args)
    return f"({source} AT {f'TIME ZONE {zone[0]}' if zone else 'LOCAL'})"


@writes_calls("overlaps")
def _overlaps(context: Context, expr: q.FuncExpr) -> str:
    one, its_end, other, other_end = (bare(context, arg) for arg in expr.args)
    return f"(({one}, {its_end}) OVERLAPS ({other}, {other_end}))"


@writes_calls("pg_collation_for")
def _collation_for(context: Context, expr: q.FuncExpr) -> str:
    return f"COLLATION FOR ({bare(context, expr.args[0])})"


@writes_calls("jsonb_extract_path")
def _subscripts(context: Context, expr: q.FuncExpr) -> str | None:
    """Steps into a document: what is no column stands in parentheses."""
    document, path = expr.args
    if not isinstance(path, q.ArrayExpr):
        return None
    base = shown(context, document)
    steps = "".join(f"[{shown(context, step)}]" for step in path.elements)
    return f"{base if isinstance(document, q.Var) else f'({base})'}{steps}"


@writes_calls("system_user")
def _system_user(_context: Context, _expr: q.FuncExpr) -> str:
    return "SYSTEM_USER"
