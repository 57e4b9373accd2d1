"""CREATE and DROP EXTENSION: the one that every database has is plpgsql, and no other can be had.

Manual: CREATE EXTENSION, DROP EXTENSION.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator import command as c
from translator.analyze.state import Analysis
from translator.errors import PgError, feature_not_supported
from translator.parser import Node

if TYPE_CHECKING:
    from translator.analyze.ddl_drop import Result

_PRESENT = frozenset({"plpgsql"})


def create_extension(analysis: Analysis, node: Node) -> Result:
    name = node.extname
    for option in node.options:
        option.accept()
    if name not in _PRESENT:
        raise PgError(
            "0A000",
            f'extension "{name}" is not available',
            hint="The extension must first be installed on the system where PostgreSQL is running.",
        )
    if not node.if_not_exists:
        raise PgError("42710", f'extension "{name}" already exists')
    notice = ("42710", f'extension "{name}" already exists, skipping')
    return c.Skipped((notice,)), "CREATE EXTENSION", None


def drop_extension(analysis: Analysis, node: Node) -> Result:
    notices = []
    for item in node.objects:
        if item.sval in _PRESENT:
            raise feature_not_supported(f"dropping extension {item.sval}")
        if not node.missing_ok:
            raise PgError("42704", f'extension "{item.sval}" does not exist')
        notices.append(("00000", f'extension "{item.sval}" does not exist, skipping'))
    return c.Skipped(tuple(notices)), "DROP EXTENSION", None
