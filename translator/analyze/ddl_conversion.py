"""CREATE CONVERSION: raw tree to command.  Manual: CREATE CONVERSION.

A function converts between the encodings that it was made for and no others, so a default conversion of one's own does
what the system's does.
"""

from __future__ import annotations

from collections.abc import Iterable

from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.function_name import existing_function
from translator.analyze.privilege import require_execute
from translator.analyze.qualified_name import new_object_place
from translator.analyze.state import Analysis
from translator.catalog.encodings import ENCODINGS, SQL_ASCII, encoding_number
from translator.catalog.rows import PgConversion, PgProc
from translator.errors import PgError
from translator.errors.objects import invalid_object_definition
from translator.errors.state import internal_error
from translator.parser import Node, strings
from translator.types import oids

_ARGUMENTS = (oids.INT4, oids.INT4, oids.CSTRING, oids.INTERNAL, oids.INT4, oids.BOOL)
_FAMILIES = (("8859", "ISO 8859"), ("win", "WIN"))
"""Functions for several encodings: a part of their names, and what their errors call the encodings."""


def create_conversion(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704 for unknown encodings, 42883, 42P17, 42501, 42710, XX000 for a function of other ones."""
    name, namespace = new_object_place(analysis, strings(node.conversion_name), "a conversion")
    source = _encoding("source", node.for_encoding_name)
    target = _encoding("destination", node.to_encoding_name)
    if SQL_ASCII in (source, target):
        raise invalid_object_definition('encoding conversion to or from "SQL_ASCII" is not supported')
    proc = existing_function(analysis, strings(node.func_name), _ARGUMENTS)
    require_execute(analysis, proc)
    _require_converts(analysis, proc, source, target)
    in_schema = [row for row in analysis.catalog.conversions() if row.connamespace == namespace.oid]
    if any(row.conname == name for row in in_schema):
        raise PgError("42710", f'conversion "{name}" already exists')
    if getattr(node, "def") and any(
        (row.conforencoding, row.contoencoding, row.condefault) == (source, target, True) for row in in_schema
    ):
        message = f"default conversion for {ENCODINGS[source]} to {ENCODINGS[target]} already exists"
        raise PgError("42710", message)
    row = PgConversion(-1, name, namespace.oid, 0, source, target, proc.oid, getattr(node, "def"))
    return o.StoreRows("CREATE CONVERSION", (row,)), "CREATE CONVERSION", None


def _encoding(role: str, name: str) -> int:
    number = encoding_number(name)
    if number < 0:
        raise PgError("42704", f'{role} encoding "{name}" does not exist')
    return number


def _require_converts(analysis: Analysis, proc: PgProc, source: int, target: int) -> None:
    """Raise what the function says when it is called for encodings that it does not convert."""
    known = analysis.catalog.system.conversions.values()
    sources, targets = zip(
        *((row.conforencoding, row.contoencoding) for row in known if row.conproc == proc.oid), strict=True
    )
    if (source, target) in zip(sources, targets, strict=True):
        return
    for role, given, fitting in (("source", source, sources), ("destination", target, targets)):
        if len(set(fitting)) == 1 and given != fitting[0]:
            wanted = ENCODINGS[fitting[0]]
            raise internal_error(f'expected {role} encoding "{wanted}", but got "{ENCODINGS[given]}"')
    given, what = _of_family(proc.proname, source, target, sources)
    raise internal_error(f"unexpected encoding ID {given} for {what} character sets")


def _of_family(name: str, source: int, target: int, sources: Iterable[int]) -> tuple[int, str]:
    """The encoding that is none of a function's family, and the family's name."""
    what = next(shown for part, shown in _FAMILIES if part in name)
    return (target if len(set(sources)) == 1 else source), what
