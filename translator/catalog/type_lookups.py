"""Types by oid and by name, and what follows from their rows: elements, subtypes, attributes."""

from __future__ import annotations

from collections.abc import Mapping

from translator.catalog.relation import Attribute
from translator.catalog.relation_lookups import RelationLookups
from translator.catalog.rows import PgRange, PgType
from translator.catalog.user_types import NO_DETAILS, TypeDetails
from translator.errors.state import internal_error
from translator.types import oids


class TypeLookups(RelationLookups):
    """Look-ups of types."""

    def type(self, oid: int) -> PgType:
        """A type that is known to have existed.  Raises PgError XX000 when it is gone."""
        row = self.type_by_oid(oid)
        if row is None:
            raise internal_error(f"cache lookup failed for type {oid}")
        return row

    def type_by_oid(self, oid: int) -> PgType | None:
        found: PgType | None = self.system.types.get(oid)
        return self._types.get(oid) if found is None else found

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

    def is_row_type(self, oid: int, *, array: bool) -> bool:
        oid = self.base_type(oid)
        if array:
            oid = self.base_type(self.array_element(oid))
        row = self.type_by_oid(oid)
        return row is not None and row.typtype == "c"
