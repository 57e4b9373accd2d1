"""What depends on a type: columns, domains and composite types made of it, in the order of PostgreSQL's lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pgproxy.view_dependencies import dependent_views
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis
from translator.analyze.typename import resolve_type
from translator.catalog import own_row_text
from translator.catalog.dependency_rows import PG_TYPE
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_dependencies import needs
from translator.catalog.own_rows import CatalogRow, key_of
from translator.catalog.relation import Attribute, Constraint, Index, Policy, Relation
from translator.catalog.rows import PgAggregate, PgType
from translator.catalog.user_types import DomainConstraint
from translator.parser import parse


class Dependent(Struct, frozen=True):
    """What depends on the type or collation `on`: a column, constraint, index, policy or view (`relation`), or another
    `type`.
    """

    on: int
    relation: Relation | None = None
    attribute: Attribute | None = None
    type: PgType | None = None
    constraint: Constraint | None = None
    """A CHECK of `relation` whose condition speaks of the type."""
    by_expression: bool = False
    """Whether only the expression of a generated column speaks of the type."""
    default: bool = False
    """Whether it is the column's default alone."""
    of_collation: bool = False
    """Whether `on` is a collation."""
    index: Index | None = None
    policy: Policy | None = None
    row: CatalogRow | None = None
    """A cast, an operator or an aggregate."""
    on_row: CatalogRow | None = None
    """The same, where that is what `on` is of."""
    domain_constraint: DomainConstraint | None = None
    """A CHECK of the domain `type`."""
    through: Dependent | None = None
    """What a view reads, where that is not the type itself."""

    @property
    def place(self) -> tuple[int, int]:
        """PostgreSQL goes through dependents by oid, and through columns backwards."""
        part = self.constraint or self.index or self.policy
        if part is not None:
            return part.oid, 0
        if self.row is not None:
            return key_of(self.row)[1], 0
        if self.domain_constraint is not None:
            return self.domain_constraint.oid, 0
        if self.attribute is not None and (self.by_expression or self.default):
            return self.attribute.default_oid, 0
        if self.relation is not None:
            return self.relation.oid, 0 if self.attribute is None else -self.attribute.number
        assert self.type is not None
        return self.type.oid, 0

    @property
    def is_view(self) -> bool:
        return self._is_relation and not self.is_table

    @property
    def is_table(self) -> bool:
        """Whether it is a typed table, or one that inherits from it."""
        return self._is_relation and self.relation is not None and self.relation.kind in "rpf"

    @property
    def _is_relation(self) -> bool:
        part = self.attribute or self.constraint or self.index or self.policy
        return self.relation is not None and part is None

    def described(self, image: CatalogImage) -> str:
        """The object in the words of messages."""
        if self.row is not None:
            return own_row_text.described(image, self.row)
        if self.domain_constraint is not None:
            return f"constraint {self.domain_constraint.name}"
        if self.relation is None:
            assert self.type is not None
            return f"type {image.format_type(self.type.oid)}"
        name = image.shown_relation(self.relation)
        if self.attribute is not None:
            if self.default:
                return f"default value for column {self.attribute.name} of {image.described_relation(self.relation)}"
            return f"column {self.attribute.name} of {image.described_relation(self.relation)}"
        if self.constraint is not None:
            return f"constraint {self.constraint.name} on {image.described_relation(self.relation)}"
        if self.index is not None:
            return f"index {image.shown_index(self.relation, self.index)}"
        if self.policy is not None:
            return f"policy {self.policy.name} on table {name}"
        return image.described_relation(self.relation)

    def reason(self, image: CatalogImage) -> str:
        """A line of an error's detail."""
        return f"{self.described(image)} depends on {self.needed(image)}"

    def needed(self, image: CatalogImage) -> str:
        """What it depends on, in the words of messages."""
        if self.through is not None:
            return self.through.described(image)
        if self.on_row is not None:
            return own_row_text.described(image, self.on_row)
        if self.of_collation:
            return f"collation {image.shown_collation(self.on)}"
        return f"type {image.format_type(self.on)}"


