"""What index methods, indexes and their columns can do ("Index Column Properties" and its kin)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from translator.builtins.declare import function
from translator.catalog.bootstrap import load, system_catalog
from translator.context import ExecutionContext
from translator.types.array import load as load_array

METHOD_PROPERTIES = ("can_order", "can_unique", "can_multi_col", "can_exclude", "can_include")
INDEX_PROPERTIES = ("clusterable", "index_scan", "bitmap_scan", "backward_scan")
ABILITIES = {
    "btree": {*METHOD_PROPERTIES, *INDEX_PROPERTIES, "search_array", "search_nulls"},
    "hash": {"can_exclude", "index_scan", "bitmap_scan", "backward_scan"},
    "gist": {
        "can_multi_col", "can_exclude", "can_include", "clusterable", "index_scan", "bitmap_scan", "search_nulls",
    },
    "gin": {"can_multi_col", "bitmap_scan"},
    "spgist": {"can_exclude", "can_include", "index_scan", "bitmap_scan", "search_nulls"},
    "brin": {"can_multi_col", "bitmap_scan", "search_nulls"},
}  # fmt: skip
"""What each index method can do."""
DESCENDING, NULLS_FIRST = 1, 2
OPTIONS = {
    "asc": (DESCENDING, 0),
    "desc": (DESCENDING, 1),
    "nulls_first": (NULLS_FIRST, 1),
    "nulls_last": (NULLS_FIRST, 0),
}
"""A bit of the column's options, and its value where the property holds."""
GIST_COMPRESS, GIST_DISTANCE, GIST_FETCH = 3, 8, 9


@function("pg_indexam_has_property(oid,text)", context=True)
def pg_indexam_has_property(context: ExecutionContext, method: int, property_name: str) -> int | None:
    """NULL for an unknown method or property."""
    abilities, name = _abilities(context, method), property_name.lower()
    return None if abilities is None or name not in METHOD_PROPERTIES else int(name in abilities)


def _abilities(context: ExecutionContext, method: int) -> Collection[str] | None:
    """What an access method can do, by its handler; None for an unknown one, and for those of tables."""
    rows = context.catalog.catalog_rows("pg_am", oid=method)
    known = system_catalog().access_methods.values() if rows else ()
    return next((ABILITIES.get(row.amname) for row in known if row.amhandler == rows[0]["amhandler"]), None)


def _method(context: ExecutionContext, index: int) -> str | None:
    """The method of an index; None for what is none."""
    rows = context.catalog.catalog_rows("pg_class", oid=index)
    if not rows or rows[0]["relkind"] not in ("i", "I"):
        return None
    name = system_catalog().access_methods[int(str(rows[0]["relam"]))].amname
    return name if name in ABILITIES else None


@function("pg_index_has_property(regclass,text)", context=True)
def pg_index_has_property(context: ExecutionContext, index: int, property_name: str) -> int | None:
    method, name = _method(context, index), property_name.lower()
    return int(name in ABILITIES[method]) if method is not None and name in INDEX_PROPERTIES else None


@function("pg_index_column_has_property(regclass,integer,text)", context=True)
def pg_index_column_has_property(context: ExecutionContext, index: int, column: int, property_name: str) -> int | None:
    """NULL for an unknown property, and for one that a column which is no key cannot have."""
    method, name = _method(context, index), property_name.lower()
    if method is None:
        return None
    row = context.catalog.catalog_rows("pg_index", indexrelid=index)[0]
    if not 1 <= column <= int(str(row["indnatts"])):
        return None
    is_key = column <= int(str(row["indnkeyatts"]))
    if name in OPTIONS:
        return _has_option(method, row, column, name) if is_key else None
    if name in ("search_array", "search_nulls"):
        return int(name in ABILITIES[method]) if is_key else None
    if name == "orderable":
        return int(is_key and method == "btree")
    if name == "distance_orderable":
        return int(is_key and _orders_by_distance(method, row, column))
    return int(_is_returnable(method, row, column, is_key=is_key)) if name == "returnable" else None


def _has_option(method: str, row: Mapping[str, Any], column: int, name: str) -> int:
    if method != "btree":
        return 0
    bit, wanted = OPTIONS[name]
    options = load_array(row["indoption"]).elements
    return int(bool(options[column - 1] & bit) == bool(wanted))


def _orders_by_distance(method: str, row: Mapping[str, Any], column: int) -> bool:
    if method == "gist":
        return _has_support(row, column, GIST_DISTANCE)
    family, _, _ = _opclass(row, column)
    catalog = system_catalog()
    return method == "spgist" and any(
        operator.amoppurpose == "o" for operator in catalog.amops.values() if operator.amopfamily == family
    )


def _is_returnable(method: str, row: Mapping[str, Any], column: int, *, is_key: bool) -> bool:
    """Whether an index-only scan could give the column's value."""
    if not is_key:
        return True
    if method == "gist":
        return _has_support(row, column, GIST_FETCH) or not _has_support(row, column, GIST_COMPRESS)
    return method == "btree" or (method == "spgist" and not _opclass(row, column)[2])


def _opclass(row: Mapping[str, Any], column: int) -> tuple[int, int, int]:
    """Family, input type and stored type of a key's operator class."""
    found = system_catalog().opclasses[load_array(row["indclass"]).elements[column - 1]]
    return found.opcfamily, found.opcintype, found.opckeytype


def _has_support(row: Mapping[str, Any], column: int, number: int) -> bool:
    """Whether a key's operator class has a support function."""
    family, datatype, _ = _opclass(row, column)
    facts = load("pg_amproc")
    wanted = (family, datatype, number)
    return wanted in zip(*map(facts.column, ("amprocfamily", "amproclefttype", "amprocnum")), strict=True)
