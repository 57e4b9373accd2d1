"""The catalog as one statement sees it: PostgreSQL's recorded rows, a database's own objects, and a search_path.

An image never changes.  DDL makes a new one (`with_relation`, `without_relation`, ...) that its transaction sees at
once and everybody else after the commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from translator.catalog import bootstrap
from translator.catalog.fixed_oids import BTREE, HASH
from translator.catalog.format_type import format_type
from translator.catalog.own_objects import PLAIN_COLLATIONS
from translator.catalog.quote import quote_identifier, quote_qualified
from translator.catalog.routine_lookups import RoutineLookups
from translator.catalog.rows import PgAmop, PgCollation, PgOpclass, PgOperator
from translator.errors.statements import feature_not_supported
from translator.types import oids, registry
from translator.types.datatype import DataType

STORED_PATH = ("pg_catalog", "public")
"""The search_path under which stored expressions mean what they meant."""


class CatalogImage(RoutineLookups):
    """Look-ups by oid and by name; here those of collations and of what orders and hashes values."""

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

    def format_type(self, oid: int, typmod: int | None = None) -> str:
        """A type's SQL name, as messages and format_type() print it."""
        return format_type(self, oid, typmod)

    def is_comparable(self, oid: int, *, equality: bool) -> bool:
        """Whether a type has an order, or at least an equality."""
        return self.btree_operator(oid, 3 if equality else 1) is not None or (
            equality and self.hash_equality(oid) is not None
        )

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
            stand_in = self.system.opclass_stand_ins.get((BTREE, base))
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


def empty_image() -> CatalogImage:
    """The image of a database without objects of its own."""
    return CatalogImage(bootstrap.system_catalog())
