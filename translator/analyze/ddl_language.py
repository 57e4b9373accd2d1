"""CREATE LANGUAGE, CREATE and DROP TRANSFORM: raw tree to command.  Manual: CREATE LANGUAGE, CREATE TRANSFORM."""

from __future__ import annotations

from msgspec.structs import replace

from translator import command as c
from translator import own_row_command as o
from translator.analyze import named_object
from translator.analyze.ddl_drop import Result
from translator.analyze.extension import new_extension
from translator.analyze.function_name import existing_function
from translator.analyze.privilege import require_execute, require_owner, require_superuser, require_types
from translator.analyze.routine import routine_of
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.dependency_rows import PG_LANGUAGE
from translator.catalog.rows import PgLanguage, PgProc, PgTransform, PgType
from translator.errors import PgError, without_location
from translator.errors.objects import invalid_object_definition, undefined_object, undefined_type, wrong_object_type
from translator.errors.privileges import must_be_owner, permission_denied
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.types import oids


def create_language(analysis: Analysis, node: Node) -> Result:
    """Without a handler it is an extension that is wanted.  Raises PgError 42501, 42710, 42883, 42809."""
    name = node.plname
    if not node.plhandler:
        _ = node.pltrusted
        return new_extension(name, if_not_exists=node.replace)
    require_superuser(analysis, "must be superuser to create custom procedural language")
    handler = existing_function(analysis, strings(node.plhandler), ())
    if handler.prorettype != oids.LANGUAGE_HANDLER:
        shown = analysis.catalog.format_type(oids.LANGUAGE_HANDLER)
        raise wrong_object_type(f"function {'.'.join(strings(node.plhandler))} must return type {shown}")
    inline, validator = (
        existing_function(analysis, strings(names), (argument,)).oid if names else 0
        for names, argument in ((node.plinline, oids.INTERNAL), (node.plvalidator, oids.OID))
    )
    known, _ = next((row for row in analysis.catalog.languages() if row.lanname == name), None), node.replace
    made = PgLanguage(
        -1, name, 0, lanispl=True, lanpltrusted=node.pltrusted, lanplcallfoid=handler.oid, laninline=inline,
        lanvalidator=validator,
    )  # fmt: skip
    if known is not None:
        made = _replacing(analysis, node, known, made)
    return o.StoreRows("CREATE LANGUAGE", (made,)), "CREATE LANGUAGE", None


def _replacing(analysis: Analysis, node: Node, known: PgLanguage, made: PgLanguage) -> PgLanguage:
    if not node.replace:
        raise PgError("42710", f'language "{known.lanname}" already exists')
    require_owner(analysis, known.lanowner, "language", known.lanname)
    if analysis.catalog.own_rows.find(PgLanguage, known.oid) is None:
        raise feature_not_supported("changing one of the system's languages")
    return replace(made, oid=known.oid, lanowner=known.lanowner, lanacl=known.lanacl)


