"""OVERLAPS with intervals, which PostgreSQL has as functions in SQL: `($1, $1 + $2) OVERLAPS ($3, $3 + $4)`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.query import Expr, FuncExpr, OpExpr
from translator.types import oids

INSTANTS = ("timestamp without time zone", "timestamp with time zone", "time without time zone")
SIGNATURES = [
    f'"overlaps"({name},{first},{name},{second})'
    for name in INSTANTS
    for first, second in (("interval", "interval"), ("interval", name), (name, "interval"))
]


@lowers_call(*SIGNATURES)
def overlaps(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
    """The same with the ends computed; None where a beginning would be computed twice to different values."""
    catalog = lowering.catalog
    _, volatile = lowering.noting_volatility(lambda: [lower_expr(lowering, arg) for arg in args])
    if volatile:
        return None
    kind = next(arg.type for arg in args if arg.type != oids.INTERVAL)
    plus = next(each for each in catalog.operators_named("+") if (each.oprleft, each.oprright) == (kind, oids.INTERVAL))
    ends = [
        OpExpr(plus, (begin, end), type=kind) if end.type == oids.INTERVAL else end
        for begin, end in (args[:2], args[2:])
    ]
    proc = catalog.system.procs_by_signature[f'"overlaps"({",".join([catalog.format_type(kind)] * 4)})']
    return lower_expr(lowering, FuncExpr(proc, (args[0], ends[0], args[2], ends[1]), type=oids.BOOL))
