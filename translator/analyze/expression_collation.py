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
    """A collation by its oid, 0 where there is none, with its strength."""

    strength: int
    collation: int = 0
    location: int = -1


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
        return _implicit(_of_column(catalog, expr.rte, expr.attno, own))
    if isinstance(expr, q.SubLink):
        return _implicit(_of_output(catalog, expr.subquery, 1))
    found = combined(catalog, q.children(expr))
    return found if found.strength else Derived(IMPLICIT, own)


def combined(catalog: CatalogImage, exprs: Iterable[q.Expr]) -> Derived:
    """What a function sees of the collations of its arguments."""
    result = NOTHING
    for expr in exprs:
        result = _stronger(catalog, result, derive(catalog, expr))
    return result


def _stronger(catalog: CatalogImage, left: Derived, right: Derived) -> Derived:
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
    return Derived(CONFLICT)


def _implicit(found: Derived) -> Derived:
    """A collation as a column passes it on."""
    return Derived(IMPLICIT, found.collation) if found.collation else found


def _of_type(catalog: CatalogImage, oid: int) -> int:
    """The collation that a type's values have by themselves; 0 for a type without."""
    row = catalog.type_by_oid(oid)
    return 0 if row is None else row.typcollation


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
            return _of_operand(catalog, query.set_operation.left, attno)
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
        return _of_operand(catalog, query.set_operation, attno)
    return derive(catalog, query.columns[attno - 1].expr)


def _of_operand(catalog: CatalogImage, operand: q.SetOperation | q.Query, attno: int) -> Derived:
    """The collation of a column of a set operation."""
    if isinstance(operand, q.Query):
        return _implicit(_of_output(catalog, operand, attno))
    sides = [_of_operand(catalog, side, attno) for side in (operand.left, operand.right)]
    return _stronger(catalog, *sides)


def column_collation(catalog: CatalogImage, query: q.Query, number: int) -> Derived:
    """The collation of a column of a query's rows."""
    return _implicit(_of_output(catalog, query, number))
