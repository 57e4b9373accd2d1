"""CREATE, ALTER and DROP ROLE, membership, and privileges on relations: raw tree to command.

Manual: "Database Roles", GRANT, REVOKE.
"""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.ownership import role_name
from translator.analyze.state import Analysis
from translator.catalog.acl import LETTERS, OWNER_PRIVILEGES
from translator.catalog.bootstrap import PG_CATALOG
from translator.errors import PgError, feature_not_supported, undefined_schema
from translator.parser import Node

_ATTRIBUTES = {
    "superuser": "rolsuper", "createdb": "rolcreatedb", "createrole": "rolcreaterole", "inherit": "rolinherit",
    "canlogin": "rolcanlogin", "isreplication": "rolreplication", "bypassrls": "rolbypassrls",
}  # fmt: skip
_PRIVILEGES = {
    "TABLE": ("relation", "r"), "SEQUENCE": ("sequence", "s"), "SCHEMA": ("schema", "n"), "DATABASE": ("database", "d"),
}  # fmt: skip
"""What messages call the objects of GRANT, and acldefault's letter for them."""


def _options(nodes: Sequence[Node]) -> c.RoleOptions:
    attributes: dict[str, int | str | None] = {}
    password: str | None = None
    has_password = False
    groups: dict[str, tuple[str, ...]] = {}
    for option in nodes:
        name, value = option.defname, option.arg
        _ = option.defaction
        if name in _ATTRIBUTES:
            attributes[_ATTRIBUTES[name]] = int(bool(value.boolval))
        elif name == "connectionlimit":
            attributes["rolconnlimit"] = int(value.ival)
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
    return c.RoleOptions(
        tuple(attributes.items()), password, has_password, groups.get("addroleto", ()),
        groups.get("rolemembers", ()), groups.get("adminmembers", ()),
    )  # fmt: skip


def create_role(analysis: Analysis, node: Node) -> Result:
    name = node.role
    if name.startswith("pg_"):
        detail = 'Role names starting with "pg_" are reserved.'
        raise PgError("42939", f'role name "{name}" is reserved', detail=detail)
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
    setting = node.setstmt
    kind = setting.kind
    _ = setting.jumble_args, setting.is_local
    name: str | None = setting.name or None
    values: tuple[str, ...] | None = None
    if kind == "VAR_SET_VALUE":
        values = tuple(_value(arg) for arg in setting.args)
    elif kind not in ("VAR_RESET", "VAR_RESET_ALL", "VAR_SET_DEFAULT"):
        raise feature_not_supported("ALTER ROLE ... SET ... FROM CURRENT")
    return c.AlterRoleSet(role, node.database or None, name, values), "ALTER ROLE", None


def _value(node: Node) -> str:
    if node.ival is not None:
        return str(node.ival.ival)
    if node.fval is not None:
        return str(node.fval.fval)
    if node.boolval is not None:
        return "on" if node.boolval.boolval else "off"
    return str(node.sval.sval)


def drop_role(analysis: Analysis, node: Node) -> Result:
    if any(item.roletype != "ROLESPEC_CSTRING" for item in node.roles):
        raise PgError("22023", "cannot use special role specifier in DROP ROLE")
    return c.DropRoles(tuple(role_name(item) for item in node.roles), node.missing_ok), "DROP ROLE", None


def grant_role(analysis: Analysis, node: Node) -> Result:
    for option in node.opt:
        option.accept()
    if node.grantor is not None:
        node.grantor.accept()
    _ = node.behavior
    admin = any(option.defname == "admin" and bool(option.arg.boolval) for option in node.opt)
    roles = tuple(item.priv_name for item in node.granted_roles)
    members = tuple(role_name(item) for item in node.grantee_roles)
    if not node.is_grant and node.opt:
        raise feature_not_supported("REVOKE ... OPTION FOR a role")
    command = c.GrantRole(roles, members, grant=node.is_grant, admin=admin)
    return command, "GRANT ROLE" if node.is_grant else "REVOKE ROLE", None


def grant(analysis: Analysis, node: Node) -> Result:
    """GRANT and REVOKE of privileges on tables, views, sequences, schemas and databases."""
    kind = node.objtype.removeprefix("OBJECT_")
    tag = "GRANT" if node.is_grant else "REVOKE"
    if kind in ("FUNCTION", "PROCEDURE", "ROUTINE") and node.targtype == "ACL_TARGET_ALL_IN_SCHEMA":
        return _on_no_routine(analysis, node), tag, None
    if kind not in _PRIVILEGES:
        raise feature_not_supported(f"{tag} ON {kind}")
    objects: list[int] | list[str]
    _ = node.targtype
    if kind in ("SCHEMA", "DATABASE"):
        named = [str(item.sval) for item in node.objects]
        objects = named if kind == "DATABASE" else [_schema(analysis, name) for name in named]
    elif node.targtype == "ACL_TARGET_ALL_IN_SCHEMA":
        objects = [oid for item in node.objects for oid in _in_schema(analysis, item.sval, kind)]
    elif node.targtype == "ACL_TARGET_OBJECT":
        objects = [relation_of(analysis, item).oid for item in node.objects]
    else:
        raise feature_not_supported("default privileges")
    word, letter = _PRIVILEGES[kind]
    allowed = OWNER_PRIVILEGES[letter]
    letters = [_letter(item, allowed, word) for item in node.privileges]
    if node.grantor is not None:
        node.grantor.accept()
    _ = node.behavior
    command = c.Grant(
        letter,
        tuple(objects),
        frozenset(letters) or frozenset(allowed),
        all_privileges=not letters,
        roles=tuple(_grantee(item) for item in node.grantees),
        grant=node.is_grant,
        option=node.grant_option,
    )
    return command, tag, None


def _on_no_routine(analysis: Analysis, node: Node) -> c.Command:
    """Privileges on all the routines of a schema, in which there are none."""
    for item in node.objects:
        if _schema(analysis, item.sval) == PG_CATALOG:
            raise feature_not_supported("privileges of built-in functions")
    node.accept()
    return c.Skipped(())


def _schema(analysis: Analysis, name: str) -> int:
    found = analysis.catalog.namespace(name)
    if found is None:
        raise undefined_schema(name)
    return found.oid


def _in_schema(analysis: Analysis, schema: str, kind: str) -> list[int]:
    namespace = analysis.catalog.namespace(schema)
    if namespace is None:
        raise undefined_schema(schema)
    kinds = "rvm" if kind == "TABLE" else "S"
    return [
        relation.oid
        for relation in analysis.catalog.relations()
        if relation.namespace == namespace.oid and relation.kind in kinds
    ]


def _letter(node: Node, allowed: str, what: str) -> str:
    if node.cols:
        raise feature_not_supported("privileges of columns")
    name = node.priv_name.upper()
    letter = LETTERS.get("TEMPORARY" if name == "TEMP" else name)
    if letter is None or letter not in allowed:
        raise PgError("0LP01", f"invalid privilege type {name} for {what}")
    return letter


def _grantee(node: Node) -> str | None:
    """A role, None for PUBLIC."""
    return None if node.roletype == "ROLESPEC_PUBLIC" else role_name(node)
