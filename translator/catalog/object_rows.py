"""A relation, type or schema as the rows that PostgreSQL's catalogs hold for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from translator.catalog.dependency_rows import (
    PG_ATTRDEF,
    PG_CLASS,
    PG_CONSTRAINT,
    PG_POLICY,
    PG_REWRITE,
    collation_dependencies,
    depend,
    index_collations,
    publication_dependencies,
    published_dependencies,
    relation_dependencies,
    statistics_dependencies,
    type_dependencies,
)
from translator.catalog.foreign_operators import equality_operators
from translator.catalog.publication import Publication
from translator.catalog.relation import Attribute, Constraint, Index, Policy, PublishedTable, Relation, Statistics
from translator.catalog.rows import PgCollation, PgNamespace, PgType
from translator.catalog.trigger_rows import trigger_rows
from translator.catalog.user_types import DomainConstraint, TypeDetails
from translator.types import oids

if TYPE_CHECKING:
    from translator.catalog.image import CatalogImage

HEAP = 2

Rows = Iterator[tuple[str, dict[str, Any]]]


def relation_rows(
    image: CatalogImage,
    relation: Relation,
    sequences: Mapping[int, Collection[int]] = MappingProxyType({}),
    sources: Mapping[int, Collection[int]] = MappingProxyType({}),
) -> Rows:
    """Everything the catalogs hold for a relation: itself, columns, defaults, constraints, indexes, dependencies.

    sequences: those that a column's default uses, by the column's number. sources: the columns that a generated one is
    computed from.
    """
    yield "pg_class", _class_row(image, relation)
    yield from _inheritance_rows(image, relation)
    for needed in relation_dependencies(relation):
        yield "pg_depend", needed
    for attribute in relation.attributes:
        yield "pg_attribute", attribute_row(image, relation.oid, attribute)
        if attribute.default is not None:
            oid = attribute.default_oid
            yield (
                "pg_attrdef",
                {"oid": oid, "adrelid": relation.oid, "adnum": attribute.number, "adbin": attribute.default},
            )
            own = "i" if attribute.generated else "a"
            yield "pg_depend", depend(PG_ATTRDEF, oid, 0, PG_CLASS, relation.oid, attribute.number, own)
            for number in sources.get(attribute.number, ()):
                yield "pg_depend", depend(PG_ATTRDEF, oid, 0, PG_CLASS, relation.oid, number, "n")
            for sequence in sequences.get(attribute.number, ()):
                yield "pg_depend", depend(PG_ATTRDEF, oid, 0, PG_CLASS, sequence, 0, "n")
    for constraint in relation.constraints:
        yield from _constraint_rows(image, relation, constraint)
        yield from trigger_rows(image, relation, constraint)
        for part in constraint.parts:
            shown = image.of_partition(constraint, part)
            yield from _constraint_rows(image, relation, shown)
            yield from trigger_rows(image, relation, shown, part=True)
    for index in relation.indexes:
        yield from _index_rows(image, relation, index)
    for statistics in relation.statistics:
        yield from _statistics_rows(relation, statistics)
    if relation.sequence is not None:
        yield from _sequence_rows(relation)
    if relation.foreign is not None:
        foreign = {"ftserver": relation.foreign.server, "ftoptions": relation.foreign.options or None}
        yield "pg_foreign_table", {"ftrelid": relation.oid, **foreign}
    for policy in relation.policies:
        yield "pg_policy", _policy_row(relation, policy)
        yield "pg_depend", depend(PG_POLICY, policy.oid, 0, PG_CLASS, relation.oid, 0, "a")
        whole = {oid for oid, number in policy.depends_on if number}
        for oid, number in policy.depends_on:
            if number or oid not in whole:
                yield "pg_depend", depend(PG_POLICY, policy.oid, 0, PG_CLASS, oid, number, "n")
    for published in relation.publications:
        yield "pg_publication_rel", _published_row(relation, published)
        for needed in published_dependencies(relation, published):
            yield "pg_depend", needed
    if relation.kind in "vm":
        yield (
            "pg_rewrite",
            {
                "oid": relation.rule_oid,
                "rulename": "_RETURN",
                "ev_class": relation.oid,
                "ev_type": "1",
                "ev_enabled": "O",
                "is_instead": True,
                "ev_qual": "<>",
            },
        )
        yield "pg_depend", depend(PG_REWRITE, relation.rule_oid, 0, PG_CLASS, relation.oid, 0, "i")
        for oid, number in relation.depends_on:
            yield "pg_depend", depend(PG_REWRITE, relation.rule_oid, 0, PG_CLASS, oid, number, "n")


def _class_row(image: CatalogImage, relation: Relation) -> dict[str, Any]:
    checks = sum(constraint.kind == "c" for constraint in relation.constraints)
    enforces = any(
        constraint.kind == "f" or (constraint.kind in "pux" and constraint.deferrable)
        for constraint in relation.constraints
    )
    referenced = bool(image.referring(relation.oid))
    return {
        "oid": relation.oid,
        "relname": relation.name,
        "relnamespace": relation.namespace,
        "reltype": relation.type_oid,
        "reloftype": relation.of_type,
        "relowner": relation.owner,
        "reltablespace": relation.tablespace,
        "relam": relation.access_method,
        "relfilenode": relation.oid if relation.kind in "rSm" else 0,
        "relpages": 1 if relation.kind == "S" else relation.pages,
        "reltuples": 1.0 if relation.kind == "S" else float(relation.tuples),
        "relallvisible": relation.all_visible,
        "relallfrozen": relation.all_frozen,
        "relhasindex": bool(relation.indexes),
        "relpersistence": relation.persistence,
        "relkind": relation.kind,
        "relnatts": len(relation.attributes),
        "relchecks": checks,
        "relhasrules": relation.kind in "vm",
        "relhastriggers": enforces or referenced,
        "relispopulated": relation.populated,
        "relreplident": relation.replica_identity if relation.kind in "rpm" else "n",
        "reloptions": relation.options or None,
        "relacl": relation.privileges,
        "relrowsecurity": relation.row_security,
        "relforcerowsecurity": relation.force_row_security,
        "relhassubclass": bool(image.children(relation.oid)),
        "relispartition": relation.bound is not None,
        "relpartbound": None if relation.bound is None else relation.bound.text,
    }


def _published_row(relation: Relation, known: PublishedTable) -> dict[str, Any]:
    return {
        "oid": known.oid,
        "prpubid": known.publication,
        "prrelid": relation.oid,
        "prqual": known.where,
        "prattrs": known.columns or None,
    }


def publication_rows(publication: Publication) -> Rows:
    """A publication, and the schemas in it; its tables say themselves that they are."""
    yield (
        "pg_publication",
        {
            "oid": publication.oid,
            "pubname": publication.name,
            "pubowner": publication.owner,
            "puballtables": publication.all_tables,
            "pubinsert": "insert" in publication.actions,
            "pubupdate": "update" in publication.actions,
            "pubdelete": "delete" in publication.actions,
            "pubtruncate": "truncate" in publication.actions,
            "pubviaroot": publication.via_root,
            "pubgencols": publication.generated,
        },
    )
    for oid, namespace in publication.schemas:
        yield "pg_publication_namespace", {"oid": oid, "pnpubid": publication.oid, "pnnspid": namespace}
    for needed in publication_dependencies(publication):
        yield "pg_depend", needed


def _policy_row(relation: Relation, policy: Policy) -> dict[str, Any]:
    return {
        "oid": policy.oid,
        "polname": policy.name,
        "polrelid": relation.oid,
        "polcmd": policy.command,
        "polpermissive": policy.permissive,
        "polroles": list(policy.roles),
        "polqual": policy.using,
        "polwithcheck": policy.check,
    }


def _inheritance_rows(image: CatalogImage, relation: Relation) -> Rows:
    """What a table inherits from, and how it is partitioned."""
    for place, parent in enumerate(relation.parents, start=1):
        yield "pg_inherits", {"inhrelid": relation.oid, "inhparent": parent, "inhseqno": place}
        kind = "n" if relation.bound is None else "a"
        yield "pg_depend", depend(PG_CLASS, relation.oid, 0, PG_CLASS, parent, 0, kind)
    key = relation.partition_key
    if key is None:
        return
    default = next((child.oid for child in image.children(relation.oid) if child.bound and child.bound.default), 0)
    expressions = [column.expression for column in key.columns if column.expression is not None]
    yield (
        "pg_partitioned_table",
        {
            "partrelid": relation.oid,
            "partstrat": key.strategy,
            "partnatts": len(key.columns),
            "partdefid": default,
            "partattrs": [column.number for column in key.columns],
            "partclass": [column.opclass for column in key.columns],
            "partcollation": [column.collation for column in key.columns],
            "partexprs": ", ".join(expressions) or None,
        },
    )


def attribute_row(image: CatalogImage, relation: int, attribute: Attribute) -> dict[str, Any]:
    row = image.type_by_oid(attribute.type)
    storage = {} if row is None else {
        "attlen": row.typlen, "attbyval": row.typbyval, "attalign": row.typalign, "attstorage": row.typstorage,
        "attcollation": attribute.collation or row.typcollation,
    }  # fmt: skip
    return {
        "attrelid": relation,
        "attname": f"........pg.dropped.{attribute.number}........" if attribute.dropped else attribute.name,
        "atttypid": 0 if attribute.dropped else attribute.type,
        "attnum": attribute.number,
        "atttypmod": attribute.typmod,
        "attndims": attribute.ndims,
        "attnotnull": attribute.not_null,
        "atthasdef": attribute.default is not None,
        "attidentity": attribute.identity,
        "attgenerated": attribute.generated,
        "attisdropped": attribute.dropped,
        "attislocal": attribute.local,
        "attinhcount": attribute.inherited,
        "attcompression": attribute.compression,
        "attstattarget": attribute.statistics,
        "attoptions": list(attribute.options) or None,
        "attacl": attribute.acl or None,
        "attfdwoptions": attribute.fdw_options or None,
        **storage,
    } | ({"attstorage": attribute.storage} if attribute.storage else {})


def _constraint_rows(image: CatalogImage, relation: Relation, constraint: Constraint) -> Rows:
    foreign = constraint.kind == "f"
    mixed, equal, same = equality_operators(image, relation, constraint) if foreign else ((), (), ())
    yield (
        "pg_constraint",
        {
            "oid": constraint.oid,
            "conname": constraint.name,
            "connamespace": relation.namespace,
            "contype": constraint.kind,
            "condeferrable": constraint.deferrable,
            "condeferred": constraint.deferred,
            "conenforced": constraint.enforced,
            "convalidated": constraint.validated,
            "conrelid": relation.oid,
            "conindid": constraint.index,
            "confrelid": constraint.references,
            "confupdtype": constraint.on_update if foreign else " ",
            "confdeltype": constraint.on_delete if foreign else " ",
            "confmatchtype": constraint.match if foreign else " ",
            "conislocal": constraint.local,
            "coninhcount": constraint.inherited,
            "conparentid": constraint.parent,
            "connoinherit": constraint.no_inherit
            or (foreign and not constraint.parent and relation.kind != "p")
            or (constraint.kind in "pux" and not constraint.parent),
            "conkey": constraint.columns or None,
            "conexclop": constraint.operators or None,
            "confkey": constraint.referenced_columns or None,
            "conpfeqop": mixed or None,
            "conppeqop": equal or None,
            "conffeqop": same or None,
            "confdelsetcols": constraint.set_columns or None,
            "conperiod": constraint.period,
            "conbin": constraint.expression,
        },
    )
    if any(known.oid == constraint.parent for known in relation.constraints):  # for a partition of what it refers to
        yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CONSTRAINT, constraint.parent, 0, "i")
    elif constraint.parent:
        yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CONSTRAINT, constraint.parent, 0, "P")
        yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CLASS, relation.oid, 0, "S")
    for number in filter(None, constraint.columns):
        yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CLASS, relation.oid, number, "a")
        if constraint.kind == "c":  # which its condition reads besides
            yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CLASS, relation.oid, number, "n")
    if foreign:
        yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CLASS, constraint.index, 0, "n")
        for number in constraint.referenced_columns:
            yield "pg_depend", depend(PG_CONSTRAINT, constraint.oid, 0, PG_CLASS, constraint.references, number, "n")


def unique_column_names(names: Sequence[str]) -> list[str]:
    """Names of an index's columns, with numbers behind those that would be there twice."""
    found: list[str] = []
    for name in names:
        number, chosen = 0, name
        while chosen in found:
            number += 1
            chosen = f"{name}{number}"
        found.append(chosen)
    return found


