"""What an object of any catalog is called: in words, and by its parts ("Object Information and Addressing")."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from msgspec import Struct

from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.format_type import PLAIN, has_sql_name
from translator.catalog.quote import quote_identifier as quoted
from translator.context import CatalogView
from translator.errors.state import internal_error
from translator.types.array import load

Row = dict[str, Any]


class Identity(Struct, frozen=True):
    """An object: `description` in words, `identity` with every name qualified, `names` and `arguments` unquoted."""

    kind: str
    description: str
    identity: str
    names: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    schema: str | None = None
    name: str | None = None


class Described(Struct, frozen=True):
    """How the objects of a catalog are described; `kind` is what one that does not exist is called."""

    kind: str
    describe: Callable[[CatalogView, Row, int], Identity | None]


RELATION_KINDS = {
    "r": "table", "p": "table", "i": "index", "I": "index", "S": "sequence", "t": "toast table", "v": "view",
    "m": "materialized view", "c": "composite type", "f": "foreign table",
}  # fmt: skip
SYSTEM_COLUMNS = {-1: "ctid", -2: "xmin", -3: "cmin", -4: "xmax", -5: "cmax", -6: "tableoid"}
ROUTINE_KINDS = {"f": "function", "w": "function", "a": "aggregate", "p": "procedure"}


_KEPT_IN = {"pg_largeobject": "pg_largeobject_metadata"}
"""Catalogs whose name stands for objects that another one lists."""


def identify(catalog: CatalogView, class_oid: int, oid: int, column: int) -> Identity | None:
    """The object, None where there is none.  Raises PgError XX000 for a catalog whose rows are no objects."""
    known = described().get(class_oid)
    if known is None:
        raise internal_error(f"unsupported object class: {class_oid}")
    relname = _KEPT_IN.get(name := system_catalog().classes[class_oid].relname, name)
    row = None if known.describe is _nothing else _row(catalog, relname, oid)
    return None if row is None else known.describe(catalog, row, column)


def missing_kind(catalog: CatalogView, class_oid: int, oid: int, column: int) -> str:
    """What an object that is not there is called."""
    known = described()[class_oid]
    relation = _row(catalog, "pg_class", oid) if column and known.describe is _relation else None
    return known.kind if relation is None else f"{RELATION_KINDS[relation['relkind']]} column"


def qualified_type(catalog: CatalogView, oid: int) -> str:
    """A type's name with its schema, unless SQL has a name of its own for it."""
    row = _row(catalog, "pg_type", oid)
    if row is None:
        return "-" if not oid else "???"
    if row["typelem"] and row["typlen"] == -1 and row["typstorage"] != PLAIN:
        return f"{qualified_type(catalog, row['typelem'])}[]"
    if has_sql_name(oid):
        return catalog.format_type(oid, None)
    return f"{_schema(catalog, row['typnamespace'])}.{quoted(row['typname'])}"


def _row(catalog: CatalogView, name: str, oid: int) -> Row | None:
    rows = catalog.catalog_rows(name, oid=oid)
    return rows[0] if rows else None


def _existing(catalog: CatalogView, name: str, oid: int) -> Row:
    row = _row(catalog, name, oid)
    assert row is not None
    return row


def _plain_schema(catalog: CatalogView, oid: int) -> str:
    return str(_existing(catalog, "pg_namespace", oid)["nspname"])


def _schema(catalog: CatalogView, oid: int) -> str:
    return quoted(_plain_schema(catalog, oid))


# relations and what belongs to them


def _relation(catalog: CatalogView, row: Row, column: int) -> Identity | None:
    kind = RELATION_KINDS.get(row["relkind"], "relation")
    schema, shown = _schema(catalog, row["relnamespace"]), catalog.relation_name(row["oid"])
    names = (_plain_schema(catalog, row["relnamespace"]), row["relname"])
    whole = Identity(
        kind, f"{kind} {shown}", f"{schema}.{quoted(row['relname'])}", names, schema=schema, name=quoted(row["relname"])
    )
    return whole if not column else _column(catalog, row["oid"], whole, column)


def _column(catalog: CatalogView, relation: int, whole: Identity, number: int) -> Identity | None:
    number = (number + 2**15) % 2**16 - 2**15  # as much as PostgreSQL looks at
    rows = catalog.catalog_rows("pg_attribute", attrelid=relation, attnum=number)
    if not rows and number not in SYSTEM_COLUMNS:
        return None
    name = SYSTEM_COLUMNS.get(number) or str(rows[0]["attname"])
    return Identity(
        f"{whole.kind} column",
        f"column {name} of {whole.description}",
        f"{whole.identity}.{quoted(name)}",
        (*whole.names, name),
        schema=whole.schema,
        name=whole.name,
    )


