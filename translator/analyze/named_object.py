"""What happens to conversions, languages and access methods later: DROP, RENAME, SET SCHEMA, OWNER, COMMENT."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator import own_row_command as o
from translator.analyze.ddl_drop import Result
from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.ownership import role_name
from translator.analyze.privilege import owns, require_create, require_owner, require_superuser
from translator.analyze.qualified_name import target_schema
from translator.analyze.state import Analysis
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_text import described
from translator.catalog.own_rows import key_of, name_of, namespace_of, owner_of, prefix_of
from translator.catalog.rows import PgAm, PgConversion, PgLanguage
from translator.errors import PgError
from translator.errors.objects import undefined_object, undefined_schema
from translator.errors.privileges import must_be_owner
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings

NamedRow = PgConversion | PgAm | PgLanguage


class NamedKind(Struct, frozen=True):
    """A kind of objects that their name alone tells apart, in a schema where `in_schema`."""

    word: str
    every: Callable[[CatalogImage], Iterator[NamedRow]]
    in_schema: bool = False

    def tag(self, verb: str) -> str:
        return f"{verb} {self.word.upper()}"


KINDS = {
    "OBJECT_CONVERSION": NamedKind("conversion", CatalogImage.conversions, in_schema=True),
    "OBJECT_ACCESS_METHOD": NamedKind("access method", CatalogImage.access_methods),
    "OBJECT_LANGUAGE": NamedKind("language", CatalogImage.languages),
}
_EXTENSION_LANGUAGE = "plpgsql"
"""The language that an extension has brought."""


def find(image: CatalogImage, kind: NamedKind, names: Sequence[str]) -> NamedRow | None:
    """The object of a name, which the search_path finds unless its schema is named."""
    if kind.in_schema:
        return image.find_conversion(names[-1], names[-2] if len(names) > 1 else None)
    return next((row for row in kind.every(image) if name_of(row) == names[-1]), None)


def existing(analysis: Analysis, kind: NamedKind, names: Sequence[str]) -> NamedRow:
    """Raises PgError 42704, 3F000."""
    if kind.in_schema:
        refuse_name_elsewhere(analysis, names)
        if len(names) > 1 and analysis.catalog.namespace(names[-2]) is None:
            raise undefined_schema(names[-2])
    found = find(analysis.catalog, kind, names)
    if found is None:
        raise undefined_object(kind.word, ".".join(names))
    return found


def _names(item: Node) -> list[str]:
    return strings(item.items) if item.tag == "List" else [item.sval]


def _require_owner(analysis: Analysis, kind: NamedKind, row: NamedRow, names: Sequence[str]) -> None:
    if isinstance(row, PgAm):  # which nobody owns
        require_superuser(analysis, "must be superuser")
    else:
        require_owner(analysis, owner_of(row), kind.word, ".".join(names))


def _changeable(analysis: Analysis, kind: NamedKind, item: Node) -> NamedRow:
    names = _names(item)
    row = existing(analysis, kind, names)
    _require_owner(analysis, kind, row, names[-1:])
    if key_of(row) not in analysis.catalog.own_rows.rows:
        raise feature_not_supported(f"changing one of the system's {kind.word}s")
    return row


def _require_free(analysis: Analysis, kind: NamedKind, namespace: int, name: str) -> None:
    for known in kind.every(analysis.catalog):
        if (name_of(known), namespace_of(known)) == (name, namespace):
            schema = analysis.catalog.namespace_by_oid(namespace)
            where = "" if schema is None else f' in schema "{schema.nspname}"'
            raise PgError("42710", f'{kind.word} "{name}" already exists{where}')


def rename(analysis: Analysis, node: Node) -> Result:
    _ = node.behavior, node.relation_type, node.missing_ok
    kind = KINDS[node.rename_type]
    row = _changeable(analysis, kind, node.object)
    namespace = analysis.catalog.namespace_by_oid(namespace_of(row))
    if namespace is not None:
        require_create(analysis, namespace)
    _require_free(analysis, kind, namespace_of(row), node.newname)
    renamed = replace(row, **{f"{prefix_of(row)}name": node.newname})
    return o.StoreRows(kind.tag("ALTER"), (renamed,)), kind.tag("ALTER"), None


def set_schema(analysis: Analysis, node: Node) -> Result:
    _ = node.missing_ok
    kind = KINDS[node.object_type]
    row = existing(analysis, kind, _names(node.object))
    namespace = target_schema(analysis, node.newschema)
    require_create(analysis, namespace)
    row = _changeable(analysis, kind, node.object)
    if namespace.oid == namespace_of(row):
        return o.StoreRows(kind.tag("ALTER"), ()), kind.tag("ALTER"), None
    _require_free(analysis, kind, namespace.oid, name_of(row))
    moved = replace(row, **{f"{prefix_of(row)}namespace": namespace.oid})
    return o.StoreRows(kind.tag("ALTER"), (moved,)), kind.tag("ALTER"), None


def set_owner(analysis: Analysis, node: Node) -> Result:
    kind = KINDS[node.object_type]
    row = _changeable(analysis, kind, node.object)
    command = o.ChangeRowOwner(kind.tag("ALTER"), key_of(row), role_name(node.newowner))
    return command, kind.tag("ALTER"), None


def commented(analysis: Analysis, item: Node, objtype: str) -> int:
    """The object that COMMENT ON means."""
    kind, names = KINDS[objtype], _names(item)
    row = existing(analysis, kind, names)
    _require_owner(analysis, kind, row, names)
    return row.oid


def drop(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42704, 42501, 2BP01 for the system's own."""
    kind = KINDS[node.remove_type]
    found, missing = [], []
    for item in node.objects:
        names = _names(item)
        try:
            row = existing(analysis, kind, names)
        except PgError as error:
            if not node.missing_ok or error.sqlstate not in ("42704", "3F000"):
                raise
            missing.append(f"{error.message}, skipping")
            continue
        _require_droppable(analysis, kind, row, names)
        found.append(key_of(row))
    tag = kind.tag("DROP")
    cascade = node.behavior == "DROP_CASCADE"
    return o.DropRows(tag, tuple(dict.fromkeys(found)), cascade, tuple(missing)), tag, None


def _require_droppable(analysis: Analysis, kind: NamedKind, row: NamedRow, names: Sequence[str]) -> None:
    namespace = analysis.catalog.namespace_by_oid(namespace_of(row))
    if namespace is None:
        _require_owner(analysis, kind, row, names)
    elif not owns(analysis, owner_of(row), namespace.nspowner):
        raise must_be_owner(kind.word, ".".join(names))
    if key_of(row) in analysis.catalog.own_rows.rows:
        return
    shown = described(analysis.catalog, row)
    if name_of(row) == _EXTENSION_LANGUAGE:
        raise PgError(
            "2BP01",
            f"cannot drop {shown} because extension {_EXTENSION_LANGUAGE} requires it",
            hint=f"You can drop extension {_EXTENSION_LANGUAGE} instead.",
        )
    raise PgError("2BP01", f"cannot drop {shown} because it is required by the database system")
