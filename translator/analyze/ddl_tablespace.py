"""CREATE, ALTER and DROP TABLESPACE: raw tree to command.  Manual: CREATE TABLESPACE."""

from __future__ import annotations

from translator import command as c
from translator import tablespace_command as t
from translator.analyze.built_in_object import kind_words
from translator.analyze.ddl_drop import Result
from translator.analyze.ownership import role_name
from translator.analyze.privilege import owns, require_owner
from translator.analyze.state import Analysis
from translator.analyze.storage_options import storage_options, without_options
from translator.analyze.tablespace import existing_tablespace, moved_tablespace
from translator.catalog.tablespace import DEFAULT, GLOBAL
from translator.errors import PgError
from translator.errors.objects import undefined_tablespace
from translator.errors.privileges import permission_denied
from translator.parser import Node

KIND = "tablespace"
"""The kind of relation whose storage parameters a tablespace has."""


def create_tablespace(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42501, 42602, 42P17, 42939; that it is there already is found when it is made."""
    name = node.tablespacename
    authority = analysis.settings.authority
    if authority is not None and not authority.superuser:
        hint = "Must be superuser to create a tablespace."
        raise PgError("42501", f'permission denied to create tablespace "{name}"', hint=hint)
    location = node.location or ""
    if "'" in location:
        raise PgError("42602", "tablespace location cannot contain single quotes")
    in_place = not location and analysis.settings.in_place_tablespaces
    if not in_place and not location.startswith("/"):
        raise PgError("42P17", "tablespace location must be an absolute path")
    _require_name(name)
    owner = None if node.owner is None else role_name(node.owner)
    options = storage_options(node.options, KIND)
    return t.CreateTablespace(name, owner, location.rstrip("/") or location, options), "CREATE TABLESPACE", None


def _require_name(name: str) -> None:
    if name.startswith("pg_"):
        detail = 'The prefix "pg_" is reserved for system tablespaces.'
        raise PgError("42939", f'unacceptable tablespace name "{name}"', detail=detail)


def drop_tablespace(analysis: Analysis, node: Node) -> Result:
    name = node.tablespacename
    found = analysis.settings.tablespace(name)
    if found is None:
        if not node.missing_ok:
            raise undefined_tablespace(name)
        return c.Skipped((("00000", f'tablespace "{name}" does not exist, skipping'),)), "DROP TABLESPACE", None
    require_owner(analysis, found.owner, "tablespace", name)
    if found.oid in (DEFAULT, GLOBAL):
        raise PgError("42501", f"permission denied for tablespace {name}")
    return t.DropTablespace(name, node.missing_ok), "DROP TABLESPACE", None


def alter_options(analysis: Analysis, node: Node) -> Result:
    """SET and RESET."""
    found = existing_tablespace(analysis, node.tablespacename)
    require_owner(analysis, found.owner, "tablespace", found.name)
    before = found.options or ()
    options = without_options(node.options, before) if node.is_reset else storage_options(node.options, KIND, before)
    return t.AlterTablespace(found.name, options=options), "ALTER TABLESPACE", None


def rename(analysis: Analysis, node: Node) -> Result:
    _ = node.behavior, node.relation_type, node.missing_ok
    found = existing_tablespace(analysis, node.subname)
    if not owns(analysis, found.owner):
        raise permission_denied("tablespace", found.name)
    _require_name(node.newname)
    if analysis.settings.tablespace(node.newname) is not None:
        raise PgError("42710", f'tablespace "{node.newname}" already exists')
    return t.AlterTablespace(found.name, new_name=node.newname), "ALTER TABLESPACE", None


def set_owner(analysis: Analysis, node: Node) -> Result:
    found = existing_tablespace(analysis, node.object.sval)
    require_owner(analysis, found.owner, "tablespace", found.name)
    return t.AlterTablespace(found.name, owner=role_name(node.newowner)), "ALTER TABLESPACE", None


_RELKINDS = {"OBJECT_TABLE": "rp", "OBJECT_INDEX": "i", "OBJECT_MATVIEW": "m"}


def move_all(analysis: Analysis, node: Node) -> Result:
    """ALTER ... ALL IN TABLESPACE.  Raises PgError 42704, 42501, 22023."""
    _ = node.nowait
    source = existing_tablespace(analysis, node.orig_tablespacename)
    target = existing_tablespace(analysis, node.new_tablespacename)
    if GLOBAL in (source.oid, target.oid):
        hint = None
        words = "cannot move relations in to or out of pg_global tablespace"
        raise PgError("22023", words, hint=hint)
    tag = f"ALTER {kind_words(node.objtype)}"
    if source.oid == target.oid:
        node.accept()
        return c.Skipped(()), tag, None
    own = analysis.settings.database_tablespace
    roles = tuple(role_name(item) for item in node.roles)
    command = t.MoveAll(
        _RELKINDS[node.objtype], 0 if source.oid == own else source.oid, source.name,
        moved_tablespace(analysis, target.name), roles,
    )  # fmt: skip
    return command, tag, None
