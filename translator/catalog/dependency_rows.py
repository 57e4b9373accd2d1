"""pg_depend's rows: which object stands or falls with which ("pg_depend").

What the system's own objects are needed for is not said: they are pinned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.publication import Publication
from translator.catalog.relation import Index, PublishedTable, Relation, Statistics
from translator.catalog.rows import PgCollation, PgType
from translator.catalog.user_types import TypeDetails

PG_CLASS, PG_TYPE, PG_CONSTRAINT, PG_ATTRDEF, PG_NAMESPACE = 1259, 1247, 2606, 2604, 2615
PG_REWRITE, PG_PROC, PG_CAST, PG_STATISTIC_EXT, PG_COLLATION = 2618, 1255, 2605, 3381, 3456
PG_LANGUAGE, PG_POLICY, PG_OPERATOR, PG_AM = 2612, 3256, 2617, 2601
PG_TRIGGER, PG_ATTRIBUTE, PG_FOREIGN_TABLE, PG_FOREIGN_SERVER = 2620, 1249, 3118, 1417
PG_PUBLICATION, PG_PUBLICATION_REL, PG_PUBLICATION_NAMESPACE = 6104, 6106, 6237
FIRST_UNPINNED_OID = 12000

Row = dict[str, Any]


def depend(classid: int, objid: int, objsubid: int, refclassid: int, refobjid: int, refobjsubid: int, kind: str) -> Row:
    """One row; `kind` is n for normal, a for automatic, i for internal, P and S for parts of partitioned objects."""
    return {
        "classid": classid, "objid": objid, "objsubid": objsubid,
        "refclassid": refclassid, "refobjid": refobjid, "refobjsubid": refobjsubid, "deptype": kind,
    }  # fmt: skip


def relation_dependencies(relation: Relation) -> Iterator[Row]:
    """What a relation and the type of its rows need of schemas and types."""
    oid = relation.oid
    if relation.kind == "c":
        yield from _in_schema(PG_TYPE, relation.type_oid, relation.namespace)
        yield depend(PG_CLASS, oid, 0, PG_TYPE, relation.type_oid, 0, "i")
    else:
        yield from _in_schema(PG_CLASS, oid, relation.namespace)
        if relation.access_method >= FIRST_UNPINNED_OID:
            yield depend(PG_CLASS, oid, 0, PG_AM, relation.access_method, 0, "n")
        if relation.type_oid:
            yield depend(PG_TYPE, relation.type_oid, 0, PG_CLASS, oid, 0, "i")
    if relation.foreign is not None:
        yield depend(PG_CLASS, oid, 0, PG_FOREIGN_SERVER, relation.foreign.server, 0, "n")
    if relation.of_type:
        yield depend(PG_CLASS, oid, 0, PG_TYPE, relation.of_type, 0, "n")
    for attribute in relation.columns:
        yield from _on_types(PG_CLASS, oid, attribute.number, (attribute.type,))
        yield from _on_collations(PG_CLASS, oid, attribute.number, (attribute.collation,))
    key = relation.partition_key
    yield from _on_collations(PG_CLASS, oid, 0, () if key is None else [column.collation for column in key.columns])


def index_collations(relation: Relation, index: Index) -> Iterator[Row]:
    """What the keys of an index need that follow other collations than their columns."""
    own = {attribute.number: attribute.collation for attribute in relation.attributes}
    others = [key.collation for key in index.columns if own.get(key.number) != key.collation]
    yield from _on_collations(PG_CLASS, index.oid, 0, others)


def collation_dependencies(row: PgCollation) -> Iterator[Row]:
    """What a collation needs: its schema."""
    yield from _in_schema(PG_COLLATION, row.oid, row.collnamespace)


def statistics_dependencies(relation: Relation, known: Statistics) -> Iterator[Row]:
    """What a statistics object needs: its columns, else its table, and its schema."""
    if not known.columns and known.expressions:
        yield depend(PG_STATISTIC_EXT, known.oid, 0, PG_CLASS, relation.oid, 0, "a")
    for number in (*known.columns, *known.reads):
        yield depend(PG_STATISTIC_EXT, known.oid, 0, PG_CLASS, relation.oid, number, "a")
    yield from _in_schema(PG_STATISTIC_EXT, known.oid, known.namespace)


def published_dependencies(relation: Relation, known: PublishedTable) -> Iterator[Row]:
    """What a table's place in a publication needs: both of them, and the columns that it names."""
    yield depend(PG_PUBLICATION_REL, known.oid, 0, PG_CLASS, relation.oid, 0, "a")
    yield depend(PG_PUBLICATION_REL, known.oid, 0, PG_PUBLICATION, known.publication, 0, "a")
    for number in (*known.reads, *known.columns):
        yield depend(PG_PUBLICATION_REL, known.oid, 0, PG_CLASS, relation.oid, number, "n")


