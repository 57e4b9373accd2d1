"""What a user-defined type has beyond its row of pg_type: an enum's labels, a domain's constraints, a range's facts."""

from __future__ import annotations

from msgspec import Struct

from translator.catalog.rows import PgCast, PgProc, PgRange


class EnumLabel(Struct, frozen=True):
    """A row of pg_enum; `stored` is the number that stands for the label in tables, and never changes."""

    oid: int
    name: str
    order: float
    stored: float


class DomainConstraint(Struct, frozen=True):
    """`kind` is 'c' for a CHECK, whose condition speaks of VALUE, or 'n' for NOT NULL."""

    oid: int
    name: str
    kind: str
    expression: str | None = None
    validated: bool = True


class TypeDetails(Struct, frozen=True):
    labels: tuple[EnumLabel, ...] = ()
    """In the enum's order."""
    constraints: tuple[DomainConstraint, ...] = ()
    range: PgRange | None = None
    """Of a range type and of its multirange type."""
    constructors: tuple[PgProc, ...] = ()
    """The functions that make values of a range or multirange type."""
    cast: PgCast | None = None
    """Of a multirange type, from its range type."""


NO_DETAILS = TypeDetails()
