"""Which types' values are those of other types as they are: PostgreSQL's IsBinaryCoercible."""

from __future__ import annotations

from translator.analyze.polymorphic import is_polymorphic
from translator.catalog.image import CatalogImage
from translator.types import oids

_TEXTS = frozenset({oids.TEXT, oids.VARCHAR, oids.BPCHAR, oids.JSON, oids.XML})
_NUMBERS = frozenset({oids.OID, *oids.REG_TYPES})
_FORMS = (_TEXTS, _NUMBERS)


def binary_coercible(image: CatalogImage, source: int, target: int) -> bool:
    """Whether a function that takes, or a place that holds, `target` does as well with a value of `source`."""
    if target in (source, oids.ANY, oids.ANYELEMENT, oids.ANYCOMPATIBLE):
        return True
    source = image.base_type(source)
    if source == target:
        return True
    row = image.type(source)
    if target in (oids.ANYARRAY, oids.ANYCOMPATIBLEARRAY):
        return bool(image.array_element(source))
    if target in (oids.ANYNONARRAY, oids.ANYCOMPATIBLENONARRAY):
        return not image.array_element(source)
    if is_polymorphic(target):
        kinds = {oids.ANYENUM: "e", oids.ANYRANGE: "r", oids.ANYCOMPATIBLERANGE: "r"}
        return row.typtype == kinds.get(target, "m")
    if target == oids.RECORD:
        return row.typtype == "c"
    cast = image.cast(source, target)
    return cast is not None and cast.castmethod == "b" and cast.castcontext == "i"


def same_storage(source: int, target: int) -> bool:
    """Whether values of two types are stored alike here, so that one can be taken for the other."""
    return source == target or any({source, target} <= form for form in _FORMS)
