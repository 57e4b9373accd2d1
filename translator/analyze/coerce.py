"""Coercion: which type becomes which, and how.  The manual's chapter "Type Conversion", PostgreSQL's parse_coerce.

Contexts are pg_cast's: 'i' implicit, 'a' assignment, 'e' explicit.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze.constant import constant_input
from translator.analyze.domain import base_and_typmod, coerce_to_domain, is_domain
from translator.analyze.polymorphic import consistent, is_polymorphic
from translator.analyze.state import Analysis
from translator.catalog.own_objects import Pathway
from translator.catalog.rows import PgProc
from translator.errors import PgError
from translator.errors.statements import cannot_cast, datatype_mismatch, set_as_argument
from translator.pause import pause
from translator.query import (
    ArrayCoerceExpr,
    CoerceTestExpr,
    CoerceViaIO,
    CollateExpr,
    Const,
    ConvertRowtypeExpr,
    Expr,
    FuncExpr,
    Param,
    RelabelType,
    RowExpr,
    SetToDefault,
    sets_in,
)
from translator.types import oids

_RANK = {"i": 0, "a": 1, "e": 2}


def pathway(analysis: Analysis, source: int, target: int, context: str) -> Pathway | None:
    """How `source` becomes `target`, None when it does not."""
    known, question = analysis.catalog.pathways, (source, target, context)
    if question not in known:
        known[question] = _pathway(analysis, *question)
    return known[question]


def _pathway(analysis: Analysis, source: int, target: int, context: str) -> Pathway | None:
    catalog = analysis.catalog
    source = catalog.base_type(source)
    target = catalog.base_type(target)
    if source == target or catalog.is_of_typed_table(source, target):
        return "relabel", None
    if catalog.inherited_places(source, target) is not None:
        return "row", None
    cast = catalog.cast(source, target)
    if cast is not None:
        if _RANK[context] < _RANK[cast.castcontext]:
            return None
        if cast.castmethod == "f":
            return "function", catalog.proc(cast.castfunc)
        return ("io", None) if cast.castmethod == "i" else ("relabel", None)
    source_element, target_element = catalog.array_element(source), catalog.array_element(target)
    if target_element and source_element and target not in (oids.OIDVECTOR, oids.INT2VECTOR):
        inner = pathway(analysis, source_element, target_element, context)
        return None if inner is None or inner[0] == "row" else ("array", None)
    if context == "a" and catalog.type(target).typcategory == "S":
        return "io", None
    if context == "e" and "S" in (catalog.type(source).typcategory, catalog.type(target).typcategory):
        return "io", None
    return None


def can_coerce(analysis: Analysis, sources: Sequence[int], targets: Sequence[int], context: str) -> bool:
    """Whether each source type becomes its target in the given context, polymorphic targets included."""
    generic = False
    for source, target in zip(sources, targets, strict=True):
        if target in (source, oids.ANY) or source == oids.UNKNOWN:
            generic = generic or is_polymorphic(target)
            continue
        if is_polymorphic(target):
            generic = True
            continue
        if pathway(analysis, source, target, context) is not None:
            continue
        if source == oids.RECORD and analysis.catalog.holds_rows(target):
            continue
        if target in (oids.RECORD, oids.RECORDARRAY) and analysis.catalog.is_row_type(
            source, array=target == oids.RECORDARRAY
        ):
            continue
        return False
    if generic:
        return consistent(analysis.catalog, sources, targets)
    return True


def coerce(
    analysis: Analysis,
    expr: Expr,
    target: int,
    typmod: int,
    context: str,
    *,
    explicit: bool = False,
    location: int = -1,
) -> Expr | None:
    """`expr` as `target`, with its length applied; None where no cast exists.

    Raises PgError where a literal does not read as the type (22P02 and kin, at the literal).
    """
    source = expr.type
    if not can_coerce(analysis, [source], [target], context):
        return None
    result = coerce_type(analysis, expr, target, typmod, context, explicit=explicit, location=location)
    return coerce_typmod(analysis, result, target, typmod, explicit=explicit, location=location)


def coerce_type(
    analysis: Analysis,
    expr: Expr,
    target: int,
    typmod: int,
    context: str,
    *,
    explicit: bool = False,
    location: int = -1,
) -> Expr:
    """`expr` as `target`; the caller has checked that the cast exists.  The typmod is applied by `coerce_typmod`."""
    pause()
    source = expr.type
    if source == target or isinstance(expr, SetToDefault):
        return expr
    if target in (oids.RECORD, oids.RECORDARRAY) and analysis.catalog.is_row_type(
        source, array=target == oids.RECORDARRAY
    ):
        return expr
    if is_domain(analysis.catalog, target):
        return _to_domain(analysis, expr, target, context, explicit=explicit, location=location)
    if target in (oids.ANY, oids.ANYELEMENT, oids.ANYNONARRAY, oids.ANYCOMPATIBLE, oids.ANYCOMPATIBLENONARRAY):
        return expr
    if is_polymorphic(target) and source != oids.UNKNOWN:
        return expr
    if isinstance(expr, Const) and source == oids.UNKNOWN:
        return constant_input(analysis, expr, target, typmod)
    if isinstance(expr, Param) and source == oids.UNKNOWN:
        return analysis.decide_param(expr, target)
    if isinstance(expr, CollateExpr):
        inner = coerce_type(analysis, expr.arg, target, typmod, context, explicit=explicit, location=location)
        return CollateExpr(inner, expr.collation, type=inner.type, typmod=inner.typmod, location=expr.at)
    if source == oids.UNKNOWN:
        return CoerceViaIO(expr, explicit, type=target, location=_at(location, expr))
    found = pathway(analysis, source, target, context)
    if found is None:
        if isinstance(expr, RowExpr) and analysis.catalog.type(target).typtype == "c":
            return _coerce_row(analysis, expr, target, context, explicit=explicit, location=_at(location, expr))
        raise cannot_cast(
            analysis.catalog.format_type(source), analysis.catalog.format_type(target), at=_at(location, expr)
        )
    return _apply_pathway(analysis, expr, target, typmod, found, context, explicit=explicit, location=location)


def _to_domain(analysis: Analysis, expr: Expr, domain: int, context: str, *, explicit: bool, location: int) -> Expr:
    """First to the base type with its length, then through the checks; a parameter is checked when it is bound."""
    at = _at(location, expr)
    if isinstance(expr, Param) and expr.type == oids.UNKNOWN:
        return analysis.decide_param(expr, domain)
    base, typmod = base_and_typmod(analysis.catalog, domain)
    inner = coerce_type(analysis, expr, base, typmod, context, explicit=explicit, location=location)
    inner = coerce_typmod(analysis, inner, base, typmod, explicit=explicit, location=location)
    return coerce_to_domain(inner, domain, explicit=explicit, location=at)


def _apply_pathway(
    analysis: Analysis,
    expr: Expr,
    target: int,
    typmod: int,
    found: Pathway,
    context: str,
    *,
    explicit: bool,
    location: int,
) -> Expr:
    kind, proc = found
    at = _at(location, expr)
    if kind == "relabel":
        return RelabelType(expr, explicit, type=target, location=at)
    if kind == "io":
        return CoerceViaIO(expr, explicit, type=target, location=at)
    if kind == "row":
        places = analysis.catalog.inherited_places(analysis.catalog.base_type(expr.type), target)
        assert places is not None
        return ConvertRowtypeExpr(expr, places, explicit, type=target, location=at)
    if kind == "array":
        element_source = analysis.catalog.array_element(analysis.catalog.base_type(expr.type))
        element_target = analysis.catalog.array_element(target)
        placeholder = CoerceTestExpr(type=element_source)
        element = coerce_type(analysis, placeholder, element_target, typmod, context, explicit=explicit, location=at)
        return ArrayCoerceExpr(expr, element, placeholder, explicit, type=target, location=at)
    assert proc is not None
    return FuncExpr(
        proc,
        _cast_arguments(analysis, proc, expr, typmod, explicit=explicit),
        is_cast=True,
        explicit=explicit,
        type=target,
        location=at,
    )


def _cast_arguments(analysis: Analysis, proc: PgProc, expr: Expr, typmod: int, *, explicit: bool) -> tuple[Expr, ...]:
    takes = proc.proargtypes[0]
    if expr.type not in (takes, oids.UNKNOWN) and not analysis.catalog.array_element(takes):
        expr = RelabelType(expr, explicit, type=takes)  # a cast's function takes the source's own form
    arguments: list[Expr] = [coerce_type(analysis, expr, takes, -1, "i")]
    if proc.pronargs >= 2:
        arguments.append(Const(typmod, type=oids.INT4))
    if proc.pronargs == 3:
        arguments.append(Const(int(explicit), type=oids.BOOL))
    return tuple(arguments)


def _coerce_row(analysis: Analysis, row: RowExpr, target: int, context: str, *, explicit: bool, location: int) -> Expr:
    """ROW(...) as a named type, field by field.  Raises PgError 42846."""
    attributes = analysis.catalog.row_attributes(target)
    names = analysis.catalog.format_type
    fields = []
    for place, attribute in enumerate(attributes):
        if place >= len(row.args):
            raise cannot_cast("record", names(target), at=location, detail="Input has too few columns.")
        field = row.args[place]
        coerced = coerce(analysis, field, attribute.type, attribute.typmod, context, explicit=explicit)
        if coerced is None:
            detail = f"Cannot cast type {names(field.type)} to {names(attribute.type)} in column {place + 1}."
            raise cannot_cast("record", names(target), at=field.at, detail=detail)
        fields.append(coerced)
    if len(row.args) > len(attributes):
        raise cannot_cast("record", names(target), at=location, detail="Input has too many columns.")
    named = tuple(attribute.name for attribute in attributes)
    return replace(row, args=tuple(fields), names=named, type=target, location=location)


def coerce_typmod(
    analysis: Analysis, expr: Expr, target: int, typmod: int, *, explicit: bool, location: int = -1
) -> Expr:
    """Apply a type's length or precision, as the cast of the type to itself does it."""
    if expr.typmod == typmod:
        return expr
    if typmod < 0:
        return RelabelType(expr, explicit, type=target, location=_at(location, expr))
    if expr.typmod < 0 and _took_typmod(expr, target, typmod):
        return replace(expr, typmod=typmod)
    element = analysis.catalog.array_element(target)
    base = element or target
    cast = analysis.catalog.cast(base, base)
    if cast is None or not cast.castfunc:
        return (
            replace(expr, typmod=typmod)
            if expr.typmod != typmod and isinstance(expr, (Const, RelabelType, CoerceViaIO))
            else expr
        )
    proc = analysis.catalog.proc(cast.castfunc)
    at = _at(location, expr)
    if element:
        placeholder = CoerceTestExpr(type=element)
        applied = FuncExpr(
            proc,
            _cast_arguments(analysis, proc, placeholder, typmod, explicit=explicit),
            is_cast=True,
            explicit=explicit,
            type=element,
            typmod=typmod,
        )
        return ArrayCoerceExpr(expr, applied, placeholder, explicit, type=target, typmod=typmod, location=at)
    arguments = _cast_arguments(analysis, proc, expr, typmod, explicit=explicit)
    return FuncExpr(proc, arguments, is_cast=True, explicit=explicit, type=target, typmod=typmod, location=at)


