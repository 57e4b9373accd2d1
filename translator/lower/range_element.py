"""Elements of constant ranges, which PostgreSQL puts in other words while planning: all elements are in a range without
bounds and none in an empty one, NULL included ("Range/Multirange Functions and Operators").
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.lower import build
from translator.lower.constants import is_constant
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.lower.folding import CONTAINED, CONTAINS, HOLDS_NULL
from translator.lower.proc import call_proc
from translator.query import Const, Expr


@lowers_call(CONTAINED)
def contained(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
    """`element <@ range`"""
    return _of_constant(lowering, CONTAINED, args, args[0], args[1])


@lowers_call(CONTAINS)
def contains(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
    """`range @> element`"""
    return _of_constant(lowering, CONTAINS, args, args[1], args[0])


def _of_constant(
    lowering: Lowering, signature: str, args: Sequence[Expr], element: Expr, constant: Expr
) -> exp.Expression | None:
    if isinstance(element, Const) or not is_constant(lowering, constant) or is_constant(lowering, element):
        return None
    lowered = [lower_expr(lowering, arg) for arg in args]
    proc = lowering.catalog.system.procs_by_signature[signature]
    call = call_proc(lowering, proc, lowered, [arg.type for arg in args], -1)
    return build.call("coalesce", build.call(HOLDS_NULL, lower_expr(lowering, constant)), call)
