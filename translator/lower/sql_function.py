"""Functions that PostgreSQL has in SQL, put together of others, which planning puts in their place (inlining)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from translator.catalog.image import CatalogImage
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.lower.proc import call_proc
from translator.query import Const, Expr, FuncExpr, OpExpr
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
    _, volatile = lowering.noting_volatility(lambda: [lower_expr(lowering, arg) for arg in args])
    return None if volatile else lower_expr(lowering, _overlaps(lowering.catalog, args))


def _overlaps(catalog: CatalogImage, args: Sequence[Expr]) -> Expr:
    kind = next(arg.type for arg in args if arg.type != oids.INTERVAL)
    plus = next(each for each in catalog.operators_named("+") if (each.oprleft, each.oprright) == (kind, oids.INTERVAL))
    ends = [
        OpExpr(plus, (begin, end), type=kind) if end.type == oids.INTERVAL else end
        for begin, end in (args[:2], args[2:])
    ]
    proc = catalog.system.procs_by_signature[f'"overlaps"({",".join([catalog.format_type(kind)] * 4)})']
    return FuncExpr(proc, (args[0], ends[0], args[2], ends[1]), type=oids.BOOL)


@lowers_call('"substring"(text,text,text)')
def substring_similar(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
    """The pattern is translated, and may be found wrong, also where the text is NULL."""
    if all(isinstance(part, Const) for part in args[1:]):
        return None
    lowered, volatile = lowering.noting_volatility(lambda: [lower_expr(lowering, arg) for arg in args])
    if volatile:
        return None
    procs = lowering.catalog.system.procs_by_signature
    matched = call_proc(lowering, procs['"substring"(text,text,text)'], lowered, [oids.TEXT] * 3, -1)
    pattern = [arg.copy() for arg in lowered[1:]]
    translated = call_proc(lowering, procs["similar_to_escape(text,text)"], pattern, [oids.TEXT] * 2, -1)
    return build.case([(build.is_null(build.is_null(translated)), build.null())], matched)


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


def _part_of_date(catalog: CatalogImage, args: Sequence[Expr]) -> Expr:
    """`date_part($1, $2::timestamp)`."""
    procs = catalog.system.procs_by_signature
    instant = FuncExpr(procs['"timestamp"(date)'], (args[1],), type=oids.TIMESTAMP)
    return FuncExpr(procs["date_part(text,timestamp without time zone)"], (args[0], instant), type=oids.FLOAT8)


_BODIES: dict[str, Callable[[CatalogImage, Sequence[Expr]], Expr]] = {
    **dict.fromkeys(_OVERLAPS, _overlaps),
    "date_part(text,date)": _part_of_date,
    '"substring"(text,text,text)': _similar,
    "timestamptz(date,time without time zone)": _date_and_time,
}
"""Bodies whose own constants may fail to be computed."""


SECOND_FIRST = frozenset({
    "interval_pl_date(interval,date)", "interval_pl_time(interval,time without time zone)",
    "interval_pl_timetz(interval,time with time zone)", "interval_pl_timestamp(interval,timestamp without time zone)",
    "interval_pl_timestamptz(interval,timestamp with time zone)", "integer_pl_date(integer,date)",
    "timedate_pl(time without time zone,date)", "timetzdate_pl(time with time zone,date)",
    "int8pl_inet(bigint,inet)", "numeric_pl_pg_lsn(numeric,pg_lsn)",
})  # fmt: skip
"""Functions in SQL, `$2 + $1` by their bodies."""


def inlined(catalog: CatalogImage, call: FuncExpr) -> Expr | None:
    """What stands in the place of a call, None for one that stays."""
    body = _BODIES.get(call.proc.signature)
    return None if body is None else body(catalog, call.args)
