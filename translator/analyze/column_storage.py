"""How a column is stored and what is known of its values: STORAGE, COMPRESSION, STATISTICS, column options.

SQLite stores in its own way: all of it is checked and kept for the catalogs.  Manual: ALTER TABLE; "TOAST".
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from translator import command as c
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.state import Analysis
from translator.analyze.storage_options import storage_options, without_options
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.statements import datatype_mismatch
from translator.parser import Node

_STORAGES = {"plain": "p", "main": "m", "external": "e", "extended": "x"}
_COMPRESSIONS = {"default": "", "pglz": "p"}
_UNAVAILABLE = "lz4"
_COLUMN_OPTIONS = "column"
"""What `storage_options` knows the options of columns by."""


def stored_attribute(catalog: CatalogImage, node: Node, attribute: Attribute) -> Attribute:
    """A new column with the STORAGE and COMPRESSION of its definition.  Raises PgError 22023, 0A000."""
    storage, compression = node.storage_name, node.compression
    if storage:
        attribute = replace(attribute, storage=_storage(catalog, attribute.type, storage))
    if compression:
        attribute = replace(attribute, compression=_compression(catalog, attribute.type, compression))
    return attribute


def _storage(catalog: CatalogImage, oid: int, name: str) -> str:
    """pg_attribute.attstorage by its name; empty for what the type says."""
    if name.lower() == "default":
        return ""
    letter = _STORAGES.get(name.lower())
    if letter is None:
        raise PgError("22023", f'invalid storage type "{name}"')
    if letter != "p" and not _is_toastable(catalog, oid):
        raise PgError("0A000", f"column data type {catalog.format_type(oid)} can only have storage PLAIN")
    return letter


def require_same_storage(catalog: CatalogImage, one: Attribute, other: Attribute) -> None:
    """Raise PgError 42804 where two parents store a column differently."""
    names = {letter: name.upper() for name, letter in _STORAGES.items()}
    letters = [attribute.storage or catalog.type(attribute.type).typstorage for attribute in (one, other)]
    if letters[0] != letters[1]:
        message = f'inherited column "{one.name}" has a storage parameter conflict'
        raise datatype_mismatch(message, detail=" versus ".join(names[letter] for letter in letters))


def _compression(catalog: CatalogImage, oid: int, name: str) -> str:
    if not _is_toastable(catalog, oid):
        raise PgError("0A000", f"column data type {catalog.format_type(oid)} does not support compression")
    if name == _UNAVAILABLE:
        detail = f"This functionality requires the server to be built with {name} support."
        raise PgError("0A000", f"compression method {name} not supported", detail=detail)
    if name not in _COMPRESSIONS:
        raise PgError("22023", f'invalid compression method "{name}"')
    return _COMPRESSIONS[name]


def _is_toastable(catalog: CatalogImage, oid: int) -> bool:
    return bool(catalog.type(oid).typstorage != "p")


def _set(kind: str, attribute: Attribute, value: str | int | tuple[str, ...] | None) -> c.AlterAction:
    return c.AlterAction(f"column {kind}", column=attribute.name, settings=((kind, value),))


def set_statistics(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Raises PgError 22023 below -1, 0A000 for a column by number and for one that is computed when read."""
    if item.num:
        raise PgError("0A000", "cannot refer to non-index column by number")
    attribute = _altered(relation, item.name)
    if attribute.generated == "v":
        raise PgError("0A000", f'cannot alter statistics on virtual generated column "{attribute.name}"')
    node = _value(item)
    target = -1 if node is None else node.ival
    if target < -1:
        raise PgError("22023", f"statistics target {target} is too low")
    return _set("statistics", attribute, None if target == -1 else target)


def set_storage(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Raises PgError 22023, 0A000."""
    attribute = _altered(relation, item.name)
    return _set("storage", attribute, _storage(analysis.catalog, attribute.type, _text(item)))


def set_compression(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """Raises PgError 22023, 0A000."""
    attribute = _altered(relation, item.name)
    return _set("compression", attribute, _compression(analysis.catalog, attribute.type, _text(item)))


def set_options(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """n_distinct and n_distinct_inherited."""
    attribute = _altered(relation, item.name)
    nodes = _value(item).items
    if item.subtype == "AT_ResetOptions":
        return _set("options", attribute, without_options(nodes, attribute.options))
    return _set("options", attribute, storage_options(nodes, _COLUMN_OPTIONS, attribute.options))


SETTINGS: dict[str, Callable[[Analysis, Relation, Node], c.AlterAction]] = {
    "AT_SetStatistics": set_statistics,
    "AT_SetStorage": set_storage,
    "AT_SetCompression": set_compression,
    "AT_SetOptions": set_options,
    "AT_ResetOptions": set_options,
}
"""The commands of ALTER TABLE that are about a column's storage."""


def _altered(relation: Relation, name: str) -> Attribute:
    attribute = relation.column(name)
    if attribute is not None:
        return attribute
    if name in SYSTEM_COLUMNS:
        raise PgError("0A000", f'cannot alter system column "{name}"')
    raise undefined_column_of_relation(name, relation.name)


def _text(item: Node) -> str:
    return str(_value(item).sval)


def _value(item: Node) -> Node:
    node: Node = getattr(item, "def")
    return node


def cluster_on(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """CLUSTER ON and SET WITHOUT CLUSTER.  Raises PgError 42704, 0A000 for an index that cannot order rows."""
    wanted = clustering_index(relation, item.name) if item.subtype == "AT_ClusterOn" else 0
    return c.AlterAction("cluster", relation=wanted)


def clustering_index(relation: Relation, name: str) -> int:
    """The oid of an index by which rows can be ordered.  Raises PgError 42704, 0A000."""
    index = next((known for known in relation.indexes if known.name == name), None)
    if index is None:
        raise PgError("42704", f'index "{name}" for table "{relation.name}" does not exist')
    if index.method not in ("btree", "gist"):
        message = f'cannot cluster on index "{name}" because access method does not support clustering'
        raise PgError("0A000", message)
    if index.predicate is not None:
        raise PgError("0A000", f'cannot cluster on partial index "{name}"')
    return index.oid
