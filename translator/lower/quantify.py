"""ANY and ALL where SQLite has no operator for them."""

from __future__ import annotations

from sqlglot import exp

from translator.lower import build
from translator.lower.context import Lowering


def quantify(lowering: Lowering, hits: exp.Select, *, any_: bool, may_fail: bool = False) -> exp.Expression:
    """Three-valued ANY or ALL over the column `hit`: one pass, max for ANY, min for ALL, null if undecided.

    With `may_fail` the rows behind the one that decides are not come to.
    """
    name = lowering.name("hits")
    hit = build.column(name, "hit")
    decisive, otherwise = (1, 0) if any_ else (0, 1)
    if may_fail and not build.is_large(hits):
        decided = _exists(hits.copy(), name, exp.Is(this=hit, expression=build.integer(decisive)))
        unknown_one = _exists(hits, name, build.is_null(hit.copy()))
        return build.case([(decided, build.integer(decisive)), (unknown_one, build.null())], build.integer(otherwise))
    extreme = exp.Max(this=hit) if any_ else exp.Min(this=hit.copy())
    unknown = exp.LT(this=exp.Count(this=hit.copy()), expression=exp.Count(this=exp.Star()))
    result = build.case(
        [
            (exp.EQ(this=extreme, expression=build.integer(decisive)), build.integer(decisive)),
            (unknown, build.null()),
        ],
        build.integer(otherwise),
    )
    return exp.Subquery(this=exp.Select(expressions=[result], from_=exp.From(this=_table(hits, name))))


def _exists(hits: exp.Select, name: str, test: exp.Expression) -> exp.Exists:
    rows = exp.Select(expressions=[build.integer(1)], from_=exp.From(this=_table(hits, name)))
    rows.set("where", exp.Where(this=test))
    return exp.Exists(this=rows)


def _table(hits: exp.Select, name: str) -> exp.Subquery:
    return exp.Subquery(this=hits, alias=exp.TableAlias(this=build.identifier(name)))
