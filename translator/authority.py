"""As whom a statement runs, and what that role may do.  Manual: "Privileges"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from translator.catalog.acl import held
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.catalog.roles import RoleFacts, RoleGraph


class Authority(Struct, frozen=True):
    """A role among all the roles there are.

    row_security: what the setting says.
    """

    roles: RoleGraph
    role: RoleFacts
    row_security: bool = True

    @property
    def superuser(self) -> bool:
        return self.role.superuser

    def of(self, role: int) -> Authority:
        """The same of another role."""
        return Authority(self.roles, self.roles.by_oid.get(role) or RoleFacts(role, str(role)), self.row_security)

    def owns(self, owner: int) -> bool:
        """Whether the role has the rights of an owner."""
        return self.roles.has_privileges_of(self.role.oid, owner)

    def may(self, letters: str, acl: Sequence[str] | None, kind: str, owner: int) -> bool:
        """Whether the role has any of these privileges on an object of a kind, which is acldefault's letter."""
        return not held(self.roles, self.role.oid, acl, kind, owner).privileges.isdisjoint(letters)

    def may_relation(self, letters: str, relation: Relation) -> bool:
        """The same of a table, view or sequence."""
        return self.may(letters, relation.privileges, "s" if relation.kind == "S" else "r", relation.owner)

    def is_restricted(self, relation: Relation) -> bool:
        """Whether policies say which rows of a table the role sees and writes."""
        if not relation.row_security or self.role.superuser or self.role.bypassrls:
            return False
        return relation.force_row_security or not self.owns(relation.owner)

    def may_column(self, letter: str, relation: Relation, attribute: Attribute) -> bool:
        """Whether the role has a privilege on a column, not counting those on the whole relation."""
        acl = attribute.acl
        return bool(acl) and self.may(letter, acl, "c", relation.owner)


def unusable_schemas(image: CatalogImage, authority: Authority) -> frozenset[str]:
    """The schemas whose objects the role may not name."""
    return frozenset(
        row.nspname
        for row in image.namespaces()
        if row.nspname != image.temp_schema and not authority.may("U", row.nspacl, "n", row.nspowner)
    )