def _of_relation(catalog: CatalogView, oid: int, column: int = 0) -> Identity:
    found = _relation(catalog, _existing(catalog, "pg_class", oid), column)
    assert found is not None
    return found


def _constraint(catalog: CatalogView, row: Row, column: int) -> Identity:
    name, schema = str(row["conname"]), _schema(catalog, row["connamespace"])
    if row["conrelid"]:
        table = _of_relation(catalog, row["conrelid"])
        words = f"constraint {name} on {table.description}"
        identity = f"{quoted(name)} on {table.identity}"
        return Identity("table constraint", words, identity, (*table.names, name), schema=schema)
    domain = qualified_type(catalog, row["contypid"])
    identity = f"{quoted(name)} on {domain}"
    return Identity("domain constraint", f"constraint {name}", identity, (domain,), (name,), schema=schema)


def _default(catalog: CatalogView, row: Row, column: int) -> Identity:
    owner = _of_relation(catalog, row["adrelid"], row["adnum"])
    return Identity("default value", f"default value for {owner.description}", f"for {owner.identity}", owner.names)


def _rule(catalog: CatalogView, row: Row, column: int) -> Identity:
    name, owner = str(row["rulename"]), _of_relation(catalog, row["ev_class"])
    words = f"rule {name} on {owner.description}"
    return Identity("rule", words, f"{quoted(name)} on {owner.identity}", (*owner.names, name))


def _trigger(catalog: CatalogView, row: Row, column: int) -> Identity:
    name, table = str(row["tgname"]), _of_relation(catalog, row["tgrelid"])
    words = f"trigger {name} on {table.description}"
    return Identity("trigger", words, f"{quoted(name)} on {table.identity}", (*table.names, name))


def _policy(catalog: CatalogView, row: Row, column: int) -> Identity:
    name, table = str(row["polname"]), _of_relation(catalog, row["polrelid"])
    words = f"policy {name} on {table.description}"
    return Identity("policy", words, f"{quoted(name)} on {table.identity}", (*table.names, name))


def _statistics(catalog: CatalogView, row: Row, column: int) -> Identity:
    name, schema = str(row["stxname"]), _plain_schema(catalog, row["stxnamespace"])
    identity = f"{quoted(schema)}.{quoted(name)}"
    shown = quoted(name) if catalog.statistics_visible(row["oid"]) else identity
    words = f"statistics object {shown}"
    return Identity("statistics object", words, identity, (schema, name), schema=quoted(schema), name=quoted(name))


def _published_table(catalog: CatalogView, row: Row, column: int) -> Identity:
    table = _of_relation(catalog, row["prrelid"])
    publication = str(_existing(catalog, "pg_publication", row["prpubid"])["pubname"])
    words = f"publication of {table.description} in publication {publication}"
    identity = f"{table.identity} in publication {publication}"
    return Identity("publication relation", words, identity, table.names, (publication,))


def _published_schema(catalog: CatalogView, row: Row, column: int) -> Identity:
    schema = _plain_schema(catalog, row["pnnspid"])
    publication = str(_existing(catalog, "pg_publication", row["pnpubid"])["pubname"])
    words = f"publication of schema {schema} in publication {publication}"
    identity = f"{schema} in publication {publication}"
    return Identity("publication namespace", words, identity, (schema,), (publication,))


_TO_COME = {
    "r": ("relations", "tables"), "S": ("sequences", "sequences"), "f": ("functions", "functions"),
    "T": ("types", "types"), "n": ("schemas", "schemas"), "L": ("large objects", "large objects"),
}  # fmt: skip


def _default_acl(catalog: CatalogView, row: Row, column: int) -> Identity:
    role, kind = catalog.plain_role_name(row["defaclrole"]) or "", str(row["defaclobjtype"])
    described, identified = _TO_COME[kind]
    words, identity = f"default privileges on new {described} belonging to role {role}", f"for role {quoted(role)}"
    names: tuple[str, ...] = (role,)
    if row["defaclnamespace"]:
        schema = _plain_schema(catalog, row["defaclnamespace"])
        words, identity, names = f"{words} in schema {schema}", f"{identity} in schema {quoted(schema)}", (role, schema)
    return Identity("default acl", words, f"{identity} on {identified}", names, (kind,))


# types, functions, operators


