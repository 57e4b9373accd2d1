"""The folder of database files: which databases exist, how one is made from another, and the catalogs they share."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from pgproxy.catalog_files import insert_database
from pgproxy.database import SEQUENCES, Database
from pgproxy.initial_files import FORMAT, initial_file
from pgproxy.refusals import not_accepting_connections
from pgproxy.sqlite_file import connect
from pgproxy.transaction_ids import TransactionIds
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgDatabase
from translator.errors import PgError
from translator.errors.objects import duplicate_database, undefined_database

SUFFIX = ".sqlite"
FORMAT_FILE = "pgproxy.format"
"""Tells how the files of the folder are laid out."""
MAX_IDLE = 16
"""Databases that stay open though nobody uses them; opening one takes some milliseconds."""
_FORGOTTEN_WITH_DATABASE = (
    "DELETE FROM pg_db_role_setting WHERE setdatabase = ?",
    "DELETE FROM pg_shdescription WHERE objoid = ? AND classoid = 1262",
    "DELETE FROM pg_database WHERE oid = ?",
)


class Cluster:
    """All databases below one folder.  Raises PgError 55006 when another server uses the folder."""

    def __init__(self, directory: Path, synchronous: str = "normal") -> None:
        self.directory = directory
        self.synchronous = synchronous
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = self._claim()
        self._system = initial_file("system", directory)
        self._shared_path = directory / "global.shared"
        self._open: dict[str, Database] = {}
        if not self._shared_path.exists():
            self._initialize()
        self._require_format()
        self.shared = connect(self._shared_path)
        self.transaction_ids = TransactionIds(self.shared)

    def _claim(self) -> int:
        lock = os.open(self.directory / "pgproxy.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise PgError("55006", f'data folder "{self.directory}" is in use by another server') from None
        return lock

    def _initialize(self) -> None:
        """What initdb does: the shared catalogs, and the databases template1, template0 and postgres."""
        for kind, suffix in (("database", SUFFIX), ("sequences", SEQUENCES)):
            initial = initial_file(kind, self.directory)
            for name in ("template1", "template0", "postgres"):
                shutil.copyfile(initial, self._path(name).with_suffix(suffix))
        (self.directory / FORMAT_FILE).write_text(f"{FORMAT}\n")
        building = self._shared_path.with_suffix(".building")
        shutil.copyfile(initial_file("shared", self.directory), building)
        building.replace(self._shared_path)

    def _require_format(self) -> None:
        """Raise PgError XX000 for a folder whose files another version has laid out."""
        stored = self.directory / FORMAT_FILE
        found = stored.read_text().strip() if stored.exists() else "?"
        if found != FORMAT:
            raise PgError(
                "XX000",
                f'the files of data folder "{self.directory}" have format {found}, this pgproxy has {FORMAT}: '
                "serve them with the version that made them, or serve an empty folder",
            )

    def _path(self, name: str) -> Path:
        """The file of a database; every name that SQL allows becomes a name that the file system allows."""
        return self.directory / f"{quote(name, safe=' -_+=@#')}{SUFFIX}"

    def row(self, name: str) -> tuple[int, bool, bool, int] | None:
        """(oid, datistemplate, datallowconn, datconnlimit) of a database."""
        found: list[Any] = self.shared.execute(
            "SELECT oid, datistemplate, datallowconn, datconnlimit FROM pg_database WHERE datname = ?", (name,)
        ).fetchall()
        return found[0] if found else None

    def size(self, name: str) -> int:
        """Bytes of a database's files."""
        return _size(self._path(name))

    @property
    def shared_size(self) -> int:
        """Bytes of the catalogs that the databases share."""
        return _size(self._shared_path)

    def privileges(self, name: str) -> tuple[tuple[str, ...] | None, int]:
        """The access control list of a database, None for the default, and its owner.  Raises PgError 3D000."""
        found: list[Any] = self.shared.execute(
            "SELECT datacl, datdba FROM pg_database WHERE datname = ?", (name,)
        ).fetchall()
        if not found:
            raise undefined_database(name)
        stored, owner = found[0]
        return None if stored is None else tuple(json.loads(stored)), int(owner)

    def owned_databases(self) -> list[tuple[int, str, int, tuple[str, ...]]]:
        """Every database with its owner and its access control list."""
        rows: list[Any] = self.shared.execute(
            "SELECT oid, datname, datdba, datacl FROM pg_database ORDER BY oid"
        ).fetchall()
        return [(int(oid), str(name), int(owner), tuple(json.loads(acl or "[]"))) for oid, name, owner, acl in rows]

    def set_owner(self, name: str, owner: int) -> None:
        self.shared.execute("UPDATE pg_database SET datdba = ? WHERE datname = ?", (owner, name)).fetchall()

    def set_privileges(self, name: str, acl: tuple[str, ...] | None) -> None:
        stored = None if acl is None else json.dumps(acl, ensure_ascii=False)
        self.shared.execute("UPDATE pg_database SET datacl = ? WHERE datname = ?", (stored, name)).fetchall()

    def shared_description(self, oid: int, classoid: int) -> str | None:
        """The comment on an object that all databases share."""
        found = self.shared.execute(
            "SELECT description FROM pg_shdescription WHERE objoid = ? AND classoid = ?", (oid, classoid)
        ).fetchall()
        return str(found[0][0]) if found else None

    def describe_shared(self, oid: int, classoid: int, text: str | None) -> None:
        """Comment on an object that all databases share; None takes the comment away."""
        with self.shared:
            key = (oid, classoid)
            self.shared.execute("DELETE FROM pg_shdescription WHERE objoid = ? AND classoid = ?", key).fetchall()
            if text is not None:
                sql = "INSERT INTO pg_shdescription(objoid, classoid, description) VALUES (?, ?, ?)"
                self.shared.execute(sql, (*key, text)).fetchall()

    def database(self, name: str) -> Database:
        """A database to connect to.

        Raises PgError 3D000, 55000 for one that allows no connections, 55006 when another process has opened its file.
        """
        row = self.row(name)
        if row is None:
            raise undefined_database(name)
        if not row[2]:
            raise not_accepting_connections(name)
        opened = self._opened(row[0], name)
        opened.connection_limit = row[3]
        return opened

    def _opened(self, oid: int, name: str) -> Database:
        known = self._open.get(name)
        if known is not None:
            return known
        try:
            opened = Database(oid, name, self._path(name), self._attached(), self.synchronous)
        except apsw.BusyError:
            raise PgError("55006", f'the file of database "{name}" is being used by another process') from None
        self._open[name] = opened
        return opened

    def _attached(self) -> list[tuple[str, str]]:
        return [
            ("sys", f"file:{quote(str(self._system))}?mode=ro&immutable=1"),
            ("global", f"file:{quote(str(self._shared_path))}?mode=ro"),
        ]

    def change(self, name: str, attributes: dict[str, int]) -> None:
        """ALTER DATABASE: columns of the database's row with new values."""
        for column, value in attributes.items():
            self.shared.execute(f"UPDATE pg_database SET {column} = ? WHERE datname = ?", (value, name)).fetchall()

    def images(self) -> Iterator[tuple[str, CatalogImage]]:
        """Every database's name, with the catalog that is committed."""
        for oid, name, _owner, _acl in self.owned_databases():
            yield name, self._opened(oid, name).image

    def rest(self, left: Database) -> None:
        """A session has left a database: of those that nobody uses, the ones that were left longest ago are closed."""
        if left.sessions or self._open.get(left.name) is not left:
            return
        self._open[left.name] = self._open.pop(left.name)
        idle = [known for known in self._open.values() if known.is_idle]
        for known in idle[:-MAX_IDLE]:
            del self._open[known.name]
            with suppress(apsw.Error):  # what could not be copied stays in its log
                known.close()

    def databases_using(self, tablespace: int) -> list[int]:
        """The databases that are in a tablespace, or have relations there."""
        rows: list[Any] = self.shared.execute(
            "SELECT oid, datname, dattablespace FROM pg_database ORDER BY oid"
        ).fetchall()
        return [oid for oid, name, own in rows if own == tablespace or _has_relations(self._path(name), tablespace)]

    def open_databases(self) -> list[Database]:
        return list(self._open.values())

    def create(self, name: str, template: str, owner: int) -> Database:
        """CREATE DATABASE: a copy of the template's files; gives the template.

        The caller holds the template's write lock if it is open.

        Raises PgError 42P04, 3D000 or 55006.
        """
        if self.row(name) is not None:
            raise duplicate_database(name)
        row = self.row(template)
        if row is None:
            raise PgError("3D000", f'template database "{template}" does not exist')
        source = self._opened(row[0], template)
        source.copy(self._path(name))
        oids = self.shared.execute("SELECT oid FROM pg_database UNION ALL SELECT oid FROM pg_authid")
        largest = max(found[0] for found in oids)
        made = PgDatabase(
            oid=max(largest, 16383) + 1,
            datname=name,
            datdba=owner,
            datistemplate=False,
            datlocale="C.UTF-8",
            datcollversion="1",
            dattablespace=1663,
        )
        insert_database(self.shared, made)
        return source

    def drop(self, name: str) -> None:
        """DROP DATABASE; the caller has made sure that nobody is connected."""
        opened = self._open.pop(name, None)
        if opened is not None:
            opened.close()
        row = self.row(name)
        if row is None:
            raise undefined_database(name)
        for sql in _FORGOTTEN_WITH_DATABASE:
            self.shared.execute(sql, row[:1]).fetchall()
        path = self._path(name)
        for file in (path, path.with_suffix(SEQUENCES)):
            for suffix in ("", "-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)

    def rename(self, name: str, new_name: str) -> None:
        """ALTER DATABASE ... RENAME TO, with nobody connected."""
        if self.row(new_name) is not None:
            raise duplicate_database(new_name)
        opened = self._open.pop(name, None)
        if opened is not None:
            opened.close()
        self.shared.execute("UPDATE pg_database SET datname = ? WHERE datname = ?", (new_name, name)).fetchall()
        for suffix in (SUFFIX, SEQUENCES):
            self._path(name).with_suffix(suffix).replace(self._path(new_name).with_suffix(suffix))

    def close(self) -> None:
        for database in self._open.values():
            database.close()
        self.shared.close()
        os.close(self._lock)


def _has_relations(path: Path, tablespace: int) -> bool:
    """Whether a database has relations in a tablespace that it names."""
    db = connect(path)
    try:
        found = db.execute("SELECT 1 FROM pg_class WHERE reltablespace = ? LIMIT 1", (tablespace,))
        return found.fetchone() is not None
    finally:
        db.close()


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in (path, path.with_name(path.name + "-wal")) if file.exists())
