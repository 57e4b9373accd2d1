"""CREATE ACCESS METHOD, and the access methods of tables.  Manual: CREATE ACCESS METHOD, "Table Access Method Interface
Definition".

SQLite keeps all tables: a method says what the catalogs show.
"""

from __future__ import annotations

from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.function_name import existing_function
from translator.analyze.method_objects import existing_method
from translator.analyze.state import Analysis
from translator.catalog.rows import PgAm
from translator.errors import PgError
from translator.errors.objects import wrong_object_type
from translator.errors.privileges import insufficient_privilege
from translator.parser import Node, strings
from translator.types import oids

_HANDLERS = {"i": oids.INDEX_AM_HANDLER, "t": oids.TABLE_AM_HANDLER}


def create_access_method(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42501, 42710, 42883, 42809."""
    name = node.amname
    authority = analysis.settings.authority
    if authority is not None and not authority.superuser:
        raise insufficient_privilege(
            f'permission denied to create access method "{name}"',
            hint="Must be superuser to create an access method.",
        )
    if analysis.catalog.access_method(name) is not None:
        raise PgError("42710", f'access method "{name}" already exists')
    proc = existing_function(analysis, strings(node.handler_name), (oids.INTERNAL,))
    wanted = _HANDLERS[node.amtype]
    if proc.prorettype != wanted:
        written, shown = ".".join(strings(node.handler_name)), analysis.catalog.format_type(wanted)
        raise wrong_object_type(f"function {written} must return type {shown}")
    row = PgAm(-1, name, proc.oid, node.amtype)
    return o.StoreRows("CREATE ACCESS METHOD", (row,)), "CREATE ACCESS METHOD", None


def table_method(analysis: Analysis, name: str) -> int:
    """The method of a name.  Raises PgError 42704, 55000 for one of indexes."""
    found = existing_method(analysis, name)
    if found.amtype != "t":
        raise PgError("55000", f'access method "{name}" is not of type TABLE')
    return found.oid


def new_table_method(analysis: Analysis, written: str, *, partitioned: bool, above: int = 0) -> int:
    """The method of a new table, 0 for none.  above: that of the partitioned table that it is a part of."""
    if written:
        return table_method(analysis, written)
    if above or partitioned:
        return above
    return table_method(analysis, analysis.settings.default_table_method)
