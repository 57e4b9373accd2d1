"""Objects by catalog and oid, and back ("Object Information and Addressing Functions")."""

from __future__ import annotations

from translator.builtins import facts
from translator.builtins.declare import function
from translator.builtins.object_identity import identify, missing_kind
from translator.builtins.object_lookup import find_object
from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.context import ExecutionContext
from translator.errors.state import internal_error
from translator.types.array import Array, load, store

ACL_COLUMNS = {
    "pg_class": "relacl", "pg_database": "datacl", "pg_foreign_data_wrapper": "fdwacl", "pg_foreign_server": "srvacl",
    "pg_language": "lanacl", "pg_largeobject_metadata": "lomacl", "pg_namespace": "nspacl", "pg_proc": "proacl",
    "pg_tablespace": "spcacl", "pg_type": "typacl",
}  # fmt: skip
"""Where the objects of a catalog have their access control list."""
WITHOUT_ACL = frozenset(
    {
        "pg_am", "pg_amop", "pg_amproc", "pg_auth_members", "pg_authid", "pg_cast", "pg_collation", "pg_constraint",
        "pg_conversion", "pg_default_acl", "pg_event_trigger", "pg_extension", "pg_largeobject", "pg_opclass",
        "pg_operator", "pg_opfamily", "pg_policy", "pg_publication", "pg_rewrite", "pg_statistic_ext",
        "pg_subscription", "pg_transform", "pg_trigger", "pg_ts_config", "pg_ts_dict", "pg_ts_parser",
        "pg_ts_template", "pg_user_mapping",
    }
)  # fmt: skip
"""The catalogs whose objects have none."""


@function("pg_describe_object(oid,oid,integer)", context=True)
def pg_describe_object(context: ExecutionContext, class_oid: int, oid: int, column: int) -> str | None:
    """The object in words; NULL for none, and for what pg_depend writes of what cannot be dropped."""
    if not class_oid and not oid:
        return None
    found = identify(context.catalog, class_oid, oid, column)
    return None if found is None else found.description


@function("pg_identify_object(oid,oid,integer)", context=True)
def pg_identify_object(context: ExecutionContext, class_oid: int, oid: int, column: int) -> str:
    found = identify(context.catalog, class_oid, oid, column)
    signature = "pg_identify_object(oid,oid,integer)"
    if found is None:
        return facts.row(signature, (missing_kind(context.catalog, class_oid, oid, column), None, None, None))
    return facts.row(signature, (found.kind, found.schema, found.name, found.identity))


@function("pg_identify_object_as_address(oid,oid,integer)", context=True)
def pg_identify_object_as_address(context: ExecutionContext, class_oid: int, oid: int, column: int) -> str:
    """Kind, names and arguments, as pg_get_object_address takes them."""
    found = identify(context.catalog, class_oid, oid, column)
    signature = "pg_identify_object_as_address(oid,oid,integer)"
    if found is None:
        return facts.row(signature, (missing_kind(context.catalog, class_oid, oid, column), None, None))
    names, arguments = (store(Array.of(list(parts))) for parts in (found.names, found.arguments))
    return facts.row(signature, (found.kind, names, arguments))


@function("pg_get_object_address(text,text[],text[])", context=True)
def pg_get_object_address(context: ExecutionContext, kind: str, names: str, arguments: str) -> str:
    """Catalog, oid and column of the object of those names."""
    found = find_object(context.catalog, kind, load(names).elements, load(arguments).elements)
    return facts.row("pg_get_object_address(text,text[],text[])", found)


@function("pg_get_acl(oid,oid,integer)", context=True)
def pg_get_acl(context: ExecutionContext, class_oid: int, oid: int, column: int) -> str | None:
    """The object's access control list, NULL where nothing was ever granted."""
    if not class_oid and not oid:
        return None
    row = system_catalog().classes.get(class_oid)
    name = row.relname if row is not None and row.relnamespace == PG_CATALOG else ""
    if name in WITHOUT_ACL:
        return None
    if name not in ACL_COLUMNS:
        raise internal_error(f"unrecognized class ID: {class_oid}")
    if name == "pg_class" and column:
        rows, acl_column = context.catalog.catalog_rows("pg_attribute", attrelid=oid, attnum=column), "attacl"
    else:
        rows, acl_column = context.catalog.catalog_rows(name, oid=oid), ACL_COLUMNS[name]
    acl = rows[0][acl_column] if rows else None
    return None if acl is None else str(acl)
