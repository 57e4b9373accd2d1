"""Which collation an expression follows: PostgreSQL's parse_collate.  Manual: "Collation Support"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from translator import query as q
from translator.catalog.image import CatalogImage
from translator.errors import PgError, feature_not_supported

NONE, IMPLICIT, CONFLICT, EXPLICIT = range(4)
"""How a collation was come by: nothing collatable, from columns and types, from columns that disagree, by COLLATE."""
DEFAULT = "default"


class Derived(NamedTuple):
    """A collation by name, with its strength."""

    strength: int
    name: str | None = None
    location: int = -1


NOTHING = Derived(NONE)


def derive(catalog: CatalogImage, expr: q.Expr) -> Derived:
    """The collation of an expression's value.  Raises PgError 42P21 where COLLATE says two things."""
    own = _of_type(catalog, expr.type)
    if isinstance(expr, q.CollateExpr):
        return Derived(EXPLICIT, expr.collation, expr.location)
    if own is None:
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
        result = _stronger(result, derive(catalog, expr))
    return result


def _stronger(left: Derived, right: Derived) -> Derived:
    if left.strength != right.strength:
        return left if left.strength > right.strength else right
    if left.name == right.name or left.strength in (NONE, CONFLICT):
        return left
    if left.strength == EXPLICIT:
        message = f'collation mismatch between explicit collations "{left.name}" and "{right.name}"'
        raise PgError("42P21", message, location=right.location)
    if DEFAULT in (left.name, right.name):
        return right if left.name == DEFAULT else left
    return Derived(CONFLICT)


def _implicit(found: Derived) -> Derived:
    """A collation as a column passes it on."""
    return Derived(IMPLICIT, found.name) if found.name is not None else found


def _of_type(catalog: CatalogImage, oid: int) -> str | None:
    """The collation that a type's values have by themselves; None for a type without."""
    row = catalog.type_by_oid(oid)
    return _named(catalog, row.typcollation) if row is not None and row.typcollation else None


def _named(catalog: CatalogImage, oid: int) -> str:
    return str(catalog.system.collations[oid].collname)


def _of_column(catalog: CatalogImage, rte: q.RangeTblEntry, attno: int, own: str) -> Derived:
    if attno < 0:
        return Derived(IMPLICIT, own)
    if rte.relation is not None and rte.kind == "relation":
        attribute = rte.relation.attribute(attno)
        return Derived(IMPLICIT, _named(catalog, attribute.collation) if attribute.collation else own)
    if rte.subquery is not None:
        return _of_output(catalog, rte.subquery, attno)
    if rte.cte is not None and rte.cte.query is not None:
        return _of_output(catalog, rte.cte.query, attno)
    if rte.values:
        return combined(catalog, (row[attno - 1] for row in rte.values))
    if rte.join_columns:
        return derive(catalog, rte.join_columns[attno - 1])
    return Derived(IMPLICIT, own)


def _of_output(catalog: CatalogImage, query: q.Query, attno: int) -> Derived:
    if query.values:
        return combined(catalog, (row[attno - 1] for row in query.values))
    if query.set_operation is not None:
        raise feature_not_supported("the collation of a set operation's column")
    return derive(catalog, query.columns[attno - 1].expr)
