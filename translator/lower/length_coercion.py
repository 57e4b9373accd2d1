"""Calls of the functions that fit a value to its type's modifier, which planning leaves out where a constant modifier
changes nothing, whatever their other arguments are (PostgreSQL's support functions of length coercion).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.lower import build
from translator.lower.constants import is_constant
from translator.lower.context import Lowering
from translator.lower.dispatch import CallLowering, lower_expr, lowers_call
from translator.lower.proc import call_proc
from translator.query import Expr

_LEAST = {
    '"varchar"(character varying,integer,boolean)': 0,
    "varbit(bit varying,integer,boolean)": 1,
    '"numeric"(numeric,integer)': 4,
    '"timestamp"(timestamp without time zone,integer)': 0,
    "timestamptz(timestamp with time zone,integer)": 0,
    '"time"(time without time zone,integer)': 0,
    "timetz(time with time zone,integer)": 0,
    '"interval"(interval,integer)': 0,
}
"""The least modifier that is one."""


def _fitted(signature: str, least: int) -> CallLowering:
    def fitted(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
        typmod = args[1]
        if (
            typmod.at < 0
            or not is_constant(lowering, typmod)
            or all(is_constant(lowering, arg, certainly=True) for arg in args)
        ):
            return None  # a cast's own, or what is computed before the query
        proc = lowering.catalog.system.procs_by_signature[signature]
        lowered = [lower_expr(lowering, arg) for arg in args]
        call = call_proc(lowering, proc, lowered, [arg.type for arg in args], -1)
        none = exp.LT(this=lower_expr(lowering, typmod), expression=build.integer(least))
        return build.case([(none, lower_expr(lowering, args[0]))], call)

    return fitted


for _signature, _least in _LEAST.items():
    lowers_call(_signature)(_fitted(_signature, _least))
