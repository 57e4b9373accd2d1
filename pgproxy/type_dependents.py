"""What depends on a type: columns, domains and composite types made of it, in the order of PostgreSQL's lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translator.analyze.defaults import expression_node, relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.catalog.rows import PgType
from translator.query import walk


@dataclass(frozen=True, slots=True)
class Dependent:
    """A column of `relation`, or a `type` of its own; `on` is the type it depends on."""

    on: int
    relation: Relation | None = None
    attribute: Attribute | None = None
    type: PgType | None = None
    constraint: Constraint | None = None
    """A CHECK of `relation` whose condition speaks of the type."""
    by_expression: bool = False
    """Whether only the expression of a generated column speaks of the type."""

    @property
    def place(self) -> tuple[int, int]:
        """PostgreSQL goes through dependents by oid, and through columns backwards."""
        if self.constraint is not None:
            return self.constraint.oid, 0
        if self.attribute is not None and self.by_expression:
            return self.attribute.default_oid, 0
        if self.relation is not None and self.attribute is not None:
            return self.relation.oid, -self.attribute.number
        assert self.type is not None
        return self.type.oid, 0

    def described(self, image: CatalogImage) -> str:
        """The object in the words of messages."""
        if self.relation is not None and self.attribute is not None:
            kind = {"c": "composite type", "v": "view"}.get(self.relation.kind, "table")
            return f"column {self.attribute.name} of {kind} {image.shown_relation(self.relation)}"
        if self.relation is not None and self.constraint is not None:
            return f"constraint {self.constraint.name} on table {image.shown_relation(self.relation)}"
        assert self.type is not None
        return f"type {image.format_type(self.type.oid)}"


def dependents(image: CatalogImage, targets: Sequence[int]) -> list[Dependent]:
    """Everything that would have to go with the types, the types themselves left out."""
    found: list[Dependent] = []
    for target in reversed(targets):
        found.extend(entry for entry in _below(image, target) if entry not in found and not _among(entry, targets))
    return found


def _among(entry: Dependent, targets: Sequence[int]) -> bool:
    return entry.type is not None and entry.type.oid in targets


def _below(image: CatalogImage, target: int) -> Iterator[Dependent]:
    for entry in sorted(direct(image, target), key=lambda entry: entry.place):
        internal = entry.type is not None and _is_internal(image, entry.type, target)
        if not internal:
            yield entry
        if entry.type is not None:
            yield from _below(image, entry.type.oid)


def _is_internal(image: CatalogImage, row: PgType, target: int) -> bool:
    """Whether a type exists only for the sake of another: its array, a range's multirange."""
    return (row.typcategory == "A" and row.typelem == target and row.typtype == "b") or row.typtype == "m"


def direct(image: CatalogImage, target: int) -> Iterator[Dependent]:
    """The objects that name the type itself."""
    for row in image.types.values():
        facts = image.type_details(row.oid).range
        is_array = row.typelem == target and row.typtype == "b"
        is_range = facts is not None and (
            (facts.rngsubtype == target and facts.rngtypid == row.oid)
            or (facts.rngtypid == target and facts.rngmultitypid == row.oid)
        )
        if is_array or is_range or (row.typtype == "d" and row.typbasetype == target):
            yield Dependent(target, type=row)
    for relation in image.relations():
        for attribute in relation.columns:
            if attribute.type == target:
                yield Dependent(target, relation, attribute)
            elif attribute.generated and target in _mentioned(image, relation, attribute.default):
                yield Dependent(target, relation, attribute, by_expression=True)

        columns = {attribute.number for attribute in relation.columns if attribute.type == target}
        for constraint in relation.constraints:
            if constraint.expression is None or columns.intersection(constraint.columns):
                continue
            if target in _mentioned(image, relation, constraint.expression):
                yield Dependent(target, relation, constraint=constraint)


def _mentioned(image: CatalogImage, relation: Relation, expression: str | None) -> set[int]:
    """The types that an expression over a table's columns speaks of."""
    assert expression is not None
    state, _ = relation_state(Analysis(image, DEFAULT_ANALYZER_SETTINGS), relation, "CHECK")
    return {part.type for part in walk(analyze_expr(state, expression_node(expression)))}


def domain_columns(image: CatalogImage, domain: int) -> Iterator[tuple[Relation, Attribute]]:
    """The columns of tables that are of the domain, or of a domain over it."""
    for entry in direct(image, domain):
        if entry.relation is not None and entry.attribute is not None and entry.relation.kind == "r":
            yield entry.relation, entry.attribute
        elif entry.type is not None and entry.type.typtype == "d":
            yield from domain_columns(image, entry.type.oid)


def containers(image: CatalogImage, target: int) -> Iterator[tuple[Relation, Attribute]]:
    """The columns of tables that hold values of the type inside other values: in arrays, rows, ranges."""
    for entry in direct(image, target):
        if entry.type is not None and entry.type.typtype == "d":
            yield from containers(image, entry.type.oid)
        elif entry.type is not None:
            yield from holders(image, entry.type.oid)
        elif entry.relation is not None and entry.relation.type_oid:
            yield from holders(image, entry.relation.type_oid)


def holders(image: CatalogImage, target: int) -> Iterator[tuple[Relation, Attribute]]:
    """The columns of tables that hold values of the type, as they are or inside others."""
    yield from containers(image, target)
    for entry in direct(image, target):
        if entry.relation is not None and entry.attribute is not None and entry.relation.kind == "r":
            yield entry.relation, entry.attribute
