"""ANY and ALL where SQLite has no operator for them."""

from __future__ import annotations

from sqlglot import exp

from translator.lower import build
from translator.lower.context import Lowering


def quantify(lowering: Lowering, hits: exp.Select, *, any_: bool) -> exp.Expression:
    """Three-valued ANY or ALL over the column `hit`: one pass, max for ANY, min for ALL, null if undecided."""
    name = lowering.name("hits")
    hit = build.column(name, "hit")
    decisive, otherwise = (1, 0) if any_ else (0, 1)
    extreme = exp.Max(this=hit) if any_ else exp.Min(this=hit.copy())
    unknown = exp.LT(this=exp.Count(this=hit.copy()), expression=exp.Count(this=exp.Star()))
    result = build.case(
        [
            (exp.EQ(this=extreme, expression=build.integer(decisive)), build.integer(decisive)),
            (unknown, build.null()),
        ],
        build.integer(otherwise),
    )
    table = exp.Subquery(this=hits, alias=exp.TableAlias(this=build.identifier(name)))
    return exp.Subquery(this=exp.Select(expressions=[result], from_=exp.From(this=table)))
