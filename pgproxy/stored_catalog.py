"""A database's own objects: kept as definitions in its file, and shown as rows of the system catalogs.

Both are written by one function in the transaction of the DDL that makes the change, so neither a rollback nor a crash
separates them. `definition` is the relation cache's entry itself (`translator.catalog.relation`), from which the image
is read back at start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import asdict

from pgproxy.catalog_rows import insert_rows, remove_rows, replace_rows
from pgproxy.engine import Engine
from translator.analyze.defaults import default_sequences, generated_sources
from translator.catalog.default_acl import DefaultAcl
from translator.catalog.dependency_rows import (
    PG_CAST,
    PG_CLASS,
    PG_COLLATION,
    PG_CONSTRAINT,
    PG_PROC,
    PG_PUBLICATION_NAMESPACE,
    PG_TYPE,
    depend,
)
from translator.catalog.image import CatalogImage, empty_image
from translator.catalog.object_rows import (
    collation_rows,
    namespace_rows,
    publication_rows,
    relation_rows,
    type_rows,
)
from translator.catalog.own_row_dependencies import catalog_rows
from translator.catalog.own_rows import KINDS, NO_ROWS, CatalogRow, key_of
from translator.catalog.publication import Publication
from translator.catalog.relation import Index, Relation
from translator.catalog.rows import PgCast, PgCollation, PgNamespace, PgProc, PgRange, PgType
from translator.catalog.user_types import NO_DETAILS, DomainConstraint, EnumLabel, TypeDetails


def store_relation(engine: Engine, image: CatalogImage, relation: Relation, *, replace: bool = False) -> None:
    """Write a relation's definition and its catalog rows; a temporary one needs no definition."""
    if relation.schema == "main":
        _store_relation(engine, relation)
    rows = relation_rows(image, relation, default_sequences(image, relation), generated_sources(image, relation))
    if replace:
        replace_rows(engine, relation, rows)
    else:
        insert_rows(engine, relation.schema, rows)
    keys = [known for known in relation.constraints if known.kind == "f"]
    referenced = {known.references for known in keys} | {part.references for known in keys for part in known.parts}
    for oid in referenced:
        for schema in {relation.schema, "main"}:
            engine.run(f"UPDATE {schema}.pg_class SET relhastriggers = 1 WHERE oid = ?", (oid,))


def store_sizes(engine: Engine, relation: Relation) -> None:
    """Write how large a table and its indexes are, nothing else of it having changed."""
    if relation.schema == "main":
        _store_relation(engine, relation)
    sized: list[Relation | Index] = [relation, *(relation.indexes if relation.kind != "p" else ())]
    for known in sized:
        row = (known.pages, float(known.tuples), known.all_visible, known.all_frozen, known.oid)
        engine.run(
            f"UPDATE {relation.schema}.pg_class SET relpages = ?, reltuples = ?, relallvisible = ?, relallfrozen = ? "
            "WHERE oid = ?",
            row,
        )


def store_type(
    engine: Engine,
    row: PgType,
    details: TypeDetails = NO_DETAILS,
    *,
    replace: bool = False,
    schema: str = "main",
    sequences: Iterable[int] = (),
) -> None:
    """Write a type's definition and its catalog rows; a temporary one needs no definition.

    sequences: those that the default of a domain uses.
    """
    if replace:
        _remove_type_rows(engine, row.oid)
    if schema == "main":
        _store(engine, row.oid, "type", {"row": asdict(row), "details": _written(details)})
    insert_rows(engine, schema, type_rows(row, details))
    needed = [("pg_depend", depend(PG_TYPE, row.oid, 0, PG_CLASS, oid, 0, "n")) for oid in sequences]
    insert_rows(engine, schema, needed)


_TYPE_KEYS = (
    ("pg_type", "oid"),
    ("pg_enum", "enumtypid"),
    ("pg_constraint", "contypid"),
    ("pg_range", "rngtypid"),
    ("pg_proc", "prorettype"),
    ("pg_cast", "casttarget"),
)


