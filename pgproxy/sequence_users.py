"""The defaults that take their values from sequences, and domains with such, which must go before the sequences can."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pgproxy.type_dependents import Dependent
from translator.analyze.defaults import default_sequences, domain_sequences
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation


def default_users(image: CatalogImage, sequences: Collection[int]) -> Iterator[tuple[Dependent, Relation]]:
    """Each default that names one of the sequences, with the sequence."""
    if not sequences:
        return
    for row in image.types.values():
        if row.typtype == "d" and row.typdefault is not None and "regclass" in row.typdefault:
            for oid in sorted(domain_sequences(image, row).intersection(sequences)):
                sequence = image.relation(oid)
                assert sequence is not None
                yield Dependent(0, type=row), sequence
    for relation in image.relations():
        if not any(attribute.default and "regclass" in attribute.default for attribute in relation.columns):
            continue
        for number, named in default_sequences(image, relation).items():
            for oid in sorted(named.intersection(sequences)):
                sequence = image.relation(oid)
                assert sequence is not None
                yield Dependent(0, relation, relation.attribute(number), default=True), sequence


def sequences_of(image: CatalogImage, oids: Collection[int]) -> set[int]:
    """The sequences among relations, and those that belong to columns of them."""
    found = set()
    for relation in image.relations():
        if relation.sequence is not None:
            owner = relation.sequence.owner
            if relation.oid in oids or (owner is not None and owner[0] in oids):
                found.add(relation.oid)
    return found
