"""UNION, INTERSECT and EXCEPT to SQLite, whose operators know neither ALL for the latter two nor parentheses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator import query as q
from translator.lower import build
from translator.lower.context import Lowering, output_names
from translator.lower.dispatch import collation_of, lower_query

_SET_CLASSES: dict[str, type[exp.SetOperation]] = {"union": exp.Union, "intersect": exp.Intersect, "except": exp.Except}
MAX_TERMS = 500
"""What SQLite takes for one set operation."""


def lower_operation(lowering: Lowering, operation: q.SetOperation) -> exp.Expression:
    """SQLite's set operators group from the left and know no parentheses: whatever does not fit becomes a subquery.

    Of rows that are equal but print differently the first one stays, where SQLite's operators keep the last.
    """
    if operation.all and operation.op != "union":
        return _counted(lowering, operation)
    collations = [collation_of(lowering, entry.expr.type) for entry in _columns(operation)]
    collated = not operation.all and any(collations)
    left = lower_operand(lowering, operation.left, first=True)
    right = lower_operand(lowering, operation.right, first=False)
    if _terms(left) == MAX_TERMS:
        left = as_select(lowering, left, names_of(operation.left))
    names = names_of(operation)
    if collated and operation.op == "union":
        appended = exp.Union(this=left, expression=right, distinct=False)
        return as_select(lowering, appended, names, collations)
    if collated:
        left = as_select(lowering, left, names, collations)
    return _SET_CLASSES[operation.op](this=left, expression=right, distinct=not operation.all)


def _terms(body: exp.Expression) -> int:
    """How many queries a chain of set operations joins."""
    count = 1
    while isinstance(body, exp.SetOperation):
        count, body = count + 1, body.this
    return count


def _counted(lowering: Lowering, operation: q.SetOperation) -> exp.Expression:
    """INTERSECT ALL and EXCEPT ALL: equal rows are numbered, and so are as different as the operators need."""
    collations = [collation_of(lowering, entry.expr.type) for entry in _columns(operation)]
    sides = []
    for operand in (operation.left, operation.right):
        name = lowering.name("part")
        table = exp.Subquery(
            this=lower_operand(lowering, operand, first=True), alias=exp.TableAlias(this=build.identifier(name))
        )
        keys = [
            build.collate(build.column(name, column), collation)
            for column, collation in zip(names_of(operand), collations, strict=True)
        ]
        copy = exp.Window(this=build.call("row_number"), partition_by=[key.copy() for key in keys], over="OVER")
        columns = [
            exp.Alias(this=_first_of(key, keys, collation), alias=build.identifier(column))
            for key, column, collation in zip(keys, names_of(operation), collations, strict=True)
        ]
        columns.append(exp.Alias(this=copy, alias=build.identifier("row number")))
        sides.append(exp.Select(expressions=columns, from_=exp.From(this=table)))
    body = _SET_CLASSES[operation.op](this=sides[0], expression=sides[1], distinct=True)
    name = lowering.name("part")
    return exp.Select(
        expressions=[
            exp.Alias(this=build.column(name, column), alias=build.identifier(column)) for column in names_of(operation)
        ],
        from_=exp.From(this=exp.Subquery(this=body, alias=exp.TableAlias(this=build.identifier(name)))),
    )


def _first_of(key: exp.Expression, keys: Sequence[exp.Expression], collation: str | None) -> exp.Expression:
    """The key as the first of the equal rows spells it."""
    if collation is None:
        return key
    first = exp.Window(
        this=build.call("first_value", key.copy()), partition_by=[other.copy() for other in keys], over="OVER"
    )
    return build.collate(first, collation)


def lower_operand(lowering: Lowering, operand: q.SetOperation | q.Query, *, first: bool) -> exp.Expression:
    if isinstance(operand, q.SetOperation):
        lowered = lower_operation(lowering, operand)
        return lowered if first or isinstance(lowered, exp.Select) else as_select(lowering, lowered, names_of(operand))
    lowered = lower_query(lowering, operand)
    plain = isinstance(lowered, exp.Select) and not any(
        lowered.args.get(part) for part in ("order", "limit", "offset", "with_")
    )
    if plain or (first and isinstance(lowered, exp.Values)):
        return lowered
    return as_select(lowering, lowered, names_of(operand))


def _columns(operation: q.SetOperation | q.Query) -> Sequence[q.TargetEntry]:
    return q.leftmost(operation).columns


def names_of(operation: q.SetOperation | q.Query) -> list[str]:
    """The names that SQLite gives the columns of a set operation or its operand."""
    query = q.leftmost(operation)
    if query.values and not query.sort and query.limit is None and query.offset is None:
        return [f"column{n}" for n in range(1, len(query.columns) + 1)]
    return output_names(query)


def as_select(
    lowering: Lowering, body: exp.Expression, names: Sequence[str], collations: Sequence[str | None] | None = None
) -> exp.Select:
    """The body as a table; with `collations` its distinct rows under them."""
    name = lowering.name("part")
    table = exp.Subquery(this=body, alias=exp.TableAlias(this=build.identifier(name)))
    if collations is None:
        return exp.Select(expressions=[exp.Star()], from_=exp.From(this=table))
    columns = [
        exp.Alias(this=build.collate(build.column(name, column), collation), alias=build.identifier(column))
        for column, collation in zip(names, collations, strict=True)
    ]
    return exp.Select(expressions=columns, from_=exp.From(this=table), distinct=exp.Distinct())
