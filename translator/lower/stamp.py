"""xmin: tables that were asked for it have a column of SQLite's in which every change of a row leaves its transaction.

Manual: "System Columns".
"""

from __future__ import annotations

from sqlglot import exp

from translator.catalog.relation import Relation
from translator.lower import build, implementation

_WRAPS_AT = 2**32


def current_xid() -> exp.Expression:
    """The transaction's id, in the 32 bits that a row has for it."""
    own = implementation.scalar("pg_current_xact_id()", [], [])
    assert own is not None
    return exp.BitwiseAnd(this=own, expression=build.integer(_WRAPS_AT - 1))


def stamping(relation: Relation) -> list[exp.Expression]:
    """What an UPDATE of the table sets besides what it is told to."""
    if not relation.stamp:
        return []
    return [exp.EQ(this=build.column(None, relation.stamp), expression=current_xid())]


def stamped_rows(relation: Relation, rows: exp.Expression) -> exp.Expression:
    """The rows of an INSERT with their stamp as the last column."""
    if not relation.stamp:
        return rows
    if isinstance(rows, exp.Values):
        for row in rows.expressions:
            row.append("expressions", current_xid())
        return rows
    if isinstance(rows, exp.Select) and not rows.args.get("distinct"):
        rows.append("expressions", exp.Alias(this=current_xid(), alias=build.identifier("stamp")))
        return rows
    source = exp.Subquery(this=rows, alias=exp.TableAlias(this=build.identifier("unstamped")))
    return exp.Select(expressions=[exp.Star(), current_xid()], from_=exp.From(this=source))


def stamp_column(relation: Relation) -> list[exp.Identifier]:
    """The column that INSERT names for it."""
    return [build.identifier(relation.stamp)] if relation.stamp else []