def create_transform(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42809, 42501, 42883, 42P17, 42710."""
    catalog = analysis.catalog
    with without_location():
        kind = catalog.type(resolve_type(analysis, node.type_name)[0])
    if kind.typtype == "p":
        raise wrong_object_type(f"data type {catalog.format_type(kind.oid)} is a pseudo-type")
    if kind.typtype == "d":
        raise wrong_object_type(f"data type {catalog.format_type(kind.oid)} is a domain")
    _require_type_owner(analysis, kind)
    require_types(analysis, (kind.oid,))
    language = _language(analysis, node.lang)
    _require_usage(analysis, language)
    from_sql = _function(analysis, node.fromsql, "FROM SQL", oids.INTERNAL, "internal")
    to_sql = _function(analysis, node.tosql, "TO SQL", kind.oid, "the transform data type")
    known = _transform(analysis, kind, language)
    if not node.replace and known is not None:
        raise PgError("42710", f"{_shown(analysis, kind, language)} already exists")
    row = PgTransform(-1 if known is None else known.oid, kind.oid, language.oid, from_sql, to_sql)
    return o.StoreRows("CREATE TRANSFORM", (row,)), "CREATE TRANSFORM", None


def _function(analysis: Analysis, written: Node | None, what: str, result: int, wanted: str) -> int:
    if written is None:
        return 0
    proc = routine_of(analysis, written, "OBJECT_FUNCTION")
    require_owner(analysis, proc.proowner, "function", ".".join(strings(written.objname)))
    require_execute(analysis, proc)
    if proc.prorettype != result:
        raise invalid_object_definition(f"return data type of {what} function must be {wanted}")
    _require_transforming(proc)
    return proc.oid


def _require_transforming(proc: PgProc) -> None:
    for is_wrong, words in (
        (proc.provolatile == "v", "must not be volatile"),
        (proc.prokind != "f", "must be a normal function"),
        (proc.proretset, "must not return a set"),
        (len(proc.proargtypes) != 1, "must take one argument"),
        (tuple(proc.proargtypes) != (oids.INTERNAL,), "must be type internal"),
    ):
        if is_wrong:
            subject = "first argument of transform function" if "internal" in words else "transform function"
            raise invalid_object_definition(f"{subject} {words}")


def _require_type_owner(analysis: Analysis, kind: PgType) -> None:
    require_owner(analysis, kind.typowner, "type", analysis.catalog.format_type(kind.oid))


def _language(analysis: Analysis, name: str) -> PgLanguage:
    found = named_object.existing(analysis, named_object.KINDS["OBJECT_LANGUAGE"], [name])
    assert isinstance(found, PgLanguage)
    return found


def _require_usage(analysis: Analysis, language: PgLanguage) -> None:
    authority = analysis.settings.authority
    acl = analysis.catalog.acl(PG_LANGUAGE, language.oid, language.lanacl)
    if authority is not None and not authority.may("U", acl, "l", language.lanowner):
        raise permission_denied("language", language.lanname)


def _transform(analysis: Analysis, kind: PgType, language: PgLanguage) -> PgTransform | None:
    own = analysis.catalog.own_rows.of(PgTransform)
    return next((row for row in own if (row.trftype, row.trflang) == (kind.oid, language.oid)), None)


def _shown(analysis: Analysis, kind: PgType, language: PgLanguage) -> str:
    return f'transform for type {analysis.catalog.format_type(kind.oid)} language "{language.lanname}"'


def _existing(analysis: Analysis, item: Node) -> PgTransform:
    """The transform of a type and a language's name.  Raises PgError 42704, 42501."""
    written, name = item.items
    with without_location():
        kind = analysis.catalog.type(resolve_type(analysis, written)[0])
    language = _language(analysis, name.sval)
    found = _transform(analysis, kind, language)
    if found is None:
        raise PgError("42704", f"{_shown(analysis, kind, language)} does not exist")
    if analysis.settings.authority is not None and not analysis.settings.authority.owns(kind.typowner):
        raise must_be_owner("type", analysis.catalog.format_type(kind.oid))
    return found


def commented(analysis: Analysis, item: Node) -> int:
    """The transform that COMMENT ON means."""
    return _existing(analysis, item).oid


def drop_transform(analysis: Analysis, node: Node) -> Result:
    found, missing = [], []
    for item in node.objects:
        try:
            found.append(("pg_transform", _existing(analysis, item).oid))
        except PgError as error:
            if not node.missing_ok or error.sqlstate != undefined_object("", "").sqlstate:
                raise
            written, name = item.items
            shown = ".".join(strings(written.names)) + "[]" * len(written.array_bounds)
            is_type = error.message == undefined_type(shown).message
            what = error.message if is_type else f'transform for type {shown} language "{name.sval}" does not exist'
            missing.append(f"{what}, skipping")
            item.accept()
    cascade = node.behavior == "DROP_CASCADE"
    command: c.Command = o.DropRows("DROP TRANSFORM", tuple(dict.fromkeys(found)), cascade, tuple(missing))
    return command, "DROP TRANSFORM", None
