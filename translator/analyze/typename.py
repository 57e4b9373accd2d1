"""Type names as written: which type, and its modifiers.  PostgreSQL's parse_type."""

from __future__ import annotations

from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.state import Analysis
from translator.errors import PgError, located_at
from translator.errors.definitions import invalid_table_definition
from translator.errors.notices import precision_reduced
from translator.errors.objects import shell_type, undefined_schema, undefined_type
from translator.parser import Node, strings
from translator.settings_view import FixedSettings
from translator.types import oids


def resolve_type(analysis: Analysis, node: Node, *, located: bool = True, shell: bool = False) -> tuple[int, int]:
    """A TypeName node to (type oid, typmod), SETOF or not.  Raises PgError 42704 for an unknown name, 22023 for bad
    modifiers.

    located: whether a warning says where in the statement it is about.  shell: whether a type may be only a shell.
    """
    names = strings(node.names)
    refuse_name_elsewhere(analysis, names)
    schema, name = (names[-2], names[-1]) if len(names) > 1 else (None, names[-1])
    _ = node.setof
    if node.pct_type:
        raise PgError("0A000", "%TYPE references are not supported here", location=node.location)
    with located_at(node.location):
        found = analysis.catalog.find_type(name, schema)
    if found is None and schema is not None and analysis.catalog.namespace(schema) is None:
        raise undefined_schema(schema, at=node.location)
    if found is None:
        raise undefined_type(".".join(names), at=node.location)
    for bound in node.array_bounds:
        bound.accept()
    if not (found.typisdefined or shell or node.array_bounds):
        raise shell_type(".".join(names), at=node.location)
    typmod = _typmod(analysis, node, found.oid, located=located)
    if not node.array_bounds:
        return found.oid, typmod
    array = analysis.catalog.array_of(found.oid)
    if not array:
        raise undefined_type(f"{name}[]", at=node.location)
    return array, typmod


def column_type(analysis: Analysis, node: Node, *, located: bool = True, at: int | None = None) -> tuple[int, int]:
    """The same of a ColumnDef node, which is no set.  Raises PgError 42P16."""
    found = resolve_type(analysis, node.type_name, located=located)
    if node.type_name.setof and node.colname:  # which a change of the type does not have
        raise invalid_table_definition(f'column "{node.colname}" cannot be declared SETOF', at=at)
    return found


def _typmod(analysis: Analysis, node: Node, oid: int, *, located: bool) -> int:
    written = int(node.typemod)
    if not node.typmods:
        return written if written >= 0 and node.has("typemod") else -1
    if not analysis.catalog.type(oid).typmodin:
        raise PgError(
            "42601",
            f'type modifier is not allowed for type "{analysis.catalog.format_type(oid)}"',
            location=node.location,
        )
    modifiers = [str(_modifier(analysis, item)) for item in node.typmods]
    datatype = analysis.catalog.datatype(oid)
    try:
        for modifier in modifiers:
            analysis.catalog.datatype(oids.INT4).parse(modifier, FixedSettings())
        typmod = datatype.typmod_in(modifiers)
    except PgError as error:
        error.location = error.location if error.location is not None else node.location
        raise
    reduced = datatype.reduced_precision(modifiers)
    if reduced is not None:
        analysis.warn(precision_reduced(reduced, at=node.location if located else None))
    return typmod


def _modifier(analysis: Analysis, node: Node) -> int | str:
    """A type modifier: a number, a string, or a bare word."""
    if node.tag == "A_Const":
        if node.ival is not None:
            return int(node.ival.ival)
        if node.fval is not None:
            return str(node.fval.fval)
        if node.sval is not None:
            return str(node.sval.sval)
    if node.tag == "ColumnRef" and len(node.fields) == 1 and node.fields[0].tag == "String":
        return str(node.fields[0].sval)
    raise PgError("42601", "type modifiers must be simple constants or identifiers", location=node.location)
