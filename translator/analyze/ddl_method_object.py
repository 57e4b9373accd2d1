"""What happens to operator classes and families after they are made: DROP, RENAME, SET SCHEMA, OWNER, COMMENT."""

from __future__ import annotations

from msgspec.structs import replace

from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.method_objects import named_object
from translator.analyze.ownership import role_name
from translator.analyze.privilege import owns, require_create, require_owner
from translator.analyze.qualified_name import target_schema
from translator.analyze.state import Analysis
from translator.catalog.own_row_text import of_method
from translator.catalog.own_rows import key_of, namespace_of, owner_of
from translator.catalog.rows import PgOpclass, PgOpfamily
from translator.errors import PgError
from translator.errors.privileges import must_be_owner
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings

_WORDS = {"OBJECT_OPCLASS": "operator class", "OBJECT_OPFAMILY": "operator family"}
KINDS = tuple(_WORDS)


def _tag(verb: str, kind: str) -> str:
    return f"{verb} {_WORDS[kind].upper()}"


def _changeable(analysis: Analysis, item: Node, kind: str) -> PgOpclass | PgOpfamily:
    names = strings(item.items)
    row = named_object(analysis, kind, names)
    require_owner(analysis, owner_of(row), _WORDS[kind], ".".join(names[1:]))
    if key_of(row) not in analysis.catalog.own_rows.rows:
        raise feature_not_supported(f"changing one of the system's {_WORDS[kind]}es".replace("yes", "ies"))
    return row


def _named(row: PgOpclass | PgOpfamily) -> tuple[int, str]:
    return (row.opcmethod, row.opcname) if isinstance(row, PgOpclass) else (row.opfmethod, row.opfname)


def _require_free(analysis: Analysis, row: PgOpclass | PgOpfamily, kind: str, namespace: int, name: str) -> None:
    schema = analysis.catalog.namespace_by_oid(namespace)
    method, _ = _named(row)
    where = "" if schema is None else schema.nspname
    find = analysis.catalog.find_opclass if isinstance(row, PgOpclass) else analysis.catalog.find_opfamily
    if find(method, name, where) is not None:
        shown = analysis.catalog.access_method_name(method)
        raise PgError(
            "42710", f'{_WORDS[kind]} "{name}" for access method "{shown}" already exists in schema "{where}"'
        )


def rename(analysis: Analysis, node: Node) -> Result:
    _ = node.behavior, node.relation_type, node.missing_ok
    kind = node.rename_type
    row = _changeable(analysis, node.object, kind)
    _require_free(analysis, row, kind, namespace_of(row), node.newname)
    named = {"opcname" if isinstance(row, PgOpclass) else "opfname": node.newname}
    return o.StoreRows(_tag("ALTER", kind), (replace(row, **named),)), _tag("ALTER", kind), None


def set_schema(analysis: Analysis, node: Node) -> Result:
    _ = node.missing_ok
    kind = node.object_type
    row = named_object(analysis, kind, strings(node.object.items))
    namespace = target_schema(analysis, node.newschema)
    require_create(analysis, namespace)
    row = _changeable(analysis, node.object, kind)
    if namespace.oid == namespace_of(row):
        return o.StoreRows(_tag("ALTER", kind), ()), _tag("ALTER", kind), None
    _require_free(analysis, row, kind, namespace.oid, _named(row)[1])
    moved = {"opcnamespace" if isinstance(row, PgOpclass) else "opfnamespace": namespace.oid}
    return o.StoreRows(_tag("ALTER", kind), (replace(row, **moved),)), _tag("ALTER", kind), None


def set_owner(analysis: Analysis, node: Node) -> Result:
    kind = node.object_type
    row = _changeable(analysis, node.object, kind)
    command = o.ChangeRowOwner(_tag("ALTER", kind), key_of(row), role_name(node.newowner))
    return command, _tag("ALTER", kind), None


def commented(analysis: Analysis, item: Node, kind: str) -> int:
    """The object that COMMENT ON means."""
    names = strings(item.items)
    row = named_object(analysis, kind, names)
    require_owner(analysis, owner_of(row), _WORDS[kind], ".".join(names[1:]))
    return row.oid


def drop(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501, 2BP01 for the system's own."""
    kind = node.remove_type
    found, missing = [], []
    for item in node.objects:
        names = strings(item.items)
        try:
            row = named_object(analysis, kind, names)
        except PgError as error:
            if not node.missing_ok or error.sqlstate not in ("42704", "3F000"):
                raise
            missing.append(f"{error.message}, skipping")
            continue
        namespace = analysis.catalog.namespace_by_oid(namespace_of(row))
        if not owns(analysis, owner_of(row), *([] if namespace is None else [namespace.nspowner])):
            raise must_be_owner(_WORDS[kind], ".".join(names))
        if key_of(row) not in analysis.catalog.own_rows.rows:
            shown = of_method(analysis.catalog, row)
            raise PgError("2BP01", f"cannot drop {shown} because it is required by the database system")
        found.append(key_of(row))
    tag = _tag("DROP", kind)
    cascade = node.behavior == "DROP_CASCADE"
    return o.DropRows(tag, tuple(dict.fromkeys(found)), cascade, tuple(missing)), tag, None
