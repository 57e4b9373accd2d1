"""What access methods ask of operator families ("Interfacing Extensions to Indexes"); pg_am does not say it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from translator.catalog.bootstrap import load
from translator.catalog.rows import PgAmop, PgAmproc, PgOpclass

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

UNLIMITED = 32767


class MethodFacts(Struct, frozen=True):
    """strategies: 0 where each operator class has its own.  required: the support functions without which no class
    of the method works.
    """

    strategies: int
    support: int
    required: frozenset[int]
    storage: bool = False
    """Whether an index may keep another type than that of the column."""
    orders: bool = False
    """Whether there are operators that an index can order by."""
    hard: bool = False
    """Whether operators of a class's own type belong to it."""


METHODS = {
    "btree": MethodFacts(5, 6, frozenset({1}), hard=True),
    "hash": MethodFacts(1, 3, frozenset({1}), hard=True),
    "gist": MethodFacts(0, 12, frozenset({1, 2, 5, 6, 7}), storage=True, orders=True),
    "gin": MethodFacts(0, 7, frozenset({2, 3}), storage=True),
    "spgist": MethodFacts(0, 7, frozenset({1, 2, 3, 4, 5}), storage=True, orders=True),
    "brin": MethodFacts(0, 15, frozenset({1, 2, 3, 4}), storage=True),
}


def orders_as_known(image: CatalogImage, opclass: PgOpclass) -> bool:
    """Whether an operator class orders, or hashes, as one of the system's does, so that SQLite can index by it."""
    name = image.built_in_method(opclass.opcmethod).amname
    if name not in ("btree", "hash"):
        return True
    function = next(
        (
            row.amproc
            for row in image.own_rows.of(PgAmproc)
            if (row.amprocfamily, row.amprocnum) == (opclass.opcfamily, 1)
            and row.amproclefttype == row.amprocrighttype == opclass.opcintype
        ),
        0,
    )
    operators = {
        (row.amopstrategy, row.amopopr)
        for row in image.own_rows.of(PgAmop)
        if row.amopfamily == opclass.opcfamily and row.amoplefttype == row.amoprighttype == opclass.opcintype
    }
    for known in image.system.opclasses_by_method[image.built_in_method(opclass.opcmethod).oid]:
        if known.opcintype == opclass.opcintype and function in (0, _first_function(known)):
            own = ((strategy, image.family_operator(known, strategy)) for strategy, _ in operators)
            if all(found is not None and (strategy, found.oid) in operators for strategy, found in own):
                return bool(operators or function)
    return False


def _first_function(opclass: PgOpclass) -> int:
    """The support function number 1 of one of the system's classes."""
    return _functions().get((opclass.opcfamily, opclass.opcintype), 0)


@cache
def _functions() -> dict[tuple[int, int], int]:
    return {
        (row["amprocfamily"], row["amproclefttype"]): row["amproc"]
        for row in load("pg_amproc").complete()
        if row["amprocnum"] == 1 and row["amproclefttype"] == row["amprocrighttype"]
    }
