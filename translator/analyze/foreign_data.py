"""Foreign-data wrappers, foreign servers and user mappings: raw tree to command.

Manual: CREATE FOREIGN DATA WRAPPER, CREATE SERVER, CREATE USER MAPPING, IMPORT FOREIGN SCHEMA.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from translator import command as c
from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.option_changes import option_changes
from translator.analyze.ownership import role_name
from translator.analyze.privilege import owns, require_owner
from translator.analyze.state import Analysis
from translator.catalog.dependency_rows import PG_FOREIGN_SERVER
from translator.catalog.foreign_options import validate, with_changes
from translator.catalog.own_row_dependencies import PG_FOREIGN_DATA_WRAPPER
from translator.catalog.own_rows import key_of, owner_of
from translator.catalog.rows import PgForeignDataWrapper, PgForeignServer, PgProc
from translator.errors import PgError
from translator.errors.notices import warning
from translator.errors.objects import undefined_function_types, undefined_object, undefined_schema
from translator.errors.privileges import insufficient_privilege, must_be_owner, permission_denied
from translator.errors.statements import no_handler, syntax_error
from translator.parser import Node, strings
from translator.types import oids

Named = PgForeignDataWrapper | PgForeignServer
_FDW_HANDLER = 3115
"""The type fdw_handler."""
_WORDS = {"OBJECT_FDW": "foreign-data wrapper", "OBJECT_FOREIGN_SERVER": "server"}
_TAGS = {"OBJECT_FDW": "FOREIGN DATA WRAPPER", "OBJECT_FOREIGN_SERVER": "SERVER"}
_OWNED = {"OBJECT_FDW": "foreign-data wrapper", "OBJECT_FOREIGN_SERVER": "foreign server"}
KINDS = tuple(_WORDS)


# look-ups


def find_wrapper(analysis: Analysis, name: str) -> PgForeignDataWrapper | None:
    rows = analysis.catalog.own_rows.of(PgForeignDataWrapper)
    return next((row for row in rows if row.fdwname == name), None)


def existing_wrapper(analysis: Analysis, name: str) -> PgForeignDataWrapper:
    """Raises PgError 42704."""
    found = find_wrapper(analysis, name)
    if found is None:
        raise undefined_object("foreign-data wrapper", name)
    return found


def find_server(analysis: Analysis, name: str) -> PgForeignServer | None:
    rows = analysis.catalog.own_rows.of(PgForeignServer)
    return next((row for row in rows if row.srvname == name), None)


def existing_server(analysis: Analysis, name: str) -> PgForeignServer:
    """Raises PgError 42704."""
    found = find_server(analysis, name)
    if found is None:
        raise undefined_object("server", name)
    return found


def wrapper_of(analysis: Analysis, server: PgForeignServer) -> PgForeignDataWrapper:
    found = analysis.catalog.own_rows.find(PgForeignDataWrapper, server.srvfdw)
    assert found is not None
    return found


def named_object(analysis: Analysis, name: str, kind: str) -> Named:
    """Raises PgError 42704."""
    return (existing_wrapper if kind == "OBJECT_FDW" else existing_server)(analysis, name)


def _find(analysis: Analysis, name: str, kind: str) -> Named | None:
    return (find_wrapper if kind == "OBJECT_FDW" else find_server)(analysis, name)


def require_server_usage(analysis: Analysis, server: PgForeignServer) -> None:
    """Raises PgError 42501."""
    authority = analysis.settings.authority
    if authority is not None and not authority.may("U", server.srvacl, "S", server.srvowner):
        raise permission_denied("foreign server", server.srvname)


# wrappers


def create_wrapper(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42501, 42710, 42601, 42883, 42809."""
    name = node.fdwname
    _require_superuser(analysis, f'create foreign-data wrapper "{name}"', "create a")
    if find_wrapper(analysis, name) is not None:
        raise _taken("foreign-data wrapper", name)
    functions = _functions(analysis, node.func_options)
    options = with_changes(None, option_changes(node.options))
    validator = functions.get("validator", 0)
    validate(validator, options, PG_FOREIGN_DATA_WRAPPER)
    row = PgForeignDataWrapper(
        -1, name, fdwhandler=functions.get("handler", 0), fdwvalidator=validator, fdwoptions=options
    )
    tag = "CREATE FOREIGN DATA WRAPPER"
    return o.StoreRows(tag, (row,)), tag, None


