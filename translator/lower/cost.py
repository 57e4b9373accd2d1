"""What a condition costs to evaluate: PostgreSQL tests the cheap ones of a WHERE first, and so meets their errors and
not others. Mirrors cost_qual_eval.
"""

from __future__ import annotations

from translator.query import (
    CoerceViaIO,
    Const,
    DistinctExpr,
    Expr,
    FuncExpr,
    InListExpr,
    MinMaxExpr,
    NullIfExpr,
    OpExpr,
    RowCompareExpr,
    ScalarArrayOpExpr,
    SubLink,
    children,
)

SUBQUERY = 1_000_000.0
UNKNOWN_ARRAY_LENGTH = 10


def cost(condition: Expr) -> float:
    """What a test takes, in calls of a simple operator; what is constant is computed while planning."""
    return _cost(condition)[0]


def _cost(expr: Expr) -> tuple[float, bool]:
    """The cost, and whether the value is a constant."""
    parts = [_cost(child) for child in children(expr)]
    if isinstance(expr, Const) or (parts and all(constant for _, constant in parts) and not isinstance(expr, SubLink)):
        return 0.0, True
    return _own(expr) + sum(part for part, _ in parts), False


def _own(expr: Expr) -> float:
    match expr:
        case FuncExpr():
            return expr.proc.procost
        case OpExpr() | DistinctExpr() | NullIfExpr() | MinMaxExpr():
            return 1.0
        case CoerceViaIO():
            return 2.0
        case InListExpr():
            return len(expr.members) / 2
        case ScalarArrayOpExpr():
            return UNKNOWN_ARRAY_LENGTH / 2
        case RowCompareExpr():
            return float(len(expr.operators))
        case SubLink():
            return SUBQUERY
    return 0.0