_TYPE_PARTS = (
    ("pg_constraint", "contypid", PG_CONSTRAINT), ("pg_proc", "prorettype", PG_PROC), ("pg_cast", "casttarget", PG_CAST)
)  # fmt: skip
"""What a type has that depends on it by an oid of its own, and its class."""


def _remove_type_rows(engine: Engine, oid: int) -> None:
    _remove_dependencies(engine, _TYPE_PARTS, oid)
    for catalog, key in _TYPE_KEYS:
        engine.run(f'DELETE FROM main."{catalog}" WHERE "{key}" = ?', (oid,))
    engine.run("DELETE FROM main.pg_depend WHERE classid = ? AND objid = ?", (PG_TYPE, oid))


def forget_type(engine: Engine, oid: int) -> None:
    """Remove a dropped type with its comments."""
    own = "SELECT oid FROM main.pg_constraint WHERE contypid = ?"
    engine.run(f"DELETE FROM main.pg_description WHERE objoid IN ({own})", (oid,))
    _remove_type_rows(engine, oid)
    engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (oid,))
    engine.run("DELETE FROM main.pg_description WHERE objoid = ?", (oid,))


def store_namespace(engine: Engine, row: PgNamespace, schema: str = "main") -> None:
    if schema == "main":
        _store(engine, row.oid, "namespace", asdict(row))
    insert_rows(engine, schema, namespace_rows(row))


def store_collation(engine: Engine, row: PgCollation) -> None:
    """Write a collation, new or changed."""
    _remove_collation_rows(engine, row.oid)
    _store(engine, row.oid, "collation", asdict(row))
    insert_rows(engine, "main", collation_rows(row))


def _remove_collation_rows(engine: Engine, oid: int) -> None:
    engine.run("DELETE FROM main.pg_collation WHERE oid = ?", (oid,))
    engine.run("DELETE FROM main.pg_depend WHERE classid = ? AND objid = ?", (PG_COLLATION, oid))


def forget_collation(engine: Engine, oid: int) -> None:
    """Remove a dropped collation with its comment."""
    _remove_collation_rows(engine, oid)
    engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (oid,))
    engine.run("DELETE FROM main.pg_description WHERE objoid = ?", (oid,))


def store_row(engine: Engine, row: CatalogRow) -> None:
    """Write a row that is an object by itself, or a part of one, new or changed."""
    catalog, oid = key_of(row)
    _remove_own_row(engine, catalog, oid)
    _store(engine, _own_row_number(catalog, oid), catalog, asdict(row))
    insert_rows(engine, "main", catalog_rows(row))


def _own_row_number(catalog: str, oid: int) -> int:
    """What pgproxy_object calls a row; that of pg_aggregate has the oid of one of pg_proc."""
    return -oid if catalog == "pg_aggregate" else oid


def _remove_own_row(engine: Engine, catalog: str, oid: int) -> None:
    engine.run(f"DELETE FROM main.{catalog} WHERE {KINDS[catalog].key} = ?", (oid,))
    if catalog != "pg_aggregate":  # which is written behind its row of pg_proc
        engine.run("DELETE FROM main.pg_depend WHERE objid = ?", (oid,))


def forget_row(engine: Engine, catalog: str, oid: int) -> None:
    """Remove a dropped row with its comment."""
    _remove_own_row(engine, catalog, oid)
    engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (_own_row_number(catalog, oid),))
    engine.run("DELETE FROM main.pg_description WHERE objoid = ?", (oid,))


def store_publication(engine: Engine, publication: Publication) -> None:
    """Write a publication, new or changed."""
    _remove_publication_rows(engine, publication.oid)
    _store(engine, publication.oid, "publication", msgspec.to_builtins(publication))
    insert_rows(engine, "main", publication_rows(publication))


