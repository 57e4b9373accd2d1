"""Polymorphic types: what anyelement and its kin stand for in one call.  Manual: "Polymorphic Types"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from translator.catalog.image import CatalogImage
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch
from translator.types import oids

_SIMPLE = frozenset({oids.ANYELEMENT, oids.ANYARRAY, oids.ANYNONARRAY, oids.ANYENUM, oids.ANYRANGE, oids.ANYMULTIRANGE})
_COMPATIBLE = frozenset(
    {
        oids.ANYCOMPATIBLE,
        oids.ANYCOMPATIBLEARRAY,
        oids.ANYCOMPATIBLENONARRAY,
        oids.ANYCOMPATIBLERANGE,
        oids.ANYCOMPATIBLEMULTIRANGE,
    }
)
_VECTORS = frozenset({oids.INT2VECTOR, oids.OIDVECTOR})
_POLYMORPHIC = _SIMPLE | _COMPATIBLE


def is_polymorphic(oid: int) -> bool:
    return oid in _POLYMORPHIC


class _Conflict(Exception):
    """The actual types cannot stand for the declared ones; the message says why."""


def _elements(
    catalog: CatalogImage, sources: Sequence[int], targets: Sequence[int], which: frozenset[int]
) -> list[int]:
    """The element types that the arguments of one polymorphic family suggest, unknown ones left out."""
    found = []
    for source, target in zip(sources, targets, strict=True):
        if target not in which or source == oids.UNKNOWN:
            continue
        if target in (oids.ANYARRAY, oids.ANYCOMPATIBLEARRAY):
            if source == oids.ANYARRAY:
                continue
            element = catalog.array_element(catalog.base_type(source))
            if not element:
                raise _Conflict(
                    f"argument declared {catalog.format_type(target)} is not an array but type "
                    f"{catalog.format_type(source)}"
                )
            found.append(element)
        elif target in (oids.ANYRANGE, oids.ANYCOMPATIBLERANGE):
            subtype = catalog.range_subtype(catalog.base_type(source))
            if not subtype:
                raise _Conflict(
                    f"argument declared {catalog.format_type(target)} is not a range type but type "
                    f"{catalog.format_type(source)}"
                )
            found.append(subtype)
        elif target in (oids.ANYMULTIRANGE, oids.ANYCOMPATIBLEMULTIRANGE):
            subtype = catalog.multirange_subtype(catalog.base_type(source))
            if not subtype:
                raise _Conflict(
                    f"argument declared {catalog.format_type(target)} is not a multirange type but type "
                    f"{catalog.format_type(source)}"
                )
            found.append(subtype)
        else:
            if target in (oids.ANYNONARRAY, oids.ANYCOMPATIBLENONARRAY) and catalog.array_element(source):
                raise _Conflict(f"type matched to anynonarray is an array type: {catalog.format_type(source)}")
            if target == oids.ANYENUM and catalog.type(catalog.base_type(source)).typtype != "e":
                raise _Conflict(f"type matched to anyenum is not an enum type: {catalog.format_type(source)}")
            found.append(source)
    return found


def _simple_element(catalog: CatalogImage, sources: Sequence[int], targets: Sequence[int]) -> int:
    """anyelement's type; 0 when every argument is an untyped literal."""
    found = _elements(catalog, sources, targets, _SIMPLE)
    for other in found[1:]:
        if other != found[0]:
            names = catalog.format_type
            raise _Conflict(
                f'arguments declared "anyelement" are not all alike: {names(found[0])} versus {names(other)}'
            )
    return found[0] if found else 0


def _compatible_element(catalog: CatalogImage, sources: Sequence[int], targets: Sequence[int]) -> int:
    """anycompatible's type by the rules of UNION; 0 when every argument is an untyped literal."""
    found = _elements(catalog, sources, targets, _COMPATIBLE)
    if not found:
        return 0
    if any(other != found[0] for other in found):
        found = [catalog.base_type(oid) for oid in found]
    chosen = found[0]
    for candidate in found[1:]:
        if candidate == chosen:
            continue
        old, new = catalog.type(chosen), catalog.type(candidate)
        if old.typcategory != new.typcategory:
            names = catalog.format_type
            raise _Conflict(
                f"arguments of anycompatible family cannot be cast to a common type: {names(chosen)}, "
                f"{names(candidate)}"
            )
        if (
            not old.typispreferred
            and catalog.implicitly_castable(chosen, candidate)
            and not catalog.implicitly_castable(candidate, chosen)
        ):
            chosen = candidate
    return chosen


