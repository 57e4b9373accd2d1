"""CREATE, ALTER and DROP ROLE, membership, and privileges on relations: raw tree to command.

Manual: "Database Roles", GRANT, REVOKE.
"""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze.ddl_drop import Result
from translator.analyze.ownership import role_name
from translator.analyze.setting import inner_setting
from translator.analyze.state import Analysis
from translator.errors import PgError, without_location
from translator.errors.statements import feature_not_supported, syntax_error
from translator.errors.values import invalid_parameter_value
from translator.parser import Node

_ATTRIBUTES = {
    "superuser": "rolsuper", "createdb": "rolcreatedb", "createrole": "rolcreaterole", "inherit": "rolinherit",
    "canlogin": "rolcanlogin", "isreplication": "rolreplication", "bypassrls": "rolbypassrls",
}  # fmt: skip


def _options(nodes: Sequence[Node]) -> c.RoleOptions:
    attributes: dict[str, int | str | None] = {}
    password: str | None = None
    has_password = False
    groups: dict[str, tuple[str, ...]] = {}
    notices: list[str] = []
    given: set[str] = set()
    for option in nodes:
        name, value = option.defname, option.arg
        _ = option.defaction
        if name in given:
            raise syntax_error("conflicting or redundant options", at=option.location)
        given.add(name)
        if name in _ATTRIBUTES:
            attributes[_ATTRIBUTES[name]] = int(bool(value.boolval))
        elif name == "connectionlimit":
            attributes["rolconnlimit"] = checked_limit(int(value.ival))
        elif name == "validUntil":
            attributes["rolvaliduntil"] = str(value.sval)
        elif name == "password":
            has_password, password = True, None if value is None else str(value.sval)
        elif name in ("addroleto", "rolemembers", "adminmembers"):
            groups[name] = tuple(role_name(item) for item in value.items)
        elif name != "sysid":
            raise feature_not_supported(f"role option {name}")
        else:
            option.accept()
            notices.append("SYSID can no longer be specified")
    return c.RoleOptions(
        tuple(attributes.items()), password, has_password, groups.get("addroleto", ()),
        groups.get("rolemembers", ()), groups.get("adminmembers", ()), tuple(notices),
    )  # fmt: skip


def checked_limit(limit: int) -> int:
    """A CONNECTION LIMIT.  Raises PgError 22023."""
    if limit < -1:
        raise PgError("22023", f"invalid connection limit: {limit}")
    return limit


def require_free_role_name(name: str) -> None:
    """Raise PgError 42939 for a name that no role of a user may have."""
    if name.startswith("pg_"):
        detail = 'Role names starting with "pg_" are reserved.'
        raise PgError("42939", f'role name "{name}" is reserved', detail=detail)


def create_role(analysis: Analysis, node: Node) -> Result:
    name = node.role
    require_free_role_name(name)
    return c.CreateRole(name, _options(node.options), node.stmt_type == "ROLESTMT_USER"), "CREATE ROLE", None


def alter_role(analysis: Analysis, node: Node) -> Result:
    options = _options(node.options)
    members = options.members
    if members:  # ALTER GROUP ... ADD USER
        return c.GrantRole((role_name(node.role),), members, grant=node.action == 1), "ALTER ROLE", None
    _ = node.action
    return c.AlterRole(role_name(node.role), options), "ALTER ROLE", None


def alter_role_set(analysis: Analysis, node: Node) -> Result:
    role = None if node.role is None else role_name(node.role)
    change = inner_setting(analysis, node.setstmt)
    return c.AlterRoleSet(role, node.database or None, change), "ALTER ROLE", None


def drop_role(analysis: Analysis, node: Node) -> Result:
    if any(item.roletype != "ROLESPEC_CSTRING" for item in node.roles):
        raise PgError("22023", "cannot use special role specifier in DROP ROLE")
    return c.DropRoles(tuple(role_name(item) for item in node.roles), node.missing_ok), "DROP ROLE", None


def grant_role(analysis: Analysis, node: Node) -> Result:
    options: list[tuple[str, bool]] = []
    for option in node.opt:
        _ = option.defaction
        if option.defname not in _MEMBERSHIP_OPTIONS:
            raise PgError("42601", f'unrecognized role option "{option.defname}"', location=option.location)
        options.append((option.defname, _option_value(option)))
    with without_location():
        members = tuple(role_name(item) for item in node.grantee_roles)
    command = c.GrantRole(
        tuple(item.priv_name for item in node.granted_roles),
        members,
        grant=node.is_grant,
        options=tuple(options),
        grantor=None if node.grantor is None else role_name(node.grantor),
        cascade=node.behavior == "DROP_CASCADE",
    )
    return command, "GRANT ROLE" if node.is_grant else "REVOKE ROLE", None


_MEMBERSHIP_OPTIONS = ("admin", "inherit", "set")


def _option_value(option: Node) -> bool:
    """Raises PgError 22023 for an option of a membership that is neither true nor false."""
    value = option.arg
    if value.tag == "Boolean":
        return bool(value.boolval)
    text = str(value.sval).lower()
    if text not in _TRUTH:
        raise invalid_parameter_value(f'unrecognized value for role option "{option.defname}": "{value.sval}"')
    return _TRUTH[text]


_TRUTH = {"true": True, "on": True, "option": True, "false": False, "off": False}
