"""What is sorted, grouped and compared as a whole follows one collation.  PostgreSQL's select_common_collation; manual:
"Collation Support".
"""

from __future__ import annotations

from collections.abc import Iterator

from translator import query as q
from translator.analyze.expression_collation import CONFLICT, Derived, derive, of_operand
from translator.catalog.image import CatalogImage
from translator.dependencies import parts
from translator.errors import PgError


def refuse_undecided(catalog: CatalogImage, query: q.Query) -> None:
    """Raise PgError 42P21 where columns of several collations meet in what is ordered or grouped by."""
    for part in parts(query):
        if isinstance(part, q.SetOperation):
            if part.op != "union" or not part.all:
                for number in range(1, len(part.types) + 1):
                    _require_one(catalog, of_operand(catalog, part, number))
            continue
        for expr in _keys(part):
            _require_one(catalog, derive(catalog, expr))


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