def consistent(catalog: CatalogImage, sources: Sequence[int], targets: Sequence[int]) -> bool:
    """Whether actual argument types can stand for the declared polymorphic ones."""
    try:
        simple = _simple_element(catalog, sources, targets)
        compatible = _compatible_element(catalog, sources, targets)
    except _Conflict:
        return False
    if not simple and oids.ANYENUM in targets:
        return False
    if oids.ANYCOMPATIBLEARRAY in targets and compatible and not catalog.array_of(compatible):
        return False
    return all(
        target not in (oids.ANYCOMPATIBLE, oids.ANYCOMPATIBLENONARRAY, oids.ANYCOMPATIBLEARRAY)
        or source in (oids.UNKNOWN, compatible)
        or _fits(catalog, _part(catalog, source) if target == oids.ANYCOMPATIBLEARRAY else source, compatible)
        for source, target in zip(sources, targets, strict=True)
    )


def _part(catalog: CatalogImage, array: int) -> int:
    """The element type of an array type, or of a domain over one."""
    return catalog.array_element(catalog.base_type(array))


def _fits(catalog: CatalogImage, source: int, target: int) -> bool:
    """Whether a value turns into one of another type by itself, a domain's into one of its base type."""
    return catalog.base_type(source) == catalog.base_type(target) or catalog.implicitly_castable(source, target)


def resolve(
    catalog: CatalogImage, sources: Sequence[int], targets: Sequence[int], result: int, location: int
) -> tuple[list[int], int]:
    """The declared argument types and result type with every polymorphic one replaced by what it stands for.

    Raises PgError 42804 when the arguments disagree or nothing decides the type.
    """
    if not is_polymorphic(result) and not any(is_polymorphic(target) for target in targets):
        return list(targets), result
    try:
        simple = _simple_element(catalog, sources, targets)
        compatible = _compatible_element(catalog, sources, targets)
    except _Conflict as conflict:
        raise datatype_mismatch(str(conflict), at=location) from None
    if not compatible and any(target in _COMPATIBLE for target in targets):
        compatible = oids.TEXT
    if not simple and any(target in _SIMPLE for target in targets) and oids.ANYARRAY not in sources:
        raise PgError("42804", "could not determine polymorphic type because input has type unknown")
    ranges = {family: _range_type(catalog, sources, targets, family, location) for family in (_SIMPLE, _COMPATIBLE)}
    vector = next((s for s, t in zip(sources, targets, strict=True) if t == oids.ANYARRAY and s in _VECTORS), None)
    actual = [
        source
        if target == oids.ANYARRAY and (source == oids.ANYARRAY or source in _VECTORS)
        else vector
        if target == oids.ANYARRAY and source == oids.UNKNOWN and vector is not None
        else _actual(catalog, target, simple, compatible, ranges)
        for source, target in zip(sources, targets, strict=True)
    ]
    if is_polymorphic(result):
        made_vector = result == oids.ANYARRAY and vector is not None
        result = vector if made_vector and vector else _actual(catalog, result, simple, compatible, ranges)
    return actual, result


_RANGES = frozenset({oids.ANYRANGE, oids.ANYMULTIRANGE, oids.ANYCOMPATIBLERANGE, oids.ANYCOMPATIBLEMULTIRANGE})
_PLAIN_RANGES = frozenset({oids.ANYRANGE, oids.ANYCOMPATIBLERANGE})


def _range_type(
    catalog: CatalogImage, sources: Sequence[int], targets: Sequence[int], family: frozenset[int], location: int
) -> int:
    """The one range type that the arguments of a family are of, or are multiranges of; 0 for none."""
    chosen = 0
    for source, target in zip(sources, targets, strict=True):
        if target not in family & _RANGES or source == oids.UNKNOWN:
            continue
        base = catalog.base_type(source)
        found = base if target in _PLAIN_RANGES else catalog.range_with_multirange(base)
        if chosen and found != chosen:
            names = catalog.format_type
            raise datatype_mismatch(
                f"arguments declared {names(target)} are not all alike: {names(chosen)} versus {names(found)}",
                at=location,
            )
        chosen = found
    return chosen


def _actual(
    catalog: CatalogImage,
    declared: int,
    simple: int,
    compatible: int,
    ranges: Mapping[frozenset[int], int],
) -> int:
    family = _SIMPLE if declared in _SIMPLE else _COMPATIBLE
    element = simple if declared in _SIMPLE else compatible
    if not is_polymorphic(declared):
        return declared
    if declared in (oids.ANYARRAY, oids.ANYCOMPATIBLEARRAY):
        array = catalog.array_of(element) if element else oids.ANYARRAY
        if not array:
            raise PgError("42704", f"could not find array type for data type {catalog.format_type(element)}")
        return array
    if declared in _RANGES:
        facts = catalog.range_facts(ranges[family])
        if facts is None:
            name = catalog.format_type(declared)
            raise datatype_mismatch(f"could not determine polymorphic type {name} because input has type unknown")
        return facts.rngtypid if declared in _PLAIN_RANGES else facts.rngmultitypid
    return element
