"""What a database has beside PostgreSQL's recorded rows, in maps that never change: a change makes new ones."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from typing import Self

from msgspec import Struct

from translator.catalog.bootstrap import SystemCatalog
from translator.catalog.default_acl import DefaultAcl
from translator.catalog.own_rows import NO_ROWS, OwnRows
from translator.catalog.publication import Publication
from translator.catalog.relation import Relation
from translator.catalog.rows import PgCollation, PgNamespace, PgProc, PgType
from translator.catalog.user_types import TypeDetails
from translator.settings_view import DEFAULT_SETTINGS, TypeSettings
from translator.types.datatype import DataType

PLAIN_COLLATIONS = frozenset({0, 100, 950})
"""None, the default one, and C, which the columns of the system's catalogs have."""

Pathway = tuple[str, PgProc | None]
"""How a type becomes another one: 'relabel', 'function' (with the function), 'array', 'io' or 'row'."""

_versions = itertools.count(1)


class TemporaryObjects(Struct, frozen=True):
    """What one session alone sees, and the schema that it is in."""

    namespace: PgNamespace
    relations: tuple[Relation, ...] = ()
    types: tuple[PgType, ...] = ()


class OwnObjects:
    """The objects by oid and by name.  `version` differs between any two whose objects differ."""

    def __init__(self, system: SystemCatalog) -> None:
        self.system = system
        self.version = next(_versions)
        self.search_path: tuple[str, ...] = ("public",)
        self.temp_schema: str | None = None
        """The session's schema of temporary objects, once it has any."""
        self.display: TypeSettings = DEFAULT_SETTINGS
        """How constants look in what describes an object."""
        self.closed: frozenset[str] = frozenset()
        """The schemas in which the current role may look nothing up."""
        self._owners: frozenset[int] | None = None
        self.default_acls: tuple[DefaultAcl, ...] = ()
        self._collations: Mapping[int, PgCollation] = {}
        self.publications: Mapping[int, Publication] = {}
        self.own_rows: OwnRows = NO_ROWS
        self.acls: Mapping[tuple[int, int], tuple[str, ...]] = {}
        """Access control lists of objects that every database has, by their catalog and oid."""
        self._relations: Mapping[int, Relation] = {}
        self._names: Mapping[tuple[int, str], int] = {}
        self._types: Mapping[int, PgType] = {}
        self._type_names: Mapping[tuple[int, str], int] = {}
        self._details: Mapping[int, TypeDetails] = {}
        self._constructors: Mapping[str, tuple[PgProc, ...]] = {}
        self._datatypes: dict[int, DataType] = {}
        self.pathways: dict[tuple[int, int, str], Pathway | None] = {}
        """How one type becomes another in a context, as far as that was asked."""
        self.types_version = 0
        """Differs between images whose types do."""
        self._namespaces: Mapping[str, PgNamespace] = {row.nspname: row for row in system.namespaces.values()}
        self._owned: Mapping[tuple[int, int], tuple[int, ...]] = {}
        self._referring: Mapping[int, frozenset[int]] = {}
        """The tables with foreign keys to a table, or to one that it is a partition of."""
        self._physical: frozenset[str] = frozenset()
        self._children: Mapping[int, tuple[Relation, ...]] | None = None
        self._defers: bool | None = None
        self._late_keys: tuple[Relation, ...] | None = None
        self._collated: frozenset[int] = frozenset()
        """The relations with columns of collations of their own."""
        self._collates: bool | None = None

    def with_search_path(self, path: Sequence[str]) -> Self:
        """The same objects under another search_path."""
        if tuple(path) == self.search_path and not self.closed:
            return self
        image = copy.copy(self)
        image.search_path = tuple(path)
        image.closed = frozenset()
        return image

    def without_access(self, schemas: frozenset[str]) -> Self:
        """The same objects, those in some schemas out of reach."""
        image = copy.copy(self)
        image.closed = schemas
        return image

    def with_display(self, settings: TypeSettings) -> Self:
        """The same objects, described under a session's settings."""
        image = copy.copy(self)
        image.display = settings
        image._datatypes = {}  # which hold the image that they were made for, and with it the session
        return image

    def _changed(self) -> Self:
        image = copy.copy(self)
        image.version = next(_versions)
        image._children = None
        image._defers = None
        image._late_keys = None
        image._collates = None
        image._owners = None
        image._datatypes = {}
        image.pathways = {}
        return image

    def with_relation(self, *relations: Relation) -> Self:
        """With relations added or replaced by oid."""
        image = self._changed()
        known, names, owned = dict(self._relations), dict(self._names), dict(self._owned)
        physical = set(self._physical)
        for relation in relations:
            before = known.get(relation.oid)
            if before is not None:
                _forget(before, names, physical)
            known[relation.oid] = relation
            names[relation.namespace, relation.name] = relation.oid
            physical.add(relation.physical.lower())
            physical.update(index.physical.lower() for index in relation.indexes)
            _note_owner(owned, relation.oid, _owner(before), _owner(relation))
            for index in relation.indexes:
                names[relation.namespace, index.name] = index.oid
        image._relations, image._names, image._owned, image._physical = known, names, owned, frozenset(physical)
        image._referring = _referring(self, known, [relation.oid for relation in relations])
        collated = {relation.oid for relation in relations if _is_collated(relation)}
        image._collated = (self._collated - {relation.oid for relation in relations}) | collated
        return image

    def without_relation(self, *gone: int) -> Self:
        image = self._changed()
        known, names, owned = dict(self._relations), dict(self._names), dict(self._owned)
        physical = set(self._physical)
        for oid in gone:
            before = known.pop(oid)
            _forget(before, names, physical)
            _note_owner(owned, oid, _owner(before), None)
        image._relations, image._names, image._owned, image._physical = known, names, owned, frozenset(physical)
        image._referring = _referring(self, known, gone)
        image._collated = self._collated.difference(gone)
        return image

    def with_types(self, *types: PgType, details: Mapping[int, TypeDetails] | None = None) -> Self:
        """With types added or replaced by oid; `details` where they have any that are new."""
        image = self._changed()
        if details:
            image._details = {**self._details, **details}
            image._constructors = _constructors(image._details)
        image.types_version = image.version
        image._types = {**self._types, **{row.oid: row for row in types}}
        image._type_names = {(row.typnamespace, row.typname): row.oid for row in image._types.values()}
        return image

    def without_types(self, *gone: int) -> Self:
        image = self._changed()
        image.types_version = image.version
        image._types = {oid: row for oid, row in self._types.items() if oid not in gone}
        image._details = {oid: found for oid, found in self._details.items() if oid not in gone}
        image._constructors = _constructors(image._details)
        image._type_names = {(row.typnamespace, row.typname): row.oid for row in image._types.values()}
        return image

    def with_namespace(self, row: PgNamespace) -> Self:
        image = self._changed()
        image._namespaces = {**self._namespaces, row.nspname: row}
        return image

    def with_collations(self, collations: Mapping[int, PgCollation]) -> Self:
        """With these collations of the database's own and no others."""
        image = self._changed()
        image._collations = collations
        return image

    def with_own_rows(self, rows: OwnRows) -> Self:
        """With these casts, operators, aggregates and operator families of the database's own, and no others."""
        image = self._changed()
        image.own_rows = rows
        return image

    def with_publications(self, publications: Mapping[int, Publication]) -> Self:
        """With these publications and no others."""
        image = self._changed()
        image.publications = publications
        return image

    def with_acls(self, acls: Mapping[tuple[int, int], tuple[str, ...]]) -> Self:
        """With these lists for objects that every database has, and no others."""
        image = self._changed()
        image.acls = acls
        return image

    def acl(self, classid: int, oid: int, otherwise: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """The access control list of a routine, language or type; `otherwise` is the one that it was made with."""
        return self.acls.get((classid, oid), otherwise) if self.acls else otherwise

    def with_default_acls(self, entries: Sequence[DefaultAcl]) -> Self:
        """With these default privileges and no others."""
        image = self._changed()
        image.default_acls = tuple(entries)
        return image

    def with_temporary(self, objects: TemporaryObjects) -> Self:
        """With a session's temporary objects, and the schema that holds them."""
        image = self.with_namespace(objects.namespace)
        image.temp_schema = objects.namespace.nspname
        return image.with_types(*objects.types).with_relation(*objects.relations)

    @property
    def temporary(self) -> TemporaryObjects | None:
        """The temporary objects among all, None where there is no schema for them."""
        if self.temp_schema is None:
            return None
        namespace = self._namespaces[self.temp_schema]
        return TemporaryObjects(
            namespace,
            tuple(relation for relation in self._relations.values() if relation.namespace == namespace.oid),
            tuple(row for row in self._types.values() if row.typnamespace == namespace.oid),
        )

    def without_temporary(self) -> Self:
        """The objects that all sessions share."""
        objects = self.temporary
        if objects is None:
            return self
        image = self.without_relation(*(relation.oid for relation in objects.relations))
        image = image.without_types(*(row.oid for row in objects.types)).without_namespace(objects.namespace.nspname)
        image.temp_schema = None
        return image

    def same_objects(self, other: Self) -> bool:
        """Whether nothing differs but the version."""
        return (
            self._relations == other._relations
            and self._types == other._types
            and self._details == other._details
            and self._namespaces == other._namespaces
            and self.default_acls == other.default_acls
            and self._collations == other._collations
            and self.publications == other.publications
            and self.own_rows == other.own_rows
            and self.acls == other.acls
        )

    def without_namespace(self, name: str) -> Self:
        image = self._changed()
        image._namespaces = {known: row for known, row in self._namespaces.items() if known != name}
        return image


def _constructors(details: Mapping[int, TypeDetails]) -> Mapping[str, tuple[PgProc, ...]]:
    """The constructors of ranges by name."""
    found: dict[str, tuple[PgProc, ...]] = {}
    for known in details.values():
        for proc in known.constructors:
            found[proc.proname] = (*found.get(proc.proname, ()), proc)
    return found


def _forget(relation: Relation, names: dict[tuple[int, str], int], physical: set[str]) -> None:
    names.pop((relation.namespace, relation.name), None)
    physical.discard(relation.physical.lower())
    for index in relation.indexes:
        names.pop((relation.namespace, index.name), None)
        physical.discard(index.physical.lower())


def _owner(relation: Relation | None) -> tuple[int, int] | None:
    """The column that a sequence belongs to."""
    return None if relation is None or relation.sequence is None else relation.sequence.owner


def _note_owner(
    owned: dict[tuple[int, int], tuple[int, ...]],
    sequence: int,
    before: tuple[int, int] | None,
    now: tuple[int, int] | None,
) -> None:
    """A sequence that stays with its column keeps its place among those of the column."""
    if before == now:
        return
    if before is not None:
        left = tuple(oid for oid in owned.pop(before) if oid != sequence)
        if left:
            owned[before] = left
    if now is not None:
        owned[now] = (*owned.get(now, ()), sequence)


def _references(relation: Relation | None) -> frozenset[int]:
    """The tables that a table has foreign keys to, with the partitions among them."""
    keys = [] if relation is None else [known for known in relation.constraints if known.kind == "f"]
    return frozenset(key.references for key in keys).union(*({part.references for part in key.parts} for key in keys))


def _referring(before: OwnObjects, now: Mapping[int, Relation], changed: Sequence[int]) -> Mapping[int, frozenset[int]]:
    """Which tables have foreign keys to each, once some are changed, new or gone."""
    referring: dict[int, frozenset[int]] | None = None
    for oid in changed:
        was, is_now = _references(before._relations.get(oid)), _references(now.get(oid))
        if was != is_now:
            referring = dict(before._referring) if referring is None else referring
            referring.update({parent: referring[parent] - {oid} for parent in was - is_now})
            referring.update({parent: referring.get(parent, frozenset()) | {oid} for parent in is_now - was})
    return before._referring if referring is None else {parent: oids for parent, oids in referring.items() if oids}


def _is_collated(relation: Relation) -> bool:
    return any(attribute.collation not in PLAIN_COLLATIONS for attribute in relation.attributes)
