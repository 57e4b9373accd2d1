"""System catalogs and system views as relations that queries can name.

Which of them every database has for itself (`_OWN`, `_SPLIT`), which are shared by all databases (`_SHARED`), and the
views that are written in SQL (`views/*.sql`) is declared here; their columns come from the recorded pg_attribute.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from translator.catalog.bootstrap import SystemCatalog
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.relation import Attribute, Relation
from translator.catalog.rows import PgClass
from translator.catalog.statistics_views import generated_definition

_OWN = frozenset(
    {
        "pg_class", "pg_attribute", "pg_attrdef", "pg_type", "pg_namespace", "pg_index", "pg_constraint", "pg_depend",
        "pg_sequence", "pg_inherits", "pg_enum", "pg_collation", "pg_rewrite", "pg_range", "pg_partitioned_table",
        "pg_default_acl", "pg_policy", "pg_statistic_ext", "pg_trigger", "pg_publication", "pg_publication_rel",
        "pg_publication_namespace", "pg_largeobject", "pg_largeobject_metadata", "pg_language",
        "pg_foreign_data_wrapper", "pg_foreign_server", "pg_user_mapping", "pg_foreign_table", "pg_am", "pg_transform",
    }
)  # fmt: skip
"""Whole in the file of every database: SQLite joins a table well, and halves of tables in all their combinations."""
_SPLIT = frozenset(
    {
        "pg_description", "pg_proc", "pg_init_privs", "pg_cast", "pg_operator", "pg_aggregate", "pg_opfamily",
        "pg_opclass", "pg_amop", "pg_amproc", "pg_conversion",
    }
)  # fmt: skip
"""Large and seldom added to: their built-in rows are in a file for all databases, users' rows in the database's own."""
_SHARED = frozenset(
    {
        "pg_database", "pg_authid", "pg_auth_members", "pg_tablespace", "pg_db_role_setting", "pg_shdepend",
        "pg_shdescription",
        "pg_shseclabel", "pg_parameter_acl", "pg_replication_origin", "pg_subscription",
    }
)  # fmt: skip
_OVERRIDING = {"pg_proc": ("oid",), "pg_description": ("objoid", "classoid", "objsubid")}
LARGE_CATALOGS = frozenset({"pg_attribute", "pg_depend", "pg_description", "pg_proc"})
"""With a thousand rows and more, which queries have to find by an index."""
_SQL_TABLES = frozenset({"sql_features", "sql_implementation_info", "sql_parts", "sql_sizing"})
"""The tables of information_schema."""
_VIEWS = Path(__file__).parent / "views"


def database_catalogs() -> frozenset[str]:
    """System catalogs with rows that only one database has."""
    return _OWN | _SPLIT


def catalog_parts(name: str) -> tuple[str, ...]:
    """The attached databases that hold the rows of a system catalog: `main` is a database's own file, `sys` that for
    all, `global` what they share."""
    if name in _SHARED:
        return ("global",)
    if name in _OWN:
        return ("main",)
    return ("sys", "main") if name in _SPLIT else ("sys",)


def shared_catalogs() -> frozenset[str]:
    """System catalogs that all databases of the server share."""
    return _SHARED


@cache
def _index(system: SystemCatalog) -> tuple[dict[tuple[int, str], PgClass], dict[int, PgClass]]:
    rows = [row for row in system.classes.values() if row.relkind in "rvS"]
    return {(row.relnamespace, row.relname): row for row in rows}, {row.oid: row for row in rows}


def by_oid(system: SystemCatalog, oid: int) -> Relation | None:
    row = _index(system)[1].get(oid)
    return None if row is None else _relation(system, row)


def by_name(system: SystemCatalog, namespace: int, name: str) -> Relation | None:
    row = _index(system)[0].get((namespace, name))
    return None if row is None else _relation(system, row)


@cache
def _relation(system: SystemCatalog, row: PgClass) -> Relation | None:
    definition = None
    if row.relkind == "v":
        definition = view_definition(system.namespaces[row.relnamespace].nspname, row.relname)
        if definition is None:
            definition = generated_definition(row.relname, _described(system, row))
    if definition is None and not is_table(row):
        return None
    attributes = tuple(
        Attribute(
            name=attribute.attname,
            number=attribute.attnum,
            type=attribute.atttypid,
            typmod=attribute.atttypmod,
            not_null=attribute.attnotnull,
            physical=attribute.attname,
        )
        for attribute in system.attributes[row.oid]
        if attribute.attnum > 0
    )
    return Relation(
        oid=row.oid,
        name=row.relname,
        namespace=row.relnamespace,
        kind=row.relkind,
        attributes=attributes,
        physical=row.relname,
        schema="global" if row.relname in _SHARED else "sys",
        parts=catalog_parts(row.relname) if row.relname in _OWN | _SPLIT else (),
        overriding=_OVERRIDING.get(row.relname, ()),
        definition=definition,
        type_oid=row.reltype,
        owner=row.relowner,
        acl=row.relacl or (),
    )


def is_table(row: PgClass) -> bool:
    """Whether a relation of the system's has rows of its own."""
    return row.relkind == "r" and (row.relnamespace == PG_CATALOG or row.relname in _SQL_TABLES)


def _described(system: SystemCatalog, row: PgClass) -> list[tuple[str, str, int]]:
    """A view's columns: name, type's name, type's oid."""
    types = [(attribute.attname, system.types[attribute.atttypid]) for attribute in system.attributes[row.oid]]
    return [
        (name, f'"{system.namespaces[known.typnamespace].nspname}"."{known.typname}"', known.oid)
        for name, known in types
    ]


@cache
def view_definition(schema: str, name: str) -> str | None:
    """The SQL of a system view; None for one that is not written yet."""
    path = _VIEWS / schema / f"{name}.sql"
    return path.read_text() if path.is_file() else None
