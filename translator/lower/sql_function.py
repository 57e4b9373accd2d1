"""Functions that PostgreSQL has in SQL, put together of others, which planning puts in their place (inlining)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from translator.catalog.image import CatalogImage
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.query import Expr, FuncExpr, OpExpr
from translator.types import oids

_INSTANTS = ("timestamp without time zone", "timestamp with time zone", "time without time zone")
_OVERLAPS = [
    f'"overlaps"({name},{first},{name},{second})'
    for name in _INSTANTS
    for first, second in (("interval", "interval"), ("interval", name), (name, "interval"))
]


@lowers_call(*_OVERLAPS)
def overlaps(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
    """`($1, $1 + $2) OVERLAPS ($3, $3 + $4)`; None where a beginning would be computed twice to different values."""
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


def _similar(catalog: CatalogImage, args: Sequence[Expr]) -> Expr:
    """`substring($1, similar_to_escape($2, $3))`."""
    procs = catalog.system.procs_by_signature
    text, pattern, escape = args
    expression = FuncExpr(procs["similar_to_escape(text,text)"], (pattern, escape), type=oids.TEXT)
    return FuncExpr(procs['"substring"(text,text)'], (text, expression), type=oids.TEXT)


def _date_and_time(catalog: CatalogImage, args: Sequence[Expr]) -> Expr:
    """`($1 + $2)::timestamptz`."""
    procs = catalog.system.procs_by_signature
    local = FuncExpr(procs["datetime_pl(date,time without time zone)"], tuple(args), type=oids.TIMESTAMP)
    return FuncExpr(procs["timestamptz(timestamp without time zone)"], (local,), type=oids.TIMESTAMPTZ)


_BODIES: dict[str, Callable[[CatalogImage, Sequence[Expr]], Expr]] = {
    '"substring"(text,text,text)': _similar,
    "timestamptz(date,time without time zone)": _date_and_time,
}
"""Bodies whose own constants may fail to be computed."""


def inlined(catalog: CatalogImage, call: FuncExpr) -> Expr | None:
    """What stands in the place of a call, None for one that stays."""
    body = _BODIES.get(call.proc.signature)
    return None if body is None else body(catalog, call.args)
