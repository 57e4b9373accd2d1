"""The server's roles: kept in the catalogs that all databases share.  Manual: "Database Roles".

These catalogs are written at once, beside whatever transaction runs; a rolled back statement puts back what it found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pgproxy.auth import SUPERUSER, SUPERUSER_OID, Role, encrypt_password
from pgproxy.clock import now_us
from pgproxy.shared_acls import SharedAcls
from pgproxy.tablespaces import Tablespaces
from translator.catalog.roles import Membership, RoleFacts, RoleGraph

if TYPE_CHECKING:
    import apsw

_TABLES = ("pg_authid", "pg_auth_members", "pg_db_role_setting")

Rows = dict[str, list[tuple[Any, ...]]]


class StoredRoles:
    """Look-ups for authentication, and changes. The superuser's password is the one the server was started with."""

    def __init__(self, shared: apsw.Connection, password: str, method: str) -> None:
        """password: cleartext, empty for none. method: decides the verifiers that are made of passwords."""
        self._db = shared
        self._method = method
        self._initial = encrypt_password(password, SUPERUSER, method) if password else None
        self.version = 0
        """Grows with every change of who may do what."""
        self._graphs: dict[int, tuple[int, RoleGraph]] = {}
        self.acls = SharedAcls(shared)
        self.tablespaces = Tablespaces(shared)

    def graph(self, database: int) -> RoleGraph:
        """All roles as sessions of a database see them; 0 stands for no database."""
        known = self._graphs.get(database)
        if known is None or known[0] != self.version:
            known = self._graphs[database] = self.version, self._load(database)
        return known[1]

    def _load(self, database: int) -> RoleGraph:
        roles = self._run("SELECT oid, rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_authid")
        memberships = self._run(
            "SELECT roleid, member, grantor, admin_option, inherit_option, set_option FROM pg_auth_members ORDER BY oid"
        )
        owner = self._run("SELECT datdba FROM pg_database WHERE oid = ?", (database,))
        return RoleGraph(
            [RoleFacts(oid, name, *map(bool, flags)) for oid, name, *flags in roles],
            [Membership(*oids, *map(bool, flags)) for *oids, admin, inherit, sets in memberships
             for flags in [(admin, inherit, sets)]],
            int(owner[0][0]) if owner else SUPERUSER_OID,
        )  # fmt: skip

    def _run(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    def lookup(self, name: str) -> Role | None:
        """The role of that name; one whose password has expired has none."""
        rows = self._run(
            "SELECT oid, rolsuper, rolcanlogin, rolpassword, rolvaliduntil, rolconnlimit FROM pg_authid "
            "WHERE rolname = ?",
            (name,),
        )
        if not rows:
            return None
        oid, superuser, can_login, password, until, limit = rows[0]
        if password is None and name == SUPERUSER:
            password = self._initial
        if until is not None and until < now_us():
            password = None
        return Role(name, oid, bool(superuser), bool(can_login), password, int(limit))

    def settings(self, role: int, database: int) -> list[tuple[str, dict[str, str]]]:
        """What ALTER ROLE ... SET says for a session, the most particular last; each with the source's name."""
        layers = (("global", 0, 0), ("database", 0, database), ("user", role, 0), ("database user", role, database))
        found = []
        for source, *key in layers:
            for (stored,) in self._run(
                "SELECT setconfig FROM pg_db_role_setting WHERE setrole = ? AND setdatabase = ?", key
            ):
                found.append((source, dict(item.split("=", 1) for item in json.loads(stored or "[]"))))
        return found

    def change_setting(self, role: int, database: int, name: str | None, value: str | None) -> None:
        """Set one, forget one (no value), or forget all (no name)."""
        key = (database, role)
        rows = self._run("SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = ? AND setrole = ?", key)
        known = dict(item.split("=", 1) for item in json.loads(rows[0][0])) if rows else {}
        if name is None:
            known.clear()
        elif value is None:
            known.pop(name, None)
        else:
            known[name] = value
        self._run("DELETE FROM pg_db_role_setting WHERE setdatabase = ? AND setrole = ?", key)
        if known:
            stored = json.dumps([f"{name}={value}" for name, value in known.items()], ensure_ascii=False)
            self._run(
                "INSERT INTO pg_db_role_setting(setdatabase, setrole, setconfig) VALUES (?, ?, ?)", (*key, stored)
            )

    def create(self, name: str, attributes: dict[str, Any]) -> int:
        """A new role; gives its oid."""
        highest = self._run("SELECT max(oid) FROM (SELECT oid FROM pg_authid UNION ALL SELECT oid FROM pg_database)")
        oid = max(int(highest[0][0]), 16383) + 1
        values = {"rolsuper": 0, "rolinherit": 1, "rolcreaterole": 0, "rolcreatedb": 0, "rolcanlogin": 0,
                  "rolreplication": 0, "rolbypassrls": 0, "rolconnlimit": -1} | attributes  # fmt: skip
        columns = ", ".join(("oid", "rolname", *values))
        marks = ", ".join("?" * (len(values) + 2))
        self._run(f"INSERT INTO pg_authid({columns}) VALUES ({marks})", (oid, name, *values.values()))
        self.version += 1
        return oid

    def change(self, oid: int, attributes: dict[str, Any]) -> None:
        for column, value in attributes.items():
            self._run(f"UPDATE pg_authid SET {column} = ? WHERE oid = ?", (value, oid))
        self.version += 1

    def rename(self, oid: int, name: str) -> bool:
        """Give a role another name; whether that took its password, an MD5 hash with the old name in it."""
        stored = self._run("SELECT rolpassword FROM pg_authid WHERE oid = ?", (oid,))[0][0]
        lost = stored is not None and stored.startswith("md5")
        self.change(oid, {"rolname": name} | ({"rolpassword": None} if lost else {}))
        return lost

    def drop(self, oid: int) -> None:
        self._run("DELETE FROM pg_authid WHERE oid = ?", (oid,))
        self._run("DELETE FROM pg_auth_members WHERE roleid = ?1 OR member = ?1", (oid,))
        self._run("DELETE FROM pg_db_role_setting WHERE setrole = ?", (oid,))
        self.version += 1

    def verifier(self, name: str, password: str | None) -> str | None:
        """What is kept of a password."""
        return None if not password else encrypt_password(password, name, self._method)

    def put_membership(self, known: Membership) -> None:
        """Add a membership, in the place of the same grantor's if there is one."""
        self.remove_membership(known)
        oid = int(self._run("SELECT coalesce(max(oid), 16383) FROM pg_auth_members")[0][0]) + 1
        self._run(
            "INSERT INTO pg_auth_members(oid, roleid, member, grantor, admin_option, inherit_option, set_option) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (oid, known.role, known.member, known.grantor, int(known.admin), int(known.inherit), int(known.set)),
        )

    def remove_membership(self, known: Membership) -> None:
        key = (known.role, known.member, known.grantor)
        self._run("DELETE FROM pg_auth_members WHERE roleid = ? AND member = ? AND grantor = ?", key)
        self.version += 1

    def snapshot(self) -> Rows:
        """Everything there is, to be put back by `restore`."""
        return {table: self._run(f"SELECT * FROM {table}") for table in _TABLES}

    def restore(self, rows: Rows) -> None:
        with self._db:
            for table, known in rows.items():
                self._run(f"DELETE FROM {table}")
                for row in known:
                    self._run(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        self.version += 1
