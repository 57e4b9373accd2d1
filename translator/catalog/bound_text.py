"""The bounds of partitions as they are shown: their values in the form that the session's settings ask for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze.partition import bound_value
from translator.analyze.partition_bound import key_types
from translator.analyze.state import Analysis
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_constant
from translator.catalog.relation import PartitionBound, Relation
from translator.deparse import display_settings
from translator.query import Const


def bound_text(image: CatalogImage, partition: Relation, bound: PartitionBound) -> str:
    """What a partition is FOR."""
    parent = image.relation(partition.parents[0])
    assert parent is not None
    analysis = stored_analysis(image)
    types = [(oid, typmod) for _, oid, typmod in key_types(analysis, parent)]

    def shown(texts: Sequence[str]) -> tuple[str, ...]:
        keys = types if len(texts) == len(types) else types * len(texts)
        return tuple(_shown_value(analysis, text, *key) for text, key in zip(texts, keys, strict=True))

    return replace(bound, values=shown(bound.values), lower=shown(bound.lower), upper=shown(bound.upper)).text


def _shown_value(analysis: Analysis, text: str, oid: int, typmod: int) -> str:
    """A value of a bound; only strings stand for values of many forms."""
    value = bound_value(analysis, text, oid, typmod) if text.endswith("'") else None
    if not isinstance(value, Const):
        return text
    image = analysis.catalog
    return quote_constant(image.datatype(image.base_type(oid)).output(value.value, display_settings(image)))
