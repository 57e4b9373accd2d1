"""Functions of letters under a collation of the C character type, which knows ASCII letters alone.

Manual: "Collation Support", "Standard Collations".
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.analyze.expression_collation import combined
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import CallLowering, lower_expr, lowers_call
from translator.query import Expr

_C = frozenset({"C", "POSIX"})


def knows_ascii_alone(lowering: Lowering, args: Sequence[Expr]) -> bool:
    """Whether a function of these arguments takes letters as the locale C does."""
    oid = combined(lowering.catalog, args).collation
    row = lowering.catalog.find_collation_by_oid(oid) if oid else None
    return row is not None and row.collprovider in "bc" and (row.collctype or row.colllocale) in _C


def _under_c(name: str, *, negated: bool = False) -> CallLowering:
    def lower(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression | None:
        if not knows_ascii_alone(lowering, args):
            return None
        found = build.call(name, *[lower_expr(lowering, arg) for arg in args])
        return exp.Not(this=found) if negated else found

    return lower


lowers_call("lower(text)", "casefold(text)")(_under_c("lower"))
lowers_call("upper(text)")(_under_c("upper"))
lowers_call("initcap(text)")(_under_c("pg_initcap_c"))
lowers_call("texticlike(text,text)", "nameiclike(name,text)", "bpchariclike(character,text)")(_under_c("pg_ilike_c"))
lowers_call("texticnlike(text,text)", "nameicnlike(name,text)", "bpcharicnlike(character,text)")(
    _under_c("pg_ilike_c", negated=True)
)
