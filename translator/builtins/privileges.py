"""Access privileges ("Access Privilege Inquiry Functions")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from translator.authority import Authority
from translator.builtins.cast import regclass_from_text
from translator.builtins.declare import function, set_returning
from translator.catalog.acl import LETTERS, NAMES, ORDER, PUBLIC, held, parse_item
from translator.catalog.bootstrap import system_catalog
from translator.catalog.names import split_name
from translator.catalog.roles import BOOTSTRAP, RoleGraph
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.objects import (
    undefined_database,
    undefined_object,
    undefined_schema,
    undefined_type,
    wrong_object_type,
)
from translator.errors.values import invalid_parameter_value
from translator.types import array as arrays
from translator.types import reg
from translator.types.reg import undefined_proc

Check = Callable[[ExecutionContext, str], int]
"""The oid of an object by its name; raises PgError when there is none."""
REG = {implementation.name: implementation for implementation in reg.TYPES}
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
    found = context.catalog.plain_namespace_oid(name)
    if found is None:
        raise undefined_schema(name)
    return found


def _database(context: ExecutionContext, name: str) -> int:
    rows = context.catalog.catalog_rows("pg_database", datname=name)
    if not rows:
        raise undefined_database(name)
    return int(str(rows[0]["oid"]))


def _language(context: ExecutionContext, name: str) -> int:
    rows = context.catalog.catalog_rows("pg_language", lanname=name)
    if not rows:
        raise undefined_object("language", name)
    return int(str(rows[0]["oid"]))


def _tablespace(context: ExecutionContext, name: str) -> int:
    found = context.catalog.tablespace(name)
    if found is None:
        raise undefined_object("tablespace", name)
    return found.oid


def _row(kind: str, catalog: str, column: str) -> Check:
    """Kinds of objects that are rows of a catalog by a name."""

    def check(context: ExecutionContext, name: str) -> int:
        rows = context.catalog.catalog_rows(catalog, **{column: name})
        if not rows:
            raise undefined_object(kind, name)
        return int(str(rows[0]["oid"]))

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
    "language": (_language, USAGE),
    "tablespace": (_tablespace, frozenset({"CREATE"})),
    "foreign_data_wrapper": (_row("foreign-data wrapper", "pg_foreign_data_wrapper", "fdwname"), USAGE),
    "server": (_row("server", "pg_foreign_server", "srvname"), USAGE),
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
        number = _column_number(context, oid, args[-2]) if kind == "column" else 0
        _check_privileges(str(args[-1]), known)
        authority = _authority(context, roles)
        if authority.superuser and kind not in (*RELATIONS, "largeobject"):
            return True
        if not there or number is None:
            return None
        if kind == "parameter":
            acl = context.catalog.parameter_acl(str(target).lower())
            return _has(authority, [("p", acl, BOOTSTRAP)], str(args[-1]))
        lists = context.catalog.access_lists(kind, oid, number)
        return None if lists is None else _has(authority, lists, str(args[-1]))

    inquiry.__name__ = f"has_{kind}_privilege"
    return inquiry


def _signatures(name: str) -> list[str]:
    return [proc.signature for proc in system_catalog().procs_by_name[name]]


def _relation_is_there(context: ExecutionContext, kind: str, oid: int) -> bool:
    found = context.catalog.relation_kind(oid)
    if kind == "sequence" and found not in (None, "S"):
        raise wrong_object_type(f'"{_bare_name(context, oid)}" is not a sequence')
    return found is not None


def _column_number(context: ExecutionContext, relation: int, column: str | int) -> int | None:
    """The number of a column that there is.  Raises PgError 42703 for a name that is none."""
    columns = context.catalog.relation_columns(relation)
    if isinstance(column, str) and columns and column not in columns:
        raise undefined_column_of_relation(column, _bare_name(context, relation))
    if isinstance(column, str):
        return columns.get(column)
    return column if column in columns.values() else None


def _authority(context: ExecutionContext, roles: Sequence[str | int]) -> Authority:
    """Of the role that is asked about, the current one by default; `public` is nobody in particular."""
    authority = context.authority
    if not roles:
        return authority
    role = roles[0]
    if isinstance(role, str):
        return authority.of(0 if role == "public" else authority.roles.by_name[role].oid)
    return authority.of(role)


def _has(authority: Authority, lists: Sequence[tuple[str, Sequence[str] | None, int]], words: str) -> bool:
    """Whether the role has one of the privileges by any of an object's lists."""
    for word in words.split(","):
        name = word.strip().upper()
        optional = name.endswith("WITH GRANT OPTION")
        letter = LETTERS[_LONG.get(name.removesuffix("WITH GRANT OPTION").rstrip(), name.split(" WITH ")[0])]
        for letters, acl, owner in lists:
            found = held(authority.roles, authority.role.oid, acl, letters, owner)
            if letter in (found.options & found.privileges if optional else found.privileges):
                return True
    return False


_LONG = {"TEMP": "TEMPORARY"}


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
    roles = context.authority.roles
    *member, other = [roles.by_name[role].oid if isinstance(role, str) else role for role in args[:-1]]
    return any(_is_so(roles, member[0] if member else context.authority.role.oid, other, word.strip().upper())
               for word in str(args[-1]).split(","))  # fmt: skip


def _is_so(roles: RoleGraph, member: int, other: int, word: str) -> bool:
    """What pg_has_role is asked."""
    if word.endswith((" WITH ADMIN OPTION", " WITH GRANT OPTION")):
        return roles.administers(member, other)
    tests = {"USAGE": roles.has_privileges_of, "MEMBER": roles.is_member, "SET": roles.may_become}
    return tests[word](member, other)


@function("row_security_active(oid)", "row_security_active(text)", context=True)
def row_security_active(context: ExecutionContext, table: str | int) -> bool:
    oid = regclass_from_text(context, table) if isinstance(table, str) else table
    return context.catalog.row_security_active(oid)


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
