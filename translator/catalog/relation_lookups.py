"""Schemas and the search_path, and the relations found by it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from translator.catalog import system_relations
from translator.catalog.fixed_oids import PG_CATALOG
from translator.catalog.own_objects import OwnObjects
from translator.catalog.publication import Publication
from translator.catalog.quote import quote_identifier, quote_qualified
from translator.catalog.relation import Constraint, ConstraintPart, Index, Relation, Statistics
from translator.catalog.rows import PgClass, PgNamespace
from translator.errors.privileges import permission_denied

RELATION_KINDS = {
    "r": "table", "p": "table", "v": "view", "S": "sequence", "m": "materialized view", "c": "composite type",
    "f": "foreign table",
}  # fmt: skip


class RelationLookups(OwnObjects):
    """Look-ups of schemas, publications and relations, by oid and by name."""

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

    def referring(self, oid: int) -> list[Relation]:
        """The tables with a foreign key to a table, or to one that it is a partition of."""
        return [self._relations[known] for known in sorted(self._referring.get(oid, ()))]

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