def dependents(image: CatalogImage, targets: Sequence[int]) -> list[Dependent]:
    """Everything that would have to go with the types, the types themselves left out."""
    found: list[Dependent] = []
    views: set[int] = set()
    for target in reversed(targets):
        for entry in _below(image, target):
            if entry in found or _type_of(entry) in targets:
                continue
            if entry.is_view and entry.relation is not None:
                if entry.relation.oid in views:
                    continue
                views.add(entry.relation.oid)
            found.append(entry)
    return without_parts(found)


def _type_of(entry: Dependent) -> int:
    """The type that an entry is, or an attribute of."""
    if entry.type is not None:
        return entry.type.oid
    whole = entry.relation
    return whole.type_oid if whole is not None and whole.kind == "c" else 0


def without_parts(found: list[Dependent]) -> list[Dependent]:
    """Without the defaults and constraints of columns that go themselves."""
    columns = {
        (entry.relation.oid, entry.attribute.number)
        for entry in found
        if entry.relation is not None and entry.attribute is not None and not entry.default
    }

    def goes_along(entry: Dependent) -> bool:
        if entry.relation is None:
            return False
        numbers = entry.constraint.columns if entry.constraint is not None else ()
        if entry.index is not None:
            numbers = tuple(key.number for key in entry.index.columns)
        if entry.default and entry.attribute is not None:
            numbers = (entry.attribute.number,)
        return any((entry.relation.oid, number) in columns for number in numbers)

    return [entry for entry in found if not goes_along(entry)]


def _below(image: CatalogImage, target: int) -> Iterator[Dependent]:
    for entry in sorted(direct(image, target), key=lambda entry: entry.place):
        internal = entry.type is not None and _is_internal(image, entry.type, target)
        if not internal:
            yield entry
        yield from below(image, entry)


def below(image: CatalogImage, entry: Dependent) -> Iterator[Dependent]:
    """What depends on something that depends on a type or collation."""
    part = entry.constraint or entry.index or entry.policy
    if entry.is_table:
        yield from _of_table(image, entry)
    elif entry.relation is not None and part is None and not entry.default:
        yield from _readers(image, entry)
    if entry.type is not None:
        yield from _below(image, entry.type.oid)


def _of_table(image: CatalogImage, entry: Dependent) -> Iterator[Dependent]:
    """What depends on a table: those that inherit from it, foreign keys, views."""
    assert entry.relation is not None
    yield from _below(image, entry.relation.type_oid)
    for child in image.children(entry.relation.oid):
        heir = Dependent(entry.on, child, through=entry)
        if child.bound is None:
            yield heir
        yield from _of_table(image, heir)
    found = [
        (constraint.oid, [Dependent(entry.on, child, constraint=constraint, through=entry)])
        for child in image.referring(entry.relation.oid)
        for constraint in child.constraints
        if constraint.references == entry.relation.oid != child.oid
    ]
    for view in dependent_views(image, entry.relation.oid):
        reader = Dependent(entry.on, view, through=entry)
        found.append((view.oid, [reader, *_readers(image, reader)]))
    for _, dependents in sorted(found, key=lambda item: item[0]):
        yield from dependents


def _readers(image: CatalogImage, entry: Dependent) -> Iterator[Dependent]:
    """The views that read a column or a view, and those that read these."""
    assert entry.relation is not None
    number = None if entry.attribute is None else entry.attribute.number
    for view in dependent_views(image, entry.relation.oid, number):
        reader = Dependent(entry.on, view, through=entry)
        yield reader
        yield from _readers(image, reader)


def _is_internal(image: CatalogImage, row: PgType, target: int) -> bool:
    """Whether a type exists only for the sake of another: its array, a range's multirange."""
    return (row.typcategory == "A" and row.typelem == target and row.typtype == "b") or row.typtype == "m"


