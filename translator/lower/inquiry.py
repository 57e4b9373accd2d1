"""Functions that ask about the expression which is their argument, not about its value."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlglot import exp

from translator.analyze.expression_collation import combined
from translator.errors.statements import datatype_mismatch, feature_not_supported
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.query import (
    ArrayCoerceExpr,
    ArrayExpr,
    CoerceToDomain,
    CoerceViaIO,
    CollateExpr,
    Const,
    Expr,
    FuncExpr,
    OpExpr,
    Param,
    RelabelType,
    RowExpr,
    Var,
)
from translator.types import oids


@lowers_call('pg_collation_for("any")')
def collation_for(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression:
    """The collation's name, NULL where the columns disagree.  Raises PgError 42804."""
    (argument,) = args
    catalog = lowering.catalog
    if argument.type == oids.UNKNOWN:
        if isinstance(argument, Const):
            lowering.analysis.consume(argument)
        return build.null()
    if not catalog.type(argument.type).typcollation:
        raise datatype_mismatch(f"collations are not supported by type {catalog.format_type(argument.type)}")
    oid = combined(catalog, args).collation
    return exp.Literal.string(catalog.shown_collation(oid)) if oid else build.null()


_MADE_ANEW = (Const, Param, CoerceViaIO, ArrayExpr, ArrayCoerceExpr, RowExpr)
_PASSED_ON = (RelabelType, CollateExpr, CoerceToDomain)
_BOUNDS = frozenset({"lower(anyrange)", "upper(anyrange)"})


@lowers_call('pg_column_size("any")')
def column_size(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression:
    """Bytes of a column's value as its row has it, or of a value that is computed."""
    (argument,) = args
    length = lowering.catalog.type(argument.type).typlen
    if length > 0:
        return build.case([(build.is_null(lower_expr(lowering, argument)), build.null())], build.integer(length))
    row = _row_of(lowering, argument)
    if row is not None:
        return build.call("pg_stored_size", *row)
    if not _is_computed(argument):
        raise feature_not_supported("the size of such an expression's value")
    return build.call("pg_computed_size", build.integer(argument.type), lower_expr(lowering, argument))


@lowers_call('pg_column_compression("any")', 'pg_column_toast_chunk_id("any")')
def column_compression(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression:
    """NULL for what is stored as it is."""
    (argument,) = args
    if lowering.catalog.type(argument.type).typlen > 0 or _is_computed(argument):
        return build.case([(build.is_null(lower_expr(lowering, argument)), build.null())], build.null())
    row = _row_of(lowering, argument)
    if row is None:
        raise feature_not_supported("the compression of such an expression's value")
    return build.call("pg_stored_inline", *row)


def _is_computed(expr: Expr) -> bool:
    """Whether the value is made anew, and so is not in the short form that rows and ranges have it in.

    A function may give back one of its arguments.
    """
    if isinstance(expr, _PASSED_ON):
        return _is_computed(expr.arg)
    if isinstance(expr, (FuncExpr, OpExpr)):
        is_bound = isinstance(expr, FuncExpr) and expr.proc.signature in _BOUNDS
        return not is_bound and all(map(_is_computed, expr.args))
    return isinstance(expr, _MADE_ANEW)


def _row_of(lowering: Lowering, expr: Expr) -> list[exp.Expression] | None:
    """Which column of which row an expression is: its place (-1 for all) and all types as JSON, then all columns.

    None for other expressions, and for columns of a table that the query does not read row by row.
    """
    if isinstance(expr, RowExpr) and expr.whole is not None:
        rte, place = expr.whole, -1
    elif isinstance(expr, Var) and expr.attno > 0:
        rte, place = expr.rte, expr.attno - 1
    else:
        return None
    relation = rte.relation
    if relation is None or rte.kind != "relation" or lowering.placeholders:
        return None
    plain = relation.kind == "r" and relation.schema in ("main", "temp")
    if not plain or any(attribute.dropped or attribute.generated == "v" for attribute in relation.attributes):
        return None
    described = json.dumps([place, *(attribute.type for attribute in relation.attributes)])
    columns = [
        lower_expr(lowering, Var(rte, attribute.number, type=attribute.type, typmod=attribute.typmod))
        for attribute in relation.attributes
    ]
    return [exp.Literal.string(described), *columns]
