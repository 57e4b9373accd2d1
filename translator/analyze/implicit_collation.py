"""What is sorted, grouped and compared as a whole follows one collation.  PostgreSQL's select_common_collation; manual:
"Collation Support".
"""

from __future__ import annotations

from collections.abc import Iterator

from translator import query as q
from translator.analyze.expression_collation import CONFLICT, Derived, derive, is_collatable, of_operand
from translator.catalog.image import CatalogImage
from translator.dependencies import parts
from translator.errors import PgError
from translator.errors.statements import indeterminate_collation


def refuse_undecided(catalog: CatalogImage, query: q.Query) -> None:
    """Raise PgError 42P21 where columns of several collations meet in what is ordered or grouped by."""
    for part in parts(query):
        if isinstance(part, q.CommonTableExpr):
            _require_that_of_first_term(catalog, part)
        if isinstance(part, q.Query):
            _require_sortable(catalog, part)
        if isinstance(part, q.SetOperation):
            if not _keeps_all(part):
                for number in range(1, len(part.types) + 1):
                    _require_one(catalog, of_operand(catalog, part, number))
            continue
        for expr in _keys(part):
            _require_one(catalog, derive(catalog, expr))


def _keeps_all(operation: q.SetOperation) -> bool:
    """Whether it compares no rows."""
    return operation.op == "union" and operation.all


def _require_that_of_first_term(catalog: CatalogImage, cte: q.CommonTableExpr) -> None:
    """Raise PgError 42P21 for a recursive query with a column whose collation its first term does not decide."""
    operation = None if cte.query is None or not cte.recursive else cte.query.set_operation
    if operation is None or not _keeps_all(operation):
        return
    for number, first in enumerate(q.leftmost(operation).columns, start=1):
        own, overall = (of_operand(catalog, part, number).collation for part in (operation.left, operation))
        if own and own != overall:
            shown = "(null)" if not overall else catalog.collation(overall).collname
            raise PgError(
                "42P21",
                f'recursive query "{cte.name}" column {number} has collation "{catalog.collation(own).collname}" in '
                f'non-recursive term but collation "{shown}" overall',
                hint="Use the COLLATE clause to set the collation of the non-recursive term.",
                location=first.expr.at,
            )


def _require_sortable(catalog: CatalogImage, query: q.Query) -> None:
    """Raise PgError 42P22 where a query is sorted by a column of UNION ALL whose parts disagree."""
    if query.values or (query.set_operation is not None and not _keeps_all(query.set_operation)):
        return
    for key in query.sort:
        expr = key.expr
        if not isinstance(expr, q.Var) or not is_collatable(catalog, expr.type):
            continue
        if query.set_operation is not None:
            found = of_operand(catalog, query.set_operation, expr.attno)
        else:
            found = derive(catalog, expr)
        if not found.collation:
            raise indeterminate_collation("could not determine which collation to use for string comparison")


def _keys(part: object) -> Iterator[q.Expr]:
    """The expressions by which a part of a query tells values apart."""
    if isinstance(part, q.Query):
        yield from (key.expr for key in part.sort)
        chosen = {entry.expr: entry.expr for entry in part.targets} if part.group else {}
        yield from (chosen.get(expr, expr) for expr in (*part.group, *part.distinct_on))
        yield from (entry.expr for entry in part.targets if part.distinct)
    elif isinstance(part, q.Aggref):
        yield from (key.expr for key in part.order)
        yield from part.args if part.distinct else ()
    elif isinstance(part, q.WindowClause):
        yield from part.partition
        yield from (key.expr for key in part.order)


def _require_one(catalog: CatalogImage, found: Derived) -> None:
    if found.strength != CONFLICT:
        return
    names = [catalog.collation(oid).collname for oid in found.sides]
    raise PgError(
        "42P21",
        f'collation mismatch between implicit collations "{names[0]}" and "{names[1]}"',
        hint="You can choose the collation by applying the COLLATE clause to one or both expressions.",
        location=found.location,
    )