def _took_typmod(expr: Expr, target: int, typmod: int) -> bool:
    """Whether an expression is a cast to `target` whose function was given the typmod, as bit(bigint, integer) is."""
    if not (isinstance(expr, FuncExpr) and expr.is_cast and expr.type == target and expr.proc.pronargs >= 2):
        return False
    given = expr.args[1]
    return isinstance(given, Const) and given.value == typmod


def coerce_or_fail(
    analysis: Analysis, expr: Expr, target: int, typmod: int, context: str, *, explicit: bool, location: int = -1
) -> Expr:
    """`coerce`, or 42846 `cannot cast type a to b`."""
    result = coerce(analysis, expr, target, typmod, context, explicit=explicit, location=location)
    if result is None:
        names = analysis.catalog.format_type
        raise cannot_cast(names(expr.type), names(target), at=_at(location, expr))
    return result


def coerce_to_boolean(analysis: Analysis, expr: Expr, construct: str) -> Expr:
    """A condition, or 42804 `argument of WHERE must be type boolean, not type integer`."""
    condition = coerce_to_specific(analysis, expr, oids.BOOL, construct)
    if analysis.sets and any(sets_in(condition)):
        raise set_as_argument(construct, at=expr.at)
    return condition


def coerce_to_specific(analysis: Analysis, expr: Expr, target: int, construct: str) -> Expr:
    result = coerce(analysis, expr, target, -1, "a")
    if result is None:
        names = analysis.catalog.format_type
        raise datatype_mismatch(
            f"argument of {construct} must be type {names(target)}, not type {names(expr.type)}", at=expr.at
        )
    return result


