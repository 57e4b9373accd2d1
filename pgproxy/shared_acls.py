"""Privileges on what all databases share besides themselves: tablespaces and parameters.

Written at once, as all shared catalogs are; a rollback puts back what was there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from translator.catalog.acl import held
from translator.catalog.roles import BOOTSTRAP, RoleGraph
from translator.errors.objects import undefined_tablespace

if TYPE_CHECKING:
    import apsw

Acl = tuple[str, ...] | None


class SharedAcls:
    """The lists in pg_tablespace and pg_parameter_acl."""

    def __init__(self, shared: apsw.Connection) -> None:
        self._db = shared

    def _run(self, sql: str, *values: Any) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    def tablespace(self, name: str) -> tuple[Acl, int]:
        """The list, None for the default, and the owner.  Raises PgError 42704."""
        found = self._run("SELECT spcacl, spcowner FROM pg_tablespace WHERE spcname = ?", name)
        if not found:
            raise undefined_tablespace(name)
        return _read(found[0][0]), int(found[0][1])

    def set_tablespace(self, name: str, acl: Acl) -> None:
        self._run("UPDATE pg_tablespace SET spcacl = ? WHERE spcname = ?", _written(acl), name)

    def tablespaces(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Oid, name and list of those that have one."""
        for oid, name, acl in self._run("SELECT oid, spcname, spcacl FROM pg_tablespace WHERE spcacl IS NOT NULL"):
            yield int(oid), str(name), _read(acl) or ()

    def parameter(self, name: str) -> Acl:
        """The list, None for the default."""
        found = self._run("SELECT paracl FROM pg_parameter_acl WHERE parname = ?", name)
        return _read(found[0][0]) if found else None

    def set_parameter(self, name: str, acl: Acl, oid: int) -> None:
        """`oid` is for a parameter that has had no list."""
        if acl is None:
            self._run("DELETE FROM pg_parameter_acl WHERE parname = ?", name)
        elif self._run("SELECT 1 FROM pg_parameter_acl WHERE parname = ?", name):
            self._run("UPDATE pg_parameter_acl SET paracl = ? WHERE parname = ?", _written(acl), name)
        else:
            self._run("INSERT INTO pg_parameter_acl(oid, parname, paracl) VALUES (?, ?, ?)", oid, name, _written(acl))

    def parameters(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Oid, name and list of those that have one."""
        for oid, name, acl in self._run("SELECT oid, parname, paracl FROM pg_parameter_acl ORDER BY oid"):
            yield int(oid), str(name), _read(acl) or ()

    def settable(self, roles: RoleGraph, role: int, letter: str = "s") -> frozenset[str]:
        """The parameters that a role was given the right to set, or with letter A by ALTER SYSTEM."""
        lists = list(self.parameters())
        return frozenset(name for _, name, acl in lists if letter in held(roles, role, acl, "p", BOOTSTRAP).privileges)


def _read(stored: str | None) -> Acl:
    return None if stored is None else tuple(json.loads(stored))


def _written(acl: Sequence[str] | None) -> str | None:
    return None if acl is None else json.dumps(acl, ensure_ascii=False)