def index_column_names(relation: Relation, index: Index) -> Sequence[str]:
    """What an index calls its columns."""
    included = [relation.attribute(number).name for number in index.included]
    return index.column_names or unique_column_names([*(column.name for column in index.columns), *included])


def _index_rows(image: CatalogImage, relation: Relation, index: Index) -> Rows:
    method = next(row.oid for row in image.access_methods() if row.amname == index.method)
    numbers = [column.number for column in index.columns] + list(index.included)
    yield (
        "pg_class",
        {
            "oid": index.oid,
            "relname": index.name,
            "relnamespace": relation.namespace,
            "relowner": relation.owner,
            "reltablespace": index.tablespace,
            "relam": method,
            "relfilenode": 0 if relation.kind == "p" else index.oid,
            "relpages": 0 if relation.kind == "p" else index.pages,
            "reltuples": float(index.tuples),
            "relallvisible": index.all_visible,
            "relallfrozen": index.all_frozen,
            "relpersistence": relation.persistence,
            "relkind": "I" if relation.kind == "p" else "i",
            "relhassubclass": relation.kind == "p" and bool(image.children(relation.oid)),
            "relispartition": bool(index.parent),
            "relnatts": len(numbers),
            "relispopulated": True,
            "relreplident": "n",
            "reloptions": index.options or None,
        },
    )
    if index.parent:
        yield "pg_inherits", {"inhrelid": index.oid, "inhparent": index.parent, "inhseqno": 1}
        yield "pg_depend", depend(PG_CLASS, index.oid, 0, PG_CLASS, index.parent, 0, "P")
        yield "pg_depend", depend(PG_CLASS, index.oid, 0, PG_CLASS, relation.oid, 0, "S")
    names = index_column_names(relation, index)
    for place, (number, name) in enumerate(zip(numbers, names, strict=True), start=1):
        if number:
            source = relation.attribute(number)
        else:
            made = index.columns[place - 1]
            source = Attribute(name, place, made.type, made.typmod)
        source = Attribute(
            name, place, source.type, source.typmod, ndims=source.ndims,
            collation=source.collation, storage=source.storage, compression=source.compression,
        )  # fmt: skip
        own = {"attcollation": 0}
        if place <= len(index.columns):
            key = index.columns[place - 1]
            source = _as_stored_in(image, index.method, key.opclass, source)
            own = {"attcollation": key.collation}
        yield ("pg_attribute", attribute_row(image, index.oid, source) | own)
    for needed in index_collations(relation, index):
        yield "pg_depend", needed
    expressions = [column.expression for column in index.columns if column.expression is not None]
    yield (
        "pg_index",
        {
            "indexrelid": index.oid,
            "indrelid": relation.oid,
            "indnatts": len(numbers),
            "indnkeyatts": len(index.columns),
            "indisunique": index.unique,
            "indnullsnotdistinct": index.nulls_not_distinct,
            "indisprimary": index.primary,
            "indisexclusion": any(
                constraint.excludes and constraint.index == index.oid for constraint in relation.constraints
            ),
            "indimmediate": not index.deferrable,
            "indisvalid": index.valid,
            "indisready": True,
            "indisclustered": relation.cluster_index == index.oid,
            "indisreplident": relation.replica_index == index.oid,
            "indislive": True,
            "indkey": numbers,
            "indcollation": [column.collation for column in index.columns],
            "indclass": [column.opclass for column in index.columns],
            "indoption": [int(column.descending) + 2 * int(column.nulls_first) for column in index.columns],
            "indexprs": ", ".join(expressions) or None,
            "indpred": index.predicate,
        },
    )
    constraint = next(
        (
            constraint
            for constraint in relation.constraints
            if constraint.index == index.oid and constraint.kind in "pux"
        ),
        None,
    )
    if constraint is not None:
        yield "pg_depend", depend(PG_CLASS, index.oid, 0, PG_CONSTRAINT, constraint.oid, 0, "i")
    else:
        for number in numbers:
            if number:
                yield "pg_depend", depend(PG_CLASS, index.oid, 0, PG_CLASS, relation.oid, number, "a")


