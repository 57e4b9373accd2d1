"""Operators: which one `left op right` means.  Manual: "Operator Type Resolution"; PostgreSQL's parse_oper."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.candidates import select_candidate
from translator.analyze.coerce import coerce_type
from translator.analyze.polymorphic import resolve
from translator.analyze.state import Analysis
from translator.catalog.rows import PgOperator
from translator.errors import PgError
from translator.errors.objects import ambiguous_operator, undefined_operator
from translator.query import Expr, OpExpr
from translator.types import oids


def find_operator(
    analysis: Analysis,
    name: str,
    left: int,
    right: int,
    location: int,
    schema: str | None = None,
    *,
    missing_ok: bool = False,
) -> PgOperator | None:
    """The operator for the operand types (left is 0 for a prefix operator).

    Raises PgError 42883 when none fits, 42725 when several do.
    """
    candidates = [
        candidate
        for candidate in analysis.catalog.operators_named(name, schema)
        if (candidate.oprleft == 0) == (left == 0)
    ]
    prefix = left == 0
    found = _prefix(analysis, candidates, right) if prefix else _exact_binary(analysis, candidates, left, right)
    if found is None:
        operands = [right] if left == 0 else [left, right]
        fitting = select_candidate(analysis, candidates, operands, _operands)
        if len(fitting) == 1:
            found = fitting[0]
        elif fitting and not missing_ok:
            raise ambiguous_operator(_written(name, schema), *_names(analysis, left, right), at=location)
    if found is None and not missing_ok:
        raise undefined_operator(_written(name, schema), *_names(analysis, left, right), at=location)
    return found


def _written(name: str, schema: str | None) -> str:
    return name if schema is None else f"{schema}.{name}"


def _operands(operator: PgOperator) -> Sequence[int]:
    return (operator.oprright,) if operator.oprleft == 0 else (operator.oprleft, operator.oprright)


def _names(analysis: Analysis, left: int, right: int) -> tuple[str | None, str]:
    names = analysis.catalog.format_type
    return (names(left) if left else None), names(right)


def undefined_for(analysis: Analysis, name: str, left: int, right: int) -> PgError:
    """That a utility statement names an operator that is not there."""
    error = undefined_operator(name, *_names(analysis, left, right))
    error.hint = None
    return error


def _prefix(analysis: Analysis, candidates: Sequence[PgOperator], right: int) -> PgOperator | None:
    return next((candidate for candidate in candidates if candidate.oprright == right), None)


def _exact_binary(analysis: Analysis, candidates: Sequence[PgOperator], left: int, right: int) -> PgOperator | None:
    def exact(one: int, two: int) -> PgOperator | None:
        return next((c for c in candidates if c.oprleft == one and c.oprright == two), None)

    assumed_left = right if left == oids.UNKNOWN and right else left
    assumed_right = left if right == oids.UNKNOWN and left else right
    if assumed_left == oids.UNKNOWN:
        return None
    found = exact(assumed_left, assumed_right)
    if found is None and oids.UNKNOWN in (left, right):
        base = analysis.catalog.base_type(assumed_left)
        if base != assumed_left:
            found = exact(base, base)
    return found


def make_operator(
    analysis: Analysis, name: str, left: Expr | None, right: Expr, location: int, schema: str | None = None
) -> OpExpr:
    """`left name right` with its operands coerced to what the operator takes."""
    operator = find_operator(analysis, name, left.type if left is not None else 0, right.type, location, schema)
    assert operator is not None
    return apply_operator(analysis, operator, left, right, location)


def apply_operator(analysis: Analysis, operator: PgOperator, left: Expr | None, right: Expr, location: int) -> OpExpr:
    """The operator on its operands, polymorphic types resolved."""
    if not operator.oprcode:
        names = _names(analysis, operator.oprleft, operator.oprright)
        shown = f"{names[0]} {operator.oprname} {names[1]}" if names[0] else f"{operator.oprname} {names[1]}"
        raise PgError("42883", f"operator is only a shell: {shown}", location=location)
    operands = [right] if left is None else [left, right]
    declared = list(_operands(operator))
    actual, result = resolve(
        analysis.catalog, [operand.type for operand in operands], declared, operator.oprresult, location
    )
    if analysis.catalog.proc(operator.oprcode).proretset:
        raise PgError("42P13", "operators must not return a set", location=location)
    arguments = tuple(
        coerce_type(analysis, operand, target, -1, "i") for operand, target in zip(operands, actual, strict=True)
    )
    return OpExpr(operator, arguments, type=result, location=location)


def ordering_operator(analysis: Analysis, oid: int, *, descending: bool, location: int) -> PgOperator:
    """The `<` (or `>`) by which a type sorts: its default btree class.

    Raises PgError 42883 for types without an order, such as json.
    """
    found = analysis.catalog.btree_operator(oid, 5 if descending else 1)
    if found is None:
        raise PgError(
            "42883",
            f"could not identify an ordering operator for type {analysis.catalog.format_type(oid)}",
            hint="Use an explicit ordering operator or modify the query.",
            location=location,
        )
    return found


def equality_operator(analysis: Analysis, oid: int, location: int) -> PgOperator:
    """The `=` by which a type groups and deduplicates."""
    found = analysis.catalog.btree_operator(oid, 3) or analysis.catalog.hash_equality(oid)
    if found is None:
        raise PgError(
            "42883",
            f"could not identify an equality operator for type {analysis.catalog.format_type(oid)}",
            location=location,
        )
    return found
