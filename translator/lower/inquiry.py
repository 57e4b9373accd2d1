"""Functions that ask about the expression which is their argument, not about its value."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.analyze.expression_collation import combined
from translator.catalog.quote import quote_identifier
from translator.errors import datatype_mismatch
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import lowers_call
from translator.query import Const, Expr
from translator.types import oids


@lowers_call('pg_collation_for("any")')
def collation_for(lowering: Lowering, args: Sequence[Expr]) -> exp.Expression:
    """The collation's name, NULL where the columns disagree.  Raises PgError 42804."""
    (argument,) = args
    catalog = lowering.catalog
    if argument.type == oids.UNKNOWN:
        if isinstance(argument, Const):
            lowering.analysis.consume(argument)
        return build.null()
    if not catalog.type(argument.type).typcollation:
        raise datatype_mismatch(f"collations are not supported by type {catalog.format_type(argument.type)}")
    name = combined(catalog, args).name
    return build.null() if name is None else exp.Literal.string(quote_identifier(name))
