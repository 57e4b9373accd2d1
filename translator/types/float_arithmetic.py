"""Arithmetic of float8: IEEE 754, but overflow, underflow and division by zero are errors ("Mathematical Functions and
Operators"); and its order, in which NaN is equal to itself and above all others ("Floating-Point Types").
"""

from __future__ import annotations

import math

from translator.errors.values import division_by_zero, float_overflow, float_underflow


def add(left: float, right: float) -> float:
    """Raises PgError 22003."""
    return _finished(left + right, left, right)


def subtract(left: float, right: float) -> float:
    """Raises PgError 22003."""
    return _finished(left - right, left, right)


def multiply(left: float, right: float) -> float:
    """Raises PgError 22003."""
    result = _finished(left * right, left, right)
    if result == 0.0 and left != 0.0 and right != 0.0:
        raise float_underflow()
    return result


def divide(left: float, right: float) -> float:
    """Raises PgError 22003 and 22012."""
    if right == 0.0:
        if math.isnan(left):
            return left
        raise division_by_zero()
    result = _finished(left / right, left, right)
    if result == 0.0 and left != 0.0 and math.isfinite(right):
        raise float_underflow()
    return result


def _finished(result: float, left: float, right: float) -> float:
    if math.isinf(result) and math.isfinite(left) and math.isfinite(right):
        raise float_overflow()
    return result


def equal(left: float, right: float) -> bool:
    return left == right or (math.isnan(left) and math.isnan(right))


def less(left: float, right: float) -> bool:
    return not math.isnan(left) and (math.isnan(right) or left < right)


def smaller(left: float, right: float) -> float:
    return left if less(left, right) else right


def larger(left: float, right: float) -> float:
    return left if less(right, left) else right
