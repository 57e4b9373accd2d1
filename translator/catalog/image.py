"""The catalog as one statement sees it: PostgreSQL's recorded rows, a database's own objects, and a search_path.

An image never changes.  DDL makes a new one (`with_relation`, `without_relation`, ...) that its transaction sees at
once and everybody else after the commit.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from translator.catalog import bootstrap, system_relations
from translator.catalog.bootstrap import SystemCatalog
from translator.catalog.default_acl import DefaultAcl
from translator.catalog.fixed_oids import BTREE, HASH, PG_CATALOG
from translator.catalog.format_type import format_type
from translator.catalog.own_rows import NO_ROWS, OwnRows
from translator.catalog.publication import Publication
from translator.catalog.quote import quote_identifier, quote_qualified
from translator.catalog.relation import Attribute, Constraint, ConstraintPart, Index, Relation, Statistics
from translator.catalog.rows import (
    PgAggregate,
    PgAm,
    PgAmop,
    PgCast,
    PgClass,
    PgCollation,
    PgConversion,
    PgLanguage,
    PgNamespace,
    PgOpclass,
    PgOperator,
    PgOpfamily,
    PgProc,
    PgRange,
    PgType,
)
from translator.catalog.user_types import NO_DETAILS, TypeDetails
from translator.errors.privileges import permission_denied
from translator.errors.state import internal_error
from translator.errors.statements import feature_not_supported
from translator.types import oids, registry
from translator.types.datatype import DataType

RELATION_KINDS = {
    "r": "table", "p": "table", "v": "view", "S": "sequence", "m": "materialized view", "c": "composite type",
    "f": "foreign table",
}  # fmt: skip
"""pg_class.relkind in words."""
STORED_PATH = ("pg_catalog", "public")
"""The search_path under which stored expressions mean what they meant."""
PLAIN_COLLATIONS = frozenset({0, 100, 950})
"""None, the default one, and C, which the columns of the system's catalogs have."""

_versions = itertools.count(1)
RowT = TypeVar("RowT")


class TemporaryObjects(Struct, frozen=True):
    """What one session alone sees, and the schema that it is in."""

    namespace: PgNamespace
    relations: tuple[Relation, ...] = ()
    types: tuple[PgType, ...] = ()


