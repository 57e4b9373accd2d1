"""Functions of rows of catalogs, in whose place planning puts the columns that they look at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.query import Expr, FieldSelect, RowExpr


@lowers_call("information_schema._pg_truetypid(pg_attribute,pg_type)")
def true_type(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression:
    """The oid of a column's type, for a domain that of the type under it."""
    return _of_column_or_domain(lowering, args, "atttypid", "typbasetype")


@lowers_call("information_schema._pg_truetypmod(pg_attribute,pg_type)")
def true_typmod(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression:
    """The modifier of a column's type, for a domain that of the type under it."""
    return _of_column_or_domain(lowering, args, "atttypmod", "typtypmod")


def _of_column_or_domain(lowering: Lowering, args: Sequence[Expr], own: str, below: str) -> exp.Expression:
    """NULL where there is no column, or no type."""
    column, known = args
    kind = _field(lowering, known, "typtype")
    missing = exp.Or(this=build.is_null(_field(lowering, column, "attrelid")), expression=build.is_null(kind.copy()))
    domain = exp.EQ(this=kind, expression=exp.Literal.string("d"))
    return build.case(
        [(missing, build.null()), (domain, _field(lowering, known, below))], _field(lowering, column, own)
    )


def _field(lowering: Lowering, row: Expr, name: str) -> exp.Expression:
    if isinstance(row, RowExpr) and name in row.names:
        return lower_expr(lowering, row.args[row.names.index(name)])
    fields = enumerate(lowering.catalog.row_attributes(row.type))
    index, field = next((index, field) for index, field in fields if field.name == name)
    return lower_expr(lowering, FieldSelect(row, index, name, type=field.type, typmod=field.typmod, location=row.at))
