"""The SQLite files behind the system catalogs: `sys` with PostgreSQL's own rows, the catalogs that all databases share,
and the empty catalogs of a new database.

A catalog's table has the columns that pg_attribute gives it, values in storage form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import apsw
from msgspec import Struct
from msgspec.structs import asdict

from translator.catalog import bootstrap
from translator.catalog.bootstrap import SystemCatalog
from translator.catalog.dependency_rows import PG_NAMESPACE
from translator.catalog.fixed_oids import PG_CATALOG, PUBLIC
from translator.catalog.image import empty_image
from translator.catalog.rows import PgAttribute, PgClass, PgDatabase
from translator.catalog.system_relations import catalog_parts, is_table
from translator.query import Storage
from translator.types import oids
from translator.types.vector import vector


def build_system(path: Path) -> None:
    """Makes `sys`, which every connection attaches for reading."""
    db = apsw.Connection(str(path))
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "page_size=8192"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    system = bootstrap.system_catalog()
    with db:
        for row in _tables(system, "sys"):
            _create(db, system, row)
            _fill(db, system, row, lambda _, fact: not _is_of_public(fact))
        for row in _tables(system, "sys"):
            _index(db, system, row)
    db.close()


def build_shared(path: Path) -> None:
    """Makes the catalogs that all databases share, with the rows that a new cluster has."""
    system = bootstrap.system_catalog()
    with _new_wal_file(path) as db:
        for row in _tables(system, "global"):
            _create(db, system, row)
            _fill(db, system, row, lambda _catalog, _fact: True)
            _index(db, system, row)
        db.execute("CREATE TABLE pgproxy_tablespace(oid INTEGER PRIMARY KEY, location TEXT NOT NULL) STRICT").fetchall()


def build_database(path: Path) -> None:
    """Makes the catalogs of a new database, which has the schema public and may drop it, and the table of its objects'
    definitions.
    """
    system = bootstrap.system_catalog()
    with _new_wal_file(path) as db:
        for row in _tables(system, "main"):
            _create(db, system, row)
            _fill(db, system, row, lambda catalog, fact: len(catalog_parts(catalog)) == 1 or _is_of_public(fact))
            _index(db, system, row)
        db.execute(
            "CREATE TABLE pgproxy_object(oid INTEGER PRIMARY KEY, kind TEXT NOT NULL, definition TEXT NOT NULL) STRICT"
        ).fetchall()
        public = json.dumps(asdict(system.namespaces[PUBLIC]))
        db.execute("INSERT INTO pgproxy_object VALUES (?, 'namespace', ?)", (PUBLIC, public)).fetchall()
        db.execute("CREATE TABLE pgproxy_state(name TEXT PRIMARY KEY, value ANY) STRICT").fetchall()


def build_sequences(path: Path) -> None:
    """Makes the file of a new database's sequences, of which there are none."""
    with _new_wal_file(path) as db:
        db.execute(
            "CREATE TABLE sequence(oid INTEGER PRIMARY KEY, value INTEGER NOT NULL, called INTEGER NOT NULL) STRICT"
        ).fetchall()


