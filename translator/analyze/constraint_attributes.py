"""What may stand behind a column's constraint: DEFERRABLE, INITIALLY, ENFORCED.  Mirrors transformConstraintAttrs."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from translator import command as c

_DEFERRABLE = frozenset({"CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION", "CONSTR_FOREIGN"})
_ENFORCED = frozenset({"CONSTR_CHECK", "CONSTR_FOREIGN"})


class ConstraintAttribute(Struct, frozen=True):
    """As it is written, the clauses of which there may be one, and the constraints that it may stand behind."""

    written: str
    kind: str
    of: frozenset[str]


ATTRIBUTES = {
    f"CONSTR_ATTR_{name}": ConstraintAttribute(written, kind, of)
    for name, written, kind, of in (
        ("DEFERRABLE", "DEFERRABLE", "DEFERRABLE/NOT DEFERRABLE", _DEFERRABLE),
        ("NOT_DEFERRABLE", "NOT DEFERRABLE", "DEFERRABLE/NOT DEFERRABLE", _DEFERRABLE),
        ("DEFERRED", "INITIALLY DEFERRED", "INITIALLY IMMEDIATE/DEFERRED", _DEFERRABLE),
        ("IMMEDIATE", "INITIALLY IMMEDIATE", "INITIALLY IMMEDIATE/DEFERRED", _DEFERRABLE),
        ("ENFORCED", "ENFORCED", "ENFORCED/NOT ENFORCED", _ENFORCED),
        ("NOT_ENFORCED", "NOT ENFORCED", "ENFORCED/NOT ENFORCED", _ENFORCED),
    )
}


def with_attribute(constraint: c.NewConstraint, kind: str) -> c.NewConstraint:
    """The constraint with an attribute."""
    if kind == "CONSTR_ATTR_DEFERRABLE":
        return replace(constraint, deferrable=True)
    if kind == "CONSTR_ATTR_DEFERRED":
        return replace(constraint, deferrable=True, deferred=True)
    if kind == "CONSTR_ATTR_NOT_ENFORCED":
        return replace(constraint, enforced=False, not_valid=True)
    return constraint