def direct(image: CatalogImage, target: int, *, expressions: bool = True) -> Iterator[Dependent]:
    """The objects that name the type itself; without `expressions` only what holds values of it."""
    for row in image.types.values():
        facts = image.type_details(row.oid).range
        is_array = row.typelem == target and row.typtype == "b"
        is_range = facts is not None and (
            (facts.rngsubtype == target and facts.rngtypid == row.oid)
            or (facts.rngtypid == target and facts.rngmultitypid == row.oid)
        )
        if is_array or is_range or (row.typtype == "d" and row.typbasetype == target):
            yield Dependent(target, type=row)
    for own in image.own_rows.rows.values() if expressions else ():
        if (PG_TYPE, target) in needs(own) and not isinstance(own, PgAggregate):
            yield Dependent(target, row=own)
    for relation in image.relations():
        if relation.of_type == target:
            yield Dependent(target, relation)
        if relation.kind in "vm" and expressions and _names(image, relation.definition, target):
            yield Dependent(target, relation)
            continue
        if relation.kind == "v":
            continue
        for attribute in relation.columns:
            if attribute.type == target:
                yield Dependent(target, relation, attribute)
            elif expressions and attribute.default and _names(image, f"SELECT {attribute.default}", target):
                generated = bool(attribute.generated)
                yield Dependent(target, relation, attribute, by_expression=generated, default=not generated)
        if expressions:
            yield from _constraints(image, relation, target)


def _constraints(image: CatalogImage, relation: Relation, target: int) -> Iterator[Dependent]:
    """The CHECKs that speak of the type, unless they go with a column anyway."""
    columns = {attribute.number for attribute in relation.columns if attribute.type == target}
    for constraint in relation.constraints:
        if constraint.expression is None or columns.intersection(constraint.columns):
            continue
        if _names(image, f"SELECT {constraint.expression}", target):
            yield Dependent(target, relation, constraint=constraint)


def _names(image: CatalogImage, query: str | None, target: int) -> bool:
    """Whether a query in canonical text, where constants have their types written out, names the type."""
    if query is None or image.type(target).typname not in query:
        return False
    analysis = Analysis(image, DEFAULT_ANALYZER_SETTINGS)
    waiting = [parse(query)[0].node]
    while waiting:
        node = waiting.pop()
        if node.tag == "TypeName":
            oid = resolve_type(analysis, node)[0]
            if target in (oid, image.array_element(oid)):
                return True
        waiting.extend(node.children())
    return False


def domain_columns(image: CatalogImage, domain: int) -> Iterator[tuple[Relation, Attribute]]:
    """The columns of tables that are of the domain, or of a domain over it."""
    for entry in direct(image, domain, expressions=False):
        if entry.relation is not None and entry.attribute is not None and entry.relation.kind == "r":
            yield entry.relation, entry.attribute
        elif entry.type is not None and entry.type.typtype == "d":
            yield from domain_columns(image, entry.type.oid)


def containers(image: CatalogImage, target: int) -> Iterator[tuple[Relation, Attribute]]:
    """The columns of tables that hold values of the type inside other values: in arrays, rows, ranges."""
    for entry in direct(image, target, expressions=False):
        if entry.type is not None and entry.type.typtype == "d":
            yield from containers(image, entry.type.oid)
        elif entry.type is not None:
            yield from holders(image, entry.type.oid)
        elif entry.relation is not None and entry.relation.type_oid:
            yield from holders(image, entry.relation.type_oid)


def holders(image: CatalogImage, target: int) -> Iterator[tuple[Relation, Attribute]]:
    """The columns of tables that hold values of the type, as they are or inside others."""
    yield from containers(image, target)
    for entry in direct(image, target, expressions=False):
        if entry.relation is not None and entry.attribute is not None and entry.relation.kind == "r":
            yield entry.relation, entry.attribute