@contextmanager
def _new_wal_file(path: Path) -> Iterator[apsw.Connection]:
    db = apsw.Connection(str(path))
    for pragma in ("journal_mode=WAL", "synchronous=OFF"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    with db:
        yield db
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()


def create_temporary(db: apsw.Connection) -> None:
    """The empty catalogs of a session's temporary objects."""
    system = bootstrap.system_catalog()
    for row in _tables(system, "main"):
        _create(db, system, row, "temp")


def _tables(system: SystemCatalog, schema: str) -> list[PgClass]:
    """The catalogs with rows in a file."""
    return [row for row in system.classes.values() if is_table(row) and schema in catalog_parts(row.relname)]


def columns(system: SystemCatalog, row: PgClass) -> list[PgAttribute]:
    return [attribute for attribute in system.attributes[row.oid] if attribute.attnum > 0]


def _create(db: apsw.Connection, system: SystemCatalog, row: PgClass, schema: str = "main") -> None:
    definitions = []
    for attribute in columns(system, row):
        image = empty_image()
        datatype = image.datatype(image.base_type(attribute.atttypid))
        definitions.append(f'"{attribute.attname}" {datatype.affinity}')
    db.execute(f'CREATE TABLE {schema}."{row.relname}"({", ".join(definitions)}) STRICT').fetchall()


def _index(db: apsw.Connection, system: SystemCatalog, row: PgClass) -> None:
    names = {attribute.attnum: attribute.attname for attribute in columns(system, row)}
    for index in system.indexes[row.oid]:
        if all(index.indkey):
            keys = ", ".join(f'"{names[key]}"' for key in index.indkey)
            name = system.classes[index.indexrelid].relname
            db.execute(f'CREATE INDEX "{name}" ON "{row.relname}"({keys})').fetchall()
    for column in _SEARCHED.get(row.relname, ()):
        db.execute(f'CREATE INDEX "{row.relname}~{column}" ON "{row.relname}"("{column}")').fetchall()


_SEARCHED = {"pg_class": ("relnamespace",)}
"""Columns that joins of catalogs begin with, which PostgreSQL finds small enough to scan."""


def _is_of_public(fact: Mapping[str, Any]) -> bool:
    """Whether a row says something of the schema public, which a database may drop."""
    return fact.get("objoid") == PUBLIC and fact.get("classoid") == PG_NAMESPACE


def _fill(
    db: apsw.Connection, system: SystemCatalog, row: PgClass, takes: Callable[[str, Mapping[str, Any]], bool]
) -> None:
    if not (bootstrap.DATA / f"{row.relname}.jsonl").exists():
        return
    table = catalog_table(row.relname, row.relnamespace)
    facts = (fact for fact in bootstrap.load(row.relname).complete() if takes(row.relname, fact))
    db.executemany(table.insert(), map(table.row, facts))


def insert_database(db: apsw.Connection, row: PgDatabase) -> None:
    """Adds a row to pg_database."""
    table = catalog_table("pg_database")
    db.execute(table.insert(), table.row(asdict(row))).fetchall()


class CatalogTable(Struct, frozen=True):
    """How rows of a catalog are written: each column by its name with what stands where nothing is known, and with what
    brings its values into storage form, None where they have it.
    """

    name: str
    columns: tuple[tuple[str, Storage, Callable[[Any], Storage] | None], ...]
    has_horizons: bool

    def insert(self, schema: str = "main") -> str:
        """The statement that adds a row."""
        marks = ", ".join("?" for _ in self.columns)
        return f'INSERT INTO {schema}."{self.name}" VALUES ({marks})'

    def row(self, fact: Mapping[str, Any]) -> tuple[Storage, ...]:
        """A fact as a row: every column in order."""
        if self.has_horizons:
            fact = _with_horizons(fact)
        return tuple(
            [
                zero if (value := fact.get(name)) is None else value if encode is None else encode(value)
                for name, zero, encode in self.columns
            ]
        )


@cache
def catalog_table(name: str, namespace: int = PG_CATALOG) -> CatalogTable:
    """The catalog of this name, as `pg_class`."""
    system = bootstrap.system_catalog()
    attributes = columns(system, system.classes_by_name[namespace, name])
    return CatalogTable(
        name,
        tuple([(attribute.attname, _zero(attribute), _encoder(attribute)) for attribute in attributes]),
        any(attribute.attname in _HORIZONS for attribute in attributes),
    )


def _with_horizons(fact: Mapping[str, Any]) -> Mapping[str, Any]:
    kind = fact.get("relkind", "r")
    if kind in RELATIONS_WITH_ROWS:
        return {**fact, **_HORIZONS}
    return {**fact, "reltuples": -1.0} if kind == "v" else fact


RELATIONS_WITH_ROWS = "rtm"
_HORIZONS = {"datfrozenxid": 744, "relfrozenxid": 744, "datminmxid": 1, "relminmxid": 1}
"""The oldest transactions that rows may be of: none is older than the first that a new cluster gives an id."""


_ZEROS: dict[int, Storage] = {
    oids.BOOL: 0, oids.INT2: 0, oids.INT4: 0, oids.INT8: 0, oids.OID: 0, oids.FLOAT4: 0.0, oids.FLOAT8: 0.0,
    oids.XID: 0,
    oids.REGPROC: 0, oids.CHAR: "", oids.TEXT: "", oids.NAME: "",
}  # fmt: skip


def _zero(attribute: PgAttribute) -> Storage:
    return _ZEROS.get(attribute.atttypid) if attribute.attnotnull else None


def _encoder(attribute: PgAttribute) -> Callable[[Any], Storage] | None:
    if attribute.atttypid in (oids.INT2VECTOR, oids.OIDVECTOR):
        return _vector
    if attribute.atttypid in (oids.FLOAT4, oids.FLOAT8):
        return float
    if attribute.atttypid == oids.BOOL:
        return int
    return None if attribute.atttypid in _ZEROS else _array_or_plain


def _vector(value: Iterable[int]) -> str:
    return vector(list(value))


def _array_or_plain(value: Any) -> Storage:
    if isinstance(value, (list, tuple)):
        items = [int(item) if isinstance(item, bool) else item for item in value]
        return json.dumps(items, ensure_ascii=False, separators=(",", ":"))
    return int(value) if isinstance(value, bool) else value
