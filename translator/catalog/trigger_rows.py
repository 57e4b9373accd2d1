"""pg_trigger's rows: the triggers by which foreign keys and deferrable keys are enforced.

Nothing here runs them; clients ask for them.  Their oids are those behind their constraint's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from translator.catalog.dependency_rows import PG_CONSTRAINT, PG_TRIGGER, depend
from translator.catalog.relation import Constraint, Relation

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

ROW, INSERT, DELETE, UPDATE = 1, 4, 8, 16
"""Bits of pg_trigger.tgtype."""
_ON_DELETE = {"a": 1654, "r": 1648, "c": 1646, "n": 1650, "d": 1652}
_ON_UPDATE = {"a": 1655, "r": 1649, "c": 1647, "n": 1651, "d": 1653}
_CHECK_INSERT, _CHECK_UPDATE, _RECHECK = 1644, 1645, 1250
_BEHIND = {"f": 4, "p": 1, "u": 1, "x": 1}

Rows = Iterator[tuple[str, dict[str, Any]]]


def oids_behind(kind: str) -> int:
    """How many oids behind that of a constraint belong to its triggers."""
    return _BEHIND.get(kind, 0)


def trigger_rows(image: CatalogImage, relation: Relation, constraint: Constraint, *, part: bool = False) -> Rows:
    """The triggers of a constraint, those of a partition's part of one under those of the whole.

    part: whether it is what a foreign key to a partitioned table is for one of the partitions.
    """
    if not constraint.enforced:
        return
    if constraint.kind in "pux" and constraint.deferrable:
        prefix = "PK" if constraint.kind == "p" else "Unique"
        name = f"{prefix}_ConstraintTrigger_{constraint.oid + 1}"
        yield from _trigger(
            constraint, 1, name, relation, None, _RECHECK, INSERT | UPDATE, 0, constraint.check_disabled
        )
    if constraint.kind != "f":
        return
    parent = image.relation(constraint.references)
    assert parent is not None
    if part or not constraint.parent:
        calls = (_ON_DELETE[constraint.on_delete], DELETE), (_ON_UPDATE[constraint.on_update], UPDATE)
        for place, (function, event) in enumerate(calls, start=1):
            name = f"RI_ConstraintTrigger_a_{constraint.oid + place}"
            off = constraint.action_disabled
            yield from _trigger(constraint, place, name, parent, relation, function, event, constraint.parent, off)
    if not part:
        for place, (function, event) in enumerate(((_CHECK_INSERT, INSERT), (_CHECK_UPDATE, UPDATE)), start=3):
            name = f"RI_ConstraintTrigger_c_{constraint.oid + place}"
            off = constraint.check_disabled
            yield from _trigger(constraint, place, name, relation, parent, function, event, constraint.parent, off)


def _trigger(
    constraint: Constraint,
    place: int,
    name: str,
    table: Relation,
    other: Relation | None,
    function: int,
    event: int,
    whole: int,
    disabled: bool,
) -> Rows:
    acts = function not in (_ON_DELETE["a"], _ON_UPDATE["a"], _CHECK_INSERT, _CHECK_UPDATE, _RECHECK)
    oid = constraint.oid + place
    yield (
        "pg_trigger",
        {
            "oid": oid,
            "tgrelid": table.oid,
            "tgparentid": whole + place if whole else 0,
            "tgname": name,
            "tgfoid": function,
            "tgtype": ROW | event,
            "tgenabled": "D" if disabled else "O",
            "tgisinternal": True,
            "tgconstrrelid": 0 if other is None else other.oid,
            "tgconstrindid": constraint.index,
            "tgconstraint": constraint.oid,
            "tgdeferrable": constraint.deferrable and not acts,
            "tginitdeferred": constraint.deferred and not acts,
            "tgnargs": 0,
            "tgattr": [],
            "tgargs": b"",
        },
    )
    yield "pg_depend", depend(PG_TRIGGER, oid, 0, PG_CONSTRAINT, constraint.oid, 0, "i")
