"""Objects by kind and names, as pg_get_object_address takes them: what pg_identify_object_as_address gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from translator.builtins.object_identity import RELATION_KINDS, ROUTINE_KINDS
from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.quote import quote_identifier, quote_qualified
from translator.context import CatalogView
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.objects import (
    undefined_database,
    undefined_object,
    undefined_schema,
    undefined_table,
    undefined_type,
    wrong_object_type,
)
from translator.errors.statements import feature_not_supported
from translator.errors.values import invalid_parameter_value

Names = Sequence[str]
Address = tuple[int, int, int]


class Kind(Struct, frozen=True):
    """How objects of a kind are found, and how many names and arguments they need."""

    find: Callable[[CatalogView, Names, Names], Address]
    names: int | None = None
    """None for any number."""
    arguments: int | None = None
    """None for any number."""
    at_least: int = 1


def find_object(catalog: CatalogView, kind: str, names: Names, arguments: Names) -> Address:
    """Catalog, oid and column.  Raises PgError 22023 for what cannot be a name, 42xxx where there is no such object."""
    known = KINDS.get(kind)
    if known is None:
        if kind in UNSUPPORTED:
            raise invalid_parameter_value(f'unsupported object type "{kind}"')
        if kind in ELSEWHERE:
            raise feature_not_supported(f"the address of a {kind}")
        raise invalid_parameter_value(f'unrecognized object type "{kind}"')
    if None in names or None in arguments:
        raise invalid_parameter_value("name or argument lists may not contain nulls")
    if not names and kind not in TYPED:
        raise invalid_parameter_value("name list length must be at least 1")
    if known.names is not None and len(names) != known.names:
        raise invalid_parameter_value(f"name list length must be exactly {known.names}")
    if len(names) < known.at_least:
        raise invalid_parameter_value(f"name list length must be at least {known.at_least}")
    if known.arguments is not None and len(arguments) != known.arguments:
        raise invalid_parameter_value(f"argument list length must be exactly {known.arguments}")
    return known.find(catalog, names, arguments)


def _class(name: str) -> int:
    return system_catalog().classes_by_name[PG_CATALOG, name].oid


def _written(names: Names) -> str:
    return ".".join(map(quote_identifier, names))


def _relation_oid(catalog: CatalogView, names: Names) -> int:
    if len(names) > 3:
        raise PgError("42601", f"improper relation name (too many dotted names): {'.'.join(names)}")
    if len(names) > 1 and not catalog.namespace_exists(names[-2]):
        raise undefined_schema(names[-2])
    oid = catalog.relation_oid(_written(names))
    if oid is None:
        raise undefined_table(".".join(names))
    return oid


def _relation(kind: str, catalog: CatalogView, names: Names, arguments: Names) -> Address:
    oid = _relation_oid(catalog, names)
    actual = RELATION_KINDS[str(catalog.catalog_rows("pg_class", oid=oid)[0]["relkind"])]
    if actual != kind:
        article = "an" if kind[0] in "aeiou" else "a"
        raise wrong_object_type(f'"{names[-1]}" is not {article} {kind}')
    return _class("pg_class"), oid, 0


def _column(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    if len(names) < 2:
        raise PgError("42601", "column name must be qualified")
    relation = _relation_oid(catalog, names[:-1])
    return _class("pg_class"), relation, _column_number(catalog, relation, names)


def _column_number(catalog: CatalogView, relation: int, names: Names) -> int:
    rows = catalog.catalog_rows("pg_attribute", attrelid=relation, attname=names[-1])
    if not rows:
        raise undefined_column_of_relation(names[-1], ".".join(names[:-1]))
    return int(str(rows[0]["attnum"]))


def _default(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    if len(names) < 2:
        raise PgError("42601", "column name must be qualified")
    relation = _relation_oid(catalog, names[:-1])
    rows = catalog.catalog_rows("pg_attrdef", adrelid=relation, adnum=_column_number(catalog, relation, names))
    if not rows:
        owner = ".".join(names[:-1])
        message = f'default value for column "{names[-1]}" of relation "{owner}" does not exist'
        raise PgError("42703", message)
    return _class("pg_attrdef"), int(str(rows[0]["oid"])), 0


def _constraint(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    if len(names) < 2:
        raise PgError("42601", "must specify relation and object name")
    relation = _relation_oid(catalog, names[:-1])
    rows = catalog.catalog_rows("pg_constraint", conrelid=relation, conname=names[-1])
    if not rows:
        raise PgError("42704", f'constraint "{names[-1]}" for table "{names[-2]}" does not exist')
    return _class("pg_constraint"), int(str(rows[0]["oid"])), 0


def _domain_constraint(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    domain = _type_oid(catalog, names[0])
    rows = catalog.catalog_rows("pg_constraint", contypid=domain, conname=arguments[0])
    if not rows:
        shown = catalog.format_type(domain, None)
        raise PgError("42704", f'constraint "{arguments[0]}" for domain {shown} does not exist')
    return _class("pg_constraint"), int(str(rows[0]["oid"])), 0


def _on_relation(
    kind: str, owner: str, catalog_name: str, columns: tuple[str, str], catalog: CatalogView, names: Names, _: Names
) -> Address:
    """A rule, trigger or policy of a relation."""
    if len(names) < 2:
        raise PgError("42601", "must specify relation and object name")
    relation = _relation_oid(catalog, names[:-1])
    wanted: dict[str, int | str] = {columns[0]: relation, columns[1]: names[-1]}
    rows = catalog.catalog_rows(catalog_name, **wanted)
    if not rows:
        raise PgError("42704", f'{kind} "{names[-1]}" for {owner} "{names[-2]}" does not exist')
    return _class(catalog_name), int(str(rows[0]["oid"])), 0


def _statistics(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    if len(names) > 1:
        return _in_schema("statistics object", "pg_statistic_ext", "stx", catalog, names, arguments)
    for row in catalog.catalog_rows("pg_statistic_ext", stxname=names[0]):
        oid = int(str(row["oid"]))
        if catalog.statistics_visible(oid):
            return _class("pg_statistic_ext"), oid, 0
    raise undefined_object("statistics object", names[0])


def _published_table(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    relation = _relation_oid(catalog, names)
    publication = _named("publication", "pg_publication", "pubname", catalog, arguments, ())[1]
    rows = catalog.catalog_rows("pg_publication_rel", prrelid=relation, prpubid=publication)
    if not rows:
        shown = ".".join(names)
        raise PgError("42704", f'publication relation "{shown}" in publication "{arguments[0]}" does not exist')
    return _class("pg_publication_rel"), int(str(rows[0]["oid"])), 0


def _published_schema(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    publication = _named("publication", "pg_publication", "pubname", catalog, arguments, ())[1]
    schema = _named("schema", "pg_namespace", "nspname", catalog, names, ())[1]
    rows = catalog.catalog_rows("pg_publication_namespace", pnnspid=schema, pnpubid=publication)
    if not rows:
        raise PgError("42704", f'publication schema "{names[0]}" in publication "{arguments[0]}" does not exist')
    return _class("pg_publication_namespace"), int(str(rows[0]["oid"])), 0


def _type_oid(catalog: CatalogView, name: str) -> int:
    oid = catalog.type_oid(name, shell=True)
    if oid is None:
        raise undefined_type(name)
    return oid


def _type(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    return _class("pg_type"), _type_oid(catalog, names[0]), 0


def _routine(kinds: str, catalog: CatalogView, names: Names, arguments: Names) -> Address:
    types = [_type_oid(catalog, name) for name in arguments]
    shown = ", ".join(catalog.format_type(oid, None) for oid in types)
    signature = f"{'.'.join(names)}({shown})"
    oid = catalog.proc_signature_oid(f"{_written(names)}({','.join(arguments)})")
    if oid is None:
        missing = f"{'.'.join(names)}(*)" if kinds == "a" and not types else signature
        raise PgError("42883", f"{ROUTINE_KINDS[kinds[0]]} {missing} does not exist")
    actual = str(catalog.catalog_rows("pg_proc", oid=oid)[0]["prokind"])
    if actual not in kinds:
        wanted = {"a": "an aggregate", "p": "a procedure"}.get(kinds, "a function")
        prefix = "function " if kinds == "a" else ""
        raise wrong_object_type(f"{prefix}{signature} is not {wanted}")
    return _class("pg_proc"), oid, 0


def _operator(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    signature = f"{names[-1]}({','.join(arguments)})"
    oid = catalog.operator_signature_oid(signature)
    if oid is None:
        left, right = (catalog.format_type(_type_oid(catalog, name), None) for name in arguments)
        raise PgError("42883", f"operator does not exist: {left} {names[-1]} {right}")
    return _class("pg_operator"), oid, 0


def _cast(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    source, target = _type_oid(catalog, names[0]), _type_oid(catalog, arguments[0])
    rows = catalog.catalog_rows("pg_cast", castsource=source, casttarget=target)
    if not rows:
        ends = [catalog.format_type(oid, None) for oid in (source, target)]
        raise PgError("42704", f"cast from type {ends[0]} to type {ends[1]} does not exist")
    return _class("pg_cast"), int(str(rows[0]["oid"])), 0


def _named(kind: str, catalog_name: str, column: str, catalog: CatalogView, names: Names, arguments: Names) -> Address:
    """An object outside all schemas."""
    rows = catalog.catalog_rows(catalog_name, **{column: names[0]})
    if not rows:
        raise _MISSING.get(kind, partial(undefined_object, kind))(names[0])
    return _class(catalog_name), int(str(rows[0]["oid"])), 0


_MISSING: dict[str, Callable[[str], PgError]] = {"schema": undefined_schema, "database": undefined_database}


def _user_mapping(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    server = _named("server", "pg_foreign_server", "srvname", catalog, arguments, ())[1]
    user, shown = 0, names[0]
    roles = catalog.catalog_rows("pg_authid", rolname=shown) if shown != "public" else [{"oid": 0}]
    rows: list[dict[str, Any]] = []
    if roles:
        user = int(str(roles[0]["oid"]))
        rows = catalog.catalog_rows("pg_user_mapping", umuser=user, umserver=server)
    if not rows:
        raise PgError("42704", f'user mapping for user "{shown}" on server "{arguments[0]}" does not exist')
    return _class("pg_user_mapping"), int(str(rows[0]["oid"])), 0


def _in_schema(
    kind: str, catalog_name: str, prefix: str, catalog: CatalogView, names: Names, arguments: Names
) -> Address:
    oid = _namespaced(catalog, catalog_name, prefix, names)
    if oid is None:
        raise undefined_object(kind, ".".join(names))
    return _class(catalog_name), oid, 0


def _namespaced(catalog: CatalogView, catalog_name: str, prefix: str, names: Names, **keys: int) -> int | None:
    """An object in the schema that is named, or in the first of the search_path that has one."""
    places: Sequence[int] = catalog.search_path_oids()
    if len(names) > 1:
        namespace = catalog.namespace_oid(quote_identifier(names[-2]))
        if namespace is None:
            raise undefined_schema(names[-2])
        places = (namespace,)
    wanted: dict[str, int | str] = {f"{prefix}name": names[-1], **keys}
    found = {row[f"{prefix}namespace"]: row["oid"] for row in catalog.catalog_rows(catalog_name, **wanted)}
    return next((int(str(found[place])) for place in places if place in found), None)


def _of_method(
    kind: str, catalog_name: str, prefix: str, catalog: CatalogView, names: Names, arguments: Names
) -> Address:
    """An operator class or family of an access method."""
    methods = catalog.catalog_rows("pg_am", amname=names[0])
    if not methods:
        raise undefined_object("access method", names[0])
    keys = {f"{prefix}method": int(str(methods[0]["oid"]))}
    oid = _namespaced(catalog, catalog_name, prefix, names[1:], **keys)
    if oid is None:
        shown = ".".join(names[1:])
        raise PgError("42704", f'{kind} "{shown}" does not exist for access method "{names[0]}"')
    return _class(catalog_name), oid, 0


def _member(
    word: str, catalog_name: str, prefix: str, number: str, catalog: CatalogView, names: Names, ends: Names
) -> Address:
    """An operator or a support function of a family."""
    family = _of_method("operator family", "pg_opfamily", "opf", catalog, names[:-1], ())[1]
    left, right = (_type_oid(catalog, name) for name in ends)
    wanted = {f"{prefix}family": family, f"{prefix}lefttype": left, f"{prefix}righttype": right, number: int(names[-1])}
    rows = catalog.catalog_rows(catalog_name, **wanted)
    if not rows:
        shown = ", ".join(catalog.format_type(oid, None) for oid in (left, right))
        owner = f"operator family {'.'.join(names[1:-1])} for access method {names[0]}"
        raise PgError("42704", f"{word} {names[-1]} ({shown}) of {owner} does not exist")
    return _class(catalog_name), int(str(rows[0]["oid"])), 0


def _transform(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    """Of a type, for the language that is the argument."""
    kind = _type_oid(catalog, names[0])
    languages = catalog.catalog_rows("pg_language", lanname=arguments[0])
    if not languages:
        raise undefined_object("language", arguments[0])
    rows = catalog.catalog_rows("pg_transform", trftype=kind, trflang=languages[0]["oid"])
    if not rows:
        shown = catalog.format_type(kind, None)
        raise PgError("42704", f'transform for type {shown} language "{arguments[0]}" does not exist')
    return _class("pg_transform"), int(str(rows[0]["oid"])), 0


def _collation(catalog: CatalogView, names: Names, arguments: Names) -> Address:
    oid = catalog.collation_oid(_written(names))
    if oid is None:
        raise PgError("42704", f'collation "{quote_qualified(None, names[-1])}" for encoding "UTF8" does not exist')
    return _class("pg_collation"), oid, 0


KINDS: dict[str, Kind] = {
    **{
        kind: Kind(partial(_relation, kind))
        for kind in ("table", "index", "sequence", "view", "materialized view", "foreign table")
    },
    "table column": Kind(_column),
    "foreign table column": Kind(_column),
    "default value": Kind(_default),
    "table constraint": Kind(_constraint),
    "domain constraint": Kind(_domain_constraint, names=1, arguments=1),
    "rule": Kind(partial(_on_relation, "rule", "relation", "pg_rewrite", ("ev_class", "rulename"))),
    "trigger": Kind(partial(_on_relation, "trigger", "table", "pg_trigger", ("tgrelid", "tgname"))),
    "policy": Kind(partial(_on_relation, "policy", "table", "pg_policy", ("polrelid", "polname"))),
    "statistics object": Kind(_statistics),
    "publication relation": Kind(_published_table, arguments=1),
    "publication namespace": Kind(_published_schema, names=1, arguments=1),
    "type": Kind(_type, names=1),
    "function": Kind(partial(_routine, "fw")),
    "aggregate": Kind(partial(_routine, "a")),
    "procedure": Kind(partial(_routine, "p")),
    "operator": Kind(_operator, arguments=2),
    "user mapping": Kind(_user_mapping, names=1, arguments=1),
    "cast": Kind(_cast, names=1, arguments=1),
    "transform": Kind(_transform, names=1, arguments=1),
    "collation": Kind(_collation),
    "operator class": Kind(partial(_of_method, "operator class", "pg_opclass", "opc"), at_least=2),
    "operator family": Kind(partial(_of_method, "operator family", "pg_opfamily", "opf"), at_least=2),
    "operator of access method": Kind(
        partial(_member, "operator", "pg_amop", "amop", "amopstrategy"), at_least=3, arguments=2
    ),
    "function of access method": Kind(
        partial(_member, "function", "pg_amproc", "amproc", "amprocnum"), at_least=3, arguments=2
    ),
    **{
        kind: Kind(partial(_in_schema, kind, name, prefix))
        for kind, name, prefix in (
            ("conversion", "pg_conversion", "con"),
            ("text search parser", "pg_ts_parser", "prs"),
            ("text search dictionary", "pg_ts_dict", "dict"),
            ("text search template", "pg_ts_template", "tmpl"),
            ("text search configuration", "pg_ts_config", "cfg"),
        )
    },
    **{
        kind: Kind(partial(_named, kind, name, column), names=1)
        for kind, name, column in (
            ("schema", "pg_namespace", "nspname"),
            ("role", "pg_authid", "rolname"),
            ("database", "pg_database", "datname"),
            ("tablespace", "pg_tablespace", "spcname"),
            ("language", "pg_language", "lanname"),
            ("access method", "pg_am", "amname"),
            ("extension", "pg_extension", "extname"),
            ("event trigger", "pg_event_trigger", "evtname"),
            ("foreign-data wrapper", "pg_foreign_data_wrapper", "fdwname"),
            ("server", "pg_foreign_server", "srvname"),
            ("publication", "pg_publication", "pubname"),
            ("subscription", "pg_subscription", "subname"),
        )
    },
}
TYPED = frozenset({"type", "cast", "domain constraint", "transform", "large object"})
"""Kinds whose first name is that of a type, or a number."""
UNSUPPORTED = frozenset(
    {
        "composite type", "composite type column", "index column", "sequence column", "toast table",
        "toast table column", "view column", "materialized view column", "role membership",
    }
)  # fmt: skip
"""Kinds that objects have and that are no address."""
ELSEWHERE = frozenset(
    {
        "default acl", "large object",
        "parameter ACL",
    }
)  # fmt: skip
"""Kinds whose addresses are not looked up."""
