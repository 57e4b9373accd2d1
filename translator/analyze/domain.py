"""Domains: what they are over, and the cast to one.  PostgreSQL's coerce_to_domain."""

from __future__ import annotations

from translator.catalog.image import CatalogImage
from translator.query import CoerceToDomain, Expr


def is_domain(catalog: CatalogImage, oid: int) -> bool:
    row = catalog.type_by_oid(oid)
    return row is not None and row.typtype == "d"


def base_and_typmod(catalog: CatalogImage, oid: int) -> tuple[int, int]:
    """What a domain is over at last, with the typmod that applies."""
    typmod = -1
    row = catalog.type(oid)
    while row.typtype == "d":
        oid = row.typbasetype
        typmod = typmod if typmod >= 0 else row.typtypmod
        row = catalog.type(oid)
    return oid, typmod


def coerce_to_domain(arg: Expr, domain: int, *, explicit: bool, location: int) -> Expr:
    """A value of the base type as the domain, checked when it is computed."""
    return CoerceToDomain(arg, explicit, type=domain, typmod=arg.typmod, location=location)