def alter_wrapper(analysis: Analysis, node: Node) -> Result:
    name = node.fdwname
    _require_superuser(analysis, f'alter foreign-data wrapper "{name}"', "alter a")
    row = existing_wrapper(analysis, name)
    functions = _functions(analysis, node.func_options)
    warnings = []
    if "handler" in functions:
        warnings.append(
            warning("changing the foreign-data wrapper handler can change behavior of existing foreign tables")
        )
    if functions.get("validator"):
        warnings.append(
            warning(
                "changing the foreign-data wrapper validator can cause the options for dependent objects to become "
                "invalid"
            )
        )
    changed = replace(
        row,
        fdwhandler=functions.get("handler", row.fdwhandler),
        fdwvalidator=functions.get("validator", row.fdwvalidator),
    )
    if node.options:
        changed = replace(changed, fdwoptions=with_changes(row.fdwoptions, option_changes(node.options)))
        validate(changed.fdwvalidator, changed.fdwoptions, PG_FOREIGN_DATA_WRAPPER)
    tag = "ALTER FOREIGN DATA WRAPPER"
    return o.StoreRows(tag, (changed,), tuple(warnings)), tag, None


def _require_superuser(analysis: Analysis, what: str, hint: str) -> None:
    authority = analysis.settings.authority
    if authority is not None and not authority.superuser:
        hint = f"Must be superuser to {hint} foreign-data wrapper."
        raise insufficient_privilege(f"permission denied to {what}", hint=hint)


def _functions(analysis: Analysis, nodes: Sequence[Node]) -> dict[str, int]:
    """HANDLER and VALIDATOR: the functions by their oids, 0 for none."""
    found: dict[str, int] = {}
    for item in nodes:
        _ = item.defaction
        if item.defname in found:
            raise syntax_error("conflicting or redundant options", at=item.location)
        arguments = () if item.defname == "handler" else (oids.TEXT_ARRAY, oids.OID)
        proc = None if item.arg is None else _function(analysis, strings(item.arg.items), arguments)
        if proc is not None and item.defname == "handler" and proc.prorettype != _FDW_HANDLER:
            shown = ".".join(strings(item.arg.items))
            raise PgError("42809", f"function {shown} must return type fdw_handler")
        found[item.defname] = 0 if proc is None else proc.oid
    return found


def _function(analysis: Analysis, names: list[str], arguments: tuple[int, ...]) -> PgProc:
    """Raises PgError 42883, 3F000."""
    if len(names) > 1 and analysis.catalog.namespace(names[-2]) is None:
        raise undefined_schema(names[-2])
    for proc in analysis.catalog.procs_named(names[-1], names[-2] if len(names) > 1 else None):
        if tuple(proc.proargtypes) == arguments:
            return proc
    raise undefined_function_types(".".join(names), [analysis.catalog.format_type(oid) for oid in arguments])


# servers


