"""The choice among overloaded functions or operators: PostgreSQL's func_match_argtypes and func_select_candidate.

Manual: "Function Type Resolution", steps 4 and following.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from translator.analyze.coerce import can_coerce
from translator.analyze.state import Analysis
from translator.types import oids

T = TypeVar("T")


def matching(
    analysis: Analysis, candidates: Sequence[T], types: Sequence[int], declared: Callable[[T], Sequence[int]]
) -> list[T]:
    """The candidates whose declared types every argument can become implicitly."""
    return [candidate for candidate in candidates if can_coerce(analysis, types, declared(candidate), "i")]


def select_candidate(
    analysis: Analysis, candidates: Sequence[T], types: Sequence[int], declared: Callable[[T], Sequence[int]]
) -> list[T]:
    """The best candidates; one when the choice is clear, several when ambiguous, none when nothing matches."""
    fitting = matching(analysis, candidates, types, declared)
    if len(fitting) <= 1:
        return fitting
    catalog = analysis.catalog
    base = [oid if oid == oids.UNKNOWN else catalog.base_type(oid) for oid in types]
    known = [index for index, oid in enumerate(base) if oid != oids.UNKNOWN]

    def exact(candidate: T) -> int:
        return sum(declared(candidate)[index] == base[index] for index in known)

    fitting = _most(fitting, exact)
    if len(fitting) == 1:
        return fitting

    def preferred(candidate: T) -> int:
        return sum(
            declared(candidate)[index] == base[index]
            or _prefers(analysis, catalog.type(base[index]).typcategory, declared(candidate)[index])
            for index in known
        )

    fitting = _most(fitting, preferred)
    if len(fitting) == 1 or len(known) == len(base):
        return fitting
    unknown = [index for index, oid in enumerate(base) if oid == oids.UNKNOWN]
    narrowed = _by_category(analysis, fitting, unknown, declared)
    if len(narrowed) == 1:
        return narrowed
    return _like_the_known(analysis, narrowed or fitting, base, known, declared)


def _most(candidates: list[T], score: Callable[[T], int]) -> list[T]:
    """The candidates with the highest score."""
    scores = [score(candidate) for candidate in candidates]
    best = max(scores)
    return [candidate for candidate, value in zip(candidates, scores, strict=True) if value == best]


def _prefers(analysis: Analysis, category: str, oid: int) -> bool:
    row = analysis.catalog.type(oid)
    return row.typispreferred and row.typcategory == category


def _by_category(
    analysis: Analysis, candidates: list[T], unknown: Sequence[int], declared: Callable[[T], Sequence[int]]
) -> list[T]:
    """Let untyped literals take the string category if any candidate does, else the category all agree on."""
    catalog = analysis.catalog
    chosen: dict[int, tuple[str, bool]] = {}
    for index in unknown:
        rows = [catalog.type(declared(candidate)[index]) for candidate in candidates]
        categories = {row.typcategory for row in rows}
        if "S" in categories:
            category = "S"
        elif len(categories) == 1:
            category = categories.pop()
        else:
            return candidates
        chosen[index] = category, any(row.typispreferred for row in rows if row.typcategory == category)

    def keeps(candidate: T) -> bool:
        for index, (category, has_preferred) in chosen.items():
            row = catalog.type(declared(candidate)[index])
            if row.typcategory != category or (has_preferred and not row.typispreferred):
                return False
        return True

    kept = [candidate for candidate in candidates if keeps(candidate)]
    return kept or candidates


def _like_the_known(
    analysis: Analysis,
    candidates: list[T],
    base: Sequence[int],
    known: Sequence[int],
    declared: Callable[[T], Sequence[int]],
) -> list[T]:
    """If all typed arguments share a type, assume it for the untyped ones."""
    types = {base[index] for index in known}
    if len(types) != 1:
        return candidates
    assumed = [next(iter(types))] * len(base)
    fitting = [candidate for candidate in candidates if can_coerce(analysis, assumed, declared(candidate), "i")]
    return fitting if len(fitting) == 1 else candidates
