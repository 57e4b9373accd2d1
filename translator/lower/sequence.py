"""nextval() narrowed, as in the default of serial and identity columns."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.lower.context import Lowering
from translator.lower.dispatch import CallLowering, lower_expr, lowers_call
from translator.query import Const, Expr, FuncExpr


def _narrowed(bits: int) -> CallLowering:
    limit = 1 << bits - 1

    def lower(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
        """The value as it is where the sequence gives none that is out of range."""
        call = args[0]
        if not isinstance(call, FuncExpr) or call.proc.signature != "nextval(regclass)":
            return None
        of = call.args[0]
        relation = lowering.catalog.relation(int(of.value)) if isinstance(of, Const) and of.value is not None else None
        sequence = relation.sequence if relation is not None else None
        if sequence is None or sequence.minimum < -limit or sequence.maximum >= limit:
            return None
        return lower_expr(lowering, call)

    return lower


for _type, _bits in (("int4", 32), ("int2", 16)):
    lowers_call(f"{_type}(bigint)")(_narrowed(_bits))
