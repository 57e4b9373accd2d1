"""Access control lists as pg_class.relacl holds them: who may do what, and who said so.  Manual: "Privileges"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator.catalog.roles import RoleGraph

ORDER = "arwdDxtXUCTcsAm"
"""The letters in the order in which PostgreSQL prints them."""
OWNER_PRIVILEGES = {
    "c": "", "r": "arwdDxtm", "s": "rwU", "d": "CTc", "f": "X", "l": "U", "L": "rw", "n": "UC", "p": "sA", "t": "C",
    "F": "U", "S": "U", "T": "U",
}  # fmt: skip
"""What the owner may do unless told otherwise, by acldefault's letter for the kind of object."""
COLUMN_PRIVILEGES = "arwx"
"""What may be granted on columns alone."""
PUBLIC_PRIVILEGES = {"d": "Tc", "f": "X", "l": "U", "T": "U"}
"""What everybody may do unless told otherwise."""
NAMES = {
    "a": "INSERT", "r": "SELECT", "w": "UPDATE", "d": "DELETE", "D": "TRUNCATE", "x": "REFERENCES", "t": "TRIGGER",
    "X": "EXECUTE", "U": "USAGE", "C": "CREATE", "T": "TEMPORARY", "c": "CONNECT", "s": "SET", "A": "ALTER SYSTEM",
    "m": "MAINTAIN",
}  # fmt: skip
"""The privileges by their letters."""
LETTERS = {name: letter for letter, name in NAMES.items()}
PREDEFINED = {
    6181: {"r": "r", "s": "r", "n": "U"},  # pg_read_all_data
    6182: {"r": "awd", "s": "w", "n": "U"},  # pg_write_all_data
    6337: {"r": "m"},  # pg_maintain
}
"""What membership in PostgreSQL's own roles allows with all objects of a kind.  Manual: "Predefined Roles"."""
PUBLIC = ""


class AclItem(Struct, frozen=True):
    """`grantee` is a role, empty for everybody; `options` are those of the `privileges` that it may grant further."""

    grantee: str
    privileges: frozenset[str]
    options: frozenset[str]
    grantor: str

    def __str__(self) -> str:
        letters = "".join(
            letter + ("*" if letter in self.options else "") for letter in ORDER if letter in self.privileges
        )
        return f"{_quoted(self.grantee)}={letters}/{_quoted(self.grantor)}"


def _quoted(name: str) -> str:
    return name if all(map(is_safe, name)) else '"' + name.replace('"', '""') + '"'


def is_safe(character: str) -> bool:
    """Whether a name's character needs no quotes."""
    return character.isascii() and (character.isalnum() or character == "_")


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def parse_item(text: str) -> AclItem:
    """The inverse of str()."""
    head, _, grantor = text.rpartition("/")
    grantee, _, letters = head.rpartition("=")
    options = {letters[place - 1] for place, letter in enumerate(letters) if letter == "*"}
    return AclItem(_unquoted(grantee), frozenset(letters.replace("*", "")), frozenset(options), _unquoted(grantor))


def default_items(kind: str, owner: str) -> list[AclItem]:
    """What an object without a list stands for."""
    nothing: frozenset[str] = frozenset()
    items = []
    if kind in PUBLIC_PRIVILEGES:
        items.append(AclItem(PUBLIC, frozenset(PUBLIC_PRIVILEGES[kind]), nothing, owner))
    if OWNER_PRIVILEGES[kind]:
        items.append(AclItem(owner, frozenset(OWNER_PRIVILEGES[kind]), nothing, owner))
    return items


def granted(
    items: list[AclItem], grantee: str, letters: frozenset[str], grantor: str, *, option: bool
) -> list[AclItem]:
    """The list with privileges added."""
    options = letters if option else frozenset()
    for place, item in enumerate(items):
        if (item.grantee, item.grantor) == (grantee, grantor):
            changed = replace(item, privileges=item.privileges | letters, options=item.options | options)
            return [*items[:place], changed, *items[place + 1 :]]
    return [*items, AclItem(grantee, letters, options, grantor)]


def revoked(
    items: list[AclItem], grantee: str, letters: frozenset[str], grantor: str, *, option: bool
) -> list[AclItem]:
    """The list with privileges taken away, or with `option` only the right to grant them further."""
    kept = []
    for item in items:
        changed = item
        if (item.grantee, item.grantor) == (grantee, grantor):
            privileges = item.privileges if option else item.privileges - letters
            changed = replace(item, privileges=privileges, options=item.options - letters)
        if changed.privileges:
            kept.append(changed)
    return kept


def with_owner(acl: tuple[str, ...], before: str, after: str) -> tuple[str, ...]:
    """The list after the object has changed hands; what one role then has twice from another becomes one entry."""
    merged: dict[tuple[str, str], AclItem] = {}
    for item in map(parse_item, acl):
        grantee, grantor = (after if role == before else role for role in (item.grantee, item.grantor))
        known = merged.get((grantee, grantor), AclItem(grantee, frozenset(), frozenset(), grantor))
        merged[grantee, grantor] = replace(
            known, privileges=known.privileges | item.privileges, options=known.options | item.options
        )
    return tuple(map(str, merged.values()))


class Held(Struct, frozen=True):
    """What a role may do with an object, and which of it it may grant further."""

    privileges: frozenset[str]
    options: frozenset[str]


def held(roles: RoleGraph, role: int, acl: Sequence[str] | None, kind: str, owner: int) -> Held:
    """A role's privileges on an object of a kind (acldefault's letter) with this list, None for none, and owner."""
    everything = frozenset(OWNER_PRIVILEGES[kind])
    if roles.is_superuser(role):
        return Held(everything, everything)
    reached = roles.inherited(role)
    names = {roles.name(oid) for oid in reached}
    items = items_of(acl, kind, roles.name(owner))
    privileges = frozenset[str]().union(*[item.privileges for item in items if item.grantee in names | {PUBLIC}])
    privileges = privileges.union(*[letters.get(kind, "") for oid, letters in PREDEFINED.items() if oid in reached])
    options = frozenset[str]().union(*[item.options for item in items if item.grantee in names])
    return Held(privileges, everything if owner in reached else options)


def items_of(acl: Sequence[str] | None, kind: str, owner: str) -> list[AclItem]:
    """A list's items, those that it stands for where there is none."""
    return default_items(kind, owner) if acl is None else [parse_item(text) for text in acl]


def without_role(acl: Sequence[str], name: str) -> tuple[str, ...]:
    """The list without what was granted to a role."""
    return tuple(text for text in acl if parse_item(text).grantee != name)
