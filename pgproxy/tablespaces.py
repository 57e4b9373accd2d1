"""The tablespaces that all databases share: rows of pg_tablespace, and the directories that they were made for.

Nothing is ever written to the directories.  Written at once, as all shared catalogs are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.tablespace import Tablespace

if TYPE_CHECKING:
    import apsw

_ROWS = (
    "SELECT one.oid, spcname, spcowner, spcacl, spcoptions, coalesce(location, '') "
    "FROM pg_tablespace one LEFT JOIN pgproxy_tablespace place ON place.oid = one.oid"
)


class Tablespaces:
    """Over the file of the shared catalogs."""

    def __init__(self, shared: apsw.Connection) -> None:
        self._db = shared
        self.version = 0
        """Differs between what different plans can depend on."""

    def _run(self, sql: str, *values: Any) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    def find(self, name: str) -> Tablespace | None:
        found = self._run(f"{_ROWS} WHERE spcname = ?", name)
        return _read(found[0]) if found else None

    def by_oid(self, oid: int) -> Tablespace | None:
        found = self._run(f"{_ROWS} WHERE one.oid = ?", oid)
        return _read(found[0]) if found else None

    def every(self) -> list[Tablespace]:
        return [_read(row) for row in self._run(f"{_ROWS} ORDER BY one.oid")]

    def add(self, name: str, owner: int, location: str, options: tuple[str, ...]) -> Tablespace:
        used = self._run(
            "SELECT max(oid) FROM (SELECT oid FROM pg_tablespace UNION SELECT oid FROM pg_database "
            "UNION SELECT oid FROM pg_authid)"
        )
        made = Tablespace(max(int(used[0][0]), FIRST_NORMAL_OID - 1) + 1, name, owner, None, options or None, location)
        self.put(made)
        return made

    def put(self, row: Tablespace) -> None:
        """Write a tablespace, new or changed."""
        self._forget(row.oid)
        self._run(
            "INSERT INTO pg_tablespace(oid, spcname, spcowner, spcacl, spcoptions) VALUES (?, ?, ?, ?, ?)",
            row.oid, row.name, row.owner, _list(row.acl), _list(row.options),
        )  # fmt: skip
        if row.location:
            self._run("INSERT INTO pgproxy_tablespace VALUES (?, ?)", row.oid, row.location)

    def remove(self, oid: int) -> None:
        self._forget(oid)
        self._run("DELETE FROM pg_shdescription WHERE objoid = ?", oid)

    def _forget(self, oid: int) -> None:
        self.version += 1
        for catalog in ("pg_tablespace", "pgproxy_tablespace"):
            self._run(f"DELETE FROM {catalog} WHERE oid = ?", oid)

    def of_database(self, name: str) -> int:
        """The oid of the tablespace that a database is in."""
        found = self._run("SELECT dattablespace FROM pg_database WHERE datname = ?", name)
        return int(found[0][0]) if found else 0

    def databases_in(self, oid: int) -> list[tuple[int, str]]:
        """The databases whose own tablespace it is."""
        rows = self._run("SELECT oid, datname FROM pg_database WHERE dattablespace = ? ORDER BY oid", oid)
        return [(int(number), str(name)) for number, name in rows]


def _read(row: Any) -> Tablespace:
    oid, name, owner, acl, options, location = row
    return Tablespace(int(oid), str(name), int(owner), _tuple(acl), _tuple(options), str(location))


def _tuple(stored: str | None) -> tuple[str, ...] | None:
    return None if stored is None else tuple(json.loads(stored))


def _list(values: tuple[str, ...] | None) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None
