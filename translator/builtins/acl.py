"""Access control lists: what an object allows when nobody has said anything, and their items ("Privileges")."""

from __future__ import annotations

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.catalog.acl import LETTERS, OWNER_PRIVILEGES, PUBLIC, AclItem, default_items, parse_item
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import invalid_parameter_value, null_value_not_allowed
from translator.lower import build
from translator.types.array import Array, load, store


@function('acldefault("char",oid)', context=True)
def acldefault(context: ExecutionContext, kind: str, owner: int) -> str:
    """The list that an object without one stands for."""
    if kind not in OWNER_PRIVILEGES:
        raise PgError("XX000", f"unrecognized object type abbreviation: {kind}")
    return store(Array.of([str(item) for item in default_items(kind, _role(context, owner))]))


def _role(context: ExecutionContext, oid: int) -> str:
    """A role as an item names it; one that does not exist by its number."""
    return context.catalog.plain_role_name(oid) or str(oid)


@function("makeaclitem(oid,oid,text,boolean)", context=True)
def makeaclitem(context: ExecutionContext, grantee: int, grantor: int, privileges: str, option: int) -> str:
    """Raises PgError 22023 for a word that is no privilege."""
    letters = set()
    for word in privileges.split(","):
        name = word.strip().upper()
        name = {"TEMP": "TEMPORARY"}.get(name, name)
        if name not in LETTERS:
            raise invalid_parameter_value(f'unrecognized privilege type: "{word.strip()}"')
        letters.add(LETTERS[name])
    given = frozenset(letters)
    to = _role(context, grantee) if grantee else PUBLIC
    return str(AclItem(to, given, given if option else frozenset(), _role(context, grantor)))


@lowering("aclitemeq(aclitem,aclitem)")
def aclitemeq(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return build.binary(exp.EQ, left, right)


@function("aclcontains(aclitem[],aclitem)")
def aclcontains(acl: str, item: str) -> int:
    """Whether one entry, of the same roles, has all the item's privileges and grant options."""
    wanted = parse_item(item)
    return int(
        any(
            (entry.grantee, entry.grantor) == (wanted.grantee, wanted.grantor)
            and wanted.privileges <= entry.privileges
            and wanted.options <= entry.options
            for entry in _entries(acl)
        )
    )


def _entries(acl: str) -> list[AclItem]:
    """The entries of a list.  Raises PgError 22023 or 22004 for an array that is none."""
    array = load(acl)
    if len(array.lengths) != 1:
        raise invalid_parameter_value("ACL arrays must be one-dimensional")
    if None in array.elements:
        raise null_value_not_allowed("ACL arrays must not contain null values")
    return [parse_item(text) for text in array.elements]


@function("aclinsert(aclitem[],aclitem)")
def aclinsert(acl: str, item: str) -> str:
    raise feature_not_supported_message("aclinsert is no longer supported")


@function("aclremove(aclitem[],aclitem)")
def aclremove(acl: str, item: str) -> str:
    raise feature_not_supported_message("aclremove is no longer supported")
