"""GRANT and REVOKE of privileges on objects: raw tree to command.  Manual: GRANT, REVOKE."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from translator import command as c
from translator.analyze import foreign_data
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.ownership import large_object, role_name
from translator.analyze.routine import ROUTINES, routine_of
from translator.analyze.state import Analysis
from translator.catalog.acl import COLUMN_PRIVILEGES, LETTERS, NAMES, OWNER_PRIVILEGES
from translator.catalog.bootstrap import settings
from translator.errors import PgError
from translator.errors.objects import undefined_object, undefined_schema, undefined_type, wrong_object_type
from translator.errors.state import unrecognized_setting
from translator.parser import Node, strings

_PRIVILEGES = {
    "TABLE": ("relation", "r"), "SEQUENCE": ("sequence", "s"), "SCHEMA": ("schema", "n"), "DATABASE": ("database", "d"),
    "TYPE": ("type", "T"), "DOMAIN": ("domain", "T"), "FUNCTION": ("function", "f"), "PROCEDURE": ("procedure", "f"),
    "ROUTINE": ("routine", "f"), "LARGEOBJECT": ("large object", "L"), "LANGUAGE": ("language", "l"),
    "TABLESPACE": ("tablespace", "t"), "PARAMETER_ACL": ("parameter", "p"), "FDW": ("foreign-data wrapper", "F"),
    "FOREIGN_SERVER": ("foreign server", "S"),
}  # fmt: skip
"""What messages call the objects of GRANT, and acldefault's letter for them."""


def grant(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 0LP01 for privileges that there are not of such an object."""
    kind = node.objtype.removeprefix("OBJECT_")
    tag = "GRANT" if node.is_grant else "REVOKE"
    everywhere = node.targtype == "ACL_TARGET_ALL_IN_SCHEMA"
    finds = _in_schemas if everywhere else _OBJECTS[kind]
    command = c.Grant(
        _PRIVILEGES[kind][1],
        tuple(finds(analysis, node, kind)),
        privileges_of(node, kind),
        roles=tuple(grantee_of(item) for item in node.grantees),
        grant=node.is_grant,
        option=node.grant_option,
        grantor=None if node.grantor is None else role_name(node.grantor),
        cascade=node.behavior == "DROP_CASCADE",
    )
    return command, tag, None


def _in_schemas(analysis: Analysis, node: Node, kind: str) -> Iterator[int]:
    """ALL ... IN SCHEMA."""
    for item in node.objects:
        namespace = _schema(analysis, item.sval)
        if kind in ("TABLE", "SEQUENCE"):
            yield from _in_schema(analysis, item.sval, kind)
            continue
        _, kinds = ROUTINES[f"OBJECT_{kind}"]
        yield from (proc.oid for proc in analysis.catalog.procs_in(namespace) if proc.prokind in kinds)


def _routines(analysis: Analysis, node: Node, kind: str) -> Iterator[int]:
    yield from (routine_of(analysis, item, f"OBJECT_{kind}").oid for item in node.objects)


def _languages(analysis: Analysis, node: Node, kind: str) -> Iterator[int]:
    for item in node.objects:
        found = next((row for row in analysis.catalog.languages() if row.lanname == item.sval), None)
        if found is None:
            raise undefined_object("language", item.sval)
        if not found.lanpltrusted:
            raise PgError(
                "42809",
                f'language "{found.lanname}" is not trusted',
                detail="GRANT and REVOKE are not allowed on untrusted languages, because only superusers can use "
                "untrusted languages.",
            )
        yield found.oid


def _parameters(analysis: Analysis, node: Node, kind: str) -> Iterator[str]:
    """Names that are settings, or could be those of an extension."""
    for item in node.objects:
        name = item.sval.lower()
        if name not in settings() and "." not in name:
            raise unrecognized_setting(item.sval)
        yield name


def _foreign(analysis: Analysis, node: Node, kind: str) -> Iterator[int]:
    """Foreign-data wrappers or servers."""
    yield from (foreign_data.named_object(analysis, item.sval, f"OBJECT_{kind}").oid for item in node.objects)


def _names(analysis: Analysis, node: Node, kind: str) -> Iterator[str]:
    yield from (str(item.sval) for item in node.objects)


_OBJECTS: dict[str, Callable[[Analysis, Node, str], Iterator[int] | Iterator[str]]] = {
    "TABLE": lambda analysis, node, kind: (relation_of(analysis, item).oid for item in node.objects),
    "SEQUENCE": lambda analysis, node, kind: (_sequence(analysis, item) for item in node.objects),
    "SCHEMA": lambda analysis, node, kind: (_schema(analysis, item.sval) for item in node.objects),
    "TYPE": lambda analysis, node, kind: (_type(analysis, item, kind) for item in node.objects),
    "DOMAIN": lambda analysis, node, kind: (_type(analysis, item, kind) for item in node.objects),
    "FUNCTION": _routines,
    "PROCEDURE": _routines,
    "ROUTINE": _routines,
    "LANGUAGE": _languages,
    "LARGEOBJECT": lambda analysis, node, kind: (large_object(item) for item in node.objects),
    "DATABASE": _names,
    "TABLESPACE": _names,
    "PARAMETER_ACL": _parameters,
    "FDW": _foreign,
    "FOREIGN_SERVER": _foreign,
}
"""The objects that a statement names, by oid or name."""


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
    return found.oid


def _sequence(analysis: Analysis, item: Node) -> int:
    relation = relation_of(analysis, item)
    if relation.kind != "S":
        raise wrong_object_type(f'"{relation.name}" is not a sequence')
    return relation.oid


def _schema(analysis: Analysis, name: str) -> int:
    found = analysis.catalog.namespace(name)
    if found is None:
        raise undefined_schema(name)
    return found.oid


def _in_schema(analysis: Analysis, schema: str, kind: str) -> list[int]:
    namespace = analysis.catalog.namespace(schema)
    if namespace is None:
        raise undefined_schema(schema)
    kinds = "rpvmf" if kind == "TABLE" else "S"
    return [
        relation.oid
        for relation in analysis.catalog.relations()
        if relation.namespace == namespace.oid and relation.kind in kinds
    ]


def grantee_of(node: Node) -> str | None:
    """A role, None for PUBLIC."""
    return None if node.roletype == "ROLESPEC_PUBLIC" else role_name(node)
