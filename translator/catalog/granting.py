"""What GRANT and REVOKE make of an access control list.  PostgreSQL's aclchk and acl, as far as lists are concerned."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from translator.catalog.acl import OWNER_PRIVILEGES, PUBLIC, AclItem, granted, items_of, revoked
from translator.catalog.roles import RoleGraph
from translator.errors import PgError
from translator.errors.privileges import dependent_privileges, invalid_grant


class Listed(Struct, frozen=True):
    """An object with its list, None for none.  kind: acldefault's letter. what: the object as warnings name it.
    denied: the same, with its kind, as the error names it. wider: the items of the whole, for a part of an object.
    """

    kind: str
    acl: Sequence[str] | None
    owner: int
    what: str
    denied: str
    wider: tuple[AclItem, ...] = ()


class Change(Struct, frozen=True):
    """A GRANT or REVOKE of privileges by their letters; everything: of ALL of them."""

    grant: bool
    letters: frozenset[str]
    grantees: tuple[str, ...]
    option: bool = False
    cascade: bool = False
    everything: bool = False


def changed(roles: RoleGraph, role: int, thing: Listed, change: Change) -> tuple[tuple[str, ...], list[PgError]]:
    """The new list, with warnings.  Raises PgError 42501, 2BP01, 0LP01."""
    owner = roles.name(thing.owner)
    items = items_of(thing.acl, thing.kind, owner)
    merged = [*thing.wider, *items]
    grantor, options = _best_grantor(roles, role, thing, merged, change.letters)
    letters = change.letters & options
    if not options and not _has_anything(roles, grantor, merged):
        raise PgError("42501", f"permission denied for {thing.denied}")
    warnings = _warnings(thing, change, letters)
    by = roles.name(grantor)
    for grantee in change.grantees:
        if change.grant:
            if change.option:
                _refuse_circle(items, owner, grantee, by, letters)
            items = granted(items, grantee, letters, by, option=change.option)
        else:
            items = _revoked(items, owner, grantee, letters, by, option=change.option, cascade=change.cascade)
    return tuple(str(item) for item in items if item.privileges), warnings


def _best_grantor(
    roles: RoleGraph, role: int, thing: Listed, items: list[AclItem], letters: frozenset[str]
) -> tuple[int, frozenset[str]]:
    """Who grants on a role's behalf, and what that one may grant."""
    if roles.has_privileges_of(role, thing.owner):
        return thing.owner, frozenset(OWNER_PRIVILEGES["r" if thing.kind == "c" else thing.kind])
    best, most = role, frozenset[str]()
    for other in sorted(roles.inherited(role), key=lambda oid: oid != role):
        options = _options(items, roles.name(other)) & letters
        if options == letters:
            return other, options
        if len(options) > len(most):
            best, most = other, options
    return best, most


def _options(items: list[AclItem], grantee: str) -> frozenset[str]:
    return frozenset[str]().union(*[item.options for item in items if item.grantee == grantee])


def _has_anything(roles: RoleGraph, role: int, items: list[AclItem]) -> bool:
    names = {roles.name(oid) for oid in roles.inherited(role)} | {PUBLIC}
    return any(item.privileges for item in items if item.grantee in names)


def _warnings(thing: Listed, change: Change, letters: frozenset[str]) -> list[PgError]:
    done, sqlstate = ("were granted", "01007") if change.grant else ("could be revoked", "01006")
    if not letters:
        message = f"no privileges {done} for {thing.what}"
    elif not change.everything and letters != change.letters:
        message = f"not all privileges {done} for {thing.what}"
    else:
        return []
    return [PgError(sqlstate, message, severity="WARNING")]


def _revoked(
    items: list[AclItem], owner: str, grantee: str, letters: frozenset[str], by: str, *, option: bool, cascade: bool
) -> list[AclItem]:
    before = _options([item for item in items if item.grantor == by], grantee)
    items = revoked(items, grantee, letters, by, option=option)
    lost = before & letters
    return _passed_on(items, owner, grantee, lost, cascade=cascade) if lost and grantee != owner else items


def _passed_on(items: list[AclItem], owner: str, role: str, lost: frozenset[str], *, cascade: bool) -> list[AclItem]:
    """Without what a role has granted by options that it has no more."""
    lost -= _options(items, role)
    for item in [known for known in items if known.grantor == role and known.privileges & lost]:
        if not cascade:
            raise dependent_privileges()
        items = _revoked(items, owner, item.grantee, lost, role, option=False, cascade=True)
    return items


def _refuse_circle(items: list[AclItem], owner: str, grantee: str, by: str, letters: frozenset[str]) -> None:
    """Raise PgError 0LP01 where the grantor has its options from the grantee alone."""
    if by == owner or grantee == PUBLIC:
        return
    without = [item for item in items if item.grantee != grantee]
    left = _passed_on(without, owner, grantee, letters, cascade=True)
    if grantee != owner and not letters <= _options(left, by):
        raise invalid_grant("grant options cannot be granted back to your own grantor")
