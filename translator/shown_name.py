"""Operators and routines as stored and shown expressions name them: qualified where the name alone would mean another
one.
"""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.func import Argument, find_function
from translator.analyze.oper import find_operator
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_identifier
from translator.catalog.rows import PgOperator, PgProc
from translator.errors import PgError
from translator.query import CoerceTestExpr, Expr


def operator_name(image: CatalogImage, operator: PgOperator, operands: Sequence[Expr]) -> str:
    """`name`, or `OPERATOR(schema.name)`."""
    if operator.oprname not in image.own_rows.operators:
        return operator.oprname
    left, right = (operands[0].type, operands[1].type) if operator.oprleft else (0, operands[0].type)
    analysis = Analysis(image, DEFAULT_ANALYZER_SETTINGS)
    operator = image.find_operator(operator.oid) or operator  # which may have been moved
    found = find_operator(analysis, operator.oprname, left, right, -1, missing_ok=True)
    if found == operator:
        return operator.oprname
    namespace = image.namespace_by_oid(operator.oprnamespace)
    schema = "" if namespace is None else quote_identifier(namespace.nspname)
    return f"OPERATOR({schema}.{operator.oprname})"


def routine_name(image: CatalogImage, proc: PgProc, args: Sequence[Expr]) -> str:
    """`name`, or `schema.name`."""
    proc = image.find_proc(proc.oid) or proc  # which may have another name now
    name = quote_identifier(proc.proname)
    if proc.pronamespace == PG_CATALOG and proc.proname not in image.own_rows.procs:
        return name
    namespace = image.namespace_by_oid(proc.pronamespace)
    schema = "" if namespace is None else quote_identifier(namespace.nspname)
    return name if _finds(image, proc, args) else f"{schema}.{name}"


def _finds(image: CatalogImage, proc: PgProc, args: Sequence[Expr]) -> bool:
    """Whether the name alone means the routine, for arguments of these types."""
    arguments = [Argument(CoerceTestExpr(type=arg.type)) for arg in args]
    try:
        found = find_function(Analysis(image, DEFAULT_ANALYZER_SETTINGS), proc.proname, None, arguments, -1)
    except PgError:
        return False
    return not (found is None or isinstance(found, int)) and found.proc.oid == proc.oid