def _type(catalog: CatalogView, row: Row, column: int) -> Identity:
    whole = qualified_type(catalog, row["oid"])
    words = f"type {catalog.format_type(row['oid'], None)}"
    schema = _schema(catalog, row["typnamespace"])
    return Identity("type", words, whole, (whole,), schema=schema, name=quoted(row["typname"]))


def _routine(catalog: CatalogView, row: Row, column: int) -> Identity:
    arguments = tuple(qualified_type(catalog, oid) for oid in load(row["proargtypes"]).elements)
    schema, name = _plain_schema(catalog, row["pronamespace"]), str(row["proname"])
    identity = f"{quoted(schema)}.{quoted(name)}({','.join(arguments)})"
    words = f"function {catalog.proc_signature(row['oid'])}"
    kind = ROUTINE_KINDS[row["prokind"]]
    return Identity(kind, words, identity, (schema, name), arguments, quoted(schema))


def _operator(catalog: CatalogView, row: Row, column: int) -> Identity:
    arguments = [qualified_type(catalog, oid) for oid in (row["oprleft"], row["oprright"]) if oid]
    schema, name = _plain_schema(catalog, row["oprnamespace"]), str(row["oprname"])
    operands = ",".join(arguments if row["oprleft"] else ["NONE", *arguments])
    words = f"operator {catalog.operator_signature(row['oid'])}"
    identity = f"{quoted(schema)}.{name}({operands})"
    return Identity("operator", words, identity, (schema, name), tuple(arguments), quoted(schema))


def _cast(catalog: CatalogView, row: Row, column: int) -> Identity:
    ends = row["castsource"], row["casttarget"]
    shown = [catalog.format_type(oid, None) for oid in ends]
    source, target = (qualified_type(catalog, oid) for oid in ends)
    return Identity("cast", f"cast from {shown[0]} to {shown[1]}", f"({source} AS {target})", (source,), (target,))


# access methods


def _method(catalog: CatalogView, oid: int) -> str:
    return str(_existing(catalog, "pg_am", oid)["amname"])


def _of_method(kind: str, prefix: str, catalog: CatalogView, row: Row, column: int) -> Identity:
    """An operator class or family."""
    method = _method(catalog, row[f"{prefix}method"])
    namespace, name = row[f"{prefix}namespace"], str(row[f"{prefix}name"])
    found = catalog.opclass_is_visible(row["oid"]) if prefix == "opc" else catalog.opfamily_is_visible(row["oid"])
    shown = quoted(name) if found else f"{_schema(catalog, namespace)}.{quoted(name)}"
    schema = _plain_schema(catalog, namespace)
    return Identity(
        kind,
        f"{kind} {shown} for access method {method}",
        f"{quoted(schema)}.{quoted(name)} USING {quoted(method)}",
        (method, schema, name),
        schema=quoted(schema),
        name=quoted(name),
    )


def _member(word: str, prefix: str, number: str, member: str, catalog: CatalogView, row: Row, column: int) -> Identity:
    """An operator or a support function of a family."""
    ends = [row[f"{prefix}lefttype"], row[f"{prefix}righttype"]]
    family = _of_method("operator family", "opf", catalog, _existing(catalog, "pg_opfamily", row[f"{prefix}family"]), 0)
    shown = ", ".join(catalog.format_type(oid, None) for oid in ends)
    types = [qualified_type(catalog, oid) for oid in ends]
    named = catalog.operator_signature if word == "operator" else catalog.proc_signature
    return Identity(
        f"{word} of access method",
        f"{word} {row[number]} ({shown}) of {family.description}: {named(row[member])}",
        f"{word} {row[number]} ({', '.join(types)}) of {family.identity}",
        (*family.names, str(row[number])),
        tuple(types),
    )


# objects with a name of their own


def _global(kind: str, column_name: str, catalog: CatalogView, row: Row, column: int) -> Identity:
    """An object outside all schemas."""
    name = str(row[column_name])
    return Identity(kind, f"{kind} {name}", quoted(name), (name,), name=quoted(name))


def _in_schema(kind: str, prefix: str, catalog: CatalogView, row: Row, column: int) -> Identity:
    name, namespace = str(row[f"{prefix}name"]), row[f"{prefix}namespace"]
    schema = _plain_schema(catalog, namespace)
    identity = f"{quoted(schema)}.{quoted(name)}"
    shown = quoted(name) if namespace == PG_CATALOG else identity
    if kind == "conversion" and catalog.conversion_is_visible(row["oid"]):
        shown = quoted(name)
    if kind == "collation":
        shown = catalog.collation_name(row["oid"]) or identity
    return Identity(kind, f"{kind} {shown}", identity, (schema, name), schema=quoted(schema), name=quoted(name))


