"""Where the parts of the lowering meet: expressions and queries nest in each other, so each kind finds its lowering
here by type.

The modules of this package register what they lower; `translator.planning` imports them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlglot import exp

from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.nodes import has
from translator.pause import pause
from translator.query import Expr, GroupingFunc, Query, SortKey, TargetEntry, Var, walk
from translator.types import oids

ExprLowering = Callable[[Lowering, Any], exp.Expression]
LoweringT = TypeVar("LoweringT", bound=ExprLowering)

CallLowering = Callable[[Lowering, Sequence[Expr]], exp.Expression | None]
CallLoweringT = TypeVar("CallLoweringT", bound=CallLowering)

Check = Callable[[Lowering, Expr], exp.Expression | None]

_UNDECIDED: list[Check] = []
_CALLS: dict[str, CallLowering] = {}
_EXPRESSIONS: dict[type, ExprLowering] = {}
_QUERIES: list[Callable[[Lowering, Query], exp.Expression]] = []


def lowers(*kinds: type) -> Callable[[LoweringT], LoweringT]:
    """Register the lowering of a kind of expression."""

    def register(lower: LoweringT) -> LoweringT:
        for kind in kinds:
            _EXPRESSIONS[kind] = lower
        return lower

    return register


def checks_first(check: Check) -> Check:
    """Register what looks at every expression where collations may disagree."""
    _UNDECIDED.append(check)
    return check


def lowers_queries(lower: Callable[[Lowering, Query], exp.Expression]) -> Callable[[Lowering, Query], exp.Expression]:
    """Register the lowering of SELECT."""
    _QUERIES.append(lower)
    return lower


def lowers_call(*signatures: str) -> Callable[[CallLoweringT], CallLoweringT]:
    """Register a lowering of a function that looks at its typed arguments, and gives None where it does not apply."""

    def register(lower: CallLoweringT) -> CallLoweringT:
        for signature in signatures:
            _CALLS[signature] = lower
        return lower

    return register


def has_call_lowering(signature: str) -> bool:
    """Whether calls of a function may be lowered by their arguments."""
    return signature in _CALLS


def lower_call(lowering: Lowering, signature: str, args: Sequence[Expr]) -> exp.Expression | None:
    """A call as its arguments allow it; None where it is lowered as any other."""
    lower = _CALLS.get(signature)
    return None if lower is None else lower(lowering, args)


def lower_expr(lowering: Lowering, expr: Expr) -> exp.Expression:
    """A SQLite expression that gives `expr` in storage form.  Raises PgError 0A000 for what is not implemented."""
    pause()
    replaced = lowering.placeholders.get(expr) if lowering.placeholders else None
    if replaced is not None:
        return replaced.copy()
    if lowering.analysis.collates and (failure := _UNDECIDED[0](lowering, expr)) is not None:
        return failure
    return _EXPRESSIONS[type(expr)](lowering, expr)


def lower_subquery(lowering: Lowering, query: Query, alias: str = "") -> tuple[exp.Subquery, str]:
    """A query as a table, and the alias it was given; its columns are named by `output_names`."""
    name = lowering.name(alias)
    body = _QUERIES[0](lowering, query)
    return exp.Subquery(this=body, alias=exp.TableAlias(this=build.identifier(name))), name


def lower_query(lowering: Lowering, query: Query) -> exp.Expression:
    """A SELECT on its own."""
    return _QUERIES[0](lowering, query)


def lower_sort(
    lowering: Lowering, keys: tuple[SortKey, ...], targets: tuple[TargetEntry, ...] = ()
) -> exp.Order | None:
    """ORDER BY; a key that is an output column is given by its position, so that it is computed once."""
    if not keys:
        return None
    ordered = []
    for key in keys:
        place = next((n for n, entry in enumerate(targets, start=1) if entry.expr == key.expr), None)
        by_position = place is not None and not isinstance(key.expr, Var)
        if by_position and place is not None:
            lowered = build.integer(place)
        else:
            lowered = lower_expr(lowering, key.expr)
            found = isinstance(lowered, exp.Literal) and isinstance(key.expr, GroupingFunc)
            if found or not any(isinstance(part, Var) for part in walk(key.expr)):
                lowered = build.not_a_position(lowered)
        if by_position and not collation_of(lowering, key.expr.type) and _mentions_collation(lowering, key.expr):
            lowered = build.collate(lowered, "BINARY")
        ordered.append(
            exp.Ordered(
                this=sortable(lowering, lowered, key.expr.type), desc=key.descending, nulls_first=key.nulls_first
            )
        )
    return exp.Order(expressions=ordered)


def _mentions_collation(lowering: Lowering, expr: Expr) -> bool:
    return any(
        part.type not in (oids.UNKNOWN, oids.VOID) and collation_of(lowering, part.type) is not None
        for part in walk(expr)
    )


def is_constant_row(lowered: exp.Expression, oid: int) -> bool:
    """Whether a row is the same for all rows of a query: PostgreSQL never compares it then, whatever is in it."""
    return oid == oids.RECORD and isinstance(lowered, exp.Anonymous) and not has(lowered, exp.Column, exp.Select)


def sortable(lowering: Lowering, lowered: exp.Expression, oid: int) -> exp.Expression:
    """What SQLite compares as the type does: the expression with the collation of its storage form."""
    return build.collate(lowered, collation_of(lowering, oid))


def groupable(lowering: Lowering, lowered: exp.Expression, expr: Expr) -> exp.Expression:
    """What SQLite groups as the type does. Numerics of one scale are equal when their texts are, those of a column
    without the zeros at the end, and texts are quicker to compare.
    """
    is_column = isinstance(lowered, exp.Column)  # anything else would be computed several times
    if lowering.catalog.base_type(expr.type) != oids.NUMERIC or not (is_column or expr.typmod >= 0):
        return lowered if is_constant_row(lowered, expr.type) else sortable(lowering, lowered, expr.type)
    if expr.typmod < 0:
        lowered = build.case([(_has_point(lowered), _trimmed(lowered))], lowered.copy())
    return build.collate(lowered, "BINARY")


def _has_point(number: exp.Expression) -> exp.Expression:
    return exp.GT(this=build.call("instr", number.copy(), exp.Literal.string(".")), expression=build.integer(0))


def _trimmed(number: exp.Expression) -> exp.Expression:
    without_zeros = build.call("rtrim", number.copy(), exp.Literal.string("0"))
    return build.call("rtrim", without_zeros, exp.Literal.string("."))


def collation_of(lowering: Lowering, oid: int) -> str | None:
    """The collation of a type's storage form."""
    return lowering.catalog.datatype(lowering.catalog.base_type(oid)).collation