def publication_dependencies(publication: Publication) -> Iterator[Row]:
    """What a schema's place in a publication needs: both of them."""
    for oid, namespace in publication.schemas:
        yield depend(PG_PUBLICATION_NAMESPACE, oid, 0, PG_NAMESPACE, namespace, 0, "a")
        yield depend(PG_PUBLICATION_NAMESPACE, oid, 0, PG_PUBLICATION, publication.oid, 0, "a")


def type_dependencies(row: PgType, details: TypeDetails) -> Iterator[Row]:
    """What a type needs, and its constraints, constructors and cast need of it."""
    if row.typcategory == "A" and row.typelem and row.typtype == "b":
        yield depend(PG_TYPE, row.oid, 0, PG_TYPE, row.typelem, 0, "i")
        return
    if row.typtype == "c":  # the type of a relation's rows, which says the rest
        return
    yield from _in_schema(PG_TYPE, row.oid, row.typnamespace)
    if row.typtype == "d":
        yield from _on_collations(PG_TYPE, row.oid, 0, (row.typcollation,))
        yield from _on_types(PG_TYPE, row.oid, 0, (row.typbasetype,))
    for constraint in details.constraints:
        yield depend(PG_CONSTRAINT, constraint.oid, 0, PG_TYPE, row.oid, 0, "a")
    if details.range is not None and row.typtype == "r":
        yield from _on_types(PG_TYPE, row.oid, 0, (details.range.rngsubtype,))
        yield from _on_collations(PG_TYPE, row.oid, 0, (details.range.rngcollation,))
    elif details.range is not None:
        yield depend(PG_TYPE, row.oid, 0, PG_TYPE, details.range.rngtypid, 0, "i")
    for proc in details.constructors:
        yield from _in_schema(PG_PROC, proc.oid, proc.pronamespace)
        yield from _on_types(PG_PROC, proc.oid, 0, (proc.prorettype, *proc.proargtypes))
        yield depend(PG_PROC, proc.oid, 0, PG_TYPE, row.oid, 0, "i")
    if details.cast is not None:
        cast = details.cast
        yield depend(PG_CAST, cast.oid, 0, PG_TYPE, cast.castsource, 0, "i")
        yield depend(PG_CAST, cast.oid, 0, PG_TYPE, cast.casttarget, 0, "i")
        yield depend(PG_CAST, cast.oid, 0, PG_PROC, cast.castfunc, 0, "i")


def _in_schema(classid: int, oid: int, namespace: int) -> Iterator[Row]:
    if namespace != PG_CATALOG:
        yield depend(classid, oid, 0, PG_NAMESPACE, namespace, 0, "n")


def _on_types(classid: int, oid: int, column: int, types: tuple[int, ...]) -> Iterator[Row]:
    for needed in dict.fromkeys(types):
        if needed >= FIRST_UNPINNED_OID:
            yield depend(classid, oid, column, PG_TYPE, needed, 0, "n")


def _on_collations(classid: int, oid: int, column: int, collations: Iterable[int]) -> Iterator[Row]:
    for needed in dict.fromkeys(collations):
        if needed >= FIRST_UNPINNED_OID:
            yield depend(classid, oid, column, PG_COLLATION, needed, 0, "n")