def _transform(catalog: CatalogView, row: Row, column: int) -> Identity:
    language = str(_existing(catalog, "pg_language", row["trflang"])["lanname"])
    shown = f"for {catalog.format_type(row['trftype'], None)} language {language}"
    qualified = qualified_type(catalog, row["trftype"])
    return Identity(
        "transform", f"transform {shown}", f"for {qualified} language {language}", (qualified,), (language,)
    )


def _membership(catalog: CatalogView, row: Row, column: int) -> Identity:
    member, role = (catalog.plain_role_name(row[name]) for name in ("member", "roleid"))
    words = f"membership of role {member} in role {role}"
    return Identity("role membership", words, words, ())


def _user_mapping(catalog: CatalogView, row: Row, column: int) -> Identity:
    user = (catalog.plain_role_name(row["umuser"]) or "") if row["umuser"] else "public"
    server = str(_existing(catalog, "pg_foreign_server", row["umserver"])["srvname"])
    identity = f"{quoted(user)} on server {server}"
    return Identity("user mapping", f"user mapping for {user} on server {server}", identity, (user,), (server,))


def _nothing(catalog: CatalogView, row: Row, column: int) -> None:
    """Kinds of objects that no database here has."""


def _large_object(catalog: CatalogView, row: Row, column: int) -> Identity:
    oid = str(row["oid"])
    return Identity("large object", f"large object {oid}", oid, (oid,))


_DESCRIBED: dict[str, Described] = {
    "pg_class": Described("relation", _relation),
    "pg_constraint": Described("constraint", _constraint),
    "pg_attrdef": Described("default value", _default),
    "pg_rewrite": Described("rule", _rule),
    "pg_type": Described("type", _type),
    "pg_proc": Described("routine", _routine),
    "pg_operator": Described("operator", _operator),
    "pg_cast": Described("cast", _cast),
    "pg_opclass": Described("operator class", partial(_of_method, "operator class", "opc")),
    "pg_opfamily": Described("operator family", partial(_of_method, "operator family", "opf")),
    "pg_amop": Described("operator of access method", partial(_member, "operator", "amop", "amopstrategy", "amopopr")),
    "pg_amproc": Described("function of access method", partial(_member, "function", "amproc", "amprocnum", "amproc")),
    "pg_auth_members": Described("role membership", _membership),
    "pg_transform": Described("transform", _transform),
    **{
        name: Described(kind, partial(_global, kind, column))
        for name, kind, column in (
            ("pg_namespace", "schema", "nspname"),
            ("pg_authid", "role", "rolname"),
            ("pg_database", "database", "datname"),
            ("pg_tablespace", "tablespace", "spcname"),
            ("pg_language", "language", "lanname"),
            ("pg_am", "access method", "amname"),
            ("pg_extension", "extension", "extname"),
            ("pg_publication", "publication", "pubname"),
            ("pg_foreign_data_wrapper", "foreign-data wrapper", "fdwname"),
            ("pg_foreign_server", "server", "srvname"),
        )
    },
    **{
        name: Described(kind, partial(_in_schema, kind, prefix))
        for name, kind, prefix in (
            ("pg_collation", "collation", "coll"),
            ("pg_conversion", "conversion", "con"),
            ("pg_ts_config", "text search configuration", "cfg"),
            ("pg_ts_dict", "text search dictionary", "dict"),
            ("pg_ts_parser", "text search parser", "prs"),
            ("pg_ts_template", "text search template", "tmpl"),
        )
    },
    **{
        name: Described(kind, _nothing)
        for name, kind in (
            ("pg_event_trigger", "event trigger"),
            ("pg_subscription", "subscription"),
            ("pg_parameter_acl", "parameter ACL"),
        )
    },
    "pg_user_mapping": Described("user mapping", _user_mapping),
    "pg_largeobject": Described("large object", _large_object),
    "pg_policy": Described("policy", _policy),
    "pg_trigger": Described("trigger", _trigger),
    "pg_publication_rel": Described("publication relation", _published_table),
    "pg_publication_namespace": Described("publication namespace", _published_schema),
    "pg_statistic_ext": Described("statistics object", _statistics),
    "pg_default_acl": Described("default acl", _default_acl),
}


@cache
def described() -> dict[int, Described]:
    """How objects are described, by the oid of their catalog."""
    classes = system_catalog().classes_by_name
    return {classes[PG_CATALOG, name].oid: entry for name, entry in _DESCRIBED.items()}
