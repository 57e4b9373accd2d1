"""AND and OR, which end with the operand that decides them, and the conditions made of them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.lower import build
from translator.lower.canonical import canonical
from translator.lower.constants import constancy
from translator.lower.context import Lowering
from translator.lower.cost import cost
from translator.lower.dispatch import lower_expr, lowers
from translator.lower.folding import may_fail_inside
from translator.lower.nodes import has
from translator.lower.once import KEEP, KEPT

Lower = Callable[[Lowering, q.Expr], exp.Expression]
MAX_DEPTH = 4
"""How deep AND and OR inside each other tell NULL from what decides; each level doubles what they come to."""


def lower_filter(lowering: Lowering, condition: q.Expr) -> exp.Expression:
    """A WHERE's condition: its parts joined by AND may take NULL for false; the cheap ones are tested first."""
    condition = canonical(condition)
    if isinstance(condition, q.BoolExpr) and condition.op == "and":
        condition = replace(condition, args=tuple(sorted(condition.args, key=cost)))
    parts = condition.args if isinstance(condition, q.BoolExpr) and condition.op == "and" else (condition,)
    lowering.filters.update(id(part) for part in parts)
    return lower_condition(lowering, condition)


def lower_condition(lowering: Lowering, condition: q.Expr) -> exp.Expression:
    """A condition that SQLite only branches on: then AND and OR end where PostgreSQL ends them."""
    if not isinstance(condition, q.BoolExpr) or condition in lowering.placeholders:
        return lower_expr(lowering, condition)
    if condition.op != "not" and any(may_fail_inside(lowering.catalog, arg) for arg in condition.args):
        parts, volatile = lowering.noting_volatility(lambda: _constants_first(lowering, condition, lower_condition))
        if condition.op == "or" and not volatile and _puts_off(parts):
            return _step_by_step("or", parts)
        return build.boolean(condition.op, parts)
    return build.boolean(condition.op, [lower_condition(lowering, arg) for arg in condition.args])


def lower_test(lowering: Lowering, condition: q.Expr) -> exp.Expression:
    """A condition of CASE or FILTER, where the operand of an AND that is NULL does not end it."""
    if not isinstance(condition, q.BoolExpr) or condition.op != "and" or condition in lowering.placeholders:
        return lower_condition(lowering, condition)
    if not any(may_fail_inside(lowering.catalog, arg) for arg in condition.args[1:]):
        return lower_condition(lowering, condition)
    parts, volatile = lowering.noting_volatility(lambda: _constants_first(lowering, condition, lower_condition))
    if volatile or any(map(build.is_large, parts[:-1])):
        return build.boolean("and", parts)
    first = [exp.Is(this=build.wrap(part.copy()), expression=exp.Not(this=build.integer(0))) for part in parts[:-1]]
    return build.boolean("and", [*first, parts[-1], *parts[:-1]])


@lowers(q.BoolExpr)
def _bool(lowering: Lowering, expr: q.BoolExpr) -> exp.Expression:
    if expr.op == "not" or not any(may_fail_inside(lowering.catalog, arg) for arg in expr.args):
        return build.boolean(expr.op, [lower_expr(lowering, arg) for arg in expr.args])
    return _in_order(lowering, expr)


def _in_order(lowering: Lowering, expr: q.BoolExpr) -> exp.Expression:
    """AND and OR that end with the operand which decides them, as SQLite does where it only branches on the result."""
    nested = lower_condition if _depth(expr) > MAX_DEPTH else lower_expr
    parts, volatile = lowering.noting_volatility(lambda: _constants_first(lowering, expr, nested))
    lowered = build.boolean(expr.op, parts)
    if volatile:
        return _each_once(lowering, expr.op, parts)
    if _puts_off(parts):
        return _step_by_step(expr.op, parts)
    denied = exp.Not(this=exp.Paren(this=lowered.copy()))
    return build.case([(lowered, build.integer(1)), (denied, build.integer(0))], None)


