"""CREATE, ALTER and DROP COLLATION: raw tree to command.  Manual: CREATE COLLATION.

There is no ICU, and of the operating system's locales only those that order by code point are there.
"""

from __future__ import annotations

from collections.abc import Mapping

from translator import collation_command as co
from translator import command as c
from translator.analyze.collation import existing_collation
from translator.analyze.ddl_type import creation_target
from translator.analyze.def_elem import def_boolean, def_string
from translator.analyze.ownership import role_name
from translator.analyze.qualified_name import target_schema
from translator.analyze.state import Analysis
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgCollation
from translator.errors import PgError
from translator.errors.objects import duplicate_collation, no_icu, undefined_schema, unknown_locale
from translator.errors.statements import feature_not_supported, syntax_error
from translator.parser import Node, strings
from translator.plan import ResultColumn

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]

_OPTIONS = ("from", "locale", "lc_collate", "lc_ctype", "provider", "deterministic", "rules", "version")
_PROVIDERS = {"builtin": "b", "icu": "i", "libc": "c"}
_BUILTIN = {
    "C": (-1, "C"), "C.UTF-8": (6, "C.UTF-8"), "C.UTF8": (6, "C.UTF-8"), "PG_UNICODE_FAST": (6, "PG_UNICODE_FAST"),
}  # fmt: skip
"""Locales of the builtin provider: the encoding, and the name that is kept."""
_LIBC = frozenset({"C", "POSIX", "C.UTF-8", "C.UTF8", "C.utf8", "C.utf-8"})
BUILTIN_VERSION = "1"
UTF8 = 6