def create_server(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42710, 42704, 42501, 42601."""
    name, tag = node.servername, "CREATE SERVER"
    if_not_exists = node.if_not_exists
    wrapper = find_wrapper(analysis, node.fdwname)
    if find_server(analysis, name) is not None:
        if not if_not_exists:
            raise _taken("server", name)
        node.accept()
        return c.Skipped((("42710", f'server "{name}" already exists, skipping'),)), tag, None
    if wrapper is None:
        raise undefined_object("foreign-data wrapper", node.fdwname)
    require_wrapper_usage(analysis, wrapper)
    options = with_changes(None, option_changes(node.options))
    validate(wrapper.fdwvalidator, options, PG_FOREIGN_SERVER)
    kind, version = _text(node, "servertype"), _text(node, "version")
    row = PgForeignServer(-1, name, wrapper.oid, srvtype=kind, srvversion=version, srvoptions=options)
    return o.StoreRows(tag, (row,)), tag, None


def _text(node: Node, field: str) -> str | None:
    """TYPE or VERSION, which may be empty."""
    return str(getattr(node, field)) if node.has(field) else None


def require_wrapper_usage(analysis: Analysis, wrapper: PgForeignDataWrapper) -> None:
    """Raises PgError 42501."""
    authority = analysis.settings.authority
    if authority is not None and not authority.may("U", wrapper.fdwacl, "F", wrapper.fdwowner):
        raise permission_denied("foreign-data wrapper", wrapper.fdwname)


def alter_server(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501, 42601."""
    row = existing_server(analysis, node.servername)
    require_owner(analysis, row.srvowner, "foreign server", row.srvname)
    if node.has_version:
        row = replace(row, srvversion=_text(node, "version"))
    if node.options:
        row = replace(row, srvoptions=with_changes(row.srvoptions, option_changes(node.options)))
        validate(wrapper_of(analysis, row).fdwvalidator, row.srvoptions, PG_FOREIGN_SERVER)
    return o.StoreRows("ALTER SERVER", (row,)), "ALTER SERVER", None


# what both kinds have


def _taken(word: str, name: str) -> PgError:
    return PgError("42710", f'{word} "{name}" already exists')


def rename(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501, 42710."""
    _ = node.behavior, node.relation_type, node.missing_ok
    kind, tag = node.rename_type, f"ALTER {_TAGS[node.rename_type]}"
    row = named_object(analysis, node.object.sval, kind)
    require_owner(analysis, owner_of(row), _OWNED[kind], node.object.sval)
    if _find(analysis, node.newname, kind) is not None:
        raise _taken(_WORDS[kind], node.newname)
    column = "fdwname" if kind == "OBJECT_FDW" else "srvname"
    return o.StoreRows(tag, (replace(row, **{column: node.newname}),)), tag, None


def set_owner(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704."""
    kind, tag = node.object_type, f"ALTER {_TAGS[node.object_type]}"
    row = named_object(analysis, node.object.sval, kind)
    return o.ChangeRowOwner(tag, key_of(row), role_name(node.newowner)), tag, None


def commented(analysis: Analysis, item: Node, kind: str) -> int:
    """The object that COMMENT ON means."""
    row = named_object(analysis, item.sval, kind)
    require_owner(analysis, owner_of(row), _OWNED[kind], item.sval)
    return row.oid


def drop(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501."""
    kind, tag = node.remove_type, f"DROP {_TAGS[node.remove_type]}"
    found, missing = [], []
    _ = node.concurrent
    for item in node.objects:
        row = _find(analysis, item.sval, kind)
        if row is None and node.missing_ok:
            missing.append(f'{_WORDS[kind]} "{item.sval}" does not exist, skipping')
        elif row is None:
            raise undefined_object(_WORDS[kind], item.sval)
        elif not owns(analysis, owner_of(row)):
            raise must_be_owner(_OWNED[kind], item.sval)
        else:
            found.append(key_of(row))
    cascade = node.behavior == "DROP_CASCADE"
    return o.DropRows(tag, tuple(dict.fromkeys(found)), cascade, tuple(missing)), tag, None


# user mappings


def create_mapping(analysis: Analysis, node: Node) -> Result:
    tag = "CREATE USER MAPPING"
    changes = option_changes(node.options)
    return o.PutUserMapping(tag, _user(node), node.servername, changes, new=True, missing=node.if_not_exists), tag, None


def alter_mapping(analysis: Analysis, node: Node) -> Result:
    tag = "ALTER USER MAPPING"
    return o.PutUserMapping(tag, _user(node), node.servername, option_changes(node.options)), tag, None


def drop_mapping(analysis: Analysis, node: Node) -> Result:
    tag = "DROP USER MAPPING"
    return o.DropUserMapping(_user(node), node.servername, node.missing_ok), tag, None


def _user(node: Node) -> str | None:
    """The role that a mapping is for, None for PUBLIC."""
    return None if node.user.roletype == "ROLESPEC_PUBLIC" else role_name(node.user)


def import_schema(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501, 3F000, and 55000 for a wrapper without handler."""
    server = existing_server(analysis, node.server_name)
    require_server_usage(analysis, server)
    if analysis.catalog.namespace(node.local_schema) is None:
        raise undefined_schema(node.local_schema)
    raise no_handler(wrapper_of(analysis, server).fdwname)


STATEMENTS: dict[str, Callable[[Analysis, Node], Result]] = {
    "CreateFdwStmt": create_wrapper,
    "AlterFdwStmt": alter_wrapper,
    "CreateForeignServerStmt": create_server,
    "AlterForeignServerStmt": alter_server,
    "CreateUserMappingStmt": create_mapping,
    "AlterUserMappingStmt": alter_mapping,
    "DropUserMappingStmt": drop_mapping,
    "ImportForeignSchemaStmt": import_schema,
}
"""By the parse node's tag."""
