"""What happens to routines after they are made: DROP, RENAME, SET SCHEMA, OWNER, COMMENT.  Manual: ALTER AGGREGATE."""

from __future__ import annotations

from msgspec.structs import replace

from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.ownership import role_name
from translator.analyze.privilege import owns, require_create, require_owner
from translator.analyze.qualified_name import target_schema
from translator.analyze.routine import ROUTINES, routine_of
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.own_row_text import proc_signature
from translator.catalog.rows import PgNamespace, PgProc
from translator.errors import PgError
from translator.errors.privileges import must_be_owner
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings

_MISSING = frozenset({"42704", "42883", "3F000"})
_KINDS = {"a": "aggregate", "p": "procedure"}


def _tag(verb: str, kind: str) -> str:
    return f"{verb} {ROUTINES[kind][0].upper()}"


def _required(analysis: Analysis, item: Node, kind: str) -> PgProc:
    """The routine, which may not be one of the system's."""
    proc = routine_of(analysis, item, kind)
    if analysis.catalog.own_rows.find(PgProc, proc.oid) is None:
        raise feature_not_supported("changing one of the system's routines")
    return proc


def rename(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42883, 42501, 42723."""
    _ = node.behavior, node.relation_type, node.missing_ok
    proc = _required(analysis, node.object, node.rename_type)
    namespace = analysis.catalog.namespace_by_oid(proc.pronamespace)
    assert namespace is not None
    _require_free(analysis, proc, namespace, node.newname)
    require_owner(analysis, proc.proowner, "function", proc.proname)
    require_create(analysis, namespace)
    tag = _tag("ALTER", node.rename_type)
    return o.StoreRows(tag, (replace(proc, proname=node.newname),)), tag, None


def _require_free(analysis: Analysis, proc: PgProc, namespace: PgNamespace, name: str) -> None:
    for known in analysis.catalog.procs_in(namespace.oid):
        if (known.proname, known.proargtypes) == (name, proc.proargtypes):
            types = ", ".join(map(analysis.catalog.format_type, proc.proargtypes))
            message = f'function {name}({types}) already exists in schema "{namespace.nspname}"'
            raise PgError("42723", message)


def set_schema(analysis: Analysis, node: Node) -> Result:
    _ = node.missing_ok
    proc = routine_of(analysis, node.object, node.object_type)
    namespace = target_schema(analysis, node.newschema)
    require_create(analysis, namespace)
    require_owner(analysis, proc.proowner, _KINDS.get(proc.prokind, "function"), proc.proname)
    _required(analysis, node.object, node.object_type)
    tag = _tag("ALTER", node.object_type)
    if namespace.oid == proc.pronamespace:
        return o.StoreRows(tag, ()), tag, None
    _require_free(analysis, proc, namespace, proc.proname)
    return o.StoreRows(tag, (replace(proc, pronamespace=namespace.oid),)), tag, None


def set_owner(analysis: Analysis, node: Node) -> Result:
    proc = _required(analysis, node.object, node.object_type)
    require_owner(analysis, proc.proowner, _KINDS.get(proc.prokind, "function"), proc.proname)
    tag = _tag("ALTER", node.object_type)
    return o.ChangeRowOwner(tag, ("pg_proc", proc.oid), role_name(node.newowner)), tag, None


def commented(analysis: Analysis, item: Node, kind: str) -> int:
    """The routine that COMMENT ON means."""
    proc = routine_of(analysis, item, kind)
    require_owner(analysis, proc.proowner, _KINDS.get(proc.prokind, "function"), proc.proname)
    return proc.oid


def drop(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42883, 42809, 42501, 2BP01 for the system's own."""
    kind = node.remove_type
    found, missing = [], []
    for item in node.objects:
        try:
            proc = routine_of(analysis, item, kind)
        except PgError as error:
            if not node.missing_ok or error.sqlstate not in _MISSING:
                raise
            missing.append(f"{_missing(analysis, item, kind)}, skipping")
            item.accept()
            continue
        if kind == "OBJECT_FUNCTION" and proc.prokind == "a":
            hint = "Use DROP AGGREGATE to drop aggregate functions."
            raise PgError("42809", f'"{".".join(strings(item.objname))}" is an aggregate function', hint=hint)
        namespace = analysis.catalog.namespace_by_oid(proc.pronamespace)
        if namespace is None or not owns(analysis, proc.proowner, namespace.nspowner):
            raise must_be_owner(_KINDS.get(proc.prokind, "function"), proc.proname)
        if analysis.catalog.own_rows.find(PgProc, proc.oid) is None:
            shown = proc_signature(analysis.catalog, proc)
            raise PgError("2BP01", f"cannot drop function {shown} because it is required by the database system")
        found.append(("pg_proc", proc.oid))
    tag = _tag("DROP", kind)
    cascade = node.behavior == "DROP_CASCADE"
    return o.DropRows(tag, tuple(dict.fromkeys(found)), cascade, tuple(missing)), tag, None


def _missing(analysis: Analysis, item: Node, kind: str) -> str:
    """What does not exist: the schema, a type, or the routine."""
    names = strings(item.objname)
    if len(names) > 1 and analysis.catalog.namespace(names[-2]) is None:
        return f'schema "{names[-2]}" does not exist'
    for written in item.objargs:
        try:
            resolve_type(analysis, written)
        except PgError:
            return f'type "{_written(written)}" does not exist'
    types = ",".join(map(_written, item.objargs))
    return f"{ROUTINES[kind][0]} {'.'.join(names)}({types}) does not exist"


def _written(node: Node) -> str:
    return ".".join(strings(node.names)) + "[]" * len(node.array_bounds)
