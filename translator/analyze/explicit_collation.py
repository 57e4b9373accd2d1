"""COLLATE clauses that contradict each other.  PostgreSQL's assign_query_collations; manual: "Collation Support"."""

from __future__ import annotations

from collections.abc import Iterable

from translator import query as q
from translator.analyze.expression_collation import inputs
from translator.catalog.image import CatalogImage
from translator.dependencies import parts
from translator.errors import PgError


def refuse_mismatch(catalog: CatalogImage, query: q.Query) -> None:
    """Raise PgError 42P21 where an expression is told two collations."""
    for part in parts(query):
        if isinstance(part, q.RowCompareExpr):
            for pair in zip(part.left, part.right, strict=True):
                _combined(catalog, pair)
        elif isinstance(part, q.SetOperation):
            for place in range(len(part.types)):
                _of_column(catalog, part, place)
        elif isinstance(part, q.Query | q.RangeTblEntry):
            for column in zip(*part.values, strict=True):
                _combined(catalog, column)
        elif isinstance(part, q.Expr):
            _explicit(catalog, part)


def _of_column(catalog: CatalogImage, operand: q.SetOperation | q.Query, place: int) -> q.CollateExpr | None:
    """The COLLATE that a column of a set operation follows."""
    if isinstance(operand, q.SetOperation):
        sides = [_of_column(catalog, side, place) for side in (operand.left, operand.right)]
        return _combined(catalog, [side for side in sides if side is not None])
    if operand.set_operation is not None or place >= len(operand.targets):
        return None
    return _explicit(catalog, operand.targets[place].expr)


def _explicit(catalog: CatalogImage, expr: q.Expr) -> q.CollateExpr | None:
    """The COLLATE that an expression's value follows."""
    if isinstance(expr, q.CollateExpr):
        _explicit(catalog, expr.arg)
        return expr
    if isinstance(expr, q.SubLink):
        return None
    found = _combined(catalog, inputs(expr))
    row = catalog.type_by_oid(expr.type)
    return found if row is not None and row.typcollation else None


def _combined(catalog: CatalogImage, exprs: Iterable[q.Expr]) -> q.CollateExpr | None:
    found: q.CollateExpr | None = None
    for expr in exprs:
        other = _explicit(catalog, expr)
        if found is not None and other is not None and other.collation != found.collation:
            names = [catalog.collation(known.collation).collname for known in (found, other)]
            message = f'collation mismatch between explicit collations "{names[0]}" and "{names[1]}"'
            raise PgError("42P21", message, location=other.location)
        found = found or other
    return found