def _as_stored_in(image: CatalogImage, method: str, opclass: int, key: Attribute) -> Attribute:
    """A key as the index holds it: some methods and operator classes keep another type ("pg_opclass")."""
    known = image.opclass(opclass)
    stored = oids.INT4 if method == "hash" else 0
    if known is not None and known.opckeytype:
        stored = known.opckeytype
        if stored == oids.ANYELEMENT:
            stored = image.array_element(image.base_type(key.type)) or key.type
    if stored in (0, key.type):
        return key
    return Attribute(key.name, key.number, stored, storage=key.storage)


def _statistics_rows(relation: Relation, known: Statistics) -> Rows:
    yield (
        "pg_statistic_ext",
        {
            "oid": known.oid,
            "stxrelid": relation.oid,
            "stxname": known.name,
            "stxnamespace": known.namespace,
            "stxowner": known.owner,
            "stxkeys": sorted(known.columns),
            "stxstattarget": known.target,
            "stxkind": known.stxkind,
            "stxexprs": ", ".join(known.expressions) or None,
        },
    )
    for needed in statistics_dependencies(relation, known):
        yield "pg_depend", needed


def _sequence_rows(relation: Relation) -> Rows:
    sequence = relation.sequence
    assert sequence is not None
    yield (
        "pg_sequence",
        {
            "seqrelid": relation.oid,
            "seqtypid": sequence.type,
            "seqstart": sequence.start,
            "seqincrement": sequence.increment,
            "seqmax": sequence.maximum,
            "seqmin": sequence.minimum,
            "seqcache": sequence.cache,
            "seqcycle": sequence.cycle,
        },
    )
    if sequence.owner is not None:
        kind = "i" if sequence.identity else "a"
        yield "pg_depend", depend(PG_CLASS, relation.oid, 0, PG_CLASS, sequence.owner[0], sequence.owner[1], kind)


