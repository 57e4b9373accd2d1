"""The SQLite files behind the system catalogs: `sys` with PostgreSQL's own rows, and the empty catalogs of a new
database.

A catalog's table has the columns that pg_attribute gives it, values in storage form.  `sys` is built once from the
recorded facts and attached read-only by every connection.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import apsw

from translator.catalog import bootstrap
from translator.catalog.bootstrap import SystemCatalog
from translator.catalog.image import empty_image
from translator.catalog.rows import PgAttribute, PgClass
from translator.catalog.system_relations import shared_catalogs, split_catalogs
from translator.query import Storage
from translator.types import oids
from translator.types.vector import vector

FORMAT = "2"
"""Changes when the layout of these files does."""


def system_file(directory: Path) -> Path:
    """The path of `sys`, built now unless it is there; its name tells the facts it was made from.

    It is kept in the user's cache, where every data folder finds it, and in `directory` where there is no such place.
    """
    digest = hashlib.sha256(FORMAT.encode())
    for path in sorted(bootstrap.DATA.glob("*.jsonl")):
        digest.update(f"{path.name}:{path.stat().st_size}".encode())
    name = f"system-{digest.hexdigest()[:12]}.sqlite"
    target = directory / name
    if not target.exists():
        target = _cache(directory) / name
    if not target.exists():
        building = target.with_suffix(f".{os.getpid()}")
        building.unlink(missing_ok=True)
        _build_system(building)
        building.replace(target)
    return target


def _cache(otherwise: Path) -> Path:
    """The user's cache folder ("XDG Base Directory Specification"), or `otherwise` where that cannot be written to."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = Path(base) / "pgproxy"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return otherwise
    return folder if os.access(folder, os.W_OK) else otherwise


def _build_system(path: Path) -> None:
    db = apsw.Connection(str(path))
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "page_size=8192"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    system = bootstrap.system_catalog()
    with db:
        for row in _tables(system):
            if row.relname not in shared_catalogs():
                _create(db, system, row)
                _fill(db, system, row)
        for row in _tables(system):
            if row.relname not in shared_catalogs():
                _index(db, system, row)
    db.close()


def create_shared(db: apsw.Connection) -> None:
    """The catalogs that all databases share, with the rows that a new cluster has, except pg_database's."""
    system = bootstrap.system_catalog()
    for row in _tables(system):
        if row.relname in shared_catalogs():
            _create(db, system, row)
            if row.relname != "pg_database":
                _fill(db, system, row)
            _index(db, system, row)


def create_split(db: apsw.Connection) -> None:
    """The empty catalogs of a new database, and the table of its objects' definitions."""
    system = bootstrap.system_catalog()
    for row in _tables(system):
        if row.relname in split_catalogs():
            _create(db, system, row)
            _index(db, system, row)
    db.execute(
        "CREATE TABLE pgproxy_object(oid INTEGER PRIMARY KEY, kind TEXT NOT NULL, definition TEXT NOT NULL) STRICT"
    ).fetchall()
    db.execute("CREATE TABLE pgproxy_state(name TEXT PRIMARY KEY, value ANY) STRICT").fetchall()


def create_temporary(db: apsw.Connection) -> None:
    """The empty catalogs of a session's temporary objects."""
    system = bootstrap.system_catalog()
    for row in _tables(system):
        if row.relname in split_catalogs():
            _create(db, system, row, "temp")


def _tables(system: SystemCatalog) -> Iterator[PgClass]:
    return (row for row in system.classes.values() if row.relkind == "r" and row.relnamespace == bootstrap.PG_CATALOG)


def columns(system: SystemCatalog, row: PgClass) -> list[PgAttribute]:
    return [attribute for attribute in system.attributes[row.oid] if attribute.attnum > 0]


def _create(db: apsw.Connection, system: SystemCatalog, row: PgClass, schema: str = "main") -> None:
    definitions = []
    for attribute in columns(system, row):
        datatype = empty_image().datatype(attribute.atttypid)
        definitions.append(f'"{attribute.attname}" {datatype.affinity}')
    db.execute(f'CREATE TABLE {schema}."{row.relname}"({", ".join(definitions)}) STRICT').fetchall()


def _index(db: apsw.Connection, system: SystemCatalog, row: PgClass) -> None:
    names = {attribute.attnum: attribute.attname for attribute in columns(system, row)}
    for index in system.indexes[row.oid]:
        if all(index.indkey):
            keys = ", ".join(f'"{names[key]}"' for key in index.indkey)
            name = system.classes[index.indexrelid].relname
            db.execute(f'CREATE INDEX "{name}" ON "{row.relname}"({keys})').fetchall()


def _fill(db: apsw.Connection, system: SystemCatalog, row: PgClass) -> None:
    if not (bootstrap.DATA / f"{row.relname}.jsonl").exists():
        return
    db.executemany(insert_statement(system, row), rows_for(system, row, bootstrap.load(row.relname).complete()))


def insert_statement(system: SystemCatalog, row: PgClass, schema: str = "main") -> str:
    marks = ", ".join("?" for _ in columns(system, row))
    return f'INSERT INTO {schema}."{row.relname}" VALUES ({marks})'


def rows_for(system: SystemCatalog, row: PgClass, facts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Storage, ...]]:
    """Facts as rows of the catalog's table: every column in order, what is not known as the type's zero."""
    attributes = columns(system, row)
    for fact in facts:
        yield tuple([_stored(fact.get(attribute.attname), attribute) for attribute in attributes])


_ZEROS: dict[int, Storage] = {
    oids.BOOL: 0, oids.INT2: 0, oids.INT4: 0, oids.INT8: 0, oids.OID: 0, oids.FLOAT4: 0.0, oids.FLOAT8: 0.0,
    oids.XID: 0,
    oids.REGPROC: 0, oids.CHAR: "", oids.TEXT: "", oids.NAME: "",
}  # fmt: skip


def _stored(value: Any, attribute: PgAttribute) -> Storage:
    if value is None:
        return _ZEROS.get(attribute.atttypid) if attribute.attnotnull else None
    if attribute.atttypid in (oids.INT2VECTOR, oids.OIDVECTOR):
        return vector(list(value))
    if isinstance(value, (list, tuple)):
        return json.dumps(
            [int(item) if isinstance(item, bool) else item for item in value], ensure_ascii=False, separators=(",", ":")
        )
    if isinstance(value, bool):
        return int(value)
    if attribute.atttypid in (oids.FLOAT4, oids.FLOAT8):
        return float(value)
    return value  # type: ignore[no-any-return]  # rows of facts hold any value