def _remove_publication_rows(engine: Engine, oid: int) -> None:
    _remove_dependencies(engine, (("pg_publication_namespace", "pnpubid", PG_PUBLICATION_NAMESPACE),), oid)
    for catalog, key in (("pg_publication", "oid"), ("pg_publication_namespace", "pnpubid")):
        engine.run(f"DELETE FROM main.{catalog} WHERE {key} = ?", (oid,))


def forget_publication(engine: Engine, oid: int) -> None:
    """Remove a dropped publication with its comment."""
    _remove_publication_rows(engine, oid)
    engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (oid,))
    engine.run("DELETE FROM main.pg_description WHERE objoid = ?", (oid,))


def store_default_acl(engine: Engine, entry: DefaultAcl) -> None:
    """Write default privileges, new or changed."""
    forget_default_acl(engine, entry)
    _store(engine, entry.oid, "default acl", msgspec.to_builtins(entry))
    insert_rows(engine, "main", [("pg_default_acl", entry.row)])


def forget_default_acl(engine: Engine, entry: DefaultAcl) -> None:
    engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (entry.oid,))
    engine.run("DELETE FROM main.pg_default_acl WHERE oid = ?", (entry.oid,))


def store_acl(engine: Engine, classid: int, oid: int, catalog: str, column: str, acl: tuple[str, ...]) -> None:
    """Write the access control list of an object that every database has, whose row is then the database's own."""
    _store(engine, -(classid << 32 | oid), "acl", {"classid": classid, "oid": oid, "acl": list(acl)})
    if not engine.run(f"SELECT 1 FROM main.{catalog} WHERE oid = ?", (oid,)):
        engine.run(f"INSERT INTO main.{catalog} SELECT * FROM sys.{catalog} WHERE oid = ?", (oid,))
    written = json.dumps(acl, ensure_ascii=False, separators=(",", ":"))
    engine.run(f"UPDATE main.{catalog} SET {column} = ? WHERE oid = ?", (written, oid))


def _store(engine: Engine, oid: int, kind: str, definition: Mapping[str, Any]) -> None:
    _store_text(engine, oid, kind, json.dumps(definition, ensure_ascii=False))


def _store_relation(engine: Engine, relation: Relation) -> None:
    _store_text(engine, relation.oid, "relation", msgspec.json.encode(relation).decode())


def _store_text(engine: Engine, oid: int, kind: str, definition: str) -> None:
    engine.run("INSERT OR REPLACE INTO main.pgproxy_object VALUES (?, ?, ?)", (oid, kind, definition))


def _remove_dependencies(engine: Engine, parts: Iterable[tuple[str, str, int]], oid: int) -> None:
    """Delete what pg_depend says of the parts of an object: their catalogs, the columns that name it, their classes."""
    for catalog, key, classid in parts:
        own = f"SELECT oid FROM main.{catalog} WHERE {key} = ?"
        engine.run(f"DELETE FROM main.pg_depend WHERE classid = ? AND objid IN ({own})", (classid, oid))


def forget_relation(engine: Engine, relation: Relation) -> None:
    """Remove a dropped relation altogether, with its row type and comments."""
    remove_rows(engine, relation)
    gone = (relation.oid, relation.type_oid, relation.type_oid + 1 if relation.type_oid else 0)
    if relation.schema == "main":
        for oid in gone:
            engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (oid,))
    for oid in gone[1:]:
        engine.run(f"DELETE FROM {relation.schema}.pg_type WHERE oid = ?", (oid,))


def forget_namespace(engine: Engine, row: PgNamespace) -> None:
    engine.run("DELETE FROM main.pgproxy_object WHERE oid = ?", (row.oid,))
    engine.run("DELETE FROM main.pg_namespace WHERE oid = ?", (row.oid,))


def drop_namespace(engine: Engine, row: PgNamespace) -> None:
    """Remove a dropped schema with its comment."""
    forget_namespace(engine, row)
    for catalog in ("pg_description", "pg_init_privs"):
        engine.run(f"DELETE FROM main.{catalog} WHERE objoid = ?", (row.oid,))


