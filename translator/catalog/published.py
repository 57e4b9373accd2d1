"""Which tables a publication offers, and which publications a table is in.  Manual: "Publication"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.image import CatalogImage
from translator.catalog.publication import Publication
from translator.catalog.relation import PublishedTable, Relation


class Offer(Struct, frozen=True):
    """A table as a publication offers it, with the condition for its rows as SQL text."""

    publication: Publication
    relation: Relation
    columns: list[int]
    where: str | None


def is_publishable(relation: Relation) -> bool:
    """Whether its rows can be offered at all."""
    return relation.kind in "rp" and relation.persistence == "p" and relation.oid >= FIRST_NORMAL_OID


def offers(image: CatalogImage, publications: Sequence[Publication]) -> Iterator[Offer]:
    """What some publications offer; a partition is not offered beside the table that it is a part of."""
    found = [(known, relation) for known in publications for relation in _tables(image, known)]
    whole = {relation.oid for _, relation in found} if any(known.via_root for known in publications) else set()
    for known, relation in found:
        if not any(above.oid in whole for above in _whole_tables(image, relation)):
            yield _offer(known, relation)


def _whole_tables(image: CatalogImage, relation: Relation) -> list[Relation]:
    """What a partition is a part of."""
    return image.ancestors(relation) if relation.bound is not None else []


def _tables(image: CatalogImage, publication: Publication) -> list[Relation]:
    """As whole tables, or as the partitions that have the rows."""
    publishable = [relation for relation in image.relations() if is_publishable(relation)]
    if publication.all_tables:
        found = {relation.oid: relation for relation in publishable}
        if publication.via_root:
            found = {oid: relation for oid, relation in found.items() if relation.bound is None}
    else:
        found = {}
        for relation in publishable:
            if place(relation, publication) is not None or relation.namespace in publication.namespaces:
                below = image.descendants(relation.oid) if relation.kind == "p" else ()
                found.update({part.oid: part for part in (relation, *(() if publication.via_root else below))})
    return [found[oid] for oid in sorted(found) if publication.via_root or found[oid].kind == "r"]


def place(relation: Relation, publication: Publication) -> PublishedTable | None:
    """What a table says of itself in a publication that names it."""
    return next((known for known in relation.publications if known.publication == publication.oid), None)


def _offer(publication: Publication, relation: Relation) -> Offer:
    said = None if relation.namespace in publication.namespaces else place(relation, publication)
    columns = [] if said is None else list(said.columns)
    if not columns:
        kinds = ("", "s") if publication.generated == "s" else ("",)
        columns = [attribute.number for attribute in relation.columns if attribute.generated in kinds]
    return Offer(publication, relation, columns, None if said is None else said.where)


def publications_of(image: CatalogImage, relation: Relation) -> Iterator[Publication]:
    """Those that offer changes of a table's rows, as its own or as those of the table that it is a partition of: first
    those that name it, last those of all tables.
    """
    tables = [relation, *_whole_tables(image, relation)]
    named = dict.fromkeys(known.publication for table in tables for known in table.publications)
    namespaces = {table.namespace for table in tables}
    rest = [known for oid, known in image.publications.items() if oid not in named]
    yield from (image.publications[oid] for oid in named)
    yield from (known for known in rest if not namespaces.isdisjoint(known.namespaces))
    yield from (known for known in rest if known.all_tables)
