"""CREATE, ALTER and DROP ROLE, membership, and privileges on relations: raw tree to command.

Manual: "Database Roles", GRANT, REVOKE.
"""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.ownership import role_name
from translator.analyze.state import Analysis
from translator.catalog.acl import COLUMN_PRIVILEGES, LETTERS, NAMES, OWNER_PRIVILEGES
from translator.catalog.bootstrap import PG_CATALOG
from translator.errors import (
    PgError,
    feature_not_supported,
    invalid_parameter_value,
    undefined_schema,
    undefined_type,
    without_location,
    wrong_object_type,
)
from translator.parser import Node, strings

_ATTRIBUTES = {
    "superuser": "rolsuper", "createdb": "rolcreatedb", "createrole": "rolcreaterole", "inherit": "rolinherit",
    "canlogin": "rolcanlogin", "isreplication": "rolreplication", "bypassrls": "rolbypassrls",
}  # fmt: skip
_PRIVILEGES = {
    "TABLE": ("relation", "r"), "SEQUENCE": ("sequence", "s"), "SCHEMA": ("schema", "n"), "DATABASE": ("database", "d"),
    "TYPE": ("type", "T"), "DOMAIN": ("type", "T"), "FUNCTION": ("function", "f"), "PROCEDURE": ("procedure", "f"),
    "ROUTINE": ("routine", "f"), "LARGEOBJECT": ("large object", "L"),
}  # fmt: skip
"""What messages call the objects of GRANT, and acldefault's letter for them."""
_GRANTABLE = ("TABLE", "SEQUENCE", "SCHEMA", "DATABASE", "TYPE", "DOMAIN")


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
    return c.RoleOptions(
        tuple(attributes.items()), password, has_password, groups.get("addroleto", ()),
        groups.get("rolemembers", ()), groups.get("adminmembers", ()),
    )  # fmt: skip


def checked_limit(limit: int) -> int:
    """A CONNECTION LIMIT.  Raises PgError 22023."""
    if limit < -1:
        raise PgError("22023", f"invalid connection limit: {limit}")
    return limit


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
    name, values = setting_values(node.setstmt, "ALTER ROLE")
    return c.AlterRoleSet(role, node.database or None, name, values), "ALTER ROLE", None


def setting_values(setting: Node, statement: str) -> tuple[str | None, tuple[str, ...] | None]:
    """What SET or RESET inside another statement says: a setting, None for all; its values, None to forget them."""
    kind = setting.kind
    _ = setting.jumble_args, setting.is_local
    name: str | None = setting.name or None
    values: tuple[str, ...] | None = None
    if kind == "VAR_SET_VALUE":
        values = tuple(_value(arg) for arg in setting.args)
    elif kind not in ("VAR_RESET", "VAR_RESET_ALL", "VAR_SET_DEFAULT"):
        raise feature_not_supported(f"{statement} ... SET ... FROM CURRENT")
    return name, values


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


def grant(analysis: Analysis, node: Node) -> Result:
    """GRANT and REVOKE of privileges on tables, views, sequences, schemas, databases and types."""
    kind = node.objtype.removeprefix("OBJECT_")
    tag = "GRANT" if node.is_grant else "REVOKE"
    if kind in ("FUNCTION", "PROCEDURE", "ROUTINE") and node.targtype == "ACL_TARGET_ALL_IN_SCHEMA":
        return _on_no_routine(analysis, node), tag, None
    if kind not in _GRANTABLE:
        raise feature_not_supported(f"{tag} ON {kind}")
    objects: list[int] | list[str]
    _ = node.targtype
    if kind == "DATABASE":
        objects = [str(item.sval) for item in node.objects]
    elif kind == "SCHEMA":
        objects = [_schema(analysis, item.sval) for item in node.objects]
    elif kind in ("TYPE", "DOMAIN"):
        objects = [_type(analysis, item, kind) for item in node.objects]
    elif node.targtype == "ACL_TARGET_ALL_IN_SCHEMA":
        objects = [oid for item in node.objects for oid in _in_schema(analysis, item.sval, kind)]
    elif kind == "SEQUENCE":
        objects = [_sequence(analysis, item) for item in node.objects]
    else:
        objects = [relation_of(analysis, item).oid for item in node.objects]
    command = c.Grant(
        _PRIVILEGES[kind][1],
        tuple(objects),
        privileges_of(node, kind),
        roles=tuple(grantee_of(item) for item in node.grantees),
        grant=node.is_grant,
        option=node.grant_option,
        grantor=None if node.grantor is None else role_name(node.grantor),
        cascade=node.behavior == "DROP_CASCADE",
    )
    return command, tag, None


def privileges_of(node: Node, kind: str, *, of_default: bool = False) -> tuple[c.Privilege, ...]:
    """What GRANT or REVOKE names, ALL where it names nothing.  Raises PgError 0LP01 for what there is no such of.

    of_default: whether the objects are those to come.
    """
    word, letter = _PRIVILEGES[kind]
    allowed = OWNER_PRIVILEGES[letter]
    if kind == "TABLE" and not of_default:  # which may turn out to be a sequence
        allowed += OWNER_PRIVILEGES["s"]
    found = [_privilege(item, allowed, word) for item in node.privileges]
    return tuple(found) or (c.Privilege(""),)


def _privilege(node: Node, allowed: str, what: str) -> c.Privilege:
    columns = tuple(strings(node.cols))
    if not node.priv_name:
        return c.Privilege("", columns)
    name = node.priv_name.upper()
    letter = LETTERS.get("TEMPORARY" if name == "TEMP" else name)
    if letter is None:
        raise PgError("42601", f'unrecognized privilege type "{node.priv_name}"')
    if columns and letter not in COLUMN_PRIVILEGES:
        raise PgError("0LP01", f"invalid privilege type {NAMES[letter]} for column")
    if letter not in allowed:
        raise PgError("0LP01", f"invalid privilege type {NAMES[letter]} for {what}")
    return c.Privilege(letter, columns)


def _type(analysis: Analysis, item: Node, kind: str) -> int:
    """Raises PgError 42704, 42809, or 0LP01 for what has no privileges of its own."""
    names = strings(item.items)
    found = analysis.catalog.find_type(names[-1], names[-2] if len(names) > 1 else None)
    if found is None:
        raise undefined_type(".".join(names))
    if kind == "DOMAIN" and found.typtype != "d":
        raise wrong_object_type(f'"{found.typname}" is not a domain')
    is_array = found.typtype == "b" and analysis.catalog.array_element(found.oid)
    if is_array or found.typtype == "m":
        kind, of = ("array", "element") if is_array else ("multirange", "range")
        hint = f"Set the privileges of the {of} type instead."
        raise PgError("0LP01", f"cannot set privileges of {kind} types", hint=hint)
    if found.oid not in analysis.catalog.types:
        raise feature_not_supported("privileges of built-in types")
    return found.oid


def _sequence(analysis: Analysis, item: Node) -> int:
    relation = relation_of(analysis, item)
    if relation.kind != "S":
        raise wrong_object_type(f'"{relation.name}" is not a sequence')
    return relation.oid


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
    kinds = "rpvm" if kind == "TABLE" else "S"
    return [
        relation.oid
        for relation in analysis.catalog.relations()
        if relation.namespace == namespace.oid and relation.kind in kinds
    ]


def grantee_of(node: Node) -> str | None:
    """A role, None for PUBLIC."""
    return None if node.roletype == "ROLESPEC_PUBLIC" else role_name(node)
