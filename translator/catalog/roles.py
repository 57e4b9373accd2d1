"""The server's roles as one moment has them: who they are, and whose privileges each of them has.

Manual: "Database Roles", "Role Membership".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from msgspec import Struct

BOOTSTRAP = 10
"""The superuser that initdb makes."""
DATABASE_OWNER = 6171
"""pg_database_owner, of which each database's owner is the one member."""


class RoleFacts(Struct, frozen=True):
    """A row of pg_authid, without what concerns its login."""

    oid: int
    name: str
    superuser: bool = False
    createrole: bool = False
    createdb: bool = False
    bypassrls: bool = False


class Membership(Struct, frozen=True):
    """A row of pg_auth_members."""

    role: int
    member: int
    grantor: int
    admin: bool = False
    inherit: bool = True
    set: bool = True


class RoleGraph:
    """Roles and memberships; an object never changes."""

    def __init__(self, roles: Iterable[RoleFacts], memberships: Iterable[Membership], database_owner: int) -> None:
        self.by_oid = {role.oid: role for role in roles}
        self.by_name = {role.name: role for role in self.by_oid.values()}
        implied = Membership(DATABASE_OWNER, database_owner, BOOTSTRAP)
        self.memberships = (*memberships, implied)
        self._reached: dict[tuple[int, str], frozenset[int]] = {}

    @cached_property
    def _of_member(self) -> dict[int, list[Membership]]:
        found: dict[int, list[Membership]] = {}
        for known in self.memberships:
            found.setdefault(known.member, []).append(known)
        return found

    def name(self, oid: int) -> str:
        """A role's name, the number of one that is gone."""
        known = self.by_oid.get(oid)
        return str(oid) if known is None else known.name

    def is_superuser(self, role: int) -> bool:
        known = self.by_oid.get(role)
        return known is not None and known.superuser

    def inherited(self, role: int) -> frozenset[int]:
        """The roles whose privileges a role has without SET ROLE, itself included."""
        return self._reach(role, "inherit", lambda known: known.inherit)

    def settable(self, role: int) -> frozenset[int]:
        """The roles that a role may become, itself included."""
        return self._reach(role, "set", lambda known: known.set)

    def memberships_of(self, role: int) -> frozenset[int]:
        """The roles that a role is a member of in whatever way, itself included."""
        return self._reach(role, "member", lambda _known: True)

    def _reach(self, role: int, kind: str, follows: Callable[[Membership], bool]) -> frozenset[int]:
        found = self._reached.get((role, kind))
        if found is None:
            reached, waiting = {role}, [role]
            while waiting:
                for known in self._of_member.get(waiting.pop(), ()):
                    if follows(known) and known.role not in reached:
                        reached.add(known.role)
                        waiting.append(known.role)
            found = self._reached[role, kind] = frozenset(reached)
        return found

    def has_privileges_of(self, role: int, other: int) -> bool:
        return self.is_superuser(role) or other in self.inherited(role)

    def may_become(self, role: int, other: int) -> bool:
        return self.is_superuser(role) or other in self.settable(role)

    def is_member(self, role: int, other: int) -> bool:
        return self.is_superuser(role) or other in self.memberships_of(role)

    def administers(self, role: int, other: int) -> bool:
        """Whether a role has the ADMIN option on another one."""
        if self.is_superuser(role):
            return True
        reached = self.memberships_of(role)
        return any(known.admin and known.role == other and known.member in reached for known in self.memberships)
