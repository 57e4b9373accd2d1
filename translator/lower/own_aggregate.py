"""Aggregates of the database's own: their functions become SQLite expressions that run for each row.

One that is made of the same functions as one of PostgreSQL's is computed as that one is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec.structs import replace
from sqlglot import exp

from translator import query as q
from translator.analyze.polymorphic import resolve
from translator.builtins.own_aggregate import OWN_AGGREGATE
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgAggregate, PgProc
from translator.errors.statements import feature_not_supported
from translator.lower import build
from translator.lower import dispatch as expressions
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.proc import call_proc
from translator.settings_view import DEFAULT_SETTINGS
from translator.types import oids


def is_own(catalog: CatalogImage, proc: PgProc) -> bool:
    """Whether an aggregate is one of the database's own."""
    return catalog.own_rows.find(PgAggregate, proc.oid) is not None


def with_known(catalog: CatalogImage, expr: q.Aggref) -> q.Aggref:
    """The same call of PostgreSQL's aggregate that is made of the same functions, if there is one."""
    twin = known_twin(catalog, expr.proc)
    return expr if twin is None else replace(expr, proc=twin, star=expr.star and not twin.proargtypes)


def known_twin(catalog: CatalogImage, proc: PgProc) -> PgProc | None:
    """PostgreSQL's aggregate that is made of the same functions."""
    if not is_own(catalog, proc):
        return None
    wanted = _making(catalog.aggregate(proc.oid))
    for facts in catalog.system.aggregates.values():
        if _making(facts) == wanted:
            twin = catalog.proc(facts.aggfnoid)
            if twin.proargtypes == proc.proargtypes:
                return twin
    return None


def _making(facts: PgAggregate) -> tuple[int | str | bool | None, ...]:
    return (
        facts.aggkind, facts.aggnumdirectargs, facts.aggtransfn, facts.aggfinalfn, facts.aggfinalextra,
        facts.aggtranstype, facts.agginitval,
    )  # fmt: skip


def call_own(
    lowering: Lowering, expr: q.Aggref | q.WindowFunc, args: list[exp.Expression], types: list[int]
) -> exp.Anonymous:
    """The call, without DISTINCT and ORDER BY.

    Raises PgError 0A000 for a state that only functions in C understand.
    """
    catalog, proc = lowering.catalog, expr.proc
    facts = catalog.aggregate(proc.oid)
    state = _state_type(catalog, expr)
    if state == oids.INTERNAL or facts.aggkind != "n":
        raise feature_not_supported(f"aggregate {proc.proname} with states of type internal", at=expr.location)
    step, final = catalog.proc(facts.aggtransfn), catalog.find_proc(facts.aggfinalfn)
    values = [exp.Placeholder(this=str(number)) for number in range(1, len(args) + 2)]
    made = call_proc(lowering, step, [*values], [state, *types], expr.location)
    spec = {"step": _selected(made), "strict": step.proisstrict}
    if final is not None:
        extra = types if facts.aggfinalextra else []
        nothing: list[exp.Expression] = [build.null() for _ in extra]
        ended = call_proc(lowering, final, [values[0], *nothing], [state, *extra], expr.location)
        spec |= {"final": _selected(ended), "final_strict": final.proisstrict}
    first = _initial(lowering, facts, state)
    leading = [
        exp.Literal.string(",".join(map(str, (oids.TEXT, state, *types)))),
        exp.Literal.string(json.dumps(spec)),
        first,
    ]
    return build.call(OWN_AGGREGATE, *leading, *args)


def _state_type(catalog: CatalogImage, expr: q.Aggref | q.WindowFunc) -> int:
    declared = catalog.aggregate(expr.proc.oid).aggtranstype
    takes = expr.proc.proargtypes
    given = [arg.type for arg in expr.args]
    if len(given) != len(takes):
        return declared
    return resolve(catalog, given, takes, declared, expr.location)[1]


def _initial(lowering: Lowering, facts: PgAggregate, state: int) -> exp.Expression:
    """The first state."""
    if facts.agginitval is None:
        return build.null()
    catalog = lowering.catalog
    value = catalog.datatype(catalog.base_type(state)).parse(facts.agginitval, DEFAULT_SETTINGS)
    return expressions.lower_expr(lowering, q.Const(value, type=state))


def _selected(value: exp.Expression) -> str:
    return to_sql(exp.Select(expressions=[value]))


def of_no_rows(lowering: Lowering, expr: q.Aggref | q.WindowFunc, call: exp.Expression) -> exp.Expression:
    """The call with what the aggregate is of no rows, of which SQLite tells it nothing."""
    catalog = lowering.catalog
    facts = catalog.aggregate(expr.proc.oid)
    state = _state_type(catalog, expr)
    first, final = _initial(lowering, facts, state), catalog.find_proc(facts.aggfinalfn)
    if facts.agginitval is None and (final is None or final.proisstrict):
        return call
    if final is not None:
        extra = [arg.type for arg in expr.args] if facts.aggfinalextra else []
        nothing: Sequence[exp.Expression] = [build.null() for _ in extra]
        first = call_proc(lowering, final, [first, *nothing], [state, *extra], expr.location)
    no_rows = exp.EQ(this=exp.Count(this=exp.Star()), expression=build.integer(0))
    return build.case([(no_rows, first)], call)
