"""ALTER DEFAULT PRIVILEGES, REASSIGN OWNED and DROP OWNED: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze.ddl_drop import Result
from translator.analyze.grant import grantee_of, privileges_of
from translator.analyze.ownership import role_name
from translator.analyze.state import Analysis
from translator.errors import without_location
from translator.errors.objects import undefined_schema
from translator.errors.privileges import invalid_grant
from translator.errors.statements import feature_not_supported
from translator.parser import Node

_KINDS = {
    "TABLE": "r", "SEQUENCE": "S", "FUNCTION": "f", "PROCEDURE": "f", "ROUTINE": "f", "TYPE": "T", "SCHEMA": "n",
    "LARGEOBJECT": "L",
}  # fmt: skip
"""pg_default_acl.defaclobjtype of the kinds of objects."""


def alter_default_privileges(analysis: Analysis, node: Node) -> Result:
    roles: tuple[str, ...] = ()
    schemas: tuple[int, ...] = ()
    for option in node.options:
        _ = option.defaction
        with without_location():
            if option.defname == "roles":
                roles = tuple(role_name(item) for item in option.arg.items)
            elif option.defname == "schemas":
                schemas = tuple(_schema(analysis, item.sval) for item in option.arg.items)
            else:
                raise feature_not_supported(f"option {option.defname} of ALTER DEFAULT PRIVILEGES")
    action = node.action
    kind = action.objtype.removeprefix("OBJECT_")
    _ = action.targtype
    privileges = privileges_of(action, kind, of_default=True)
    if schemas and kind in ("SCHEMA", "LARGEOBJECT"):
        words = "SCHEMAS" if kind == "SCHEMA" else "LARGE OBJECTS"
        raise invalid_grant(f"cannot use IN SCHEMA clause when using GRANT/REVOKE ON {words}")
    command = c.AlterDefaultPrivileges(
        roles or ("",), schemas, _KINDS[kind], privileges, tuple(grantee_of(item) for item in action.grantees),
        grant=action.is_grant, option=action.grant_option, cascade=action.behavior == "DROP_CASCADE",
    )  # fmt: skip
    return command, "ALTER DEFAULT PRIVILEGES", None


def _schema(analysis: Analysis, name: str) -> int:
    found = analysis.catalog.namespace(name)
    if found is None:
        raise undefined_schema(name)
    return found.oid


def drop_owned(analysis: Analysis, node: Node) -> Result:
    roles = tuple(role_name(item) for item in node.roles)
    return c.DropOwned(roles, node.behavior == "DROP_CASCADE"), "DROP OWNED", None


def reassign_owned(analysis: Analysis, node: Node) -> Result:
    roles = tuple(role_name(item) for item in node.roles)
    return c.ReassignOwned(roles, role_name(node.newrole)), "REASSIGN OWNED", None
