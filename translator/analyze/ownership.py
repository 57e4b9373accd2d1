"""ALTER ... OWNER TO and ALTER ... SET SCHEMA: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze import ddl_type
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.qualified_name import target_schema
from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.errors.objects import undefined_object, undefined_schema, wrong_object_type
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.settings_view import DEFAULT_SETTINGS
from translator.types.integer import Oid

_RELATIONS = {
    "OBJECT_TABLE": "ALTER TABLE", "OBJECT_VIEW": "ALTER VIEW", "OBJECT_SEQUENCE": "ALTER SEQUENCE",
    "OBJECT_INDEX": "ALTER INDEX", "OBJECT_MATVIEW": "ALTER MATERIALIZED VIEW",
    "OBJECT_FOREIGN_TABLE": "ALTER FOREIGN TABLE",
}  # fmt: skip
CURRENT = ""
"""Stands for the current role."""
SESSION = "\0"
"""Stands for the role of SESSION AUTHORIZATION."""


def role_name(node: Node) -> str:
    """The role that a RoleSpec names."""
    if node.roletype == "ROLESPEC_PUBLIC":
        raise PgError("42704", 'role "public" does not exist', location=node.location)
    if node.roletype == "ROLESPEC_SESSION_USER":
        return SESSION
    return str(node.rolename) if node.roletype == "ROLESPEC_CSTRING" else CURRENT


def require_role(analysis: Analysis, node: Node) -> None:
    """Raises PgError 42704 where there is no role that a RoleSpec names."""
    name, authority = role_name(node), analysis.settings.authority
    if authority is not None and name not in (CURRENT, SESSION) and name not in authority.roles.by_name:
        raise undefined_object("role", name)


def alter_owner(analysis: Analysis, node: Node) -> Result:
    """Of what is no relation; relations are ALTER TABLE's business."""
    kind = node.object_type.removeprefix("OBJECT_").replace("_", " ")
    if kind in ("TYPE", "DOMAIN"):
        return ddl_type.set_owner(analysis, node)
    role = role_name(node.newowner)
    if kind == "SCHEMA":
        row = analysis.catalog.namespace(node.object.sval)
        if row is None:
            raise undefined_schema(node.object.sval)
        return c.ChangeSchemaOwner(row.oid, role), "ALTER SCHEMA", None
    if kind == "LARGEOBJECT":
        return c.ChangeLargeObjectOwner(large_object(node.object), role), "ALTER LARGE OBJECT", None
    if kind != "DATABASE":
        raise feature_not_supported(f"ALTER {kind} ... OWNER TO")
    return c.ChangeDatabaseOwner(node.object.sval, role), "ALTER DATABASE", None


def large_object(node: Node) -> int:
    """The oid that a statement about a large object gives.  Raises PgError 22003, 22P02."""
    return Oid().parse(node.fval, DEFAULT_SETTINGS) if node.tag == "Float" else int(node.ival) % 2**32


def set_schema(analysis: Analysis, node: Node) -> Result:
    kind = node.object_type
    if kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        return ddl_type.set_schema(analysis, node)
    new = node.newschema
    if kind not in _RELATIONS:
        raise feature_not_supported(f"ALTER {kind.removeprefix('OBJECT_')} ... SET SCHEMA")
    try:
        relation = relation_of(analysis, node.relation)
    except PgError as error:
        if node.missing_ok and error.sqlstate in ("42P01", "3F000"):
            notice = ("00000", f'relation "{node.relation.relname}" does not exist, skipping')
            return c.Skipped((notice,)), _RELATIONS[kind], None
        raise
    if kind == "OBJECT_FOREIGN_TABLE" and relation.kind != "f":
        raise wrong_object_type(f'"{relation.name}" is not a foreign table')
    if relation.schema == "temp":
        raise PgError("0A000", "cannot move objects into or out of temporary schemas")
    namespace = target_schema(analysis, new)
    owner = relation.sequence.owner if relation.sequence is not None else None
    if owner is not None:
        table = analysis.catalog.relation(owner[0])
        assert table is not None
        raise PgError(
            "0A000",
            "cannot move an owned sequence into another schema",
            detail=f'Sequence "{relation.name}" is linked to table "{table.name}".',
        )
    if namespace.oid != relation.namespace and analysis.catalog.name_taken(namespace.oid, relation.name):
        raise PgError("42P07", f'relation "{relation.name}" already exists in schema "{new}"')
    return c.SetSchema(relation.oid, namespace.oid), _RELATIONS[kind], None
