"""The rows that system catalogs have for a relation, brought up to date: what has not changed is not written again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pgproxy.catalog_files import catalog_table
from pgproxy.engine import Engine
from translator.catalog.dependency_rows import (
    PG_ATTRDEF,
    PG_CLASS,
    PG_CONSTRAINT,
    PG_POLICY,
    PG_PUBLICATION_REL,
    PG_REWRITE,
    PG_STATISTIC_EXT,
    PG_TRIGGER,
    PG_TYPE,
)
from translator.catalog.relation import Relation
from translator.query import Storage

Facts = Iterable[tuple[str, Mapping[str, Any]]]
"""Rows by column name, behind their catalog's name."""
_Rows = dict[str, list[tuple[Storage, ...]]]
"""Rows by catalog."""
_Found = dict[str, dict[tuple[Storage, ...], list[int]]]
"""The same, each with the numbers that SQLite has for it."""

_OF_A_RELATION = (
    ("pg_index", "indrelid", 0), ("pg_attrdef", "adrelid", PG_ATTRDEF), ("pg_sequence", "seqrelid", 0),
    ("pg_constraint", "conrelid", PG_CONSTRAINT), ("pg_rewrite", "ev_class", PG_REWRITE),
    ("pg_partitioned_table", "partrelid", 0), ("pg_statistic_ext", "stxrelid", PG_STATISTIC_EXT),
    ("pg_policy", "polrelid", PG_POLICY), ("pg_publication_rel", "prrelid", PG_PUBLICATION_REL),
    ("pg_foreign_table", "ftrelid", 0),
)  # fmt: skip
"""The catalogs of what belongs to a relation, whose rows begin with the oid of that: the column that names the
relation, and the class under which pg_depend knows it, 0 where it does not."""
_OF_INDEXES_TOO = (("pg_class", "oid"), ("pg_attribute", "attrelid"), ("pg_inherits", "inhrelid"))


def insert_rows(engine: Engine, schema: str, facts: Facts) -> None:
    """Add rows to the catalogs of a schema: main, or temp."""
    rows: _Rows = defaultdict(list)
    for catalog, fact in facts:
        rows[catalog].append(catalog_table(catalog).row(fact))
    _insert(engine, schema, rows)


def replace_rows(engine: Engine, relation: Relation, facts: Facts) -> None:
    """Make the catalogs hold these rows of a relation, its indexes and other parts, and no others."""
    found = _rows_of(engine, relation)
    added: _Rows = defaultdict(list)
    for catalog, fact in facts:
        row = catalog_table(catalog).row(fact)
        same = found[catalog].get(row)
        if same:
            same.pop()
        else:
            added[catalog].append(row)
    _delete(engine, relation.schema, found)
    _forget_comments(engine, relation.schema, found, added)
    _insert(engine, relation.schema, added)
    dropped = [(PG_CLASS, relation.oid, known.number) for known in relation.attributes if known.dropped]
    forget = f"DELETE FROM {relation.schema}.pg_description WHERE classoid = ? AND objoid = ? AND objsubid = ?"
    engine.run_many(forget, iter(dropped))


def remove_rows(engine: Engine, relation: Relation) -> None:
    """Delete the rows of a relation, its indexes and other parts, with their comments."""
    found = _rows_of(engine, relation)
    _delete(engine, relation.schema, found)
    _forget_comments(engine, relation.schema, found, {})


def _insert(engine: Engine, schema: str, rows: _Rows) -> None:
    for catalog, added in rows.items():
        engine.run_many(catalog_table(catalog).insert(schema), iter(added))


def _delete(engine: Engine, schema: str, found: _Found) -> None:
    for catalog, rows in found.items():
        numbers = [(number,) for same in rows.values() for number in same]
        if numbers:
            engine.run_many(f"DELETE FROM {schema}.{catalog} WHERE rowid = ?", iter(numbers))


_COMMENTED = {
    "pg_class": PG_CLASS, "pg_constraint": PG_CONSTRAINT, "pg_policy": PG_POLICY, "pg_rewrite": PG_REWRITE,
    "pg_statistic_ext": PG_STATISTIC_EXT, "pg_trigger": PG_TRIGGER,
}  # fmt: skip
"""The catalogs of what is commented on by its oid, the first column of each, with their own oids."""


def _forget_comments(engine: Engine, schema: str, found: _Found, added: _Rows) -> None:
    """Delete the comments on the objects of deleted rows of which there are no new ones."""
    for catalog, classid in _COMMENTED.items():
        kept = {row[0] for row in added.get(catalog, ())}
        gone = [(classid, row[0]) for row, numbers in found.get(catalog, {}).items() if numbers and row[0] not in kept]
        engine.run_many(f"DELETE FROM {schema}.pg_description WHERE classoid = ? AND objoid = ?", iter(gone))


def _rows_of(engine: Engine, relation: Relation) -> _Found:
    """The rows that there are, with those of parts that the relation had before."""
    found: _Found = defaultdict(dict)

    def oids_in(catalog: str, condition: str, bindings: tuple[Storage, ...]) -> list[int]:
        rows: list[Any] = engine.run(f"SELECT rowid, * FROM {relation.schema}.{catalog} WHERE {condition}", bindings)
        for number, *row in rows:
            found[catalog].setdefault(tuple(row), []).append(number)
        return [row[1] for row in rows]

    own = (relation.oid,)
    objects = [(PG_CLASS, relation.oid)]
    if relation.type_oid:
        objects += [(PG_TYPE, relation.type_oid), (PG_TYPE, relation.type_oid + 1)]
    parts = {catalog: oids_in(catalog, f"{key} = ?", own) for catalog, key, _ in _OF_A_RELATION}
    objects += [(classid, oid) for catalog, _, classid in _OF_A_RELATION if classid for oid in parts[catalog]]
    relations = [relation.oid, *parts["pg_index"]]
    objects += [(PG_CLASS, oid) for oid in parts["pg_index"]]
    for catalog, key in _OF_INDEXES_TOO:
        for oid in relations:
            oids_in(catalog, f"{key} = ?", (oid,))
    for oid in parts["pg_constraint"]:
        objects += [(PG_TRIGGER, trigger) for trigger in oids_in("pg_trigger", "tgconstraint = ?", (oid,))]
    for each in objects:
        oids_in("pg_depend", "classid = ? AND objid = ?", each)
    return found
