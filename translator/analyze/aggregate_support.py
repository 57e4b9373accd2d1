"""The functions that an aggregate is made of: PostgreSQL's lookup_agg_function."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.binary_coercible import binary_coercible
from translator.analyze.func import Argument, find_function
from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.polymorphic import is_polymorphic, resolve
from translator.analyze.privilege import require_execute
from translator.analyze.state import Analysis
from translator.catalog.rows import PgProc
from translator.errors import PgError
from translator.errors.objects import invalid_function_definition, undefined_schema
from translator.errors.statements import datatype_mismatch
from translator.query import CoerceTestExpr
from translator.types import oids

_ELEMENTS = frozenset({oids.ANYELEMENT, oids.ANYARRAY, oids.ANYNONARRAY, oids.ANYENUM, oids.ANYRANGE,
                       oids.ANYMULTIRANGE})  # fmt: skip
_RANGES = frozenset({oids.ANYRANGE, oids.ANYMULTIRANGE})
_COMPATIBLE = frozenset({oids.ANYCOMPATIBLE, oids.ANYCOMPATIBLEARRAY, oids.ANYCOMPATIBLENONARRAY,
                         oids.ANYCOMPATIBLERANGE, oids.ANYCOMPATIBLEMULTIRANGE})  # fmt: skip
_COMPATIBLE_RANGES = frozenset({oids.ANYCOMPATIBLERANGE, oids.ANYCOMPATIBLEMULTIRANGE})


def support_function(
    analysis: Analysis, names: Sequence[str], types: Sequence[int], variadic: int = 0
) -> tuple[PgProc, int]:
    """The function for these arguments, and its actual result type.  variadic: the aggregate's variadic type.

    Raises PgError 42883, 42804, 42501.
    """
    refuse_name_elsewhere(analysis, names)
    catalog = analysis.catalog
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and catalog.namespace(schema) is None:
        raise undefined_schema(schema)
    arguments = [Argument(CoerceTestExpr(type=oid)) for oid in types]
    found = find_function(analysis, names[-1], schema, arguments, -1, expand=False)
    shown = f"{'.'.join(names)}({', '.join(map(catalog.format_type, types))})"
    if found is None or isinstance(found, int) or found.proc.prokind != "f":
        raise PgError("42883", f"function {shown} does not exist")
    proc = found.proc
    if proc.proretset:
        raise datatype_mismatch(f"function {shown} returns a set")
    if variadic == oids.ANY and proc.provariadic != oids.ANY:
        raise datatype_mismatch(f"function {shown} must accept VARIADIC ANY to be used in this aggregate")
    takes = found.types if len(found.types) == len(types) else (*found.types, *[oids.ANY] * len(types))[: len(types)]
    actual, result = _resolved(analysis, types, takes, proc)
    for given, taken in zip(types, actual, strict=True):
        if not (given == taken or is_polymorphic(taken) or binary_coercible(catalog, given, taken)):
            raise datatype_mismatch(f"function {shown} requires run-time type coercion")
    require_execute(analysis, proc)
    return proc, result


def _resolved(analysis: Analysis, types: Sequence[int], takes: Sequence[int], proc: PgProc) -> tuple[list[int], int]:
    """What the function takes and gives for types that may themselves be polymorphic; 0 where it does not tell."""
    if not _COMPATIBLE.isdisjoint(types):
        return list(takes), proc.prorettype
    if oids.ANYENUM in types:
        return list(takes), 0 if is_polymorphic(proc.prorettype) else proc.prorettype
    return resolve(analysis.catalog, types, takes, proc.prorettype, -1)


def require_determined(analysis: Analysis, oid: int, types: Sequence[int], what: str) -> None:
    """Whether the arguments tell what a polymorphic type is.  Raises PgError 42P13."""
    name = analysis.catalog.format_type
    for family, ranges, words in (
        (_ELEMENTS, _RANGES, "anyelement, anyarray, anynonarray, anyenum, anyrange, or anymultirange"),
        (_COMPATIBLE, _COMPATIBLE_RANGES,
         "anycompatible, anycompatiblearray, anycompatiblenonarray, anycompatiblerange, or anycompatiblemultirange"),
    ):  # fmt: skip
        if oid not in family:
            continue
        known = ranges if oid in ranges else family
        if known.isdisjoint(types):
            enough = " or ".join(name(each) for each in sorted(ranges)) if oid in ranges else words
            detail = f"A result of type {name(oid)} requires at least one input of type {enough}."
            raise invalid_function_definition(f"cannot determine {what} data type", detail=detail)
