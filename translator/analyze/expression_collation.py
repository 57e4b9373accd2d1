"""Which collation an expression follows: PostgreSQL's parse_collate.  Manual: "Collation Support"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from translator import query as q
from translator.catalog.image import CatalogImage
from translator.errors import PgError
from translator.remembered import remembered

NONE, IMPLICIT, CONFLICT, EXPLICIT = range(4)
"""How a collation was come by: nothing collatable, from columns and types, from columns that disagree, by COLLATE."""
DEFAULT = 100


class Derived(NamedTuple):
    """A collation by its oid, 0 where there is none, with its strength and what it comes from.

    sides: two collations that disagree, at the second of which `location` is.
    """

    strength: int
    collation: int = 0
    location: int = -1
    sides: tuple[int, int] = (0, 0)


NOTHING = Derived(NONE)


@remembered
def derive(catalog: CatalogImage, expr: q.Expr) -> Derived:
    """The collation of an expression's value.  Raises PgError 42P21 where COLLATE says two things."""
    own = _of_type(catalog, expr.type)
    if isinstance(expr, q.CollateExpr):
        return Derived(EXPLICIT, expr.collation, expr.location)
    if not own:
        return NOTHING
    if isinstance(expr, q.Var):
        return _implicit(_of_column(catalog, expr.rte, expr.attno, own), expr.location)
    if isinstance(expr, q.SubLink):
        return _implicit(_of_output(catalog, expr.subquery, 1), expr.location)
    found = combined(catalog, inputs(expr))
    return found if found.strength else Derived(IMPLICIT, own, expr.at)


def inputs(expr: q.Expr) -> Iterable[q.Expr]:
    """The parts of an expression whose collations meet in it."""
    if isinstance(expr, q.Aggref | q.WindowFunc):
        return expr.args
    if isinstance(expr, q.SubscriptExpr):
        return (expr.container,)
    return () if isinstance(expr, q.RowExpr | q.RowCompareExpr | q.SubLink) else q.children(expr)


def combined(catalog: CatalogImage, exprs: Iterable[q.Expr]) -> Derived:
    """What a function sees of the collations of its arguments."""
    result = NOTHING
    for expr in exprs:
        result = stronger(catalog, result, derive(catalog, expr))
    return result


def stronger(catalog: CatalogImage, left: Derived, right: Derived) -> Derived:
    """What becomes of two collations that meet.  Raises PgError 42P21 where both are explicit."""
    if left.strength != right.strength:
        return left if left.strength > right.strength else right
    if left.collation == right.collation or left.strength in (NONE, CONFLICT):
        return left
    if left.strength == EXPLICIT:
        names = [catalog.collation(known.collation).collname for known in (left, right)]
        message = f'collation mismatch between explicit collations "{names[0]}" and "{names[1]}"'
        raise PgError("42P21", message, location=right.location)
    if DEFAULT in (left.collation, right.collation):
        return right if left.collation == DEFAULT else left
    return Derived(CONFLICT, location=right.location, sides=(left.collation, right.collation))


def _implicit(found: Derived, location: int = -1) -> Derived:
    """A collation as a column passes it on."""
    return Derived(IMPLICIT, found.collation, location) if found.collation else NOTHING


def _of_type(catalog: CatalogImage, oid: int) -> int:
    """The collation that a type's values have by themselves; 0 for a type without."""
    row = catalog.type_by_oid(oid)
    return 0 if row is None else row.typcollation


def is_collatable(catalog: CatalogImage, oid: int) -> bool:
    """Whether values of the type follow a collation."""
    return bool(_of_type(catalog, oid))


def _of_column(catalog: CatalogImage, rte: q.RangeTblEntry, attno: int, own: int) -> Derived:
    if attno < 0:
        return Derived(IMPLICIT, own)
    if rte.relation is not None and rte.kind == "relation":
        attribute = rte.relation.attribute(attno)
        return Derived(IMPLICIT, attribute.collation or own)
    if rte.subquery is not None:
        return _of_output(catalog, rte.subquery, attno)
    if rte.cte is not None and rte.cte.query is not None:
        query = rte.cte.query
        if rte.cte.recursive and query.set_operation is not None:
            return of_operand(catalog, query.set_operation.left, attno)
        return _of_output(catalog, query, attno)
    if rte.values:
        return combined(catalog, (row[attno - 1] for row in rte.values))
    if rte.join_columns:
        return derive(catalog, rte.join_columns[attno - 1])
    return Derived(IMPLICIT, own)


def _of_output(catalog: CatalogImage, query: q.Query, attno: int) -> Derived:
    if query.values:
        return combined(catalog, (row[attno - 1] for row in query.values))
    if query.set_operation is not None:
        return of_operand(catalog, query.set_operation, attno)
    return derive(catalog, query.columns[attno - 1].expr)


def of_operand(catalog: CatalogImage, operand: q.SetOperation | q.Query, attno: int) -> Derived:
    """The collation of a column of a set operation."""
    if isinstance(operand, q.Query):
        if attno <= len(operand.columns) and not operand.values and operand.set_operation is None:
            return derive(catalog, operand.columns[attno - 1].expr)
        at = operand.columns[attno - 1].expr.at if attno <= len(operand.columns) else -1
        return _implicit(_of_output(catalog, operand, attno), at)
    sides = [_as_operand(catalog, side, attno) for side in (operand.left, operand.right)]
    return stronger(catalog, *sides)


def _as_operand(catalog: CatalogImage, side: q.SetOperation | q.Query, attno: int) -> Derived:
    """What meets the other side: of a set operation within another one, its columns' collations, if they have any."""
    found = of_operand(catalog, side, attno)
    if isinstance(side, q.Query):
        return found
    return found._replace(strength=IMPLICIT) if found.collation else NOTHING


def column_collation(catalog: CatalogImage, query: q.Query, number: int) -> Derived:
    """The collation of a column of a query's rows, which is a conflict where values of a collatable type have none."""
    found = _implicit(_of_output(catalog, query, number))
    if found.collation or not _of_type(catalog, query.columns[number - 1].expr.type):
        return found
    return Derived(CONFLICT)
