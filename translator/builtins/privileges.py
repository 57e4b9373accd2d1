"""Access privileges ("Access Privilege Inquiry Functions"): names are checked; every role has every privilege."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from translator.builtins.cast import regclass_from_text
from translator.builtins.declare import function, set_returning
from translator.catalog.acl import NAMES, ORDER, PUBLIC, parse_item
from translator.catalog.bootstrap import load, system_catalog
from translator.catalog.names import split_name
from translator.context import ExecutionContext
from translator.errors import (
    PgError,
    invalid_parameter_value,
    undefined_column_of_relation,
    undefined_database,
    undefined_object,
    undefined_schema,
    undefined_type,
    wrong_object_type,
)
from translator.types import array as arrays
from translator.types.reg import REG_TYPES, undefined_proc

Check = Callable[[ExecutionContext, str], int]
"""The oid of an object by its name; raises PgError when there is none."""
REG = {implementation.name: implementation for implementation in REG_TYPES}
COLUMN = frozenset({"SELECT", "INSERT", "UPDATE", "REFERENCES"})
USAGE = frozenset({"USAGE"})


def _by_reg(typname: str, undefined: Callable[[str], PgError]) -> Check:
    """A name or an oid, but for 0."""

    def check(context: ExecutionContext, name: str) -> int:
        oid = REG[typname].parse(name, context.settings)
        if oid == 0:
            raise undefined(name)
        return oid

    return check


def _schema(context: ExecutionContext, name: str) -> int:
    if not context.catalog.namespace_exists(name):
        raise undefined_schema(name)
    return 0


def _database(context: ExecutionContext, name: str) -> int:
    if not context.catalog.database_exists(name):
        raise undefined_database(name)
    return 0


def _builtin(kind: str, catalog: str, column: str) -> Check:
    """Kinds of objects that users cannot make."""

    def check(_context: ExecutionContext, name: str) -> int:
        if name not in load(catalog).column(column):
            raise undefined_object(kind, name)
        return 0

    return check


def _none(kind: str) -> Check:
    """Kinds of objects of which there are none."""

    def check(_context: ExecutionContext, name: str) -> int:
        raise undefined_object(kind, name)

    return check


def _anything(_context: ExecutionContext, _name: str) -> int:
    """Kinds of objects that are not looked up."""
    return 0


KINDS: dict[str, tuple[Check, frozenset[str]]] = {
    "table": (regclass_from_text, COLUMN | {"DELETE", "TRUNCATE", "TRIGGER", "MAINTAIN"}),
    "any_column": (regclass_from_text, COLUMN),
    "column": (regclass_from_text, COLUMN),
    "sequence": (regclass_from_text, frozenset({"USAGE", "SELECT", "UPDATE"})),
    "function": (_by_reg("regprocedure", undefined_proc), frozenset({"EXECUTE"})),
    "type": (_by_reg("regtype", undefined_type), USAGE),
    "schema": (_schema, frozenset({"CREATE", "USAGE"})),
    "database": (_database, frozenset({"CREATE", "CONNECT", "TEMPORARY", "TEMP"})),
    "language": (_builtin("language", "pg_language", "lanname"), USAGE),
    "tablespace": (_builtin("tablespace", "pg_tablespace", "spcname"), frozenset({"CREATE"})),
    "foreign_data_wrapper": (_none("foreign-data wrapper"), USAGE),
    "server": (_none("server"), USAGE),
    "parameter": (_anything, frozenset({"SET", "ALTER SYSTEM"})),
    "largeobject": (_anything, frozenset({"SELECT", "UPDATE"})),
}


ROLE = frozenset({"USAGE", "MEMBER", "SET", *(f"{name} WITH ADMIN OPTION" for name in ("USAGE", "MEMBER", "SET"))})
RELATIONS = ("table", "any_column", "column", "sequence")
PRIVILEGE_FIRST = ("sequence", "largeobject")
"""Kinds of objects whose privilege is read before the object is looked up."""


def _check_privileges(text: str, known: frozenset[str]) -> None:
    """22023 for a word that is no privilege of such an object."""
    for word in text.split(","):
        name = word.strip().upper().removesuffix(" WITH GRANT OPTION").rstrip()
        if name not in known:
            raise invalid_parameter_value(f'unrecognized privilege type: "{word.strip()}"')


def _check_role(context: ExecutionContext, role: str | int) -> None:
    if isinstance(role, str) and role != "public" and not context.catalog.role_exists(role):
        raise undefined_object("role", role)


def _inquiry(kind: str) -> Callable[..., bool | None]:
    """The body of has_<kind>_privilege([role,] object, [column,] privilege); NULL for a relation's oid that is none."""
    check, known = KINDS[kind]
    objects = 2 if kind == "column" else 1

    def inquiry(context: ExecutionContext, *args: str | int) -> bool | None:
        *roles, target = args[: len(args) - objects]
        if kind == "parameter":
            _check_privileges(str(args[-1]), known)
        for role in roles:
            _check_role(context, role)
        if kind in PRIVILEGE_FIRST:
            _check_privileges(str(args[-1]), known)
        oid = check(context, target) if isinstance(target, str) else target
        there = kind not in RELATIONS or _relation_is_there(context, kind, oid)
        if kind == "column":
            there = _column_is_there(context, oid, args[-2]) and there
        _check_privileges(str(args[-1]), known)
        return True if there and kind != "largeobject" else None

    inquiry.__name__ = f"has_{kind}_privilege"
    return inquiry


def _signatures(name: str) -> list[str]:
    return [proc.signature for proc in system_catalog().procs_by_name[name]]


def _relation_is_there(context: ExecutionContext, kind: str, oid: int) -> bool:
    found = context.catalog.relation_kind(oid)
    if kind == "sequence" and found not in (None, "S"):
        raise wrong_object_type(f'"{_bare_name(context, oid)}" is not a sequence')
    return found is not None


def _column_is_there(context: ExecutionContext, relation: int, column: str | int) -> bool:
    columns = context.catalog.relation_columns(relation)
    if isinstance(column, str) and columns and column not in columns:
        raise undefined_column_of_relation(column, _bare_name(context, relation))
    return column in columns or column in columns.values()


def _bare_name(context: ExecutionContext, relation: int) -> str:
    return split_name(context.catalog.relation_name(relation) or "")[-1]


for _kind in KINDS:
    function(*_signatures(f"has_{_kind}_privilege"), context=True)(_inquiry(_kind))


@function(*_signatures("pg_has_role"), context=True)
def pg_has_role(context: ExecutionContext, *args: str | int) -> bool:
    """Whether one role is a member of another."""
    for role in args[:-1]:
        if role == "public":
            raise undefined_object("role", role)
        _check_role(context, role)
    _check_privileges(str(args[-1]), ROLE)
    return True


@function("row_security_active(oid)", "row_security_active(text)", context=True)
def row_security_active(context: ExecutionContext, table: str | int) -> bool:
    if isinstance(table, str):
        regclass_from_text(context, table)
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