_RELATION = msgspec.json.Decoder(Relation)


def load_image(engine: Engine) -> CatalogImage:
    """The image of a database from its stored definitions, the schema public among them."""
    image = empty_image().without_namespace("public")
    relations, types, acls = [], [], []
    collations: dict[int, PgCollation] = {}
    publications: dict[int, Publication] = {}
    lists: dict[tuple[int, int], tuple[str, ...]] = {}
    own: list[CatalogRow] = []
    details: dict[int, TypeDetails] = {}
    for kind, text in engine.run("SELECT kind, definition FROM main.pgproxy_object ORDER BY oid"):
        if kind == "relation":
            relations.append(_RELATION.decode(str(text)))
            continue
        definition = json.loads(str(text))
        if kind == "default acl":
            acls.append(msgspec.convert(definition, DefaultAcl))
        elif kind == "acl":
            lists[definition["classid"], definition["oid"]] = tuple(definition["acl"])
        elif kind == "collation":
            collation = PgCollation(**definition)
            collations[collation.oid] = collation
        elif kind in KINDS:
            own.append(KINDS[kind].row(**_tuples(definition)))
        elif kind == "publication":
            publication = msgspec.convert(definition, Publication)
            publications[publication.oid] = publication
        elif kind == "type":
            row = PgType(**_tuples(definition["row"]))
            types.append(row)
            details[row.oid] = _read_details(definition["details"])
        else:
            image = image.with_namespace(PgNamespace(**_tuples(definition)))
    image = image.with_default_acls(acls) if acls else image
    image = image.with_collations(collations) if collations else image
    image = image.with_publications(publications) if publications else image
    image = image.with_own_rows(NO_ROWS.with_rows(own)) if own else image
    image = image.with_acls(lists) if lists else image
    return image.with_types(*types, details=details).with_relation(*relations)


def _written(details: TypeDetails) -> dict[str, Any]:
    return {
        "labels": msgspec.to_builtins(details.labels),
        "constraints": msgspec.to_builtins(details.constraints),
        "range": None if details.range is None else asdict(details.range),
        "constructors": [asdict(proc) for proc in details.constructors],
        "cast": None if details.cast is None else asdict(details.cast),
    }


def _read_details(definition: Mapping[str, Any]) -> TypeDetails:
    """The inverse of _written."""
    return TypeDetails(
        msgspec.convert(definition["labels"], tuple[EnumLabel, ...]),
        msgspec.convert(definition["constraints"], tuple[DomainConstraint, ...]),
        None if definition["range"] is None else PgRange(**definition["range"]),
        tuple(PgProc(**_tuples(proc)) for proc in definition["constructors"]),
        None if definition["cast"] is None else PgCast(**definition["cast"]),
    )


def _tuples(definition: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in definition.items()}


_NUMBERED = ("pg_class", "pg_type", "pg_constraint", "pg_attrdef", "pg_namespace", "pg_rewrite", "pg_statistic_ext")


def object_oids(engine: Engine) -> Iterator[int]:
    """The largest oids in use, from which new ones are counted on."""
    for catalog in (
        "pg_class",
        "pg_type",
        "pg_constraint",
        "pg_attrdef",
        "pg_namespace",
        "pg_rewrite",
        "pg_default_acl",
        "pg_policy",
        "pg_trigger",
        "pg_publication",
        "pg_publication_rel",
        "pg_publication_namespace",
        "pg_statistic_ext",
        "pg_collation",
        "pg_cast",
        "pg_operator",
        "pg_proc",
        "pg_opfamily",
        "pg_opclass",
        "pg_amop",
        "pg_amproc",
        "pg_foreign_data_wrapper",
        "pg_foreign_server",
        "pg_user_mapping",
        "pg_conversion",
        "pg_am",
        "pg_language",
        "pg_transform",
    ):
        for (oid,) in engine.run(f'SELECT coalesce(max(oid), 0) FROM main."{catalog}"'):
            yield int(oid or 0)
