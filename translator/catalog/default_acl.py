"""Default privileges: what objects to come allow.  Manual: ALTER DEFAULT PRIVILEGES."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from translator.catalog.acl import AclItem, default_items, granted, parse_item
from translator.catalog.roles import RoleGraph

ACL_KINDS = {"r": "r", "S": "s", "f": "f", "T": "T", "n": "n", "L": "L"}
"""acldefault's letters by those of pg_default_acl.defaclobjtype."""


class DefaultAcl(Struct, frozen=True):
    """A row of pg_default_acl; without a namespace it stands for all of the role's objects of the kind."""

    oid: int
    role: int
    namespace: int
    kind: str
    acl: tuple[str, ...]

    @property
    def row(self) -> dict[str, int | str | list[str]]:
        """As the catalog holds it."""
        return {
            "oid": self.oid, "defaclrole": self.role, "defaclnamespace": self.namespace, "defaclobjtype": self.kind,
            "defaclacl": list(self.acl),
        }  # fmt: skip


def find(known: Iterable[DefaultAcl], role: int, namespace: int, kind: str) -> DefaultAcl | None:
    """The entry of a role, schema (0 for all) and kind."""
    key = (role, namespace, kind)
    return next((entry for entry in known if (entry.role, entry.namespace, entry.kind) == key), None)


def initial_acl(
    known: Sequence[DefaultAcl], roles: RoleGraph, owner: int, namespace: int, kind: str
) -> tuple[str, ...] | None:
    """The list that a new object gets, None where it gets none."""
    everywhere = find(known, owner, 0, kind)
    here = find(known, owner, namespace, kind) if namespace else None
    if everywhere is None and here is None:
        return None
    initial = default_items(ACL_KINDS[kind], roles.name(owner))
    items = initial if everywhere is None else [parse_item(text) for text in everywhere.acl]
    for item in [] if here is None else map(parse_item, here.acl):
        items = granted(items, item.grantee, item.privileges - item.options, item.grantor, option=False)
        items = granted(items, item.grantee, item.options, item.grantor, option=True)
    items = in_order(roles, items)
    return None if items == in_order(roles, initial) else tuple(map(str, items))


def in_order(roles: RoleGraph, items: Iterable[AclItem]) -> list[AclItem]:
    """The items by their grantees and grantors, everybody first."""

    def place(name: str) -> int:
        known = roles.by_name.get(name)
        return 0 if known is None else known.oid

    return sorted(items, key=lambda item: (place(item.grantee), place(item.grantor)))