class CatalogImage:
    """Look-ups by oid and by name.  `version` differs between any two images whose objects differ."""

    def __init__(self, system: SystemCatalog) -> None:
        self.system = system
        self.version = next(_versions)
        self.search_path: tuple[str, ...] = ("public",)
        self.temp_schema: str | None = None
        """The session's schema of temporary objects, once it has any."""
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
        self.types_version = 0
        """Differs between images whose types do."""
        self._namespaces: Mapping[str, PgNamespace] = {row.nspname: row for row in system.namespaces.values()}
        self._owned: Mapping[tuple[int, int], tuple[int, ...]] = {}
        self._physical: frozenset[str] = frozenset()
        self._children: Mapping[int, tuple[Relation, ...]] | None = None
        self._defers: bool | None = None
        self._late_keys: tuple[Relation, ...] | None = None
        self._collated: frozenset[int] = frozenset()
        """The relations with columns of collations of their own."""
        self._collates: bool | None = None

    # making new images

    def with_search_path(self, path: Sequence[str]) -> CatalogImage:
        """The same objects under another search_path."""
        if tuple(path) == self.search_path and not self.closed:
            return self
        image = copy.copy(self)
        image.search_path = tuple(path)
        image.closed = frozenset()
        return image

    def without_access(self, schemas: frozenset[str]) -> CatalogImage:
        """The same objects, those in some schemas out of reach."""
        image = copy.copy(self)
        image.closed = schemas
        return image

    def _changed(self) -> CatalogImage:
        image = copy.copy(self)
        image.version = next(_versions)
        image._children = None
        image._defers = None
        image._late_keys = None
        image._collates = None
        image._owners = None
        image._datatypes = {}
        return image

    def with_relation(self, *relations: Relation) -> CatalogImage:
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
        collated = {relation.oid for relation in relations if _is_collated(relation)}
        image._collated = (self._collated - {relation.oid for relation in relations}) | collated
        return image

    def without_relation(self, *gone: int) -> CatalogImage:
        image = self._changed()
        known, names, owned = dict(self._relations), dict(self._names), dict(self._owned)
        physical = set(self._physical)
        for oid in gone:
            before = known.pop(oid)
            _forget(before, names, physical)
            _note_owner(owned, oid, _owner(before), None)
        image._relations, image._names, image._owned, image._physical = known, names, owned, frozenset(physical)
        image._collated = self._collated.difference(gone)
        return image

    def with_types(self, *types: PgType, details: Mapping[int, TypeDetails] | None = None) -> CatalogImage:
        """With types added or replaced by oid; `details` where they have any that are new."""
        image = self._changed()
        if details:
            image._details = {**self._details, **details}
            image._constructors = _constructors(image._details)
        image.types_version = image.version
        image._types = {**self._types, **{row.oid: row for row in types}}
        image._type_names = {(row.typnamespace, row.typname): row.oid for row in image._types.values()}
        return image

    def without_types(self, *gone: int) -> CatalogImage:
        image = self._changed()
        image.types_version = image.version
        image._types = {oid: row for oid, row in self._types.items() if oid not in gone}
        image._details = {oid: found for oid, found in self._details.items() if oid not in gone}
        image._constructors = _constructors(image._details)
        image._type_names = {(row.typnamespace, row.typname): row.oid for row in image._types.values()}
        return image

    def with_namespace(self, row: PgNamespace) -> CatalogImage:
        image = self._changed()
        image._namespaces = {**self._namespaces, row.nspname: row}
        return image

    def with_collations(self, collations: Mapping[int, PgCollation]) -> CatalogImage:
        """With these collations of the database's own and no others."""
        image = self._changed()
        image._collations = collations
        return image

    def with_own_rows(self, rows: OwnRows) -> CatalogImage:
        """With these casts, operators, aggregates and operator families of the database's own, and no others."""
        image = self._changed()
        image.own_rows = rows
        return image

    def with_publications(self, publications: Mapping[int, Publication]) -> CatalogImage:
        """With these publications and no others."""
        image = self._changed()
        image.publications = publications
        return image

    def with_acls(self, acls: Mapping[tuple[int, int], tuple[str, ...]]) -> CatalogImage:
        """With these lists for objects that every database has, and no others."""
        image = self._changed()
        image.acls = acls
        return image

    def acl(self, classid: int, oid: int, otherwise: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """The access control list of a routine, language or type; `otherwise` is the one that it was made with."""
        return self.acls.get((classid, oid), otherwise) if self.acls else otherwise

    def with_default_acls(self, entries: Sequence[DefaultAcl]) -> CatalogImage:
        """With these default privileges and no others."""
        image = self._changed()
        image.default_acls = tuple(entries)
        return image

    def with_temporary(self, objects: TemporaryObjects) -> CatalogImage:
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

    def without_temporary(self) -> CatalogImage:
        """The objects that all sessions share."""
        objects = self.temporary
        if objects is None:
            return self
        image = self.without_relation(*(relation.oid for relation in objects.relations))
        image = image.without_types(*(row.oid for row in objects.types)).without_namespace(objects.namespace.nspname)
        image.temp_schema = None
        return image

    def same_objects(self, other: CatalogImage) -> bool:
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

    def without_namespace(self, name: str) -> CatalogImage:
        image = self._changed()
        image._namespaces = {known: row for known, row in self._namespaces.items() if known != name}
        return image

    # namespaces

    def namespace(self, name: str) -> PgNamespace | None:
        if name == "pg_temp" and self.temp_schema is not None:
            name = self.temp_schema
        return self._namespaces.get(name)

    def namespace_by_oid(self, oid: int) -> PgNamespace | None:
        return next((row for row in self._namespaces.values() if row.oid == oid), None)

    def namespaces(self) -> Iterator[PgNamespace]:
        return iter(self._namespaces.values())

    def path(self, schema: str | None) -> Iterator[int]:
        """The namespaces to search, in order: the one named, or the search_path with pg_catalog first unless listed."""
        if schema is not None:
            row = self.namespace(schema)
            if row is not None:
                if row.nspname in self.closed:
                    raise permission_denied("schema", schema)
                yield row.oid
            return
        if self.temp_schema is not None and not {"pg_temp", self.temp_schema} & set(self.search_path):
            yield self._namespaces[self.temp_schema].oid
        if "pg_catalog" not in self.search_path:
            yield PG_CATALOG
        for name in self.search_path:
            row = self.namespace(name)
            if row is not None and row.nspname not in self.closed:
                yield row.oid

    def finds(self, schema: str) -> bool:
        """Whether a schema of the search_path is there, and open to the current role."""
        row = self.namespace(schema)
        return row is not None and row.nspname not in self.closed

    # publications

    def find_publication(self, name: str) -> Publication | None:
        return next((known for known in self.publications.values() if known.name == name), None)

    # relations

    def relation(self, oid: int) -> Relation | None:
        found = self._relations.get(oid)
        return found if found is not None else system_relations.by_oid(self.system, oid)

    def find_relation(self, name: str, schema: str | None = None) -> Relation | None:
        """A table, view or sequence by name; indexes are not found here."""
        for namespace in self.path(schema):
            oid = self._names.get((namespace, name))
            if oid is not None and oid in self._relations:
                return self._relations[oid]
            found = system_relations.by_name(self.system, namespace, name)
            if found is not None:
                return found
        return None

    def find_oid(self, name: str, schema: str | None = None) -> int:
        """The oid of a relation or index by name, 0 when there is none."""
        for namespace in self.path(schema):
            oid = self._names.get((namespace, name))
            if oid is not None:
                return oid
            row: PgClass | None = self.system.classes_by_name.get((namespace, name))
            if row is not None:
                return row.oid
        return 0

    def is_unwritten(self, name: str, schema: str | None = None) -> bool:
        """Whether the name is that of a system relation that cannot be read yet."""
        return any((namespace, name) in self.system.classes_by_name for namespace in self.path(schema))

    def name_taken(self, namespace: int, name: str) -> bool:
        """Whether a relation or index of this name exists in the namespace."""
        return (namespace, name) in self._names or (namespace, name) in self.system.classes_by_name

    def relations(self) -> Iterator[Relation]:
        """The database's own relations."""
        return iter(self._relations.values())

    def children(self, oid: int) -> tuple[Relation, ...]:
        """The tables that inherit from a table, by oid; partitions in the order of their bounds."""
        if self._children is None:
            found: dict[int, list[Relation]] = {}
            for relation in self._relations.values():
                for parent in relation.parents:
                    found.setdefault(parent, []).append(relation)
            self._children = {parent: self._in_order(parent, known) for parent, known in found.items()}
        return self._children.get(oid, ())

    def _in_order(self, parent: int, children: list[Relation]) -> tuple[Relation, ...]:
        known = self._relations.get(parent)
        order = {oid: place for place, oid in enumerate(() if known is None else known.partitions)}
        return tuple(sorted(children, key=lambda child: (order.get(child.oid, len(order)), child.oid)))

    def descendants(self, oid: int) -> list[Relation]:
        """All that inherit from a table, level by level, each once."""
        found: dict[int, Relation] = {}
        level = list(self.children(oid))
        while level:
            found.update({relation.oid: relation for relation in level if relation.oid not in found})
            level = [child for relation in level for child in self.children(relation.oid)]
        return list(found.values())

    def ancestors(self, relation: Relation) -> list[Relation]:
        """All that a table inherits from, the nearest first, each once."""
        found: dict[int, Relation] = {}
        level = list(relation.parents)
        while level:
            known = [parent for oid in level if (parent := self.relation(oid)) is not None]
            found.update({parent.oid: parent for parent in known if parent.oid not in found})
            level = [oid for parent in known for oid in parent.parents]
        return list(found.values())

    @property
    def defers_constraints(self) -> bool:
        """Whether any constraint waits for COMMIT unless SET CONSTRAINTS says otherwise."""
        if self._defers is None:
            self._defers = any(known.deferred for relation in self.relations() for known in relation.constraints)
        return self._defers

    @property
    def owners(self) -> frozenset[int]:
        """Who owns any of the database's own relations."""
        if self._owners is None:
            self._owners = frozenset(relation.owner for relation in self._relations.values())
        return self._owners

    @property
    def late_keys(self) -> tuple[Relation, ...]:
        """The tables with an exclusion constraint, or a key that is DEFERRABLE."""
        if self._late_keys is None:
            self._late_keys = tuple(
                relation for relation in self.relations() if any(known.is_late_key for known in relation.constraints)
            )
        return self._late_keys

    def of_partition(self, constraint: Constraint, part: ConstraintPart) -> Constraint:
        """A foreign key to a partitioned table as it is for one of the partitions."""
        whole, partition = self.relation(constraint.references), self.relation(part.references)
        assert whole is not None
        assert partition is not None
        columns = [partition.column(whole.attribute(number).name) for number in constraint.referenced_columns]
        return replace(
            constraint, oid=part.oid, name=part.name, references=part.references, index=part.index,
            parent=part.parent, local=False, inherited=1, parts=(), action_disabled=part.action_disabled,
            referenced_columns=tuple(column.number for column in columns if column is not None),
        )  # fmt: skip

    def find_statistics(self, name: str, schema: str | None = None) -> tuple[Relation, Statistics] | None:
        """A statistics object by name, with its table."""
        for namespace in self.path(schema):
            for relation in self.relations():
                for known in relation.statistics:
                    if (known.namespace, known.name) == (namespace, name):
                        return relation, known
        return None

    def statistics_taken(self, namespace: int, name: str) -> bool:
        return any(
            (known.namespace, known.name) == (namespace, name)
            for relation in self.relations()
            for known in relation.statistics
        )

    def shown_relation(self, relation: Relation) -> str:
        """A relation's name, qualified where the search_path does not find it."""
        if self.find_oid(relation.name) == relation.oid:
            return quote_identifier(relation.name)
        namespace = self.namespace_by_oid(relation.namespace)
        return quote_qualified(None if namespace is None else namespace.nspname, relation.name)

    def described_relation(self, relation: Relation) -> str:
        """A relation in the words of messages: what it is, and its name."""
        return f"{RELATION_KINDS[relation.kind]} {self.shown_relation(relation)}"

    def shown_index(self, relation: Relation, index: Index) -> str:
        """An index's name, qualified where the search_path does not find it."""
        if self.find_oid(index.name) == index.oid:
            return quote_identifier(index.name)
        namespace = self.namespace_by_oid(relation.namespace)
        return quote_qualified(None if namespace is None else namespace.nspname, index.name)

    def index_relation(self, oid: int) -> Relation | None:
        """The table that an index belongs to."""
        return next(
            (relation for relation in self._relations.values() if any(index.oid == oid for index in relation.indexes)),
            None,
        )

    def owned_sequence(self, relation: int, attribute: int) -> int:
        """The sequence behind a serial or identity column, 0 when there is none."""
        owned = self.owned_sequences(relation, attribute)
        return owned[0] if owned else 0

    def owned_sequences(self, relation: int, attribute: int) -> tuple[int, ...]:
        """The sequences that belong to a column, that of its identity first, else in the order that they came to it."""
        owned = self._owned.get((relation, attribute), ())
        return tuple(sorted(owned, key=self._is_plain_sequence)) if len(owned) > 1 else owned

    def _is_plain_sequence(self, oid: int) -> bool:
        sequence = self._relations[oid].sequence
        return sequence is None or not sequence.identity

    def physical_name_taken(self, name: str) -> bool:
        return name.lower() in self._physical

    # types

    def type(self, oid: int) -> PgType:
        """A type that is known to have existed.  Raises PgError XX000 when it is gone."""
        row = self.type_by_oid(oid)
        if row is None:
            raise internal_error(f"cache lookup failed for type {oid}")
        return row

    def type_by_oid(self, oid: int) -> PgType | None:
        return self._types.get(oid) or self.system.types.get(oid)

    @property
    def types(self) -> Mapping[int, PgType]:
        """The database's own types, by oid."""
        return self._types

    def find_type(self, name: str, schema: str | None = None) -> PgType | None:
        for namespace in self.path(schema):
            oid = self._type_names.get((namespace, name))
            if oid is not None:
                return self._types[oid]
            row: PgType | None = self.system.types_by_name.get((namespace, name))
            if row is not None:
                return row
        return None

    def type_taken(self, namespace: int, name: str, but: int = 0) -> bool:
        """Whether a type of this name exists in the namespace, the one with the oid `but` aside."""
        oid = self._type_names.get((namespace, name))
        return oid not in (None, but) or (namespace, name) in self.system.types_by_name

    def type_of(self, namespace: int, name: str) -> PgType | None:
        """The database's own type of a name in a schema."""
        oid = self._type_names.get((namespace, name))
        return None if oid is None else self._types[oid]

    def type_stands(self, namespace: int, name: str, *, renamed: bool = False) -> bool:
        """Whether the type of a name stays when another one is to have it, as arrays made along with their elements do
        not, nor shells, unless the other one is only `renamed`.
        """
        row = self.type_of(namespace, name)
        if row is None:
            return self.type_taken(namespace, name)
        element = self._types.get(row.typelem)
        made_along = element is not None and element.typarray == row.oid
        return not made_along and (row.typisdefined or renamed)

    def datatype(self, oid: int) -> DataType:
        """The implementation of a type; 0A000 when there is none."""
        if registry.is_builtin(oid):
            return registry.builtin(oid)
        found = self._datatypes.get(oid)
        if found is None:
            row = self.type_by_oid(oid)
            if row is None:
                raise feature_not_supported(f"type with OID {oid}")
            found = self._datatypes[oid] = registry.for_row(row, self)
        return found

    def type_details(self, oid: int) -> TypeDetails:
        """An enum's labels, a domain's constraints, a range's facts."""
        return self._details.get(oid, NO_DETAILS)

    def base_type(self, oid: int) -> int:
        """What a domain is over; any other type is itself."""
        row = self.type_by_oid(oid)
        while row is not None and row.typtype == "d":
            oid = row.typbasetype
            row = self.type_by_oid(oid)
        return oid

    def array_element(self, oid: int) -> int:
        """The element type of a true array type, else 0."""
        row = self.type_by_oid(oid)
        if row is None or not row.typelem:
            return 0
        return row.typelem if row.typlen == -1 and (row.typcategory == "A" or oid == oids.RECORDARRAY) else 0

    def fixed_element(self, oid: int) -> int:
        """The element type of a type that can be subscripted as an array of a fixed length, else 0."""
        row = self.type_by_oid(oid)
        return row.typelem if row is not None and row.typelem and row.typlen > 0 else 0

    def array_of(self, oid: int) -> int:
        row = self.type_by_oid(oid)
        return 0 if row is None else row.typarray

    def range_facts(self, oid: int) -> PgRange | None:
        """pg_range's row of a range or multirange type."""
        found: PgRange | None = self.system.ranges.get(oid) or self.system.multiranges.get(oid)
        return self.type_details(oid).range if found is None else found

    def range_subtype(self, oid: int) -> int:
        facts = self.range_facts(oid)
        return 0 if facts is None or facts.rngtypid != oid else facts.rngsubtype

    def multirange_subtype(self, oid: int) -> int:
        facts = self.range_facts(oid)
        return 0 if facts is None or facts.rngmultitypid != oid else facts.rngsubtype

    def range_with_multirange(self, oid: int) -> int:
        """The range type that a multirange type is made of."""
        facts = self.range_facts(oid)
        return 0 if facts is None else facts.rngtypid

    def row_attributes(self, oid: int) -> tuple[Attribute, ...]:
        """The columns of a composite type, or of a domain over one; empty for other types."""
        return tuple([attribute for attribute in self.row_layout(oid) if not attribute.dropped])

    def row_layout(self, oid: int) -> tuple[Attribute, ...]:
        """The attributes of a composite type by their numbers, dropped ones included."""
        row = self.type_by_oid(self.base_type(oid))
        if row is None or not row.typrelid:
            return ()
        relation = self.relation(row.typrelid)
        return () if relation is None else relation.attributes

    def is_of_typed_table(self, oid: int, composite: int) -> bool:
        """Whether a type is that of the rows of a table which is made of a composite type."""
        row = self.type_by_oid(oid)
        relation = self.relation(row.typrelid) if row is not None and row.typrelid else None
        return relation is not None and relation.of_type == composite != 0

    def inherited_places(self, oid: int, parent: int) -> tuple[int, ...] | None:
        """Where the rows of a table have the attributes of one that it inherits from, -1 for a dropped one; None where
        it does not inherit.
        """
        row, above = self.type_by_oid(oid), self.type_by_oid(parent)
        if row is None or above is None or not (row.typrelid and above.typrelid):
            return None
        relation, ancestor = self.relation(row.typrelid), self.relation(above.typrelid)
        if relation is None or ancestor is None or ancestor not in self.ancestors(relation):
            return None
        numbers = {attribute.name: attribute.number for attribute in relation.columns}
        return tuple(-1 if known.dropped else numbers[known.name] - 1 for known in ancestor.attributes)

    def holds_rows(self, oid: int) -> bool:
        """Whether the values of a type are rows."""
        base = self.base_type(oid)
        row = self.type_by_oid(base)
        return base == oids.RECORD or (row is not None and row.typtype == "c")

    def is_comparable(self, oid: int, *, equality: bool) -> bool:
        """Whether a type has an order, or at least an equality."""
        return self.btree_operator(oid, 3 if equality else 1) is not None or (
            equality and self.hash_equality(oid) is not None
        )

    def is_row_type(self, oid: int, *, array: bool) -> bool:
        oid = self.base_type(oid)
        if array:
            oid = self.base_type(self.array_element(oid))
        row = self.type_by_oid(oid)
        return row is not None and row.typtype == "c"

    def format_type(self, oid: int, typmod: int | None = None) -> str:
        """A type's SQL name, as messages and format_type() print it."""
        return format_type(self, oid, typmod)

    # functions, operators, casts

    def procs_named(self, name: str, schema: str | None = None) -> Sequence[PgProc]:
        known: Sequence[PgProc] = self.system.procs_by_name.get(name, ())
        own = (*self._constructors.get(name, ()), *self.own_rows.procs.get(name, ()))
        if schema is None and not own:
            return known
        return self._in_path((*known, *own), schema, lambda proc: (proc.pronamespace, proc.proargtypes))

    def _in_path(
        self, rows: Sequence[RowT], schema: str | None, place: Callable[[RowT], tuple[int, tuple[int, ...]]]
    ) -> list[RowT]:
        """The rows that the search_path finds, without those that it finds others of the same arguments before.

        place: the schema of a row, and the types of its arguments.
        """
        ranks = {oid: rank for rank, oid in reversed(list(enumerate(self.path(schema))))}
        found: dict[tuple[int, ...], RowT] = {}
        for row in sorted((row for row in rows if place(row)[0] in ranks), key=lambda row: ranks[place(row)[0]]):
            found.setdefault(place(row)[1], row)
        return list(found.values())

    def procs_in(self, namespace: int) -> Iterator[PgProc]:
        """The functions of a schema."""
        own = (proc for procs in self._constructors.values() for proc in procs)
        every = itertools.chain(self.system.procs.values(), own, self.own_rows.of(PgProc))
        return (proc for proc in every if proc.pronamespace == namespace)

    def proc(self, oid: int) -> PgProc:
        found = self.find_proc(oid)
        if found is None:
            raise KeyError(oid)
        return found

    def find_proc(self, oid: int) -> PgProc | None:
        found: PgProc | None = self.system.procs.get(oid)
        if found is not None:
            return found
        made = next((proc for procs in self._constructors.values() for proc in procs if proc.oid == oid), None)
        return made or self.own_rows.find(PgProc, oid)

    # access methods

    def access_methods(self) -> Iterator[PgAm]:
        """The system's access methods and the database's own."""
        yield from self.system.access_methods.values()
        yield from self.own_rows.of(PgAm)

    def access_method(self, name: str) -> PgAm | None:
        return next((row for row in self.access_methods() if row.amname == name), None)

    def access_method_name(self, oid: int) -> str:
        return next(row.amname for row in self.access_methods() if row.oid == oid)

    def built_in_method(self, oid: int) -> PgAm:
        """The system's access method that works as the one of an oid does."""
        handler = next(row.amhandler for row in self.access_methods() if row.oid == oid)
        return next(row for row in self.system.access_methods.values() if row.amhandler == handler)

    def opclass(self, oid: int) -> PgOpclass | None:
        found: PgOpclass | None = self.system.opclasses.get(oid)
        return found or self.own_rows.find(PgOpclass, oid)

    def opclasses(self, method: int) -> Iterator[PgOpclass]:
        """The operator classes of an access method."""
        yield from self.system.opclasses_by_method[method]
        yield from (row for row in self.own_rows.of(PgOpclass) if row.opcmethod == method)

    def find_opclass(self, method: int, name: str, schema: str | None = None) -> PgOpclass | None:
        named = [row for row in self.opclasses(method) if row.opcname == name]
        places = ((row, namespace) for namespace in self.path(schema) for row in named)
        return next((row for row, namespace in places if row.opcnamespace == namespace), None)

    def opfamily(self, oid: int) -> PgOpfamily | None:
        found: PgOpfamily | None = self.system.opfamilies.get(oid)
        return found or self.own_rows.find(PgOpfamily, oid)

    def find_opfamily(self, method: int, name: str, schema: str | None = None) -> PgOpfamily | None:
        every = (*self.system.opfamilies.values(), *self.own_rows.of(PgOpfamily))
        named = [row for row in every if (row.opfmethod, row.opfname) == (method, name)]
        places = ((row, namespace) for namespace in self.path(schema) for row in named)
        return next((row for row, namespace in places if row.opfnamespace == namespace), None)

    # languages, conversions

    def languages(self) -> Iterator[PgLanguage]:
        """The system's languages and the database's own."""
        yield from self.system.languages.values()
        yield from self.own_rows.of(PgLanguage)

    def language(self, oid: int) -> PgLanguage:
        """A language that is known to exist."""
        return next(row for row in self.languages() if row.oid == oid)

    def conversions(self) -> Iterator[PgConversion]:
        """The system's conversions and the database's own."""
        yield from self.system.conversions.values()
        yield from self.own_rows.of(PgConversion)

    def find_conversion(self, name: str, schema: str | None = None) -> PgConversion | None:
        named = [row for row in self.conversions() if row.conname == name]
        places = ((row, namespace) for namespace in self.path(schema) for row in named)
        return next((row for row, namespace in places if row.connamespace == namespace), None)

    # aggregates, operators, casts

    def aggregate(self, proc: int) -> PgAggregate:
        return self.own_rows.find(PgAggregate, proc) or self.system.aggregates[proc]

    def operators_named(self, name: str, schema: str | None = None) -> Sequence[PgOperator]:
        """The operators of a name, those among them that only a COMMUTATOR or NEGATOR has named so far."""
        known: Sequence[PgOperator] = self.system.operators_by_name.get(name, ())
        own = self.own_rows.operators.get(name, ())
        if not own:
            return () if schema not in (None, "pg_catalog") else known
        return self._in_path(
            (*known, *own), schema, lambda operator: (operator.oprnamespace, (operator.oprleft, operator.oprright))
        )

    def operator(self, oid: int) -> PgOperator:
        """An operator that is known to exist."""
        found = self.find_operator(oid)
        assert found is not None
        return found

    def find_operator(self, oid: int) -> PgOperator | None:
        found: PgOperator | None = self.system.operators.get(oid)
        return found or self.own_rows.find(PgOperator, oid)

    def operator_of(self, namespace: int, name: str, left: int, right: int) -> PgOperator | None:
        """The operator of a schema for these operands, be it only a shell."""
        named = (*self.system.operators_by_name.get(name, ()), *self.own_rows.operators.get(name, ()))
        wanted = (namespace, left, right)
        return next((row for row in named if (row.oprnamespace, row.oprleft, row.oprright) == wanted), None)

    def cast(self, source: int, target: int) -> PgCast | None:
        found: PgCast | None = self.system.casts.get((source, target)) or self.own_rows.casts.get((source, target))
        if found is None and target in self._details:
            own = self._details[target].cast
            return own if own is not None and own.castsource == source else None
        return found

    def implicitly_castable(self, source: int, target: int) -> bool:
        if source == target:
            return True
        cast = self.cast(self.base_type(source), target)
        return cast is not None and cast.castcontext == "i"

    # collations

    @property
    def collates(self) -> bool:
        """Whether columns or types have collations that may disagree."""
        if self._collates is None:
            own = (row.typcollation for row in self._types.values() if row.typtype == "d")
            self._collates = bool(self._collated) or any(collation not in PLAIN_COLLATIONS for collation in own)
        return self._collates

    def find_collation(self, name: str, schema: str | None = None) -> PgCollation | None:
        named = [row for row in self.collations() if row.collname == name]
        for namespace in self.path(schema) if named else ():
            for row in named:
                if row.collnamespace == namespace:
                    return row
        return None

    def collations(self) -> Iterator[PgCollation]:
        """The system's collations and the database's own."""
        yield from self.system.collations.values()
        yield from self._collations.values()

    @property
    def own_collations(self) -> Mapping[int, PgCollation]:
        """The database's own collations, by oid."""
        return self._collations

    def find_collation_by_oid(self, oid: int) -> PgCollation | None:
        found: PgCollation | None = self._collations.get(oid) or self.system.collations.get(oid)
        return found

    def collation(self, oid: int) -> PgCollation:
        """A collation that is known to exist."""
        found = self.find_collation_by_oid(oid)
        assert found is not None
        return found

    def shown_collation(self, oid: int) -> str:
        """A collation's name, qualified where the search_path does not find it."""
        row = self.collation(oid)
        if self.find_collation(row.collname) == row:
            return quote_identifier(row.collname)
        namespace = self.namespace_by_oid(row.collnamespace)
        return quote_qualified(None if namespace is None else namespace.nspname, row.collname)

    def btree_operator(self, oid: int, strategy: int) -> PgOperator | None:
        """The operator of a btree strategy (1 <, 2 <=, 3 =, 4 >=, 5 >) in a type's default class."""
        base = self.base_type(oid)
        opclass = self.system.default_opclasses.get((BTREE, base))
        if opclass is None:
            row = self.type_by_oid(base)
            element = self.array_element(base)
            if element:
                comparable = self.is_comparable(element, equality=strategy == 3)
                return self._default_operator(oids.ANYARRAY, strategy) if comparable else None
            if row is not None and row.typtype == "e":
                return self._default_operator(oids.ANYENUM, strategy)
            if row is not None and row.typtype in _GENERIC_ORDER:
                return self._default_operator(_GENERIC_ORDER[row.typtype], strategy)
            stand_in = self.system.opclass_stand_ins.get((bootstrap.BTREE, base))
            return None if stand_in is None else self._default_operator(stand_in, strategy)
        return self.family_operator(opclass, strategy)

    def default_opclass(self, oid: int, method: int = BTREE) -> PgOpclass | None:
        """The operator class by which a type sorts (or hashes) unless told otherwise; None where it does not."""
        base = self.base_type(oid)
        row = self.type_by_oid(base)
        kind = "" if row is None else row.typtype
        generic = oids.ANYARRAY if self.array_element(base) else {**_GENERIC_ORDER, "e": oids.ANYENUM}.get(kind, 0)
        fallback = self.system.opclass_stand_ins.get((method, base), generic)
        known: Mapping[tuple[int, int], PgOpclass] = self.system.default_opclasses
        if method not in self.system.access_methods:
            known = {(method, row.opcintype): row for row in self.opclasses(method) if row.opcdefault}
        return known.get((method, base)) or known.get((method, fallback))

    def _default_operator(self, oid: int, strategy: int) -> PgOperator | None:
        return self.family_operator(self.system.default_opclasses[BTREE, oid], strategy)

    def family_operator(self, opclass: PgOpclass, strategy: int) -> PgOperator | None:
        oid = opclass.opcintype
        row: PgAmop | None = self.system.amops.get((opclass.opcfamily, oid, oid, strategy))
        if row is None:
            wanted = opclass.opcfamily, oid, oid, strategy
            row = next(
                (
                    own
                    for own in self.own_rows.of(PgAmop)
                    if (own.amopfamily, own.amoplefttype, own.amoprighttype, own.amopstrategy) == wanted
                ),
                None,
            )
        return None if row is None else self.operator(row.amopopr)

    def hash_equality(self, oid: int) -> PgOperator | None:
        """The equality of types that hash but do not sort, such as xid."""
        opclass = self.system.default_opclasses.get((HASH, self.base_type(oid)))
        return None if opclass is None else self.family_operator(opclass, 1)

    def in_btree_family(self, operator: PgOperator) -> bool:
        """Whether an operator, or what it negates, belongs to the order of a type."""
        return not self.system.btree_operators.isdisjoint((operator.oid, operator.oprnegate))

    def same_family_operator(self, operator: PgOperator, name: str) -> PgOperator:
        """The operator `name` on the same operand types."""
        return next(
            candidate
            for candidate in self.system.operators_by_name[name]
            if candidate.oprleft == operator.oprleft and candidate.oprright == operator.oprright
        )


_GENERIC_ORDER = {"c": oids.RECORD, "r": oids.ANYRANGE, "m": oids.ANYMULTIRANGE}
"""The types whose operator classes serve all types of a kind."""


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
        owned[before] = tuple(oid for oid in owned[before] if oid != sequence)
    if now is not None:
        owned[now] = (*owned.get(now, ()), sequence)


def _is_collated(relation: Relation) -> bool:
    return any(attribute.collation not in PLAIN_COLLATIONS for attribute in relation.attributes)


def empty_image() -> CatalogImage:
    """The image of a database without objects of its own."""
    return CatalogImage(bootstrap.system_catalog())
