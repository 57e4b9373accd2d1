"""Typed expressions back to SQL text in the canonical form of pg_get_expr: casts written out, operators in parentheses.

This is the form in which defaults, CHECK conditions and index expressions are stored and shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from translator import query as q
from translator.catalog.image import PG_CATALOG, CatalogImage
from translator.catalog.quote import quote_identifier, quote_literal
from translator.errors import feature_not_supported
from translator.settings_view import FixedSettings
from translator.types import oids

_SETTINGS = FixedSettings()
_UNQUOTED = frozenset({oids.INT4, oids.NUMERIC, oids.BOOL})


def deparse(catalog: CatalogImage, expr: q.Expr) -> str:
    """The expression as SQL; casts that the analyzer added at its top are not shown."""
    while isinstance(expr, _CASTS) and not expr.explicit:
        if isinstance(expr, q.FuncExpr):
            if not expr.is_cast:
                break
            expr = expr.args[0]
        else:
            expr = expr.arg
    return _shown(catalog, expr)


_CASTS = (q.FuncExpr, q.RelabelType, q.CoerceViaIO, q.ArrayCoerceExpr)


def _shown(catalog: CatalogImage, expr: q.Expr) -> str:
    """The expression with all its casts, as operands and arguments are printed."""
    return _BY_TYPE[type(expr)](catalog, expr)


def _list(catalog: CatalogImage, exprs: tuple[q.Expr, ...]) -> str:
    return ", ".join(_shown(catalog, expr) for expr in exprs)


def _var(catalog: CatalogImage, expr: q.Var) -> str:
    return quote_identifier(expr.rte.columns[expr.attno - 1].name)


def _const(catalog: CatalogImage, expr: q.Const) -> str:
    """A constant with its type, unless its spelling tells the type already."""
    name = catalog.format_type(expr.type, expr.typmod)
    if expr.value is None:
        return f"NULL::{catalog.format_type(expr.type, expr.typmod if expr.typmod >= 0 else None)}"
    if expr.type == oids.BOOL:
        return "true" if expr.value else "false"
    if expr.type == oids.REGCLASS:
        return f"{quote_literal(_relation_name(catalog, int(expr.value)))}::regclass"
    text = catalog.datatype(catalog.base_type(expr.type)).output(expr.value, _SETTINGS)
    if expr.type == oids.INT4:
        return text if int(text) >= 0 else f"'{text}'::integer"
    if expr.type == oids.NUMERIC and text.replace(".", "", 1).isdigit() and "." in text:
        return text if expr.typmod < 0 else f"{text}::{name}"
    return f"{quote_literal(text)}::{catalog.format_type(expr.type, expr.typmod if expr.typmod >= 0 else None)}"


def _relation_name(catalog: CatalogImage, oid: int) -> str:
    relation = catalog.relation(oid)
    if relation is None:
        return str(oid)
    name = quote_identifier(relation.name)
    namespace = catalog.namespace_by_oid(relation.namespace)
    return (
        name
        if namespace is None or namespace.nspname in ("public", "pg_catalog")
        else f"{quote_identifier(namespace.nspname)}.{name}"
    )


def _func(catalog: CatalogImage, expr: q.FuncExpr) -> str:
    if expr.is_cast:
        inner = expr.args[0]
        return _cast(catalog, _uncast(inner) if expr.typmod >= 0 else inner, expr)
    if expr.proc.proname == "now" and not expr.args:
        return "now()"
    name = quote_identifier(expr.proc.proname)
    args = [_shown(catalog, arg) for arg in expr.args]
    if expr.variadic or (expr.proc.provariadic and isinstance(expr.args[-1], q.ArrayExpr)):
        last = expr.args[-1]
        spread = (
            [_shown(catalog, part) for part in last.elements]
            if isinstance(last, q.ArrayExpr)
            else [f"VARIADIC {args[-1]}"]
        )
        args = args[:-1] + spread
    prefix = "" if expr.proc.pronamespace == PG_CATALOG else "information_schema."
    return f"{prefix}{name}({', '.join(args)})"


def _uncast(expr: q.Expr) -> q.Expr:
    """Below a length coercion the implicit cast to the same type is not shown twice."""
    return expr.arg if isinstance(expr, q.RelabelType) and not expr.explicit else expr


def _cast(catalog: CatalogImage, arg: q.Expr, expr: q.Expr) -> str:
    inner = _shown(catalog, arg)
    if isinstance(arg, q.Const) and arg.value is not None and arg.type not in _UNQUOTED:
        inner = f"{inner}" if inner.endswith(f"::{catalog.format_type(arg.type)}") else inner
    wrapped = inner if inner.startswith("(") and inner.endswith(")") else f"({inner})"
    return f"{wrapped}::{catalog.format_type(expr.type, expr.typmod if expr.typmod >= 0 else None)}"


def _operator(catalog: CatalogImage, expr: q.OpExpr) -> str:
    if len(expr.args) == 1:
        return f"({expr.operator.oprname} {_shown(catalog, expr.args[0])})"
    left, right = (_shown(catalog, arg) for arg in expr.args)
    return f"({left} {expr.operator.oprname} {right})"


def _distinct(catalog: CatalogImage, expr: q.DistinctExpr) -> str:
    left, right = (_shown(catalog, arg) for arg in expr.args)
    word = "IS NOT DISTINCT FROM" if expr.negated else "IS DISTINCT FROM"
    return f"({left} {word} {right})"


def _null_if(catalog: CatalogImage, expr: q.NullIfExpr) -> str:
    return f"NULLIF({_list(catalog, expr.args)})"


def _scalar_array(catalog: CatalogImage, expr: q.ScalarArrayOpExpr) -> str:
    word = "ANY" if expr.any else "ALL"
    return f"({_shown(catalog, expr.scalar)} {expr.operator.oprname} {word} ({_shown(catalog, expr.array)}))"


def _in_list(catalog: CatalogImage, expr: q.InListExpr) -> str:
    name, word = ("<>", "ALL") if expr.negated else ("=", "ANY")
    return f"({_shown(catalog, expr.scalar)} {name} {word} (ARRAY[{_list(catalog, expr.members)}]))"


def _bool(catalog: CatalogImage, expr: q.BoolExpr) -> str:
    if expr.op == "not":
        return f"(NOT {deparse(catalog, expr.args[0])})"
    return "(" + f" {expr.op.upper()} ".join(deparse(catalog, arg) for arg in expr.args) + ")"


def _null_test(catalog: CatalogImage, expr: q.NullTest) -> str:
    return f"({_shown(catalog, expr.arg)} IS {'NULL' if expr.is_null else 'NOT NULL'})"


def _boolean_test(catalog: CatalogImage, expr: q.BooleanTest) -> str:
    word = {1: "TRUE", 0: "FALSE", None: "UNKNOWN"}[expr.value]
    return f"({_shown(catalog, expr.arg)} IS {'NOT ' if expr.negated else ''}{word})"


def _case(catalog: CatalogImage, expr: q.CaseExpr) -> str:
    lines = [f"    WHEN {_shown(catalog, test)} THEN {_shown(catalog, result)}" for test, result in expr.whens]
    return "\nCASE\n" + "\n".join(lines) + f"\n    ELSE {_shown(catalog, expr.default)}\nEND"


def _coalesce(catalog: CatalogImage, expr: q.CoalesceExpr) -> str:
    return f"COALESCE({_list(catalog, expr.args)})"


def _min_max(catalog: CatalogImage, expr: q.MinMaxExpr) -> str:
    return f"{'GREATEST' if expr.greatest else 'LEAST'}({_list(catalog, expr.args)})"


def _array(catalog: CatalogImage, expr: q.ArrayExpr) -> str:
    text = f"ARRAY[{_list(catalog, expr.elements)}]"
    return text if expr.elements else f"{text}::{catalog.format_type(expr.type)}"


def _relabel(catalog: CatalogImage, expr: q.RelabelType) -> str:
    return _cast(catalog, expr.arg, expr)


def _domain(catalog: CatalogImage, expr: q.CoerceToDomain) -> str:
    return _cast(catalog, expr.arg, expr) if expr.explicit else deparse(catalog, expr.arg)


def _value(catalog: CatalogImage, expr: q.DomainValue) -> str:
    return "VALUE"


def _via_io(catalog: CatalogImage, expr: q.CoerceViaIO) -> str:
    return _cast(catalog, expr.arg, expr)


def _collate(catalog: CatalogImage, expr: q.CollateExpr) -> str:
    return f"({_shown(catalog, expr.arg)} COLLATE {quote_identifier(expr.collation)})"


def _array_coerce(catalog: CatalogImage, expr: q.ArrayCoerceExpr) -> str:
    return _cast(catalog, expr.arg, expr)


def _subscript(catalog: CatalogImage, expr: q.SubscriptExpr) -> str:
    if expr.lower is not None:
        raise feature_not_supported("an array slice in a stored expression", at=expr.location)
    indexes = "".join(f"[{_shown(catalog, bound)}]" for bound in expr.upper if bound is not None)
    container = _shown(catalog, expr.container)
    return f"{container}{indexes}" if isinstance(expr.container, q.Var) else f"({container}){indexes}"


_BY_TYPE: dict[type, Callable[[CatalogImage, Any], str]] = {
    q.Var: _var,
    q.Const: _const,
    q.FuncExpr: _func,
    q.OpExpr: _operator,
    q.DistinctExpr: _distinct,
    q.NullIfExpr: _null_if,
    q.ScalarArrayOpExpr: _scalar_array,
    q.InListExpr: _in_list,
    q.BoolExpr: _bool,
    q.NullTest: _null_test,
    q.BooleanTest: _boolean_test,
    q.CaseExpr: _case,
    q.CoalesceExpr: _coalesce,
    q.MinMaxExpr: _min_max,
    q.ArrayExpr: _array,
    q.RelabelType: _relabel,
    q.CoerceViaIO: _via_io,
    q.CoerceToDomain: _domain,
    q.DomainValue: _value,
    q.CollateExpr: _collate,
    q.ArrayCoerceExpr: _array_coerce,
    q.SubscriptExpr: _subscript,
}
