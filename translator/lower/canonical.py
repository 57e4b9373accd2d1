"""What the arms of an OR have in common, stated once: SQLite then finds the rows of a join by it.

Mirrors canonicalize_qual.
"""

from __future__ import annotations

from msgspec.structs import replace

from translator.query import BoolExpr, Expr


def canonical(condition: Expr) -> Expr:
    """The condition with (a AND b) OR (a AND c) as a AND (b OR c)."""
    if not isinstance(condition, BoolExpr) or condition.op == "not":
        return condition
    args = tuple(canonical(arg) for arg in condition.args)
    if condition.op == "and":
        return replace(condition, args=tuple(part for arg in args for part in conjuncts(arg)))
    arms = [conjuncts(arg) for arg in args]
    common = [part for part in arms[0] if all(part in arm for arm in arms[1:])]
    if not common:
        return replace(condition, args=args)
    rests = [[part for part in arm if part not in common] for arm in arms]
    if all(rests):
        common.append(replace(condition, args=tuple(_all_of(condition, rest) for rest in rests)))
    return _all_of(condition, common)


def conjuncts(condition: Expr) -> tuple[Expr, ...]:
    """What a condition joins by AND."""
    return condition.args if isinstance(condition, BoolExpr) and condition.op == "and" else (condition,)


def _all_of(condition: BoolExpr, parts: list[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else replace(condition, op="and", args=tuple(parts))
