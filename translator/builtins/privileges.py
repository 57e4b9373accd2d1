"""Access privileges ("Access Privilege Inquiry Functions"): names are checked; every role has every privilege."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from translator.builtins.declare import function, set_returning
from translator.catalog.acl import NAMES, ORDER, PUBLIC, parse_item
from translator.catalog.bootstrap import system_catalog
from translator.context import ExecutionContext
from translator.errors import (
    invalid_parameter_value,
    undefined_database,
    undefined_object,
    undefined_schema,
)
from translator.types import array as arrays
from translator.types.reg import REG_TYPES

Check = Callable[[ExecutionContext, str], object]
REG = {implementation.name: implementation for implementation in REG_TYPES}
COLUMN = frozenset({"SELECT", "INSERT", "UPDATE", "REFERENCES"})
USAGE = frozenset({"USAGE"})


def _by_reg(typname: str) -> Check:
    return lambda context, name: REG[typname].parse(name, context.settings)


def _schema(context: ExecutionContext, name: str) -> None:
    if not context.catalog.namespace_exists(name):
        raise undefined_schema(name)


def _database(context: ExecutionContext, name: str) -> None:
    if not context.catalog.database_exists(name):
        raise undefined_database(name)


def _anything(context: ExecutionContext, name: str) -> None:
    """Kinds of objects that are not looked up."""


KINDS: dict[str, tuple[Check, frozenset[str]]] = {
    "table": (_by_reg("regclass"), COLUMN | {"DELETE", "TRUNCATE", "TRIGGER", "MAINTAIN"}),
    "any_column": (_by_reg("regclass"), COLUMN),
    "column": (_by_reg("regclass"), COLUMN),
    "sequence": (_by_reg("regclass"), frozenset({"USAGE", "SELECT", "UPDATE"})),
    "function": (_by_reg("regprocedure"), frozenset({"EXECUTE"})),
    "type": (_by_reg("regtype"), USAGE),
    "schema": (_schema, frozenset({"CREATE", "USAGE"})),
    "database": (_database, frozenset({"CREATE", "CONNECT", "TEMPORARY", "TEMP"})),
    "language": (_anything, USAGE),
    "tablespace": (_anything, frozenset({"CREATE"})),
    "foreign_data_wrapper": (_anything, USAGE),
    "server": (_anything, USAGE),
    "parameter": (_anything, frozenset({"SET", "ALTER SYSTEM"})),
    "largeobject": (_anything, frozenset({"SELECT", "UPDATE"})),
}


def _check_privileges(text: str, known: frozenset[str]) -> None:
    """22023 for a word that is no privilege of such an object."""
    for word in text.split(","):
        name = word.strip().upper().removesuffix(" WITH GRANT OPTION").rstrip()
        if name not in known:
            raise invalid_parameter_value(f'unrecognized privilege type: "{word.strip()}"')


def _check_role(context: ExecutionContext, role: str | int) -> None:
    if isinstance(role, str) and role != "public" and not context.catalog.role_exists(role):
        raise undefined_object("role", role)


def _inquiry(kind: str) -> Callable[..., bool]:
    """The body of has_<kind>_privilege([role,] object, [column,] privilege)."""
    check, known = KINDS[kind]
    objects = 2 if kind == "column" else 1

    def inquiry(context: ExecutionContext, *args: str | int) -> bool:
        *roles, target = args[: len(args) - objects]
        for role in roles:
            _check_role(context, role)
        if isinstance(target, str):
            check(context, target)
        _check_privileges(str(args[-1]), known)
        return True

    inquiry.__name__ = f"has_{kind}_privilege"
    return inquiry


def _signatures(name: str) -> list[str]:
    return [proc.signature for proc in system_catalog().procs_by_name[name]]


for _kind in KINDS:
    function(*_signatures(f"has_{_kind}_privilege"), context=True)(_inquiry(_kind))


@function(*_signatures("pg_has_role"), context=True)
def pg_has_role(context: ExecutionContext, *args: str | int) -> bool:
    """Whether one role is a member of another."""
    for role in args[:-1]:
        _check_role(context, role)
    return True


@function("row_security_active(oid)", "row_security_active(text)")
def row_security_active(table: str | int) -> bool:
    return False


@set_returning("aclexplode(aclitem[])", context=True)
def aclexplode(context: ExecutionContext, acl: str) -> Iterator[tuple[int, int, str, int]]:
    """Grantor, grantee (0 for everybody), privilege, and whether it may be granted further."""
    array = arrays.load(acl)
    if len(array.lengths) != 1:
        raise invalid_parameter_value("ACL arrays must be one-dimensional")
    for text in array.elements:
        item = parse_item(text)
        grantee = context.catalog.role_oid(item.grantee) if item.grantee != PUBLIC else 0
        for letter in ORDER:
            if letter in item.privileges:
                yield context.catalog.role_oid(item.grantor) or 0, grantee or 0, NAMES[letter], letter in item.options
