"""COPY with a file or program of the server: which roles may."""

from __future__ import annotations

from translator.analyze.state import Analysis
from translator.command import CopyFile
from translator.errors.privileges import insufficient_privilege
from translator.parser import Node

_READ, _WRITE, _EXECUTE = 4569, 4570, 4571
"""pg_read_server_files, pg_write_server_files, pg_execute_server_program."""
_HINT = "Anyone can COPY to stdout or from stdin. psql's \\copy command also works for anyone."


def server_file(analysis: Analysis, node: Node) -> CopyFile | None:
    """The file or program, None for the client.  Raises PgError 42501 where the role may not use it."""
    if not (node.is_program or node.has("filename")):
        return None
    if node.is_program:
        role, name, what = _EXECUTE, "pg_execute_server_program", "to or from an external program"
    elif node.is_from:
        role, name, what = _READ, "pg_read_server_files", "from a file"
    else:
        role, name, what = _WRITE, "pg_write_server_files", "to a file"
    authority = analysis.settings.authority
    if authority is not None and not authority.owns(role):
        raise insufficient_privilege(
            f"permission denied to COPY {what}",
            detail=f'Only roles with privileges of the "{name}" role may COPY {what}.',
            hint=_HINT,
        )
    return CopyFile(node.filename, node.is_program)