def _each_once(lowering: Lowering, op: str, parts: list[exp.Expression]) -> exp.Expression:
    """The same of parts that may give another value each time: each is computed once, none behind what decides."""
    numbers = [build.integer(lowering.keep()) for _ in parts]
    kept = [build.call(KEPT, number.copy()) for number in numbers]
    result = build.boolean(op, [each.copy() for each in kept])
    for number, part, value in reversed(list(zip(numbers, parts, kept, strict=True))):
        decides = exp.Not(this=value.copy()) if op == "and" else value.copy()
        end = build.integer(0 if op == "and" else 1)
        result = build.case([(build.call(KEEP, number, part), build.case([(decides, end)], result))], None)
    return result


def _depth(expr: q.Expr) -> int:
    return 1 + max(map(_depth, expr.args)) if isinstance(expr, q.BoolExpr) else 0


def _constants_first(lowering: Lowering, expr: q.BoolExpr, lower: Lower) -> list[exp.Expression]:
    """The operands of AND or OR: constants that decide it while planning come first, those that are NULL do not."""
    first: list[exp.Expression] = []
    parts: list[exp.Expression] = []
    certain: list[tuple[q.Expr, exp.Expression]] = []
    for arg in expr.args:
        known, lowered = constancy(lowering, arg), _nested(lowering, arg, lower)
        if known is True:
            certain.append((arg, lowered))
            first.append(lowered if expr.op == "or" else _unless_refuted(lowered))
        else:
            parts.append(lowered)
            first += [] if known is False else [_where_known(known, lower_expr(lowering, arg), expr.op)]
    if not parts:
        return [lowered for _, lowered in certain]
    nulls = [lowered for arg, lowered in certain if not is_decided(arg)] if expr.op == "and" else []
    return [*first, *parts, *nulls]


def _unless_refuted(constant: exp.Expression) -> exp.Expression:
    """A test that only false ends, not NULL."""
    return build.case([(exp.Not(this=build.wrap(constant.copy())), build.integer(0))], build.integer(1))


def _where_known(known: exp.Expression, value: exp.Expression, op: str) -> exp.Expression:
    """What ends AND or OR where an operand turns out to be a constant that decides it."""
    decides = exp.Not(this=build.wrap(value)) if op == "and" else value
    ends, goes_on = (build.integer(number) for number in ((0, 1) if op == "and" else (1, 0)))
    return build.case([(build.conjunction([known.copy(), decides]), ends)], goes_on)


def is_decided(test: q.Expr) -> bool:
    """Whether a test is never NULL."""
    return isinstance(test, (q.NullTest, q.DistinctExpr, q.BooleanTest))


def _nested(lowering: Lowering, arg: q.Expr, lower: Lower) -> exp.Expression:
    """An operand of AND or OR; one with a subquery says itself in which order it is computed."""
    lowered = lower(lowering, arg)
    if lower is lower_expr or not isinstance(arg, q.BoolExpr) or arg in lowering.placeholders:
        return lowered
    return lower_expr(lowering, arg) if _has_query(lowered) and not build.is_large(lowered) else lowered


def _has_query(lowered: exp.Expression) -> bool:
    return has(lowered, exp.Subquery, exp.Exists)


def _puts_off(parts: list[exp.Expression]) -> bool:
    """Whether SQLite computes some of the parts behind others: those with a subquery."""
    return any(map(_has_query, parts[:-1]))


def _step_by_step(op: str, parts: list[exp.Expression]) -> exp.Expression:
    """One test after the other; behind them no part decides, and the result is NULL unless all say the same."""
    denied = [exp.Not(this=build.wrap(part.copy())) for part in parts]
    held = [part.copy() for part in parts]
    deciding, others = (denied, held) if op == "and" else (held, denied)
    result, otherwise = (build.integer(number) for number in ((0, 1) if op == "and" else (1, 0)))
    whole = build.conjunction(others)
    return build.case([*((test, result.copy()) for test in deciding), (whole, otherwise)], None)