def common_type(analysis: Analysis, exprs: Sequence[Expr], construct: str | None) -> int:
    """The type that UNION, CASE, ARRAY, VALUES and their kin give to values of several types.

    With `construct` None an impossible choice is answered by 0, otherwise by 42804.  Manual: "UNION, CASE, and Related
    Constructs".
    """
    catalog = analysis.catalog
    first = exprs[0].type
    if first != oids.UNKNOWN and all(expr.type == first for expr in exprs):
        return first
    chosen = catalog.base_type(first)
    chosen_row = catalog.type(chosen)
    for expr in exprs[1:]:
        candidate = catalog.base_type(expr.type)
        if candidate in (oids.UNKNOWN, chosen):
            continue
        row = catalog.type(candidate)
        if chosen == oids.UNKNOWN:
            chosen, chosen_row = candidate, row
        elif row.typcategory != chosen_row.typcategory:
            if construct is None:
                return 0
            raise datatype_mismatch(
                f"{construct} types {catalog.format_type(chosen)} and {catalog.format_type(candidate)} cannot "
                "be matched",
                at=expr.at,
            )
        elif (
            not chosen_row.typispreferred
            and can_coerce(analysis, [chosen], [candidate], "i")
            and not can_coerce(analysis, [candidate], [chosen], "i")
        ):
            chosen, chosen_row = candidate, row
    return oids.TEXT if chosen == oids.UNKNOWN else chosen


def common_typmod(exprs: Sequence[Expr], chosen: int) -> int:
    """The typmod that all members share, else -1."""
    typmods = {expr.typmod if expr.type == chosen else -1 for expr in exprs}
    return typmods.pop() if len(typmods) == 1 else -1


def coerce_to_common(analysis: Analysis, expr: Expr, target: int, construct: str) -> Expr:
    """A member as the common type, or 42846 `CASE could not convert type a to b`."""
    if expr.type == target:
        return expr
    if not can_coerce(analysis, [expr.type], [target], "i"):
        names = analysis.catalog.format_type
        raise PgError(
            "42846", f"{construct} could not convert type {names(expr.type)} to {names(target)}", location=expr.at
        )
    return coerce_type(analysis, expr, target, -1, "i")


def _at(location: int, expr: Expr) -> int:
    return location if location >= 0 else expr.at


def resolve_unknown(analysis: Analysis, expr: Expr) -> Expr:
    """An untyped literal that nothing gave a type becomes text."""
    return coerce_type(analysis, expr, oids.TEXT, -1, "i") if expr.type == oids.UNKNOWN else expr