def type_rows(row: PgType, details: TypeDetails) -> Rows:
    """A type with its labels, constraints and range."""
    yield "pg_type", asdict(row) | {"typdefaultbin": row.typdefault}
    for label in details.labels:
        yield (
            "pg_enum",
            {"oid": label.oid, "enumtypid": row.oid, "enumsortorder": label.order, "enumlabel": label.name},
        )
    for constraint in details.constraints:
        yield "pg_constraint", _domain_constraint_row(row, constraint)
    if details.range is not None and details.range.rngtypid == row.oid:
        yield "pg_range", asdict(details.range)
    for proc in details.constructors:
        yield "pg_proc", asdict(proc)
    if details.cast is not None:
        yield "pg_cast", asdict(details.cast)
    for needed in type_dependencies(row, details):
        yield "pg_depend", needed


def _domain_constraint_row(row: PgType, constraint: DomainConstraint) -> dict[str, Any]:
    return {
        "oid": constraint.oid,
        "conname": constraint.name,
        "connamespace": row.typnamespace,
        "contype": constraint.kind,
        "conenforced": True,
        "convalidated": constraint.validated,
        "contypid": row.oid,
        "confupdtype": " ",
        "confdeltype": " ",
        "confmatchtype": " ",
        "conislocal": True,
        "conbin": constraint.expression,
    }


def namespace_rows(row: PgNamespace) -> Rows:
    yield "pg_namespace", asdict(row)


def collation_rows(row: PgCollation) -> Rows:
    yield "pg_collation", asdict(row)
    for needed in collation_dependencies(row):
        yield "pg_depend", needed
