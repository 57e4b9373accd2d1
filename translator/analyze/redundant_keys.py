"""Keys of CREATE TABLE that say what another one says already: PostgreSQL makes one constraint of them.

Manual: CREATE TABLE, "Notes".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.command import NewConstraint


def without_redundant(constraints: Sequence[NewConstraint]) -> list[NewConstraint]:
    """The constraints; of keys over the same columns the primary one stays, else the first, with a name if any has
    one.
    """
    kept: dict[tuple[object, ...], NewConstraint] = {}
    for known in sorted((known for known in constraints if known.kind in "pux"), key=lambda known: known.kind != "p"):
        before = kept.setdefault(_index(known), known)
        if not before.name:
            kept[_index(known)] = replace(before, name=known.name)
    places = {_index(known): place for place, known in reversed(list(enumerate(constraints))) if known.kind in "pux"}
    return [
        kept[_index(known)] if known.kind in "pux" else known
        for place, known in enumerate(constraints)
        if known.kind not in "pux" or places[_index(known)] == place
    ]


def _index(known: NewConstraint) -> tuple[object, ...]:
    """What makes two indexes the same: everything but their names and storage, and whether they are the primary key."""
    return (
        known.columns, known.included, known.keys, known.operators, known.method, known.expression,
        known.nulls_not_distinct, known.deferrable, known.deferred, known.period,
    )  # fmt: skip
