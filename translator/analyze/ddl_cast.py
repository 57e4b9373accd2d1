"""CREATE CAST and DROP CAST: raw tree to command.  Manual: CREATE CAST."""

from __future__ import annotations

from translator import command as c
from translator import own_row_command as o
from translator.analyze.binary_coercible import binary_coercible, same_storage
from translator.analyze.ddl_drop import Result
from translator.analyze.privilege import owns, require_superuser, require_types
from translator.analyze.routine import routine_of
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.rows import PgCast, PgProc, PgType
from translator.errors import PgError, without_location
from translator.errors.objects import invalid_object_definition, undefined_type, wrong_object_type
from translator.errors.privileges import insufficient_privilege
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.types import oids

_CONTEXTS = {"COERCION_IMPLICIT": "i", "COERCION_ASSIGNMENT": "a", "COERCION_EXPLICIT": "e"}
TYPMOD_ARGUMENTS = 3
"""How many arguments a cast's function may take: the value, its typmod, whether the cast is explicit."""


def create_cast(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42809, 42501, 42P17, 42710, and what naming the types and the function raises."""
    with without_location():
        source, target = (analysis.catalog.type(resolve_type(analysis, item)[0])
                          for item in (node.sourcetype, node.targettype))  # fmt: skip
    _require_real(analysis, source, target)
    _require_type_owner(analysis, source, target)
    require_types(analysis, (source.oid, target.oid))
    warnings = _ignored(source, target)
    try:
        row = _made(analysis, node, source, target)
    except PgError as error:
        if not warnings:
            raise
        node.accept()
        return c.Denied(error, warnings=warnings), "CREATE CAST", None
    return o.StoreRows("CREATE CAST", (row,), warnings), "CREATE CAST", None


def _made(analysis: Analysis, node: Node, source: PgType, target: PgType) -> PgCast:
    if node.func is not None:
        proc = routine_of(analysis, node.func, "OBJECT_FUNCTION")
        _require_cast_function(analysis, proc, source, target)
        function, method, arguments = proc.oid, "f", proc.pronargs
    elif node.inout:
        function, method, arguments = 0, "i", 1
    else:
        _require_same_form(analysis, source, target)
        function, method, arguments = 0, "b", 0
    if source.oid == target.oid and arguments <= 1:
        raise invalid_object_definition("source data type and target data type are the same")
    if analysis.catalog.cast(source.oid, target.oid) is not None:
        raise PgError("42710", f"cast from type {_names(analysis, source, target)} already exists")
    return PgCast(-1, source.oid, target.oid, function, _CONTEXTS[node.context], method)


def _names(analysis: Analysis, source: PgType, target: PgType) -> str:
    return " to type ".join(analysis.catalog.format_type(row.oid) for row in (source, target))


def _require_real(analysis: Analysis, source: PgType, target: PgType) -> None:
    for word, row in (("source", source), ("target", target)):
        if row.typtype == "p":
            raise wrong_object_type(f"{word} data type {analysis.catalog.format_type(row.oid)} is a pseudo-type")


def _require_type_owner(analysis: Analysis, source: PgType, target: PgType) -> None:
    if not owns(analysis, source.typowner, target.typowner):
        names = " or type ".join(analysis.catalog.format_type(row.oid) for row in (source, target))
        raise insufficient_privilege(f"must be owner of type {names}")


def _ignored(source: PgType, target: PgType) -> tuple[PgError, ...]:
    """A domain is cast as its base type is."""
    for word, row in (("source", source), ("target", target)):
        if row.typtype == "d":
            message = f"cast will be ignored because the {word} data type is a domain"
            return (PgError("42809", message, severity="WARNING"),)
    return ()


def _require_cast_function(analysis: Analysis, proc: PgProc, source: PgType, target: PgType) -> None:
    catalog, takes = analysis.catalog, proc.proargtypes
    if not 1 <= len(takes) <= TYPMOD_ARGUMENTS:
        raise invalid_object_definition("cast function must take one to three arguments")
    if not binary_coercible(catalog, source.oid, takes[0]):
        raise invalid_object_definition(
            "argument of cast function must match or be binary-coercible from source data type"
        )
    for place, word, wanted in ((1, "second", oids.INT4), (2, "third", oids.BOOL)):
        if len(takes) > place and takes[place] != wanted:
            raise invalid_object_definition(
                f"{word} argument of cast function must be type {catalog.format_type(wanted)}"
            )
    if not binary_coercible(catalog, proc.prorettype, target.oid):
        raise invalid_object_definition(
            "return data type of cast function must match or be binary-coercible to target data type"
        )
    if proc.prokind != "f":
        raise invalid_object_definition("cast function must be a normal function")
    if proc.proretset:
        raise invalid_object_definition("cast function must not return a set")


def _require_same_form(analysis: Analysis, source: PgType, target: PgType) -> None:
    """WITHOUT FUNCTION takes values as they are."""
    catalog = analysis.catalog
    require_superuser(analysis, "must be superuser to create a cast WITHOUT FUNCTION")
    if (source.typlen, source.typbyval, source.typalign) != (target.typlen, target.typbyval, target.typalign):
        raise invalid_object_definition("source and target data types are not physically compatible")
    for row in (source, target):
        for is_one, words in (
            (row.typtype == "c", "composite data types are not binary-compatible"),
            (bool(catalog.array_element(row.oid)), "array data types are not binary-compatible"),
            (row.typtype == "r", "range data types are not binary-compatible"),
            (row.typtype == "e", "enum data types are not binary-compatible"),
            (row.typtype == "d", "domain data types must not be marked binary-compatible"),
        ):
            if is_one:
                raise invalid_object_definition(words)
    if not same_storage(source.oid, target.oid):
        raise feature_not_supported(f"a cast WITHOUT FUNCTION from {_names(analysis, source, target)}")


def drop_cast(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501, 2BP01 for the system's own."""
    found, missing = [], []
    for item in node.objects:
        source, target = (_type_of(analysis, written, missing_ok=node.missing_ok) for written in item.items)
        if isinstance(source, str) or isinstance(target, str):
            missing.append(f'type "{source if isinstance(source, str) else target}" does not exist, skipping')
            item.accept()
            continue
        cast = analysis.catalog.cast(source.oid, target.oid)
        if cast is None:
            if not node.missing_ok:
                raise PgError("42704", f"cast from type {_names(analysis, source, target)} does not exist")
            written = " to type ".join(_written(part) for part in item.items)
            missing.append(f"cast from type {written} does not exist, skipping")
            continue
        _require_type_owner(analysis, source, target)
        if analysis.catalog.own_rows.find(PgCast, cast.oid) is None:
            shown = _names(analysis, source, target).replace(" to type ", " to ")
            raise PgError("2BP01", f"cannot drop cast from {shown} because it is required by the database system")
        found.append(("pg_cast", cast.oid))
    cascade = node.behavior == "DROP_CASCADE"
    command = o.DropRows("DROP CAST", tuple(dict.fromkeys(found)), cascade, tuple(missing))
    return command, "DROP CAST", None


def _type_of(analysis: Analysis, written: Node, *, missing_ok: bool) -> PgType | str:
    """The type, or the name of one that does not exist."""
    try:
        with without_location():
            return analysis.catalog.type(resolve_type(analysis, written)[0])
    except PgError as error:
        if not missing_ok or error.sqlstate != undefined_type("").sqlstate:
            raise
        return _written(written)


def _written(node: Node) -> str:
    """A type's name as messages about what does not exist repeat it."""
    return ".".join(strings(node.names)) + "[]" * len(node.array_bounds)


def commented(analysis: Analysis, item: Node) -> int:
    """The cast that COMMENT ON means.  Raises PgError 42704, 42501."""
    with without_location():
        source, target = (analysis.catalog.type(resolve_type(analysis, written)[0]) for written in item.items)
    cast = analysis.catalog.cast(source.oid, target.oid)
    if cast is None:
        raise PgError("42704", f"cast from type {_names(analysis, source, target)} does not exist")
    _require_type_owner(analysis, source, target)
    return cast.oid