def create_collation(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42601 for options that contradict each other, 42710, 0A000 for providers that are not there."""
    _ = node.oldstyle, node.replace, node.args
    names = strings(node.defnames)
    if len(names) > 1 and names[-2] == "pg_temp":
        raise feature_not_supported("a temporary collation")
    name, namespace = creation_target(analysis, names)
    options = _options(node)
    source = options.get("from")
    row = _described(options) if source is None else _copied(analysis, source)
    made = PgCollation(
        0, name, namespace.oid, collprovider=row.collprovider, collencoding=row.collencoding,
        collcollate=row.collcollate, collctype=row.collctype, colllocale=row.colllocale, collversion=row.collversion,
    )  # fmt: skip
    taken = _taken(analysis.catalog, made)
    if taken and not node.if_not_exists:
        raise duplicate_collation(taken)
    if taken:
        return c.Skipped((("42710", f"{taken}, skipping"),)), "CREATE COLLATION", None
    version = options.get("version")
    if version is not None:
        _require_version(name, row, def_string(version))
    return co.CreateCollation(made), "CREATE COLLATION", None


def _taken(image: CatalogImage, made: PgCollation) -> str:
    """What is said where a collation of the name is there, for the encoding or for all."""
    place = made.collname, made.collnamespace
    known = [row for row in image.collations() if (row.collname, row.collnamespace) == place]
    if any(row.collencoding == made.collencoding != -1 for row in known):
        return f'collation "{made.collname}" for encoding "UTF8" already exists'
    return f'collation "{made.collname}" already exists' if known else ""


def _options(node: Node) -> dict[str, Node | None]:
    found: dict[str, Node | None] = {}
    for item in node.definition:
        _ = item.defnamespace, item.defaction
        if item.defname not in _OPTIONS:
            raise syntax_error(f'collation attribute "{item.defname}" not recognized', at=item.location)
        if item.defname in found:
            raise syntax_error("conflicting or redundant options", at=item.location)
        found[item.defname] = item.arg
    if "locale" in found and ("lc_collate" in found or "lc_ctype" in found):
        detail = "LOCALE cannot be specified together with LC_COLLATE or LC_CTYPE."
        raise PgError("42601", "conflicting or redundant options", detail=detail)
    if "from" in found and len(found) > 1:
        detail = "FROM cannot be specified together with any other options."
        raise PgError("42601", "conflicting or redundant options", detail=detail)
    return found


def _copied(analysis: Analysis, written: Node) -> PgCollation:
    names = strings(written.names if written.tag == "TypeName" else written.items)
    if written.tag == "TypeName":
        written.accept()
    row = existing_collation(analysis, names)
    if row.collprovider == "d":
        raise PgError("42P17", f'collation "{row.collname}" cannot be copied')
    if row.collprovider == "i":
        raise no_icu()
    return row


def _described(options: Mapping[str, Node | None]) -> PgCollation:
    for name, value in options.items():
        if value is None and name != "deterministic":
            raise syntax_error(f"{name} requires a parameter")
    values = {name: "true" if value is None else def_string(value) for name, value in options.items()}
    provider = "c"
    if "provider" in values:
        if values["provider"].lower() not in _PROVIDERS:
            raise PgError("42P17", f"unrecognized collation provider: {values['provider']}")
        provider = _PROVIDERS[values["provider"].lower()]
    written = options.get("deterministic")
    deterministic = written is None or def_boolean("deterministic", written)
    locale = values.get("locale")
    found = _of_libc(values, locale) if provider == "c" else _of_locale(provider, locale)
    if not deterministic and provider != "i":
        raise PgError("0A000", "nondeterministic collations not supported with this provider")
    if "rules" in values and provider != "i":
        raise PgError("42P17", "ICU rules cannot be specified unless locale provider is ICU")
    if provider == "i":
        raise no_icu()
    return found


def _of_libc(values: Mapping[str, str], locale: str | None) -> PgCollation:
    found = {}
    for name in ("lc_collate", "lc_ctype"):
        value = values.get(name, locale)
        if value is None:
            raise PgError("42P17", f'parameter "{name}" must be specified')
        found[name] = value
    for value in found.values():
        if value not in _LIBC:
            raise unknown_locale(value)
    return PgCollation(
        0, "", collprovider="c", collencoding=UTF8, collcollate=found["lc_collate"], collctype=found["lc_ctype"]
    )


def _of_locale(provider: str, locale: str | None) -> PgCollation:
    if locale is None:
        raise PgError("42P17", 'parameter "locale" must be specified')
    if provider == "i":
        return PgCollation(0, "", collprovider="i", collencoding=-1, colllocale=locale)
    if locale not in _BUILTIN:
        raise PgError("42809", f'invalid locale name "{locale}" for builtin provider')
    encoding, name = _BUILTIN[locale]
    return PgCollation(0, "", collencoding=encoding, colllocale=name, collversion=BUILTIN_VERSION)


def _require_version(name: str, row: PgCollation, version: str) -> None:
    """A version that is given must be the one that the provider gives."""
    if row.collversion is None:
        raise PgError("XX000", f'collation "{name}" has no actual version, but a version was recorded')
    if version != row.collversion:
        raise feature_not_supported("a collation of another version than the provider's")


def alter_collation(analysis: Analysis, node: Node) -> Result:
    """REFRESH VERSION.  Raises PgError XX000 for the default collation."""
    row = existing_collation(analysis, strings(node.collname))
    if row.collprovider == "d":
        raise PgError(
            "XX000",
            "cannot refresh version of default collation",
            hint="Use ALTER DATABASE ... REFRESH COLLATION VERSION instead.",
        )
    return co.RefreshCollation(row.oid), "ALTER COLLATION", None


def _changeable(analysis: Analysis, node: Node) -> PgCollation:
    row = existing_collation(analysis, strings(node.object.items))
    if row.oid not in analysis.catalog.own_collations:
        raise feature_not_supported("changing one of the system's collations")
    return row


def rename(analysis: Analysis, node: Node) -> Result:
    _ = node.behavior, node.relation_type, node.missing_ok
    row = _changeable(analysis, node)
    _refuse_taken(analysis, row, row.collnamespace, node.newname)
    return co.AlterCollation(row.oid, name=node.newname), "ALTER COLLATION", None


def _refuse_taken(analysis: Analysis, row: PgCollation, namespace: int, name: str) -> None:
    for known in analysis.catalog.collations():
        if (known.collname, known.collnamespace) == (name, namespace):
            schema = analysis.catalog.namespace_by_oid(namespace)
            encoding = "" if known.collencoding == -1 else ' for encoding "UTF8"'
            where = "" if schema is None else schema.nspname
            raise PgError("42710", f'collation "{name}"{encoding} already exists in schema "{where}"')


def set_schema(analysis: Analysis, node: Node) -> Result:
    row = _changeable(analysis, node)
    _ = node.missing_ok
    namespace = target_schema(analysis, node.newschema)
    if namespace.oid != row.collnamespace:
        _refuse_taken(analysis, row, namespace.oid, row.collname)
    return co.AlterCollation(row.oid, namespace=namespace.oid), "ALTER COLLATION", None


def set_owner(analysis: Analysis, node: Node) -> Result:
    row = _changeable(analysis, node)
    return co.AlterCollation(row.oid, role=role_name(node.newowner)), "ALTER COLLATION", None


def drop(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 2BP01 for the system's own."""
    found, missing = [], []
    for item in node.objects:
        names = strings(item.items)
        schema = names[-2] if len(names) > 1 else None
        if schema is not None and analysis.catalog.namespace(schema) is None:
            if not node.missing_ok:
                raise undefined_schema(schema)
            missing.append(f'schema "{schema}" does not exist, skipping')
            continue
        if node.missing_ok and analysis.catalog.find_collation(names[-1], schema) is None:
            missing.append(f'collation "{".".join(names)}" does not exist, skipping')
            continue
        row = existing_collation(analysis, names)
        if row.oid not in analysis.catalog.own_collations:
            message = f'cannot drop collation "{row.collname}" because it is required by the database system'
            raise PgError("2BP01", message)
        found.append(row.oid)
    cascade = node.behavior == "DROP_CASCADE"
    return co.DropCollations(tuple(dict.fromkeys(found)), cascade, tuple(missing)), "DROP COLLATION", None
