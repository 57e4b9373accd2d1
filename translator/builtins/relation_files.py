"""The files of relations, as PostgreSQL would name them: all of a database is one file here ("Database Object Location
Functions").
"""

from __future__ import annotations

from typing import Any

from translator.builtins.declare import function
from translator.catalog.tablespace import DEFAULT, GLOBAL
from translator.context import ExecutionContext

WITH_FILE = frozenset("rtimS")
VERSION_DIRECTORY = "PG_18_202506291"


def _relation(context: ExecutionContext, oid: int) -> dict[str, Any] | None:
    """pg_class's row of a relation that has a file."""
    row = next(iter(context.catalog.catalog_rows("pg_class", oid=oid)), None)
    return row if row is not None and row["relkind"] in WITH_FILE else None


def _database(context: ExecutionContext) -> dict[str, Any]:
    """pg_database's row of the session's own."""
    (row,) = context.catalog.catalog_rows("pg_database", datname=context.database)
    return row


@function("pg_relation_filenode(regclass)", context=True)
def pg_relation_filenode(context: ExecutionContext, oid: int) -> int | None:
    """The file's number; that of a catalog whose row has none is its oid."""
    row = _relation(context, oid)
    return None if row is None else row["relfilenode"] or oid


@function("pg_relation_filepath(regclass)", context=True)
def pg_relation_filepath(context: ExecutionContext, oid: int) -> str | None:
    """The file within the data folder."""
    row = _relation(context, oid)
    if row is None:
        return None
    number = row["relfilenode"] or oid
    if row["reltablespace"] == GLOBAL:
        return f"global/{number}"
    if row["relpersistence"] == "t":
        schema = str(context.catalog.catalog_rows("pg_namespace", oid=row["relnamespace"])[0]["nspname"])
        number = f"t{schema.rpartition('_')[2]}_{number}"
    database = _database(context)
    tablespace = row["reltablespace"] or database["dattablespace"]
    if tablespace == DEFAULT:
        return f"base/{database['oid']}/{number}"
    return f"pg_tblspc/{tablespace}/{VERSION_DIRECTORY}/{database['oid']}/{number}"


@function("pg_filenode_relation(oid,oid)", context=True)
def pg_filenode_relation(context: ExecutionContext, tablespace: int, number: int) -> int | None:
    """The relation whose file it is; temporary ones are not looked for."""
    if not number:
        return None
    catalog = context.catalog
    database = _database(context)
    if tablespace == database["dattablespace"]:
        tablespace = 0
    mapped = catalog.catalog_rows("pg_class", oid=number, relfilenode=0, relisshared=tablespace == GLOBAL)
    found: list[dict[str, Any]] = [
        *catalog.catalog_rows("pg_class", relfilenode=number, reltablespace=tablespace),
        *mapped,
    ]
    return next(
        (int(row["oid"]) for row in found if row["relkind"] in WITH_FILE and row["relpersistence"] != "t"), None
    )
