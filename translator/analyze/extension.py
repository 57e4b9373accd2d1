"""CREATE, ALTER and DROP EXTENSION: the one that every database has is plpgsql, and no other can be had.

Manual: CREATE EXTENSION, DROP EXTENSION.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator import command as c
from translator.analyze.def_elem import def_string
from translator.analyze.privilege import require_owner
from translator.analyze.qualified_name import target_schema
from translator.analyze.state import Analysis
from translator.catalog.roles import BOOTSTRAP
from translator.errors import PgError
from translator.errors.objects import undefined_object
from translator.errors.statements import feature_not_supported, syntax_error
from translator.parser import Node

if TYPE_CHECKING:
    from translator.analyze.ddl_drop import Result

_PRESENT = frozenset({"plpgsql"})
_VERSION = "1.0"


def create_extension(analysis: Analysis, node: Node) -> Result:
    for option in node.options:
        option.accept()
    return new_extension(node.extname, if_not_exists=node.if_not_exists)


def new_extension(name: str, *, if_not_exists: bool) -> Result:
    """Raises PgError 0A000, 42710."""
    if name not in _PRESENT:
        raise PgError(
            "0A000",
            f'extension "{name}" is not available',
            hint="The extension must first be installed on the system where PostgreSQL is running.",
        )
    if not if_not_exists:
        raise PgError("42710", f'extension "{name}" already exists')
    notice = ("42710", f'extension "{name}" already exists, skipping')
    return c.Skipped((notice,)), "CREATE EXTENSION", None


def require_extension(name: str) -> None:
    """Raises PgError 42704."""
    if name not in _PRESENT:
        raise undefined_object("extension", name)


def set_schema(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 0A000: what there is stays where it is."""
    require_extension(node.object.sval)
    target_schema(analysis, node.newschema)
    raise PgError("0A000", f'extension "{node.object.sval}" does not support SET SCHEMA')


def alter_extension(analysis: Analysis, node: Node) -> Result:
    """ALTER EXTENSION ... UPDATE.  Raises PgError 42704, 22023 for another version."""
    name, version = node.extname, ""
    for number, option in enumerate(node.options):
        _ = option.defaction, option.defnamespace, option.defname
        if number:
            raise syntax_error("conflicting or redundant options", at=option.location)
        version = def_string(option.arg)
    require_extension(name)
    require_owner(analysis, BOOTSTRAP, "extension", name)
    if version not in ("", _VERSION):
        message = f'extension "{name}" has no update path from version "{_VERSION}" to version "{version}"'
        raise PgError("22023", message)
    notice = ("00000", f'version "{_VERSION}" of extension "{name}" is already installed')
    return c.Skipped((notice,)), "ALTER EXTENSION", None


def drop_extension(analysis: Analysis, node: Node) -> Result:
    notices = []
    for item in node.objects:
        if item.sval in _PRESENT:
            require_owner(analysis, BOOTSTRAP, "extension", item.sval)
            raise feature_not_supported(f"dropping extension {item.sval}")
        if not node.missing_ok:
            raise PgError("42704", f'extension "{item.sval}" does not exist')
        notices.append(("00000", f'extension "{item.sval}" does not exist, skipping'))
    return c.Skipped(tuple(notices)), "DROP EXTENSION", None
